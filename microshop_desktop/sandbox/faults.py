"""What can go wrong on purpose, and the plan of when it does.

A rule strikes from its `first` matching request on, `times` times. Rules are counted, never drawn
by chance, so the same plan always gives the same story.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase


class FaultName(StrEnum):
    """The faults, by the names the command line and the control page use."""

    NOT_REACHED = "not-reached"
    """No connection is made."""
    BAD_TLS = "bad-tls"
    """The certificate of the other end is not to be trusted."""
    NO_ANSWER = "no-answer"
    """The request is lost on its way: nothing happens, nothing comes back."""
    SLOW = "slow"
    LATE_ANSWER = "late-answer"
    """Done at once, but the answer comes after every time-out."""
    ANSWER_LOST = "answer-lost"
    """Done, but the answer never comes."""
    APPLIED_LATE = "applied-late"
    """The request is held up on its way and done only later; no answer."""
    CUT = "cut"
    """Done; the connection ends in the middle of the answer."""
    TOO_FAST = "too-fast"
    SERVER_ERROR = "server-error"
    SERVER_ERROR_APPLIED = "server-error-applied"
    SYSTEM_ERROR = "system-error"
    SYSTEM_ERROR_APPLIED = "system-error-applied"
    BAD_SIGNATURE = "bad-signature"
    UNSIGNED = "unsigned"
    """A good answer without any signature."""
    REPLAYED = "replayed"
    """Done; but an older answer comes back, signed as it was."""
    WRONG_AMOUNT = "wrong-amount"
    WRONG_CURRENCY = "wrong-currency"
    """WeChat Pay only: Alipay's answers name no currency."""
    WRONG_MERCHANT = "wrong-merchant"
    USERPAYING_PAID = "userpaying-paid"
    USERPAYING_REFUSED = "userpaying-refused"
    USERPAYING_SILENT = "userpaying-silent"
    PAID_AFTER_CLOSE = "paid-after-close"
    PAID_TWICE = "paid-twice"
    CLOCK_SKEW = "clock-skew"
    """The platform's clock, its `Date` and its timestamps are ahead by so many seconds."""
    CAPTIVE_PORTAL = "captive-portal"
    CAPTIVE_REDIRECT = "captive-redirect"


SECONDS: Mapping[StrEnum, float] = {
    FaultName.SLOW: 3.0,
    FaultName.LATE_ANSWER: 45.0,
    FaultName.APPLIED_LATE: 20.0,
    FaultName.NO_ANSWER: 60.0,
    FaultName.ANSWER_LOST: 60.0,
    FaultName.USERPAYING_PAID: 6.0,
    FaultName.USERPAYING_REFUSED: 6.0,
    FaultName.PAID_AFTER_CLOSE: 0.0,
    FaultName.CLOCK_SKEW: 600.0,
}
"""The seconds a fault uses where none are said."""

_WRITTEN = re.compile(r"(?P<name>[a-z-]+)(=(?P<seconds>-?[\d.]+))?(:(?P<times>\d+))?(@(?P<at>.+))?")


@dataclass(slots=True)
class FaultRule:
    """A fault, where and how often. `times` None: always. `endpoint` such as `wechat.*`."""

    name: StrEnum
    endpoint: str = "*"
    first: int = 1
    times: int | None = None
    seconds: float | None = None
    seen: int = 0
    struck: int = 0

    @property
    def lasts(self) -> float:
        """Its seconds, or the usual ones of this fault."""
        return SECONDS.get(self.name, 0.0) if self.seconds is None else self.seconds

    @property
    def is_over(self) -> bool:
        """Whether it has struck as often as it was to."""
        return self.times is not None and self.struck >= self.times

    def meets(self, endpoint: str) -> bool:
        """Count a request to an endpoint; whether the fault concerns it."""
        if self.is_over or not fnmatchcase(endpoint, self.endpoint):
            return False
        self.seen += 1
        return self.seen >= self.first


def written(text: str) -> FaultRule:
    """Read `NAME[=SECONDS][:TIMES][@ENDPOINT]`; `ValueError` for anything else."""
    return read_rule(text, FaultName)


def read_rule(text: str, name: Callable[[str], StrEnum]) -> FaultRule:
    """Read a rule whose name `name` knows; `ValueError` for anything else."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        message = f"{text!r} is not written as NAME[=SECONDS][:TIMES][@ENDPOINT]"
        raise ValueError(message)
    seconds, times = found["seconds"], found["times"]
    return FaultRule(
        name(found["name"]),
        found["at"] or "*",
        times=int(times) if times else None,
        seconds=float(seconds) if seconds else None,
    )


class FaultPlan:
    """The rules in force."""

    def __init__(self, rules: Iterable[FaultRule] = ()) -> None:
        self.rules = list(rules)

    def add(self, *rules: FaultRule) -> None:
        """Put further rules into force."""
        self.rules.extend(rules)

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        self.rules.clear()

    def begin(self, endpoint: str) -> "Mischief":
        """Return what is to go wrong with a request that has just come."""
        return Mischief({rule.name: rule for rule in self.rules if rule.meets(endpoint)})


@dataclass(frozen=True, slots=True)
class Mischief:
    """What is to go wrong with one request."""

    rules: dict[StrEnum, FaultRule]

    def strikes(self, name: StrEnum) -> FaultRule | None:
        """Return the rule of a fault that happens now, and count it."""
        rule = self.rules.get(name)
        if rule is not None:
            rule.struck += 1
        return rule

    def may(self, name: StrEnum) -> bool:
        """Whether a fault is planned; it counts only once `strikes` was asked."""
        return name in self.rules
