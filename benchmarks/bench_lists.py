"""Scrolling through long lists of orders, products and stock: the worst frame of each.

A frame is what it takes to move the scroll bar, fetch the rows that come into sight and paint the
whole table anew, which is more than Qt paints when it scrolls; measured in time of the main thread.
The bare baseline is the same table over rows that are all in memory. While a list of products or
stock is read by a thread of the background, the table is scrolled as well; there a frame is all
that the main thread does until it has time again, without its waits for the interpreter.
"""

import datetime as dt
import gc
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QWidget

from benchmarks.generator import LAST_DAY, LINES_EACH, make_long_shop
from microshop_desktop.devices.receipt_printer import PrinterSettings, ReceiptPrinter
from microshop_desktop.drawing.receipt import rows_dots
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.persistence.database import Database
from microshop_desktop.services.pictures import Pictures
from microshop_desktop.services.print_queue import PrintQueue
from microshop_desktop.services.shop import Shop, open_shop
from microshop_desktop.ui.looks import looks
from microshop_desktop.ui.orders.desk import OrdersDesk
from microshop_desktop.ui.orders.list_pane import ListPane
from microshop_desktop.ui.orders.view_model import OrdersViewModel
from microshop_desktop.ui.products.desk import products_desk
from microshop_desktop.ui.products.page import ProductsPage
from microshop_desktop.ui.products.view_model import ProductsViewModel
from microshop_desktop.ui.runner import ThreadRunner
from microshop_desktop.ui.stock.desk import stock_desk
from microshop_desktop.ui.stock.page import StockPage
from microshop_desktop.ui.stock.view_model import StockViewModel
from microshop_desktop.ui.theme import Theme
from microshop_desktop.ui.widgets.table_view import TableView
from tests.ui.fakes import FakeShell

ORDERS = int(os.environ.get("MICROSHOP_BENCH_ORDERS", "100000"))
SKUS = int(os.environ.get("MICROSHOP_BENCH_SKUS", "100000"))
FRAME_MS = 32.0
WHEEL = 156
STEPS, JUMPS = 1_000, 300


def main() -> None:
    """Measure and print the rows of the report."""
    app = QApplication([])
    looks().apply(Theme(scale=100))
    with tempfile.TemporaryDirectory(dir=os.environ.get("MICROSHOP_BENCH_DIR")) as folder:
        file = Path(folder) / "shop.sqlite"
        make_long_shop(file, skus=SKUS, order_lines=ORDERS * LINES_EACH)
        print(json.dumps(report(file)))
    del app


def report(file: Path) -> list[dict[str, object]]:
    """Return the rows of the report for a shop."""
    clock = FixedClock(dt.datetime.combine(LAST_DAY, dt.time(10), dt.UTC))
    shop = open_shop(Database(file), clock)
    # As the program does once it has started: garbage is collected in the main thread alone.
    gc.disable()
    gc.freeze()
    rows = of_orders(shop)
    gc.collect()
    rows += of_goods(shop, "products", products_page)
    gc.collect()
    rows += of_goods(shop, "stock", stock_page)
    shop.database.close()
    return rows


def of_orders(shop: Shop) -> list[dict[str, object]]:
    """Scroll all orders, as they stand beside an open one."""
    queue = PrintQueue(shop, lambda: ReceiptPrinter(PrinterSettings(), rows_dots))
    model = OrdersViewModel(OrdersDesk(shop, shop.owner(), queue))
    model.show_period(None)
    pane = ListPane(model)
    pane.resize(882, 712)
    pane.show()
    pane.show_rows()
    QApplication.processEvents()
    begun = time.thread_time()
    pane.refresh()
    pane.table.viewport().repaint()
    counted = 1000 * (time.thread_time() - begun)
    rows = scrolled(f"{ORDERS} orders", pane.table)
    pane.hide()
    return [*rows, row(f"frame that counts {ORDERS} orders anew", [counted], None)]


def of_goods(
    shop: Shop, name: str, make: Callable[[Shop, FakeShell], StockPage | ProductsPage]
) -> list[dict[str, object]]:
    """Scroll a list of goods while it is read, and then."""
    with tempfile.TemporaryDirectory() as folder:
        shell = FakeShell(Path(folder) / "settings.json")
        shell.runner = ThreadRunner()  # type: ignore[assignment]
        page = make(shop, shell)
        page.resize(1292, 712)
        page.show()
        page.entered()
        loading = frames_while_loading(page, page.table)
        rows = scrolled(f"{SKUS} {name}", page.table)
        page.left()
        page.hide()
    return [*rows, row(f"frame while {SKUS} {name} are read, worst", loading, None)]


def products_page(shop: Shop, shell: FakeShell) -> ProductsPage:
    """The Products page of a shop."""
    desk = products_desk(shop, shop.owner(), Pictures(shell.settings_file.parent))
    return ProductsPage(shell, ProductsViewModel(desk))


def stock_page(shop: Shop, shell: FakeShell) -> StockPage:
    """The Stock page of a shop."""
    desk = stock_desk(shop, shop.owner(), Pictures(shell.settings_file.parent))
    return StockPage(shell, StockViewModel(desk), receive=lambda: None)


def frames_while_loading(page: QWidget, table: TableView) -> list[float]:
    """Scroll among the first rows until the whole list is there; milliseconds of this thread."""
    found: list[float] = []
    place = 0
    while rows_of(table) < SKUS // 2 and page.isVisible():
        place = (place + WHEEL) % (20 * WHEEL)
        begun = time.thread_time()
        table.verticalScrollBar().setValue(place)
        table.viewport().repaint()
        QApplication.processEvents()
        found.append(1000 * (time.thread_time() - begun))
        time.sleep(0.01)
    return found


def rows_of(table: TableView) -> int:
    """Return how many rows a table has now."""
    model = table.model()
    return 0 if model is None else model.rowCount()


def scrolled(name: str, table: TableView) -> list[dict[str, object]]:
    """Scroll by the wheel and by jumps, and return the rows of the report."""
    end = table.verticalScrollBar().maximum()
    chance = random.Random(1)
    down = frames(table, range(0, WHEEL * STEPS, WHEEL))
    bare = frames(table, [WHEEL * (place % 20) for place in range(STEPS)])
    jumps = frames(table, [chance.randrange(end) for _ in range(JUMPS)])
    return [
        row(f"frame while scrolling {name}, worst", down, bare),
        row(f"frame after a jump in {name}, worst", jumps, bare),
    ]


def frames(table: TableView, places: Iterable[int]) -> list[float]:
    """Return what each place of the scroll bar took, in milliseconds of this thread."""
    bar, found = table.verticalScrollBar(), []
    for place in places:
        begun = time.thread_time()
        bar.setValue(place)
        table.viewport().repaint()
        found.append(1000 * (time.thread_time() - begun))
    return found


def row(name: str, times: list[float], bare: list[float] | None) -> dict[str, object]:
    """Return one row of the report; the spread goes to the error stream."""
    middle, high = percentile(times, 0.5), percentile(times, 0.99)
    print(f"{name}: median {middle:.1f}, p99 {high:.1f}, max {max(times):.1f}", file=sys.stderr)
    return {
        "name": name,
        "value": round(max(times), 1),
        "baseline": None if bare is None else round(percentile(bare, 0.99), 1),
        "budget": FRAME_MS,
        "unit": "ms",
    }


def percentile(times: list[float], part: float) -> float:
    """Return the value that so much of the times stays under."""
    return sorted(times)[int(part * (len(times) - 1))]


if __name__ == "__main__":
    main()
