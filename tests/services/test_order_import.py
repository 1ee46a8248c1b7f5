"""Sales of the past: every row is booked or rejected, sums are the file's, twice adds nothing."""

import csv
import datetime as dt
import gzip
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.table_cells import TableRow
from microshop_desktop.exchange.tables import open_table
from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.persistence.database import Database
from microshop_desktop.persistence.tables.catalogue import Sku
from microshop_desktop.persistence.tables.customers import Customer
from microshop_desktop.persistence.tables.orders import OrderLine, OrderRow, Refund, SalesByDay
from microshop_desktop.persistence.tables.shop import ImportBatch
from microshop_desktop.persistence.tables.stock import StockLevel, StockMovement
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.imports import Imports
from microshop_desktop.services.order_import import OrderImport, OrderImportResult
from microshop_desktop.services.shop import Shop
from tests.services.shelf import Shelf

HEADS = ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice"]
MORE = ["CustomerID", "Country"]
LEDGER = [
    ["100", "A1", " Red mug ", "6", "2025-12-31 23:30:00", "2.55", "77", "France"],
    ["100", "a1", "Blue mug", "2", "2025-12-31 23:30:00", "1.005", "77", "France"],
    ["101", "A1", "Red mug", "1", "2026-01-02 09:00:00", "3.00", "", "Spain"],
    ["102", "A1", "damaged", "-3", "2026-01-02 10:00:00", "0.00", "", "Spain"],
    ["C103", "A1", "Red mug", "-2", "2026-01-03 11:00:00", "2.55", "77", "France"],
    ["A104", "B", "Adjust", "1", "2026-01-03 11:00:00", "-50.00", "", "France"],
    ["105", "A1", "Red mug", "0", "2026-01-03 12:00:00", "2.55", "", "France"],
    ["106", "A1", "Red mug", "1", "some day", "2.55", "", "France"],
    ["107", "A1", "Red mug", "-1", "2026-01-04 12:00:00", "2.55", "", "France"],
    ["100", "A1", "Red mug", "1", "2025-12-31 23:31:00", "2.55", "77", "France"],
]


@dataclass
class Ledger:
    """Rows of a file, in memory."""

    lines: list[list[str]]
    name: str = "ledger.csv"
    heads: list[str] = field(default_factory=lambda: HEADS + MORE)

    def rows(self) -> Iterator[TableRow]:
        return (TableRow(no, cells) for no, cells in enumerate([self.heads, *self.lines], 1))


def take_in(
    shop: Shop, actor: Actor, ledger: Ledger, *, dry_run: bool = False
) -> OrderImportResult:
    return OrderImport(shop).run(actor, ledger, create_products=True, dry_run=dry_run)


def rows_of(shop: Shop, *columns: Any) -> list[tuple[Any, ...]]:
    with shop.database.read() as connection:
        statement = sa.select(*columns).order_by(*columns)
        return [tuple(row) for row in connection.execute(statement)]


def test_every_row_is_booked_or_rejected_with_its_reason(shop: Shop, actor: Actor) -> None:
    result = take_in(shop, actor, Ledger(LEDGER))
    assert (result.rows, result.created, result.unchanged) == (10, 6, 0)
    assert {issue.row: issue.code.value for issue in result.rejected} == {
        7: "not_a_sale",
        8: "number_bad",
        9: "date_bad",
        10: "number_negative",
    }


def test_a_price_with_more_decimals_is_rounded_once_with_a_warning(
    shop: Shop, actor: Actor
) -> None:
    result = take_in(shop, actor, Ledger(LEDGER))
    assert [(issue.row, issue.code.value) for issue in result.warnings] == [(3, "price_rounded")]
    totals = rows_of(shop, OrderLine.code, OrderLine.total)
    assert sorted(totals) == [("A1", 255), ("A1", 300), ("A1", 1530), ("a1", 201)]


def test_an_invoice_is_one_order_with_the_files_number_and_day(shop: Shop, actor: Actor) -> None:
    take_in(shop, actor, Ledger(LEDGER))
    orders = rows_of(shop, OrderRow.number, OrderRow.source, OrderRow.shop_day, OrderRow.total)
    assert orders == [
        ("100", "import", dt.date(2025, 12, 31), 1986),
        ("101", "import", dt.date(2026, 1, 2), 300),
    ]


def test_the_time_is_the_files_in_the_zone_of_the_shop(shop: Shop, actor: Actor) -> None:
    take_in(shop, actor, Ledger(LEDGER[2:3]))
    assert rows_of(shop, OrderRow.at) == [(dt.datetime(2026, 1, 2, 1, tzinfo=dt.UTC),)]


def test_a_cancellation_is_a_refund_that_names_no_order(shop: Shop, actor: Actor) -> None:
    take_in(shop, actor, Ledger(LEDGER))
    refunds = rows_of(shop, Refund.number, Refund.amount, Refund.shop_day, Refund.order_id)
    assert refunds == [("C103", 510, dt.date(2026, 1, 3), None)]


def test_a_write_off_is_a_loss_of_stock(shop: Shop, actor: Actor) -> None:
    take_in(shop, actor, Ledger(LEDGER))
    losses = [
        row
        for row in rows_of(shop, StockMovement.kind, StockMovement.quantity, StockMovement.note)
        if row[0] == "loss"
    ]
    assert losses == [("loss", -3000, "102 damaged")]


def test_stock_follows_all_of_them(shop: Shop, actor: Actor) -> None:
    take_in(shop, actor, Ledger(LEDGER))
    with shop.database.read() as connection:
        levels = connection.execute(
            sa.select(Sku.main_code, StockLevel.on_hand).join(
                StockLevel, StockLevel.sku_id == Sku.id
            )
        )
        assert {row.main_code: row.on_hand for row in levels} == {"A1": -9000, "a1": -2000}


def test_products_are_made_with_their_commonest_name_and_last_price(
    shop: Shop, actor: Actor
) -> None:
    take_in(shop, actor, Ledger(LEDGER))
    assert set(rows_of(shop, Sku.main_code, Sku.name, Sku.price)) == {
        ("A1", "Red mug", 255),
        ("a1", "Blue mug", 101),
    }


def test_customers_are_made_by_their_id(shop: Shop, actor: Actor) -> None:
    take_in(shop, actor, Ledger(LEDGER))
    assert rows_of(shop, Customer.external_id, Customer.note) == [("77", "France")]


def test_the_books_are_right_afterwards(shop: Shop, actor: Actor) -> None:
    take_in(shop, actor, Ledger(LEDGER))
    findings = Doctor(shop).check(actor)
    assert findings.ok, findings


def test_the_same_file_twice_adds_nothing(shop: Shop, actor: Actor) -> None:
    take_in(shop, actor, Ledger(LEDGER))
    before = rows_of(shop, StockMovement.seq), rows_of(shop, SalesByDay.gross, SalesByDay.refunded)
    again = take_in(shop, actor, Ledger(LEDGER))
    assert (again.batch, again.created, again.unchanged) == (None, 0, 6)
    after = rows_of(shop, StockMovement.seq), rows_of(shop, SalesByDay.gross, SalesByDay.refunded)
    assert after == before


def test_an_overlapping_file_adds_only_what_is_new(shop: Shop, actor: Actor) -> None:
    take_in(shop, actor, Ledger(LEDGER[:4]))
    result = take_in(shop, actor, Ledger(LEDGER[2:5]))
    assert (result.created, result.unchanged) == (1, 2)
    assert Doctor(shop).check(actor).ok


def test_an_import_that_was_cut_off_goes_on(shop: Shop, actor: Actor) -> None:
    many = [
        [str(no), "A1", "Mug", "1", "2026-01-02 09:00:00", "1.00", "", ""] for no in range(1200)
    ]

    def cut(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        OrderImport(shop).run(actor, Ledger(many), create_products=True, progress=cut)
    assert Imports(shop).recover(actor) == ()
    assert not Doctor(shop).check(actor).ok
    result = take_in(shop, actor, Ledger(many))
    assert (result.created, result.unchanged) == (700, 500)
    assert rows_of(shop, ImportBatch.state, ImportBatch.rows) == [("done", 1200)]
    assert Doctor(shop).check(actor).ok


def test_booked_sales_are_not_undone(shop: Shop, actor: Actor) -> None:
    batch = take_in(shop, actor, Ledger(LEDGER)).batch
    assert batch
    with pytest.raises(ShopError) as caught:
        Imports(shop).undo(actor, batch)
    assert caught.value.code is ErrorCode.IMPORT_BOOKED
    assert Imports(shop).recover(actor) == ()


def test_without_products_an_invoice_is_rejected_whole(
    shop: Shop, actor: Actor, shelf: Shelf
) -> None:
    shelf.sku("Red mug", "A1", 300)
    result = OrderImport(shop).run(actor, Ledger(LEDGER))
    left_out = [issue.row for issue in result.rejected if issue.code.value == "code_unknown"]
    assert left_out == [2, 3, 11]
    assert [row[0] for row in rows_of(shop, OrderRow.number)] == ["101"]


def test_known_goods_are_sold_at_their_cost_and_tax(shop: Shop, actor: Actor, shelf: Shelf) -> None:
    sku = shelf.sku("Red mug", "A1", 300, cost=120, tax_rate=1300)
    shelf.stock(sku, 1000, 100_000)
    OrderImport(shop).run(actor, Ledger(LEDGER[2:3]))
    assert rows_of(shop, OrderLine.cost_value, OrderLine.tax) == [(100_000, 35)]
    assert shelf.level(sku).cost_value == 0


def test_a_rehearsal_writes_nothing(shop: Shop, actor: Actor) -> None:
    result = take_in(shop, actor, Ledger(LEDGER), dry_run=True)
    assert (result.batch, result.created, len(result.rejected)) == (None, 6, 4)
    assert rows_of(shop, Sku.id) == rows_of(shop, ImportBatch.id) == []


def test_progress_ends_at_the_number_of_rows(shop: Shop, actor: Actor) -> None:
    told: list[tuple[int, int]] = []
    OrderImport(shop).run(
        actor, Ledger(LEDGER), create_products=True, progress=lambda *at: told.append(at)
    )
    assert told[-1] == (10, 10)


def test_a_file_without_its_heads_is_refused(shop: Shop, actor: Actor) -> None:
    with pytest.raises(ShopError) as caught:
        take_in(shop, actor, Ledger(LEDGER, heads=["one", "two"]))
    assert caught.value.code is ErrorCode.HEADS_MISSING


@pytest.mark.slow
def test_a_real_ledger_sums_up_to_an_independent_count(
    sqlite_database: Database, shared_data: Path
) -> None:
    file = next((shared_data / "online_retail").glob("*.csv.gz"))
    shop = found_shop(
        sqlite_database, SystemClock(), name="Gifts", currency_code="GBP", zone="Europe/London"
    )
    actor = shop.owner()
    result = take_in_file(shop, actor, file)
    count = IndependentCount(file)
    assert result.rows == count.rows == 320_705
    assert result.created + len(result.rejected) == result.rows
    assert {issue.value for issue in result.rejected} == count.accounting
    assert sum(row[0] for row in rows_of(shop, OrderRow.total)) == count.sold
    assert sum(row[0] for row in rows_of(shop, Refund.amount)) == count.refunded
    assert len(rows_of(shop, OrderRow.number)) == count.orders
    assert len(rows_of(shop, Refund.number)) == count.refunds
    assert len(rows_of(shop, Sku.id)) == len(count.quantities)
    assert stock_by_code(shop) == count.quantities
    assert days_of(shop) == count.days
    assert len(result.warnings) == 2
    assert Doctor(shop).check(actor).ok
    again = take_in_file(shop, actor, file)
    assert (again.created, again.unchanged) == (0, result.created)


def take_in_file(shop: Shop, actor: Actor, file: Path) -> OrderImportResult:
    return OrderImport(shop).run(actor, open_table(file), create_products=True)


def stock_by_code(shop: Shop) -> dict[str, int]:
    with shop.database.read() as connection:
        rows = connection.execute(
            sa.select(Sku.main_code, StockLevel.on_hand).join(
                StockLevel, StockLevel.sku_id == Sku.id
            )
        )
        return {row.main_code: row.on_hand for row in rows}


def days_of(shop: Shop) -> dict[str, int]:
    rows = rows_of(shop, SalesByDay.shop_day, SalesByDay.gross, SalesByDay.refunded)
    return {str(day): gross - back for day, gross, back in rows}


class IndependentCount:
    """The sums of a ledger by another way: `csv` and `Decimal`, no code of ours."""

    def __init__(self, file: Path) -> None:
        self.rows = self.sold = self.refunded = 0
        self.accounting: set[str] = set()
        self.quantities: Counter[str] = Counter()
        self.days: Counter[str] = Counter()
        orders, refunds = set(), set()
        first_day: dict[str, str] = {}
        with gzip.open(file, "rt", encoding="utf-8", newline="") as text:
            for row in csv.DictReader(text):
                self.rows += 1
                number = row["InvoiceNo"]
                if number.startswith("A"):
                    self.accounting.add(number)
                    continue
                quantity = int(row["Quantity"])
                pence = Decimal(row["UnitPrice"]) * abs(quantity) * 100
                total = int(pence.quantize(Decimal(1), ROUND_HALF_UP))
                written_off = quantity < 0 and not number.startswith("C")
                left = -quantity if written_off else quantity
                self.quantities[row["StockCode"]] -= left * 1000
                day = first_day.setdefault(number, row["InvoiceDate"][:10])
                if number.startswith("C"):
                    refunds.add(number)
                    self.refunded += total
                    self.days[day] -= total
                elif quantity > 0:
                    orders.add(number)
                    self.sold += total
                    self.days[day] += total
        self.orders, self.refunds = len(orders), len(refunds)
