"""Importing products: planned, done, repeated, stopped, cut off, undone; and the real files."""

import csv
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select

from microshop_desktop.domain.columns import FileKind, guess_layout
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.row_issues import IssueCode
from microshop_desktop.domain.stock import MovementKind
from microshop_desktop.domain.table_cells import TableRow, TableSource, first_rows
from microshop_desktop.exchange.tables import open_table
from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.persistence.database import Database
from microshop_desktop.persistence.import_lock import import_lock
from microshop_desktop.persistence.tables.catalogue import Category, PriceRow, Product, Sku, SkuCode
from microshop_desktop.persistence.tables.shop import ImportBatch
from microshop_desktop.persistence.tables.stock import StockLevel, StockMovement
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.import_records import ImportOptions, ImportPlan
from microshop_desktop.services.imports import Imports
from microshop_desktop.services.lookup import Lookup
from microshop_desktop.services.search import Search
from microshop_desktop.services.shop import Shop, open_shop
from microshop_desktop.services.stock_book import Cause, Move, book_moves

HEADS = ["条码", "名称", "规格", "零售价", "进货价", "会员价", "库存", "分类"]
TEA = ["6901234567892", "红茶", "500g", "4.50", "3", "4", "12", "饮料"]
MILK = ["6900000000004", "酸奶", "", "6", "", "", "", "冷柜"]


@dataclass(frozen=True)
class Table:
    """A file that exists only here."""

    lines: Sequence[Sequence[str]]
    name: str = "goods.csv"

    def rows(self) -> Iterable[TableRow]:
        return (TableRow(n, list(cells)) for n, cells in enumerate(self.lines, 1))


class PulledStickError(OSError):
    """What a stick says when it is pulled."""


def _plan(
    shop: Shop, actor: Actor, source: TableSource, options: ImportOptions | None = None
) -> ImportPlan:
    layout = guess_layout(first_rows(source, 30), FileKind.PRODUCTS)
    return Imports(shop).plan(actor, source, layout, options)


def _import(shop: Shop, actor: Actor, *lines: list[str]) -> UUID:
    return Imports(shop).run(actor, _plan(shop, actor, Table([HEADS, *lines]))).batch


def _count(shop: Shop, table: type) -> int:
    with shop.database.read() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _there(shop: Shop) -> dict[str, tuple[int, int | None, str]]:
    with shop.database.read() as connection:
        rows = connection.execute(
            select(Sku.name, Sku.price, Sku.cost, Sku.spec).where(
                Sku.deleted_at.is_(None), Sku.hidden_by_batch.is_(None)
            )
        )
        return {row.name: (row.price, row.cost, row.spec) for row in rows}


def test_a_plan_changes_nothing_and_a_run_does_what_it_said(shop: Shop, actor: Actor) -> None:
    plan = _plan(shop, actor, Table([HEADS, TEA, MILK]))
    assert (plan.rows, plan.created, plan.products, plan.rejected) == (2, 2, 2, ())
    assert _count(shop, Sku) == 0
    result = Imports(shop).run(actor, plan)
    assert (result.rows, result.created, result.updated, result.unchanged) == (2, 2, 0, 0)
    assert _there(shop) == {"红茶": (450, 300, "500g"), "酸奶": (600, None, "")}


def test_goods_can_be_scanned_and_found_and_their_stock_is_booked(shop: Shop, actor: Actor) -> None:
    _import(shop, actor, TEA, MILK)
    (found,) = Lookup(shop).scan(actor, "6901234567892")
    assert (found.goods.name, found.available) == ("红茶", 12_000)
    assert [hit.name for hit in Search(shop).find(actor, "suannai")] == ["酸奶"]
    with shop.database.read() as connection:
        moved = connection.execute(
            select(StockMovement.kind, StockMovement.quantity, StockMovement.cost_value)
        ).one()
    assert tuple(moved) == ("opening", 12_000, 12_000 * 300)
    assert _count(shop, PriceRow) == 1


def test_doing_it_twice_changes_nothing(shop: Shop, actor: Actor) -> None:
    nameless = ["", "散装糖", "红", "3", "", "", "5", ""]
    _import(shop, actor, TEA, MILK, nameless)
    plan = _plan(shop, actor, Table([HEADS, TEA, MILK, nameless]))
    assert (plan.created, plan.updated, plan.unchanged) == (0, 0, 3)
    assert Imports(shop).run(actor, plan).unchanged == 3
    assert (_count(shop, Sku), _count(shop, StockMovement)) == (3, 2)


def test_known_codes_are_updated_and_empty_cells_empty_nothing(shop: Shop, actor: Actor) -> None:
    _import(shop, actor, TEA, MILK)
    plan = _plan(
        shop,
        actor,
        Table([HEADS, ["6901234567892,690111", "红茶", "", "5", "", "", "", "茶叶"], MILK]),
    )
    assert (plan.created, plan.updated, plan.unchanged) == (0, 1, 1)
    Imports(shop).run(actor, plan)
    assert _there(shop)["红茶"] == (500, 300, "500g")
    assert len(Lookup(shop).scan(actor, "690111")) == 1
    assert [chip.name for chip in Lookup(shop).categories(actor)] == ["冷柜", "茶叶", "饮料"]


def test_a_price_of_zero_never_takes_the_place_of_a_real_one(shop: Shop, actor: Actor) -> None:
    _import(shop, actor, TEA)
    plan = _plan(shop, actor, Table([HEADS, [TEA[0], "红茶", "500g", "0", "", "", "", ""]]))
    assert plan.unchanged == 1
    assert "price_zero" in [issue.code for issue in plan.warnings]


def test_goods_without_a_price_are_taken_unfinished_or_left_out(shop: Shop, actor: Actor) -> None:
    table = Table([HEADS, ["1", "茶", "", "0", "", "", "", ""]])
    left = _plan(shop, actor, table, ImportOptions(take_price_zero=False))
    assert (left.created, [issue.code for issue in left.rejected]) == (0, ["price_zero_left_out"])
    Imports(shop).run(actor, _plan(shop, actor, table))
    with shop.database.read() as connection:
        assert connection.execute(select(Product.unfinished)).scalar_one() is True


def test_same_names_with_other_codes_stay_apart_and_the_same_code_twice_does_not(
    shop: Shop, actor: Actor
) -> None:
    plan = _plan(
        shop,
        actor,
        Table([HEADS, ["101", "茶", "", "1"], ["102", "茶", "", "2"], ["101", "奶", "", "3"]]),
    )
    assert plan.created == 2
    assert [(issue.row, issue.code, issue.value) for issue in plan.rejected] == [
        (4, "code_repeated", "101 (2)")
    ]


def test_a_code_that_several_products_carry_is_refused(shop: Shop, actor: Actor) -> None:
    _import(shop, actor, ["101", "茶", "", "1"], ["102", "奶", "", "2"])
    plan = _plan(shop, actor, Table([HEADS, ["101,102", "茶奶", "", "3"]]))
    assert [issue.code for issue in plan.rejected] == ["code_ambiguous"]


def test_a_file_without_known_columns_is_refused(shop: Shop, actor: Actor) -> None:
    with pytest.raises(ShopError) as caught:
        _plan(shop, actor, Table([["甲", "乙"], ["1", "2"]]))
    assert caught.value.code is ErrorCode.HEADS_MISSING


def test_an_undo_takes_everything_back(shop: Shop, actor: Actor) -> None:
    batch = _import(shop, actor, TEA, MILK)
    result = Imports(shop).undo(actor, batch)
    assert (result.removed, result.kept, _there(shop)) == (2, (), {})
    assert Search(shop).find(actor, "红茶") == ()
    assert Lookup(shop).scan(actor, "6901234567892") == ()
    assert Lookup(shop).categories(actor) == ()
    with shop.database.read() as connection:
        sums = connection.execute(
            select(func.sum(StockMovement.quantity), func.sum(StockMovement.cost_value))
        ).one()
        level = connection.execute(select(StockLevel.on_hand, StockLevel.cost_value)).one()
    assert (tuple(sums), tuple(level)) == ((0, 0), (0, 0))
    with pytest.raises(ShopError) as caught:
        Imports(shop).undo(actor, batch)
    assert caught.value.code is ErrorCode.IMPORT_UNDONE
    assert _plan(shop, actor, Table([HEADS, TEA, MILK])).created == 2


def test_an_undo_gives_changed_goods_their_old_values(shop: Shop, actor: Actor) -> None:
    _import(shop, actor, TEA)
    batch = _import(shop, actor, [TEA[0] + ",690111", "绿茶", "1kg", "9", "8", "7", "", "茶叶"])
    assert _there(shop) == {"绿茶": (900, 800, "1kg")}
    Imports(shop).undo(actor, batch)
    assert _there(shop) == {"红茶": (450, 300, "500g")}
    assert Lookup(shop).scan(actor, "690111") == ()
    assert [hit.name for hit in Search(shop).find(actor, "hongcha")] == ["红茶"]
    plan = _plan(shop, actor, Table([HEADS, TEA]))
    assert plan.unchanged == 1


def test_what_was_moved_or_changed_since_stays_and_is_named(shop: Shop, actor: Actor) -> None:
    _import(shop, actor, MILK)
    batch = _import(shop, actor, TEA, [MILK[0], "酸奶", "", "8", "", "", "", ""])
    (tea,) = Lookup(shop).scan(actor, TEA[0])
    assert tea.goods.sku is not None
    with shop.booking(actor) as booking:
        moves = [Move(tea.goods.sku, MovementKind.LOSS, -1000, -300_000)]
        book_moves(booking, moves, Cause("adjustment", shop.ids.new()))
    _import(shop, actor, [MILK[0], "酸奶", "", "9", "", "", "", ""])
    result = Imports(shop).undo(actor, batch)
    assert {(kept.name, kept.why) for kept in result.kept} == {
        ("红茶", "sold"),
        ("酸奶", "changed"),
    }
    assert _there(shop) == {"红茶": (450, 300, "500g"), "酸奶": (900, None, "")}


def test_a_stopped_import_leaves_nothing(shop: Shop, actor: Actor) -> None:
    lines = [[str(n), f"茶{n}", "", "1"] for n in range(1, 900)]
    plan = _plan(shop, actor, Table([HEADS, *lines]))
    asked = iter([False] * 3)
    with pytest.raises(ShopError) as caught:
        Imports(shop).run(actor, plan, cancelled=lambda: next(asked, True))
    assert caught.value.code is ErrorCode.IMPORT_STOPPED
    assert [_count(shop, table) for table in (Sku, Product, SkuCode, Category)] == [0, 0, 0, 0]


def test_an_import_that_breaks_leaves_nothing(shop: Shop, actor: Actor) -> None:
    def pull(_done: int, _total: int) -> None:
        raise PulledStickError

    lines = [[str(n), f"茶{n}", "", "1"] for n in range(1, 900)]
    plan = _plan(shop, actor, Table([HEADS, *lines]))
    with pytest.raises(PulledStickError):
        Imports(shop).run(actor, plan, progress=pull)
    assert [_count(shop, table) for table in (Sku, Product, SkuCode)] == [0, 0, 0]


def test_nothing_is_seen_before_everything_is_written(shop: Shop, actor: Actor) -> None:
    seen: list[int] = []
    lines = [[str(n), f"茶{n}", "", "1"] for n in range(1, 900)]

    def look(_done: int, _total: int) -> None:
        seen.append(len(_there(shop)) + len(Search(shop).find(actor, "茶")))

    Imports(shop).run(actor, _plan(shop, actor, Table([HEADS, *lines])), progress=look)
    assert len(seen) >= 2
    assert set(seen) == {0}
    assert len(_there(shop)) == 899


def test_two_imports_at_once_are_refused(shop: Shop, actor: Actor) -> None:
    plan = _plan(shop, actor, Table([HEADS, TEA]))
    with import_lock(shop.database), pytest.raises(ShopError) as caught:
        Imports(shop).run(actor, plan)
    assert caught.value.code is ErrorCode.IMPORT_RUNNING


KILLED = """
import sys
from pathlib import Path
from microshop_desktop.domain.columns import FileKind, guess_layout
from microshop_desktop.domain.table_cells import first_rows
from microshop_desktop.exchange.tables import open_table
from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.persistence.database import Database
from microshop_desktop.services.imports import Imports
from microshop_desktop.services.shop import open_shop
shop = open_shop(Database(Path(sys.argv[1])), SystemClock())
source = open_table(Path(sys.argv[2]))
layout = guess_layout(first_rows(source, 30), FileKind.PRODUCTS)
imports = Imports(shop)
plan = imports.plan(shop.owner(), source, layout)
print("go", flush=True)
imports.run(shop.owner(), plan, progress=lambda done, total: print(done, flush=True))
"""


@pytest.mark.parametrize("after", [1, 2, 4])
def test_a_killed_import_is_taken_back_or_finished_at_the_next_start(
    shop: Shop, tmp_path: Path, after: int
) -> None:
    if not shop.database.is_sqlite:
        pytest.skip("the other process opens the shop by its file")
    path = tmp_path / "goods.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = [[str(n), f"茶{n}", "", "1", "", "", "3", "饮料"] for n in range(1, 2001)]
        csv.writer(file).writerows([HEADS, *rows])
    command = [sys.executable, "-c", KILLED, str(shop.database.path), str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path.cwd()) as child:
        assert child.stdout is not None
        for _ in range(1 + after):
            child.stdout.readline()
        os.kill(child.pid, signal.SIGKILL)
    assert _there(shop) == {} or len(_there(shop)) <= 2000
    again = open_shop(Database(shop.database.path), SystemClock())  # type: ignore[arg-type]
    Imports(again).recover(again.owner())
    assert len(_there(again)) in {0, 2000}
    assert Imports(again).recover(again.owner()) == ()
    with again.database.read() as connection:
        states = connection.execute(select(ImportBatch.state)).scalars().all()
        hidden = connection.execute(select(Sku.id).where(Sku.hidden_by_batch.is_not(None))).all()
    assert (set(states) <= {"done", "undone"}, hidden) == (True, [])
    again.database.close()


REAL = {
    "products/cn_products.csv": (6733, 6733, 0),
    "products/pos_export_fresh_52cols.xls": (215, 215, 0),
    "products/pospal_export_snackshop.xlsx": (302, 302, 0),
    "products/bmx_shop_goods.xls": (348, 348, 0),
    "orders/shopify_products_apparel.csv": (22, 22, 0),
    "orders/shopify_products_home_and_garden.csv": (21, 21, 0),
    "orders/woocommerce_sample_products.csv": (24, 21, 1),
}


@pytest.mark.parametrize("name", REAL)
def test_real_files_are_taken_row_by_row(
    shop: Shop, actor: Actor, shared_data: Path, name: str
) -> None:
    source = open_table(shared_data / name)
    plan = _plan(shop, actor, source)
    assert (plan.rows, plan.created, len(plan.rejected)) == REAL[name]
    if name.endswith("cn_products.csv"):
        counts = Counter(issue.code for issue in plan.warnings)
        assert (counts[IssueCode.BELOW_COST], counts[IssueCode.PRICE_ZERO]) == (34, 16)
        return
    result = Imports(shop).run(actor, plan)
    assert len(result.rejected) + result.created <= result.rows
    assert len(_there(shop)) <= result.created
    assert _plan(shop, actor, source).unchanged == result.created
    assert Imports(shop).undo(actor, result.batch).removed == result.created
    assert _there(shop) == {}


def test_the_till_goes_on_selling_meanwhile(shop: Shop, actor: Actor) -> None:
    """Writing waits for an import no longer than the length of one of its short transactions."""
    waits: list[float] = []
    lines = [[str(n), f"茶{n}", "", "1"] for n in range(1, 900)]

    def sell(_done: int, _total: int) -> None:
        start = time.monotonic()
        with shop.booking(actor):
            waits.append(time.monotonic() - start)

    Imports(shop).run(actor, _plan(shop, actor, Table([HEADS, *lines])), progress=sell)
    assert waits
    assert max(waits) < 1.0
