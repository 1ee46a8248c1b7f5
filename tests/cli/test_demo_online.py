"""The demo's online shop: known by its keys, its orders there at once, one product to match."""

from pathlib import Path

import pytest

from microshop_desktop.channels.making import ChannelMaker
from microshop_desktop.channels.sync import AccountSync, new_pace
from microshop_desktop.cli.demo_online import FIRST_ORDERS, online_shop_beside
from microshop_desktop.domain.money import currency
from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.infra.secrets import NoKeyring, SecretStore
from microshop_desktop.infra.translations import Language, use_language
from microshop_desktop.payments.account_keys import AccountKeys
from microshop_desktop.persistence.migrate import open_database
from microshop_desktop.services.channel_accounts import ChannelAccounts
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.listings import Listings
from microshop_desktop.services.pictures import Pictures
from microshop_desktop.services.sample_data import sample_data
from microshop_desktop.services.sample_shop import SampleShop


@pytest.mark.parametrize("language", ["zh", "en"])
def test_its_orders_come_with_the_first_sync(tmp_path: Path, language: Language) -> None:
    use_language(language)
    shop = found_shop(
        open_database(tmp_path / "shop.sqlite"),
        SystemClock(),
        name=sample_data("zh", currency("CNY")).shop_name,
        currency_code="CNY",
        owner="Lin",
    )
    actor = shop.owner()
    SampleShop(shop, Pictures(tmp_path / "pictures")).load(actor, "zh")
    with online_shop_beside(shop, tmp_path / "secrets"):
        (account,) = ChannelAccounts(shop).every(actor)
        keys = AccountKeys(SecretStore(tmp_path / "secrets", NoKeyring()))
        pace = new_pace(shop)
        channel = ChannelMaker(shop, actor, keys).saved(account, pace)
        report = AccountSync(shop, actor, account, channel, pace).run()
    linked, listed = Listings(shop).counts(actor, account.id)
    shop.database.close()
    assert report.trouble is None
    assert report.new == FIRST_ORDERS
    assert 0 < listed - linked < linked
    assert ("练习" if language == "zh" else "practice") in account.name
