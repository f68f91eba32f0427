"""Read a URL one way only, and refuse what two readers could read differently.

``urlsplit`` and urllib3 see different hosts in ``http://a.example\\@127.0.0.1/``, the system's
resolver takes ``127.1`` and ``0x7f.1`` for loopback and stops at a NUL. So the grammar here is
narrow, and the transports are given the parts that were checked, never the text.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import quote

import idna

from .addresses import Address, read_address
from .errors import OutboundError
from .policy import NOT_ALLOWED, PORT_NOT_ALLOWED, Policy

MAX_URL = 8_000
_URL = re.compile(r"(https?)://(\[[0-9a-f:.]+\]|[^\[\]:/?]+)(?::([0-9]{1,5}))?([/?].*)?", re.I)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_NOT_PLAIN = re.compile(r"[@%\x00-\x20\x7f]")
_CONTROL = re.compile(r"[\x00-\x20\x7f]")
_DEFAULT_PORTS = {"http": 80, "https": 443}
# Everything that may stand in a path or a query, and the percent sign of what is encoded.
_SAFE = "%/?:@!$&'()*+,;=-._~[]|^`{}\"<>"


@dataclass(frozen=True, slots=True)
class Target:
    """A URL that was read: where to connect, and what to ask for there."""

    scheme: str
    host: str
    port: int
    path: str
    address: Address | None

    @property
    def authority(self) -> str:
        """What the Host header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The one canonical spelling, in ASCII."""
        return f"{self.scheme}://{self.authority}{self.path}"


def check_url(url: str, policy: Policy) -> None:
    """Say at save whether ``url`` may ever be called under ``policy``.

    Names are not resolved here: what they resolve to is checked at each connect.

    Raises:
        OutboundError: ``blocked_url`` with ``reason`` and ``problem``.
    """
    target_of(url, policy)


def target_of(url: str, policy: Policy) -> Target:
    """``url`` read and checked; raises like :func:`check_url`."""
    scheme, host, port, path = _parts(url)
    origin = _allowed_origin(scheme, host, port, policy)
    return Target(origin.scheme, origin.host, origin.port, _read_path(path), origin.address)


@lru_cache(maxsize=4096)
def _allowed_origin(scheme: str, host: str, port: str, policy: Policy) -> Target:
    """Cached, because paths are of people and origins are few. Refusals are not cached."""
    target = _read_origin(scheme, host, port)
    if not policy.knows_port(target.port):
        raise _refused(PORT_NOT_ALLOWED)
    listed = policy.lists(target.host, target.address, target.port)
    if target.address is not None and not policy.allows(target.host, target.address, target.port):
        raise _refused(NOT_ALLOWED)
    if _is_localhost(target.host) and not listed:
        raise _refused(NOT_ALLOWED)
    if policy.https_only and target.scheme != "https" and not listed:
        raise _refused("Only https is allowed.")
    return target


def read_url(url: str) -> Target:
    """The parts of an absolute http or https URL.

    Raises:
        OutboundError: ``blocked_url``; ``problem`` is url_form where the text is at fault and
            url_not_allowed where it names what we do not call.
    """
    scheme, host, port, path = _parts(url)
    return replace(_read_origin(scheme, host, port), path=_read_path(path))


def _parts(url: str) -> tuple[str, str, str, str]:
    _refuse_bad_text(url)
    match = _URL.fullmatch(url)
    if match is None:
        raise _refused("Write an absolute http or https URL.")
    scheme, host, port, path = match.groups("")
    return scheme.lower(), host, port, path


def _read_origin(scheme: str, host_text: str, port_text: str) -> Target:
    host, address = _read_host(host_text)
    port = int(port_text) if port_text else _DEFAULT_PORTS[scheme]
    if not 0 < port < 65536:
        raise _refused(PORT_NOT_ALLOWED)
    return Target(scheme, host, port, "/", address)


def _refuse_bad_text(url: str) -> None:
    if len(url) > MAX_URL:
        raise _malformed("The URL is too long.")
    scheme, found, rest = url.partition("://")
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0] if found else scheme
    if "\\" in url or _NOT_PLAIN.search(authority):
        raise _refused("The host must be written plainly: no user, backslash or percent sign.")
    if _CONTROL.search(url):
        raise _malformed("Control characters and blanks may not stand in a URL; write them as %20.")
    if "#" in url:
        raise _malformed("A fragment may not stand in this URL.")


def _read_host(text: str) -> tuple[str, Address | None]:
    if text.startswith("["):
        return _read_literal(text[1:-1])
    name = _ascii_name(text)
    labels = name.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        # What ends in a number is an address (WHATWG URL), and only the plain form is taken.
        if name != text:
            raise _refused(NOT_ALLOWED)
        return _read_literal(name)
    if not all(_LABEL.fullmatch(label) for label in labels) or len(name) > 253:
        raise _refused("This is not a host name.")
    return name, None


def _read_literal(text: str) -> tuple[str, Address]:
    try:
        return text.lower(), read_address(text)
    except ValueError:
        raise _refused(NOT_ALLOWED) from None


def _ascii_name(text: str) -> str:
    if not text.isascii():
        try:
            text = idna.encode(text, uts46=True, transitional=False).decode()
        except (idna.IDNAError, UnicodeError):
            raise _refused("This is not a host name.") from None
    return text.lower().removesuffix(".")


def _read_path(path: str) -> str:
    try:
        encoded = path if path.isascii() else quote(path, safe=_SAFE)
    except UnicodeEncodeError:
        raise _malformed("The URL is not valid text.") from None
    return encoded if encoded.startswith("/") else "/" + encoded


def _is_localhost(host: str) -> bool:
    return host == "localhost" or host.endswith(".localhost")


def _refused(reason: str) -> OutboundError:
    return OutboundError("blocked_url", reason, problem="url_not_allowed")


def _malformed(reason: str) -> OutboundError:
    return OutboundError("blocked_url", reason, problem="url_form")
