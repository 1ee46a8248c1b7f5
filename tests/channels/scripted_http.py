"""A network that answers what a test tells it, and remembers what it was asked."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from microshop_desktop.infra.http import HttpAnswer, HttpRequest


class ScriptedHttp:
    """Gives its answers one after the other; the next question after the last one fails."""

    def __init__(self, *answers: HttpAnswer | Exception | Mapping[str, Any]) -> None:
        self._answers = list(answers)
        self.requests: list[HttpRequest] = []

    def then(self, *answers: HttpAnswer | Exception | Mapping[str, Any]) -> None:
        self._answers.extend(answers)

    def send(self, request: HttpRequest) -> HttpAnswer:
        self.requests.append(request)
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, HttpAnswer) else says(answer)

    @property
    def is_done(self) -> bool:
        """Whether all that was scripted has been asked for."""
        return not self._answers

    def asked(self, place: int = -1) -> Any:
        """Return the JSON body of a request."""
        return json.loads(self.requests[place].body or b"null")

    def form(self, place: int = -1) -> dict[str, str]:
        """Return the form that a request posted."""
        found = parse_qs((self.requests[place].body or b"").decode(), keep_blank_values=True)
        return {name: values[0] for name, values in found.items()}

    def path(self, place: int = -1) -> str:
        return urlsplit(self.requests[place].url).path

    def query(self, place: int = -1) -> dict[str, str]:
        found = parse_qs(urlsplit(self.requests[place].url).query)
        return {name: values[0] for name, values in found.items()}


def says(document: object, *, skew: timedelta | None = None, status: int = 200) -> HttpAnswer:
    """Return an answer with a JSON document."""
    return HttpAnswer(status, {}, json.dumps(document, ensure_ascii=False).encode(), skew)


def page(status: int, text: str = "<html></html>", **headers: str) -> HttpAnswer:
    """Return an answer that is no JSON; `retry_after` becomes `retry-after`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HttpAnswer(status, named, text.encode())
