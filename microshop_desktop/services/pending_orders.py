"""Orders that are paid by phone: written first, followed by attempts, finished by their money.

One transaction writes the order with its frozen prices, reserves the goods and notes the attempt;
the platform is asked after it. `services/attempt_book.py` books what the platform answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError

from microshop_desktop.domain.basket import Basket, Method, Tender, quantities_by_sku
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.merchant_accounts import METHODS
from microshop_desktop.domain.payment import Attempt, AttemptKind
from microshop_desktop.domain.pricing import PricedBasket
from microshop_desktop.domain.tenders import settle_part
from microshop_desktop.persistence.tables.orders import OrderRow, PaymentAccount
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.attempt_records import (
    AttemptRecord,
    attempts_of,
    insert_attempt,
    read_attempt,
    update_attempt,
)
from microshop_desktop.services.baskets import let_go, reserve
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.events import (
    AttemptChanged,
    OrderChanged,
    SaleFinished,
    StockChanged,
)
from microshop_desktop.services.order_booking import (
    OrderFacts,
    order_digest,
    price_to_sell,
    write_event,
    write_order,
)
from microshop_desktop.services.order_goods import (
    BookedOrder,
    levels_for,
    lines_to_sell,
    read_booked,
)
from microshop_desktop.services.order_money import (
    PENDING,
    cancel_booked,
    goods_leave,
    take_by_hand,
    write_received,
)
from microshop_desktop.services.shifts import current_shift
from microshop_desktop.services.shop import Shop

PATIENCE = timedelta(seconds=30)
"""Whoever notes an attempt sends it at once; others look after it only if that did not happen."""
PLATFORM_CURRENCY = "CNY"
"""What both platforms take at a counter; Alipay's requests name no currency at all."""
_OF_BASKET = select(OrderRow.id, OrderRow.number).where(OrderRow.basket_id == bindparam("basket"))
_ACCOUNT = select(PaymentAccount.kind, PaymentAccount.practice, PaymentAccount.settings).where(
    PaymentAccount.id == bindparam("account"),
    PaymentAccount.enabled,
    PaymentAccount.deleted_at.is_(None),
)


@dataclass(frozen=True, slots=True)
class AskMoney:
    """How money is to be asked for: through which account, by our QR or the customer's code.

    `amount` in minor units; None: all that is due.
    """

    account: UUID
    kind: AttemptKind
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """An order that waits for its money. `attempt` is None when nothing is asked for any more."""

    order: UUID
    number: str
    attempt: AttemptRecord | None
    again: bool = False


@dataclass(frozen=True, slots=True)
class PaidRest:
    """What a payment by hand made of an order: `due` is still to be paid, minor units."""

    order: UUID
    number: str
    due: int
    change: int


class PendingOrders:
    """Selling for money that takes its time."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SELL)
    def place(
        self, actor: Actor, basket: Basket, ask: AskMoney, *, shown_total: int | None = None
    ) -> Placed:
        """Turn a basket into an order that waits for its money, and note the attempt.

        Money the basket received already is booked with it. The same basket again gives the same
        order. `basket_empty`, `basket_changed`, `stock_short`, `account_missing`,
        `payment_too_high` for more than is due, `payment_currency` in a shop of another currency.
        """
        if basket.is_empty:
            raise ShopError(ErrorCode.BASKET_EMPTY)
        with self._shop.booking(actor) as booking:
            before = _placed_before(booking, basket)
            if before is not None:
                return before
            currency = self._shop.profile.currency
            priced = price_to_sell(booking, actor, currency, basket, shown_total)
            placed = self._write(booking, priced, ask)
        self._tell(placed, frozenset(quantities_by_sku(basket)))
        return placed

    @act(Right.SELL)
    def ask(self, actor: Actor, order: UUID, ask: AskMoney) -> Placed:
        """Note another attempt for what is due of an order, once no other one is open.

        `payment_open` while one is, `order_not_pending` when nothing is due.
        """
        with self._shop.booking(actor) as booking:
            booked = _with_something_due(booking, order)
            record = self._attempt(booking, booked, ask)
            _insert_only_open(booking, record)
        placed = Placed(order, booked.number, record)
        self._tell(placed, frozenset())
        return placed

    @act(Right.SELL)
    def pay(self, actor: Actor, order: UUID, tenders: Sequence[Tender]) -> PaidRest:
        """Take cash, or what the cashier saw arrive, for what is due; all of it ends the order.

        `payment_open` while a platform is still asked, `payment_too_high`, `order_not_pending`.
        """
        with self._shop.booking(actor) as booking:
            booked = _with_something_due(booking, order)
            _check_nothing_open(booking, order)
            money = settle_part(booked.due, tenders)
            skus = take_by_hand(booking, booked, money)
        taken = sum(payment.amount for payment in money.payments)
        self._shop.events.send(OrderChanged(order, booked.number))
        if skus:
            self._shop.events.send(StockChanged(skus))
        if taken == booked.due:
            cash = any(payment.method is Method.CASH for payment in money.payments)
            self._shop.events.send(SaleFinished(order, booked.number, cash))
        return PaidRest(order, booked.number, booked.due - taken, money.change)

    @act(Right.SELL)
    def give_up(self, actor: Actor, attempt: UUID) -> None:
        """Ask for an attempt to be closed; the collector does it, and money may still arrive first.

        Harmless for one that ended.
        """
        with self._shop.booking(actor) as booking:
            record = _attempt_of(booking, attempt)
            if not record.attempt.is_open:
                return
            changed = replace(record.attempt, giving_up=True)
            update_attempt(booking.connection, replace(record, attempt=changed, next_at=booking.at))
            if not record.attempt.giving_up:
                write_event(booking, record.order, "given_up", _facts(changed))
        self._changed(record)

    @act(Right.SELL)
    def hand_over(self, actor: Actor, attempt: UUID, reference: str = "") -> None:
        """Let the goods go though it is not known whether the money came: *to verify*.

        From now on the attempt is only asked about. Committed before the next request; harmless
        to repeat. `payment_being_closed` when it was given up before, `payment_not_open` when it
        ended.
        """
        with self._shop.booking(actor) as booking:
            record = _attempt_of(booking, attempt)
            if not record.attempt.is_open:
                raise ShopError(ErrorCode.PAYMENT_NOT_OPEN, number=record.order_number)
            if record.attempt.giving_up:
                raise ShopError(ErrorCode.PAYMENT_BEING_CLOSED, number=record.order_number)
            changed = replace(record.attempt, handed_over=True)
            update_attempt(
                booking.connection,
                replace(record, attempt=changed, reference=reference.strip()),
            )
            booked = read_booked(booking, record.order)
            skus = goods_leave(booking, booked, "to_verify")
            if not record.attempt.handed_over:
                write_event(booking, record.order, "handed_over", _facts(changed))
        self._changed(record)
        self._shop.events.send(OrderChanged(record.order, record.order_number))
        if skus:
            self._shop.events.send(StockChanged(skus))
        if booked.state == PENDING:
            self._shop.events.send(SaleFinished(record.order, record.order_number, took_cash=False))

    @act(Right.SELL)
    def cancel(self, actor: Actor, order: UUID) -> None:
        """Cancel an order nobody paid for; its number stays, its goods are free again.

        `payment_open` while a platform may still take money, `order_has_money` once some came
        (give it back first), `order_not_pending` for any other order. Harmless when cancelled.
        """
        with self._shop.booking(actor) as booking:
            booked = read_booked(booking, order)
            if booked.state == "cancelled":
                return
            if booked.state != PENDING:
                raise ShopError(ErrorCode.ORDER_NOT_PENDING, number=booked.number)
            _check_nothing_open(booking, order)
            if booked.paid:
                raise ShopError(ErrorCode.ORDER_HAS_MONEY, number=booked.number)
            skus = cancel_booked(booking, booked)
        self._shop.events.send(OrderChanged(order, booked.number))
        self._shop.events.send(StockChanged(skus))

    def _write(self, booking: Booking, priced: PricedBasket, ask: AskMoney) -> Placed:
        basket = priced.basket
        money = settle_part(priced.total, basket.received)
        let_go(booking, basket.id)
        wanted = quantities_by_sku(basket)
        lines = lines_to_sell(booking, priced, levels_for(booking, wanted))
        shift = current_shift(booking)
        paid = sum(payment.amount for payment in money.payments)
        order = OrderFacts(
            head=booking.fact(),
            number=booking.order_number(),
            shift=shift,
            currency=self._shop.profile.currency.code,
            state=PENDING,
            pay_state="part" if paid else "unpaid",
            paid=paid,
        )
        write_order(booking, order, priced, lines)
        reserve(booking, order.head.id, wanted, kind="order")
        booking.audit("order", order.head, order_digest(order.number, priced))
        write_received(booking, order.head.id, order.number, order.currency, money)
        write_event(booking, order.head.id, "placed", {"total": priced.total})
        record = self._attempt(booking, read_booked(booking, order.head.id), ask)
        insert_attempt(booking.connection, record)
        return Placed(order.head.id, order.number, record)

    def _attempt(self, booking: Booking, order: BookedOrder, ask: AskMoney) -> AttemptRecord:
        account = booking.connection.execute(_ACCOUNT, {"account": ask.account}).one_or_none()
        if account is None or account.kind not in METHODS:
            raise ShopError(ErrorCode.ACCOUNT_MISSING, account=str(ask.account))
        if order.currency != PLATFORM_CURRENCY:
            raise ShopError(ErrorCode.PAYMENT_CURRENCY, currency=order.currency)
        amount = order.due if ask.amount is None else ask.amount
        if not 0 < amount <= order.due:
            raise ShopError(ErrorCode.PAYMENT_TOO_HIGH, amount=amount, total=order.due)
        number = booking.ids.new()
        attempt = Attempt(
            id=number,
            out_trade_no=number.hex,
            kind=ask.kind,
            method=METHODS[account.kind],
            amount=amount,
            currency=order.currency,
            merchant=str(account.settings.get("merchant", "")),
            made_at=booking.at,
        )
        return AttemptRecord(
            attempt=attempt,
            order=order.id,
            order_number=order.number,
            account=ask.account,
            account_kind=account.kind,
            practice=account.practice,
            till=booking.till,
            next_at=booking.at + PATIENCE,
        )

    def _tell(self, placed: Placed, skus: frozenset[UUID]) -> None:
        if placed.attempt is not None:
            self._changed(placed.attempt)
        self._shop.events.send(OrderChanged(placed.order, placed.number))
        if skus:
            self._shop.events.send(StockChanged(skus))

    def _changed(self, record: AttemptRecord) -> None:
        self._shop.events.send(AttemptChanged(record.attempt.id, record.order))


def _placed_before(booking: Booking, basket: Basket) -> Placed | None:
    row = booking.connection.execute(_OF_BASKET, {"basket": basket.id}).one_or_none()
    if row is None:
        return None
    still_open = [
        record for record in attempts_of(booking.connection, row.id) if record.attempt.is_open
    ]
    return Placed(row.id, row.number, still_open[-1] if still_open else None, again=True)


def _with_something_due(booking: Booking, order: UUID) -> BookedOrder:
    booked = read_booked(booking, order)
    if booked.state == "cancelled" or not booked.due:
        raise ShopError(ErrorCode.ORDER_NOT_PENDING, number=booked.number)
    return booked


def _check_nothing_open(booking: Booking, order: UUID) -> None:
    for record in attempts_of(booking.connection, order):
        if record.attempt.is_open:
            raise ShopError(ErrorCode.PAYMENT_OPEN, number=record.order_number)


def _insert_only_open(booking: Booking, record: AttemptRecord) -> None:
    _check_nothing_open(booking, record.order)
    try:
        insert_attempt(booking.connection, record)
    except IntegrityError as error:
        raise ShopError(ErrorCode.PAYMENT_OPEN, number=record.order_number) from error


def _attempt_of(booking: Booking, attempt: UUID) -> AttemptRecord:
    record = read_attempt(booking.connection, attempt)
    if record is None:
        raise ShopError(ErrorCode.NOT_FOUND, what="payment_attempt", key=str(attempt))
    return record


def _facts(attempt: Attempt) -> dict[str, object]:
    return {
        "attempt": str(attempt.id),
        "method": attempt.method.value,
        "amount": attempt.amount,
    }
