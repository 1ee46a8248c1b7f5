"""Importing customers and counted stock; and taking both back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import select

from microshop_desktop.domain.columns import FileKind, guess_layout
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.table_cells import TableRow, first_rows
from microshop_desktop.persistence.tables.customers import Customer
from microshop_desktop.persistence.tables.stock import StockLevel, StockMovement
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.customer_import import CustomerImport
from microshop_desktop.services.customers import Customers
from microshop_desktop.services.imports import Imports
from microshop_desktop.services.product_writer import (
    NewProduct,
    NewSku,
    Stamp,
    prepare,
    write_products,
)
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.simple_import import SimpleResult
from microshop_desktop.services.stock_import import StockImport


@dataclass(frozen=True)
class Table:
    """A file that exists only here."""

    lines: Sequence[Sequence[str]]
    name: str = "list.csv"

    def rows(self) -> Iterable[TableRow]:
        return (TableRow(n, list(cells)) for n, cells in enumerate(self.lines, 1))


def _customers(shop: Shop, actor: Actor, *lines: list[str], dry_run: bool = False) -> SimpleResult:
    table = Table([["昵称", "手机", "标签", "备注"], *lines])
    layout = guess_layout(first_rows(table, 30), FileKind.CUSTOMERS)
    return CustomerImport(shop).run(actor, table, layout, dry_run=dry_run)


def _stock(shop: Shop, actor: Actor, *lines: list[str], dry_run: bool = False) -> SimpleResult:
    table = Table([["条码", "数量"], *lines])
    layout = guess_layout(first_rows(table, 30), FileKind.STOCK)
    return StockImport(shop).run(actor, table, layout, dry_run=dry_run)


@pytest.fixture
def tea(shop: Shop) -> UUID:
    """A product with the code 101, never booked, whose cost is 3.00."""
    stamp = Stamp(shop.clock.now(), shop.profile.till)
    product = NewProduct("茶", (NewSku(500, codes=("101",), merchant_code="T-1", cost=300),))
    prepared = prepare(shop.ids, [product], stamp)
    with shop.database.write() as connection:
        write_products(connection, prepared)
    return prepared.sku_ids[0][0]


def _on_hand(shop: Shop) -> tuple[int, int]:
    with shop.database.read() as connection:
        row = connection.execute(select(StockLevel.on_hand, StockLevel.cost_value)).one()
    return row.on_hand, row.cost_value


def test_customers_are_made_found_by_pinyin_and_changed_by_phone(shop: Shop, actor: Actor) -> None:
    wang = ["小王", "138 0013-8000", "老客户、常来", "爱喝茶"]
    first = _customers(shop, actor, wang, ["小李", "", "", ""], ["", "", "x", ""])
    assert (first.rows, first.created, [issue.code for issue in first.rejected]) == (
        3,
        2,
        ["name_missing"],
    )
    assert [view.name for view in Customers(shop).find(actor, "xiaowang")] == ["小王"]
    again = _customers(shop, actor, [*wang[:3], "爱喝红茶"], ["小李", "", "", ""])
    assert (again.created, again.updated, again.unchanged) == (0, 1, 1)


def test_a_trial_makes_no_customer_and_an_undo_removes_them(shop: Shop, actor: Actor) -> None:
    assert _customers(shop, actor, ["小王", "13800138000"], dry_run=True).created == 1
    assert Customers(shop).find(actor, "小王") == ()
    batch = _customers(shop, actor, ["小王", "13800138000"]).batch
    assert batch is not None
    assert Imports(shop).undo(actor, batch).removed == 1
    with shop.database.read() as connection:
        assert connection.execute(select(Customer.deleted_at)).scalar_one() is not None


def test_a_strange_phone_is_kept_with_a_remark(shop: Shop, actor: Actor) -> None:
    result = _customers(shop, actor, ["小王", "见备注"])
    assert (result.created, [issue.code for issue in result.warnings]) == (1, ["phone_bad"])


def test_stock_opens_the_book_and_then_counts(shop: Shop, actor: Actor, tea: UUID) -> None:
    assert _stock(shop, actor, ["101", "12.5"]).created == 1
    assert _on_hand(shop) == (12_500, 12_500 * 300)
    assert _stock(shop, actor, ["T-1", "10"]).updated == 1
    assert _on_hand(shop) == (10_000, 10_000 * 300)
    assert _stock(shop, actor, ["101", "10"]).unchanged == 1
    with shop.database.read() as connection:
        kinds = connection.execute(select(StockMovement.kind).order_by(StockMovement.seq)).scalars()
        assert list(kinds) == ["opening", "count"]


def test_stock_of_unknown_codes_and_bad_figures_is_rejected(
    shop: Shop, actor: Actor, tea: UUID
) -> None:
    result = _stock(shop, actor, ["999", "1"], ["101", "-2"], ["101", "x"], ["", "3"])
    assert [issue.code for issue in result.rejected] == [
        "code_unknown",
        "number_negative",
        "number_bad",
        "code_missing",
    ]


def test_counted_stock_is_booked_back(shop: Shop, actor: Actor, tea: UUID) -> None:
    _stock(shop, actor, ["101", "12"])
    batch = _stock(shop, actor, ["101", "5"]).batch
    assert batch is not None
    assert Imports(shop).undo(actor, batch).restored == 1
    assert _on_hand(shop) == (12_000, 12_000 * 300)


def test_a_file_of_something_else_is_refused(shop: Shop, actor: Actor) -> None:
    with pytest.raises(ShopError) as caught:
        CustomerImport(shop).run(
            actor, Table([["a"]]), guess_layout([TableRow(1, ["a"])], FileKind.CUSTOMERS)
        )
    assert caught.value.code is ErrorCode.HEADS_MISSING
