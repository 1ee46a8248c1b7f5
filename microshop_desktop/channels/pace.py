"""Asking a platform no faster than it likes, counting the requests, and stopping when told to."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from microshop_desktop.channels.channel import PASSING, ChannelError, Trouble
from microshop_desktop.domain.online_stock import CLOCKS_APART
from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.http import Http, HttpAnswer, HttpRequest

T = TypeVar("T")
Sleep = Callable[[float], None]
_TRIES = 3
_FIRST_WAIT_S = 1.0
_LONGEST_WAIT_S = 16.0


class StoppedError(Exception):
    """A person or the end of the program wants no more of it."""


class Pace:
    """When the next request may go; `stop` is looked at before each.

    `rest`: seconds between two pieces of work on our own books, where a window shares them.
    `skew`: how far the platform's clock was ahead of ours in its last answer.
    """

    def __init__(self, clock: Clock, stop: threading.Event, *, rest: float = 0.0) -> None:
        self._clock, self._stop, self._rest = clock, stop, rest
        self._gap, self._next = 0.0, 0.0
        self._before: Callable[[], None] = _nothing
        self.requests = 0
        self.skew: timedelta | None = None

    def limit(self, rate: float) -> None:
        """Let no more than so many requests go in a second."""
        self._gap = 1 / rate

    def before_each(self, act: Callable[[], None]) -> None:
        """Do this before each request, as late as possible."""
        self._before = act

    def check_clock(self) -> None:
        """Raise `clock_off` where times of the platform cannot be compared with ours."""
        if self.skew is not None and abs(self.skew) > CLOCKS_APART:
            raise ChannelError(Trouble.CLOCK_OFF)

    def wait(self) -> None:
        """Wait for the turn of the next request; `StoppedError`."""
        now = self._clock.monotonic()
        self.sleep(max(0.0, self._next - now))
        self._next = max(now, self._next) + self._gap
        self._before()
        self.requests += 1

    def breathe(self) -> None:
        """Let whoever shares the books have a turn; `StoppedError`."""
        self.sleep(self._rest)

    def sleep(self, seconds: float) -> None:
        """Wait so long unless told to stop; `StoppedError`."""
        if self._stop.wait(seconds):
            raise StoppedError


class PacedHttp:
    """A client of the network that keeps to a pace."""

    def __init__(self, http: Http, pace: Pace) -> None:
        self._http, self._pace = http, pace

    def send(self, request: HttpRequest) -> HttpAnswer:
        """Send a request when it is its turn."""
        self._pace.wait()
        answer = self._http.send(request)
        if answer.skew is not None:
            self._pace.skew = answer.skew
        return answer


def _nothing() -> None:
    """Do nothing."""


def asked(pace: Pace, question: Callable[[], T]) -> T:
    """Return the answer to a question that changes nothing, asked again where that may help.

    A platform that wants to be left alone for longer than we wait is left alone: the error passes.
    """
    wait = _FIRST_WAIT_S
    for _ in range(_TRIES - 1):
        try:
            return question()
        except ChannelError as error:
            if error.trouble not in PASSING or error.trouble is Trouble.NOT_REACHED:
                raise
            wanted = (error.wait or timedelta(0)).total_seconds()
            if wanted > _LONGEST_WAIT_S:
                raise
            pace.sleep(max(wanted, wait))
            wait *= 2
    return question()
