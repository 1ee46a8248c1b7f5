"""A question's safe answer is the easy one."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from microshop_desktop.ui.widgets.confirm_dialog import ConfirmDialog, Question

QUESTION = Question("Empty the basket?", "Remove 5 items", "They go back to the shelf.")


@pytest.fixture
def dialog(qtbot: QtBot) -> Iterator[ConfirmDialog]:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    made = ConfirmDialog(QUESTION, window)
    made.show()
    qtbot.waitExposed(made)
    yield made
    window.close()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_enter_and_esc_change_nothing(dialog: ConfirmDialog, qtbot: QtBot, key: Qt.Key) -> None:
    QTest.keyClick(dialog.stay, key)
    assert dialog.result() == QDialog.DialogCode.Rejected
    assert not dialog.isVisible()


def test_only_the_named_verb_does_it(dialog: ConfirmDialog, qtbot: QtBot) -> None:
    assert dialog.go.text() == "Remove 5 items"
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    assert dialog.result() == QDialog.DialogCode.Accepted


class Reason(QObject):
    """Why a question is asked."""

    gone = Signal()


def test_a_question_goes_with_its_reason_and_takes_the_safe_answer(qtbot: QtBot) -> None:
    window, reason = QWidget(), Reason()
    qtbot.addWidget(window)
    window.show()
    asked = ConfirmDialog(Question("Cancel?", "Cancel the payment", moot=reason.gone), window)
    asked.open()
    reason.gone.emit()
    assert not asked.isVisible()
    assert asked.result() == QDialog.DialogCode.Rejected
