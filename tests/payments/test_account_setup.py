"""An account and its keys are kept together, or neither is."""

from pathlib import Path

import pytest

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.clock import FixedClock, SystemClock
from microshop_desktop.infra.secrets import NoKeyring, SecretStore
from microshop_desktop.payments.account_keys import AccountKeys
from microshop_desktop.payments.account_setup import AccountSetup, AccountWish
from microshop_desktop.payments.making import GatewayMaker
from microshop_desktop.persistence.database import Database
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.payment_accounts import AccountForm, PaymentAccounts
from microshop_desktop.services.shop import Shop
from tests.payments.test_accounts import WECHAT, WECHAT_KEYS

FORM = AccountForm("wechat_pay", "WeChat Pay", WECHAT)
NEW_KEY = {"apiv3_key": "n" * 32}


@pytest.fixture
def shop(sqlite_database: Database, clock: FixedClock) -> Shop:
    return found_shop(sqlite_database, clock, name="Corner shop", currency_code="CNY", owner="Lin")


@pytest.fixture
def keys(tmp_path: Path) -> AccountKeys:
    return AccountKeys(SecretStore(tmp_path / "secrets", NoKeyring()))


@pytest.fixture
def setup(shop: Shop, keys: AccountKeys) -> AccountSetup:
    return AccountSetup(shop, keys, GatewayMaker(keys, SystemClock()))


def fail_to_save(setup: AccountSetup, shop: Shop, wish: AccountWish) -> None:
    def full(*_args: object) -> None:
        raise ShopError(ErrorCode.DISK_FULL)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(PaymentAccounts, "save", full)
        with pytest.raises(ShopError) as raised:
            setup.save(shop.owner(), wish)
    assert raised.value.code is ErrorCode.DISK_FULL


def test_an_account_that_cannot_be_written_keeps_its_former_keys(
    shop: Shop, keys: AccountKeys, setup: AccountSetup
) -> None:
    kept = setup.save(shop.owner(), AccountWish(FORM, WECHAT_KEYS))
    before = keys.read(kept.id)
    fail_to_save(setup, shop, AccountWish(FORM, NEW_KEY))
    assert keys.read(kept.id) == before
    setup.save(shop.owner(), AccountWish(FORM, NEW_KEY))
    assert keys.read(kept.id) == {**before, **NEW_KEY}


def test_a_new_account_that_cannot_be_written_leaves_no_keys(
    shop: Shop, setup: AccountSetup, tmp_path: Path
) -> None:
    fail_to_save(setup, shop, AccountWish(FORM, WECHAT_KEYS))
    assert not list((tmp_path / "secrets").glob("*.secret"))
