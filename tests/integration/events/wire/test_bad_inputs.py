"""Every public bad input for the intake, sent to the product's own web servers.

What the reference leaves open ("or") is chosen here, and told in
docs/decisions/004-ingest-choices.md.
"""

import socket
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from rest_framework.test import APIClient

from events.models import Event, Rejection
from tests.integration.events.wire.conftest import Server, World
from tests.integration.events.wire.rows import PATH, Sent, requests, rows
from tests.integration.events.wire.socket_client import Answer, send, send_pieces

ROWS = {row["name"]: row for row in rows("ingest.jsonl")}
# name -> (status, code) of each answer; the code is that of the first fault, with its pointer.
Told = tuple[int, str]
REFUSED: dict[str, Told] = {
    # ingest.http
    "empty body": (400, "bad_json"),
    "whitespace only": (400, "bad_json"),
    "two JSON documents": (400, "bad_json"),
    "chunked body without Content-Length": (411, "length_required"),
    "body one byte over the limit": (413, "too_large"),
    "content type multipart (n8n Ni8mare shape: fields that look like parsed files)": (
        415, "media_type",
    ),
    "content type XML with external entity": (415, "media_type"),
    "charset=utf-16 with UTF-16 body": (415, "media_type"),
    "Host header of another site": (400, ""),
    "path with encoded traversal": (404, ""),
    # ingest.json
    "depth bomb, arrays": (422, "depth"),
    "depth bomb, balanced arrays in data": (422, "depth"),
    "depth bomb, objects": (422, "depth"),
    "depth 33": (422, "depth:data" + "/a" * 32),
    "depth 900 (parses, breaks later recursion)": (422, "depth"),
    "100 000 keys in one object": (413, "too_large"),
    "hash-flood style keys": (413, "too_large"),
    "array of 300 000 empty objects (900 kB of text, 21 MB parsed)": (413, "too_large"),
    "Infinity": (400, "bad_json"),
    "1e131000 (jsonb stores it; every later read of the row fails)": (422, "number_range:data/a"),
    "2^63": (422, "number_range:data/amount"),
    "1e999999999 in a decimal field (CPU bomb through int(Decimal))": (422, "number_range:data/amount"),
    "NUL in a string": (422, "nul:data/note"),
    "NUL in a key": (422, "nul:data"),
    "top level array": (422, "not_object"),
    "top level null": (422, "not_object"),
    "top level string": (422, "not_object"),
    "comment in JSON": (400, "bad_json"),
    "trailing comma": (400, "bad_json"),
    "key of 10 kB": (422, "key_length:data"),
    # ingest.event
    "id empty": (422, "length:id"),
    "id of 10 kB": (422, "length:id"),
    "unknown type": (422, "unknown_event:type"),
    "type with traversal": (422, "unknown_event:type"),
    "type of an event not allowed for this source key": (403, "event_not_allowed:type"),
    "missing person key": (422, "missing:person"),
    "person key null": (422, "type:person"),
    "person key with zero-width space": (422, "chars:person"),
    "person key with ANSI escape": (422, "chars:person"),
    "occurred_at not a date": (422, "date:occurred_at"),
    "occurred_at without offset": (422, "date_offset:occurred_at"),
    "occurred_at Feb 30": (422, "date:occurred_at"),
    "occurred_at leap second": (422, "date:occurred_at"),
    "occurred_at year 9999 with -14:00 (overflows in UTC)": (422, "date_range:occurred_at"),
    "occurred_at year 0001 with +14:00": (422, "date_range:occurred_at"),
    "occurred_at 1 hour in the future": (422, "date_future:occurred_at"),
    "occurred_at as epoch 1e18": (422, "type:occurred_at"),
    "field of the wrong type": (422, "type:data/amount"),
    "boolean where a number is due": (422, "type:data/amount"),
    "server-owned fields in the body": (422, "unknown_field:journey_instance"),
    "string field of 200 kB": (422, "length:data/note"),
    "empty batch": (422, "empty"),
    # ingest.auth
    "key in the query string": (401, "unauthenticated"),
    "key of another environment": (401, "unauthenticated"),
    "expired key": (401, "unauthenticated"),
    "key with one letter changed at the end": (401, "unauthenticated"),
    "signature missing where the source demands one": (401, "signature_missing"),
    "1 000 signatures in the header": (401, "signature"),
    "timestamp 6 minutes ahead": (401, "timestamp"),
    "replay with another id in the header, same signature": (401, "signature"),
    "webhook-id with a dot": (400, "bad_header"),
}  # fmt: skip
TAKEN: dict[str, tuple[int, ...]] = {
    "body exactly at the limit": (202,),
    "X-HTTP-Method-Override: DELETE": (202,),
    "2^53+1 keeps its value": (202,),
    "0.1 keeps its text in an action body": (202,),
    "keys that differ only in case": (202,),
    "key with SQL text (CVE-2024-42005 shape)": (202,),
    "missing id": (202,),
    "person key that is a formula (CSV injection)": (202,),
    "person key with markup": (202,),
    "occurred_at 2 years ago (late event)": (202,),
    "undeclared extra field": (202,),
    "same id, same body twice": (202, 200),
    "batch with one bad event": (202,),
    "both keys during rotation": (202, 202),
    "signature list: old and new, one valid": (202,),
    "replay of a signed request within tolerance": (202, 200),
}
# Those that need a test of their own, below.
BY_HAND = {
    "Content-Length larger than body, then silence", "Content-Length smaller than body",
    "Content-Length and Transfer-Encoding together", "non-numeric Content-Length", "50 MB body",
    "slow headers, 1 byte per second", "client disconnects after the body, before the answer",
    "gzip bomb in request", "unknown method", "path segment of 100 kB", "300 headers",
    "X-Forwarded-For spoofed to dodge the limiter", "occurred_at lax ISO forms",
    "10 000 events for one person in 10 s", "two Authorization headers",
    "session cookie instead of a key", "10 000 wrong keys in a minute from one address",
}  # fmt: skip
STOPPED_BY_DJANGO = {"Host header of another site", "path with encoded traversal"}
NOT_LOGGED = {401, 411, 415}


def asked(name: str, world: World) -> list[Sent]:
    return requests(ROWS[name], world)


@pytest.fixture
def post(server: Server, world: World) -> Callable[[str], list[Answer]]:
    """Sends the requests of a row; every answer is no 5xx."""

    def send_row(name: str) -> list[Answer]:
        answers = [send(server.port, one) for one in asked(name, world)]
        assert all(answer.status < 500 for answer in answers), answers
        return answers

    return send_row


def still_serves(server: Server, world: World) -> bool:
    (good,) = asked("missing id", world)
    return send(server.port, good).status == 202


def test_every_row_has_its_answer() -> None:
    assert set(ROWS) == REFUSED.keys() | TAKEN.keys() | BY_HAND
    assert not REFUSED.keys() & TAKEN.keys()
    assert not (REFUSED.keys() | TAKEN.keys()) & BY_HAND


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_taken_is_refused_and_stored_nowhere(
    name: str, post: Callable[[str], list[Answer]]
) -> None:
    (answer,) = post(name)

    status, code = REFUSED[name]
    assert (answer.status, answer.code) == (status, code)
    assert answer.seconds < 2
    assert not Event.objects.exists()
    # With a key, a body that was read and refused can be found.
    is_logged = name not in STOPPED_BY_DJANGO and status not in NOT_LOGGED and code != "bad_header"
    if is_logged:
        assert Rejection.objects.get().code == code.partition(":")[0]


@pytest.mark.parametrize("name", TAKEN)
def test_what_can_be_taken_is_stored_once(
    name: str, post: Callable[[str], list[Answer]], world: World
) -> None:
    answers = post(name)

    assert tuple(answer.status for answer in answers) == TAKEN[name]
    stored = {event.event_id for event in Event.objects.all()}
    if name != "batch with one bad event":
        assert len(stored) == Event.objects.count() == TAKEN[name].count(202)


# --- What was stored --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("2^53+1 keeps its value", {"amount": 9007199254740993}),
        ("0.1 keeps its text in an action body", {"amount": 0.1}),
        ("keys that differ only in case", {"Email": "a", "email": "b"}),
        ("key with SQL text (CVE-2024-42005 shape)", {'x" FROM "auth_user" -- ': 1}),
        ("undeclared extra field", {"amount": 1, "surprise": 2}),
    ],
)
def test_data_is_read_back_as_it_was_sent(
    name: str, data: Any, post: Callable[[str], list[Answer]]
) -> None:
    post(name)
    reader = APIClient()
    reader.force_authenticate(User(username="reader", is_superuser=True))
    (event,) = reader.get(PATH).json()["events"]
    assert event["data"] == data


def test_a_late_event_is_late_and_enters_nothing(post: Callable[[str], list[Answer]]) -> None:
    post("occurred_at 2 years ago (late event)")
    assert Event.objects.get().disposition == Event.Disposition.LATE


def test_a_batch_answers_each_event_and_keeps_the_good(
    post: Callable[[str], list[Answer]],
) -> None:
    (answer,) = post("batch with one bad event")
    results = answer.json()["results"]
    assert [result["status"] for result in results] == [202, 422, 202]
    assert {event.event_id for event in Event.objects.all()} == {"evt-1", "evt-2"}


def test_a_key_in_the_query_is_not_in_the_log(
    server: Server, post: Callable[[str], list[Answer]]
) -> None:
    post("key in the query string")
    assert "SECRET" not in server.log.read_text()


def test_each_lax_form_of_a_date_is_refused(post: Callable[[str], list[Answer]]) -> None:
    answers = post("occurred_at lax ISO forms")
    assert [(one.status, one.code) for one in answers] == [(422, "date:occurred_at")] * 3


def test_markup_is_shown_as_text(post: Callable[[str], list[Answer]]) -> None:
    post("person key with markup")
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    page = client.get("/admin/events/event/").content.decode()
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "<img src=x" not in page


@pytest.mark.parametrize(
    "name",
    [
        "depth bomb, arrays",
        "depth bomb, objects",
        "hash-flood style keys",
        "1e999999999 in a decimal field (CPU bomb through int(Decimal))",
        "1 000 signatures in the header",
    ],
)
def test_a_bomb_costs_a_tenth_of_a_second_at_most(name: str, server: Server, world: World) -> None:
    # The best of a few: the machine may be busy with something else.
    times = [send(server.port, asked(name, world)[0]).seconds for _try in range(5)]
    assert min(times) < 0.1


# --- Framing ----------------------------------------------------------------------------------


def test_a_length_that_is_too_short_cuts_the_body_and_serves_nothing_after_it(
    server: Server, world: World
) -> None:
    answer = send(server.port, asked("Content-Length smaller than body", world)[0])
    assert (answer.status, answer.code) == (400, "bad_json")
    assert b"HTTP/1.1" not in answer.rest


def test_two_lengths_are_refused_and_serve_no_second_request(server: Server, world: World) -> None:
    answer = send(server.port, asked("Content-Length and Transfer-Encoding together", world)[0])
    assert answer.status in (400, 411)
    assert b"HTTP/1.1" not in answer.rest
    assert still_serves(server, world)


def test_a_length_that_is_no_number_is_refused(server: Server, world: World) -> None:
    answer = send(server.port, asked("non-numeric Content-Length", world)[0])
    assert answer.status == 400
    assert not Event.objects.exists()


@pytest.mark.slow
def test_a_body_that_never_comes_frees_the_worker_within_half_a_minute(
    server: Server, world: World, request: pytest.FixtureRequest
) -> None:
    if server.name == "granian":
        words = "granian waits for a body without end; a proxy in front of it must not"
        request.applymarker(pytest.mark.xfail(reason=words, strict=True))
    (sent,) = asked("Content-Length larger than body, then silence", world)
    answer = send(server.port, sent, timeout=40)
    assert answer.status in (0, 400, 408)
    assert answer.seconds < 30
    assert still_serves(server, world)


@pytest.mark.slow
def test_headers_that_drip_are_cut_off_within_half_a_minute(server: Server, world: World) -> None:
    (sent,) = asked("slow headers, 1 byte per second", world)
    pieces = [bytes((byte,)) for byte in sent.head()[:45]]
    answer = send_pieces(server.port, pieces, timeout=5, pause=1)
    assert answer.status in (0, 400, 408)
    assert answer.seconds < 35  # granian's own limit is 30, and the client looks each second
    assert still_serves(server, world)


@pytest.mark.slow
def test_a_dozen_clients_that_fall_silent_keep_nobody_else_waiting(
    server: Server, world: World, request: pytest.FixtureRequest
) -> None:
    if server.name == "granian":
        words = "granian's threads wait for bodies; a proxy in front of it must not"
        request.applymarker(pytest.mark.xfail(reason=words, strict=True))
    (sent,) = asked("Content-Length larger than body, then silence", world)
    wires = [socket.create_connection(("127.0.0.1", server.port), 40) for _client in range(12)]
    try:
        for wire in wires:
            wire.sendall(sent.head() + sent.body)
        time.sleep(27)
        (good,) = asked("missing id", world)
        assert send(server.port, good, timeout=10).status == 202
    finally:
        for wire in wires:
            wire.close()


def test_a_body_of_fifty_megabytes_is_refused_before_it_is_read(
    server: Server, world: World
) -> None:
    (sent,) = asked("50 MB body", world)
    still_serves(server, world)
    before = server.memory()
    answer = send_pieces(server.port, [sent.head(), sent.body[:100_000]], timeout=10)
    assert (answer.status, answer.code) == (413, "too_large")
    assert server.memory() - before < 5_000_000


def test_a_compressed_bomb_is_refused_packed(server: Server, world: World) -> None:
    (sent,) = asked("gzip bomb in request", world)
    still_serves(server, world)
    before = server.memory()
    answer = send(server.port, sent)
    assert (answer.status, answer.code) == (415, "media_type")
    assert server.memory() - before < 20_000_000


def test_a_client_that_hangs_up_has_its_event_once_or_not_at_all(
    server: Server, world: World
) -> None:
    (sent,) = asked("client disconnects after the body, before the answer", world)
    with socket.create_connection(("127.0.0.1", server.port)) as wire:
        # Linger 0: close sends a reset.
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        wire.sendall(sent.head() + sent.body)
    time.sleep(0.5)
    assert Event.objects.count() in (0, 1)
    assert send(server.port, sent).status in (200, 202)
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "statuses"),
    [
        ("unknown method", (405, 501)),
        ("path segment of 100 kB", (400, 414)),
        ("300 headers", (400, 431)),
        ("two Authorization headers", (400, 401)),
    ],
)
def test_what_the_server_itself_refuses(
    name: str, statuses: tuple[int, ...], server: Server, world: World
) -> None:
    answer = send(server.port, asked(name, world)[0])
    assert answer.status in statuses or (answer.status == 0 and 0 in statuses)
    assert not Event.objects.exists()


# --- Who posts --------------------------------------------------------------------------------


def test_a_session_does_not_authorise_intake(server: Server, world: World) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    (sent,) = asked("session cookie instead of a key", world)
    sent.headers.append(("Cookie", f"sessionid={client.session.session_key}"))
    answer = send(server.port, sent)
    assert (answer.status, answer.code) == (401, "unauthenticated")


def test_ten_thousand_events_of_one_person_are_all_there(server: Server, world: World) -> None:
    began, statuses = time.monotonic(), set()
    for batch in range(20):
        events = [
            {"type": "order_placed", "id": f"{batch}-{number}", "person": "p-1", "data": {}}
            for number in range(500)
        ]
        (sent,) = requests({"name": "storm", "input": {"json": {"events": events}}}, world)
        statuses.add(send(server.port, sent).status)
    assert statuses == {202}
    assert Event.objects.filter(person="customer/p-1").count() == 10_000
    assert time.monotonic() - began < 10


# --- What must still work ---------------------------------------------------------------------


def kept(sent: Sent) -> bytes:
    """A request after which the connection stays open."""
    return sent.head().replace(b"Connection: close", b"Connection: keep-alive") + sent.body


def test_one_connection_carries_many_requests(server: Server, world: World) -> None:
    (small,) = asked("missing id", world)
    (large,) = asked("body exactly at the limit", world)
    got = b""
    with socket.create_connection(("127.0.0.1", server.port), 10) as wire:
        # The last two at once: the second is not lost with what was read too far.
        for count, sent in enumerate((kept(small), kept(large), kept(small), kept(small) * 2)):
            wire.sendall(sent)
            while got.count(b'"event_id"') <= count + (count == 3):
                got += wire.recv(65536)
    assert got.count(b"HTTP/1.1 202") == 5
    assert Event.objects.count() == 5


def test_a_body_that_comes_in_pieces_is_taken_whole(server: Server, world: World) -> None:
    (sent,) = asked("body exactly at the limit", world)
    pieces = [
        sent.head(),
        *(sent.body[at : at + 40_000] for at in range(0, len(sent.body), 40_000)),
    ]
    assert send_pieces(server.port, pieces, pause=0.05).status == 202
