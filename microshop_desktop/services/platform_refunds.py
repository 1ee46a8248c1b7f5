"""Money and goods that a person gives back on a platform: decided here, done by the next sync.

The wish is a command written with its step in the history. It stays until the platform has done
it or refuses it for good: then it is said, and never repeated by itself. What the platform did is
read with the order; our books and shelves are a person's to judge (`refunded_online`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import bindparam, func, insert, select, update

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.persistence.streaming import AnyRow
from microshop_desktop.persistence.tables.channels import (
    ChannelAccount,
    OnlineLineRow,
    OnlineOrderRow,
    Outbox,
)
from microshop_desktop.persistence.tables.orders import OrderLine, OrderRow
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.events import OrderChanged
from microshop_desktop.services.given_back import GIVE_BACK, given_back
from microshop_desktop.services.left_orders import BACK_NOT_GIVEN
from microshop_desktop.services.order_axes import asked_back, refunded_there
from microshop_desktop.services.order_booking import write_event
from microshop_desktop.services.outbox import DONE, GIVEN_UP, IS_DUE, WAITING, tried
from microshop_desktop.services.shop import Shop

ANSWERING = frozenset({"vendure"})
"""The platforms that give back when this program asks."""
WISHED, GAVE, TOOK_OUT = "back_wished", "back_given", "back_taken"
"""Steps of an order's history."""
_ORDER = (
    select(
        OrderRow.id,
        OrderRow.number,
        OrderRow.external_id,
        OnlineOrderRow.account_id,
        OnlineOrderRow.paid,
        ChannelAccount.deleted_at.label("removed_at"),
    )
    .join(OnlineOrderRow, OnlineOrderRow.order_id == OrderRow.id)
    .join(ChannelAccount, ChannelAccount.id == OnlineOrderRow.account_id)
    .where(OrderRow.id == bindparam("order"))
)
_LINES = (
    select(OrderLine.no, OnlineLineRow.line_id, OnlineLineRow.pieces)
    .join(OnlineLineRow, OnlineLineRow.order_line_id == OrderLine.id)
    .where(OrderLine.order_id == bindparam("order"))
)
_UNDER_WAY = select(func.count()).where(
    Outbox.subject_id == bindparam("order"), Outbox.kind == GIVE_BACK, Outbox.state == WAITING
)
_DUE = (
    select(Outbox)
    .where(
        Outbox.kind == GIVE_BACK,
        IS_DUE,
    )
    .order_by(Outbox.id)
)
_INSERT = insert(Outbox)
_UPDATE = update(Outbox).where(Outbox.id == bindparam("row"))


@dataclass(frozen=True, slots=True)
class BackWish:
    """What is to go back: `amount` in minor units, `pieces` by the number of the line.

    `takes_out`: the pieces leave the order and return to the platform's stock. `transaction` names
    the payment by which the money went back already, where the platform moves none by itself.
    """

    order: UUID
    amount: int
    pieces: Mapping[int, int] = field(default_factory=dict)
    takes_out: bool = False
    reason: str = ""
    transaction: str = ""


@dataclass(frozen=True, slots=True)
class BackCommand:
    """What a platform is still to do; `pieces` by its own id of the line, `amount` 0 once done."""

    id: UUID
    key: str
    order: UUID
    external_id: str
    amount: int
    pieces: Mapping[str, int]
    takes_out: bool
    reason: str
    transaction: str
    tries: int


class PlatformRefunds:
    """Wishes to give back, and what became of them."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.REFUND)
    def wish(self, actor: Actor, wish: BackWish) -> UUID:
        """Note that money or goods of an order are to go back; return the command.

        `not_found` for an order of no online shop, `refund_empty` where nothing is wished,
        `refund_too_high` for more than was paid and is not back, `bad_quantity` for pieces that the
        order does not have, `order_not_refundable` while another wish is under way, or where the
        shop was removed: nobody would ask it.
        """
        with self._shop.booking(actor) as booking:
            row = booking.connection.execute(_ORDER, {"order": wish.order}).one_or_none()
            if row is None:
                raise ShopError(ErrorCode.NOT_FOUND, what="order", key=str(wish.order))
            _check(booking, wish, row)
            command = booking.ids.new()
            booking.connection.execute(
                _INSERT,
                {
                    "id": command,
                    "kind": GIVE_BACK,
                    "key": command.hex,
                    "account_id": row.account_id,
                    "subject_id": wish.order,
                    "payload": _payload(booking, wish, row.external_id),
                    "state": WAITING,
                    "made_at": booking.at,
                },
            )
            write_event(booking, wish.order, WISHED, _facts(wish.amount, wish.pieces))
        self._shop.events.send(OrderChanged(wish.order, row.number))
        return command

    @act(Right.SYNC)
    def due(self, actor: Actor, account: UUID) -> tuple[BackCommand, ...]:
        """Return what of an account is to be done now."""
        given = {"account": account, "now": self._shop.clock.now()}
        with self._shop.database.reading_session() as session:
            return tuple(map(_command, session.scalars(_DUE, given)))

    @act(Right.SYNC)
    def gave(self, actor: Actor, command: BackCommand) -> None:
        """Note that the platform gave the money back; what else was wished is still to be done."""
        with self._shop.booking(actor) as booking:
            values: dict[str, object] = {"payload": _left(command)}
            if not command.takes_out:
                values |= {"state": DONE, "next_at": None}
            booking.connection.execute(_UPDATE, {"row": command.id, **values})
            write_event(booking, command.order, GAVE, {"amount": command.amount})

    @act(Right.SYNC)
    def took_out(self, actor: Actor, command: BackCommand) -> None:
        """Note that the pieces left the order; the wish is done."""
        with self._shop.booking(actor) as booking:
            values = {"state": DONE, "next_at": None, "error": ""}
            booking.connection.execute(_UPDATE, {"row": command.id, **values})
            facts: dict[str, object] = {"pieces": sum(command.pieces.values())}
            write_event(booking, command.order, TOOK_OUT, facts)

    @act(Right.SYNC)
    def later(self, actor: Actor, command: BackCommand, error: str) -> None:
        """Try again, each time a little later; the platform is asked first what became of it."""
        values = tried(command.tries, self._shop.clock.now(), error)
        with self._shop.database.write() as connection:
            connection.execute(_UPDATE, {"row": command.id, **values})

    @act(Right.SYNC)
    def refused(self, actor: Actor, command: BackCommand, why: str) -> None:
        """Give up what the platform will not do, and say its words; it is not tried again."""
        with self._shop.booking(actor) as booking:
            values = {"state": GIVEN_UP, "next_at": None, "error": why}
            booking.connection.execute(_UPDATE, {"row": command.id, **values})
            facts: dict[str, object] = {"amount": command.amount, "why": why}
            write_event(booking, command.order, BACK_NOT_GIVEN, facts)
            order = booking.connection.execute(_ORDER, {"order": command.order}).one()
        self._shop.events.send(OrderChanged(command.order, order.number))


def _check(booking: Booking, wish: BackWish, row: AnyRow) -> None:
    """Refuse a wish that cannot be meant so."""
    takes_out = wish.takes_out and any(wish.pieces.values())
    if wish.amount < 0 or (wish.amount == 0 and not takes_out):
        raise ShopError(ErrorCode.REFUND_EMPTY)
    left = _left_to_give(booking, row)
    if wish.amount > left:
        raise ShopError(ErrorCode.REFUND_TOO_HIGH, wanted=wish.amount, left=left)
    under_way = booking.connection.scalar(_UNDER_WAY, {"order": wish.order})
    if under_way or row.removed_at is not None:
        raise ShopError(ErrorCode.ORDER_NOT_REFUNDABLE)


def _left_to_give(booking: Booking, row: AnyRow) -> int:
    """Return what a platform may still give back: less what is on its way, and what we gave here.

    Where refunds are made from here, whatever is open there is one that was begun.
    """
    there = refunded_there(booking, row.id) + asked_back(booking, row.id).pending
    back = given_back(booking.connection, row.id, row.paid, there)
    paid: int = row.paid
    return max(0, paid - back.by_hand - max(there, back.by_platform))


def _payload(booking: Booking, wish: BackWish, external_id: str) -> dict[str, object]:
    lines = {row.no: row for row in booking.connection.execute(_LINES, {"order": wish.order})}
    pieces: dict[str, int] = {}
    for no, count in wish.pieces.items():
        if no not in lines or not 0 <= count <= lines[no].pieces:
            raise ShopError(ErrorCode.BAD_QUANTITY, text=str(count))
        if count:
            pieces[lines[no].line_id] = count
    return {
        "external_id": external_id,
        "amount": wish.amount,
        "pieces": pieces,
        "takes_out": wish.takes_out and bool(pieces),
        "reason": wish.reason.strip(),
        "transaction": wish.transaction.strip(),
    }


def _left(command: BackCommand) -> dict[str, object]:
    """Return what is still to be done once the money is back."""
    return {
        "external_id": command.external_id,
        "amount": 0,
        "pieces": dict(command.pieces),
        "takes_out": command.takes_out,
        "reason": command.reason,
        "transaction": command.transaction,
    }


def _facts(amount: int, pieces: Mapping[int, int]) -> dict[str, object]:
    counted: dict[str, object] = {"pieces": sum(pieces.values())} if any(pieces.values()) else {}
    return {"amount": amount, **counted}


def _command(row: Outbox) -> BackCommand:
    payload = row.payload
    return BackCommand(
        id=row.id,
        key=row.key,
        order=row.subject_id,
        external_id=payload["external_id"],
        amount=payload["amount"],
        pieces=payload["pieces"],
        takes_out=payload["takes_out"],
        reason=payload["reason"],
        transaction=payload["transaction"],
        tries=row.tries,
    )
