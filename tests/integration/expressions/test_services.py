"""What the editor asks while somebody types: check, complete, hover, signature, format, words."""

import pytest

from access.roles import ADMINISTRATOR, BUSINESS, ROLES, TECHNICAL
from demo import graphs

STAFF = {BUSINESS, TECHNICAL, ADMINISTRATOR}
SERVICES = {
    "check": {"text": "1"},
    "complete": {"text": "1", "at": 0},
    "hover": {"text": "1", "at": 0},
    "signature": {"text": "1", "at": 0},
    "format": {"text": "1"},
    "words": {"text": "1"},
    "evaluate": {"text": "1"},
}


@pytest.mark.parametrize("service", SERVICES)
def test_everyone_may_ask_and_only_staff_sees_the_data_of_people(client_of, service):
    for role in ROLES:
        answer = client_of(role).post(
            f"/api/v1/expressions/{service}", SERVICES[service], format="json"
        )
        refused = service == "evaluate" and role not in STAFF
        assert answer.status_code == (403 if refused else 200), (role, answer.content)


def test_a_check_says_what_is_wrong_where_and_how_to_mend_it(ask):
    answer = ask("check", text="@{CheckedIn.ctiy} == 'Paris'", expected="boolean")
    (problem,) = answer["problems"]
    assert (problem["code"], problem["start"], problem["end"]) == ("unknown_field", 12, 16)
    assert problem["fix"] == {"text": "city", "start": 12, "end": 16}
    assert problem["messages"]["ko"] == "CheckedIn에 ctiy 필드가 없습니다. city을(를) 뜻했나요?"


def test_only_what_stands_before_a_step_may_be_referred_to(ask):
    text = "@{RestaurantBeacon._meta.id} is null"
    anywhere = ask("check", text=text, graph=graphs.LOBBY)
    first_step = next(
        key for key, one in graphs.LOBBY["nodes"].items() if one["type"] == "condition"
    )
    there = ask("check", text=text, graph=graphs.LOBBY, node=first_step)
    assert anywhere["problems"] == []
    assert [one["code"] for one in there["problems"]] == ["unknown_event"]


def test_a_field_is_offered_with_its_type_and_the_value_that_it_had_last(ask, came):
    came("CheckedIn", person="p-1", data={"city": "Paris"})
    came("CheckedIn", person="p-2", data={"city": "Lyon", "vip": True})
    came("LobbyBeacon", person="p-1", data={})
    offers = ask("complete", text="@{CheckedIn.", at=12)["completions"]
    by_text = {one["text"]: (one["kind"], one["type"], one["last"]) for one in offers}
    assert by_text["city"] == ("field", "string", "Lyon")
    assert by_text["vip"] == ("field", "boolean", True)
    assert by_text["gender"] == ("field", "string", None)


def test_a_value_inside_of_a_list_is_offered_as_a_list(ask, came):
    path = "_experience.campaign.message.profileSnapshot.pushNotificationTokens"
    tokens = [{"token": "t1"}, {"token": "t2"}]
    snapshot = {"profileSnapshot": {"pushNotificationTokens": tokens}}
    came("LobbyBeacon", person="p-1", data={"_experience": {"campaign": {"message": snapshot}}})
    text = f"@{{LobbyBeacon.{path}.to"
    offers = ask("complete", text=text, at=len(text))["completions"]
    assert [(one["text"], one["last"]) for one in offers if one["kind"] == "field"] == [
        ("token", ["t1", "t2"])
    ]


def test_a_function_is_offered_with_how_it_is_called_and_what_it_does(ask):
    (offer, *_) = ask("complete", text="startWithI", at=10)["completions"]
    assert offer["detail"] == "startWithIgnoreCase(text: string, part: string) -> boolean"
    assert set(offer["doc"]) == {"en", "ko"}
    assert (offer["start"], offer["end"]) == (0, 10)


def test_the_part_under_the_cursor_is_explained_in_the_language_of_the_reader(ask):
    text = "length(@{CheckedIn.city}) > 3"
    call = ask("hover", text=text, at=1, language="ko")["hover"]
    assert (call["type"], call["doc"], call["words"]) == (
        "integer", "글자 수", "CheckedIn의 city의 길이",
    )  # fmt: skip
    assert ask("hover", text=text, at=10)["hover"]["type"] == "string"
    assert ask("hover", text="1 +", at=0) == {"hover": None}


def test_the_call_around_the_cursor_is_told_with_its_argument(ask):
    told = ask("signature", text='substr("a, b", 1, ', at=18)["signature"]
    assert (told["name"], told["argument"]) == ("substr", 2)
    assert ask("signature", text="1", at=1) == {"signature": None}


def test_formatting_keeps_the_meaning_and_refuses_what_cannot_be_read(ask):
    text = "(( @{ CheckedIn . city }=='x' ))and not(true)"
    assert ask("format", text=text)["text"] == '@{CheckedIn.city} == "x" and not true'
    refused = ask("format", text="1 +")
    assert (refused["text"], refused["problems"][0]["code"]) == (None, "unexpected_end")


def test_words_use_the_names_that_people_gave(ask):
    said = ask("words", text='@{CheckedIn.city} == "Paris"')["words"]
    assert said == {"en": "CheckedIn › city is “Paris”", "ko": "CheckedIn의 city = “Paris”"}


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"text": "x" * 20_001}, "/text"),
        ({"text": None}, "/text"),
        ({"text": ["1"]}, "/text"),
        ({"more": 1}, "/more"),
    ],
    ids=["too long", "null", "no text", "unknown"],
)
def test_a_bad_body_is_refused_with_a_pointer(ask, service, change, pointer):
    answer = ask(service, status=422, **(SERVICES[service] | change))
    assert [error["pointer"] for error in answer["errors"]] == [pointer]


@pytest.mark.parametrize("at", [-1, 30_000, "end", None])
def test_a_cursor_that_is_no_place_is_refused(ask, at):
    answer = ask("hover", status=422, text="1", at=at)
    assert [error["pointer"] for error in answer["errors"]] == ["/at"]


@pytest.mark.parametrize("service", ["check", "complete", "hover", "evaluate"])
def test_a_journey_that_is_not_there_is_a_404(ask, service):
    ask(service, status=404, **SERVICES[service], journey="999")
