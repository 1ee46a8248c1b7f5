"""The couriers that each online shop takes, as it told them last, and the one used last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from microshop_desktop.domain.couriers import CourierChoice, courier_choices
from microshop_desktop.domain.money import Currency
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.sync_cursors import read_cursor, write_cursor

KEPT_FOR = timedelta(days=7)
"""So long a list is good; couriers come and go seldom."""
_CHINAS = "CNY"
_STREAM, _LAST = "couriers", "last_courier"


@dataclass(frozen=True, slots=True)
class CourierBook:
    """What an account takes: `platform` empty where any name will do; `parts`: part shipments.

    `last` is the courier of its last parcel by the platform's code, empty before the first.
    `abroad`: the shop is outside China.
    """

    platform: tuple[CourierChoice, ...] = ()
    parts: bool = True
    last: str = ""
    abroad: bool = False

    @property
    def choices(self) -> tuple[CourierChoice, ...]:
        """What may be chosen, those that are known here first."""
        return courier_choices(self.platform, abroad=self.abroad)

    def name_of(self, code: str) -> str:
        """Return the platform's name of a courier; where any name will do, that is the code."""
        return next((one.name for one in self.platform if one.code == code), code)

    @property
    def usual(self) -> CourierChoice | None:
        """The courier that a new parcel begins with."""
        choices = self.choices
        same = next((one for one in choices if self.last and one.code == self.last), None)
        if same is None and self.last and not self.platform:
            return CourierChoice(self.last, self.last)
        return same or next(iter(choices), None)


class CourierList:
    """Keeping the couriers of accounts."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SYNC)
    def is_due(self, actor: Actor, account: UUID) -> bool:
        """Tell whether the platform is to be asked; a time ahead is of a clock set back."""
        now = self._shop.clock.now()
        with self._shop.database.read() as connection:
            kept = read_cursor(connection, account, _STREAM)
        return kept is None or not now - KEPT_FOR < datetime.fromisoformat(kept["at"]) <= now

    @act(Right.SYNC)
    def keep(
        self, actor: Actor, account: UUID, couriers: Sequence[CourierChoice], *, parts: bool
    ) -> None:
        """Keep what a platform told of its couriers, and whether it takes part shipments."""
        value = {
            "at": self._shop.clock.now().isoformat(),
            "list": [[courier.code, courier.name] for courier in couriers],
            "parts": parts,
        }
        with self._shop.booking(actor) as booking:
            write_cursor(booking, account, _STREAM, value)

    @act(Right.SYNC)
    def book(self, actor: Actor, account: UUID) -> CourierBook:
        """Return what an account takes."""
        with self._shop.database.read() as connection:
            return courier_book(connection, account, self._shop.profile.currency)


def courier_book(connection: Connection, account: UUID, currency: Currency) -> CourierBook:
    """Return what an account takes, inside an open transaction."""
    kept = read_cursor(connection, account, _STREAM) or {}
    last = read_cursor(connection, account, _LAST) or {}
    return CourierBook(
        tuple(CourierChoice(code, name) for code, name in kept.get("list", ())),
        parts=kept.get("parts", True),
        last=last.get("code", ""),
        abroad=currency.code != _CHINAS,
    )


def remember_courier(booking: Booking, account: UUID, code: str) -> None:
    """Let the next parcel of an account begin with this courier."""
    write_cursor(booking, account, _LAST, {"code": code})
