"""Founding a shop, and opening it again."""

import pytest

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.persistence.database import Database
from microshop_desktop.services.actor import EVERYTHING
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.shop import open_shop


def test_a_new_shop_has_a_till_and_an_owner_with_all_rights(
    database: Database, clock: FixedClock
) -> None:
    shop = found_shop(
        database, clock, name=" 小满杂货铺 ", currency_code="eur", zone="Europe/Madrid", owner="Ana"
    )
    assert (shop.profile.name, shop.profile.currency.code) == ("小满杂货铺", "EUR")
    assert (shop.profile.letter, shop.profile.zone) == ("A", "Europe/Madrid")
    assert (shop.owner().name, shop.owner().rights) == ("Ana", EVERYTHING)
    assert open_shop(database, clock).profile == shop.profile


def test_a_database_holds_one_shop(database: Database, clock: FixedClock) -> None:
    found_shop(database, clock, name="first", currency_code="CNY")
    with pytest.raises(ShopError) as caught:
        found_shop(database, clock, name="second", currency_code="CNY")
    assert caught.value.code is ErrorCode.SHOP_EXISTS
    assert open_shop(database, clock).profile.name == "first"


@pytest.mark.parametrize(
    ("name", "currency", "zone", "code"),
    [
        (" ", "CNY", "Asia/Shanghai", ErrorCode.NAME_MISSING),
        ("shop", "XYZ", "Asia/Shanghai", ErrorCode.CURRENCY_UNKNOWN),
        ("shop", "CNY", "Moon/Base", ErrorCode.ZONE_UNKNOWN),
        ("shop", "CNY", "../etc/passwd", ErrorCode.ZONE_UNKNOWN),
    ],
)
def test_a_shop_that_cannot_be_is_not_founded(
    database: Database, clock: FixedClock, name: str, currency: str, zone: str, code: ErrorCode
) -> None:
    with pytest.raises(ShopError) as caught:
        found_shop(database, clock, name=name, currency_code=currency, zone=zone)
    assert caught.value.code is code
    with pytest.raises(ShopError) as missing:
        open_shop(database, clock)
    assert missing.value.code is ErrorCode.SHOP_MISSING
