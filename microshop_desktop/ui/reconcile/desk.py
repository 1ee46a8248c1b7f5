"""What the Reconcile page does in the shop, as one actor, by the services."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.bill_choices import Choice
from microshop_desktop.exchange.bill_files import ReadBill, read_bill, read_bill_file
from microshop_desktop.payments.bill_fetching import BillFetcher
from microshop_desktop.services.actor import Actor, Right
from microshop_desktop.services.reconciling import BookedBill, Reconciliation, Reconciling
from microshop_desktop.services.shop import Shop


class ReconcileDesk:
    """Bills of an open shop. Fetching and reading may take seconds: not in the main thread."""

    def __init__(self, shop: Shop, actor: Actor, folder: Path, fetcher: BillFetcher) -> None:
        """Act as this person; booked bills are kept in that folder."""
        self._shop = shop
        self._actor = actor
        self._reconciling = Reconciling(shop, folder)
        self._fetcher = fetcher

    @property
    def zone(self) -> str:
        """The zone of the shop's clock."""
        return self._shop.profile.zone

    @property
    def may_book(self) -> bool:
        """Whether this person may book what a bill proves."""
        return Right.RECONCILE in self._actor.rights

    def now(self) -> datetime:
        """Return this moment."""
        return self._shop.clock.now()

    def today(self) -> date:
        """Return the shop day of this moment."""
        return self._shop.today()

    def yesterday(self) -> date:
        """Return the newest day that may have a bill."""
        return self._fetcher.yesterday()

    def methods(self) -> list[Method]:
        """Return the platforms whose bills can be fetched."""
        return self._fetcher.methods(self._actor)

    def fetch(self, method: Method, day: date) -> ReadBill:
        """Fetch and read the bill of a day."""
        found = self._fetcher.fetch(self._actor, method, day)
        return read_bill(found.name, found.content)

    def read(self, path: Path) -> ReadBill:
        """Read a bill from a file."""
        return read_bill_file(path)

    def look(self, source: ReadBill) -> Reconciliation:
        """Hold a bill against the books."""
        return self._reconciling.look(self._actor, source)

    def book(self, source: ReadBill, choices: Mapping[str, Choice]) -> BookedBill:
        """Keep a bill and book the choices."""
        return self._reconciling.book(self._actor, source, choices)
