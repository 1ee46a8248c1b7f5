"""The idle picture of the customer's screen is chosen, replaced and taken away in the settings."""

from pathlib import Path

import pytest
from PIL import Image

from microshop_desktop.infra.settings import CUSTOMER_DISPLAY, POSTER
from microshop_desktop.ui.settings.customer_display_card import CustomerDisplayCard
from microshop_desktop.ui.settings.device_section import DeviceSection
from microshop_desktop.ui.settings.page import SettingsPage
from microshop_desktop.ui.widgets.switch import Switch
from tests.ui.fakes import FakeShell


@pytest.fixture
def card(page: SettingsPage) -> CustomerDisplayCard:
    page.show_section("devices")
    section = page.section("devices")
    assert isinstance(section, DeviceSection)
    return section.display


def test_a_picture_is_kept_beside_the_shop_and_can_be_taken_back(
    card: CustomerDisplayCard, shell: FakeShell, tmp_path: Path
) -> None:
    assert not card.remove.isEnabled()
    source = tmp_path / "poster.png"
    Image.new("RGB", (60, 80), "green").save(source)
    card.take(source)
    name = shell.settings.get(POSTER)
    assert name.endswith(".jpg")
    source.unlink()
    assert list(tmp_path.rglob(name)) != []
    assert card.remove.isEnabled()
    card.remove.click()
    assert shell.settings.get(POSTER) == ""
    assert not card.remove.isEnabled()


def test_what_is_no_picture_is_said_and_changes_nothing(
    card: CustomerDisplayCard, shell: FakeShell, tmp_path: Path
) -> None:
    broken = tmp_path / "poster.png"
    broken.write_bytes(b"no picture")
    card.take(broken)
    assert len(shell.problems) == 1
    assert shell.settings.get(POSTER) == ""
    assert card.choose.isEnabled()


def test_the_switch_is_the_one_of_the_top_bar(card: CustomerDisplayCard, shell: FakeShell) -> None:
    switch = card.rows[0].control
    assert not shell.settings.get(CUSTOMER_DISPLAY)
    assert isinstance(switch, Switch)
    switch.click()
    assert shell.settings.get(CUSTOMER_DISPLAY)
