"""A shop with many goods and a long history whose books are right: the doctor finds it healthy.

Everything is written straight into the tables, indexes are made last, and what is derived is made
by the same rebuild that `microshop doctor --repair` uses. 100,000 SKUs and 1,000,000 order lines
take about a minute.
"""

import datetime as dt
import random
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from uuid import UUID

from benchmarks.made_shop import make_shop
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.infra.ids import Ids
from microshop_desktop.persistence.columns import to_microseconds
from microshop_desktop.persistence.database import Database
from microshop_desktop.services.booking import digest_of, link_hash
from microshop_desktop.services.derived import rebuild_day_figures, rebuild_levels

LAST_DAY = dt.date(2026, 3, 12)
DAYS = 365
LINES_EACH = 3
OPENING_PIECES = 50
CHUNK = 20_000
_METHODS = ("cash", "cash", "wechat", "alipay", "collection_code")

Row = tuple[object, ...]
_INSERTS = {
    "movement": """INSERT INTO stock_movement (id, till_id, seq, at, shop_day, staff_id, sku_id,
        place_id, kind, quantity, cost_value, cause_kind, cause_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
    "order": """INSERT INTO orders (id, till_id, seq, at, shop_day, staff_id, number, source,
        basket_id, shift_id, place_id, currency, state, pay_state, refund_state, held, subtotal,
        discount, rounding, tax, total, paid)
        VALUES (?, ?, ?, ?, ?, ?, ?, 'counter', ?, ?, ?, 'CNY', 'completed', 'paid', 'none', 0, ?,
        0, 0, 0, ?, ?)""",
    "line": """INSERT INTO order_line (id, order_id, no, sku_id, code, name, spec, unit, quantity,
        unit_price, gross, discount, tax_rate, tax, total, cost_value)
        VALUES (?, ?, ?, ?, ?, ?, '', '', ?, ?, ?, 0, 0, 0, ?, ?)""",
    "payment": """INSERT INTO payment (id, till_id, seq, at, shop_day, staff_id, order_id,
        shift_id, method, amount, tendered, currency, state)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'CNY', ?)""",
    "event": """INSERT INTO order_event (id, order_id, at, kind, staff_id, facts)
        VALUES (?, ?, ?, 'sold', ?, ?)""",
    "audit": """INSERT INTO audit_entry (till_id, seq, at, shop_day, staff_id, act, fact_id,
        digest, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
}
_INDEXED = ("orders", "order_line", "payment", "stock_movement", "order_event", "audit_entry")


@dataclass(frozen=True, slots=True)
class Goods:
    """A SKU to sell; `price` and `cost` in minor units."""

    sku: UUID
    code: str
    name: str
    price: int
    cost: int


class History:
    """The facts of one till, in the order of their numbers, gathered table by table."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Read the till and the goods of a shop that has no facts yet."""
        self._till, self._place = connection.execute("SELECT id, place_id FROM till").fetchone()
        self._staff = connection.execute("SELECT id FROM staff").fetchone()[0]
        found = connection.execute("SELECT id, main_code, name, price, cost FROM sku ORDER BY id")
        self.goods = [Goods(UUID(bytes=key), *rest) for key, *rest in found]
        self._clock = FixedClock(dt.datetime.combine(_first_day(), dt.time(0), dt.UTC))
        self._ids = Ids(self._clock)
        self._chance = random.Random(1)
        self._head = ""
        self.seq = self.orders = 0
        self.rows: dict[str, list[Row]] = {name: [] for name in _INSERTS}

    @property
    def head(self) -> str:
        """The head of the audit chain."""
        return self._head

    def open_shift(self, connection: sqlite3.Connection) -> None:
        """Open the one shift that all sales belong to."""
        self._shift = self._ids.new()
        fact = self._fact(self._shift)
        connection.execute(
            "INSERT INTO shift (id, till_id, seq, at, shop_day, staff_id, float_amount) "
            "VALUES (?, ?, ?, ?, ?, ?, 0)",
            fact,
        )
        self._link("shift.open", fact, self._shift, {"float": 0})

    def stock_up(self) -> Iterator[None]:
        """Book every SKU in, some at a time."""
        rest = iter(self.goods)
        while some := list(islice(rest, CHUNK)):
            for goods in some:
                pieces = OPENING_PIECES * 1000
                self._move(goods, "opening", pieces, pieces * goods.cost, "test", goods.sku)
            yield

    def sell(self, count: int) -> Iterator[None]:
        """Sell `count` baskets over the year, some at a time; few goods sell most."""
        step = dt.timedelta(days=DAYS) / max(count, 1)
        for number in range(count):
            self._clock.advance(step)
            self._sell_one()
            if number % (CHUNK // LINES_EACH) == 0:
                yield
        yield

    def _sell_one(self) -> None:
        order = self._ids.new()
        fact = self._fact(order)
        self.orders += 1
        number = f"A-{self.orders:06d}"
        sold = [self._line(order, no) for no in range(1, LINES_EACH + 1)]
        total = sum(amount for _, _, amount in sold)
        method = self._chance.choice(_METHODS)
        self.rows["order"].append(
            (
                *fact,
                number,
                self._ids.new().bytes,
                self._shift.bytes,
                self._place,
                total,
                total,
                total,
            )
        )
        state = "received" if method == "cash" else "confirmed_by_cashier"
        self.rows["payment"].append(
            (
                *self._fact(self._ids.new()),
                order.bytes,
                self._shift.bytes,
                method,
                total,
                total,
                state,
            )
        )
        for goods, quantity, _ in sold:
            self._move(goods, "sale", -quantity, -quantity * goods.cost, "order", order)
        self.rows["event"].append(
            (self._ids.new().bytes, order.bytes, fact[3], self._staff, f'{{"total":{total}}}')
        )
        lines = [[str(goods.sku), quantity, amount] for goods, quantity, amount in sold]
        facts: dict[str, object] = {
            "number": number,
            "lines": lines,
            "payments": [[method, total]],
        }
        self._link("sale", fact, order, facts)

    def _line(self, order: UUID, no: int) -> tuple[Goods, int, int]:
        goods = self.goods[int(self._chance.paretovariate(0.6)) % len(self.goods)]
        pieces = self._chance.randint(1, 3)
        quantity, amount = pieces * 1000, pieces * goods.price
        self.rows["line"].append(
            (self._ids.new().bytes, order.bytes, no, goods.sku.bytes, goods.code, goods.name,
             quantity, goods.price, amount, amount, quantity * goods.cost)
        )  # fmt: skip
        return goods, quantity, amount

    def _move(
        self, goods: Goods, kind: str, quantity: int, cost_value: int, cause: str, cause_id: UUID
    ) -> None:
        self.rows["movement"].append(
            (*self._fact(self._ids.new()), goods.sku.bytes, self._place, kind, quantity, cost_value,
             cause, cause_id.bytes)
        )  # fmt: skip

    def _fact(self, key: UUID) -> Row:
        self.seq += 1
        at = self._clock.now()
        day = at.date().isoformat()
        return (key.bytes, self._till, self.seq, to_microseconds(at), day, self._staff)

    def _link(self, act: str, fact: Row, key: UUID, facts: dict[str, object]) -> None:
        digest = digest_of(facts)
        self._head = link_hash(self._head, act, key, digest)
        self.rows["audit"].append((*fact[1:], act, key.bytes, digest, self._head))


def make_long_shop(file: Path, *, skus: int = 100_000, order_lines: int = 1_000_000) -> list[str]:
    """Make the shop and return the barcodes of its goods; the file must not exist."""
    codes = make_shop(file, skus)
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        indexes = _drop_indexes(connection)
        history = History(connection)
        connection.execute("BEGIN")
        history.open_shift(connection)
        for _ in history.stock_up():
            _flush(connection, history)
        for _ in history.sell(order_lines // LINES_EACH):
            _flush(connection, history)
        connection.execute(
            "UPDATE till SET last_seq = ?, last_order = ?, audit_head = ?",
            (history.seq, history.orders, history.head),
        )
        connection.execute("COMMIT")
        for statement in indexes:
            connection.execute(statement)
    _derive(file)
    return codes


def _drop_indexes(connection: sqlite3.Connection) -> list[str]:
    """Drop the indexes of the big tables; return how to make them again."""
    marks = ", ".join("?" * len(_INDEXED))
    found = connection.execute(
        f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL "
        f"AND tbl_name IN ({marks})",
        _INDEXED,
    ).fetchall()
    for name, _ in found:
        connection.execute(f"DROP INDEX {name}")
    return [sql for _, sql in found]


def _flush(connection: sqlite3.Connection, history: History) -> None:
    """Write what was gathered and forget it."""
    for name, statement in _INSERTS.items():
        connection.executemany(statement, history.rows[name])
        history.rows[name].clear()


def _derive(file: Path) -> None:
    """Make levels and day figures from the facts, and let SQLite look at its tables."""
    database = Database(file)
    with database.write() as connection:
        rebuild_levels(
            connection, Ids(FixedClock(dt.datetime.combine(LAST_DAY, dt.time(), dt.UTC)))
        )
        rebuild_day_figures(connection)
        connection.exec_driver_sql("ANALYZE")
    database.close()


def _first_day() -> dt.date:
    return LAST_DAY - dt.timedelta(days=DAYS)


if __name__ == "__main__":
    make_long_shop(Path(sys.argv[1]), skus=int(sys.argv[2]), order_lines=int(sys.argv[3]))
