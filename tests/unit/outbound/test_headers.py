import pytest

from outbound import OutboundError, check_headers
from outbound.headers import check_wire_headers


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-A", "a\r\nX-Evil: 1"),
        ("X-A", "a\nb"),
        ("X-A", "a\0b"),
        ("X-A", "é"),
        ("X-A", "값"),
        ("X\r\nA", "v"),
        ("X A", "v"),
        ("X:A", "v"),
        ("", "v"),
        ("이름", "v"),
        ("Host", "evil"),
        ("content-LENGTH", "0"),
        ("Transfer-Encoding", "chunked"),
        ("Connection", "close"),
        ("Proxy-Authorization", "x"),
        ("Idempotency-Key", "mine"),
        ("webhook-signature", "v1,x"),
        ("Cookie", "sid=1"),
        ("X-A", "v" * 20_000),
    ],
)
def test_header_is_refused_when_it_is_saved(name, value):
    with pytest.raises(OutboundError) as caught:
        check_headers([(name, value)])
    assert (caught.value.code, caught.value.problem) == ("bad_request", "header")


def test_plain_headers_pass_and_ours_pass_at_sending():
    check_headers([("Authorization", "Bearer x"), ("X-Api-Key", "~!@#"), ("Content-Type", "a/b")])
    check_wire_headers([("Idempotency-Key", "r-1-2"), ("webhook-id", "r-1-2")])


def test_too_many_headers_are_refused():
    with pytest.raises(OutboundError):
        check_headers([(f"X-{n}", "v") for n in range(65)])
