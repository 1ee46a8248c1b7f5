"""The client of the network sends what was signed, and waits no longer than it says."""

import itertools
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from microshop_desktop.infra import http
from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.infra.http import HttpClient, HttpRequest, NoAnswerError

Serve = Callable[[Callable[[socket.socket], None]], str]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Begin a server on loopback that answers one connection so."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()

        def begin(answer: Callable[[socket.socket], None]) -> str:
            threading.Thread(target=_once, args=(listening, answer), daemon=True).start()
            return f"http://127.0.0.1:{listening.getsockname()[1]}/x"

        yield begin


def _once(listening: socket.socket, answer: Callable[[socket.socket], None]) -> None:
    with suppress(OSError):
        connection, _ = listening.accept()
        with connection:
            answer(connection)


def test_a_netrc_of_the_computer_does_not_replace_the_signature(
    serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("default login somebody password private\n", encoding="ascii")
    monkeypatch.setenv("NETRC", str(netrc))
    seen = []

    def answer(connection: socket.socket) -> None:
        seen.append(connection.recv(65_536))
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    request = HttpRequest("GET", serve(answer), {"Authorization": "signed"})
    assert HttpClient(SystemClock()).send(request).body == b"ok"
    assert b"Authorization: signed\r\n" in seen[0]
    assert b"Basic" not in seen[0]


def test_an_answer_that_drips_is_none_once_its_time_is_over(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "CONNECT_SECONDS", 0.1)

    def answer(connection: socket.socket) -> None:
        connection.recv(65_536)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n")
        for _ in range(100):
            connection.sendall(b"x")
            time.sleep(0.05)

    request = HttpRequest("GET", serve(answer), read_seconds=0.4)
    began = time.monotonic()
    with pytest.raises(NoAnswerError):
        HttpClient(SystemClock()).send(request)
    assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    "drops",
    [
        b"HTTP/1.1 200 OK",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 20,
        b"HTTP/1.1 100 Continue\r\n\r\n" * 5,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;" + b"x" * 100,
    ],
)
def test_a_head_that_drips_is_none_once_its_time_is_over(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, drops: bytes
) -> None:
    monkeypatch.setattr(http, "CONNECT_SECONDS", 0.1)

    def answer(connection: socket.socket) -> None:
        connection.recv(65_536)
        for drop in itertools.cycle(drops):
            connection.sendall(bytes([drop]))
            time.sleep(0.05)

    request = HttpRequest("GET", serve(answer), read_seconds=0.4)
    began = time.monotonic()
    with pytest.raises(NoAnswerError):
        HttpClient(SystemClock()).send(request)
    assert 0.4 < time.monotonic() - began < 2


@pytest.mark.parametrize(
    ("head", "flood"),
    [
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            b"1;" + b"x" * 60_000 + b"\r\ny\r\n",
        ),
    ],
)
def test_an_answer_whose_head_swells_is_none(serve: Serve, head: bytes, flood: bytes) -> None:
    sent = []

    def answer(connection: socket.socket) -> None:
        connection.recv(65_536)
        connection.sendall(head)
        while True:
            connection.sendall(flood)
            sent.append(len(flood))

    with pytest.raises(NoAnswerError):
        HttpClient(SystemClock()).send(HttpRequest("GET", serve(answer), most_bytes=1_000_000))
    assert sum(sent) < 20_000_000


@pytest.mark.parametrize(
    "body",
    [
        b"Content-Length: 5\r\n\r\nwh",
        b"Transfer-Encoding: chunked\r\n\r\n2\r\nwh\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n5\r\nwh",
    ],
)
def test_an_answer_that_is_cut_is_none(serve: Serve, body: bytes) -> None:
    def answer(connection: socket.socket) -> None:
        connection.recv(65_536)
        connection.sendall(b"HTTP/1.1 200 OK\r\n" + body)

    with pytest.raises(NoAnswerError):
        HttpClient(SystemClock()).send(HttpRequest("GET", serve(answer)))


@pytest.mark.parametrize(
    "body",
    [
        b"Content-Length: 5\r\n\r\nwhole",
        b"Transfer-Encoding: chunked\r\n\r\n2\r\nwh\r\n3\r\nole\r\n0\r\n\r\n",
        b"Connection: close\r\n\r\nwhole",
        b"Connection: close\r\nContent-Encoding: deflate\r\n\r\n" + zlib.compress(b"whole"),
    ],
)
def test_an_answer_is_read_however_it_is_sent(serve: Serve, body: bytes) -> None:
    def answer(connection: socket.socket) -> None:
        connection.recv(65_536)
        connection.sendall(b"HTTP/1.1 200 OK\r\n" + body)

    assert HttpClient(SystemClock()).send(HttpRequest("GET", serve(answer))).body == b"whole"


def test_an_answer_that_unfolds_without_end_is_none(serve: Serve) -> None:
    packed = zlib.compress(bytes(10_000_000))

    def answer(connection: socket.socket) -> None:
        connection.recv(65_536)
        head = b"HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\nConnection: close\r\n\r\n"
        connection.sendall(head + packed)

    with pytest.raises(NoAnswerError):
        HttpClient(SystemClock()).send(HttpRequest("GET", serve(answer), most_bytes=1_000_000))
