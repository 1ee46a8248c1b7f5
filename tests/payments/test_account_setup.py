"""An account and its keys are kept together, or neither is."""

from pathlib import Path
from typing import Any

import pytest

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.clock import FixedClock, SystemClock
from microshop_desktop.infra.secrets import NoKeyring, SecretStore
from microshop_desktop.payments.account_keys import AccountKeys
from microshop_desktop.payments.account_setup import AccountSetup, AccountWish
from microshop_desktop.payments.making import GatewayMaker
from microshop_desktop.persistence.database import Database
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.payment_accounts import AccountForm, AccountView, PaymentAccounts
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


class KilledError(BaseException):
    """The program ends here; nothing that it would still do happens."""


def kill_while_saving(
    setup: AccountSetup, shop: Shop, wish: AccountWish, *, after_commit: bool = False
) -> None:
    """Save as a program does that is killed between the keys and the account's row."""
    really = PaymentAccounts.save

    def saved(*args: Any) -> None:
        if after_commit:
            really(*args)
        raise KilledError

    def killed(*_args: object) -> None:
        raise KilledError

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(PaymentAccounts, "save", saved)
        patched.setattr(PaymentAccounts, "while_still", killed)
        with pytest.raises(KilledError):
            setup.save(shop.owner(), wish)


def test_keys_of_an_account_that_a_killed_program_did_not_write_are_removed_by_the_next_start(
    shop: Shop, setup: AccountSetup, tmp_path: Path
) -> None:
    kill_while_saving(setup, shop, AccountWish(FORM, WECHAT_KEYS))
    assert list((tmp_path / "secrets").glob("*.secret"))
    again(shop, tmp_path).settle_keys(shop.owner())
    assert left(tmp_path) == []


def test_the_next_add_removes_them_as_well_and_is_kept_itself(
    shop: Shop, setup: AccountSetup, tmp_path: Path
) -> None:
    kill_while_saving(setup, shop, AccountWish(FORM, WECHAT_KEYS))
    kept = again(shop, tmp_path).save(shop.owner(), AccountWish(FORM, WECHAT_KEYS))
    assert left(tmp_path) == [f"{kept.id.hex}.secret"]


def test_an_account_whose_change_was_cut_off_has_its_former_keys_at_the_next_start(
    shop: Shop, keys: AccountKeys, setup: AccountSetup, tmp_path: Path
) -> None:
    kept = setup.save(shop.owner(), AccountWish(FORM, WECHAT_KEYS))
    before = keys.read(kept.id)
    kill_while_saving(setup, shop, AccountWish(FORM, NEW_KEY))
    again(shop, tmp_path).settle_keys(shop.owner())
    assert keys.read(kept.id) == before
    assert left(tmp_path) == [f"{kept.id.hex}.secret"]


def test_a_change_that_was_written_whole_keeps_its_keys_though_the_program_ended_there(
    shop: Shop, keys: AccountKeys, setup: AccountSetup, tmp_path: Path
) -> None:
    kept = setup.save(shop.owner(), AccountWish(FORM, WECHAT_KEYS))
    kill_while_saving(setup, shop, AccountWish(FORM, NEW_KEY), after_commit=True)
    again(shop, tmp_path).settle_keys(shop.owner())
    assert keys.read(kept.id) == {**WECHAT_KEYS, **NEW_KEY}
    assert left(tmp_path) == [f"{kept.id.hex}.secret"]


def test_keys_of_a_removed_account_that_stayed_are_removed_at_the_next_start(
    shop: Shop, setup: AccountSetup, tmp_path: Path
) -> None:
    kept = setup.save(shop.owner(), AccountWish(FORM, WECHAT_KEYS))
    PaymentAccounts(shop).remove(shop.owner(), kept.id)
    again(shop, tmp_path).settle_keys(shop.owner())
    assert left(tmp_path) == []


def test_keys_of_an_account_that_an_older_backup_does_not_know_stay(
    shop: Shop, keys: AccountKeys, setup: AccountSetup
) -> None:
    kept = setup.save(shop.owner(), AccountWish(FORM, WECHAT_KEYS))
    with shop.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM payment_account")
    setup.settle_keys(shop.owner())
    assert keys.read(kept.id) == WECHAT_KEYS


def test_an_account_that_another_program_takes_for_an_orphan_while_it_is_added_has_its_keys(
    shop: Shop, keys: AccountKeys, setup: AccountSetup, tmp_path: Path
) -> None:
    really = PaymentAccounts.save

    def overtaken(*args: Any) -> AccountView:
        again(shop, tmp_path).settle_keys(shop.owner())
        return really(*args)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(PaymentAccounts, "save", overtaken)
        kept = setup.save(shop.owner(), AccountWish(FORM, WECHAT_KEYS))
    assert keys.read(kept.id) == WECHAT_KEYS


def again(shop: Shop, tmp_path: Path) -> AccountSetup:
    """The setup of the program as it is started anew."""
    keys = AccountKeys(SecretStore(tmp_path / "secrets", NoKeyring()))
    return AccountSetup(shop, keys, GatewayMaker(keys, SystemClock()))


def left(tmp_path: Path) -> list[str]:
    """The files of keys, but for the two that open them."""
    names = (path.name for path in (tmp_path / "secrets").iterdir())
    return sorted(name for name in names if not name.endswith((".key", "store.json")))


def test_a_new_account_that_cannot_be_written_leaves_no_keys(
    shop: Shop, setup: AccountSetup, tmp_path: Path
) -> None:
    fail_to_save(setup, shop, AccountWish(FORM, WECHAT_KEYS))
    assert not list((tmp_path / "secrets").glob("*.secret"))
