"""A server that asks for the client's certificate gets it, and the key lies nowhere afterwards."""

import socket
import ssl
import tempfile
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.infra.http import (
    HttpClient,
    HttpRequest,
    NoAnswerError,
    NotReachedError,
    presenting,
)

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"


def made(name: str) -> tuple[str, str]:
    """A self-signed certificate for loopback and its key, as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime(2020, 1, 1, tzinfo=UTC)
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=36_500))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return certificate.public_bytes(Encoding.PEM).decode(), pem.decode()


MERCHANT, MERCHANT_KEY = made("merchant")
SERVER, SERVER_KEY = made("server")


@pytest.fixture
def port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A server that serves once, and only whoever shows the merchant's certificate."""
    for name, text in (("server.pem", SERVER + SERVER_KEY), ("trusted.pem", SERVER)):
        (tmp_path / name).write_text(text, encoding="ascii")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "trusted.pem"))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cadata=MERCHANT)
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_cert_chain(tmp_path / "server.pem")
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=_serve, args=(listener, context))
    thread.start()
    yield listener.getsockname()[1]
    listener.close()
    thread.join(10)


def _serve(listener: socket.socket, context: ssl.SSLContext) -> None:
    connection, _ = listener.accept()
    try:
        with context.wrap_socket(connection, server_side=True) as line:
            line.recv(65_536)
            line.sendall(ANSWER)
    except OSError:
        connection.close()


def test_a_certificate_is_shown_to_who_asks_for_it(port: int) -> None:
    client = HttpClient(SystemClock(), prepare=presenting(MERCHANT, MERCHANT_KEY))
    answer = client.send(HttpRequest("GET", f"https://127.0.0.1:{port}/"))
    assert (answer.status, answer.body) == (200, b"ok")


def test_without_it_there_is_no_answer(port: int) -> None:
    with pytest.raises((NoAnswerError, NotReachedError)):
        HttpClient(SystemClock()).send(HttpRequest("GET", f"https://127.0.0.1:{port}/"))


def test_the_key_lies_nowhere_afterwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    presenting(MERCHANT, MERCHANT_KEY)
    assert list(tmp_path.iterdir()) == []


def test_a_certificate_of_another_key_cannot_be_shown() -> None:
    with pytest.raises(ValueError, match="do not go together"):
        presenting(SERVER, MERCHANT_KEY)
