"""What lies on the shelf: levels, why they are what they are, and corrections with a reason."""

from uuid import UUID

from sqlalchemy import select

from microshop_desktop.domain.basket import MOST_QUANTITY
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.quantity import plain_quantity
from microshop_desktop.domain.stock import MovementKind, gain_cost
from microshop_desktop.persistence.tables.catalogue import Sku
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.events import StockChanged
from microshop_desktop.services.goods_by_code import Goods, one_by_code
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.stock_book import (
    Cause,
    Level,
    Move,
    book_moves,
    cost_out,
    read_levels,
)
from microshop_desktop.services.stock_records import Adjusted, Adjustment

TAKEN_OUT = frozenset(
    {MovementKind.LOSS, MovementKind.OWN_USE, MovementKind.SAMPLE, MovementKind.GIFT}
)
"""Adjustments that take goods out."""
ADJUSTABLE = TAKEN_OUT | {MovementKind.GAIN, MovementKind.COUNT}
"""The kinds a person may adjust by; all others have an act of their own."""


class Stock:
    """Corrections of the stock; the lists are `StockList`'s."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SEE_STOCK)
    def find(self, actor: Actor, code: str) -> Goods:
        """Return the one SKU a code means; `code_unknown`, `code_ambiguous`."""
        with self._shop.database.read() as connection:
            return one_by_code(connection, code)

    @act(Right.ADJUST_STOCK)
    def adjust(self, actor: Actor, adjustment: Adjustment) -> Adjusted:
        """Correct what is on hand by a movement with its reason; a count that fits books nothing.

        Taking out more than there is is allowed: the shelf is right, the book was not.
        `bad_quantity` for what is negative, too much, or nothing at all unless it is a count.
        """
        with self._shop.booking(actor) as booking:
            adjusted = book_adjustment(booking, adjustment)
        if adjusted.change:
            self._shop.events.send(StockChanged(frozenset({adjustment.sku})))
        return adjusted


def book_adjustment(booking: Booking, adjustment: Adjustment) -> Adjusted:
    """Correct what is on hand inside an open act; raises what `Stock.adjust` does."""
    _check(adjustment)
    levels = read_levels(booking.connection, booking.place, [adjustment.sku])
    level = levels.get(adjustment.sku)
    if level is None or _is_gone(booking, adjustment.sku):
        raise ShopError(ErrorCode.NOT_FOUND, sku=str(adjustment.sku))
    change = _change(adjustment, level)
    if change:
        _book(booking, adjustment, level, change)
    return Adjusted(
        sku=adjustment.sku,
        change=change,
        on_hand=level.on_hand + change,
        available=level.available + change,
    )


def _check(adjustment: Adjustment) -> None:
    if adjustment.kind not in ADJUSTABLE:
        raise ShopError(ErrorCode.BAD_QUANTITY, text=adjustment.kind.value)
    least = 0 if adjustment.kind is MovementKind.COUNT else 1
    if not least <= adjustment.quantity <= MOST_QUANTITY:
        raise ShopError(ErrorCode.BAD_QUANTITY, text=plain_quantity(adjustment.quantity))


def _is_gone(booking: Booking, sku: UUID) -> bool:
    statement = select(Sku.deleted_at).where(Sku.id == sku)
    return booking.connection.scalar(statement) is not None


def _change(adjustment: Adjustment, level: Level) -> int:
    if adjustment.kind is MovementKind.COUNT:
        return adjustment.quantity - level.on_hand
    return -adjustment.quantity if adjustment.kind in TAKEN_OUT else adjustment.quantity


def _book(booking: Booking, adjustment: Adjustment, level: Level, change: int) -> None:
    if change < 0:
        cost_value = -cost_out(level, -change)
    else:
        cost_value = gain_cost(
            change, on_hand=level.on_hand, value=level.cost_value, unit_cost=level.unit_cost
        )
    move = Move(
        adjustment.sku,
        adjustment.kind,
        change,
        cost_value,
        note=" ".join(adjustment.reason.split()),
    )
    (head,) = book_moves(booking, [move], Cause("adjustment", booking.ids.new()))
    booking.audit(
        "stock.adjust",
        head,
        {
            "sku": str(adjustment.sku),
            "kind": adjustment.kind.value,
            "quantity": change,
            "cost_value": cost_value,
        },
    )
