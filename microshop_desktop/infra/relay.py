"""Asking through a relay: a small server of the seller's own whose address stays the same.

`resources/relay/microshop_relay.py` is its other half. What it carries is not changed by a byte, so
signatures stay right; what it says in its own name comes under a header and is told apart here.
"""

import hashlib
import json
import logging
import math
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.http import (
    Http,
    HttpAnswer,
    HttpRequest,
    NoAnswerError,
    NotReachedError,
    moment_told,
)

logger = logging.getLogger(__name__)

RELAY_FILE = "relay/microshop_relay.py"
"""The resource that a seller runs."""
NOT_A_RELAY = "not_a_relay"
"""Whoever answers at the address is no relay of ours."""
_MARK = "x-microshop-relay"
_DATE = "x-microshop-relay-date"
_ANSWERED, _ABOUT, _LIMITED, _UNREACHED, _SILENT = (
    "answered",
    "about",
    "limited",
    "not_reached",
    "no_answer",
)
_ITS_OWN_SECONDS = 10.0
"""How much longer the relay may take than the platform: it connects anew each time."""


class RelayRefusedError(Exception):
    """The relay did not carry a request, so that nothing was sent; `code` is its word for why.

    `token`, `https`, `setup`, `target`, `private`, `request`, `too_large`, or `NOT_A_RELAY`.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class RelayPlace:
    """A relay's address and the token that it knows us by."""

    url: str
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AboutRelay:
    """What a relay tells of itself; `address` as platforms see it, empty where it cannot know."""

    version: str
    address: str


class RelayHttp:
    """Sends requests through a relay. Raises what `Http` raises, and `RelayRefusedError`."""

    def __init__(self, http: Http, place: RelayPlace, clock: Clock) -> None:
        self._http, self._place, self._clock = http, place, clock

    def send(self, request: HttpRequest) -> HttpAnswer:
        """Have a request sent once and return the platform's answer; `skew` is the platform's."""
        seconds = math.ceil(request.read_seconds)
        headers = {**request.headers, **self._headers(), "X-Microshop-Relay-Target": request.url}
        headers["X-Microshop-Relay-Seconds"] = str(seconds)
        answer = self._http.send(
            replace(
                request,
                url=self._place.url,
                headers=headers,
                read_seconds=seconds + _ITS_OWN_SECONDS,
            )
        )
        mark = answer.headers.get(_MARK, "")
        return self._carried(answer) if mark == _ANSWERED else _said(answer, mark)

    def about(self) -> AboutRelay:
        """Ask the relay what it is."""
        answer = self._http.send(HttpRequest("GET", self._place.url, self._headers()))
        mark = answer.headers.get(_MARK, "")
        if mark != _ABOUT:
            _said(answer, mark)
            raise RelayRefusedError(mark or NOT_A_RELAY)
        told = _told(answer.body)
        return AboutRelay(told.get("version", ""), told.get("address", ""))

    def _headers(self) -> dict[str, str]:
        return {"X-Microshop-Relay-Token": self._place.token}

    def _carried(self, answer: HttpAnswer) -> HttpAnswer:
        """Return an answer as if the platform had given it to us."""
        date = answer.headers.get(_DATE, "")
        moment = moment_told(date)
        skew = None if moment is None else moment - self._clock.now()
        own = {_MARK, _DATE, "date", "server", "via"}
        headers = {name: text for name, text in answer.headers.items() if name not in own}
        return replace(answer, headers={**headers, "date": date}, skew=skew)


def new_token() -> tuple[str, str]:
    """Return a new token for a relay, and the hash by which the relay knows it."""
    token = secrets.token_urlsafe(32)
    return token, hashlib.sha256(token.encode("ascii")).hexdigest()


def _said(answer: HttpAnswer, mark: str) -> HttpAnswer:
    """Return or raise what the relay, or whoever answers in its place, says in its own name."""
    logger.warning("the relay said %s (%s)", mark or "nothing", answer.status)
    if mark == _LIMITED:
        return replace(answer, status=429, skew=None)
    if mark == _UNREACHED:
        raise NotReachedError(mark)
    # A web server that lost its relay while it waited cannot know what became of the request.
    if mark == _SILENT or (not mark and answer.status >= 500):
        raise NoAnswerError(mark)
    raise RelayRefusedError(mark or NOT_A_RELAY)


def _told(body: bytes) -> Mapping[str, str]:
    try:
        told = json.loads(body)
    except ValueError as error:
        raise RelayRefusedError(NOT_A_RELAY) from error
    if not isinstance(told, dict):
        raise RelayRefusedError(NOT_A_RELAY)
    return {str(name): str(value) for name, value in told.items()}
