"""The goods of an order, inside an open act: priced lines, what they cost, and how they leave.

A cash sale lets them go at once. The goods of an order paid by phone are reserved first, and leave
when the money is there or when the cashier hands them over.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import bindparam, select, update

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.pricing import (
    PricedBasket,
    PricedLine,
)
from microshop_desktop.domain.stock import BelowZero, MovementKind, rule_below_zero
from microshop_desktop.persistence.prepared import Prepared
from microshop_desktop.persistence.tables.orders import (
    OrderLine,
    OrderRow,
)
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.sales_book import (
    DayFigures,
    Ledger,
    SkuFigures,
    add_to_day,
    add_to_sku_days,
)
from microshop_desktop.services.shop_settings import read_settings
from microshop_desktop.services.stock_book import (
    Cause,
    Level,
    Move,
    after_issue,
    book_moves,
    cost_out,
    read_levels,
)

_ORDER = Prepared(
    select(
        OrderRow.id,
        OrderRow.number,
        OrderRow.shop_day,
        OrderRow.currency,
        OrderRow.source,
        OrderRow.state,
        OrderRow.subtotal,
        OrderRow.discount,
        OrderRow.rounding,
        OrderRow.tax,
        OrderRow.total,
        OrderRow.paid,
    ).where(OrderRow.id == bindparam("order"))
)
_LINES = Prepared(
    select(
        OrderLine.id,
        OrderLine.sku_id,
        OrderLine.quantity,
        OrderLine.factor,
        OrderLine.total,
    )
    .where(OrderLine.order_id == bindparam("order"))
    .order_by(OrderLine.no)
)
_COST_LINE = Prepared(
    update(OrderLine).where(OrderLine.id == bindparam("line")).values(cost_value=bindparam("cost"))
)
_SET_STATE = Prepared(
    update(OrderRow)
    .where(OrderRow.id == bindparam("order"))
    .values(state=bindparam("to_state"), pay_state=bindparam("to_pay_state"))
)


@dataclass(frozen=True, slots=True)
class SoldLine:
    """A line whose goods leave: thousandths of base units, money, and the cost that leaves."""

    row_id: UUID
    sku: UUID | None
    base_quantity: int
    total: int
    cost_value: int = 0


@dataclass(frozen=True, slots=True)
class BookedOrder:
    """An order as it lies in the books; money in minor units."""

    id: UUID
    number: str
    shop_day: date
    currency: str
    source: str
    state: str
    subtotal: int
    discount: int
    rounding: int
    tax: int
    total: int
    paid: int

    @property
    def due(self) -> int:
        """What is still to be paid."""
        return max(self.total - self.paid, 0)


def read_booked(booking: Booking, order: UUID) -> BookedOrder:
    """Return an order inside an open act; `not_found`."""
    row = _ORDER.first(booking.connection, order=order)
    if row is None:
        raise ShopError(ErrorCode.NOT_FOUND, what="order", key=str(order))
    return BookedOrder(**row._asdict())


def levels_for(booking: Booking, skus: Iterable[UUID | None]) -> dict[UUID, Level]:
    """Return what lies there of the SKUs of some lines."""
    return read_levels(booking.connection, booking.place, {sku for sku in skus if sku})


def lines_to_sell(
    booking: Booking, priced: PricedBasket, levels: Mapping[UUID, Level]
) -> list[SoldLine]:
    """Return the lines of a basket; `stock_short` where a SKU blocks selling below zero."""
    _check_available(booking, priced, dict(levels))
    return [
        SoldLine(
            row_id=booking.ids.new(),
            sku=line.line.goods.sku,
            base_quantity=line.line.base_quantity,
            total=line.total,
        )
        for line in priced.lines
    ]


def costed(lines: Sequence[SoldLine], levels: Mapping[UUID, Level]) -> list[SoldLine]:
    """Return the lines with the cost that leaves with each, by what is on the shelf now."""
    now = dict(levels)
    found = []
    for line in lines:
        if line.sku is None:
            found.append(line)
            continue
        level = now[line.sku]
        cost = cost_out(level, line.base_quantity)
        now[line.sku] = after_issue(level, line.base_quantity, cost)
        found.append(replace(line, cost_value=cost))
    return found


def let_goods_go(
    booking: Booking, order: UUID, ledger: Ledger, lines: Sequence[SoldLine], figures: DayFigures
) -> None:
    """Book the goods out of the stock and the sale into its day."""
    moves = [
        Move(line.sku, MovementKind.SALE, -line.base_quantity, -line.cost_value)
        for line in lines
        if line.sku is not None
    ]
    book_moves(booking, moves, Cause("order", order))
    add_to_day(booking.connection, ledger, figures)
    add_to_sku_days(
        booking.connection,
        ledger,
        [
            SkuFigures(line.sku, line.base_quantity, line.total, line.cost_value)
            for line in lines
            if line.sku is not None
        ],
    )


def complete_order(booking: Booking, order: BookedOrder, pay_state: str) -> frozenset[UUID]:
    """Let the goods of a written order go; return its SKUs. Its reservations end before."""
    rows = _LINES.rows(booking.connection, order=order.id)
    lines = costed(
        [SoldLine(row.id, row.sku_id, row.quantity * row.factor, row.total) for row in rows],
        levels_for(booking, (row.sku_id for row in rows)),
    )
    _COST_LINE(
        booking.connection, [{"line": line.row_id, "cost": line.cost_value} for line in lines]
    )
    let_goods_go(
        booking,
        order.id,
        Ledger(order.shop_day, order.currency, order.source),
        lines,
        DayFigures(
            orders=1,
            gross=order.subtotal,
            discount=order.discount + order.rounding,
            tax=order.tax,
            cost_value=sum(line.cost_value for line in lines),
        ),
    )
    set_state(booking, order.id, "completed", pay_state)
    return frozenset(line.sku for line in lines if line.sku is not None)


def set_state(booking: Booking, order: UUID, state: str, pay_state: str) -> None:
    """Change the state of an order and of its payment."""
    _SET_STATE.run(booking.connection, order=order, to_state=state, to_pay_state=pay_state)


def _check_available(booking: Booking, priced: PricedBasket, levels: dict[UUID, Level]) -> None:
    for line in priced.lines:
        sku = line.line.goods.sku
        if sku is not None:
            levels[sku] = _taken(booking, levels.get(sku), line)


def _taken(booking: Booking, level: Level | None, line: PricedLine) -> Level:
    goods, quantity = line.line.goods, line.line.base_quantity
    if level is None:
        raise ShopError(ErrorCode.NOT_FOUND, what="sku", key=str(goods.sku))
    if quantity > level.available and _blocks(booking, level):
        raise ShopError(
            ErrorCode.STOCK_SHORT, name=goods.name, wanted=quantity, available=level.available
        )
    return replace(level, on_hand=level.on_hand - quantity)


def _blocks(booking: Booking, level: Level) -> bool:
    """Tell whether no more may be sold than is there, by the SKU's rule or the shop's."""
    of_shop = read_settings(booking.connection).below_zero
    return rule_below_zero(BelowZero(level.below_zero), of_shop) is BelowZero.BLOCK
