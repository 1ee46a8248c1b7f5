"""The process that imports for a window: what it answers, and what is left when it is ended."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.heads import Field
from microshop_desktop.exchange.import_child import ChildDesk
from microshop_desktop.exchange.import_desk import MOST_SHOWN, ImportDesk
from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.persistence.migrate import open_database
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.imports import Imports
from microshop_desktop.services.search import Search
from microshop_desktop.services.shop import Shop
from tests.exchange.watches import Unhurried

GOODS = ["条码,名称,零售价", "6901234567892,红茶,5", "6900000000004,酸奶,0", "1.2E+12,绿茶,1"]


@dataclass
class Impatient:
    """Does something once, when it first hears how far the import is."""

    act: Callable[[], None]
    cancelled: bool = False
    abandoned: bool = False
    heard: list[tuple[int, int]] = field(default_factory=list)

    def progress(self, done: int, total: int, /) -> None:
        if not self.heard:
            self.act()
        self.heard.append((done, total))


@dataclass
class Window:
    """A shop that a window has open, and its import desk."""

    shop: Shop
    desk: ChildDesk
    changes: list[str]

    def found(self, text: str) -> list[str]:
        return [hit.name for hit in Search(self.shop).find(self.shop.owner(), text)]

    def plan(self, path: Path) -> None:
        opened = self.desk.open(path, Unhurried())
        self.desk.look(opened.layout.fields, Unhurried(), take_price_zero=True)

    def states(self) -> list[str]:
        return [row.state for row in Imports(self.shop).batches(self.shop.owner())]


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    """An empty shop in a file."""
    database = open_database(tmp_path / "shop.sqlite")
    shop = found_shop(database, SystemClock(), name="Shop", currency_code="CNY")
    changes: list[str] = []
    desk = ChildDesk(tmp_path / "shop.sqlite", "en", lambda: changes.append("goods"))
    yield Window(shop, desk, changes)
    desk.close()
    database.close()


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Three products, one without a price, one whose code is lost."""
    path = tmp_path / "goods.csv"
    path.write_text("\n".join(GOODS), encoding="utf-8")
    return path


@pytest.fixture
def long_table(tmp_path: Path) -> Path:
    """Enough rows for something to happen in between; none has a price."""
    path = tmp_path / "long.csv"
    lines = [f"{n},茶{n}" for n in range(1, 6001)]
    path.write_text("\n".join(["条码,名称", *lines]), encoding="utf-8")
    return path


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_file_is_planned_imported_and_taken_back(window: Window, table: Path) -> None:
    opened = window.desk.open(table, Unhurried())
    assert opened.layout.fields == (Field.CODE, Field.NAME, Field.PRICE)
    plan = window.desk.look(opened.layout.fields, Unhurried(), take_price_zero=True)
    assert (plan.counts.created, plan.counts.rejected, plan.counts.without_price) == (2, 1, 1)
    assert (plan.batch, window.found("hongcha")) == (None, [])
    result = window.desk.run(Unhurried())
    assert result.batch is not None
    assert (window.found("hongcha"), window.changes) == (["红茶"], ["goods"])
    assert window.desk.undo(result.batch, Unhurried()) == 0
    assert (window.found("hongcha"), window.changes) == ([], ["goods", "goods"])


def test_it_answers_as_the_desk_in_this_process_does(window: Window, table: Path) -> None:
    here = ImportDesk(window.shop, window.shop.owner())
    opened = window.desk.open(table, Unhurried())
    assert here.open(table, Unhurried()) == opened
    fields = (Field.CODE, None, Field.NAME)
    plan = window.desk.look(fields, Unhurried(), take_price_zero=False)
    assert here.look(fields, Unhurried(), take_price_zero=False) == plan


def test_rejected_rows_are_written_by_it(window: Window, table: Path, tmp_path: Path) -> None:
    window.plan(table)
    window.desk.save_rejected(tmp_path / "bad.csv", Unhurried())
    assert "1.2E+12" in (tmp_path / "bad.csv").read_text(encoding="utf-8-sig")


def test_a_refusal_is_the_same_refusal_here(window: Window, tmp_path: Path) -> None:
    (tmp_path / "bad.xlsx").write_bytes(b"PK\x03\x04nonsense")
    with pytest.raises(ShopError) as caught:
        window.desk.open(tmp_path / "bad.xlsx", Unhurried())
    assert caught.value.code is ErrorCode.FILE_UNREADABLE
    assert caught.value.params["name"] == "bad.xlsx"


def test_only_the_first_of_very_many_remarks_come_over(window: Window, long_table: Path) -> None:
    opened = window.desk.open(long_table, Unhurried())
    plan = window.desk.look(opened.layout.fields, Unhurried(), take_price_zero=True)
    assert (plan.counts.remarks, len(plan.remarks)) == (6000, MOST_SHOWN)


def test_a_stop_waits_until_nothing_is_left(window: Window, long_table: Path) -> None:
    window.plan(long_table)
    watch = Impatient(lambda: setattr(watch, "cancelled", True))
    with pytest.raises(ShopError) as caught:
        window.desk.run(watch)
    assert caught.value.code is ErrorCode.IMPORT_STOPPED
    assert (window.states(), window.changes) == (["undone"], [])
    assert window.desk.open(long_table, Unhurried()).name == "long.csv"


def test_a_closed_window_stops_the_import_which_takes_itself_back(
    window: Window, long_table: Path
) -> None:
    window.plan(long_table)

    def leave() -> None:
        watch.cancelled = watch.abandoned = True
        window.desk.close()

    watch = Impatient(leave)
    with pytest.raises(ShopError):
        window.desk.run(watch)
    _until(lambda: window.states() == ["undone"])
    assert window.found("茶") == []


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_a_killed_process_is_said_and_what_it_wrote_is_taken_back(
    window: Window, long_table: Path
) -> None:
    window.plan(long_table)
    watch = Impatient(lambda: os.kill(window.desk.process_id, signal.SIGKILL))
    with pytest.raises(ShopError) as caught:
        window.desk.run(watch)
    assert caught.value.code is ErrorCode.IMPORT_BROKE_OFF
    window.plan(long_table)
    assert window.states() == ["undone"]
    assert window.desk.run(Unhurried()).counts.created == 6000


def test_a_shop_that_cannot_be_opened_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "shop.sqlite").write_bytes(b"this is no database at all" * 100)
    desk = ChildDesk(tmp_path / "shop.sqlite", "en", lambda: None)
    with pytest.raises(ShopError) as caught:
        desk.open(tmp_path / "goods.csv", Unhurried())
    assert caught.value.code is ErrorCode.DATABASE_DAMAGED
    desk.close()


def test_selling_goes_first(window: Window, table: Path) -> None:
    window.desk.open(table, Unhurried())
    assert os.getpriority(os.PRIO_PROCESS, window.desk.process_id) > os.getpriority(
        os.PRIO_PROCESS, 0
    )
