"""The shop behind the window: opened once the first picture is painted, closed at the end.

What selling needs is imported with this module; printers, pictures and backups follow when the
seller can scan (`begin_printing` and later).
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from microshop_desktop.persistence.lock import WindowLock
from microshop_desktop.persistence.migrate import open_database
from microshop_desktop.services.events import (
    AccountsChanged,
    AttemptChanged,
    CatalogueChanged,
    OrderChanged,
    PrintJobsChanged,
    RefundChanged,
    SaleFinished,
    SettingsChanged,
    StockChanged,
)
from microshop_desktop.services.shop import Shop, open_shop

if TYPE_CHECKING:
    from pathlib import Path

    from microshop_desktop.devices.receipt_printer import PrinterSettings, ReceiptPrinter
    from microshop_desktop.infra.clock import Clock
    from microshop_desktop.infra.folders import Folders
    from microshop_desktop.infra.settings import Settings
    from microshop_desktop.services.actor import Actor
    from microshop_desktop.services.backups import Backups
    from microshop_desktop.services.pictures import Pictures
    from microshop_desktop.services.print_queue import PrintPlan, PrintQueue
    from microshop_desktop.services.print_worker import PrintWorker

_log = logging.getLogger(__name__)


_ALIKE = frozenset({CatalogueChanged, StockChanged, OrderChanged, PrintJobsChanged})
"""Events of which nothing but their kind is told."""


class Bridge(QObject):
    """Brings the events of the shop to the main thread, whichever thread they come from.

    Lives in the main thread. What is connected to its public signals runs there.
    """

    goods_changed = Signal()
    orders_changed = Signal()
    settings_changed = Signal()
    print_jobs_changed = Signal()
    attempt_changed = Signal(object)
    """The `AttemptChanged` as it was sent, most often by the collector's thread."""
    refund_changed = Signal(object)
    """The `RefundChanged` as it was sent."""
    accounts_changed = Signal(object)
    """The id of the account."""
    sale_finished = Signal(object)
    """The `SaleFinished` as it was sent; the till's own sales among them."""
    arrived = Signal(object)
    """An event as it came, sent in the thread it came from; only the bridge listens."""

    def __init__(self, shop: Shop) -> None:
        super().__init__()
        self._main, self._lock = threading.get_ident(), threading.Lock()
        self._coming: set[type] = set()
        self.arrived.connect(self._tell)
        events = shop.events
        events.listen(CatalogueChanged, self._send)
        events.listen(StockChanged, self._send)
        events.listen(OrderChanged, self._send)
        events.listen(SettingsChanged, self._send)
        events.listen(PrintJobsChanged, self._send)
        events.listen(AttemptChanged, self._send)
        events.listen(RefundChanged, self._send)
        events.listen(AccountsChanged, self._send)
        events.listen(SaleFinished, self._send)

    def _send(self, event: object) -> None:
        """Bring an event over. Of many from another thread that say the same, one is enough."""
        kind = type(event)
        if kind in _ALIKE and threading.get_ident() != self._main:
            with self._lock:
                if kind in self._coming:
                    return
                self._coming.add(kind)
        self.arrived.emit(event)

    @Slot(object)
    def _tell(self, event: object) -> None:
        with self._lock:
            self._coming.discard(type(event))
        if isinstance(event, CatalogueChanged | StockChanged):
            self.goods_changed.emit()
        elif isinstance(event, OrderChanged):
            self.orders_changed.emit()
        elif isinstance(event, SettingsChanged):
            self.settings_changed.emit()
        elif isinstance(event, PrintJobsChanged):
            self.print_jobs_changed.emit()
        else:
            self._tell_of_money(event)

    def _tell_of_money(self, event: object) -> None:
        if isinstance(event, AttemptChanged):
            self.attempt_changed.emit(event)
        elif isinstance(event, RefundChanged):
            self.refund_changed.emit(event)
        elif isinstance(event, AccountsChanged):
            self.accounts_changed.emit(event.account)
        elif isinstance(event, SaleFinished):
            self.sale_finished.emit(event)


class EarlySales:
    """Sales that are finished before there is a print queue; it gets them when it is there."""

    def __init__(self, shop: Shop) -> None:
        self.finished: list[SaleFinished] | None = []
        shop.events.listen(SaleFinished, self._on_sale)

    def hand_over(self) -> list[SaleFinished]:
        """Give the sales so far; later ones go to the queue by themselves."""
        finished, self.finished = self.finished, None
        return finished or []

    def _on_sale(self, event: SaleFinished) -> None:
        if self.finished is not None:
            self.finished.append(event)


@dataclass(slots=True)
class OpenedShop:
    """An open shop with what the pages and the window need of it."""

    shop: Shop
    actor: Actor
    folders: Folders
    settings: Settings
    lock: WindowLock
    bridge: Bridge
    early: EarlySales
    _queue: PrintQueue | None = field(default=None, init=False)
    _worker: PrintWorker | None = field(default=None, init=False)

    @property
    def queue(self) -> PrintQueue:
        """What waits to be printed."""
        if self._queue is None:
            from microshop_desktop.services.print_queue import PrintQueue

            self._queue = PrintQueue(self.shop, self.printer, self.print_plan)
            for event in self.early.hand_over():
                self._queue.on_sale(event)
        return self._queue

    @property
    def pictures(self) -> Pictures:
        """The photos of products."""
        from microshop_desktop.services.pictures import Pictures

        return Pictures(self.folders.pictures)

    def begin_printing(self) -> None:
        """Print what waits and whatever comes, in a thread of its own."""
        from microshop_desktop.services.print_worker import PrintWorker

        if self._worker is None:
            self._worker = PrintWorker(self.queue)
            self._worker.start()

    def printer(self) -> ReceiptPrinter:
        """The printer as this laptop's settings describe it now."""
        from microshop_desktop.devices.receipt_printer import ReceiptPrinter
        from microshop_desktop.drawing.receipt import rows_dots

        return ReceiptPrinter(printer_settings(self.settings), rows_dots)

    def print_plan(self) -> PrintPlan:
        """What happens by itself after a sale."""
        from microshop_desktop.infra.settings import OPEN_DRAWER
        from microshop_desktop.services.print_queue import PrintPlan
        from microshop_desktop.services.shop_settings import Settings as ShopSettingsService

        receipts = ShopSettingsService(self.shop).current().print_receipts
        return PrintPlan(receipts=receipts, opens_drawer=self.settings.get(OPEN_DRAWER))

    def backups(self) -> Backups:
        """The backups, in the folder that the settings name now."""
        from microshop_desktop.services.backups import Backups, backup_folder

        return Backups(self.shop, backup_folder(self.folders))

    def check_after_unclean_end(self) -> str | None:
        """What is wrong with the file after a crash; None where all is well or none happened.

        A damaged file takes no more writes from then on.
        """
        from microshop_desktop.services.backups import damage_of

        return None if self.lock.ended_cleanly else damage_of(self.shop)

    def close(self) -> None:
        """Stop printing, close the database, give the shop back."""
        if self._worker is not None:
            self._worker.stop()
        self.shop.database.close()
        self.lock.release()


def open_the_shop(folders: Folders, *, settings: Settings, clock: Clock) -> OpenedShop:
    """Open the shop for a window: lock, upgrade with a backup before it, services.

    Raises `window_open`, `shop_missing` and what the memory says of a file it cannot use.
    """
    lock = WindowLock(folders.data)
    try:
        database = open_database(folders.shop_file)
        shop = open_shop(database, clock)
        return OpenedShop(
            shop=shop,
            actor=shop.owner(),
            folders=folders,
            settings=settings,
            lock=lock,
            bridge=Bridge(shop),
            early=EarlySales(shop),
        )
    except BaseException:
        # Whatever keeps the shop closed, the next try must find it free.
        lock.release()
        raise


def upgrade(folders: Folders) -> None:
    """Bring the shop's file up to date, with a backup before it; raises as `open_the_shop` does."""
    lock = WindowLock(folders.data)
    try:
        open_database(folders.shop_file).close()
    finally:
        lock.release()


def printer_settings(settings: Settings) -> PrinterSettings:
    """The printer of this laptop in the words of the device."""
    from microshop_desktop.devices.receipt_printer import PrinterSettings
    from microshop_desktop.domain.receipt import paper
    from microshop_desktop.infra.settings import (
        PRINTER_ADDRESS,
        PRINTER_KIND,
        PRINTER_TEXT_MODE,
        RECEIPT_WIDTH,
    )

    return PrinterSettings(
        kind=settings.get(PRINTER_KIND),
        address=settings.get(PRINTER_ADDRESS),
        paper=paper(settings.get(RECEIPT_WIDTH)),
        text_mode=settings.get(PRINTER_TEXT_MODE),
    )


def backup_at_close(opened: OpenedShop) -> Path | None:
    """Make the last backup of the day; a failure is logged and never keeps the window open."""
    from microshop_desktop.domain.errors import ShopError

    try:
        made = opened.backups().make(opened.actor)
    except ShopError as problem:
        _log.warning("no backup at close: %s", problem)
        return None
    return made.path if made is not None else None
