"""A payment of the smallest amount that shows whether an account works, and goes back at once.

It is an order like any other, so that nothing of it is lost when a program is killed; it is never
finished, so that no sale, no goods and no day figure knows it. Until it is settled it stands with
the pending payments.
"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from microshop_desktop.domain.basket import (
    Basket,
    BasketLine,
    Price,
    PriceLevel,
    SaleUnit,
    SkuFacts,
)
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.payment import Attempt, AttemptKind, AttemptState
from microshop_desktop.domain.payment_refund import RefundProgress
from microshop_desktop.domain.quantity import ONE
from microshop_desktop.infra.translations import _
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.attempt_book import AttemptBook
from microshop_desktop.services.attempt_records import AttemptRecord, attempts_of
from microshop_desktop.services.money_refunds import MoneyRefunds
from microshop_desktop.services.orders import Orders
from microshop_desktop.services.pending_orders import AskMoney, PendingOrders, Placed
from microshop_desktop.services.shop import Shop

TRIAL_AMOUNT = 1
"""Minor units: the smallest amount that platforms take."""
_TOTAL = 100
"""Of the order: a total that no rounding of small change takes to nothing."""


class TrialStage(StrEnum):
    """How far a trial is."""

    STARTING = "starting"
    WAITING = "waiting"
    UNKNOWN = "unknown"
    """It is being closed, or nobody knows yet what became of it."""
    GOING_BACK = "going_back"
    BACK = "back"
    NOT_BACK = "not_back"
    """The platform took the money and did not give it back; the pending payments know it."""
    NOT_PAID = "not_paid"


@dataclass(frozen=True, slots=True)
class TrialView:
    """A trial as it is now. `qr` is what the code holds while it can be paid."""

    order: UUID
    number: str
    stage: TrialStage
    qr: str = ""
    practice: bool = False


class TrialPayments:
    """Takes the smallest amount through an account and gives it back."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop
        self._pending = PendingOrders(shop)
        self._attempts = AttemptBook(shop)

    @act(Right.REFUND)
    def begin(self, actor: Actor, account: UUID) -> Placed:
        """Write the order and note the attempt; whoever collects sends it.

        `account_missing` for one that is switched off, `payment_currency`.
        """
        goods = SkuFacts(None, _("Trial payment"), (Price(PriceLevel.RETAIL, _TOTAL),))
        line = BasketLine(1, goods, SaleUnit(""), ONE)
        basket = Basket(self._shop.ids.new(), (line,), next_no=2)
        ask = AskMoney(account, AttemptKind.QR, TRIAL_AMOUNT)
        return self._pending.place(actor, basket, ask)

    @act(Right.REFUND)
    def settle(self, actor: Actor, order: UUID) -> TrialView:
        """Do what is next and return how far it is: give paid money back, end what was not paid.

        Harmless to repeat.
        """
        record = self._record(order)
        attempt = record.attempt
        if attempt.is_open:
            return _view(record, _open_stage(attempt))
        if attempt.state is AttemptState.PAID:
            return _view(record, self._give_back(actor, record))
        if Orders(self._shop).detail(actor, order).state != "cancelled":
            self._pending.cancel(actor, order)
        return _view(record, TrialStage.NOT_PAID)

    @act(Right.REFUND)
    def stop(self, actor: Actor, order: UUID) -> UUID:
        """Have the attempt of a trial closed; returns it, for whoever collects."""
        attempt = self._record(order).attempt.id
        if self._attempts.drop(actor, attempt).is_open:
            self._pending.give_up(actor, attempt)
        return attempt

    def _give_back(self, actor: Actor, record: AttemptRecord) -> TrialStage:
        """The attempt's own id is the key of its refund, so there is one however often asked."""
        refunds, order, key = MoneyRefunds(self._shop), record.order, record.attempt.id
        ended = Orders(self._shop).detail(actor, order).state == "cancelled"
        give = refunds.give_back if ended else refunds.drop_order
        try:
            refund = give(actor, order, key)
        except ShopError as problem:
            if problem.code is not ErrorCode.NOTHING_TO_RETURN:
                raise
            return TrialStage.BACK  # a person gave it back meanwhile
        return _BACK.get(refund.progress, TrialStage.GOING_BACK)

    def _record(self, order: UUID) -> AttemptRecord:
        with self._shop.database.read() as connection:
            found = attempts_of(connection, order)
        if not found:
            raise ShopError(ErrorCode.NOT_FOUND, what="order", key=str(order))
        return found[-1]


def _open_stage(attempt: Attempt) -> TrialStage:
    if not attempt.can_be_paid:
        return TrialStage.STARTING
    if attempt.giving_up or attempt.state is AttemptState.UNKNOWN:
        return TrialStage.UNKNOWN
    return TrialStage.WAITING


def _view(record: AttemptRecord, stage: TrialStage) -> TrialView:
    qr = record.attempt.qr if stage is TrialStage.WAITING else ""
    return TrialView(record.order, record.order_number, stage, qr, record.practice)


_BACK = {
    RefundProgress.DONE: TrialStage.BACK,
    RefundProgress.REFUSED: TrialStage.NOT_BACK,
    RefundProgress.STUCK: TrialStage.NOT_BACK,
}
