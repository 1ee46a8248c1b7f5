"""An open shop: what every service is built with."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.money import Currency, currency
from microshop_desktop.domain.shop_day import shop_day
from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.formats import use_currency
from microshop_desktop.infra.ids import Ids
from microshop_desktop.persistence.database import Database
from microshop_desktop.persistence.tables.shop import ShopRow, Staff, Till
from microshop_desktop.services.actor import EVERYTHING, Actor, Right
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.events import Events

_PROFILE = (
    select(
        ShopRow.id,
        ShopRow.name,
        ShopRow.currency,
        ShopRow.zone,
        ShopRow.day_starts_at,
        Till.id.label("till"),
        Till.letter,
        Till.place_id,
    )
    .join(Till, Till.shop_id == ShopRow.id)
    .order_by(Till.id)
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Profile:
    """The facts of the shop and of this till that services need all the time."""

    shop: UUID
    name: str
    currency: Currency
    zone: str
    day_starts_at: int
    till: UUID
    letter: str
    place: UUID


@dataclass(slots=True)
class Shop:
    """A shop opened for work at one till."""

    database: Database
    clock: Clock
    ids: Ids
    profile: Profile
    events: Events = field(default_factory=Events)

    def today(self) -> date:
        """Return the shop day of this moment."""
        return self.day_of(self.clock.now())

    def day_of(self, at: datetime) -> date:
        """Return the shop's day of a moment."""
        return shop_day(at, self.profile.zone, self.profile.day_starts_at)

    @contextmanager
    def booking(self, actor: Actor, *, revocable: bool = False) -> Iterator[Booking]:
        """Open one act's transaction with the till's counters; committed when left.

        `revocable` is for what is done again after a power cut: the disk is not waited for.
        """
        begin = self.database.write_revocable if revocable else self.database.write
        with begin() as connection:
            booking = Booking(
                connection,
                ids=self.ids,
                till=actor.till,
                staff=actor.staff,
                at=self.clock.now(),
                day=self.today(),
            )
            yield booking
            booking.close()

    def owner(self) -> Actor:
        """Return the owner at this till, with all rights."""
        with self.database.read() as connection:
            found = connection.execute(
                select(Staff.id, Staff.name, Staff.rights)
                .where(Staff.deleted_at.is_(None))
                .order_by(Staff.id)
                .limit(1)
            ).one()
        return Actor(found.id, self.profile.till, found.name, _rights(found.rights))


def open_shop(
    database: Database, clock: Clock, *, till: UUID | None = None, ids: Ids | None = None
) -> Shop:
    """Open the shop of a database that is up to date; `shop_missing` when it holds none.

    `till` is this computer's own in a shop that several share; `till_missing` when it is not there.
    A file has one till, which need not be named. Figures that people read follow the currency of
    the shop from then on.
    """
    profile = read_profile(database, till)
    use_currency(profile.currency)
    return Shop(database, clock, ids or Ids(clock), profile)


def read_profile(database: Database, till: UUID | None = None) -> Profile:
    """Read the facts of the shop and of a till, the first where none is named."""
    wanted = _PROFILE if till is None else _PROFILE.where(Till.id == till)
    with database.read() as connection:
        row = connection.execute(wanted).one_or_none()
    if row is None and till is not None:
        read_profile(database)
        raise ShopError(ErrorCode.TILL_MISSING)
    if row is None:
        raise ShopError(ErrorCode.SHOP_MISSING, place=database.place)
    return Profile(
        shop=row.id,
        name=row.name,
        currency=currency(row.currency),
        zone=row.zone,
        day_starts_at=row.day_starts_at,
        till=row.till,
        letter=row.letter,
        place=row.place_id,
    )


def _rights(names: list[str]) -> frozenset[Right]:
    return EVERYTHING if names == ["*"] else frozenset(Right(name) for name in names)
