import pytest

from outbound import OutboundError, Request
from outbound.transport import wire
from outbound.urls import read_url


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://Example.COM", "http://example.com/"),
        ("https://example.com:443/a", "https://example.com/a"),
        ("http://example.com:8080?q=1", "http://example.com:8080/?q=1"),
        ("https://예.example/가?나=다", "https://xn--2j5b.example/%EA%B0%80?%EB%82%98=%EB%8B%A4"),
        ("https://a.example/x%2Fy/../z?a=%26&b=c+d", "https://a.example/x%2Fy/../z?a=%26&b=c+d"),
        ("http://[2606:4700::1111]:8080/", "http://[2606:4700::1111]:8080/"),
        ("http://a.example/?u=http://b.example/@x:1", "http://a.example/?u=http://b.example/@x:1"),
    ],
)
def test_url_has_one_spelling_for_both_faces(url, canonical):
    target = read_url(url)
    assert target.url == canonical
    line, host, *_rest = wire(Request("GET", url), target).split(b"\r\n")
    path, authority = line.split(b" ")[1].decode(), host.removeprefix(b"Host: ").decode()
    assert f"{target.scheme}://{authority}{path}" == canonical


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com",
        "http://",
        "http:///x",
        "http:example.com",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "http://user:pw@b.example/",
        "http://127.0.0.1%00.b.example/",
        "http://a..b/",
        "http://-a.example/",
        "http://a.example:/",
        "http://a.example:0/",
        "http://a.example:80x/",
        "http://[::1",
        "http://[v1.x]/",
        "http://[fe80::1%25eth0]/",
        "http://①.1.1.1/",
        "http://1.1.1.1./",
        "http://" + "a" * 64 + ".example/",
        "http://a.example/\ud800",
        "http://a.example/ x",
        "http://٣.example\u202e/",
    ],
)
def test_url_that_could_be_read_two_ways_is_refused(url):
    with pytest.raises(OutboundError) as caught:
        read_url(url)
    assert caught.value.code == "blocked_url"
    assert caught.value.reason
