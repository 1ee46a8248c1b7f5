"""Amounts go in and out as integers, whatever a person types."""

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from microshop_desktop.ui.widgets.amount_edit import AmountEdit, QuantityEdit


@pytest.fixture
def edit(qtbot: QtBot) -> AmountEdit:
    made = AmountEdit(2)
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(
    ("typed", "minor"),
    [("19.90", 1990), ("19,9", 1990), ("８.5", 850), ("0", 0), ("", None), (".", None)],
)
def test_what_is_typed_is_exact(
    edit: AmountEdit, qtbot: QtBot, typed: str, minor: int | None
) -> None:
    edit.setText(typed)
    assert edit.value == minor


def test_letters_cannot_be_typed(edit: AmountEdit, qtbot: QtBot) -> None:
    QTest.keyClicks(edit, "1a2b")
    assert edit.value == 1200


def test_typing_tells_each_value(edit: AmountEdit, qtbot: QtBot) -> None:
    told: list[object] = []
    edit.value_changed.connect(told.append)
    QTest.keyClicks(edit, "8.5")
    assert told == [800, 800, 850]


def test_a_value_that_is_set_is_shown_and_not_told(edit: AmountEdit, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(edit.value_changed, wait=10):
        edit.set_value(9800)
    assert (edit.text(), edit.value) == ("98.00", 9800)
    edit.set_value(None)
    assert edit.is_empty


def test_more_decimals_than_the_currency_has_are_no_amount(edit: AmountEdit) -> None:
    edit.setText("1.234")
    assert edit.value is None


def test_a_quantity_has_three_decimals(qtbot: QtBot) -> None:
    edit = QuantityEdit()
    qtbot.addWidget(edit)
    edit.setText("1.26")
    assert edit.value == 1260
