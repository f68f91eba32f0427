"""A refusal says how the operator can open a door, and never how to reach metadata."""

import pytest

from outbound.policy import NOT_ALLOWED
from remote.words import door_of, refusal


@pytest.mark.parametrize(
    ("url", "door"),
    [
        ("http://10.0.0.1/x", "10.0.0.1:80"),
        ("https://sms.internal/", "sms.internal:443"),
        ("http://localhost:8099/", "localhost:8099"),
        ("http://[fd00::7]:8080/", "[fd00::7]:8080"),
        ("http://169.254.169.254/latest", ""),
        ("http://100.100.100.200/", ""),
        ("http://[::ffff:169.254.169.254]/", ""),
        ("http://0.0.0.0/", ""),
        ("http://127.1/", ""),
        ("http://a b/", ""),
        ("http://[::1", ""),
        ("nonsense", ""),
        ("http://a:99999/", ""),
    ],
)
def test_the_door_is_told_as_the_setting_takes_it(url, door):
    assert door_of(url) == door


def test_a_refusal_of_an_address_names_the_setting_and_others_do_not():
    assert refusal(NOT_ALLOWED, "http://10.0.0.1/").endswith("EGRESS_ALLOW=10.0.0.1:80")
    assert "EGRESS" not in refusal("The URL is too long.", "http://10.0.0.1/")
