"""A long table fetches only what is looked at."""

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from microshop_desktop.ui.widgets.paged_model import PAGE, ROW_ROLE, Column, PagedModel
from microshop_desktop.ui.widgets.table_view import TableView

COLUMNS = [
    Column[int]("name", "Name", lambda row: f"Item {row}"),
    Column[int]("price", "Price", lambda row: f"{row}.00", width=90, right=True),
]


class Shelf:
    """Rows 0, 1, 2 … and a note of what was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, int]] = []

    def fetch(self, first: int, count: int) -> Sequence[int]:
        self.asked.append((first, count))
        return range(first, first + count)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def model(shelf: Shelf, qtbot: QtBot) -> PagedModel[int]:
    made = PagedModel(COLUMNS, shelf.fetch)
    made.show(100_000)
    return made


def test_the_model_is_sound(model: PagedModel[int], qtmodeltester: ModelTester) -> None:
    model.show(3)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call] # pytest-qt


def test_nothing_is_fetched_before_it_is_looked_at(model: PagedModel[int], shelf: Shelf) -> None:
    assert (model.rowCount(), shelf.asked) == (100_000, [])


def test_a_look_fetches_its_page_once(model: PagedModel[int], shelf: Shelf) -> None:
    texts = [model.index(row, 0).data() for row in (70_000, 70_001)]
    assert texts == ["Item 70000", "Item 70001"]
    first = 70_000 // PAGE * PAGE
    assert shelf.asked == [(first, PAGE)]


def test_the_last_page_is_short(model: PagedModel[int], shelf: Shelf) -> None:
    model.show(PAGE + 5)
    assert model.row(PAGE + 4) == PAGE + 4
    assert shelf.asked == [(PAGE, 5)]


def test_only_the_latest_pages_are_kept(model: PagedModel[int], shelf: Shelf) -> None:
    for page in range(40):
        model.row(page * PAGE)
    model.row(0)
    assert len(shelf.asked) == 41


def test_refresh_fetches_anew_and_keeps_the_place(
    model: PagedModel[int], shelf: Shelf, qtbot: QtBot
) -> None:
    table = TableView()
    qtbot.addWidget(table)
    table.show_model(model)
    table.go_to_row(500)
    shelf.asked.clear()
    model.refresh(99_000)
    model.row(500)
    assert (table.current_row, model.rowCount(), len(shelf.asked)) == (500, 99_000, 1)


def test_a_row_beyond_the_end_is_none(model: PagedModel[int]) -> None:
    assert (model.row(-1), model.row(100_000)) == (None, None)


def test_rows_that_come_later_are_skeletons_until_then(qtbot: QtBot) -> None:
    waiting: list[Callable[[Sequence[int]], None]] = []
    model = PagedModel(
        COLUMNS, lambda _first, _count: (), later=lambda _f, _c, give: waiting.append(give)
    )
    model.show(10)
    assert model.index(3, 0).data(ROW_ROLE) is None
    with qtbot.waitSignal(model.dataChanged):
        waiting[0](range(10))
    assert (model.index(3, 0).data(ROW_ROLE), len(waiting)) == (3, 1)


def test_rows_for_an_older_filter_are_dropped(qtbot: QtBot) -> None:
    waiting: list[Callable[[Sequence[int]], None]] = []
    model = PagedModel(
        COLUMNS, lambda _first, _count: (), later=lambda _f, _c, give: waiting.append(give)
    )
    model.show(10)
    model.row(0)
    model.show(10)
    waiting[0](range(10))
    assert model.row(0) is None


def test_heads_and_alignment(model: PagedModel[int]) -> None:
    across = Qt.Orientation.Horizontal
    assert [model.headerData(place, across) for place in (0, 1)] == ["Name", "Price"]
    align = model.index(0, 1).data(Qt.ItemDataRole.TextAlignmentRole)
    assert align & Qt.AlignmentFlag.AlignRight


def test_keys_open_tick_and_jump(model: PagedModel[int], qtbot: QtBot) -> None:
    table = TableView()
    qtbot.addWidget(table)
    table.show_model(model)
    table.go_to_row(2)
    with qtbot.waitSignal(table.opened) as opened:
        QTest.keyClick(table, Qt.Key.Key_Return)
    with qtbot.waitSignal(table.ticked) as ticked:
        QTest.keyClick(table, Qt.Key.Key_Space)
    QTest.keyClick(table, Qt.Key.Key_End)
    assert (opened.args, ticked.args, table.current_row) == ([2], [2], 99_999)


def test_the_column_without_a_width_takes_what_is_left(
    model: PagedModel[int], qtbot: QtBot
) -> None:
    table = TableView()
    qtbot.addWidget(table)
    table.resize(600, 300)
    table.show()
    table.show_model(model)
    assert table.columnWidth(1) == 90
    assert table.columnWidth(0) == table.viewport().width() - 90
