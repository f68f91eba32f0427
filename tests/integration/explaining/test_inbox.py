"""The inbox: what arrived, what became of it, and why it started nothing."""

import pytest
from django.contrib.admin.models import LogEntry
from django.utils.translation import override

from demo import graphs
from events.models import Event, EventType, Rejection, Source
from journeys.models import Journey
from tests.scenarios.story import Story, minimal

ANN = "ann"


def stay(condition: str = "", **settings):
    wait = graphs.wait(
        "Breakfast?",
        graphs.on_event("came", "came", "BreakfastServed"),
        graphs.after("late", "late", "P1D"),
    )
    graph = minimal(wait, "alt:came", "alt:late", **settings)
    graph["nodes"]["entry"]["config"]["condition"] = condition
    return graph


@pytest.fixture
def hotel(story: Story) -> Story:
    return story.hotel()


@pytest.fixture
def said(get):
    """The English sentences of the newest events, the newest first."""

    def of(query: str = "") -> list[str]:
        return [row["sentence"]["en"] for row in get(f"inbox?{query}")["rows"]]

    return of


def test_an_event_tells_whom_it_let_in_and_whom_it_moved(hotel: Story, said):
    hotel.publish("Stay", stay()).event("CheckedIn", ANN).run().event("BreakfastServed", ANN).run()

    assert said() == [
        "Moved ann past “Breakfast?” in “Stay”.",
        "Entered “Stay”.",
    ]


def test_each_sentence_is_there_in_korean(hotel: Story, get):
    hotel.publish("Stay", stay()).event("CheckedIn", ANN).run().event("BreakfastServed", ANN).run()

    rows = get("inbox")["rows"]

    assert [row["sentence"]["ko"] for row in rows] == [
        "‘Stay’ 여정에서 ann 님이 ‘Breakfast?’ 단계를 지났습니다.",
        "‘Stay’ 여정에 진입했습니다.",
    ]


def test_who_is_inside_already_is_told_since_when(hotel: Story, said):
    hotel.publish("Stay", stay(timezone="Asia/Seoul"))
    hotel.at("2026-03-02T01:02:00Z").event("CheckedIn", ANN).run()

    hotel.after(hours=1).event("CheckedIn", ANN).run()

    assert said()[0] == "Ignored by “Stay”: already inside since 10:02."


@pytest.mark.parametrize(
    ("drawn", "sentence"),
    [
        ({"reentrance": False}, "Ignored by “Stay”: was inside before, and nobody enters twice."),
        ({"reentrance_pause": "P3D"}, "Ignored by “Stay”: may enter again from 2026-03-05 10:"),
        ({"ends_at": "2026-03-03T00:00"}, "Ignored by “Stay”: its end date has passed."),
    ],
)
def test_who_may_not_enter_again_is_told_why(hotel: Story, said, drawn, sentence):
    hotel.publish("Stay", stay(**drawn)).event("CheckedIn", ANN).run()
    hotel.event("BreakfastServed", ANN).run()

    hotel.after(days=1).event("CheckedIn", ANN).run()

    assert said()[0].startswith(sentence)


def test_an_event_that_nobody_waits_for_is_told_so(hotel: Story, said):
    hotel.publish("Stay", stay()).event("SpaBeacon", ANN).event("BreakfastServed", ANN).run()

    assert said() == [
        "Ignored: nobody enters by it, and this person is in no journey that waits for it.",
        "Ignored: no journey takes events of this type.",
    ]


def test_a_closed_journey_is_told_to_be_closed(hotel: Story, said):
    hotel.publish("Stay", stay()).event("CheckedIn", "bo").run().shut("Stay")

    hotel.event("CheckedIn", ANN).run()

    assert said()[0] == "Ignored by “Stay”: closed to new people."


def test_what_two_journeys_did_is_told_for_each(hotel: Story, get):
    hotel.publish("Stay", stay()).publish("Other", stay()).event("CheckedIn", ANN).run()

    (row,) = get("inbox")["rows"]

    assert sorted(fate["sentence"]["en"] for fate in row["fates"]) == [
        "Entered “Other”.",
        "Entered “Stay”.",
    ]
    assert row["sentence"]["en"].endswith("(+1)")


def test_a_refused_event_stands_among_the_others_with_its_reason(hotel: Story, get):
    hotel.event("BreakfastServed", ANN)
    hotel.after(seconds=1).post({"type": "CheckedIn", "person": ANN, "data": {"vip": "yes"}})

    rejection, event = get("inbox")["rows"]

    assert (rejection["kind"], event["kind"]) == ("rejection", "event")
    assert rejection["sentence"]["en"] == "Rejected: data.vip is text, expected yes or no."
    assert rejection["sentence"]["ko"].startswith("거부됨: data.vip 값의 형식이 다릅니다.")
    assert rejection["excerpt"].startswith('{"type":"CheckedIn"')


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize(
    ("sent", "english", "korean"),
    [
        (
            {"type": "Nothing", "person": ANN, "data": {}},
            "Rejected: There is no event type Nothing.",
            "거부됨: Nothing 이벤트 유형은 없습니다.",
        ),
        ({"person": ANN}, "Rejected: type is missing.", "거부됨: type 값이 없습니다."),
        (
            {"type": "CheckedIn", "person": 7, "data": {}},
            "Rejected: person is a number, expected text.",
            "거부됨: person 값의 형식이 다릅니다. 받은 형식: 숫자, 필요한 형식: 텍스트.",
        ),
    ],
)
def test_a_refusal_is_told_in_both_languages_whichever_it_was_written_in(
    hotel: Story, get, sent, english, korean, language
):
    with override(language):
        hotel.post(sent)

    (rejection,) = get("inbox")["rows"]

    assert rejection["sentence"] == {"en": english, "ko": korean}


def test_what_the_system_notes_of_itself_is_not_among_the_ignored(hotel: Story, get):
    hotel.event("SpaBeacon", ANN)
    Event.objects.update(source=None)

    assert get("inbox?fate=ignored")["rows"] == []
    assert get("inbox")["rows"] == []
    (row,) = get("inbox?fate=noted")["rows"]
    assert row["summary"] == "noted"
    assert row["sentence"]["en"].startswith("Noted among the person's past events")


def test_what_still_waits_is_told_again_with_its_fate(hotel: Story, get):
    hotel.publish("Stay", stay()).event("CheckedIn", ANN)
    first = get("inbox")
    assert first["rows"][0]["summary"] == "waiting"

    hotel.run()

    later = get(f"inbox?since={first['newest']}")
    assert [row["summary"] for row in later["rows"]] == ["entered"]
    assert get(f"inbox?since={later['newest']}")["rows"] == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("fate=entered", ["CheckedIn"]),
        ("fate=moved", ["BreakfastServed"]),
        ("fate=ignored", ["SpaBeacon"]),
        ("fate=rejected", ["Nothing"]),
        ("type=CheckedIn", ["CheckedIn"]),
        ("person=ECID/bo", ["SpaBeacon"]),
        ("person=bo", ["SpaBeacon"]),
        ("person=b", []),
        ("source=hotel", ["Nothing", "SpaBeacon", "BreakfastServed", "CheckedIn"]),
        ("source=none", []),
    ],
)
def test_the_inbox_is_filtered(hotel: Story, get, query, found):
    hotel.publish("Stay", stay()).event("CheckedIn", ANN).run().event("BreakfastServed", ANN).run()
    hotel.event("SpaBeacon", "bo").after(seconds=1).post({"type": "Nothing", "person": ANN})

    assert [row["type"] for row in get(f"inbox?{query}")["rows"]] == found


def test_the_inbox_goes_on_page_by_page_over_both_logs(hotel: Story, get):
    for at in range(9):
        hotel.after(seconds=1)
        if at % 3 == 1:
            hotel.post({"type": f"Nothing{at}", "person": ANN})
        else:
            hotel.event("SpaBeacon", f"p{at}")

    seen, query = [], "limit=2"
    while query:
        page = get(f"inbox?{query}")
        seen += [row.get("person") or row["type"] for row in page["rows"]]
        query = page["next"] and f"limit=2&before={page['next']}"

    assert seen == [f"Nothing{at}" if at % 3 == 1 else f"ECID/p{at}" for at in reversed(range(9))]


def test_what_is_new_is_asked_for_alone(hotel: Story, get):
    hotel.event("SpaBeacon", ANN).post({"type": "Nothing"})
    newest = get("inbox")["newest"]
    assert get(f"inbox?since={newest}")["rows"] == []

    hotel.after(seconds=1).event("SpaBeacon", "bo").after(seconds=1).post({"type": "More"})

    page = get(f"inbox?since={newest}")
    assert [row["type"] for row in page["rows"]] == ["More", "SpaBeacon"]
    assert get(f"inbox?since={page['newest']}")["rows"] == []


@pytest.mark.parametrize(
    ("query", "name"),
    [("fate=all", "fate"), ("before=x", "before"), ("since=1", "since"), ("limit=-1", "limit"),
     ("person=%00", "person"), ("type=" + "x" * 600, "type"), ("before=1.²", "before")],
)  # fmt: skip
def test_a_question_that_means_nothing_is_refused_with_its_place(hotel: Story, api, query, name):
    answer = api.get(f"/api/v1/inbox?{query}")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, f"/{name}")


# --- why an event started nothing -------------------------------------------------------------


def test_each_live_journey_tells_why_it_took_no_notice(hotel: Story, get):
    hotel.publish("Spa", "SPA").publish("Stay", stay()).publish("Members", stay("@{CheckedIn.vip}"))
    hotel.event("CheckedIn", ANN, vip=False).run().event("BreakfastServed", "bo").run()
    number = hotel.last_event

    told = get(f"events/{number}/why")

    assert {row["journey_name"]: (row["concerned"], row["sentence"]["en"]) for row in told["journeys"]} == {
        "Members": (False, "Waits for it only from people who are inside, and this person was not."),
        "Stay": (False, "Waits for it only from people who are inside, and this person was not."),
        "Spa": (False, "Takes no events of this type. People enter it by “SpaBeacon”."),
    }  # fmt: skip


def test_a_condition_that_let_nobody_in_is_told_with_its_values(hotel: Story, get):
    member = "#{Profile.MarltonProfiles.Profile._customer.marlton.loyaltyMember}"
    hotel.publish("Members", stay(f"@{{CheckedIn.vip}} and {member}")).profile(ANN, member=False)
    hotel.event("CheckedIn", ANN, vip=True).run().profile(ANN, member=True)

    (told,) = get(f"events/{hotel.last_event}/why")["journeys"]

    assert (told["concerned"], told["sentence"]["en"]) == (
        True,
        "Ignored by “Members”: the condition does not hold.",
    )
    entry = told["entry"]
    assert (entry["replayed"], entry["fate"]) == (True, "condition_false")
    assert [(use["origin"], use["value"]) for use in entry["expressions"][0]["uses"]] == [
        ("event", True),
        ("profile", False),
    ]
    assert entry["words"]["en"] == "CheckedIn › vip, and the profile › marlton › loyaltyMember"


def test_a_journey_that_was_published_later_says_so(hotel: Story, get):
    hotel.event("CheckedIn", ANN).run().after(hours=1).publish("Stay", stay())

    (told,) = get(f"events/{hotel.last_event}/why")["journeys"]

    assert told["sentence"]["en"] == "Was published on 2026-03-02 11:00, after this event came."


def test_an_event_that_waits_for_its_turn_says_so(hotel: Story, get):
    hotel.publish("Stay", stay()).event("CheckedIn", ANN)

    told = get(f"events/{hotel.last_event}/why")

    assert told["event"]["sentence"]["en"] == "Waits for its turn."
    assert (
        told["journeys"][0]["sentence"]["en"]
        == "Has not seen this event yet: it waits for its turn."
    )


@pytest.mark.parametrize("number", [0, 999, 2**63, 10**25])
def test_an_event_that_is_not_there_is_not_found(hotel: Story, api, number):
    assert api.get(f"/api/v1/events/{number}/why").status_code == 404


# --- again ------------------------------------------------------------------------------------


@pytest.fixture
def post(api_of):
    client = api_of("technical")

    def send(path: str, body=None):
        return client.post(f"/api/v1/{path}", body or {}, format="json")

    return send


def test_an_ignored_event_is_replayed_after_a_mend(hotel: Story, get, post):
    hotel.event("CheckedIn", ANN, city="Paris").run()
    ignored = hotel.last_event
    hotel.publish("Stay", stay())

    answer = post(f"events/{ignored}/replay")
    hotel.run()

    assert answer.status_code == 202
    row = get("inbox")["rows"][0]
    assert (row["id"], row["summary"], row["data"]) == (
        answer.json()["id"],
        "entered",
        {"city": "Paris"},
    )
    assert row["id"] != str(ignored)
    assert hotel.status(ANN) == "waiting"


def test_a_refused_event_is_replayed_after_its_type_was_mended(hotel: Story, get, post):
    hotel.publish("Stay", stay())
    hotel.post({"type": "CheckedIn", "id": "e-1", "person": ANN, "data": {"city": 5}})
    kind = EventType.objects.get(key="CheckedIn")
    kind.fields = [f | {"type": "integer"} if f["path"] == "city" else f for f in kind.fields]
    kind.save()

    answer = post(f"rejections/{Rejection.objects.get().pk}/replay")
    hotel.run()

    assert answer.status_code == 202
    assert hotel.status(ANN) == "waiting"


def test_a_refused_event_is_replayed_as_it_was_mended_by_hand(hotel: Story, post):
    hotel.publish("Stay", stay()).post({"type": "CheckedIn", "person": ANN, "data": {"city": 5}})
    document = {"type": "CheckedIn", "person": ANN, "data": {"city": "Paris"}}

    answer = post(f"rejections/{Rejection.objects.get().pk}/replay", {"document": document})

    assert answer.status_code == 202
    assert hotel.run().status(ANN) == "waiting"


def test_what_is_wrong_still_is_refused_again_with_its_place(hotel: Story, post):
    hotel.post({"type": "CheckedIn", "person": ANN, "data": {"city": 5}})

    answer = post(f"rejections/{Rejection.objects.get().pk}/replay")

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/data/city")


def test_a_document_of_which_only_the_beginning_is_kept_needs_the_whole(hotel: Story, post):
    data = {"city": 5, "note": "x" * 3_000}
    hotel.post({"type": "CheckedIn", "person": ANN, "data": data})

    answer = post(f"rejections/{Rejection.objects.get().pk}/replay")

    assert (answer.status_code, answer.json()["code"]) == (409, "incomplete")


def test_an_event_whose_source_is_gone_is_not_replayed(hotel: Story, post):
    hotel.event("CheckedIn", ANN)
    Source.objects.get().delete()

    answer = post(f"events/{hotel.last_event}/replay")

    assert (answer.status_code, answer.json()["code"]) == (409, "no_source")


@pytest.mark.parametrize("body", [{"x": 1}, {"document": 5}, {"document": []}])
def test_a_replay_that_says_something_else_is_refused(hotel: Story, post, body):
    hotel.post({"type": "Nothing"})
    assert post(f"rejections/{Rejection.objects.get().pk}/replay", body).status_code == 422


@pytest.mark.parametrize(
    "path", ["events/99/replay", "rejections/99/replay", f"events/{2**64}/replay"]
)
def test_what_is_not_there_is_not_replayed(hotel: Story, post, path):
    assert post(path).status_code == 404


def test_a_replay_is_for_technical_users_and_is_kept_in_the_log_of_acts(hotel: Story, api_of, post):
    hotel.event("CheckedIn", ANN)
    path = f"/api/v1/events/{hotel.last_event}/replay"

    assert api_of("business").post(path, {}, format="json").status_code == 403
    assert api_of("viewer").post(path, {}, format="json").status_code == 403
    number = post(f"events/{hotel.last_event}/replay").json()["id"]
    entry = LogEntry.objects.get()
    assert (entry.user.username, entry.change_message) == ("technical", f"replay as {number}")


# --- runs by hand -----------------------------------------------------------------------------


@pytest.fixture
def failed(story: Story) -> Story:
    story.hotel().publish("Lobby", "LOBBY").profile(ANN, member=True)
    story.reservations.answer_status(500)
    return story.event("LobbyBeacon", ANN).run()


def test_a_failed_run_is_sent_on(failed: Story, api):
    failed.reservations.answer({"reservation": True})

    answer = api.post(f"/api/v1/runs/{failed.runs(ANN)[-1].id}/retry", {}, format="json")

    assert answer.status_code == 202
    assert failed.run().status(ANN) == "waiting"
    assert LogEntry.objects.filter(change_message__startswith="retry run").count() == 1


def test_a_run_that_has_not_failed_is_not_retried(hotel: Story, api):
    hotel.publish("Stay", stay()).event("CheckedIn", ANN).run()

    answer = api.post(f"/api/v1/runs/{hotel.runs(ANN)[-1].id}/retry", {}, format="json")

    assert (answer.status_code, answer.json()["code"]) == (409, "not_failed")


def test_a_run_is_not_retried_where_the_person_came_in_again(failed: Story, api):
    failed.reservations.answer({"reservation": True})
    run = failed.runs(ANN)[-1].id
    failed.event("LobbyBeacon", ANN).run()

    answer = api.post(f"/api/v1/runs/{run}/retry", {}, format="json")

    assert (answer.status_code, answer.json()["code"]) == (409, "inside_again")


def test_a_run_is_ended_by_hand_and_only_once(hotel: Story, api):
    hotel.publish("Stay", stay()).event("CheckedIn", ANN).run()
    path = f"/api/v1/runs/{hotel.runs(ANN)[-1].id}/end"

    assert api.post(path, {}, format="json").status_code == 202
    assert hotel.run().status(ANN) == "stopped"
    again = api.post(path, {}, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "over")


@pytest.mark.parametrize("act", ["retry", "end"])
def test_acts_on_runs_are_for_those_who_publish(hotel: Story, api_of, api, act):
    path = f"/api/v1/runs/7/{act}"
    assert api_of("viewer").post(path, {}, format="json").status_code == 403
    assert api_of("technical").post(path, {}, format="json").status_code == 403
    assert api.post(path, {}, format="json").status_code == 404
    assert api.post(path, {"x": 1}, format="json").status_code == 422
    assert Journey.objects.count() == 0


def test_moments_are_told_by_the_clock_of_who_asks(hotel: Story, get, api):
    hotel.publish("Stay", stay(timezone="Asia/Seoul"))
    hotel.at("2026-03-02T01:02:00Z").event("CheckedIn", ANN).run()
    hotel.after(hours=1).event("CheckedIn", ANN).run()

    (row, _entered) = get("inbox?zone=Europe/Paris")["rows"]
    answers = get(f"events/{row['id']}/why?zone=Europe/Paris")["journeys"]

    assert row["sentence"]["en"].endswith("already inside since 02:02.")
    assert answers[0]["sentence"] == row["sentence"]
    assert api.get("/api/v1/inbox?zone=Atlantis").status_code == 422


def test_what_the_system_notes_names_the_journey_that_did_it(hotel: Story, get):
    hotel.event("SpaBeacon", ANN)
    Event.objects.update(source=None, data={"journey": "Stay"})

    (row,) = get("inbox?fate=noted")["rows"]
    assert row["sentence"]["en"] == "Noted: done by “Stay”."
