"""Bodies of answers: counted on the wire, unpacked under a cap."""

import zlib

from .errors import OutboundError

MAX_WIRE = 1 << 20
MAX_PLAIN = 4 << 20
_PIECE = 1 << 16
_GZIP = 31  # zlib's window bits for "gzip format, largest window"


def too_large() -> OutboundError:
    """The answer outgrew a cap; reading stopped there."""
    return OutboundError("too_large", "The answer is too large.")


def bad_encoding() -> OutboundError:
    """The answer is packed in a way that we did not ask for, or badly."""
    return OutboundError("bad_encoding", "The encoding of the answer cannot be read.")


def is_packed(content_encoding: str | None) -> bool:
    """Whether a body so labelled is gzip; raises ``bad_encoding`` for any other packing.

    Only one layer is taken: ``gzip, gzip`` is a bomb's shape, not a server's.
    """
    encoding = (content_encoding or "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip", ""):
        raise bad_encoding()
    return encoding.endswith("gzip")


def unpack(wire: bytes, max_plain: int = MAX_PLAIN) -> bytes:
    """Gunzip at most ``max_plain`` bytes (RFC 1952, members one after another)."""
    plain = bytearray()
    while wire:
        stream = zlib.decompressobj(_GZIP)
        while not stream.eof:
            part = _piece(stream, wire)
            plain += part
            if len(plain) > max_plain:
                raise too_large()
            wire = stream.unconsumed_tail
            if not (part or wire or stream.eof):
                raise bad_encoding()  # it ends in the middle
        wire = stream.unused_data
    return bytes(plain)


def _piece(stream: "zlib._Decompress", wire: bytes) -> bytes:
    """A little at a time: what is asked for at once is also held twice."""
    try:
        return stream.decompress(wire, _PIECE)
    except zlib.error:
        raise bad_encoding() from None
