"""A field for a day, as a person uses it."""

from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from microshop_desktop.ui.looks import looks
from microshop_desktop.ui.theme import Theme, current
from microshop_desktop.ui.widgets.day_field import DayField

LAST = date(2026, 11, 23)


@pytest.fixture
def field(qtbot: QtBot) -> DayField:
    field = DayField("Day")
    qtbot.addWidget(field)
    field.show_day(LAST, last=LAST)
    field.show()
    field.setFocus()
    return field


@pytest.mark.parametrize("typed", ["20251225", "2025-12-25"])
def test_a_day_is_typed_over_the_marked_one(field: DayField, typed: str) -> None:
    chosen: list[date] = []
    field.day_chosen.connect(chosen.append)
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, typed)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert chosen == [date(2025, 12, 25)]


def test_no_day_after_the_last_is_chosen(field: DayField) -> None:
    field.setDate(QDate(2099, 1, 1))
    assert field.date() == QDate(2026, 11, 23)
    after = field.calendarWidget().dateTextFormat(QDate(2026, 11, 24)).foreground().color()
    assert after == current().colour("textDisabled")


def test_what_is_shown_by_the_program_is_no_choice(field: DayField) -> None:
    chosen: list[date] = []
    field.day_chosen.connect(chosen.append)
    field.show_day(date(2026, 11, 2), last=LAST)
    assert (field.text(), chosen) == ("2026-11-02", [])


def test_weekends_can_be_read_in_every_theme(field: DayField) -> None:
    before = current()
    try:
        looks().apply(Theme("dark", 100))
        colour = field.calendarWidget().weekdayTextFormat(Qt.DayOfWeek.Sunday).foreground().color()
        assert colour == current().colour("text") != before.colour("text")
    finally:
        looks().apply(before)
