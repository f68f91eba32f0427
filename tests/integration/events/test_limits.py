"""What bounds the intake: sizes, rates, guesses, the backlog, and a database that is away."""

from types import SimpleNamespace
from typing import Any

import pytest

from config import database
from events import hooks, limits, rejections
from events.models import Rejection, Source, SourceKey
from tests.integration.events.conftest import NOW, Poster, order


def spread(address: int) -> dict[str, str]:
    """A forged header, another one each time."""
    return {"HTTP_X_FORWARDED_FOR": f"1.2.3.{address}, 5.6.7.8"}


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """No time passes: nothing that is used up comes back."""
    monkeypatch.setattr(limits, "time", SimpleNamespace(monotonic=lambda: 1000.0))


@pytest.mark.usefixtures("still")
def test_a_key_has_its_quota_whatever_address_is_claimed(poster: Poster, settings: Any) -> None:
    settings.SOURCE_RATE = 5
    codes = [poster.post(order(id=f"e{n}"), **spread(n)).status_code for n in range(20)]
    assert codes == [202] * 5 + [429] * 15
    refused = poster.post(order(id="more"))
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) >= 1


def test_one_keys_quota_is_not_anothers(poster: Poster, settings: Any) -> None:
    settings.SOURCE_RATE = 1
    other = Source.objects.create(key="other", name="Other")
    quiet = Poster(SourceKey.issue(other, NOW)[1])
    while poster.post(order()).status_code != 429:
        pass
    assert quiet.post(order()).status_code == 202


@pytest.mark.usefixtures("still")
def test_each_event_of_a_batch_counts_as_a_debt(poster: Poster, settings: Any) -> None:
    settings.SOURCE_RATE = 10
    assert poster.post({"events": [order(id=f"e{n}") for n in range(100)]}).status_code == 202
    refused = poster.post(order(id="next"))
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) >= 8


def test_who_guesses_keys_is_stopped_and_good_keys_are_not(poster: Poster) -> None:
    wrong = [
        poster.post(order(), HTTP_AUTHORIZATION=f"Bearer gms_guess{n}").status_code
        for n in range(70)
    ]
    assert wrong[:60] == [401] * 60
    assert wrong[-1] == 429
    assert poster.post(order()).status_code == 202
    elsewhere = {"REMOTE_ADDR": "10.0.0.9", "HTTP_AUTHORIZATION": "Bearer gms_x"}
    assert poster.post(order(), **elsewhere).status_code == 401


@pytest.mark.parametrize(
    "shown", ["", "Bearer", "Bearer ", "Basic abc", "gms_x", "Bearer " + "x" * 999]
)
def test_what_is_no_key_is_refused(poster: Poster, shown: str) -> None:
    answer = poster.post(order(), HTTP_AUTHORIZATION=shown)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")


def test_above_the_backlog_nothing_is_taken(
    poster: Poster, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BACKLOG_LIMIT = 100
    monkeypatch.setattr(hooks, "backlog", lambda: 101)
    answer = poster.post(order())
    assert (answer.status_code, answer.json()["code"]) == (429, "backlog")
    assert int(answer["Retry-After"]) >= 1
    assert poster.stored() == []


@pytest.mark.parametrize("path", ["/api/v1/events", "/collection/shop"])
def test_a_database_that_is_away_is_a_503_and_nothing_else(
    poster: Poster, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    def away() -> Any:
        raise database.Unavailable("gone")

    monkeypatch.setattr(database, "connection", away)
    answer = poster.post(order(), path)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert int(answer["Retry-After"]) >= 1


def test_a_batch_has_a_number_and_a_size(poster: Poster, settings: Any) -> None:
    settings.BATCH_MAX_EVENTS = 3
    settings.BATCH_MAX_BYTES = 10_000
    assert poster.post({"events": [order(id=f"e{n}") for n in range(3)]}).status_code == 202
    many = poster.post({"events": [order(id=f"f{n}") for n in range(4)]})
    assert (many.status_code, many.json()["code"]) == (422, "too_many")
    large = poster.post({"events": [order(data={"note": "x" * 10_000})]})
    assert (large.status_code, large.json()["params"]) == (413, {"limit": 10_000})


def test_a_large_event_spoils_no_batch(poster: Poster) -> None:
    large = order(id="large", data={f"note{n}": "x" * 60_000 for n in range(5)})
    answer = poster.post({"events": [large, order(id="small")]})
    assert [result["status"] for result in answer.json()["results"]] == [413, 202]


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"content_type": "text/plain"}, 415, "media_type"),
        ({"content_type": "application/json; charset=latin-1"}, 415, "media_type"),
        ({"content_type": "application/json; charset=UTF8"}, 202, None),
        ({"HTTP_CONTENT_ENCODING": "gzip"}, 415, "media_type"),
        ({"HTTP_CONTENT_ENCODING": "identity"}, 202, None),
        ({"CONTENT_LENGTH": "ten"}, 400, "bad_header"),
        ({"CONTENT_LENGTH": ""}, 411, "length_required"),
        ({"HTTP_TRANSFER_ENCODING": "chunked"}, 411, "length_required"),
    ],
)
def test_headers_are_judged_before_the_body(
    poster: Poster, headers: dict[str, str], status: int, code: str | None
) -> None:
    answer = poster.post(order(), **headers)
    assert (answer.status_code, answer.json().get("code")) == (status, code)


# --- The log of rejections --------------------------------------------------------------------


@pytest.fixture
def no_share(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if each refusal came in a second of its own."""
    monkeypatch.setattr(rejections, "share", rejections._Share(1_000_000))


def test_the_log_of_rejections_keeps_the_newest_and_no_more(
    poster: Poster, settings: Any, no_share: None
) -> None:
    settings.REJECTIONS_KEPT = 100
    for batch in range(10):
        poster.post({"events": [order(id=7, person=f"{batch}-{n}") for n in range(50)]})
    kept = list(Rejection.objects.order_by("id"))
    assert 100 <= len(kept) <= 100 + 64
    assert '"9-49"' in kept[-1].excerpt


def test_a_flood_of_refusals_writes_so_many_a_second(
    poster: Poster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rejections, "share", rejections._Share(20))
    monkeypatch.setattr(rejections.time, "monotonic", lambda: 7.0)
    answer = poster.post({"events": [{"type": 1}] * 1000})
    assert answer.json()["refused"] == 1000
    assert Rejection.objects.count() == 20
    assert rejections.share.dropped == 980


def test_what_cannot_be_logged_fails_no_request(
    poster: Poster, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_given: Any) -> None:
        raise database.Unavailable("gone")

    connection = database.connection()
    monkeypatch.setattr(connection, "copy", away)
    assert poster.post({"type": 1}).status_code == 422


@pytest.mark.parametrize(
    "sent",
    [
        order(id="x\0"),
        order(type="t\0" * 500),
        order(id=2**70),
        {"type": "order_placed", "p/~\0" * 200: 1},
        order(person={"deep": [[[[1]]]]}),
    ],
)
def test_whatever_was_sent_can_be_logged(poster: Poster, sent: Any) -> None:
    assert poster.post(sent).status_code == 422
    assert Rejection.objects.count() == 1
