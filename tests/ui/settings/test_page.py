"""What the settings page shows, and what its controls do."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.infra.settings import LANGUAGE, PRINTER_ADDRESS, PRINTER_KIND, TEXT_SCALE
from microshop_desktop.infra.translations import use_language
from microshop_desktop.services.shop import Shop
from microshop_desktop.ui.settings.backup_section import BackupSection
from microshop_desktop.ui.settings.device_section import DeviceSection
from microshop_desktop.ui.settings.page import SECTIONS, SettingsPage
from microshop_desktop.ui.settings.receipt_section import ReceiptSection
from microshop_desktop.ui.settings.rows import SettingRow
from microshop_desktop.ui.settings.section import Section
from microshop_desktop.ui.settings.section_list import SectionList
from microshop_desktop.ui.settings.view_model import SettingsViewModel
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.segments import Segments
from tests.ui.fakes import FakeShell
from tests.ui.settings.conftest import FakePrinter

LEFT = Qt.MouseButton.LeftButton


def row(section: Section, name: str) -> SettingRow:
    return next(one for card in section.cards for one in card.rows if one.name == name)


def choose(section: Section, name: str, key: str) -> None:
    control = row(section, name).control
    assert isinstance(control, Segments)
    control.chosen.emit(key)


def sections(page: SettingsPage) -> SectionList:
    found = page.findChild(SectionList)
    assert isinstance(found, SectionList)
    return found


@pytest.mark.parametrize("kind", SECTIONS)
def test_every_section_says_its_state(page: SettingsPage, kind: type[Section]) -> None:
    text, tone = page.section(kind.key).state()
    assert text
    assert tone in {"muted", "warning"}


def test_looking_for_a_setting_leaves_its_section(page: SettingsPage) -> None:
    listed = sections(page)
    QTest.keyClicks(listed.search.edit, "paper")
    assert listed.visible_keys() == ["receipt"]
    listed.search.edit.clear()
    assert len(listed.visible_keys()) == len(SECTIONS)


def test_nothing_found_is_said_and_the_search_ends_with_the_page(page: SettingsPage) -> None:
    listed = sections(page)
    QTest.keyClicks(listed.search.edit, "zzz")
    assert listed.none.isVisible()
    assert "zzz" in listed.none.text()
    page.left()
    assert listed.search.text == ""
    assert not listed.none.isVisible()
    assert len(listed.visible_keys()) == len(SECTIONS)


def test_arrows_move_through_the_sections(page: SettingsPage, vm: SettingsViewModel) -> None:
    QTest.keyClick(sections(page), Qt.Key.Key_Down)
    assert vm.section == "looks"
    QTest.keyClick(sections(page), Qt.Key.Key_Up)
    assert vm.section == "shop"


def test_another_page_can_ask_for_a_section(page: SettingsPage, vm: SettingsViewModel) -> None:
    page.asked_for("devices")
    assert vm.section == "devices"


def test_a_page_built_anew_shows_the_same_section(
    page: SettingsPage, vm: SettingsViewModel, shell: FakeShell, qtbot: QtBot
) -> None:
    page.show_section("backup")
    other = SettingsPage(shell, vm)
    qtbot.addWidget(other)
    assert vm.section == "backup"


def test_a_text_is_saved_when_its_field_is_left(page: SettingsPage, shop: Shop) -> None:
    field = row(page.section("shop"), "Name of the shop").control
    assert isinstance(field, QLineEdit)
    field.setText("Tea house")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert shop.profile.name == "Tea house"


def test_language_and_size_are_kept(page: SettingsPage, shell: FakeShell) -> None:
    choose(page.section("looks"), "Language", "es")
    choose(page.section("looks"), "Text size", "125")
    assert (shell.settings.get(LANGUAGE), shell.settings.get(TEXT_SCALE)) == ("es", 125)


@pytest.mark.parametrize("language", ["zh", "es"])
def test_the_page_speaks(
    language: str, vm: SettingsViewModel, shell: FakeShell, qtbot: QtBot
) -> None:
    use_language("zh" if language == "zh" else "es")
    made = SettingsPage(shell, vm)
    qtbot.addWidget(made)
    assert made.section("shop").title() == {"zh": "店铺", "es": "Tienda"}[language]


def test_a_narrow_roll_makes_a_narrow_picture(page: SettingsPage) -> None:
    page.show_section("receipt")
    section = page.section("receipt")
    assert isinstance(section, ReceiptSection)
    wide = section.preview.sizeHint().width()
    choose(section, "Paper width", "58")
    assert section.preview.sizeHint().width() < wide


def test_a_foot_of_ones_own_is_on_the_picture(page: SettingsPage, qtbot: QtBot) -> None:
    page.show_section("receipt")
    section = page.section("receipt")
    assert isinstance(section, ReceiptSection)
    qtbot.waitUntil(lambda: section.preview.width() > 100)
    before = section.preview.grab().toImage()
    field = row(section, "Last line").control
    assert isinstance(field, QLineEdit)
    field.setText("Closed on Mondays")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert section.preview.grab().toImage() != before


def devices(page: SettingsPage, shell: FakeShell, vm: SettingsViewModel) -> DeviceSection:
    shell.settings.put(PRINTER_KIND, "usb")
    vm.refresh()
    page.show_section("devices")
    section = page.section("devices")
    assert isinstance(section, DeviceSection)
    return section


def test_a_test_print_is_said_in_place(
    page: SettingsPage, shell: FakeShell, vm: SettingsViewModel, printer: FakePrinter
) -> None:
    section = devices(page, shell, vm)
    QTest.mouseClick(section.test, LEFT)
    assert printer.done == ["The printer's own letters / As a picture"]
    assert section.result.text == "Sent to the printer"


def test_a_printer_without_paper_says_so_and_marks_its_section(
    page: SettingsPage, shell: FakeShell, vm: SettingsViewModel, printer: FakePrinter
) -> None:
    printer.out_of_paper = True
    section = devices(page, shell, vm)
    QTest.mouseClick(section.test, LEFT)
    assert "paper" in section.result.text
    assert section.state() == ("The printer did not print", "warning")


def test_nothing_can_be_tried_without_a_printer(page: SettingsPage) -> None:
    section = page.section("devices")
    assert isinstance(section, DeviceSection)
    assert not section.test.isEnabled()


def test_the_address_of_a_printer_is_kept(
    page: SettingsPage, shell: FakeShell, vm: SettingsViewModel
) -> None:
    field = row(devices(page, shell, vm), "Address of the printer").control
    assert isinstance(field, QLineEdit)
    assert field.placeholderText() == "04b8:0202"
    field.setText(" 04b8:0e15 ")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert shell.settings.get(PRINTER_ADDRESS) == "04b8:0e15"


def test_a_scan_is_shown_and_goes_no_further(page: SettingsPage) -> None:
    section = page.section("devices")
    assert isinstance(section, DeviceSection)
    assert section.scanner_test.claims_scan("6900001003199")
    assert section.scanner_test.result.text.startswith("6900001003199 · 13 signs")


def test_typing_is_told_from_scanning(page: SettingsPage) -> None:
    section = page.section("devices")
    assert isinstance(section, DeviceSection)
    field = section.scanner_test.field
    field.edit.setText("690")
    QTest.keyClick(field.edit, Qt.Key.Key_Return)
    assert "as slowly as typing" in section.scanner_test.result.text


def test_a_backup_is_made_and_listed(page: SettingsPage, clock: FixedClock) -> None:
    section = page.section("backup")
    assert isinstance(section, BackupSection)
    assert section.state() == ("None yet", "warning")
    QTest.mouseClick(section.make, LEFT)
    assert section.state() == ("just now", "muted")
    assert section.result.text == "Backed up"
    QTest.mouseClick(section.make, LEFT)
    assert section.result.text == "Nothing has changed since the last backup"


@pytest.mark.parametrize("answer", [True, False])
def test_going_back_is_asked_first(
    page: SettingsPage, shell: FakeShell, restored: list[Path], answer: bool
) -> None:
    shell.answer = answer
    section = page.section("backup")
    assert isinstance(section, BackupSection)
    QTest.mouseClick(section.make, LEFT)
    back = next(one for one in section.findChildren(Button) if one.text() == "Go back to it")
    QTest.mouseClick(back, LEFT)
    assert shell.questions[0].verb == "Go back"
    assert len(restored) == (1 if answer else 0)
