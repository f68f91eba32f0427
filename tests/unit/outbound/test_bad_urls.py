"""Every ssrf row of the bad inputs that a check at save or a resolver can judge."""

import json
import socket
from pathlib import Path

import pytest

from outbound import OutboundError, Policy, check_url, names

FIXTURE = Path(__file__).parents[2] / "fixtures" / "bad_inputs" / "ssrf.jsonl"
ROWS = [json.loads(line) for line in FIXTURE.read_text().splitlines()]


def _expand(value):
    if isinstance(value, dict) and "concat" in value:
        return "".join(_expand(part) for part in value["concat"])
    if isinstance(value, dict) and "repeat" in value:
        text, times = value["repeat"]
        return text * times
    if isinstance(value, dict) and "items" in value:
        item, times = value["items"]
        return [item] * times
    return value


REFUSED = [
    pytest.param(_expand(row["input"]["url"]), row["expect"].split()[1], id=row["name"])
    for row in ROWS
    if row["expect"].startswith("422 url_") and "event" not in row["input"]
]
BY_NAME = [
    pytest.param(row["input"]["url"], _expand(row["input"]["dns"]), id=row["name"])
    for row in ROWS
    if "dns" in row["input"] and "1 000" not in row["name"]
]


@pytest.mark.parametrize(("url", "problem"), REFUSED)
def test_bad_url_is_refused_when_it_is_saved(url, problem):
    with pytest.raises(OutboundError) as caught:
        check_url(url, Policy())
    assert (caught.value.code, caught.value.problem) == ("blocked_url", problem)
    assert not caught.value.retryable


@pytest.mark.parametrize(("url", "answers"), BY_NAME)
def test_name_that_points_inside_is_blocked_when_it_is_resolved(url, answers, name_server):
    name_server(answers)
    check_url(url, Policy())
    with pytest.raises(OutboundError) as caught:
        names.start_lookup(url.split("/")[2], 80, Policy()).result(2)
    assert caught.value.code == "blocked_address"


def test_one_private_address_among_the_answers_blocks_the_name(name_server):
    name_server(["93.184.216.34", "127.0.0.1"])
    with pytest.raises(OutboundError) as caught:
        names.start_lookup("mixed.test", 80, Policy()).result(2)
    assert caught.value.code == "blocked_address"


def test_only_four_of_a_thousand_addresses_are_tried(name_server):
    name_server([f"93.184.{n >> 8}.{n & 255}" for n in range(1000)])
    assert len(names.start_lookup("many.test", 80, Policy()).result(2)) == 4


def test_unknown_name_is_a_dns_error_that_may_pass(monkeypatch):
    def unknown(*args):
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(names, "getaddrinfo", unknown)
    with pytest.raises(OutboundError) as caught:
        names.start_lookup("nobody.test", 80, Policy()).result(2)
    assert caught.value.code == "dns"
    assert caught.value.retryable


@pytest.fixture
def name_server(monkeypatch):
    def answer(addresses):
        found = [
            (socket.AF_INET6 if ":" in a else socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, 80))
            for a in addresses
        ]
        monkeypatch.setattr(names, "getaddrinfo", lambda *args: found)

    return answer
