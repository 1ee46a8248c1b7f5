"""A request and an answer as values, and the ways in which no answer arrives."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True, slots=True)
class Request:
    """What came over the wire.

    `target` is path and query exactly as sent; `headers` have lower-case names; `base` is scheme,
    host and port it was sent to.
    """

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    base: str = "http://127.0.0.1"

    @property
    def path(self) -> str:
        """The target without its query."""
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        """The query's parameters; the last one of a name counts."""
        found = parse_qs(urlsplit(self.target).query, keep_blank_values=True)
        return {name: values[-1] for name, values in found.items()}


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back. `delay` seconds pass before it; `cut`: it ends in the middle."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    cut: bool = False


class Broken(Exception):  # noqa: N818 (it is a state of the line, not a mistake)
    """No proper answer arrives. Whoever speaks without sockets turns it into its own error."""


class NotReached(Broken):
    """No connection was made; the platform surely saw nothing."""


class BadTls(Broken):
    """The other end has a certificate that nobody trusts."""


class NoAnswer(Broken):
    """The request left, and nothing comes back, `seconds` long."""

    def __init__(self, seconds: float = 0.0) -> None:
        super().__init__("no answer")
        self.seconds = seconds


class CutAnswer(Broken):
    """The answer ended in the middle."""

    def __init__(self, answer: Answer) -> None:
        super().__init__("the answer was cut")
        self.answer = answer

    @property
    def part(self) -> bytes:
        """What of the body arrived."""
        return half(self.answer.body)


def half(body: bytes) -> bytes:
    """Return the part of a body that arrives before a cut."""
    return body[: len(body) // 2]


def json_answer(status: int, document: object) -> Answer:
    """Answer with a JSON document."""
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    return Answer(status, body, {"Content-Type": "application/json; charset=utf-8"})


def html_answer(status: int, page: str, **headers: str) -> Answer:
    """Answer with a page."""
    return Answer(status, page.encode(), {"Content-Type": "text/html; charset=utf-8", **headers})
