"""A payment platform that answers what a scene needs next, without any network."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from microshop_desktop.domain.payment import AttemptKind, Ended, Missing, Outcome, Paid, Waiting
from microshop_desktop.domain.payment_refund import RefundDone
from microshop_desktop.domain.payment_steps import Rhythm
from microshop_desktop.payments.gateway import (
    Ability,
    BillKind,
    BillTrouble,
    Capabilities,
    Charge,
    Checked,
    CheckState,
    MoneyBackOrder,
    NoBill,
)

if TYPE_CHECKING:
    from datetime import date

MERCHANT = "1900000001"
_SELDOM = Rhythm(first=600, every=600, until=3600, close_after=0)
"""Nothing is asked by itself while a scene is looked at."""


@dataclass
class PlayedPlatform:
    """Waits for every customer; `next_answers` come first, each once."""

    next_answers: list[Outcome] = field(default_factory=list)
    paid: set[str] = field(default_factory=set)

    @property
    def capabilities(self) -> Capabilities:
        """All there is, asked seldom."""
        rhythms = dict.fromkeys(AttemptKind, _SELDOM)
        return Capabilities(frozenset(Ability), rhythms, timedelta(minutes=5))

    @property
    def merchant(self) -> str:
        """Who receives the money."""
        return MERCHANT

    def show_qr(self, charge: Charge) -> Outcome:
        """Give a code."""
        return self._answer(charge)

    def charge_code(self, charge: Charge, code: str) -> Outcome:
        """Wait for the customer's password."""
        del code
        return self._answer(charge)

    def query(self, charge: Charge) -> Outcome:
        """Say what became of it."""
        return self._answer(charge)

    def close(self, charge: Charge) -> Outcome:
        """Close it, where it is not paid."""
        answer = self._answer(charge)
        return Ended() if isinstance(answer, Waiting) else answer

    def refund(self, order: MoneyBackOrder) -> RefundDone:
        """Give it back."""
        return RefundDone(order.out_refund_no)

    def query_refund(self, order: MoneyBackOrder) -> Missing:
        """Know no refund but those that were given at once."""
        del order
        return Missing()

    def bill(self, day: date, kind: BillKind = BillKind.TRADE) -> NoBill:
        """Have no bill."""
        del day, kind
        return NoBill(BillTrouble.NO_TRADE)

    def check(self) -> Checked:
        """Be content with every key."""
        return Checked(CheckState.GOOD)

    def _answer(self, charge: Charge) -> Outcome:
        if self.next_answers:
            return self.next_answers.pop(0)
        if charge.out_trade_no in self.paid:
            return Paid("T1", charge.amount, charge.currency, MERCHANT)
        by_code = charge.kind is AttemptKind.CODE
        return Waiting(
            paying=by_code, qr="" if by_code else f"weixin://wxpay/{charge.out_trade_no[:24]}"
        )
