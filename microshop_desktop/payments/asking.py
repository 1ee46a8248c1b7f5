"""One question to a platform over HTTP, and the three things that may come back.

A reply that was checked, or none: the request surely never left, or nobody knows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType

from microshop_desktop.domain.payment import Doubt, NotSent, Unclear
from microshop_desktop.infra.http import (
    CLOCK_IS_OFF,
    Http,
    HttpAnswer,
    HttpRequest,
    NoAnswerError,
    NotReachedError,
)
from microshop_desktop.payments.gateway import CLOCK_OFF, Checked, CheckState

CODE_PAYMENT_SECONDS = 24.0
"""How long the answer to a payment code may take: the customer's bank is asked meanwhile.

With the connection less than 30 s, within which the seller is told that nothing is known.
"""
BILL_SECONDS = 60.0
MOST_BILL_BYTES = 200_000_000
_CHECK_STATES = MappingProxyType(
    {
        Doubt.NOT_REACHED: CheckState.NOT_REACHED,
        Doubt.BAD_SIGNATURE: CheckState.ANSWER_NOT_TRUSTED,
    }
)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a platform said: `code` is its own word for trouble, empty when it did as asked.

    `body` is its JSON object or, for a form of its own, the values by name. Successes were checked
    to come from the platform; troubles come unsigned. `status` is the HTTP status, or a number the
    platform uses in its place. `skew` is how far its clock is ahead of ours.
    """

    status: int
    body: Mapping[str, object] = field(repr=False)
    code: str = ""
    skew: timedelta | None = None

    @property
    def reason(self) -> str:
        """The word for why our signature was refused: the clock's fault where that is wrong."""
        off = self.skew is not None and abs(self.skew) > CLOCK_IS_OFF
        return CLOCK_OFF if off else self.code

    def text(self, name: str) -> str:
        """Return a value that should be a text; empty when it is missing or something else."""
        value = self.body.get(name)
        return value if isinstance(value, str) else ""

    def part(self, name: str) -> Mapping[str, object]:
        """Return a value that should be an object; empty when it is missing or something else."""
        value = self.body.get(name)
        return value if isinstance(value, dict) else {}


@dataclass(frozen=True, slots=True)
class NoReply:
    """No answer that counts; `outcome` says what that means for a request about money."""

    outcome: NotSent | Unclear
    skew: timedelta | None = None

    @property
    def doubt(self) -> Unclear:
        """What it means for a question: nothing.

        "Not sent" would be taken for the payment itself where a question follows a request.
        """
        return Unclear(Doubt.NOT_REACHED) if isinstance(self.outcome, NotSent) else self.outcome

    @property
    def checked(self) -> Checked:
        """What it means for the check of an account."""
        doubt = self.doubt
        state = _CHECK_STATES.get(doubt.doubt, CheckState.NO_ANSWER)
        if doubt.code == CLOCK_OFF:
            state = CheckState.CLOCK_OFF
        return Checked(state, doubt.code, skew=self.skew or timedelta(0))


def ask(http: Http, request: HttpRequest) -> HttpAnswer | NoReply:
    """Send a request once."""
    try:
        return http.send(request)
    except NotReachedError:
        return NoReply(NotSent())
    except NoAnswerError:
        return NoReply(Unclear(Doubt.NO_ANSWER))


def doubted(doubt: Doubt, answer: HttpAnswer, code: str = "") -> NoReply:
    """Return that an answer came which cannot be relied upon.

    With a wrong clock here, good answers look as if they had been kept for later.
    """
    if doubt is Doubt.BAD_SIGNATURE and not code and answer.clock_is_off:
        code = CLOCK_OFF
    return NoReply(Unclear(doubt, code), answer.skew)
