"""Segments, chips, steppers, switches, ticks: each tells what a person chose, and only that."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from microshop_desktop.ui.widgets.chip import Chip, FilterChip
from microshop_desktop.ui.widgets.choices import CheckBox, ComboBox
from microshop_desktop.ui.widgets.segments import Segment, Segments
from microshop_desktop.ui.widgets.stepper import Stepper
from microshop_desktop.ui.widgets.switch import Switch

LEFT = Qt.MouseButton.LeftButton


def segments(qtbot: QtBot) -> Segments:
    made = Segments([Segment("a", "Today"), Segment("b", "To pay"), Segment("c", "Refunds")])
    qtbot.addWidget(made)
    made.resize(made.sizeHint())
    return made


def test_a_press_chooses_a_segment_and_tells(qtbot: QtBot) -> None:
    made = segments(qtbot)
    with qtbot.waitSignal(made.chosen) as told:
        QTest.mouseClick(made, LEFT, pos=QPoint(made.width() - 20, made.height() // 2))
    assert (told.args, made.current_key) == (["c"], "c")


def test_arrow_keys_go_round(qtbot: QtBot) -> None:
    made = segments(qtbot)
    for expected in ("b", "c", "a"):
        QTest.keyClick(made, Qt.Key.Key_Right)
        assert made.current_key == expected


def test_choosing_by_program_tells_nobody(qtbot: QtBot) -> None:
    made = segments(qtbot)
    with qtbot.assertNotEmitted(made.chosen, wait=10):
        made.choose("b")


def test_a_segment_that_cannot_be_used_is_passed_over(qtbot: QtBot) -> None:
    made = segments(qtbot)
    made.set_segments([Segment("a", "A"), Segment("b", "B", enabled=False), Segment("c", "C")])
    QTest.keyClick(made, Qt.Key.Key_Right)
    assert made.current_key == "c"


def test_a_chip_shows_its_count(qtbot: QtBot) -> None:
    chip = Chip("Low", icon="warning")
    qtbot.addWidget(chip)
    bare = chip.sizeHint().width()
    chip.set_count("7")
    assert chip.sizeHint().width() > bare


def test_the_cross_of_a_filter_clears_it(qtbot: QtBot) -> None:
    chip = FilterChip("Category")
    qtbot.addWidget(chip)
    chip.set_value("Fruit")
    chip.resize(chip.sizeHint())
    with qtbot.waitSignal(chip.cleared), qtbot.assertNotEmitted(chip.clicked):
        QTest.mouseClick(chip, LEFT, pos=QPoint(chip.width() - 12, chip.height() // 2))


def test_the_name_of_a_filter_opens_its_choices(qtbot: QtBot) -> None:
    chip = FilterChip("Category")
    qtbot.addWidget(chip)
    chip.set_value("Fruit")
    chip.resize(chip.sizeHint())
    with qtbot.waitSignal(chip.clicked), qtbot.assertNotEmitted(chip.cleared):
        QTest.mouseClick(chip, LEFT, pos=QPoint(20, chip.height() // 2))


def stepper(qtbot: QtBot, **bounds: int) -> Stepper:
    made = Stepper(**bounds)
    qtbot.addWidget(made)
    made.resize(made.sizeHint())
    return made


def test_plus_and_minus_step_by_a_piece(qtbot: QtBot) -> None:
    made = stepper(qtbot)
    middle = made.height() // 2
    told: list[int] = []
    made.changed.connect(told.append)
    QTest.mouseClick(made, LEFT, pos=QPoint(made.width() - 10, middle))
    QTest.mouseClick(made, LEFT, pos=QPoint(made.width() - 10, middle))
    QTest.mouseClick(made, LEFT, pos=QPoint(10, middle))
    assert told == [1000, 2000, 1000]


def test_a_stepper_stays_in_its_bounds_and_tells_nothing_there(qtbot: QtBot) -> None:
    made = stepper(qtbot, low=1000, high=2000)
    with qtbot.assertNotEmitted(made.changed, wait=10):
        QTest.keyClick(made, Qt.Key.Key_Minus)
    assert made.value == 1000


def test_digits_are_typed(qtbot: QtBot) -> None:
    made = stepper(qtbot)
    QTest.keyClicks(made, "12")
    assert made.value == 12_000
    QTest.keyClick(made, Qt.Key.Key_Backspace)
    assert made.value == 1_000


def test_holding_repeats_until_let_go(qtbot: QtBot) -> None:
    made = stepper(qtbot)
    place = QPoint(made.width() - 10, made.height() // 2)
    QTest.mousePress(made, LEFT, pos=place)
    qtbot.waitUntil(lambda: made.value >= 3_000, timeout=3_000)
    QTest.mouseRelease(made, LEFT, pos=place)
    held = made.value
    qtbot.wait(200)
    assert made.value == held


def test_space_turns_a_switch(qtbot: QtBot) -> None:
    switch = Switch("Less motion")
    qtbot.addWidget(switch)
    with qtbot.waitSignal(switch.toggled):
        QTest.keyClick(switch, Qt.Key.Key_Space)
    assert switch.isChecked()


def test_a_tick_is_as_large_as_a_finger(qtbot: QtBot) -> None:
    box = CheckBox("Print labels")
    qtbot.addWidget(box)
    assert box.sizeHint().height() >= 40


def test_choosing_in_a_list_by_program_tells_nobody(qtbot: QtBot) -> None:
    box = ComboBox()
    qtbot.addWidget(box)
    for key in ("usb", "network"):
        box.addItem(key.upper(), key)
    with qtbot.assertNotEmitted(box.currentIndexChanged, wait=10):
        box.choose("network")
    assert box.currentText() == "NETWORK"
