"""Behind the platforms' address: finds who is asked, and lets go wrong what is to go wrong."""

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from threading import RLock
from typing import Protocol

from microshop_desktop.sandbox.desk import Desk
from microshop_desktop.sandbox.faults import FaultName, FaultPlan, Mischief
from microshop_desktop.sandbox.messages import (
    Answer,
    BadTls,
    NoAnswer,
    NotReached,
    Request,
    html_answer,
)
from microshop_desktop.sandbox.world import World

_REMEMBERED = 1_000
_KEPT_ANSWERS = 4
_PORTAL = (
    "<html><head><title>Wi-Fi</title></head><body>请登录后上网 Log in to use Wi-Fi</body></html>"
)
_BROKEN = "<html><body><h1>502 Bad Gateway</h1></body></html>"


class Interface(Protocol):
    """One interface of one platform."""

    def endpoint(self, request: Request) -> str | None:
        """Return the name of the endpoint a request is for; None where it is not for us."""
        ...

    def answer(self, desk: Desk) -> Answer:
        """Check a request, do what it asks and answer."""
        ...

    def trouble(self, desk: Desk, name: FaultName) -> Answer:
        """Answer as the platform does when it is in trouble itself."""
        ...


@dataclass(frozen=True, slots=True)
class Seen:
    """A request that came, and the status it got; None where no answer went back."""

    at: datetime
    endpoint: str
    method: str
    target: str
    status: int | None


class Api:
    """All interfaces of both platforms behind one address."""

    def __init__(
        self, world: World, interfaces: Sequence[Interface], faults: FaultPlan, phone: str
    ) -> None:
        self.world = world
        self.faults = faults
        self.phone = phone
        self.lock = RLock()
        self.seen: deque[Seen] = deque(maxlen=_REMEMBERED)
        self.counts: Counter[str] = Counter()
        self._interfaces = tuple(interfaces)
        self._answers: dict[str, deque[Answer]] = {}

    def handle(self, request: Request) -> Answer:
        """Answer a request; raises `Broken` where no proper answer arrives."""
        with self.lock:
            self.world.settle()
            interface, endpoint = self._asked(request)
            if interface is None:
                return html_answer(404, "<html><body>404 Not Found</body></html>")
            self.counts[endpoint] += 1
            status = None
            try:
                answer = self._answer(interface, endpoint, request)
                status = answer.status
            finally:
                now = self.world.now()
                self.seen.append(Seen(now, endpoint, request.method, request.target, status))
            return answer

    def _asked(self, request: Request) -> tuple[Interface | None, str]:
        for interface in self._interfaces:
            endpoint = interface.endpoint(request)
            if endpoint is not None:
                return interface, endpoint
        return None, ""

    def _answer(self, interface: Interface, endpoint: str, request: Request) -> Answer:
        mischief = self.faults.begin(endpoint)
        skew = mischief.strikes(FaultName.CLOCK_SKEW)
        now = self.world.now() + timedelta(seconds=skew.lasts if skew else 0)
        desk = Desk(self.world, request, mischief, now, self.phone)
        answer = self._before(interface, desk)
        if answer is None:
            answer = self._after(interface, desk, endpoint, interface.answer(desk))
        date = format_datetime(now.astimezone(UTC), usegmt=True)
        return replace(answer, headers={**answer.headers, "Date": date})

    def _before(self, interface: Interface, desk: Desk) -> Answer | None:
        """Let happen what keeps a request from being done."""
        strikes = desk.mischief.strikes
        if strikes(FaultName.NOT_REACHED):
            raise NotReached
        if strikes(FaultName.BAD_TLS):
            raise BadTls
        lost = strikes(FaultName.NO_ANSWER)
        if lost:
            raise NoAnswer(lost.lasts)
        late = strikes(FaultName.APPLIED_LATE)
        if late:
            calm = replace(desk, mischief=Mischief({}))
            self.world.later(late.lasts, lambda: self._done_late(interface, calm))
            raise NoAnswer(late.lasts)
        return self._instead(interface, desk)

    @staticmethod
    def _done_late(interface: Interface, desk: Desk) -> None:
        interface.answer(desk)

    @staticmethod
    def _instead(interface: Interface, desk: Desk) -> Answer | None:
        """Return what is answered in place of doing anything."""
        strikes = desk.mischief.strikes
        if strikes(FaultName.CAPTIVE_PORTAL):
            return html_answer(200, _PORTAL)
        if strikes(FaultName.CAPTIVE_REDIRECT):
            return html_answer(302, _PORTAL, Location="http://portal.invalid/login")
        if strikes(FaultName.SERVER_ERROR):
            return html_answer(502, _BROKEN)
        for name in (FaultName.TOO_FAST, FaultName.SYSTEM_ERROR):
            if strikes(name):
                return interface.trouble(desk, name)
        return None

    def _after(self, interface: Interface, desk: Desk, endpoint: str, answer: Answer) -> Answer:
        """Let happen what spoils the answer to a request that was done."""
        strikes = desk.mischief.strikes
        if strikes(FaultName.REPLAYED):
            answer = self._older(endpoint, answer)
        else:
            self._keep(endpoint, answer)
        if strikes(FaultName.SERVER_ERROR_APPLIED):
            answer = html_answer(502, _BROKEN)
        if strikes(FaultName.SYSTEM_ERROR_APPLIED):
            answer = interface.trouble(desk, FaultName.SYSTEM_ERROR)
        lost = strikes(FaultName.ANSWER_LOST)
        if lost:
            raise NoAnswer(lost.lasts)
        for name in (FaultName.SLOW, FaultName.LATE_ANSWER):
            rule = strikes(name)
            if rule:
                answer = replace(answer, delay=answer.delay + rule.lasts)
        return replace(answer, cut=True) if strikes(FaultName.CUT) else answer

    def _keep(self, endpoint: str, answer: Answer) -> None:
        if answer.status < 300:
            self._answers.setdefault(endpoint, deque(maxlen=_KEPT_ANSWERS)).append(answer)

    def _older(self, endpoint: str, answer: Answer) -> Answer:
        """Return the oldest kept answer that says something else, or the new one as it is."""
        kept = self._answers.get(endpoint, ())
        return next((old for old in kept if old.body != answer.body), answer)
