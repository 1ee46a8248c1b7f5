"""Import of a csv of products, against bare parsing and `executemany` of the very same rows.

Both write to the same disk with the same pragmas. The bare one gets its rows ready made, parses the
file for nothing and writes all in one transaction. Ours is the import of a window: a process of its
own checks, decides, makes keys and writes in short transactions, and the process that waits for it
goes on selling.
"""

import csv
import json
import os
import sqlite3
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.made_goods import made_goods
from microshop_desktop.exchange.import_child import ChildDesk
from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.persistence.database import connect_sqlite
from microshop_desktop.persistence.migrate import open_database
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.key_tables import key_maker
from microshop_desktop.services.shop import Shop

ROWS = int(os.environ.get("MICROSHOP_BENCH_SKUS", "100000"))
MOST_TIMES = 4.0
LONGEST_WAIT_MS = 50.0
HEADS = ("条码", "名称", "规格", "货号", "分类", "单位", "零售价", "进货价", "会员价")
TABLES = ("product", "sku", "sku_code", "price", "import_change", "search_row")


@dataclass(slots=True)
class Waits:
    """How long acts of the till took beside an import, in seconds."""

    for_lock: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)


@dataclass(slots=True)
class Unhurried:
    """Waits for the end of a request."""

    cancelled: bool = False
    abandoned: bool = False

    def progress(self, done: int, total: int, /) -> None:
        """Take no notice."""


def main() -> None:
    """Measure and print the rows of the report."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("MICROSHOP_BENCH_DIR")) as folder:
        file = Path(folder) / "goods.csv"
        write_file(file, ROWS)
        waits = Waits()
        ours = import_file(file, Path(folder) / "ours.sqlite", waits)
        bare = write_bare(file, Path(folder) / "ours.sqlite", Path(folder) / "bare.sqlite")
    longest = 1000 * percentile(waits.for_lock, 0.99)
    whole = 1000 * percentile(waits.whole, 0.99)
    print(f"ours {ours:.1f} s, bare {bare:.1f} s; whole act {whole:.0f} ms p99", file=sys.stderr)
    print(
        json.dumps(
            [
                row(f"import of {ROWS} products", ours / bare, 1.0, MOST_TIMES, "× bare"),
                row("wait of a sale for an import, p99", longest, None, LONGEST_WAIT_MS, "ms"),
            ]
        )
    )


def row(
    name: str, value: float, baseline: float | None, budget: float, unit: str
) -> dict[str, object]:
    """Return one row of the report."""
    return {
        "name": name,
        "value": round(value, 3),
        "baseline": baseline,
        "budget": budget,
        "unit": unit,
    }


def write_file(path: Path, count: int) -> None:
    """Write a csv as a till's export looks."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADS)
        for goods in made_goods(count):
            writer.writerow(
                [
                    goods.code,
                    goods.name,
                    goods.spec,
                    goods.merchant_code,
                    goods.category,
                    goods.unit,
                    f"{goods.price / 100:.2f}",
                    f"{goods.cost / 100:.2f}",
                    f"{goods.member_price / 100:.2f}",
                ]
            )


def import_file(path: Path, shop_file: Path, waits: Waits) -> float:
    """Import as a person does, plan and run, and return the seconds; selling goes on meanwhile."""
    database = open_database(shop_file)
    shop = found_shop(database, SystemClock(), name="Bench", currency_code="CNY")
    desk = ChildDesk(shop_file, "en", lambda: None)
    done = threading.Event()
    seller = threading.Thread(target=keep_selling, args=(shop, done, waits))
    seller.start()
    start = time.perf_counter()
    opened = desk.open(path, Unhurried())
    desk.look(opened.layout.fields, Unhurried(), take_price_zero=True)
    result = desk.run(Unhurried())
    seconds = time.perf_counter() - start
    done.set()
    seller.join()
    assert result.counts.created == ROWS
    desk.close()
    database.close()
    return seconds


def keep_selling(shop: Shop, done: threading.Event, waits: Waits) -> None:
    """Write an act of the till five times a second, as a busy counter does."""
    actor = shop.owner()
    while not done.wait(0.2):
        start = time.perf_counter()
        with shop.booking(actor):
            waits.for_lock.append(time.perf_counter() - start)
        waits.whole.append(time.perf_counter() - start)


def write_bare(path: Path, ours: Path, bare: Path) -> float:
    """Parse the file and write the rows that ours wrote; return the seconds."""
    source = sqlite3.connect(ours)
    rows = {table: source.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}
    maker = key_maker()
    tokens = [(r[0], " ".join(maker.remake(r[2]).tokens)) for r in rows["search_row"]]
    source.close()
    open_database(bare).close()
    connection = connect_sqlite(bare)
    connection.execute("PRAGMA foreign_keys = OFF")
    start = time.perf_counter()
    with path.open(newline="", encoding="utf-8") as file:
        parsed = sum(1 for _ in csv.reader(file))
    connection.execute("BEGIN IMMEDIATE")
    for table, values in rows.items():
        if values:
            marks = ", ".join("?" * len(values[0]))
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", values)
    connection.executemany("INSERT INTO sku_search (rowid, tokens) VALUES (?, ?)", tokens)
    connection.execute("COMMIT")
    seconds = time.perf_counter() - start
    connection.close()
    assert parsed == ROWS + 1
    return seconds


def percentile(values: list[float], part: float) -> float:
    """Return the value below which a part of the values lies."""
    ordered = sorted(values) or [0.0]
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


if __name__ == "__main__":
    main()
