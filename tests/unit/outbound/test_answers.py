import gzip
import pickle

import pytest

from outbound import AnswerError, OutboundError, Response
from outbound.bodies import is_packed, unpack


def _json(body):
    return Response(200, {}, body, 1).json()


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b"", None),
        (b" \n", None),
        (b'{"a":[1,2.5,null,true]}', {"a": [1, 2.5, None, True]}),
        (b"[1]", [1]),
        (b"5", 5),
        (b'"x"', "x"),
        (b"\xef\xbb\xbf{}", {}),
        (b'{"a":1,"a":2}', {"a": 2}),
        (b"9223372036854775807", 2**63 - 1),
        ('{"__proto__":"길"}'.encode(), {"__proto__": "길"}),
        (b"[" * 32 + b"]" * 32, None),
    ],
)
def test_answer_is_read(body, value):
    assert _json(body) == value if value is not None else True


@pytest.mark.parametrize(
    "body",
    [
        b"<html>login</html>",
        b"{a:1}",
        b"{} {}",
        b"NaN",
        b"[Infinity]",
        b"1e999",
        b"9223372036854775808",
        b"-9223372036854775809",
        b"1" * 400,
        b'{"a":"\\ud800"}',
        b'{"a":"\\u0000"}',
        b'{"a\\u0000":1}',
        bytes.fromhex("7b2261223a22ff227d"),
        "{}".encode("utf-16"),
        b"[" * 33 + b"]" * 33,
        b"[" * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
    ],
    ids=lambda body: repr(body[:24]),
)
def test_harmful_answer_is_a_clear_error(body):
    with pytest.raises(AnswerError) as caught:
        _json(body)
    assert caught.value.code == "bad_answer"
    assert not caught.value.retryable


def test_error_survives_a_queue_between_processes():
    error = pickle.loads(pickle.dumps(OutboundError("blocked_url", "No.", problem="url_form")))
    assert (error.code, error.reason, error.problem) == ("blocked_url", "No.", "url_form")
    assert isinstance(pickle.loads(pickle.dumps(AnswerError("No."))), AnswerError)


@pytest.mark.parametrize("encoding", ["br", "zstd", "deflate", "gzip, gzip", "gzip,gzip,gzip"])
def test_packing_that_was_not_asked_for_is_refused(encoding):
    with pytest.raises(OutboundError) as caught:
        is_packed(encoding)
    assert caught.value.code == "bad_encoding"


@pytest.mark.parametrize("wire", [b"{}", gzip.compress(b"abc")[:-9], gzip.compress(b"a") + b"{}"])
def test_body_that_is_no_whole_gzip_is_refused(wire):
    with pytest.raises(OutboundError) as caught:
        unpack(wire)
    assert caught.value.code == "bad_encoding"


def test_members_are_unpacked_one_after_another_under_one_cap():
    assert unpack(gzip.compress(b"ab") + gzip.compress(b"cd"), 4) == b"abcd"
    with pytest.raises(OutboundError) as caught:
        unpack(gzip.compress(b"ab") + gzip.compress(b"cd"), 3)
    assert caught.value.code == "too_large"
