"""What the page of picking does in the shop, as one actor, by the services."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from microshop_desktop.domain.picking import Tick
from microshop_desktop.domain.waybill import Waybill
from microshop_desktop.domain.waybill_sheets import SheetRow
from microshop_desktop.services.actor import Actor, Right
from microshop_desktop.services.courier_list import CourierBook
from microshop_desktop.services.parcel_papers import ParcelPapers
from microshop_desktop.services.picking import Picking
from microshop_desktop.services.picking_values import Parcel, ParcelChange, Round, Scan, Sent
from microshop_desktop.services.shop import Shop


class PickDesk:
    """The round of an open shop."""

    def __init__(self, shop: Shop, actor: Actor) -> None:
        """Act as this person."""
        self._shop, self._actor = shop, actor
        self._picking, self._papers = Picking(shop), ParcelPapers(shop)

    @property
    def may_pick(self) -> bool:
        """Whether this person may send parcels."""
        return Right.SYNC in self._actor.rights

    @property
    def may_export(self) -> bool:
        """Whether this person may write addresses into a file."""
        return Right.EXPORT_DATA in self._actor.rights

    def now(self) -> datetime:
        """Return this moment on the shop's clock."""
        return self._shop.clock.now().astimezone(ZoneInfo(self._shop.profile.zone))

    def local(self, moment: datetime) -> datetime:
        """Return a moment on the shop's clock."""
        return moment.astimezone(ZoneInfo(self._shop.profile.zone))

    def waiting(self) -> tuple[UUID, ...]:
        """Return the orders that this person may send now, the most urgent first."""
        return self._picking.waiting(self._actor) if self.may_pick else ()

    def round(self) -> Round:
        """Return the round as it is."""
        return self._picking.round(self._actor)

    def books(self, accounts: Collection[UUID]) -> dict[UUID, CourierBook]:
        """Return what couriers shops take."""
        return self._picking.books(self._actor, accounts)

    def begin(self, orders: Collection[UUID]) -> Round:
        """Take orders into the round."""
        return self._picking.begin(self._actor, orders)

    def drop(self, *orders: UUID) -> None:
        """Take orders out of the round."""
        self._picking.drop(self._actor, *orders)

    def scan(self, code: str) -> Scan:
        """Tick a scanned piece, or say why it is wrong."""
        return self._picking.scan(self._actor, code)

    def tick(self, ticks: Sequence[Tick]) -> None:
        """Tick pieces by hand, or put them back."""
        self._picking.tick(self._actor, ticks)

    def pick_all(self, order: UUID) -> tuple[Tick, ...]:
        """Note that all of an order is in its crate."""
        return self._picking.pick_all(self._actor, order)

    def change(self, order: UUID, change: ParcelChange) -> None:
        """Note courier or number of a parcel."""
        self._picking.change(self._actor, order, change)

    def ship(self, orders: Collection[UUID]) -> Sent:
        """Send the parcels that are good."""
        return self._picking.ship(self._actor, orders)

    def slips(
        self, parcels: Sequence[Parcel], books: Mapping[UUID, CourierBook]
    ) -> tuple[Waybill, ...]:
        """Return the slips of parcels."""
        return self._papers.slips(self._actor, parcels, books)

    def sheet_rows(self, parcels: Sequence[Parcel]) -> tuple[SheetRow, ...]:
        """Return parcels as couriers' sheets tell them."""
        return self._papers.sheet_rows(self._actor, parcels)
