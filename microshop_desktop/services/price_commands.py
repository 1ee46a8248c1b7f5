"""Prices that online shops are to show: noticed when somebody changed one, and told by command.

A price is asked about only where it changed there since it was seen last: what differed when a shop
was connected is how its seller wants it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update

from microshop_desktop.persistence.streaming import AnyRow
from microshop_desktop.persistence.tables.catalogue import Sku
from microshop_desktop.persistence.tables.channels import Listing, Outbox
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.conflicts import ConflictKind, end_conflict, raise_conflict
from microshop_desktop.services.outbox import DONE, GIVEN_UP, IS_DUE, WAITING, tried
from microshop_desktop.services.shop import Shop

PRICE = "price"
_MOST_LOOKS = 10
"""So often an accepted price is looked for; then a person is told that it does not show."""
_LISTED = (
    select(
        Listing.id,
        Listing.external_sku,
        Listing.price,
        Listing.factor,
        Listing.own_price,
        Listing.currency,
        Sku.price.label("own"),
    )
    .join(Sku, Sku.id == Listing.sku_id)
    .where(
        Listing.account_id == bindparam("account"),
        Listing.external_sku.in_(bindparam("skus", expanding=True)),
        Listing.deleted_at.is_(None),
        Sku.deleted_at.is_(None),
    )
)
_DUE = (
    select(
        Outbox.id,
        Outbox.key,
        Outbox.payload,
        Outbox.subject_id,
        Outbox.tries,
        Listing.external_product,
        Listing.external_sku,
        Listing.extra,
    )
    .join(Listing, Listing.id == Outbox.subject_id)
    .where(
        Outbox.kind == PRICE,
        IS_DUE,
    )
    .order_by(Outbox.id)
)
_OLDER = (
    update(Outbox)
    .where(Outbox.kind == PRICE, Outbox.subject_id == bindparam("listing"), Outbox.state == WAITING)
    .values(state="replaced", next_at=None)
)
_INSERT = insert(Outbox)
_UPDATE = update(Outbox).where(Outbox.id == bindparam("row"))
_SEEN = update(Listing).where(Listing.id == bindparam("row"))


@dataclass(frozen=True, slots=True)
class PriceCommand:
    """A price that is still to be told, minor units of `currency`; `sent` where it was once."""

    id: UUID
    key: str
    listing: UUID
    product: str
    sku: str
    extra: Mapping[str, str]
    price: int
    currency: str
    sent: bool
    tries: int


class ListedPrices:
    """The prices of online shops."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SYNC)
    def compare(
        self, actor: Actor, account: UUID, told: Mapping[str, int], *, settable: bool
    ) -> int:
        """Look at prices just read, before they are kept; return how many are asked about.

        `told` by the platform's own id; `settable`: whether it takes prices from us.
        """
        found = 0
        asked = {"account": account, "skus": list(told)}
        with self._shop.booking(actor) as booking:
            for row in booking.connection.execute(_LISTED, asked).all():
                there = told[row.external_sku]
                found += _judge(booking, account, row, there, settable=settable)
        return found

    @act(Right.SYNC)
    def due(self, actor: Actor, account: UUID) -> tuple[PriceCommand, ...]:
        """Return the commands of an account whose time has come."""
        now = self._shop.clock.now()
        with self._shop.database.read() as connection:
            rows = connection.execute(_DUE, {"account": account, "now": now}).all()
        return tuple(map(_command, rows))

    @act(Right.SYNC)
    def sent(self, actor: Actor, command: PriceCommand) -> None:
        """Note that a price is about to be sent: from now on it is looked for before it is sent."""
        payload = {"price": command.price, "currency": command.currency, "sent": True}
        with self._shop.database.write() as connection:
            connection.execute(_UPDATE, {"row": command.id, "payload": payload})

    @act(Right.SYNC)
    def shown(self, actor: Actor, command: PriceCommand) -> None:
        """Note that the platform shows a price."""
        with self._shop.database.write() as connection:
            connection.execute(_UPDATE, {"row": command.id, "state": DONE, "next_at": None})
            connection.execute(_SEEN, {"row": command.listing, "price": command.price})

    @act(Right.SYNC)
    def later(self, actor: Actor, command: PriceCommand, error: str) -> bool:
        """Look again or try again later; False where that was done often enough."""
        if command.tries + 1 >= _MOST_LOOKS:
            return False
        values = tried(command.tries, self._shop.clock.now(), error)
        with self._shop.database.write() as connection:
            connection.execute(_UPDATE, {"row": command.id, **values})
        return True

    @act(Right.SYNC)
    def refused(
        self, actor: Actor, account: UUID, command: PriceCommand, *, code: str, there: int
    ) -> None:
        """Give a price up that the platform does not take, and let a person see it."""
        with self._shop.booking(actor) as booking:
            values = {"state": GIVEN_UP, "next_at": None, "error": code}
            booking.connection.execute(_UPDATE, {"row": command.id, **values})
            facts = {
                "there": there,
                "before": there,
                "ours": command.price,
                "currency": command.currency,
                "settable": True,
                "code": code,
            }
            raise_conflict(booking, account, ConflictKind.PRICE_DIFFERS, command.listing, facts)


def tell_price(booking: Booking, account: UUID, listing: UUID, price: int, currency: str) -> None:
    """Have a platform told of a price, inside an open act; an older command gives way."""
    booking.connection.execute(_OLDER, {"listing": listing})
    command = booking.ids.new()
    booking.connection.execute(
        _INSERT,
        {
            "id": command,
            "kind": PRICE,
            "key": command.hex,
            "account_id": account,
            "subject_id": listing,
            "payload": {"price": price, "currency": currency, "sent": False},
            "state": WAITING,
            "made_at": booking.at,
        },
    )


def _judge(booking: Booking, account: UUID, row: AnyRow, there: int, *, settable: bool) -> bool:
    """Ask a person about a price that somebody changed; end what is no question any more."""
    ours = row.own * row.factor
    if row.own_price or there == ours:
        end_conflict(booking, account, ConflictKind.PRICE_DIFFERS, row.id)
        return False
    if row.price is None or row.price == there:
        return False
    facts = {
        "there": there,
        "before": row.price,
        "ours": ours,
        "currency": row.currency,
        "settable": settable,
    }
    return raise_conflict(booking, account, ConflictKind.PRICE_DIFFERS, row.id, facts)


def _command(row: AnyRow) -> PriceCommand:
    return PriceCommand(
        id=row.id,
        key=row.key,
        listing=row.subject_id,
        product=row.external_product,
        sku=row.external_sku,
        extra=row.extra,
        price=row.payload["price"],
        currency=row.payload["currency"],
        sent=bool(row.payload.get("sent")),
        tries=row.tries,
    )
