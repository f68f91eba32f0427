from ipaddress import ip_address

import pytest

from outbound import OutboundError, Policy, check_url
from outbound.addresses import is_outside, read_address

INSIDE = [
    "0.0.0.0",
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.255.255",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.1.1.1",
    "240.0.0.1",
    "255.255.255.255",
    "168.63.129.16",
    "::1",
    "::",
    "::127.0.0.1",
    "fe80::1",
    "fec0::1",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::",
    "3fff::1",
    "5f00::1",
    "::ffff:10.0.0.1",
    "::ffff:7f00:1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "100::1",
    "fe80::1%eth0",
]
OUTSIDE = [
    "1.1.1.1",
    "8.8.8.8",
    "93.184.216.34",
    "100.63.255.255",
    "100.128.0.1",
    "172.15.0.1",
    "172.32.0.1",
    "192.0.1.1",
    "198.17.0.1",
    "223.255.255.255",
    "2606:4700::1111",
    "2a00:1450:4001::1",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
]


@pytest.mark.parametrize("text", INSIDE)
def test_address_is_inside(text):
    assert not is_outside(read_address(text))


@pytest.mark.parametrize("text", OUTSIDE)
def test_address_is_outside(text):
    assert is_outside(read_address(text))


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://10.20.0.5:8080/send", True),
        ("http://10.20.0.5:8081/send", False),
        ("http://10.21.0.1:8080/send", False),
        ("https://sms.internal/", True),
        ("https://SMS.internal./", True),
        ("http://127.0.0.1:8099/", True),
        ("http://127.0.0.1:80/", False),
        ("http://localhost:8099/", False),
        ("http://localhost:9000/", True),
        ("http://[fd00::7]:8080/", True),
        ("http://[fd01::7]:8080/", False),
        ("http://[::ffff:10.20.0.5]:8080/", True),
        ("https://example.com:8443/", True),
        ("https://example.com:9443/", True),
        ("https://example.com:22/", False),
        ("https://한국.example/길?이름=값", True),
        ("HTTPS://EXAMPLE.COM", True),
        ("https://example.com?x=1", True),
        ("https://93.184.216.34/", True),
    ],
)
def test_list_opens_the_doors_that_it_names(url, allowed):
    policy = Policy.from_text(
        "10.20.0.0/16:8080, sms.internal:443,127.0.0.1:8099,localhost:9000,[fd00::/16]:8080",
        extra_ports="9443",
    )
    assert _passes(url, policy) is allowed


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://example.com/", True),
        ("http://example.com/", False),
        ("http://127.0.0.1:8099/", True),
        ("http://sms.internal:8080/", True),
    ],
)
def test_https_only_spares_what_the_operator_lists(url, allowed):
    policy = Policy.from_text("127.0.0.1:8099,sms.internal:8080", https_only=True)
    assert _passes(url, policy) is allowed


@pytest.mark.parametrize("metadata", ["169.254.169.254", "100.100.100.200", "fd00:ec2::254", "::"])
def test_listed_name_never_stands_for_metadata(metadata):
    policy = Policy.from_text("sms.internal:443")
    assert policy.allows("sms.internal", ip_address("10.0.0.1"), 443)
    assert not policy.allows("sms.internal", ip_address(metadata), 443)


@pytest.mark.parametrize(
    "entry",
    ["10.0.0.0/8", "sms.internal", "10.0.0.1/8:80", "a:0", "a:99999", "::1:80", ":80", "a:x"],
)
def test_entry_without_a_clear_door_is_named_in_the_error(entry):
    with pytest.raises(ValueError, match="'"):
        Policy.from_text(entry)


def _passes(url, policy):
    try:
        check_url(url, policy)
    except OutboundError:
        return False
    return True
