"""Import of a csv of products, against bare parsing and `executemany` of the very same rows.

Both write to the same disk with the same pragmas. The bare one gets its rows ready made, parses the
file for nothing and writes all in one transaction; ours checks, decides, makes keys, writes in
short transactions, and meanwhile another connection tries to sell.
"""

import csv
import json
import os
import sqlite3
import sys
import tempfile
import threading
import time
from pathlib import Path

from benchmarks.made_goods import made_goods
from microshop_desktop.domain.columns import FileKind, guess_layout
from microshop_desktop.domain.table_cells import first_rows
from microshop_desktop.exchange.tables import open_table
from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.persistence.database import connect_sqlite
from microshop_desktop.persistence.migrate import open_database
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.imports import Imports
from microshop_desktop.services.key_tables import key_maker

ROWS = int(os.environ.get("MICROSHOP_BENCH_SKUS", "100000"))
MOST_TIMES = 4.0
LONGEST_WAIT_MS = 50.0
HEADS = ("条码", "名称", "规格", "货号", "分类", "单位", "零售价", "进货价", "会员价")
TABLES = ("product", "sku", "sku_code", "price", "import_change", "search_row")


def main() -> None:
    """Measure and print the rows of the report."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("MICROSHOP_BENCH_DIR")) as folder:
        file = Path(folder) / "goods.csv"
        write_file(file, ROWS)
        waits: list[float] = []
        ours = import_file(file, Path(folder) / "ours.sqlite", waits)
        bare = write_bare(file, Path(folder) / "ours.sqlite", Path(folder) / "bare.sqlite")
    print(f"ours {ours:.1f} s, bare {bare:.1f} s", file=sys.stderr)
    longest = 1000 * percentile(waits, 0.99)
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


def import_file(path: Path, shop_file: Path, waits: list[float]) -> float:
    """Import as a person does, plan and run, and return the seconds; a seller waits beside it."""
    database = open_database(shop_file)
    shop = found_shop(database, SystemClock(), name="Bench", currency_code="CNY")
    actor = shop.owner()
    done = threading.Event()
    seller = threading.Thread(target=keep_selling, args=(shop_file, done, waits))
    seller.start()
    start = time.perf_counter()
    source = open_table(path)
    layout = guess_layout(first_rows(source, 30), FileKind.PRODUCTS)
    imports = Imports(shop)
    result = imports.run(actor, imports.plan(actor, source, layout))
    seconds = time.perf_counter() - start
    done.set()
    seller.join()
    assert result.created == ROWS
    database.close()
    return seconds


def keep_selling(shop_file: Path, done: threading.Event, waits: list[float]) -> None:
    """Take and leave the write lock five times a second, as a busy counter does."""
    connection = connect_sqlite(shop_file)
    while not done.wait(0.2):
        start = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        waits.append(time.perf_counter() - start)
        connection.execute("ROLLBACK")
    connection.close()


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
