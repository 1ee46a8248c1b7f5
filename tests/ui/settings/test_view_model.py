"""Each change is saved at once and can be taken back."""

import pytest

from microshop_desktop.domain.pricing import RoundingRule
from microshop_desktop.infra.settings import RECEIPT_WIDTH, SCANNER_GAP_MS
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.shop_settings import Settings as ShopSettingsService
from microshop_desktop.ui.settings.page import SettingsPage
from microshop_desktop.ui.settings.view_model import SettingsViewModel
from tests.ui.fakes import FakeShell


def test_a_change_of_the_shop_is_in_its_database(
    page: SettingsPage, vm: SettingsViewModel, shop: Shop
) -> None:
    vm.change("rounding", RoundingRule.TENTH, "Drop small change")
    assert ShopSettingsService(shop).current().rounding is RoundingRule.TENTH


def test_a_change_of_the_shop_can_be_taken_back(
    page: SettingsPage, vm: SettingsViewModel, shell: FakeShell, shop: Shop
) -> None:
    vm.change("address", "18 Example Road", "Address")
    assert shell.toasts == ["Changed: Address"]
    shell.undos[0]()
    assert ShopSettingsService(shop).current().address == ""


def test_a_change_of_the_laptop_can_be_taken_back(
    page: SettingsPage, vm: SettingsViewModel, shell: FakeShell
) -> None:
    vm.put(RECEIPT_WIDTH, 58, "Paper width")
    assert shell.settings.get(RECEIPT_WIDTH) == 58
    shell.undos[0]()
    assert shell.settings.get(RECEIPT_WIDTH) == 80


def test_what_was_not_changed_is_not_offered_back(
    page: SettingsPage, vm: SettingsViewModel, shell: FakeShell
) -> None:
    vm.put(SCANNER_GAP_MS, 35, "Speed")
    vm.change("address", "", "Address")
    vm.rename("  Corner shop ")
    assert shell.toasts == []


def test_the_shop_gets_another_name_and_its_old_one_back(
    page: SettingsPage, vm: SettingsViewModel, shell: FakeShell, shop: Shop
) -> None:
    vm.rename("Tea house")
    assert shop.profile.name == "Tea house"
    shell.undos[0]()
    assert (shop.profile.name, vm.facts.name) == ("Corner shop", "Corner shop")


def test_an_empty_name_is_not_taken(page: SettingsPage, vm: SettingsViewModel, shop: Shop) -> None:
    vm.rename("   ")
    assert shop.profile.name == "Corner shop"


@pytest.mark.parametrize(
    ("typed", "prefixes"),
    [("21", ("21",)), ("20, 23", ("20", "23")), ("20，21", ("20", "21")), ("", ())],
)
def test_prefixes_are_read_as_people_write_them(
    page: SettingsPage, vm: SettingsViewModel, typed: str, prefixes: tuple[str, ...]
) -> None:
    assert vm.set_scale_prefixes(typed, "First two digits")
    assert vm.shop.scale_prefixes == prefixes


@pytest.mark.parametrize("typed", ["2", "213", "ab", "21 x"])
def test_what_is_no_prefix_is_refused(
    page: SettingsPage, vm: SettingsViewModel, typed: str
) -> None:
    assert not vm.set_scale_prefixes(typed, "First two digits")
    assert vm.shop.scale_prefixes == ("21", "22")


@pytest.mark.parametrize(("prefix", "alike"), [("24", False), ("25", True), ("30", True)])
def test_prefixes_that_look_like_alipay_are_known(
    page: SettingsPage, vm: SettingsViewModel, prefix: str, alike: bool
) -> None:
    vm.set_scale_prefixes(prefix, "First two digits")
    assert vm.prefix_looks_like_alipay is alike
