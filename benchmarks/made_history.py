"""Orders of a year written straight into the tables of a made shop: for benchmarks alone."""

import datetime as dt
import random
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.infra.ids import Ids
from microshop_desktop.persistence.columns import to_microseconds
from microshop_desktop.persistence.database import Database
from microshop_desktop.services.derived import rebuild_day_figures

LAST_DAY = dt.date(2026, 3, 12)
DAYS = 365
LINES_EACH = 3
_ORDER = """INSERT INTO orders
    (id, till_id, seq, at, shop_day, number, source, place_id, currency, state, pay_state,
     refund_state, held, subtotal, discount, rounding, tax, total, paid, refunded)
    VALUES (?, ?, ?, ?, ?, ?, 'counter', ?, 'CNY', 'completed', 'paid', 'none', 0, ?, 0, 0, 0,
            ?, ?, 0)"""
_LINE = """INSERT INTO order_line
    (id, order_id, no, sku_id, code, name, spec, unit, factor, quantity, unit_price, gross,
     discount, tax_rate, tax, total, cost_value)
    VALUES (?, ?, ?, ?, '', 'goods', '', '', 1, ?, ?, ?, 0, 0, 0, ?, ?)"""
_PAYMENT = """INSERT INTO payment
    (id, till_id, seq, at, shop_day, order_id, method, amount, tendered, currency, state)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'CNY', 'received')"""
_METHODS = ("cash", "wechat", "alipay", "collection_code")


@dataclass(frozen=True, slots=True)
class _Shop:
    till: bytes
    place: bytes
    skus: list[tuple[bytes, int]]


def add_history(file: Path, order_lines: int) -> None:
    """Add so many lines of orders over a year to a made shop, and its day figures."""
    with sqlite3.connect(file) as connection:
        shop = _read(connection)
        connection.execute("PRAGMA synchronous = OFF")
        seq = 0
        for orders in _days(shop, order_lines // LINES_EACH):
            seq = _write_day(connection, shop, orders, seq)
    connection.close()
    database = Database(file)
    with database.write() as writing:
        rebuild_day_figures(writing)
    database.close()
    with sqlite3.connect(file) as connection:
        connection.execute("ANALYZE")
    connection.close()


def _read(connection: sqlite3.Connection) -> _Shop:
    till, place = connection.execute("SELECT id, place_id FROM till").fetchone()
    skus = connection.execute("SELECT id, price FROM sku ORDER BY id").fetchall()
    return _Shop(till, place, skus)


def _days(shop: _Shop, count: int) -> Iterator[list[dict[str, Any]]]:
    """Give the orders of each day; few goods sell most, as in any shop."""
    chance = random.Random(1)
    for back in range(DAYS - 1, -1, -1):
        day = LAST_DAY - dt.timedelta(days=back)
        opens = dt.datetime.combine(day, dt.time(1), dt.UTC)
        clock = FixedClock(opens)
        ids = Ids(clock)
        each_day = -(-count // (back + 1))
        step = dt.timedelta(hours=12) / max(each_day, 1)
        orders = []
        for _ in range(each_day):
            clock.advance(step)
            orders.append(_order(shop, chance, ids, clock.now()))
        count -= len(orders)
        yield orders


def _order(shop: _Shop, chance: random.Random, ids: Ids, at: dt.datetime) -> dict[str, Any]:
    order = ids.new().bytes
    lines = []
    for no in range(1, LINES_EACH + 1):
        sku, price = shop.skus[int(chance.paretovariate(0.6)) % len(shop.skus)]
        pieces = chance.randint(1, 3)
        amount = price * pieces
        lines.append(
            (ids.new().bytes, order, no, sku, pieces * 1000, price, amount, amount, amount * 600)
        )
    return {
        "id": order,
        "payment": ids.new().bytes,
        "at": to_microseconds(at),
        "day": at.date().isoformat(),
        "lines": lines,
        "total": sum(line[6] for line in lines),
        "method": chance.choice(_METHODS),
    }


def _write_day(
    connection: sqlite3.Connection, shop: _Shop, orders: list[dict[str, Any]], seq: int
) -> int:
    """Write the orders of a day and return the last `seq` given out."""
    numbered = list(enumerate(orders, start=seq // 2 + 1))
    connection.executemany(
        _ORDER,
        [
            (o["id"], shop.till, 2 * n - 1, o["at"], o["day"], f"A-{n:06d}", shop.place,
             o["total"], o["total"], o["total"])
            for n, o in numbered
        ],
    )  # fmt: skip
    connection.executemany(_LINE, [line for o in orders for line in o["lines"]])
    connection.executemany(
        _PAYMENT,
        [
            (o["payment"], shop.till, 2 * n, o["at"], o["day"], o["id"], o["method"],
             o["total"], o["total"])
            for n, o in numbered
        ],
    )  # fmt: skip
    return seq + 2 * len(orders)
