"""Which picture of the payment pages an attempt is: derived from its state, never decided there."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from microshop_desktop.domain.payment import Attempt, AttemptKind, AttemptState, Doubt

if TYPE_CHECKING:
    from microshop_desktop.services.attempt_records import AttemptRecord

_PATIENT_DOUBTS = 2
"""A QR on show stays on the screen through one lost answer: the customer is looking at it."""


class Stage(StrEnum):
    """What the cashier sees of an attempt."""

    STARTING = "starting"
    NO_CODE = "no_code"
    """The platform gives no QR, so nobody can pay; mostly there is no network."""
    WAITING = "waiting"
    PAYING = "paying"
    CLOSING = "closing"
    UNKNOWN = "unknown"
    PAID = "paid"
    REFUSED = "refused"
    ENDED = "ended"


OPEN_STAGES = frozenset(
    {Stage.STARTING, Stage.NO_CODE, Stage.WAITING, Stage.PAYING, Stage.CLOSING, Stage.UNKNOWN}
)


def stage_of(attempt: Attempt) -> Stage:
    """Return what an attempt looks like."""
    if not attempt.is_open:
        return _end_of(attempt)
    if attempt.kind is AttemptKind.QR and not attempt.can_be_paid:
        return Stage.NO_CODE if attempt.doubt else Stage.STARTING
    if _is_unknown(attempt):
        return Stage.UNKNOWN
    if attempt.giving_up:
        return Stage.CLOSING
    if attempt.kind is AttemptKind.CODE or attempt.paying:
        return Stage.PAYING
    return Stage.WAITING


def _is_unknown(attempt: Attempt) -> bool:
    if attempt.state is not AttemptState.UNKNOWN:
        return False
    if attempt.needs_person or attempt.handed_over:
        return True
    seen = attempt.kind is AttemptKind.QR or attempt.doubt is Doubt.CLOSE_REFUSED
    return attempt.doubts >= _PATIENT_DOUBTS if seen else attempt.doubts > 0


def _end_of(attempt: Attempt) -> Stage:
    if attempt.state is AttemptState.PAID:
        return Stage.PAID
    return Stage.REFUSED if attempt.state is AttemptState.FAILED else Stage.ENDED


@dataclass(slots=True)
class PhoneOrder:
    """The order that was written for the basket on the screen, and the attempt that is shown.

    `record` is None while the order is being paid another way.
    """

    order: UUID
    number: str
    record: "AttemptRecord | None" = None

    @property
    def stage(self) -> Stage | None:
        """What the attempt looks like; None without one."""
        return None if self.record is None else stage_of(self.record.attempt)

    @property
    def is_open(self) -> bool:
        """Whether a platform may still take money for what is shown."""
        return self.stage in OPEN_STAGES
