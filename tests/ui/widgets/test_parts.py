"""Fields, banners, panels and states show what they are told."""

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from microshop_desktop.infra.resources import resource_path
from microshop_desktop.ui.looks import looks
from microshop_desktop.ui.theme import Theme, current
from microshop_desktop.ui.widgets.banner import Banner
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.elided_label import ElidedLabel
from microshop_desktop.ui.widgets.empty_state import EmptyState
from microshop_desktop.ui.widgets.flow_layout import FlowLayout
from microshop_desktop.ui.widgets.focus_ring import FocusRing
from microshop_desktop.ui.widgets.form_field import FormField
from microshop_desktop.ui.widgets.key_hint import KeyHint
from microshop_desktop.ui.widgets.paint import elided_number
from microshop_desktop.ui.widgets.panel import Panel
from microshop_desktop.ui.widgets.pill import Pill, StatusChip
from microshop_desktop.ui.widgets.search_field import SearchField
from microshop_desktop.ui.widgets.sounds import SOUND_NAMES, SilentSounds


def test_a_field_says_what_is_wrong_under_it(qtbot: QtBot) -> None:
    field = FormField("Name", QLineEdit(), hint="On the receipt")
    qtbot.addWidget(field)
    field.set_problem("Type a name first.")
    assert field.field.accessibleDescription() == "Type a name first."
    assert field.field.property("problem") is True
    field.set_problem("")
    assert field.field.property("problem") is False


def test_search_submits_what_is_typed(qtbot: QtBot) -> None:
    field = SearchField("Search")
    qtbot.addWidget(field)
    QTest.keyClicks(field.edit, " tea ")
    with qtbot.waitSignal(field.submitted) as sent:
        QTest.keyClick(field.edit, Qt.Key.Key_Return)
    assert sent.args == ["tea"]


def test_an_empty_search_is_not_submitted(qtbot: QtBot) -> None:
    field = SearchField("Search")
    qtbot.addWidget(field)
    with qtbot.assertNotEmitted(field.submitted, wait=10):
        QTest.keyClick(field.edit, Qt.Key.Key_Return)


def test_an_empty_search_leaves_undo_to_the_page(qtbot: QtBot) -> None:
    field = SearchField("Search")
    qtbot.addWidget(field)
    QTest.keyClicks(field.edit, "tea")
    assert _keeps_undo(field.edit)
    field.edit.clear()
    assert not _keeps_undo(field.edit)


def _keeps_undo(edit: QLineEdit) -> bool:
    """Tell whether Ctrl+Z would be taken from the shortcuts of the window."""
    key = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    key.ignore()
    QCoreApplication.sendEvent(edit, key)
    return key.isAccepted()


def test_a_banner_changes_its_tone(qtbot: QtBot) -> None:
    banner = Banner("All is well", tone="success")
    qtbot.addWidget(banner)
    banner.say("The printer is out of paper", tone="warning")
    assert (banner.text, banner.property("surface")) == ("The printer is out of paper", "warning")


def test_a_panel_is_closed_by_its_cross(qtbot: QtBot) -> None:
    panel = Panel("Order")
    qtbot.addWidget(panel)
    cross = next(one for one in panel.findChildren(Button) if one.accessibleName() == "Close")
    with qtbot.waitSignal(panel.closed):
        QTest.mouseClick(cross, Qt.MouseButton.LeftButton)


def test_a_pill_grows_with_its_word(qtbot: QtBot) -> None:
    pill = Pill("Paid", tone="success", icon="check-circle")
    qtbot.addWidget(pill)
    short = pill.sizeHint().width()
    pill.show_state("Waiting to be confirmed", tone="warning", icon="hourglass-medium")
    assert pill.sizeHint().width() > short
    assert (pill.accessibleName(), pill.tone) == ("Waiting to be confirmed", "warning")


def test_a_chip_of_the_top_bar_says_its_count(qtbot: QtBot) -> None:
    chip = StatusChip()
    qtbot.addWidget(chip)
    chip.show_state("Receipts not printed", tone="warning", icon="printer", count="2")
    assert chip.accessibleName() == "Receipts not printed 2"


def test_an_empty_state_offers_its_button(qtbot: QtBot) -> None:
    button = Button("New product")
    state = EmptyState("package", "Nothing here yet", button)
    qtbot.addWidget(state)
    assert state.button is button


def test_a_label_that_is_cut_tells_all_of_it(qtbot: QtBot) -> None:
    label = ElidedLabel("A very long name of a very small shop")
    qtbot.addWidget(label)
    label.resize(60, 20)
    label.show()
    assert label.toolTip() == label.text()
    label.resize(600, 20)
    assert label.toolTip() == ""


def test_numbers_that_begin_alike_are_told_apart_where_room_is_short(qtbot: QtBot) -> None:
    numbers = ("3712984209868589069", "3712984209868589074")
    labels = [ElidedLabel(number, is_number=True) for number in numbers]
    for label in labels:
        qtbot.addWidget(label)
        label.resize(90, 20)
    first, second = (label.cut() for label in labels)
    assert first != numbers[0]
    assert first != second
    theme = current()
    font = theme.font("strong")
    assert elided_number(numbers[0], font, 90) != elided_number(numbers[1], font, 90)


def test_a_flow_breaks_into_rows(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = FlowLayout(gap=10)
    holder.setLayout(flow)
    for _ in range(4):
        part = QWidget()
        part.setMinimumSize(QSize(100, 30))
        flow.addWidget(part)
    assert (flow.heightForWidth(430), flow.heightForWidth(210)) == (30, 70)


def test_key_hints_give_way_to_large_texts(qtbot: QtBot) -> None:
    hint, kept = KeyHint("F2"), KeyHint("F2", always=True)
    qtbot.addWidget(hint)
    qtbot.addWidget(kept)
    looks().apply(Theme("light", 150))
    assert hint.sizeHint().isEmpty()
    assert not kept.sizeHint().isEmpty()


def test_the_ring_follows_the_keyboard(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    first, second = Button("One"), Button("Two")
    column = QVBoxLayout(window)
    column.addWidget(first)
    column.addWidget(second)
    ring = FocusRing(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert ring.isVisible()
    assert ring.geometry().contains(second.geometry())


def test_the_ring_leaves_fields_alone(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    field = QLineEdit()
    QVBoxLayout(window).addWidget(field)
    ring = FocusRing(window)
    window.show()
    window.activateWindow()
    field.setFocus()
    assert not ring.isVisible()


def test_every_sound_has_its_file() -> None:
    assert [resource_path(f"sounds/{name}.wav").suffix for name in SOUND_NAMES] == [".wav"] * 5


def test_silent_sounds_remember() -> None:
    sounds = SilentSounds()
    sounds.play("paid")
    assert sounds.played == ["paid"]
