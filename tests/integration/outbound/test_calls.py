"""What goes out over the wire, and what is kept between calls: connections, and nothing else."""

import json
import os
import socket
import threading
import time
from http.cookies import SimpleCookie

import pytest

from outbound import (
    Caller,
    OutboundError,
    Policy,
    Request,
    Response,
    call,
    names,
    synchronous,
    transport,
)

from .conftest import KEEP


def _echo(connection, request):
    head, _, body = request.partition(b"\r\n\r\n")
    answer = json.dumps({"head": head.decode("latin-1"), "body": body.decode()}).encode()
    connection.sendall(
        b"HTTP/1.1 200 OK\r\nSet-Cookie: sid=1\r\nX-Name: Ann\r\nContent-Length: %d\r\n\r\n%b"
        % (len(answer), answer)
    )
    return KEEP


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_bytes_go_out_as_they_stand(method, hostile, open_policy, make):
    server = hostile(_echo)
    body = "" if method == "GET" else '{"a": "값"}'
    asked = Request(
        method,
        server.url + "a%2Fb?q=%26&r=c+d",
        (("Idempotency-Key", "r-1-2"), ("X-Thing", "~ !"), ("Content-Type", "application/json")),
        body.encode(),
    )
    answer = make(asked, open_policy(server), 2.0)
    lines = answer.json()["head"].split("\r\n")
    assert lines[0] == f"{method} /a%2Fb?q=%26&r=c+d HTTP/1.1"
    assert {f"Host: 127.0.0.1:{server.port}", "Idempotency-Key: r-1-2", "X-Thing: ~ !"} < set(lines)
    assert "Accept-Encoding: gzip" in lines
    assert answer.json()["body"] == body
    assert answer.headers["x-name"] == answer.headers["X-Name"] == "Ann"
    assert 0 <= answer.elapsed_ms < 2000


def test_no_cookie_and_no_setting_of_the_environment_goes_out(
    hostile, open_policy, make, monkeypatch, tmp_path
):
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login evil password evil")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    server = hostile(_echo)
    for _ in range(2):
        answer = make(Request("GET", server.url), open_policy(server), 2.0)
        assert SimpleCookie(answer.headers["Set-Cookie"])["sid"].value == "1"
    head = answer.json()["head"].lower()
    assert "cookie" not in head
    assert "authorization" not in head


def test_request_that_cannot_be_sent_is_refused_before_a_packet(hostile, open_policy, make):
    server = hostile(_echo)
    for asked in (
        Request("TRACE", server.url),
        Request("GET", server.url, (("X-A", "a\r\nX-Evil: 1"),)),
        Request("POST", server.url, (("Content-Length", "0"),), b"abc"),
    ):
        with pytest.raises(OutboundError) as caught:
            make(asked, open_policy(server), 2.0)
        assert caught.value.code == "bad_request"
    assert server.connections == 0


def test_name_that_flips_to_loopback_is_blocked_and_nobody_hears_of_it(
    hostile, open_policy, make, monkeypatch
):
    server = hostile(_echo)
    policy = Policy.from_text(extra_ports=str(server.port))
    answers = iter(["192.0.2.1", "127.0.0.1", "::ffff:127.0.0.1", "127.0.0.1"])
    monkeypatch.setattr(names, "getaddrinfo", lambda *args: [(2, 1, 6, "", (next(answers), 0))])
    for _ in range(3):
        with pytest.raises(OutboundError) as caught:
            make(Request("GET", f"http://rebind.test:{server.port}/"), policy, 1.0)
        assert caught.value.code == "blocked_address"
    assert server.connections == 0


def test_listed_name_reaches_its_private_address_with_its_own_host_header(
    hostile, make, monkeypatch
):
    server = hostile(_echo)
    policy = Policy.from_text(f"sms.internal:{server.port}")
    monkeypatch.setattr(names, "getaddrinfo", lambda *args: [(2, 1, 6, "", ("127.0.0.1", 0))])
    answer = make(Request("GET", f"http://SMS.internal:{server.port}/"), policy, 2.0)
    assert f"Host: sms.internal:{server.port}" in answer.json()["head"]


def test_name_server_that_hangs_meets_the_deadline(make, monkeypatch):
    over = threading.Event()
    monkeypatch.setattr(names, "getaddrinfo", lambda *args: over.wait(5) and [])
    began = time.monotonic()
    with pytest.raises(OutboundError) as caught:
        make(Request("GET", "http://slow.test/"), Policy(), 0.4)
    over.set()
    assert caught.value.code == "timeout"
    assert time.monotonic() - began < 1.0


def test_second_address_is_tried_when_the_first_one_refuses(hostile, make, monkeypatch):
    server = hostile(_echo)
    policy = Policy.from_text(f"two.internal:{server.port}")
    found = [(2, 1, 6, "", ("127.0.0.9", 0)), (2, 1, 6, "", ("127.0.0.1", 0))]
    monkeypatch.setattr(names, "getaddrinfo", lambda *args: found)
    assert make(Request("GET", f"http://two.internal:{server.port}/"), policy, 2.0).status == 200


@pytest.fixture
def caller():
    made = Caller(concurrency=8)
    yield made
    made.close()


def test_connections_are_kept_between_batches(hostile, open_policy, caller):
    server = hostile(_echo)
    ended = {}
    for batch in range(3):
        items = [((batch, n), Request("POST", server.url, (), b"{}"), 2.0) for n in range(20)]
        caller.call_many(items, open_policy(server), ended.__setitem__, concurrency=4)
    assert len(ended) == 60
    assert all(isinstance(result, Response) for result in ended.values())
    assert server.connections <= 4


def test_one_bad_call_among_many_harms_no_other(hostile, open_policy, caller):
    server = hostile(_echo)
    urls = [server.url, "http://10.0.0.1/", "nonsense", server.url, "http://127.0.0.1:1/"]
    ended = {}
    items = [(n, Request("GET", url), 2.0) for n, url in enumerate(urls)]
    caller.call_many(items, open_policy(server), ended.__setitem__)
    codes = [getattr(ended[n], "code", None) or ended[n].status for n in range(5)]
    assert codes == [200, "blocked_url", "blocked_url", 200, "blocked_url"]


def test_slots_come_free_as_results_are_drained(hostile, open_policy):
    held = threading.Event()
    server = hostile(lambda connection, request: held.wait(3) and _echo(connection, request))
    caller = Caller(open_policy(server), concurrency=2)
    caller.submit("a", Request("GET", server.url), 3.0)
    caller.submit("b", Request("GET", server.url), 3.0)
    assert (caller.free_slots, caller.drain(0.05)) == (0, [])
    held.set()
    ended = caller.drain(2.0)
    while len(ended) < 2:
        ended += caller.drain(2.0)
    assert {key for key, _ in ended} == {"a", "b"}
    assert caller.free_slots == 2
    assert caller.drain(5.0) == []
    caller.close()


def test_slow_destination_does_not_delay_another(hostile, open_policy, caller):
    slow = hostile(lambda connection, request: slow.pause(1.0))
    fast = hostile(_echo)
    order = []
    items = [("slow", Request("GET", slow.url), 0.6)]
    items += [(f"fast{n}", Request("GET", fast.url), 2.0) for n in range(20)]
    caller.call_many(items, open_policy(slow, fast), lambda key, _: order.append(key))
    assert order[-1] == "slow"


def test_connection_of_one_policy_is_not_used_under_another(hostile, open_policy, caller):
    server = hostile(_echo)
    ended = {}
    items = [(1, Request("GET", server.url), 2.0)]
    caller.call_many(items, open_policy(server), ended.__setitem__)
    assert ended[1].status == 200
    caller.call_many(items, Policy(), ended.__setitem__)
    assert ended[1].code == "blocked_url"


def test_ipv6_literal_is_called(hostile, make):
    if not socket.has_dualstack_ipv6():
        pytest.skip("no IPv6 here")
    listener = socket.create_server(("::1", 0), family=socket.AF_INET6)
    port = listener.getsockname()[1]

    def serve():
        connection, _ = listener.accept()
        with connection:
            connection.recv(65_536)
            connection.sendall(b"HTTP/1.1 204 No\r\n\r\n")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    policy = Policy.from_text(f"[::1]:{port}")
    assert make(Request("GET", f"http://[::1]:{port}/"), policy, 2.0).status == 204
    thread.join(2)
    listener.close()


def test_synchronous_call_takes_caps_of_its_own(hostile, open_policy):
    server = hostile(_echo)
    with pytest.raises(OutboundError) as caught:
        call(Request("GET", server.url), policy=open_policy(server), deadline=2, max_wire=10)
    assert caught.value.code == "too_large"


def test_forked_child_makes_its_own_calls_and_the_parent_goes_on(hostile, open_policy, caller):
    server = hostile(_echo)

    def statuses():
        ended = {}
        items = [(n, Request("GET", server.url), 2.0) for n in range(5)]
        caller.call_many(items, open_policy(server), ended.__setitem__)
        return {getattr(result, "status", result) for result in ended.values()}

    assert statuses() == {200}
    child = os.fork()
    if child == 0:
        os._exit(0 if statuses() == {200} else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert statuses() == {200}


# --- what a kept connection may not carry over ----------------------------------------------------


def results(caller, policy, *requests):
    """One after another, so that a kept connection would be used."""
    ended = []
    for request in requests:
        caller.call_many([(0, request, 1.0)], policy, lambda _key, result: ended.append(result))
    return ended


def numbered(connection, request, extra=b""):
    """Answers with the path that was asked for."""
    path = request.split(b" ", 2)[1]
    head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(path)
    connection.sendall(head + path + extra)
    return KEEP


def test_second_answer_that_nobody_asked_for_is_nobodys(hostile, open_policy, caller):
    smuggled = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"
    server = hostile(lambda connection, request: numbered(connection, request, smuggled))
    asked = [Request("GET", server.url + path) for path in ("a", "b", "c")]
    answers = results(caller, open_policy(server), *asked)
    assert [answer.body for answer in answers] == [b"/a", b"/b", b"/c"]
    assert server.connections == 3


def test_server_that_speaks_unasked_loses_its_connection(hostile, open_policy, caller):
    def behave(connection, request):
        numbered(connection, request)
        server.pause(0.1)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")
        return KEEP

    server = hostile(behave)
    policy = open_policy(server)
    first = results(caller, policy, Request("GET", server.url + "a"))
    time.sleep(0.3)
    second = results(caller, policy, Request("GET", server.url + "b"))
    assert [first[0].body, second[0].body] == [b"/a", b"/b"]
    assert server.connections == 2


@pytest.mark.parametrize(
    "head",
    [b"Content-Length: 2\r\nConnection: close", b"Content-Length: 2\r\nConnection: x, Close"],
)
def test_connection_that_is_closed_after_its_answer_is_not_used_again(
    head, hostile, open_policy, caller
):
    server = hostile(
        lambda connection, _: connection.sendall(b"HTTP/1.1 200 OK\r\n%b\r\n\r\n{}" % head)
    )
    asked = [Request("GET", server.url)] * 3
    assert [answer.status for answer in results(caller, open_policy(server), *asked)] == [200] * 3
    assert server.connections == 3


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 2\r\nContent-Length: 3",
        b"Content-Length: 2\r\nTransfer-Encoding: chunked",
        b"Content-Length: -2",
        b"Content-Length: +2",
        b"Content-Length: 99999999999999999999999",
        b"X: a\0b\r\nContent-Length: 2",
        b"X : a\r\nContent-Length: 2",
    ],
)
def test_answer_that_could_be_framed_two_ways_is_none(head, hostile, open_policy, caller):
    server = hostile(
        lambda connection, _: connection.sendall(b"HTTP/1.1 200 OK\r\n%b\r\n\r\n{}" % head)
    )
    (result,) = results(caller, open_policy(server), Request("GET", server.url))
    assert result.code == "bad_response"


def test_answer_to_a_timed_out_call_is_not_taken_for_the_next(hostile, open_policy, caller):
    def behave(connection, request):
        if b"/slow" in request:
            server.pause(0.6)
        return numbered(connection, request)

    server = hostile(behave)
    slow, fast = Request("GET", server.url + "slow"), Request("GET", server.url + "fast")
    ended = []
    for request, seconds in ((slow, 0.3), (fast, 1.0)):
        caller.call_many(
            [(0, request, seconds)], open_policy(server), lambda _key, result: ended.append(result)
        )
    assert ended[0].code == "timeout"
    assert ended[1].body == b"/fast"


def test_connection_that_has_been_idle_is_closed_by_us(hostile, open_policy, caller, monkeypatch):
    monkeypatch.setattr(transport, "KEEP_ALIVE", 0.2)
    gone = threading.Event()

    def behave(connection, request):
        numbered(connection, request)
        if connection.recv(1) == b"":
            gone.set()

    server = hostile(behave)
    results(caller, open_policy(server), Request("GET", server.url + "a"))
    assert gone.wait(2)


def test_name_is_asked_for_once_however_many_wait_for_it(hostile, caller, monkeypatch):
    server = hostile(_echo)
    asked = []

    def name_server(*arguments):
        asked.append(arguments)
        time.sleep(0.2)
        return [(2, 1, 6, "", ("127.0.0.1", 0))]

    monkeypatch.setattr(names, "getaddrinfo", name_server)
    policy = Policy.from_text(f"many.internal:{server.port}")
    items = [(n, Request("GET", f"http://many.internal:{server.port}/"), 2.0) for n in range(100)]
    ended = {}
    caller.call_many(items, policy, ended.__setitem__, concurrency=100)
    assert {result.status for result in ended.values()} == {200}
    assert len(asked) == 1


def test_whom_the_system_really_connected_to_is_checked_again(hostile, make, monkeypatch):
    server = hostile(_echo)
    policy = Policy.from_text(f"10.20.0.5:{server.port}")
    connect = socket.socket.connect
    aside = ("127.0.0.1", server.port)
    astray = type("Astray", (socket.socket,), {"connect": lambda self, _: connect(self, aside)})
    for face in (transport, synchronous):
        monkeypatch.setattr(face.socket, "socket", astray)
    with pytest.raises(OutboundError) as caught:
        make(Request("GET", f"http://10.20.0.5:{server.port}/"), policy, 2.0)
    assert caught.value.code == "blocked_address"
    assert server.seen == []
