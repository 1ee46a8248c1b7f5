"""Goods that left before their listing was linked, taken off the stock where a person says so."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, update

from microshop_desktop.domain.decisions import Choice, ConflictKind
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.stock import MovementKind
from microshop_desktop.persistence.tables.channels import Conflict
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.conflicts import OPEN, SETTLED
from microshop_desktop.services.events import StockChanged
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.stock_book import Cause, Move, book_moves, cost_out, read_levels

_ASKED = select(Conflict.facts).where(
    Conflict.id == bindparam("conflict"),
    Conflict.kind == ConflictKind.SOLD_UNLINKED.value,
    Conflict.state == OPEN,
)
_SETTLE = update(Conflict).where(Conflict.id == bindparam("row"))


class UnlinkedSales:
    """What is done about pieces that left while nobody knew whose they are."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.ADJUST_STOCK)
    def take_off(self, actor: Actor, conflict: UUID) -> None:
        """Take the pieces of a question off the stock, as a count would, and settle it.

        `not_found` where it is settled or no such question: they are taken off once.
        """
        with self._shop.booking(actor) as booking:
            facts = booking.connection.scalar(_ASKED, {"conflict": conflict})
            if facts is None:
                raise ShopError(ErrorCode.NOT_FOUND, what="conflict", key=str(conflict))
            sku = book_sold_unlinked(booking, conflict, facts)
            settled = {
                "state": SETTLED,
                "decision": {"choice": Choice.TAKE_OFF.value},
                "settled_at": booking.at,
                "changed_at": booking.at,
                "changed_by_till": booking.till,
            }
            booking.connection.execute(_SETTLE, {"row": conflict, **settled})
        self._shop.events.send(StockChanged(frozenset({sku})))


def book_sold_unlinked(booking: Booking, conflict: UUID, facts: Mapping[str, Any]) -> UUID:
    """Book the pieces of such a question off the stock inside an open act; return their SKU."""
    sku, quantity = UUID(facts["sku"]), int(facts["quantity"])
    cost = cost_out(read_levels(booking.connection, booking.place, [sku])[sku], quantity)
    move = Move(sku, MovementKind.COUNT, -quantity, -cost)
    (head,) = book_moves(booking, [move], Cause("adjustment", conflict))
    digest = {"sku": str(sku), "kind": move.kind.value, "quantity": -quantity, "cost_value": -cost}
    booking.audit("stock.adjust", head, digest)
    return sku
