"""Relays as sellers run them: the real file behind real sockets and a certificate of its own.

One little server serves all of a run; by its token a request finds its relay.
"""

import datetime
import hashlib
import ipaddress
import ssl
import tempfile
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from threading import Thread
from typing import Any

import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.http import HttpClient
from microshop_desktop.infra.relay import RelayHttp, RelayPlace
from resources.relay import microshop_relay as relay


def settings_for(token: str, **others: str) -> relay.Settings:
    """The settings of a relay that knows one token, the others as by environment."""
    given = {"TOKEN_SHA256": hashlib.sha256(token.encode()).hexdigest(), **others}
    return relay.settings_of(lambda name: given.get(name, ""))


@cache
def certificate(*names: str) -> Path:
    """A file with key and certificate for loopback and these names, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "relay")])
    start = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    called = [x509.IPAddress(ipaddress.ip_address("127.0.0.1")), *map(x509.DNSName, names)]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=36_500))
        .add_extension(x509.SubjectAlternativeName(called), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = Path(tempfile.mkdtemp(), "both.pem")
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


def tls_server(*names: str) -> ssl.SSLContext:
    """What a server with that certificate needs."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(*names))
    return context


def trusting(*names: str) -> ssl.SSLContext:
    """What a client needs that trusts it."""
    return ssl.create_default_context(cafile=str(certificate(*names)))


def begin(program: Callable[..., Iterable[bytes]], tls: ssl.SSLContext | None) -> int:
    """Run a WSGI program by the relay's own little server until the tests end; its port."""
    server = relay.local_server(program, 0)
    if tls is not None:
        server.socket = tls.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
    server.handle_error = lambda *_: None  # type: ignore[method-assign] # lines that clients cut
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return server.server_port


class House:
    """The relays of a run."""

    def __init__(self) -> None:
        self._relays: dict[str, relay.Relay] = {}
        self._port = begin(self._program, tls_server())

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self._port}"

    def add(self, token: str, made: relay.Relay) -> None:
        """Let requests with this token reach a relay."""
        self._relays[token] = made

    def _program(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        found = self._relays[environ.get("HTTP_X_MICROSHOP_RELAY_TOKEN", "")]
        return found(environ, start_response)


@cache
def house() -> House:
    return House()


def trust_the_house(session: requests.Session) -> None:
    """Let a client trust the certificate of the house and nothing else."""
    session.trust_env = False
    session.verify = str(certificate())


def through(token: str, made: relay.Relay, clock: Clock) -> RelayHttp:
    """A client that asks through this relay, over real sockets."""
    house().add(token, made)
    http = HttpClient(clock, prepare=trust_the_house)
    return RelayHttp(http, RelayPlace(house().url, token), clock)
