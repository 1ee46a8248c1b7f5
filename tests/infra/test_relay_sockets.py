"""The relay with real sockets on both sides: what is pinned on the line, and what surely left."""

import gzip
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import pytest

from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.infra.http import (
    HttpClient,
    HttpRequest,
    NoAnswerError,
    NotReachedError,
)
from microshop_desktop.infra.relay import NOT_A_RELAY, RelayHttp, RelayPlace, RelayRefusedError
from resources.relay import microshop_relay as relay
from tests.infra.relay_house import (
    begin,
    house,
    settings_for,
    through,
    tls_server,
    trust_the_house,
    trusting,
)

HOST = "api.weixin.qq.com"
URL = f"https://{HOST}/channels/ec/order/get?access_token=T"
Say = Callable[[ssl.SSLSocket, bytes], None]


class Line:
    """A platform's server on loopback, that says what it is told to say."""

    def __init__(self, say: Say, name: str) -> None:
        self.seen: list[bytes] = []
        self.sni: list[str | None] = []
        self._say = say
        self._context = tls_server(name)
        self._context.sni_callback = lambda _line, asked, _context: self.sni.append(asked)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._listening.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                plain, _peer = self._listening.accept()
                with suppress(OSError), self._context.wrap_socket(plain, server_side=True) as line:
                    line.settimeout(5)
                    request = _whole(line)
                    self.seen.append(request)
                    self._say(line, request)


def _whole(line: ssl.SSLSocket) -> bytes:
    """Read a request with the body that it announces."""
    text = b""
    while b"\r\n\r\n" not in text:
        text += line.recv(65_536)
    head, _, body = text.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0] or 0)
    while len(body) < length:
        body += line.recv(65_536)
    return head + b"\r\n\r\n" + body


def answer(text: bytes) -> Say:
    return lambda line, _request: line.sendall(text)


OK = answer(
    b"HTTP/1.1 200 OK\r\nDate: Mon, 23 Nov 2026 04:00:00 GMT\r\nContent-Length: 2\r\n\r\n{}"
)


@pytest.fixture
def lines() -> Iterator[list[Line]]:
    made: list[Line] = []
    yield made
    for line in made:
        line.close()


def carrying(
    lines: list[Line],
    say: Say = OK,
    *,
    name: str = HOST,
    addresses: tuple[str, ...] = ("127.0.0.1",),
) -> RelayHttp:
    """A client whose relay finds the platform at these addresses, on the port of a line."""
    line = Line(say, name)
    lines.append(line)
    exchange = relay.Exchange(
        lambda _host, port, *_: [(0, 0, 0, "", (one, port)) for one in addresses],
        public=lambda address: address.startswith("127."),
        port=line.port,
        context=trusting(name),
    )
    token = uuid4().hex
    return through(token, relay.Relay(settings_for(token), exchange), SystemClock())


def request(body: bytes = b"{}", seconds: float = 5) -> HttpRequest:
    headers = {"Content-Type": "application/json"}
    return HttpRequest("POST", URL, headers, body, read_seconds=seconds)


def test_the_very_bytes_arrive_and_come_back(lines: list[Line]) -> None:
    body = '{"名":"苹果 🍎"}'.encode()
    told = carrying(lines).send(request(body))
    assert (told.status, told.body) == (200, b"{}")
    (seen,) = lines[0].seen
    head, _, rest = seen.partition(b"\r\n\r\n")
    assert rest == body
    first, *fields = head.decode().split("\r\n")
    assert first == "POST /channels/ec/order/get?access_token=T HTTP/1.1"
    named = {name.lower(): text for name, text in (field.split(": ") for field in fields)}
    assert named == {
        "host": HOST,
        "accept-encoding": "identity",
        "connection": "close",
        "content-length": str(len(body)),
        "content-type": "application/json",
        "user-agent": "Microshop",
        "accept": "*/*",
    }
    assert lines[0].sni == [HOST]


def test_the_clock_that_counts_is_the_platforms(lines: list[Line]) -> None:
    told = carrying(lines).send(request())
    assert told.headers["date"] == "Mon, 23 Nov 2026 04:00:00 GMT"
    assert told.skew is not None
    assert abs(told.skew) > timedelta(hours=1)


def test_without_a_date_nothing_is_said_of_the_clock(lines: list[Line]) -> None:
    say = answer(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
    assert carrying(lines, say).send(request()).skew is None


def test_a_packed_answer_is_unpacked_once(lines: list[Line]) -> None:
    packed = gzip.compress(b"much" * 1000)
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n"
    assert carrying(lines, answer(head.encode() + packed)).send(request()).body == b"much" * 1000


def test_a_redirect_is_not_followed(lines: list[Line]) -> None:
    say = answer(b"HTTP/1.1 302 Found\r\nLocation: https://a.example/\r\nContent-Length: 0\r\n\r\n")
    told = carrying(lines, say).send(request())
    assert (told.status, "location" in told.headers) == (302, False)
    assert len(lines[0].seen) == 1


def test_chunks_are_put_together(lines: list[Line]) -> None:
    say = answer(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n")
    assert carrying(lines, say).send(request()).body == b"{}"


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Len",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{}",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"SSH-2.0-OpenSSH\r\n",
        b"HTTP/1.1 999 What\r\nContent-Length: 0\r\n\r\n",
    ],
)
def test_half_an_answer_is_none(lines: list[Line], text: bytes) -> None:
    with pytest.raises(NoAnswerError):
        carrying(lines, answer(text)).send(request())
    assert len(lines[0].seen) == 1


def test_an_answer_without_an_end_is_none(
    lines: list[Line], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "MOST_ANSWERED", 1000)
    say = answer(b"HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n" + b"x" * 1001)
    with pytest.raises(NoAnswerError):
        carrying(lines, say).send(request())


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n", b"HTTP/1.1 2"])
def test_an_answer_that_drips_ends_with_its_time(lines: list[Line], head: bytes) -> None:
    def drip(line: ssl.SSLSocket, _request: bytes) -> None:
        line.sendall(head)
        for _ in range(100):
            time.sleep(0.1)
            line.sendall(b"0")

    start = time.monotonic()
    with pytest.raises(NoAnswerError):
        carrying(lines, drip).send(request(seconds=1))
    assert time.monotonic() - start < 5


def test_a_certificate_of_another_is_not_spoken_to(lines: list[Line]) -> None:
    with pytest.raises(NotReachedError):
        carrying(lines, name="evil.example").send(request())
    assert lines[0].seen == []


def test_nobody_there_means_that_nothing_was_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    exchange = relay.Exchange(
        lambda *_: [(0, 0, 0, "", ("127.0.0.1", port))], public=lambda _address: True, port=port
    )
    token = uuid4().hex
    http = through(token, relay.Relay(settings_for(token), exchange), SystemClock())
    with pytest.raises(NotReachedError):
        http.send(request())


def test_a_name_without_address_means_that_nothing_was_sent(lines: list[Line]) -> None:
    with pytest.raises(NotReachedError):
        carrying(lines, addresses=()).send(request())


@pytest.mark.parametrize("addresses", [("10.0.0.1",), ("127.0.0.1", "169.254.169.254")])
def test_a_name_that_leads_inside_is_not_followed(
    lines: list[Line], addresses: tuple[str, ...]
) -> None:
    with pytest.raises(RelayRefusedError) as caught:
        carrying(lines, addresses=addresses).send(request())
    assert caught.value.code == "private"
    assert lines[0].seen == []


def test_the_name_is_looked_up_once_and_that_address_is_used(lines: list[Line]) -> None:
    """A name that turns to another address after it was looked at gains nothing."""
    line = Line(OK, HOST)
    lines.append(line)
    looked: list[str] = []

    def turning(host: str, port: int, *_: object) -> list[object]:
        looked.append(host)
        return [(0, 0, 0, "", ("127.0.0.1" if len(looked) == 1 else "10.0.0.1", port))]

    exchange = relay.Exchange(
        turning,
        public=lambda address: address == "127.0.0.1",
        port=line.port,
        context=trusting(HOST),
    )
    token = uuid4().hex
    http = through(token, relay.Relay(settings_for(token), exchange), SystemClock())
    assert http.send(request()).status == 200
    assert looked == [HOST]


def test_the_usual_exchange_refuses_this_computer() -> None:
    made = relay.Exchange(lambda *_: [(0, 0, 0, "", ("127.0.0.1", 443))])
    with pytest.raises(relay.Refusal) as caught:
        made(relay.Call("GET", HOST, "/", "", {}, b"", 1))
    assert caught.value.code == "private"


# The relay itself


def test_a_wrong_token_is_the_relays_word(lines: list[Line]) -> None:
    carrying(lines)
    made = relay.Relay(settings_for("right"))
    house().add("wrong", made)
    http = through("wrong", made, SystemClock())
    for ask in (http.about, lambda: http.send(request())):
        with pytest.raises(RelayRefusedError) as caught:
            ask()
        assert caught.value.code == "token"


def test_a_relay_tells_what_it_is() -> None:
    token = uuid4().hex
    made = relay.Relay(settings_for(token, ADDRESS="8.8.4.4"))
    about = through(token, made, SystemClock()).about()
    assert (about.version, about.address) == (relay.VERSION, "8.8.4.4")


def test_too_many_requests_are_told_with_a_wait(lines: list[Line]) -> None:
    token = uuid4().hex
    http = through(
        token, relay.Relay(settings_for(token, PER_MINUTE="1", ADDRESS="8.8.4.4")), SystemClock()
    )
    http.about()
    told = http.send(request())
    assert (told.status, 0 < int(told.headers["retry-after"]) <= 60) == (429, True)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        ("404 Not Found", RelayRefusedError),
        ("200 OK", RelayRefusedError),
        ("301 Moved", RelayRefusedError),
        ("502 Bad Gateway", NoAnswerError),
        ("504 Gateway Timeout", NoAnswerError),
    ],
)
def test_a_web_server_that_is_no_relay_is_told_apart(status: str, error: type[Exception]) -> None:
    def program(_environ: object, start: Callable[..., object]) -> list[bytes]:
        start(status, [("Content-Type", "text/html")])
        return [b"<html></html>"]

    port = begin(program, tls_server())
    clock = SystemClock()
    http = HttpClient(clock, prepare=trust_the_house)
    place = RelayPlace(f"https://127.0.0.1:{port}", "t")
    with pytest.raises(error) as caught:
        RelayHttp(http, place, clock).send(request())
    if isinstance(caught.value, RelayRefusedError):
        assert caught.value.code == NOT_A_RELAY


def test_a_relay_that_is_away_means_that_nothing_was_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    clock = SystemClock()
    http = HttpClient(clock, prepare=trust_the_house)
    with pytest.raises(NotReachedError):
        RelayHttp(http, RelayPlace(f"https://127.0.0.1:{port}", "t"), clock).send(request())


def test_a_certificate_nobody_trusts_gets_no_token() -> None:
    clock = SystemClock()

    def strict(session: object) -> None:
        """Trust what the computer trusts."""

    http = RelayHttp(HttpClient(clock, prepare=strict), RelayPlace(house().url, "t"), clock)
    with pytest.raises(NotReachedError):
        http.send(request())


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 3\r\nContent-Length: 3\r\n",
        b"Content-Length: 3\r\nContent-Length: 40\r\n",
        b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
    ],
)
def test_two_lengths_on_the_line_are_refused(lines: list[Line], head: bytes) -> None:
    token = uuid4().hex
    house().add(token, relay.Relay(settings_for(token)))
    port = int(house().url.rpartition(":")[2])
    text = (
        b"POST / HTTP/1.1\r\nHost: x\r\nX-Microshop-Relay-Token: " + token.encode() + b"\r\n"
        b"X-Microshop-Relay-Target: " + URL.encode() + b"\r\n" + head + b"\r\nabc"
    )
    with (
        socket.create_connection(("127.0.0.1", port)) as plain,
        trusting().wrap_socket(plain, server_hostname="127.0.0.1") as line,
    ):
        line.sendall(text)
        told = b"".join(iter(lambda: line.recv(65_536), b""))
    assert b" 411 " in told.splitlines()[0]
    assert b"X-Microshop-Relay: request\r\n" in told
