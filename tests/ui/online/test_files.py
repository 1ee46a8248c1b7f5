"""A shop that works by files on the Online page: its card, taking in, saving for upload."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from microshop_desktop.domain.order_file import OrderField
from microshop_desktop.persistence.tables.orders import OrderRow
from microshop_desktop.services.file_uploads import Upload
from microshop_desktop.services.order_files import OrderFiles
from microshop_desktop.services.shipping import Packing, Shipping
from microshop_desktop.ui.online.file_actions import FileActions
from microshop_desktop.ui.online.file_desk import FileDesk
from microshop_desktop.ui.online.file_dialog import FileDialog
from microshop_desktop.ui.online.file_model import FileModel, Stage
from microshop_desktop.ui.online.page import OnlinePage
from tests import order_file_samples as samples
from tests.order_file_samples import douyin, write
from tests.ui.fakes import FakeShell
from tests.ui.online.conftest import Desk


@pytest.fixture
def files(desk: Desk) -> FileDesk:
    """A Douyin shop that works by files, whose tea is linked by its barcode."""
    account = OrderFiles(desk.shop).open_account(desk.actor, "douyin", "Tea stall").id
    return desk.model.desk.files(account)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(1366, 768)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def dialog(window: QWidget, shell: FakeShell, files: FileDesk) -> Iterator[FileDialog]:
    made = FileDialog(window, shell, FileModel(files))
    yield made
    made.close()


def _file(folder: Path, *rows: dict[str, str]) -> Path:
    told = rows or (douyin(商家编码="6900001003199"), douyin("9003"))
    return write(folder / "orders.csv", samples.DOUYIN, *told)


def _stage(dialog: FileDialog) -> Stage:
    return dialog.model.stage


def _codes(dialog: FileDialog) -> list[tuple[str, bool]]:
    return [(goods.code, goods.by_code) for goods in dialog.model.goods()]


def test_a_file_is_looked_at_and_taken_in(dialog: FileDialog, tmp_path: Path) -> None:
    assert (dialog.pages.currentIndex(), dialog.go.isEnabled()) == (0, False)
    dialog.show_file(_file(tmp_path))
    assert dialog.model.stage is Stage.PREVIEW
    assert dialog.format.text == "Douyin"
    assert "unconfirmed" in dialog.model.remarks()[0]
    assert _codes(dialog) == [("6900001003199", True), ("T-9003", False)]
    assert (dialog.model.verb(), dialog.go.isEnabled()) == ("Take in 1 order", True)
    dialog.go_on()
    assert _stage(dialog) is Stage.DONE
    assert dialog.model.done_text() == "Taken in. New orders: 1, changed: 0."
    dialog.show_file(_file(tmp_path))
    assert [count.text for count in dialog.model.counts()][:3] == [
        "0 new",
        "0 changed",
        "1 as before",
    ]
    assert not dialog.go.isEnabled()


def test_rejected_rows_are_listed_with_their_reasons(dialog: FileDialog, tmp_path: Path) -> None:
    dialog.show_file(_file(tmp_path, douyin(商品数量="lots")))
    (issue,) = dialog.model.issues()
    assert (issue.row, issue.rejected, "lots" in issue.reason) == ("2", True, True)
    assert dialog.model.counts()[3].text == "1 row rejected"


def test_columns_that_nobody_knows_are_asked_for_once(dialog: FileDialog, tmp_path: Path) -> None:
    path = write(tmp_path / "x.csv", ["No", "What", "Where to"], {"No": "5", "What": "Tea"})
    dialog.show_file(path)
    assert (dialog.model.stage, dialog.left.currentIndex()) == (Stage.COLUMNS, 1)
    assert not dialog.go.isEnabled()
    for place, held in ((0, OrderField.ORDER), (1, OrderField.TITLE)):
        box = dialog.columns.boxes[place]
        box.setCurrentIndex(box.findData(held))
    assert (dialog.model.verb(), dialog.go.isEnabled()) == ("Read the file", True)
    dialog.go_on()
    assert dialog.model.stage is Stage.PREVIEW
    assert dialog.format.text == "columns you described"
    dialog.show_file(path)
    assert dialog.model.stage is Stage.PREVIEW


def test_a_file_of_another_platform_is_said_to_be_one(dialog: FileDialog, tmp_path: Path) -> None:
    dialog.show_file(write(tmp_path / "t.csv", samples.TAOBAO, samples.taobao()))
    assert dialog.model.stage is Stage.CHOOSE
    assert "another platform" in dialog.problem.text


def test_what_is_no_table_is_said(dialog: FileDialog, tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.touch()
    dialog.show_file(path)
    assert dialog.model.stage is Stage.CHOOSE
    assert not dialog.problem.isHidden()


@pytest.fixture
def saving(
    window: QWidget, shell: FakeShell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> FileActions:
    """Actions whose files a person saves as `told.csv`."""
    path = str(tmp_path / "told.csv")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (path, ""))
    return FileActions(window, shell, lambda: None)


def test_numbers_are_saved_and_asked_about(
    saving: FileActions, files: FileDesk, shell: FakeShell, tmp_path: Path
) -> None:
    files.take(files.read(files.open(_file(tmp_path)))[0], lambda *_: None, lambda: False)
    saving.save(files, Upload.STOCK)
    assert shell.toasts[-1].startswith("1 rows written to told.csv.")
    assert (tmp_path / "told.csv").read_text(encoding="utf-8-sig").splitlines()[1].endswith(",7")
    shell.answer = False
    saving.save(files, Upload.STOCK)
    assert shell.questions[-1].title == "Was the file uploaded at Tea stall?"
    shell.answer = True
    saving.save(files, Upload.STOCK)
    assert files.written(Upload.STOCK) is None
    saving.save(files, Upload.STOCK)
    assert "right numbers" in shell.toasts[-1]


def test_parcels_are_saved(
    saving: FileActions, desk: Desk, files: FileDesk, shell: FakeShell, tmp_path: Path
) -> None:
    saving.save(files, Upload.TRACKING)
    assert shell.toasts[-1] == "Tea stall knows of every parcel."
    files.take(files.read(files.open(_file(tmp_path)))[0], lambda *_: None, lambda: False)
    with desk.shop.database.read() as connection:
        order = connection.scalar(select(OrderRow.id))
    assert order is not None
    Shipping(desk.shop).pack(desk.actor, Packing(order, "SF", "SF1"))
    saving.save(files, Upload.TRACKING)
    assert "SF,SF1" in (tmp_path / "told.csv").read_text(encoding="utf-8-sig")


def test_only_the_card_of_such_a_shop_has_its_buttons(
    page: OnlinePage, desk: Desk, files: FileDesk
) -> None:
    page.entered()
    shown = {card.account: not card.files.isHidden() for card in page.cards}
    assert shown == {desk.account: False, files.account.id: True}
    look = next(look for look in desk.model.looks() if look.by_files)
    assert look.state.text == "By files"
