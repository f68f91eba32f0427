"""Where calls may go: the public Internet on common ports, and what the operator lists."""

from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_network

from .addresses import Address, Network, is_outside, is_within, may_be_named, read_address
from .errors import OutboundError

COMMON_PORTS = frozenset({80, 443, 8080, 8443})
NOT_ALLOWED = "This address is not allowed."
PORT_NOT_ALLOWED = "This port is not allowed."


@dataclass(frozen=True, slots=True)
class Policy:
    """What the operator allows beyond public addresses on common ports. Default: nothing.

    ``networks`` and ``names`` are pairs with a port: a list entry opens one door, not a house.
    ``ports`` are those on which public addresses may be called.
    """

    networks: tuple[tuple[Network, int], ...] = ()
    names: frozenset[tuple[str, int]] = frozenset()
    ports: frozenset[int] = COMMON_PORTS
    https_only: bool = False

    @classmethod
    @lru_cache(maxsize=8)  # the settings are asked before each call, and change with a restart
    def from_text(cls, text: str = "", https_only: bool = False, extra_ports: str = "") -> "Policy":
        """Read ``EGRESS_ALLOW``, for example ``10.20.0.0/16:8080,sms.internal:443,[fd00::/8]:80``.

        Raises:
            ValueError: an entry is not host:port or network:port; the message names it.
        """
        networks: list[tuple[Network, int]] = []
        names: set[tuple[str, int]] = set()
        for entry in _words(text):
            where, port = _door(entry)
            network = _network(where, entry)
            if network is None:
                names.add((where.lower().rstrip("."), port))
            else:
                networks.append((network, port))
        ports = COMMON_PORTS | {_port(word, word) for word in _words(extra_ports)}
        return cls(tuple(networks), frozenset(names), ports, https_only)

    def allows(self, host: str, address: Address, port: int) -> bool:
        """Whether ``address``, which ``host`` resolved to (or is), may be called on ``port``."""
        if is_outside(address):
            return port in self.ports or self.lists(host, address, port)
        return self.lists(host, address, port)

    def lists(self, host: str, address: Address | None, port: int) -> bool:
        """Whether the operator's list opens this very door."""
        if (host, port) in self.names and (address is None or may_be_named(address)):
            return True
        if address is None:
            return False
        return is_within(address, tuple(net for net, at in self.networks if at == port))

    def knows_port(self, port: int) -> bool:
        """Whether a name that is not resolved yet may turn out to be allowed on ``port``."""
        return port in self.ports or any(at == port for _, at in (*self.networks, *self.names))

    def check_address(self, host: str, address_text: str, port: int) -> None:
        """Refuse an address that ``host`` resolved to; the same words for every reason."""
        try:
            allowed = self.allows(host, read_address(address_text), port)
        except ValueError:
            allowed = False
        if not allowed:
            raise OutboundError("blocked_address", NOT_ALLOWED, problem="url_not_allowed")


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _door(entry: str) -> tuple[str, int]:
    where, colon, port = entry.rpartition(":")
    if where.startswith("[") and where.endswith("]"):
        where = where[1:-1]
    elif ":" in where:
        colon = ""
    if not colon or not where:
        raise ValueError(f"{entry!r} is not host:port or network:port (IPv6 in brackets).")
    return where, _port(port, entry)


def _port(text: str, entry: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise ValueError(f"{entry!r} has no port between 1 and 65535.")
    return int(text)


def _network(where: str, entry: str) -> Network | None:
    if "/" not in where and ":" not in where and not where.replace(".", "").isdigit():
        return None
    try:
        return ip_network(where)
    except ValueError as error:
        raise ValueError(f"{entry!r} names no network: {error}.") from error
