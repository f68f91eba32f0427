"""POST /collection/{inlet}: the streaming-ingestion envelope of Adobe Experience Platform."""

from typing import Any

import pytest

from events.models import Event, EventType, Rejection, Source, SourceKey
from tests.integration.events.conftest import NOW, Poster

SCHEMA = "https://ns.adobe.com/hotel/schemas/visit"
KEY = "@{SpaBeacon.endUserIDs._experience.mcid.id}"


def entity(event_id: str = "E-SPA", **changes: Any) -> dict[str, Any]:
    usual = {
        "_id": "e1",
        "timestamp": "2026-03-01T10:00:00Z",
        "endUserIDs": {"_experience": {"mcid": {"id": "ecid-jane"}}},
        "_experience": {"campaign": {"orchestration": {"eventID": event_id}}},
    }
    return usual | changes


def message(entity_: dict[str, Any] | None = None, schema: str = SCHEMA) -> dict[str, Any]:
    return {
        "header": {
            "msgType": "xdmEntityCreate",
            "schemaRef": {"id": schema, "contentType": "application/vnd.adobe.xed-full+json"},
            "imsOrgId": "ORG@AdobeOrg",
            "datasetId": "5e4a",
            "source": {"name": "beacons"},
        },
        "body": {
            "xdmMeta": {"schemaRef": {"id": schema}},
            "xdmEntity": entity() if entity_ is None else entity_,
        },
    }


def visit(key: str, condition: str = "", **more: Any) -> EventType:
    """A type that is known by its schema and a condition."""
    return EventType.objects.create(
        key=key, name=key, namespace="ECID", xdm_schema=SCHEMA, condition=condition, **more
    )


@pytest.fixture
def beacon(poster: Poster) -> EventType:
    return EventType.objects.create(
        key="SpaBeacon",
        name="Spa",
        namespace="ECID",
        xdm_event_id="E-SPA",
        key_expression=KEY,
        fields=[{"path": "endUserIDs._experience.mcid.id", "type": "string"}],
    )


def collect(poster: Poster, body: Any, inlet: str = "shop", **extra: Any) -> Any:
    return poster.post(body, f"/collection/{inlet}", **extra)


def test_the_event_id_names_the_type_and_the_entity_is_the_data(
    poster: Poster, beacon: EventType
) -> None:
    answer = collect(poster, message())

    assert answer.status_code == 202
    (event,) = poster.stored()
    assert (event.type, event.event_id, event.person) == (beacon, "e1", "ECID/ecid-jane")
    assert event.occurred_at == NOW
    assert event.data == entity()


def test_the_answer_is_the_references_beside_ours(poster: Poster, beacon: EventType) -> None:
    body = collect(poster, message()).json()

    number = str(poster.stored()[0].pk)
    received = body["receivedTimeMs"]
    assert body == {
        "inletId": "shop",
        "xactionId": f"{received}:{number}",
        "receivedTimeMs": received,
        "status": 202,
        "events": [{"status": 202, "id": number, "event_id": "e1"}],
    }


@pytest.mark.parametrize("name", ["syncValidation", "synchronousValidation"])
def test_who_asks_for_validation_is_told_that_it_passed(
    poster: Poster, beacon: EventType, name: str
) -> None:
    body = collect(poster, message(), f"shop?{name}=true").json()
    assert body["syncValidation"] == {"status": "pass"}


def test_the_same_entity_again_is_a_duplicate(poster: Poster, beacon: EventType) -> None:
    collect(poster, message())
    again = collect(poster, message())
    assert (again.status_code, again.json()["duplicate"]) == (200, True)
    assert len(poster.stored()) == 1


def test_the_same_id_with_another_entity_is_a_conflict(poster: Poster, beacon: EventType) -> None:
    collect(poster, message())
    answer = collect(poster, message(entity(more=1)))
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert answer.json()["errors"][0]["pointer"] == "/body/xdmEntity/_id"
    assert len(poster.stored()) == 1


def test_an_unknown_event_id_is_refused_and_can_be_found(poster: Poster, beacon: EventType) -> None:
    answer = collect(poster, message(entity("E-NO"), schema="https://ns.adobe.com/other"))

    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_xdm_event")
    rejection = Rejection.objects.get()
    assert (rejection.event_type, rejection.code) == ("E-NO", "unknown_xdm_event")
    assert rejection.pointer == "/body/xdmEntity/_experience/campaign/orchestration/eventID"


def test_a_type_that_has_an_event_id_is_not_known_by_its_schema(
    poster: Poster, beacon: EventType
) -> None:
    beacon.xdm_schema = SCHEMA
    beacon.save(update_fields=["xdm_schema"])
    assert collect(poster, message(entity("E-NO"))).status_code == 422


def test_without_an_event_id_the_schema_and_the_condition_name_the_type(poster: Poster) -> None:
    visit("paris", '@{paris.city} == "Paris"')
    visit("seoul", '@{seoul.city} == "Seoul"')
    sent = {"_id": "e1", "city": "Seoul", "identityMap": {"ECID": [{"id": "kim"}]}}

    assert collect(poster, message(sent)).status_code == 202

    (event,) = poster.stored()
    assert (event.type.key, event.person) == ("seoul", "ECID/kim")


def test_a_message_counts_once_for_each_rule_that_it_meets(poster: Poster) -> None:
    visit("large", "@{large.total} > 100")
    visit("very_large", "@{very_large.total} > 1000")
    sent = {"_id": "e1", "total": 5000, "identityMap": {"ECID": [{"id": "kim"}]}}

    first, again = (collect(poster, message(sent)) for _ in range(2))

    assert [event.type.key for event in poster.stored()] == ["large", "very_large"]
    assert [one["event_id"] for one in first.json()["events"]] == ["e1", "e1"]
    assert (first.status_code, again.status_code) == (202, 200)


def test_a_message_that_meets_no_rule_is_logged_as_that(poster: Poster) -> None:
    visit("large", "@{large.total} > 100")
    visit("very_large", "@{very_large.total} > 1000")
    sent = {"_id": "e1", "total": 5, "identityMap": {"ECID": [{"id": "kim"}]}}

    assert collect(poster, message(sent)).status_code == 202

    (event,) = poster.stored()
    assert event.disposition == Event.Disposition.CONDITION_FALSE


def test_a_message_that_a_rule_cannot_read_is_refused_where_no_other_takes_it(
    poster: Poster,
) -> None:
    visit("large", "@{large.total} > 100", fields=[{"path": "total", "type": "integer"}])
    sent = {"total": "5", "identityMap": {"ECID": [{"id": "kim"}]}}

    answer = collect(poster, message(sent))

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/body/xdmEntity/total"


@pytest.mark.parametrize(
    ("identities", "person"),
    [
        ({"ECID": [{"id": "a"}, {"id": "b", "primary": True}]}, "ECID/b"),
        ({"ECID": [{"id": "a"}, {"id": "b"}]}, "ECID/a"),
        ({"ecid": [{"id": "a"}]}, "ECID/a"),
        ({"Email": [{"id": "x@example.com", "primary": True}], "ECID": [{"id": "a"}]}, "ECID/a"),
    ],
)
def test_without_a_key_expression_the_identity_map_names_the_person(
    poster: Poster, identities: Any, person: str
) -> None:
    visit("visit")
    collect(poster, message({"identityMap": identities}))
    assert [event.person for event in poster.stored()] == [person]


@pytest.mark.parametrize(
    ("identities", "code"),
    [
        (None, "missing"),
        ({}, "missing"),
        ({"ECID": []}, "missing"),
        ({"ECID": "a"}, "missing"),
        ({"ECID": [None, 7]}, "missing"),
        ({"ECID": [{"id": 7}]}, "type"),
        ({"ECID": [{"id": ""}]}, "length"),
    ],
)
def test_an_identity_map_that_names_nobody_is_refused_at_its_place(
    poster: Poster, identities: Any, code: str
) -> None:
    visit("visit")
    answer = collect(poster, message({"identityMap": identities}))
    found = answer.json()["errors"][0]
    assert (answer.status_code, found["code"], found["pointer"]) == (
        422, code, "/body/xdmEntity/identityMap",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("body", "status", "pointer", "code"),
    [
        ([], 422, "", "not_object"),
        ({}, 422, "/body", "missing"),
        ({"body": 1}, 422, "/body", "type"),
        ({"body": {}}, 422, "/body/xdmEntity", "missing"),
        ({"body": {"xdmEntity": []}}, 422, "/body/xdmEntity", "type"),
        ({"header": 7, "body": {"xdmEntity": {}}}, 422, "/header/schemaRef/id", "unknown_xdm_event"),
        (message(entity(timestamp="soon")), 422, "/body/xdmEntity/timestamp", "date"),
        (message(entity(timestamp=5)), 422, "/body/xdmEntity/timestamp", "type"),
        (message(entity(_id=5)), 422, "/body/xdmEntity/_id", "type"),
        (message(entity(_id="")), 422, "/body/xdmEntity/_id", "length"),
        (message(entity(note="a\0b")), 422, "/body/xdmEntity/note", "nul"),
        (message(entity(endUserIDs={})), 422, "/body/xdmEntity", "key"),
        (message(entity(endUserIDs=3)), 422, "/body/xdmEntity/endUserIDs", "type"),
        ({"messages": [message()]}, 422, "/messages", "unknown_field"),
    ],
)  # fmt: skip
def test_a_message_that_cannot_be_taken_says_what_is_wrong_and_where(
    poster: Poster, beacon: EventType, body: Any, status: int, pointer: str, code: str
) -> None:
    answer = collect(poster, body)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    found = (answer.json()["errors"] or [answer.json()])[0]
    assert (found["code"], found.get("pointer", pointer)) == (code, pointer)
    assert poster.stored() == []


def test_an_event_id_that_is_no_text_is_refused(poster: Poster, beacon: EventType) -> None:
    answer = collect(poster, message(entity(7)))  # type: ignore[arg-type]
    assert (answer.status_code, answer.json()["code"]) == (422, "type")


def test_a_strict_type_takes_what_an_inlet_itself_reads(poster: Poster, beacon: EventType) -> None:
    beacon.strict = True
    beacon.save(update_fields=["strict"])
    assert collect(poster, message()).status_code == 202
    refused = collect(poster, message(entity(_id="e2", more=1)))
    assert refused.json()["errors"][0]["code"] == "undeclared"


def test_a_source_may_post_only_its_own_types(
    poster: Poster, beacon: EventType, shop: Source, order_placed: EventType
) -> None:
    shop.event_types.set([order_placed])
    shop.save()
    answer = collect(poster, message())
    assert (answer.status_code, answer.json()["code"]) == (403, "event_not_allowed")


def test_the_idempotency_key_serves_where_the_entity_has_no_id(
    poster: Poster, beacon: EventType
) -> None:
    sent = message(entity(_id=None))
    codes = [collect(poster, sent, HTTP_IDEMPOTENCY_KEY="k-1").status_code for _ in range(2)]
    assert codes == [202, 200]


# --- Who may post at an inlet -----------------------------------------------------------------


def test_an_inlet_asks_for_its_sources_key(poster: Poster, beacon: EventType) -> None:
    answer = collect(poster, message(), HTTP_AUTHORIZATION="")
    assert answer.status_code == 401


@pytest.mark.parametrize("inlet", ["other", "nowhere"])
def test_a_key_opens_no_inlet_but_its_own(poster: Poster, beacon: EventType, inlet: str) -> None:
    Source.objects.create(key="other", name="Other")
    answer = collect(poster, message(), inlet)
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_inlet")


def test_an_open_inlet_asks_for_none(poster: Poster, beacon: EventType) -> None:
    Source.objects.create(key="beacons", name="Beacons", is_open_inlet=True)
    answer = poster.client.post("/collection/beacons", message(), content_type="application/json")
    assert answer.status_code == 202
    assert poster.stored()[0].source.key == "beacons"


def test_a_wrong_key_is_wrong_at_an_open_inlet_too(poster: Poster, beacon: EventType) -> None:
    Source.objects.create(key="beacons", name="Beacons", is_open_inlet=True)
    answer = collect(poster, message(), "beacons", HTTP_AUTHORIZATION="Bearer nonsense")
    assert answer.status_code == 401


def test_a_closed_inlet_and_one_that_is_not_there_sound_the_same(
    poster: Poster, beacon: EventType
) -> None:
    answers = [
        poster.client.post(f"/collection/{name}", message(), content_type="application/json")
        for name in ("shop", "nowhere")
    ]
    assert answers[0].status_code == answers[1].status_code == 401
    assert answers[0].json() == answers[1].json()


def test_a_source_that_was_switched_off_takes_nothing(
    poster: Poster, beacon: EventType, shop: Source
) -> None:
    shop.is_open_inlet, shop.active = True, False
    shop.save()
    answer = poster.client.post("/collection/shop", message(), content_type="application/json")
    assert answer.status_code == 401


# --- Many at once -----------------------------------------------------------------------------


def batch(poster: Poster, *messages: Any) -> Any:
    return poster.post({"messages": list(messages)}, "/collection/batch/shop")


def test_a_batch_keeps_the_good_messages_and_answers_each(
    poster: Poster, beacon: EventType
) -> None:
    answer = batch(poster, message(), {}, message(), message(entity(_id="e2")))

    assert answer.status_code == 202
    body = answer.json()
    assert body["inletId"] == "shop"
    assert [one["status"] for one in body["responses"]] == [202, 422, 200, 202]
    assert body["responses"][1]["message"]
    assert all("xactionId" in body["responses"][place] for place in (0, 2, 3))
    assert [event.event_id for event in poster.stored()] == ["e1", "e2"]
    assert Rejection.objects.get().code == "missing"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ([], "not_object"),
        ({}, "missing"),
        ({"messages": {}}, "type"),
        ({"messages": []}, "empty"),
        ({"messages": [1] * 1001}, "too_many"),
        ({"messages": [1], "more": 1}, "unknown_field"),
    ],
)
def test_a_batch_that_is_none_is_refused(poster: Poster, body: Any, code: str) -> None:
    answer = poster.post(body, "/collection/batch/shop")
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert Rejection.objects.get().code == code


def test_an_inlet_may_be_called_batch(poster: Poster, beacon: EventType) -> None:
    source = Source.objects.create(key="batch", name="Batch")
    other = Poster(SourceKey.issue(source, NOW)[1])
    assert collect(other, message(), "batch").status_code == 202


def test_a_large_message_is_refused_alone_and_not_in_a_batch_of_small_ones(
    poster: Poster, beacon: EventType
) -> None:
    large = message(entity(_id="large", notes=["x" * 60_000] * 5))
    assert collect(poster, large).status_code == 413
    answer = batch(poster, large, message())
    assert [one["status"] for one in answer.json()["responses"]] == [413, 202]
