"""The event filter on the application: scans are taken out, typing arrives whole and in order."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from microshop_desktop.ui.scan_input import ScanInput

CODE = "6901234567892"


@dataclass
class Scans:
    """What was scanned."""

    codes: list[str] = field(default_factory=list)

    def note(self, code: str) -> None:
        self.codes.append(code)


class Form(QWidget):
    """A field and a button that Enter presses."""

    def __init__(self) -> None:
        super().__init__()
        self.edit = QLineEdit()
        self.button = QPushButton("go")
        self.presses = 0
        self.button.clicked.connect(self._press)
        column = QVBoxLayout(self)
        column.addWidget(self.edit)
        column.addWidget(self.button)

    def _press(self) -> None:
        self.presses += 1


class Claiming(Form):
    """A form that wants the codes for itself."""

    def __init__(self) -> None:
        super().__init__()
        self.claimed: list[str] = []

    def claims_scan(self, code: str) -> bool:
        self.claimed.append(code)
        return True


@pytest.fixture
def scans(qapp: QApplication) -> Iterator[Scans]:
    scans, scan_input = Scans(), ScanInput()
    scan_input.scanned.connect(scans.note)
    scan_input.install(qapp)
    yield scans
    qapp.removeEventFilter(scan_input)


def shown(qtbot: QtBot, form: Form) -> Form:
    qtbot.addWidget(form)
    with qtbot.waitExposed(form):
        form.show()
    form.edit.setFocus()
    return form


def press(form: QWidget, text: str, *, gap: int, start: int = 10_000) -> int:
    """Send keys as the window system does; return the time of the last one."""
    at = start
    for number, sign in enumerate(text):
        at = start + number * gap
        key = Qt.Key.Key_Return if sign == "\r" else Qt.Key(ord(sign.upper()))
        event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, sign)
        event.setTimestamp(at)
        QApplication.sendEvent(form.windowHandle(), event)
    return at


def test_a_scan_leaves_the_field_as_it_was(qtbot: QtBot, scans: Scans) -> None:
    form = shown(qtbot, Form())
    form.edit.setText("12.50")
    press(form, f"{CODE}\r", gap=8)
    assert scans.codes == [CODE]
    assert form.edit.text() == "12.50"


def test_the_enter_of_a_scan_presses_no_button(qtbot: QtBot, scans: Scans) -> None:
    form = shown(qtbot, Form())
    form.button.setFocus()
    form.button.setDefault(True)
    press(form, f"{CODE}\r", gap=8)
    assert (scans.codes, form.presses) == ([CODE], 0)


def test_the_enter_of_a_scan_fires_no_shortcut(qtbot: QtBot, scans: Scans) -> None:
    form = shown(qtbot, Form())
    fired: list[bool] = []
    shortcut = QShortcut(Qt.Key.Key_Return, form)
    shortcut.activated.connect(lambda: fired.append(True))
    at = press(form, CODE, gap=8)
    event = QKeyEvent(
        QEvent.Type.ShortcutOverride, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r"
    )
    event.setTimestamp(at + 8)
    event.ignore()
    QApplication.sendEvent(form.edit, event)
    assert event.isAccepted()
    press(form, "\r", gap=1, start=at + 8)
    assert (scans.codes, fired) == ([CODE], [])


def test_typing_arrives_whole_and_in_order(qtbot: QtBot, scans: Scans) -> None:
    form = shown(qtbot, Form())
    press(form, "hslj 500", gap=90)
    qtbot.waitUntil(lambda: form.edit.text() == "hslj 500")
    assert scans.codes == []


def test_a_quick_hand_is_not_a_scanner(qtbot: QtBot, scans: Scans) -> None:
    form = shown(qtbot, Form())
    press(form, "abc", gap=20)
    qtbot.waitUntil(lambda: form.edit.text() == "abc")


def test_a_scan_that_lost_its_enter_comes_by_itself(qtbot: QtBot, scans: Scans) -> None:
    form = shown(qtbot, Form())
    press(form, CODE, gap=8)
    qtbot.waitUntil(lambda: scans.codes == [CODE])
    assert form.edit.text() == ""


def test_a_typed_start_stays_before_the_scan(qtbot: QtBot, scans: Scans) -> None:
    form = shown(qtbot, Form())
    at = press(form, "3*", gap=150)
    press(form, f"{CODE}\r", gap=8, start=at + 300)
    assert (form.edit.text(), scans.codes) == ("3*", [CODE])


def test_a_person_presses_enter_as_ever(qtbot: QtBot, scans: Scans) -> None:
    form = shown(qtbot, Form())
    form.button.setDefault(True)
    entered: list[str] = []
    form.edit.returnPressed.connect(lambda: entered.append(form.edit.text()))
    press(form, "abc\r", gap=120)
    assert entered == ["abc"]


def test_the_focused_page_may_claim_a_scan(qtbot: QtBot, scans: Scans) -> None:
    form = Claiming()
    shown(qtbot, form)
    press(form, f"{CODE}\r", gap=8)
    assert (form.claimed, scans.codes) == ([CODE], [])


def test_full_width_digits_from_an_input_method_are_a_scan_too(qtbot: QtBot, scans: Scans) -> None:
    form = shown(qtbot, Form())
    for sign in "６９０１２３４５":
        event = QInputMethodEvent()
        event.setCommitString(sign)
        QApplication.sendEvent(form.edit, event)
    qtbot.waitUntil(lambda: scans.codes == ["69012345"])
    assert form.edit.text() == ""


def test_chinese_words_of_an_input_method_pass(qtbot: QtBot, scans: Scans) -> None:
    form = shown(qtbot, Form())
    event = QInputMethodEvent()
    event.setCommitString("苹果")
    QApplication.sendEvent(form.edit, event)
    assert form.edit.text() == "苹果"
