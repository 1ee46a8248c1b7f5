"""The shop behind the window: opened once the first picture is painted, closed at the end.

Everything dear (SQLAlchemy, the services, the printer) is imported with this module and no earlier.
"""

import logging
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from microshop_desktop.devices.receipt_printer import PrinterSettings, ReceiptPrinter
from microshop_desktop.domain.errors import ShopError
from microshop_desktop.domain.receipt import PAPER_58, PAPER_80
from microshop_desktop.drawing.receipt import rows_dots
from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.folders import Folders
from microshop_desktop.infra.settings import (
    OPEN_DRAWER,
    PRINTER_ADDRESS,
    PRINTER_KIND,
    PRINTER_TEXT_MODE,
    RECEIPT_WIDTH,
    Settings,
)
from microshop_desktop.persistence.checking import quick_check
from microshop_desktop.persistence.lock import WindowLock
from microshop_desktop.persistence.migrate import open_database
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.backups import Backups, backup_folder
from microshop_desktop.services.events import (
    CatalogueChanged,
    OrderChanged,
    PrintJobsChanged,
    SettingsChanged,
    StockChanged,
)
from microshop_desktop.services.pictures import Pictures
from microshop_desktop.services.print_queue import PrintPlan, PrintQueue, PrintWorker
from microshop_desktop.services.shop import Shop, open_shop
from microshop_desktop.services.shop_settings import Settings as ShopSettingsService

_log = logging.getLogger(__name__)


class Bridge(QObject):
    """Brings the events of the shop to the main thread, whichever thread they come from."""

    goods_changed = Signal()
    orders_changed = Signal()
    settings_changed = Signal()
    print_jobs_changed = Signal()

    def __init__(self, shop: Shop) -> None:
        super().__init__()
        shop.events.listen(CatalogueChanged, self._on_goods)
        shop.events.listen(StockChanged, self._on_goods)
        shop.events.listen(OrderChanged, self._on_order)
        shop.events.listen(SettingsChanged, self._on_settings)
        shop.events.listen(PrintJobsChanged, self._on_print_jobs)

    def _on_goods(self, _event: CatalogueChanged | StockChanged) -> None:
        self.goods_changed.emit()

    def _on_order(self, _event: OrderChanged) -> None:
        self.orders_changed.emit()

    def _on_settings(self, _event: SettingsChanged) -> None:
        self.settings_changed.emit()

    def _on_print_jobs(self, _event: PrintJobsChanged) -> None:
        self.print_jobs_changed.emit()


@dataclass(slots=True)
class OpenedShop:
    """An open shop with what the pages and the window need of it."""

    shop: Shop
    actor: Actor
    folders: Folders
    settings: Settings
    lock: WindowLock
    pictures: Pictures
    bridge: Bridge
    queue: PrintQueue = field(init=False)
    worker: PrintWorker = field(init=False)

    def __post_init__(self) -> None:
        """Begin to print what waits."""
        self.queue = PrintQueue(self.shop, self.printer, self.print_plan)
        self.worker = PrintWorker(self.queue)
        self.worker.start()

    def printer(self) -> ReceiptPrinter:
        """The printer as this laptop's settings describe it now."""
        return ReceiptPrinter(printer_settings(self.settings), rows_dots)

    def print_plan(self) -> PrintPlan:
        """What happens by itself after a sale."""
        receipts = ShopSettingsService(self.shop).current().print_receipts
        return PrintPlan(receipts=receipts, opens_drawer=self.settings.get(OPEN_DRAWER))

    def backups(self) -> Backups:
        """The backups, in the folder that the settings name now."""
        return Backups(self.shop, backup_folder(self.folders))

    def check_after_unclean_end(self) -> str | None:
        """What is wrong with the file after a crash; None where all is well or none happened."""
        return None if self.lock.ended_cleanly else quick_check(self.folders.shop_file)

    def close(self) -> None:
        """Stop printing, close the database, give the shop back."""
        self.worker.stop()
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
            pictures=Pictures(folders.pictures),
            bridge=Bridge(shop),
        )
    except BaseException:
        lock.release()
        raise


def printer_settings(settings: Settings) -> PrinterSettings:
    """The printer of this laptop in the words of the device."""
    return PrinterSettings(
        kind=settings.get(PRINTER_KIND),
        address=settings.get(PRINTER_ADDRESS),
        paper=PAPER_58 if settings.get(RECEIPT_WIDTH) == 58 else PAPER_80,
        text_mode=settings.get(PRINTER_TEXT_MODE),
    )


def backup_at_close(opened: OpenedShop) -> Path | None:
    """Make the last backup of the day; a failure is logged and never keeps the window open."""
    try:
        made = opened.backups().make(opened.actor)
    except ShopError as problem:
        _log.warning("no backup at close: %s", problem)
        return None
    return made.path if made is not None else None
