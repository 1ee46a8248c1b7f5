"""The import dialog over a real shop: preview, columns, run, undo."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from microshop_desktop.domain.heads import Field
from microshop_desktop.exchange.import_desk import ImportDesk
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.persistence.database import Database
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.search import Search
from microshop_desktop.services.shop import Shop
from microshop_desktop.ui.imports.dialog import ImportDialog
from microshop_desktop.ui.imports.field_names import NAMES
from microshop_desktop.ui.imports.view_model import ImportModel, Stage
from microshop_desktop.ui.runner import Handle, ImmediateRunner, Job
from tests.exchange.watches import Unhurried
from tests.ui.fakes import FakeShell

Result = TypeVar("Result")
LINES = [
    "条码,名称,价钱,零售价",
    "6901234567892,红茶,4,5",
    "6900000000004,酸奶,3,0",
    "1.2E+12,绿茶,1,2",
]


@pytest.fixture
def till(sqlite_database: Database, clock: FixedClock) -> Shop:
    """An empty shop in a file."""
    return found_shop(sqlite_database, clock, name="Shop", currency_code="CNY")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Three products, one without a price, one whose code is lost."""
    path = tmp_path / "goods.csv"
    path.write_text("\n".join(LINES), encoding="utf-8")
    return path


@pytest.fixture
def dialog(qtbot: QtBot, shell: FakeShell, till: Shop) -> Iterator[ImportDialog]:
    """The dialog before a file is chosen."""
    window = QWidget()
    window.resize(1366, 768)
    qtbot.addWidget(window)
    dialog = ImportDialog(window, shell, ImportModel(ImportDesk(till, till.owner())))
    yield dialog
    dialog.close()


def _found(till: Shop, text: str) -> list[str]:
    return [hit.name for hit in Search(till).find(till.owner(), text)]


def _choose(dialog: ImportDialog, place: int, field: Field) -> None:
    box = dialog.columns.boxes[place]
    box.setCurrentIndex(1 + list(NAMES).index(field))


def test_a_file_is_previewed_with_counts_and_reasons(dialog: ImportDialog, table: Path) -> None:
    assert not dialog.go.isEnabled()
    assert dialog.problem.isHidden()
    dialog.show_file(table)
    model = dialog.model
    assert model.stage is Stage.PREVIEW
    assert model.counts()[0].text == "2 new"
    assert [issue.row for issue in model.issues() if issue.rejected] == ["4"]
    assert dialog.go.isEnabled()


def test_an_import_is_done_and_taken_back(dialog: ImportDialog, table: Path, till: Shop) -> None:
    dialog.show_file(table)
    dialog.go_on()
    assert dialog.model.stage is Stage.DONE
    assert _found(till, "hongcha") == ["红茶"]
    dialog.undo()
    assert _found(till, "hongcha") == []


def test_another_choice_of_columns_is_planned_anew(dialog: ImportDialog, table: Path) -> None:
    dialog.show_file(table)
    _choose(dialog, 2, Field.PRICE)
    assert [column.field for column in dialog.model.columns()] == [
        Field.CODE,
        Field.NAME,
        Field.PRICE,
        None,
    ]
    assert dialog.model.zero_prices() == 0


def test_a_file_without_a_known_column_asks_for_one(dialog: ImportDialog, tmp_path: Path) -> None:
    path = tmp_path / "strange.csv"
    path.write_text("x,y\n1,Tea\n", encoding="utf-8")
    dialog.show_file(path)
    assert not dialog.problem.isHidden()
    assert not dialog.go.isEnabled()
    _choose(dialog, 1, Field.NAME)
    assert dialog.go.isEnabled()


def test_goods_without_a_price_may_be_left_out(dialog: ImportDialog, table: Path) -> None:
    dialog.show_file(table)
    dialog.zero.setChecked(True)
    plan = dialog.model.plan
    assert plan is not None
    assert (plan.counts.created, plan.counts.rejected) == (1, 2)


def test_nothing_is_imported_while_a_row_is_rejected_if_so_chosen(
    dialog: ImportDialog, table: Path, till: Shop
) -> None:
    dialog.show_file(table)
    dialog.nothing.setChecked(True)
    assert not dialog.go.isEnabled()
    dialog.go_on()
    assert _found(till, "hongcha") == []


def test_a_damaged_file_is_said_and_the_dialog_stays(dialog: ImportDialog, tmp_path: Path) -> None:
    path = tmp_path / "bad.xlsx"
    path.write_bytes(b"PK\x03\x04nonsense")
    dialog.show_file(path)
    assert dialog.model.stage is Stage.CHOOSE
    assert not dialog.problem.isHidden()


def test_rejected_rows_are_written_with_their_reasons(
    dialog: ImportDialog, table: Path, tmp_path: Path
) -> None:
    dialog.show_file(table)
    target = tmp_path / "rejected.csv"
    dialog.model.desk.save_rejected(target, Unhurried())
    lines = target.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == LINES[0]
    assert lines[1].startswith("1.2E+12,绿茶,1,2,")


def test_every_field_of_a_product_file_has_a_name() -> None:
    from microshop_desktop.domain.columns import FileKind, fields_of

    assert set(fields_of(FileKind.PRODUCTS)) == set(NAMES)


class _Waiting(ImmediateRunner):
    """Keeps an import back until it is let go on, as a thread would."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], object]] = []
        self.holds = False

    @override
    def run(self, owner: QObject, work: Callable[[Job], Result], **calls: Any) -> Handle:
        if not self.holds:
            return super().run(owner, work, **calls)
        run = super().run
        self.waiting.append(lambda: run(owner, work, **calls))
        return run(owner, lambda _job: None, done=lambda _nothing: None)


def test_a_file_that_is_being_read_says_so_from_the_first_moment(
    dialog: ImportDialog, shell: FakeShell, table: Path
) -> None:
    shell.runner = runner = _Waiting()
    runner.holds = True
    dialog.show_file(table)
    assert not dialog.bar.isHidden()
    assert dialog.bar.maximum() == 0
    assert dialog.bar_text.text() == "Reading the file…"
    assert dialog.title.text() == "Import goods.csv"
    runner.holds = False
    runner.waiting.pop()()
    assert dialog.bar.isHidden()
    assert dialog.model.stage is Stage.PREVIEW


def test_an_import_goes_on_while_the_dialog_is_away_and_tells_its_end(
    dialog: ImportDialog, shell: FakeShell, table: Path, till: Shop
) -> None:
    shell.runner = runner = _Waiting()
    dialog.show_file(table)
    runner.holds = True
    dialog.go_on()
    assert (dialog.stay.text(), dialog.go.text()) == ("Go on selling", "Stop")
    dialog.stay.click()
    assert dialog.is_away
    runner.waiting.pop()()
    assert shell.toasts == ["Imported. 2 new, 0 changed."]
    assert _found(till, "hongcha") == ["红茶"]


def test_remarks_beyond_those_that_are_listed_are_counted(
    dialog: ImportDialog, tmp_path: Path
) -> None:
    path = tmp_path / "long.csv"
    path.write_text("\n".join(["name", *(f"Tea {n}" for n in range(600))]), encoding="utf-8")
    dialog.show_file(path)
    assert dialog.model.counts()[4].text == "600 remarks"
    assert dialog.model.issues()[-1].reason == "100 more are not shown here"
    assert dialog.model.zero_prices() == 600
