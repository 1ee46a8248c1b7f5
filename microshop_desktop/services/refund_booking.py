"""Booking a refund inside an open act: what a plain refund and an exchange share.

The transaction appends refund, lines, the ways the money goes back and the movements of the goods,
and brings order, levels and the figures of the refund's own day up to date.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, insert, text, update

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.online_refund import money_shares
from microshop_desktop.domain.payment_refund import WayState
from microshop_desktop.domain.refunds import (
    MoneyBack,
    PaidWith,
    RefundShare,
    RefundState,
    SoldLine,
    Wanted,
    all_that_is_left,
    money_back,
    refund_shares,
    refund_state,
)
from microshop_desktop.domain.stock import MovementKind
from microshop_desktop.persistence.columns import IdType
from microshop_desktop.persistence.tables.orders import (
    OrderEvent,
    Refund,
    RefundLine,
)
from microshop_desktop.services.booking import Booking, FactHead
from microshop_desktop.services.given_back import check_given_back, wished_back
from microshop_desktop.services.order_axes import is_refund_untold, judge_refund, refunded_there
from microshop_desktop.services.order_records import read_order
from microshop_desktop.services.order_values import OrderLineView, OrderView
from microshop_desktop.services.refund_ways import write_ways
from microshop_desktop.services.sales_book import (
    DayFigures,
    Ledger,
    SkuFigures,
    add_to_day,
    add_to_sku_days,
)
from microshop_desktop.services.shifts import current_shift
from microshop_desktop.services.stock_book import Cause, Move, book_moves

_INSERT_REFUND = insert(Refund)
_INSERT_LINES = insert(RefundLine)
_SET_STATE = update(Refund).where(Refund.id == bindparam("refund"))
_INSERT_EVENT = insert(OrderEvent)
_ADD_TO_LINES = text(
    """
    UPDATE order_line
    SET refunded_quantity = refunded_quantity + :quantity, refunded = refunded + :amount
    WHERE id = :line
    """
).bindparams(bindparam("line", type_=IdType()))
_ADD_TO_ORDER = text(
    "UPDATE orders SET refunded = refunded + :amount, refund_state = :state WHERE id = :order"
).bindparams(bindparam("order", type_=IdType()))


@dataclass(frozen=True, slots=True)
class RefundWish:
    """What is to go back.

    `key` is chosen by the caller before it asks: the same key twice makes one refund. `cash` are
    the minor units to give back in cash, None: all of it as it was paid. `lines` None: all that is
    left, `restock` saying whether it can be sold again. `credit` is what an exchange takes as
    payment for the new goods instead of giving it back. `money` is given back alone, instead of
    lines: the goods stay with the customer.
    """

    key: UUID
    order: UUID
    lines: tuple[Wanted, ...] | None = None
    restock: bool = True
    cash: int | None = None
    all_in_cash: bool = False
    reason: str = ""
    credit: int = 0
    money: int = 0


@dataclass(frozen=True, slots=True)
class RefundPlan:
    """A refund worked out, not yet booked."""

    order: OrderView
    shares: tuple[RefundShare, ...]
    ways: tuple[MoneyBack, ...]
    amount: int
    tax: int
    cost_value: int
    state: RefundState

    @property
    def method(self) -> Method:
        """The way most of the money goes; as the order was paid where none goes back."""
        if self.ways:
            return max(self.ways, key=lambda way: way.amount).method
        return self.order.payments[0].method if self.order.payments else Method.CASH


@dataclass(frozen=True, slots=True)
class BookedRefund:
    """A refund that was booked; `credit` of it pays for other goods of an exchange."""

    refund: UUID
    number: str
    order: UUID
    order_number: str
    skus: frozenset[UUID]
    credit: int


def plan_refund(order: OrderView, wish: RefundWish) -> RefundPlan:
    """Work out what goes back of an order.

    `order_not_refundable`, `refund_empty`, `refund_too_high` beyond what is left of a line or of
    the money, `bad_amount` for more cash than the refund, `refunded_online` for what the platform
    gave back already.
    """
    check_refundable(order)
    lines = [line.sold for line in order.lines]
    shares = _shares(lines, wish)
    amount = sum(share.amount for share in shares)
    if amount > order.paid - order.refunded:
        left = order.paid - order.refunded
        raise ShopError(ErrorCode.REFUND_TOO_HIGH, wanted=amount, left=left)
    ways = _ways(wish, amount, order.money_in)
    check_given_back(order, ways)
    return RefundPlan(
        order=order,
        shares=shares,
        ways=ways,
        amount=amount,
        tax=sum(share.tax for share in shares),
        cost_value=sum(share.cost_value for share in shares),
        state=refund_state(lines, shares),
    )


def _shares(lines: Sequence[SoldLine], wish: RefundWish) -> tuple[RefundShare, ...]:
    if wish.money:
        return money_shares(wish.money, lines)
    if wish.lines is None:
        return refund_shares(lines, all_that_is_left(lines, restock=wish.restock))
    return refund_shares(lines, wish.lines)


def check_refundable(order: OrderView) -> None:
    """Raise `order_not_refundable` unless surely paid, `refund_too_high` when all went back."""
    if not order.is_refundable:
        raise ShopError(ErrorCode.ORDER_NOT_REFUNDABLE, number=order.number, state=order.state)
    if not order.can_be_refunded:
        raise ShopError(ErrorCode.REFUND_TOO_HIGH, wanted=0, left=0)


def book_refund(booking: Booking, wish: RefundWish) -> BookedRefund:
    """Book a refund; `not_found` for an unknown order, otherwise as `plan_refund` raises."""
    order = read_order(booking.connection, wish.order)
    if order is None:
        raise ShopError(ErrorCode.NOT_FOUND, what="order", key=str(wish.order))
    plan = plan_refund(order, wish)
    there = refunded_there(booking, order.order) + wished_back(booking.connection, order.order)
    check_given_back(order, plan.ways, there)
    by_hand = any(way.method is not Method.CHANNEL for way in plan.ways)
    if by_hand and is_refund_untold(booking, order.order):
        raise ShopError(ErrorCode.REFUND_UNTOLD, number=order.number)
    shift = current_shift(booking)
    head = booking.fact(wish.key)
    refund = _RefundFacts(head, booking.refund_number(), shift, plan, wish.reason)
    _write_refund(booking, refund)
    _write_lines(booking, refund)
    _write_ways(booking, refund)
    _bring_order_up_to_date(booking, refund)
    book_moves(booking, _moves(plan), Cause("refund", refund.head.id))
    _write_day_figures(booking, plan)
    _write_event(booking, refund)
    judge_refund(booking, order.order)
    booking.audit("refund", refund.head, refund_digest(refund.number, plan))
    return BookedRefund(
        refund=refund.head.id,
        number=refund.number,
        order=order.order,
        order_number=order.number,
        skus=frozenset(line.sku for line in _lines_of(plan).values() if line.sku),
        credit=min(wish.credit, plan.amount),
    )


def refund_digest(number: str, plan: RefundPlan) -> dict[str, object]:
    """Return the facts of a refund that its audit link holds fast."""
    return {
        "number": number,
        "order": plan.order.number,
        "lines": [[share.no, share.quantity, share.amount, share.restock] for share in plan.shares],
        "payments": [[way.method.value, way.amount] for way in plan.ways],
    }


@dataclass(frozen=True, slots=True)
class _RefundFacts:
    head: FactHead
    number: str
    shift: UUID
    plan: RefundPlan
    reason: str


def _ways(wish: RefundWish, amount: int, paid: Sequence[PaidWith]) -> tuple[MoneyBack, ...]:
    credit = min(wish.credit, amount)
    rest = amount - credit
    cash = rest if wish.all_in_cash else wish.cash
    ways = money_back(rest, paid, cash=cash)
    return (MoneyBack(Method.OTHER, credit), *ways) if credit else ways


def _lines_of(plan: RefundPlan) -> Mapping[int, OrderLineView]:
    wanted = {share.no for share in plan.shares}
    return {line.no: line for line in plan.order.lines if line.no in wanted}


def _write_refund(booking: Booking, refund: _RefundFacts) -> None:
    order = refund.plan.order
    booking.connection.execute(
        _INSERT_REFUND,
        {
            **refund.head.values(),
            "number": refund.number,
            "order_id": order.order,
            "source": order.source,
            "shift_id": refund.shift,
            "place_id": booking.place,
            "customer_id": order.customer,
            "currency": order.currency,
            "amount": refund.plan.amount,
            "tax": refund.plan.tax,
            "method": refund.plan.method.value,
            "state": "done",
            "reason": refund.reason,
        },
    )


def _write_lines(booking: Booking, refund: _RefundFacts) -> None:
    lines = _lines_of(refund.plan)
    booking.connection.execute(
        _INSERT_LINES,
        [
            {
                "id": booking.ids.new(),
                "refund_id": refund.head.id,
                "no": no,
                "order_line_id": lines[share.no].line,
                "sku_id": lines[share.no].sku,
                "code": lines[share.no].code,
                "name": lines[share.no].full_name,
                "quantity": share.quantity,
                "amount": share.amount,
                "tax": share.tax,
                "restocked": share.restock,
                "cost_value": share.cost_value,
            }
            for no, share in enumerate(refund.plan.shares, start=1)
        ],
    )


def _write_ways(booking: Booking, refund: _RefundFacts) -> None:
    """Write how the money goes back; a refund through a platform is followed from here on."""
    state = write_ways(booking, refund.head.id, refund.plan.ways)
    if state is not WayState.DONE:
        booking.connection.execute(_SET_STATE, {"refund": refund.head.id, "state": state.value})


def _bring_order_up_to_date(booking: Booking, refund: _RefundFacts) -> None:
    plan = refund.plan
    lines = _lines_of(plan)
    booking.connection.execute(
        _ADD_TO_LINES,
        [
            {
                "line": lines[share.no].line,
                "quantity": share.quantity,
                "amount": share.amount,
            }
            for share in plan.shares
        ],
    )
    booking.connection.execute(
        _ADD_TO_ORDER,
        {"order": plan.order.order, "amount": plan.amount, "state": plan.state.value},
    )


def _moves(plan: RefundPlan) -> list[Move]:
    """Bring the goods back at the cost they left with; what is spoilt leaves again as a loss."""
    lines = _lines_of(plan)
    moves: list[Move] = []
    for share in plan.shares:
        line = lines[share.no]
        if line.sku is None or not share.quantity:
            continue
        quantity = share.quantity * line.factor
        moves.append(Move(line.sku, MovementKind.REFUND, quantity, share.cost_value))
        if not share.restock:
            moves.append(Move(line.sku, MovementKind.LOSS, -quantity, -share.cost_value))
    return moves


def _write_day_figures(booking: Booking, plan: RefundPlan) -> None:
    ledger = Ledger(booking.day, plan.order.currency, plan.order.source)
    figures = DayFigures(
        refunds=1, refunded=plan.amount, tax=-plan.tax, cost_value=-plan.cost_value
    )
    add_to_day(booking.connection, ledger, figures)
    lines = _lines_of(plan)
    add_to_sku_days(
        booking.connection,
        ledger,
        [
            SkuFigures(
                sku=sku,
                quantity=-share.quantity * lines[share.no].factor,
                net=-share.amount,
                cost_value=-share.cost_value,
            )
            for share in plan.shares
            if (sku := lines[share.no].sku) is not None
        ],
    )


def _write_event(booking: Booking, refund: _RefundFacts) -> None:
    booking.connection.execute(
        _INSERT_EVENT,
        {
            "id": booking.ids.new(),
            "order_id": refund.plan.order.order,
            "at": booking.at,
            "kind": "refunded",
            "staff_id": booking.staff,
            "facts": {
                "refund": str(refund.head.id),
                "number": refund.number,
                "amount": refund.plan.amount,
            },
        },
    )
