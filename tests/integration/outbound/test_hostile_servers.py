"""Whatever the other side does, a call ends in time, within its caps, with a clear code."""

import gzip
import resource
import socket
import struct
import time

import pytest

from outbound import OutboundError, Policy, Request

DEADLINE = 0.5
SLACK = 0.5
EMPTY = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


def _drip(data, every=0.05):
    def behave(server, connection):
        for byte in data:
            connection.sendall(bytes([byte]))
            server.pause(every)

    return behave


def _endless_continue(server, connection):
    while True:
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        server.pause(0.02)


def _hang(server, connection):
    server.pause(5)


SLOW = {
    "hangs": _hang,
    "drips its headers": _drip(b"HTTP/1.1 200 OK\r\nX-A: " + b"a" * 200),
    "drips its body": _drip(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + b"x" * 200, 0.03),
    "drips chunks": _drip(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 40
    ),
    "continues for ever": _endless_continue,
}


@pytest.mark.parametrize("name", SLOW)
def test_server_that_is_slow_in_any_phase_meets_the_total_deadline(name, hostile, open_policy, get):
    server = hostile(lambda connection, _: SLOW[name](server, connection))
    assert _code(lambda: get(server.url, open_policy(server), DEADLINE)) == "timeout"


def test_server_that_drips_its_handshake_meets_the_total_deadline(hostile, open_policy, get):
    drip = _drip(b"\x16\x03\x03\x40\x00" + b"\x02" * 200)
    server = hostile(lambda connection, _: drip(server, connection), greet=False)
    url = server.url.replace("http:", "https:")
    assert _code(lambda: get(url, open_policy(server), DEADLINE)) == "timeout"


def _reset(connection, _):
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\npart")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _says(data):
    return lambda connection, _: connection.sendall(data)


def _endless_chunks(connection, _):
    connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        connection.sendall(b"10000\r\n" + b"x" * 65_536 + b"\r\n")


def _packed(body, encoding=b"gzip"):
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: %b\r\nContent-Length: %d\r\n\r\n"
    return _says(head % (encoding, len(body)) + body)


BAD = {
    "closes at once": (_says(b""), {"connect"}),
    "resets in mid answer": (_reset, {"bad_response", "connect"}),
    "breaks off": (_says(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\npart"), {"bad_response"}),
    "breaks off in chunks": (
        _says(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"),
        {"bad_response"},
    ),
    "sends a bad chunk": (
        _says(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\n"),
        {"bad_response"},
    ),
    "sends no status line": (_says(b'{"a":1}\r\n\r\n'), {"bad_response"}),
    "sends a huge header": (
        _says(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 70_000 + b"\r\n\r\n"),
        {"bad_response"},
    ),
    "sends too many headers": (
        _says(b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 500 + b"Content-Length: 0\r\n\r\n"),
        {"bad_response"},
    ),
    "sends chunks for ever": (_endless_chunks, {"too_large"}),
    "announces too much": (
        _says(b"HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n"),
        {"too_large"},
    ),
    "switches protocols": (
        _says(b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"),
        {"bad_response"},
    ),
    "packs by brotli": (_packed(b"xx", b"br"), {"bad_encoding"}),
    "packs five times": (_packed(gzip.compress(b"x"), b"gzip, gzip, gzip"), {"bad_encoding"}),
    "lies about packing": (_packed(b"{}"), {"bad_encoding"}),
}


@pytest.mark.parametrize("name", BAD)
def test_server_that_answers_badly_gets_a_code(name, hostile, open_policy, get):
    behave, codes = BAD[name]
    server = hostile(behave)
    assert _code(lambda: get(server.url, open_policy(server), 2.0)) in codes
    assert server.connections == 1


GOOD = {
    "has no length": b"HTTP/1.1 200 OK\r\n\r\n{}",
    "speaks HTTP/1.0": b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}",
    "ends its lines by LF alone": b"HTTP/1.1 200 OK\nContent-Length: 2\n\n{}",
    "has no reason": b"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\n{}",
    "sends chunks and a trailer": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1;x=y\r\n}\r\n0\r\nX: y\r\n\r\n"
    ),
    "continues first": (
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
    ),
}


@pytest.mark.parametrize("name", GOOD)
def test_server_that_is_odd_but_clear_is_understood(name, hostile, open_policy, get):
    server = hostile(_says(GOOD[name]))
    answer = get(server.url, open_policy(server))
    assert (answer.status, answer.body) == (200, b"{}")


@pytest.mark.parametrize("status", [204, 304])
def test_answer_that_has_no_body_by_its_status_ends_with_its_head(
    status, hostile, open_policy, get
):
    head = f"HTTP/1.1 {status} X\r\nContent-Length: 5\r\n\r\n".encode()

    def behave(connection, _):
        connection.sendall(head)
        server.pause(1)

    server = hostile(behave)
    answer = get(server.url, open_policy(server))
    assert (answer.status, answer.body) == (status, b"")


def test_answer_to_a_head_has_no_body(hostile, open_policy, make):
    server = hostile(_says(b"HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n"))
    answer = make(Request("HEAD", server.url), open_policy(server), 2.0)
    assert (answer.status, answer.body) == (200, b"")


def test_gzip_bomb_is_cut_without_growing_the_process(hostile, open_policy, get):
    bomb = gzip.compress(bytes(200_000_000), 9)
    server = hostile(_packed(bomb))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert _code(lambda: get(server.url, open_policy(server), 2.0)) == "too_large"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 10_000


def test_packed_answer_is_unpacked(hostile, open_policy, get):
    server = hostile(_packed(gzip.compress(b'{"a":"x"}')))
    assert get(server.url, open_policy(server)).json() == {"a": "x"}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect_is_an_answer_and_is_not_followed(status, hostile, open_policy, make):
    sink = hostile(_says(EMPTY))
    head = f"HTTP/1.1 {status} X\r\nLocation: {sink.url}\r\nContent-Length: 0\r\n\r\n"
    server = hostile(_says(head.encode()))
    asked = Request("POST", server.url, (("X-Api-Key", "s"),), b"{}")
    assert make(asked, open_policy(server, sink), 2.0).status == status
    assert sink.connections == 0


def test_refused_connection_is_a_connect_error(hostile, open_policy, get):
    server = hostile(_says(EMPTY))
    policy = open_policy(server)
    server.close()
    assert _code(lambda: get(server.url, policy)) == "connect"


@pytest.mark.parametrize("port_kind", ["open", "closed"])
def test_blocked_address_sounds_the_same_whether_someone_listens_or_not(port_kind, hostile, get):
    server = hostile(_says(EMPTY))
    url = server.url
    if port_kind == "closed":
        server.close()
    with pytest.raises(OutboundError) as caught:
        get(url, Policy.from_text(extra_ports=str(server.port)))
    assert caught.value.reason == "This address is not allowed."
    assert server.connections == 0


def _code(call):
    """The code of a call that must fail, within the deadline it was given."""
    began = time.monotonic()
    with pytest.raises(OutboundError) as caught:
        call()
    assert time.monotonic() - began < 2.0 + SLACK
    if caught.value.code == "timeout":
        assert DEADLINE * 0.9 < time.monotonic() - began < DEADLINE + SLACK
    return caught.value.code
