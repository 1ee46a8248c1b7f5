"""What the Reconcile page does in the shop, as one actor, by the services."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.bill_choices import Choice
from microshop_desktop.domain.errors import ShopError
from microshop_desktop.exchange.bill_files import ReadBill, read_bill, read_bill_file
from microshop_desktop.exchange.writers import write_table
from microshop_desktop.payments.bill_fetching import BillFetcher
from microshop_desktop.services.actor import Actor, Right
from microshop_desktop.services.bill_table import BillTables
from microshop_desktop.services.reconciling import BookedBill, Reconciliation, Reconciling
from microshop_desktop.services.shop import Shop


class Pace(Protocol):
    """Who waits for bills: told how far it is, and may want to wait no more."""

    @property
    def cancelled(self) -> bool:
        """Whether nobody waits any more."""
        ...

    def progress(self, done: int, total: int) -> None:
        """Tell how many bills were got of how many."""
        ...


@dataclass(slots=True)
class Gathered:
    """Bills that were got, each held against the books, and why others were not."""

    bills: list[tuple[ReadBill, Reconciliation]] = field(default_factory=list)
    problems: list[ShopError] = field(default_factory=list)


class ReconcileDesk:
    """Bills of an open shop. Fetching and reading may take seconds: not in the main thread."""

    def __init__(self, shop: Shop, actor: Actor, folder: Path, fetcher: BillFetcher) -> None:
        """Act as this person; booked bills are kept in that folder."""
        self._shop = shop
        self._actor = actor
        self._reconciling = Reconciling(shop, folder)
        self._tables = BillTables(shop)
        self._fetcher = fetcher

    @property
    def zone(self) -> str:
        """The zone of the shop's clock."""
        return self._shop.profile.zone

    @property
    def may_export(self) -> bool:
        """Whether this person may take the findings away as a file."""
        return Right.EXPORT_DATA in self._actor.rights

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

    def gather(self, sources: Sequence[Callable[[], ReadBill]], pace: Pace) -> Gathered:
        """Get bills one after the other; one that fails keeps no other one away."""
        found = Gathered()
        for place, source in enumerate(sources):
            pace.progress(place, len(sources))
            if pace.cancelled:
                break
            try:
                bill = source()
                found.bills.append((bill, self.look(bill)))
            except ShopError as problem:
                found.problems.append(problem)
        return found

    def look(self, source: ReadBill) -> Reconciliation:
        """Hold a bill against the books."""
        return self._reconciling.look(self._actor, source)

    def export(self, path: Path, found: Sequence[tuple[str, Reconciliation]]) -> int:
        """Write what was found, by the names of bills, into a file; return how many rows."""
        return write_table(path, self._tables.findings(self._actor, found))

    def book(self, source: ReadBill, choices: Mapping[str, Choice]) -> BookedBill:
        """Keep a bill and book the choices."""
        return self._reconciling.book(self._actor, source, choices)
