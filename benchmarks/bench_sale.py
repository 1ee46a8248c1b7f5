"""A cash sale of three lines, durable, in a shop with a long history.

The baseline writes the very same rows in the same order by bare `sqlite3` into a copy of the same
file: order, lines, payment, movements, levels, day figures, event, counters and audit link, one
durable transaction each. Ours also reads levels, settings and the till, prices the basket and
checks the right. Both are measured in turns, so that a busy machine slows both.
"""

import json
import os
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from benchmarks.generator import make_long_shop
from microshop_desktop.domain.basket import Basket, add
from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.persistence.database import Database, connect_sqlite
from microshop_desktop.services.baskets import Baskets
from microshop_desktop.services.lookup import Lookup
from microshop_desktop.services.selling import Selling
from microshop_desktop.services.shop import Shop, open_shop

SKUS = int(os.environ.get("MICROSHOP_BENCH_SKUS", "100000"))
ORDER_LINES = int(os.environ.get("MICROSHOP_BENCH_LINES", "1000000"))
MOST_TIMES = 3.0
FLAT_TIMES = 1.5
ROUNDS, EACH, LINES = 12, 20, 3
_WRITES = ("INSERT", "UPDATE", "DELETE")


Statement = tuple[str, Any, bool]
"""A statement, its values, and whether those are many rows."""


@dataclass(slots=True)
class Recorder:
    """Notes the statements that write, one list for each sale."""

    sales: list[list[Statement]] = field(default_factory=list)

    def watch(self, engine: sa.Engine) -> None:
        """Note what this engine writes from now on."""
        sa.event.listen(engine, "before_cursor_execute", self._note)

    def _note(self, *handed_over: object) -> None:
        """Take what SQLAlchemy hands over: connection, cursor, statement, values, context, many."""
        _, _, statement, values, _, many = handed_over
        if str(statement).lstrip().startswith(_WRITES):
            self.sales[-1].append((str(statement), values, bool(many)))


class Till:
    """A shop's file to sell in, and a copy of it to write the same rows to."""

    def __init__(self, file: Path, codes: list[str]) -> None:
        """Open both; `codes` are the barcodes on sale."""
        copy = file.with_suffix(".bare")
        shutil.copy(file, copy)
        self.ours: list[float] = []
        self.bare: list[float] = []
        self._codes = codes
        self._shop = open_shop(Database(file), SystemClock())
        self._connection = connect_sqlite(copy)
        self._recorder = Recorder()
        self._recorder.watch(self._shop.database.engine)
        self._sold = 0

    def sell_some(self) -> None:
        """Sell some baskets, then write the same rows by the driver alone."""
        for _ in range(EACH):
            self._sold += 1
            filled = basket(self._shop, self._codes, self._sold)
            self._recorder.sales.append([])
            self.ours.append(sell(self._shop, filled))
        self.bare += [replay(self._connection, sale) for sale in self._recorder.sales[-EACH:]]

    def forget(self) -> None:
        """Leave out what was measured so far: it warmed everything up."""
        self.ours.clear()
        self.bare.clear()

    def close(self) -> None:
        """Close both files."""
        self._connection.close()
        self._shop.database.close()


def main() -> None:
    """Measure and print the rows of the report."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("MICROSHOP_BENCH_DIR")) as folder:
        young, old = Path(folder) / "young.sqlite", Path(folder) / "old.sqlite"
        make_long_shop(young, skus=SKUS, order_lines=0)
        codes = make_long_shop(old, skus=SKUS, order_lines=ORDER_LINES)
        print(f"{old.stat().st_size / 1e6:.0f} MB", file=sys.stderr)
        print(json.dumps(measure(Till(young, codes), Till(old, codes))))


def measure(young: Till, old: Till) -> list[dict[str, object]]:
    """Sell in both shops in turns, and return the rows of the report."""
    for number in range(ROUNDS + 1):
        young.sell_some()
        old.sell_some()
        if number == 0:
            young.forget()
            old.forget()
    young.close()
    old.close()
    ours, bare, new = (1000 * statistics.median(t) for t in (old.ours, old.bare, young.ours))
    print(f"ours {ours:.2f} ms, bare {bare:.2f} ms, new shop {new:.2f} ms", file=sys.stderr)
    name = f"cash sale of {LINES} lines, {ORDER_LINES} order lines of history"
    return [
        row(name, ours / bare, MOST_TIMES, "× bare"),
        row("the same against a new shop", ours / new, FLAT_TIMES, "× new"),
    ]


def row(name: str, value: float, budget: float, unit: str) -> dict[str, object]:
    """Return one row of the report."""
    return {"name": name, "value": round(value, 2), "baseline": 1.0, "budget": budget, "unit": unit}


def basket(shop: Shop, codes: list[str], number: int) -> Basket:
    """Scan some goods that differ from basket to basket."""
    filled = Baskets(shop).new()
    for line in range(LINES):
        code = codes[(number * 7919 + line * 104_729) % len(codes)]
        found = Lookup(shop).scan(shop.owner(), code)[0]
        filled, _ = add(filled, found.goods, quantity=found.quantity, unit=found.unit)
    return filled


def sell(shop: Shop, filled: Basket) -> float:
    """Sell a basket for exact cash and return the seconds it took."""
    actor, selling = shop.owner(), Selling(shop)
    begun = time.perf_counter()
    selling.finish(actor, filled)
    return time.perf_counter() - begun


def replay(connection: sqlite3.Connection, sale: list[Statement]) -> float:
    """Write the rows of a sale by the driver alone and return the seconds it took."""
    begun = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    for statement, values, many in sale:
        if many:
            connection.executemany(statement, values)
        else:
            connection.execute(statement, values)
    connection.execute("COMMIT")
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
