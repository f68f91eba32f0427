"""Certificates are checked by both faces: name, authority, dates, and the version of TLS."""

import datetime
import ipaddress
import socket
import ssl
import threading
from contextlib import suppress

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from outbound import OutboundError, Policy, Request, names

NOW = datetime.datetime.now(datetime.UTC)


class Authority:
    """Issues certificates; ``file`` is what a client must trust."""

    def __init__(self, folder):
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test authority")])
        usage = x509.KeyUsage(*[False] * 5, True, True, False, False)
        own = self._builder(self._name, self._key, NOW + datetime.timedelta(days=1))
        own = own.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        own = own.add_extension(usage, critical=True).sign(self._key, hashes.SHA256())
        self.file = str(folder / "authority.pem")
        (folder / "authority.pem").write_bytes(own.public_bytes(serialization.Encoding.PEM))

    def issue(self, host, days=1):
        """A server's context with a certificate for ``host`` that ends in ``days``."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        names_of = x509.SubjectAlternativeName([_general_name(host)])
        made = self._builder(subject, key, NOW + datetime.timedelta(days=days))
        made = made.add_extension(names_of, critical=False).sign(self._key, hashes.SHA256())
        file = self._folder / f"{host}{days}.pem"
        private = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        file.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def _builder(self, subject, key, until):
        return (
            x509.CertificateBuilder(self._name, subject, key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - datetime.timedelta(days=20))
            .not_valid_after(until)
        )


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def serve():
    """``serve(context)`` answers over TLS and returns (port, names asked for)."""
    ends = []

    def start(context):
        asked = []
        context.sni_callback = lambda _, name, __: asked.append(name)
        listener = socket.create_server(("127.0.0.1", 0))
        thread = threading.Thread(target=_answer, args=(listener, context), daemon=True)
        thread.start()
        ends.append((listener, thread))
        return listener.getsockname()[1], asked

    yield start
    for listener, thread in ends:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(2)


@pytest.fixture(autouse=True)
def _every_name_is_loopback(monkeypatch):
    monkeypatch.setattr(names, "getaddrinfo", lambda *args: [(2, 1, 6, "", ("127.0.0.1", 0))])


def test_good_certificate_is_taken_and_the_name_is_sent(authority, serve, make):
    port, asked = serve(authority.issue("good.test"))
    assert _call(make, "good.test", port, authority.file).body == b"{}"
    assert asked == ["good.test"]


def test_address_in_a_certificate_is_taken(authority, serve, make):
    port, _ = serve(authority.issue("127.0.0.1"))
    assert _call(make, "127.0.0.1", port, authority.file).status == 200


@pytest.mark.parametrize("case", ["another name", "unknown authority", "expired", "old TLS"])
def test_bad_certificate_is_refused_for_good(case, authority, serve, make):
    context = authority.issue("good.test", days=-1 if case == "expired" else 1)
    if case == "old TLS":
        context.set_ciphers("ALL:@SECLEVEL=0")
        with pytest.warns(DeprecationWarning, match="deprecated"):
            context.maximum_version = ssl.TLSVersion.TLSv1_1
    port, _ = serve(context)
    host = "other.test" if case == "another name" else "good.test"
    with pytest.raises(OutboundError) as caught:
        _call(make, host, port, None if case == "unknown authority" else authority.file)
    assert caught.value.code == "tls"
    assert not caught.value.retryable


def test_handshake_that_is_broken_off_may_succeed_next_time(hostile, make):
    server = hostile(lambda connection, _: connection.recv(1) and None, greet=False)
    with pytest.raises(OutboundError) as caught:
        _call(make, "good.test", server.port, None)
    assert (caught.value.code, caught.value.retryable) == ("connect", True)


def _call(make, host, port, ca):
    policy = Policy.from_text(f"{host}:{port}")
    return make(Request("GET", f"https://{host}:{port}/"), policy, 3.0, ca)


def _answer(listener, context):
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with suppress(OSError), connection:
            connection.settimeout(2)
            with context.wrap_socket(connection, server_side=True) as secure:
                secure.recv(65_536)
                secure.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
                secure.recv(1)


def _general_name(host):
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)
