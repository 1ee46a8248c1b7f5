"""Reports and the list of orders over a year of orders, beside the bare SQL of the same answers.

The bare one is the statement alone by `sqlite3` on an open connection; ours checks the right, opens
a snapshot and makes plain values of every row.
"""

import datetime as dt
import json
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.generator import LAST_DAY, make_long_shop
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.persistence.database import Database, connect_sqlite
from microshop_desktop.services.order_search import OrderFilters
from microshop_desktop.services.orders import Orders
from microshop_desktop.services.reports import Reports
from microshop_desktop.services.shop import open_shop

SKUS = int(os.environ.get("MICROSHOP_BENCH_SKUS", "100000"))
ORDER_LINES = int(os.environ.get("MICROSHOP_BENCH_LINES", "1000000"))
BUDGET_MS = 100.0
FRAME_MS = 32.0
TRIES = 7
FULL_DAY = LAST_DAY - dt.timedelta(days=7)
MONTH = (LAST_DAY - dt.timedelta(days=30), LAST_DAY)
_DAYS = """SELECT currency, sum(orders), sum(refunds), sum(gross), sum(discount), sum(refunded),
    sum(tax), sum(cost_value) FROM sales_by_day WHERE shop_day BETWEEN ? AND ? GROUP BY currency"""
_PRODUCTS = """SELECT sold.*, sku.name, sku.main_code FROM (
    SELECT sku_id, sum(quantity), sum(net) AS net, sum(cost_value) FROM sales_by_sku_day
    WHERE shop_day BETWEEN ? AND ? AND currency = 'CNY' GROUP BY sku_id) AS sold
    JOIN sku ON sku.id = sold.sku_id ORDER BY sold.net DESC"""
_HOURS = """SELECT at / 900000000, count(*), sum(total) FROM orders
    WHERE shop_day BETWEEN ? AND ? AND currency = 'CNY' GROUP BY 1"""
_METHODS = """SELECT method, count(*), sum(amount) FROM payment
    WHERE shop_day BETWEEN ? AND ? GROUP BY method"""
_PAGE = """SELECT orders.* FROM orders
    ORDER BY shop_day DESC, till_id DESC, seq DESC LIMIT 64 OFFSET ?"""


def main() -> None:
    """Measure and print the rows of the report."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("MICROSHOP_BENCH_DIR")) as folder:
        file = Path(folder) / "shop.sqlite"
        make_long_shop(file, skus=SKUS, order_lines=ORDER_LINES)
        print(f"{file.stat().st_size / 1e6:.0f} MB", file=sys.stderr)
        print(json.dumps(measure(file)))


def measure(file: Path) -> list[dict[str, object]]:
    """Return the rows of the report for a shop with history."""
    clock = FixedClock(dt.datetime.combine(LAST_DAY, dt.time(10), dt.UTC))
    database = Database(file)
    shop = open_shop(database, clock)
    owner, reports, orders = shop.owner(), Reports(shop), Orders(shop)
    bare = connect_sqlite(file)
    middle = ORDER_LINES // 6
    found = [
        row("day report", lambda: reports.day(owner, *day()), bare_day(bare, day())),
        row("month report", lambda: reports.day(owner, *MONTH), bare_day(bare, MONTH)),
        row("sales of a year", lambda: reports.sales(owner, *year()), asked(bare, _DAYS, year())),
        row(
            "products of a day",
            lambda: reports.products(owner, *day()),
            asked(bare, _PRODUCTS, day()),
        ),
        row(
            "products of a month",
            lambda: reports.products(owner, *MONTH),
            asked(bare, _PRODUCTS, MONTH),
        ),
        row(
            "page in the middle of all orders",
            lambda: orders.page(owner, OrderFilters(), skip=middle, limit=64),
            lambda: bare.execute(_PAGE, (middle,)).fetchall(),
            budget=FRAME_MS,
        ),
    ]
    bare.close()
    database.close()
    return found


def year() -> tuple[dt.date, dt.date]:
    """Return the days of the whole history."""
    return LAST_DAY - dt.timedelta(days=364), LAST_DAY


def day() -> tuple[dt.date, dt.date]:
    """Return a day on which as much was sold as on any other."""
    return FULL_DAY, FULL_DAY


def asked(
    connection: sqlite3.Connection, statement: str, span: tuple[dt.date, dt.date]
) -> Callable[[], object]:
    """Return a call of a bare statement over a span of days."""
    days = (span[0].isoformat(), span[1].isoformat())
    return lambda: connection.execute(statement, days).fetchall()


def bare_day(connection: sqlite3.Connection, span: tuple[dt.date, dt.date]) -> Callable[[], object]:
    """Return a call of the bare statements of a day report."""
    parts = [asked(connection, text, span) for text in (_DAYS, _HOURS, _METHODS, _PRODUCTS)]
    return lambda: [part() for part in parts]


def row(
    name: str, ours: Callable[[], object], bare: Callable[[], object], *, budget: float = BUDGET_MS
) -> dict[str, object]:
    """Measure one answer both ways."""
    return {
        "name": f"{name}, {ORDER_LINES} order lines",
        "value": milliseconds(ours),
        "baseline": milliseconds(bare),
        "budget": budget,
        "unit": "ms",
    }


def milliseconds(act: Callable[[], object]) -> float:
    """Return the time of an act once it is warm: of several, the one least disturbed by others."""
    act()
    times = []
    for _ in range(TRIES):
        begun = time.perf_counter()
        act()
        times.append(1000 * (time.perf_counter() - begun))
    return round(min(times), 2)


if __name__ == "__main__":
    main()
