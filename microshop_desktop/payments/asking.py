"""One question to a platform over HTTP, and the three things that may come back.

A reply that was checked, or none: the request surely never left, or nobody knows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from microshop_desktop.domain.payment import Doubt, NotSent, Unclear
from microshop_desktop.infra.http import (
    Http,
    HttpAnswer,
    HttpRequest,
    NoAnswerError,
    NotReachedError,
)

CODE_PAYMENT_SECONDS = 30.0
"""How long the answer to a payment code may take: the customer's bank is asked meanwhile."""
BILL_SECONDS = 60.0
MOST_BILL_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class Reply:
    """What a platform said: `code` is its own word for trouble, empty when it did as asked.

    `body` is its JSON object or, for a form of its own, the values by name. Successes were checked
    to come from the platform; troubles come unsigned. `skew` is how far its clock is ahead of ours.
    """

    status: int
    body: Mapping[str, object]
    code: str = ""
    skew: timedelta | None = None

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


def ask(http: Http, request: HttpRequest) -> HttpAnswer | NoReply:
    """Send a request once."""
    try:
        return http.send(request)
    except NotReachedError:
        return NoReply(NotSent())
    except NoAnswerError:
        return NoReply(Unclear(Doubt.NO_ANSWER))


def doubted(doubt: Doubt, answer: HttpAnswer, code: str = "") -> NoReply:
    """Return that an answer came which cannot be relied upon."""
    return NoReply(Unclear(doubt, code), answer.skew)
