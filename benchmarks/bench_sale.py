"""A cash sale of three lines, durable, in a shop with a long history.

The baseline writes the very same rows in the same order by bare `sqlite3` into a copy of the same
file: order, lines, payment, movements, levels, day figures, event, counters and audit link, one
durable transaction each. Ours also reads levels, settings and the till, prices the basket and
checks the right. Both are measured in turns, so that a busy machine slows both.

What the baseline writes is noted where the same baskets are sold in a twin of the shop, whose
driver keeps what it is given: noting it in ours would slow ours.
"""

import json
import os
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool
from typing_extensions import override

from benchmarks.generator import make_long_shop
from microshop_desktop.domain.basket import Basket, add
from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.persistence.database import Database, connect_sqlite
from microshop_desktop.services.actor import Actor
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
_noted: list[Statement] = []
"""What the twin's driver was given to write since somebody looked."""


class NotingCursor(sqlite3.Cursor):
    """A cursor that notes the statements that write."""

    @override
    def execute(self, statement: str, values: Any = (), /) -> "NotingCursor":
        _note(statement, values, many=False)
        super().execute(statement, values)
        return self

    @override
    def executemany(self, statement: str, rows: Any, /) -> "NotingCursor":
        kept = list(rows)
        _note(statement, kept, many=True)
        super().executemany(statement, kept)
        return self


class NotingConnection(sqlite3.Connection):
    """A connection that notes, whether it is used itself or by its cursors."""

    @override
    def cursor(self, factory: Any = NotingCursor) -> Any:
        return super().cursor(factory)

    @override
    def execute(self, statement: str, values: Any = (), /) -> Any:
        return self.cursor().execute(statement, values)

    @override
    def executemany(self, statement: str, rows: Any, /) -> Any:
        return self.cursor().executemany(statement, rows)


def _note(statement: str, values: object, *, many: bool) -> None:
    if statement.lstrip().startswith(_WRITES):
        _noted.append((statement, values, many))


def open_twin(file: Path) -> Shop:
    """Open a shop whose driver notes what it writes; it need not be durable, nobody times it."""
    connection = sqlite3.connect(
        file, isolation_level=None, check_same_thread=False, factory=NotingConnection
    )
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA foreign_keys = ON")
    database = Database(file)
    database.engine = sa.create_engine(
        "sqlite://", creator=lambda: connection, poolclass=StaticPool
    )
    return open_shop(database, SystemClock())


class Till:
    """A shop's file to sell in, a twin to sell the same in, and a copy for the twin's rows."""

    def __init__(self, file: Path, codes: list[str]) -> None:
        """Open them; `codes` are the barcodes on sale."""
        twin, copy = file.with_suffix(".twin"), file.with_suffix(".bare")
        shutil.copy(file, twin)
        shutil.copy(file, copy)
        self.ours: list[float] = []
        self.bare: list[float] = []
        self._codes = codes
        self._shop = open_shop(Database(file), SystemClock())
        self._actor = self._shop.owner()
        self._twin = open_twin(twin)
        self._connection = connect_sqlite(copy)
        self._sold = 0

    def sell_some(self) -> None:
        """Sell some baskets, then write the same rows by the driver alone."""
        numbers = range(self._sold, self._sold + EACH)
        self._sold += EACH
        filled = [basket(self._shop, self._codes, number) for number in numbers]
        self.ours += [sell(self._shop, self._actor, each) for each in filled]
        rows = [self._rows_of(number) for number in numbers]
        self.bare += [replay(self._connection, sale) for sale in rows]

    def forget(self) -> None:
        """Leave out what was measured so far: it warmed everything up."""
        self.ours.clear()
        self.bare.clear()

    def close(self) -> None:
        """Close all files."""
        self._connection.close()
        self._twin.database.close()
        self._shop.database.close()

    def _rows_of(self, number: int) -> list[Statement]:
        """Return what a sale writes, by selling the same basket in the twin."""
        filled = basket(self._twin, self._codes, number)
        _noted.clear()
        sell(self._twin, self._actor, filled)
        return _noted.copy()


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


def sell(shop: Shop, actor: Actor, filled: Basket) -> float:
    """Sell a basket for exact cash and return the seconds it took."""
    selling = Selling(shop)
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
