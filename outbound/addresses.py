"""Which IP addresses lie outside: the table behind the guard.

``ipaddress.is_global`` is no such table (Python 3.11 calls 6to4 of loopback, IPv4-compatible
loopback and multicast global, and a cloud's wire server looks public by any list), so it is
written out here. Sources: the IANA special-purpose registries (RFC 6890 and its updates),
RFC 6052 for NAT64, and the metadata addresses of the large clouds.
"""

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


def _networks(text: str) -> tuple[Network, ...]:
    return tuple(ip_network(word) for word in text.split())


_INSIDE_4 = _networks(
    "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 "
    "192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 "
    "198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 168.63.129.16/32"
)
_OUTSIDE_6 = ip_network("2000::/3")
_INSIDE_6 = _networks("2001::/23 2001:db8::/32 2002::/16 3fff::/20")
_NAT64 = ip_network("64:ff9b::/96")

# What no operator means by the name of an internal service: link-local (where clouds keep
# credentials), their other metadata addresses, the unspecified address, multicast.
_NEVER_BY_NAME = _networks(
    "0.0.0.0/8 169.254.0.0/16 168.63.129.16/32 100.100.100.200/32 224.0.0.0/4 240.0.0.0/4 "
    "::/128 fe80::/10 fec0::/10 ff00::/8 fd00:ec2::254/128 fd20:ce::254/128"
)


@lru_cache(maxsize=8192)
def read_address(text: str) -> Address:
    """The address that ``text`` means: IPv4 in its IPv6 wrappings is unwrapped, zones dropped.

    Raises:
        ValueError: not an address in its canonical form.
    """
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address in _NAT64:
            return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address


@lru_cache(maxsize=8192)
def is_outside(address: Address) -> bool:
    """Whether ``address`` is on the public Internet."""
    if isinstance(address, IPv4Address):
        return not is_within(address, _INSIDE_4)
    return address in _OUTSIDE_6 and not is_within(address, _INSIDE_6)


@lru_cache(maxsize=8192)
def may_be_named(address: Address) -> bool:
    """Whether an internal name on the operator's list may stand for ``address``."""
    return not is_within(address, _NEVER_BY_NAME)


def is_within(address: Address, networks: tuple[Network, ...]) -> bool:
    """Whether one of ``networks`` holds ``address``."""
    return any(address.version == net.version and address in net for net in networks)
