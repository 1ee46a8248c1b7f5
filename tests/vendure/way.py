"""The way from the till to the shop: it counts questions, loses answers, and lets others in first.

Unlike a cut cable it knows what it carries: it loses the answer to the very question that a test
names, and only after the shop has done what was asked.
"""

import http.client
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from urllib.parse import urlsplit

from typing_extensions import override

Act = Callable[[], object]
_OF_ONE_CONNECTION = {
    "connection",
    "content-length",
    "date",
    "host",
    "keep-alive",
    "server",
    "transfer-encoding",
}


class _Handler(BaseHTTPRequestHandler):
    """One connection of the program."""

    protocol_version = "HTTP/1.1"
    server: "_Server"

    def do_POST(self) -> None:
        """Carry one question there, and its answer back unless it gets lost."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        answer = self.server.way.carry(self.path, body, dict(self.headers))
        if answer is None:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    @override
    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    """Where the program calls."""

    daemon_threads = True
    way: "Way"


@dataclass(frozen=True)
class Answer:
    """What the shop said."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


class Way:
    """Carries every question to a shop, and what comes back."""

    def __init__(self, address: str) -> None:
        self._far = urlsplit(address).netloc
        self._lock = Lock()
        self._lost: list[str] = []
        self._first: list[tuple[str, Act]] = []
        self.questions: list[str] = []
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.way = self

    @property
    def address(self) -> str:
        """Where the shop is to be called from now on."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def lose_answer(self, word: str) -> None:
        """Lose the answer to the next question with this word in it, once it is answered."""
        self._lost.append(word)

    def first(self, word: str, act: Act) -> None:
        """Let something happen right before the next question with this word reaches the shop."""
        self._first.append((word, act))

    def asked(self, word: str) -> int:
        """Return how many questions had this word in them."""
        return sum(word in question for question in self.questions)

    @contextmanager
    def open(self) -> Iterator["Way"]:
        """Carry questions while the caller works."""
        thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()

    def carry(self, path: str, body: bytes, headers: Mapping[str, str]) -> Answer | None:
        """Carry a question to the shop; None where its answer gets lost, or nobody is there."""
        question = body.decode()
        for act in self._acts(question):
            act()
        try:
            answer = self._send(path, body, headers)
        except ConnectionError:
            return None
        return None if self._loses(question) else answer

    def _acts(self, question: str) -> list[Act]:
        with self._lock:
            self.questions.append(question)
            now = [(word, act) for word, act in self._first if word in question]
            self._first = [each for each in self._first if each not in now]
        return [act for _, act in now]

    def _loses(self, question: str) -> bool:
        with self._lock:
            found = next((word for word in self._lost if word in question), None)
            if found is not None:
                self._lost.remove(found)
            return found is not None

    def _send(self, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        plain = {name: headers[name] for name in headers if name.lower() not in _OF_ONE_CONNECTION}
        connection = http.client.HTTPConnection(self._far, timeout=30)
        try:
            connection.request("POST", path, body, {**plain, "Connection": "close"})
            answer = connection.getresponse()
            told = [
                each for each in answer.getheaders() if each[0].lower() not in _OF_ONE_CONNECTION
            ]
            return Answer(answer.status, told, answer.read())
        finally:
            connection.close()
