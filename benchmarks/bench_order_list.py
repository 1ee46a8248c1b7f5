"""Scrolling through 100,000 orders: each frame with the rows that must be fetched for it.

A frame is what it takes to move the scroll bar and paint the whole table anew, which is more than
Qt paints when it scrolls. The bare baseline is the same table over rows that are all in memory.
"""

import datetime as dt
import gc
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from benchmarks.generator import LAST_DAY, LINES_EACH, make_long_shop
from microshop_desktop.devices.receipt_printer import PrinterSettings, ReceiptPrinter
from microshop_desktop.drawing.receipt import rows_dots
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.persistence.database import Database
from microshop_desktop.services.print_queue import PrintQueue
from microshop_desktop.services.shop import open_shop
from microshop_desktop.ui.looks import looks
from microshop_desktop.ui.orders.desk import OrdersDesk
from microshop_desktop.ui.orders.list_pane import ListPane
from microshop_desktop.ui.orders.view_model import OrdersViewModel
from microshop_desktop.ui.theme import Theme

ORDERS = int(os.environ.get("MICROSHOP_BENCH_ORDERS", "100000"))
SKUS = 5_000
FRAME_MS = 32.0
WHEEL = 156
FRAMES = 1_000


def main() -> None:
    """Measure and print the rows of the report."""
    app = QApplication([])
    looks().apply(Theme(scale=100))
    with tempfile.TemporaryDirectory(dir=os.environ.get("MICROSHOP_BENCH_DIR")) as folder:
        file = Path(folder) / "shop.sqlite"
        make_long_shop(file, skus=SKUS, order_lines=ORDERS * LINES_EACH)
        database = Database(file)
        pane = pane_of(database)
        app.processEvents()
        gc.freeze()  # as the program does once it has started
        print(json.dumps(measure(pane)))
        pane.hide()
        database.close()


def pane_of(database: Database) -> ListPane:
    """Return the list of all orders as it stands beside an open order."""
    clock = FixedClock(dt.datetime.combine(LAST_DAY, dt.time(10), dt.UTC))
    shop = open_shop(database, clock)
    queue = PrintQueue(shop, lambda: ReceiptPrinter(PrinterSettings(), rows_dots))
    model = OrdersViewModel(OrdersDesk(shop, shop.owner(), queue))
    model.show_period(None)
    pane = ListPane(model)
    pane.resize(882, 712)
    pane.show()
    pane.show_rows()
    return pane


def measure(pane: ListPane) -> list[dict[str, object]]:
    """Return the rows of the report."""
    bar = pane.table.verticalScrollBar()
    end = bar.maximum()
    chance = random.Random(1)
    down = frames(pane, range(0, WHEEL * FRAMES, WHEEL))
    bare = frames(pane, [WHEEL * (place % 20) for place in range(FRAMES)])
    jumps = frames(pane, [chance.randrange(end) for _ in range(FRAMES // 5)])
    return [
        row(f"frame while scrolling {ORDERS} orders, p99", down, bare),
        row(f"frame after a jump in {ORDERS} orders, p99", jumps, bare),
    ]


def frames(pane: ListPane, places: Iterable[int]) -> list[float]:
    """Return what each place of the scroll bar took, in milliseconds of this thread."""
    bar, found = pane.table.verticalScrollBar(), []
    for place in places:
        begun = time.thread_time()
        bar.setValue(place)
        pane.table.viewport().repaint()
        found.append(1000 * (time.thread_time() - begun))
    print(f"max {max(found):.1f} ms", file=sys.stderr)
    return found


def row(name: str, times: list[float], bare: list[float]) -> dict[str, object]:
    """Return one row of the report."""
    return {
        "name": name,
        "value": round(percentile(times, 0.99), 1),
        "baseline": round(percentile(bare, 0.99), 1),
        "budget": FRAME_MS,
        "unit": "ms",
    }


def percentile(times: list[float], part: float) -> float:
    """Return the value that so much of the times stays under."""
    return sorted(times)[int(part * (len(times) - 1))]


if __name__ == "__main__":
    main()
