"""Accounts: practice and real money never mix, and what payments rely on cannot be changed."""

from dataclasses import replace
from uuid import UUID

import pytest

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.merchant_accounts import (
    ALIPAY_ADDRESS,
    WECHAT_ADDRESS,
    WECHAT_SPARE_ADDRESS,
)
from microshop_desktop.domain.payment import AttemptKind
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.events import AccountsChanged
from microshop_desktop.services.payment_accounts import AccountForm, AccountView, PaymentAccounts
from microshop_desktop.services.pending_orders import AskMoney, PendingOrders
from microshop_desktop.services.shop import Shop
from tests.services.shelf import Shelf

SANDBOX = "http://127.0.0.1:8790"
REAL = AccountForm("wechat_pay", "WeChat Pay", {"mch_id": "1900000001", "app_id": "wx1"})
PRACTICE = replace(REAL, settings={**REAL.settings, "base_url": SANDBOX})
ALIPAY = AccountForm("alipay", "Alipay", {"app_id": "2021", "base_url": f"{SANDBOX}/gateway.do"})
STALL = AccountForm("collection_code", "Stall", {"text": "wxp://f2f0"})


class Keeper:
    """Keeps accounts as a person does."""

    def __init__(self, shop: Shop, actor: Actor) -> None:
        self.shop, self.actor = shop, actor
        self.accounts = PaymentAccounts(shop)

    def save(self, form: AccountForm) -> AccountView:
        account = self.accounts.check(self.actor, form)
        return self.accounts.save(self.actor, account, form)

    def refused(self, form: AccountForm) -> ErrorCode:
        with pytest.raises(ShopError) as raised:
            self.save(form)
        return raised.value.code

    def ask(self, account: UUID) -> UUID:
        """Ask a customer for money through an account; return the attempt."""
        shelf = Shelf(self.shop, self.actor)
        shelf.sku("Tea", f"T{account.hex[-6:]}", 500)
        basket = shelf.basket(f"T{account.hex[-6:]}")
        wish = AskMoney(account, AttemptKind.QR)
        placed = PendingOrders(self.shop).place(self.actor, basket, wish)
        assert placed.attempt is not None
        return placed.attempt.attempt.id

    def set_attempt(self, state: str, *, watched: bool = False) -> None:
        next_at = "next_at" if watched else "NULL"
        with self.shop.database.write() as connection:
            connection.exec_driver_sql(
                f"UPDATE payment_attempt SET state = '{state}', next_at = {next_at}"
            )


@pytest.fixture
def keeper(shop: Shop, actor: Actor) -> Keeper:
    return Keeper(shop, actor)


def test_an_account_shows_what_is_public_and_who_receives(keeper: Keeper) -> None:
    view = keeper.save(PRACTICE)
    assert (view.merchant, view.practice, view.enabled) == ("1900000001", True, True)
    assert view.settings == PRACTICE.settings
    assert keeper.accounts.every(keeper.actor) == (view,)


@pytest.mark.parametrize(
    ("address", "practice"),
    [
        ("", False),
        (WECHAT_ADDRESS, False),
        (WECHAT_SPARE_ADDRESS + "/", False),
        (ALIPAY_ADDRESS, False),
        ("https://Api.mch.weixin.qq.com:443", False),
        (SANDBOX, True),
        ("https://pay.example.com", True),
    ],
)
def test_any_address_but_the_platforms_own_is_practice(
    keeper: Keeper, address: str, practice: bool
) -> None:
    form = replace(REAL, settings={**REAL.settings, "base_url": address})
    assert keeper.save(form).practice is practice


def test_plain_http_is_for_this_computer_alone(keeper: Keeper) -> None:
    form = replace(REAL, settings={**REAL.settings, "base_url": "http://pay.example.com"})
    assert keeper.refused(form) is ErrorCode.ADDRESS_NOT_SAFE


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (AccountForm("paypal", "PayPal"), "kind"),
        (AccountForm("wechat_pay", "WeChat Pay", {"app_id": "wx1"}), "merchant"),
        (AccountForm("collection_code", "Stall"), "text"),
    ],
)
def test_what_is_missing_is_named(keeper: Keeper, form: AccountForm, field: str) -> None:
    with pytest.raises(ShopError) as raised:
        keeper.save(form)
    assert raised.value.params == {"field": field}


def test_a_shop_that_takes_real_money_takes_no_practice_account(keeper: Keeper) -> None:
    keeper.save(REAL)
    assert keeper.refused(ALIPAY) is ErrorCode.PRACTICE_REFUSED


def test_nor_does_one_that_ever_took_real_money(keeper: Keeper) -> None:
    real = keeper.save(REAL)
    keeper.ask(real.id)
    keeper.set_attempt("paid")
    keeper.accounts.remove(keeper.actor, real.id)
    assert keeper.refused(PRACTICE) is ErrorCode.PRACTICE_REFUSED


def test_a_real_account_switches_the_practice_ones_off(keeper: Keeper) -> None:
    practice = keeper.save(ALIPAY)
    keeper.save(REAL)
    views = keeper.accounts.every(keeper.actor)
    assert [(view.practice, view.enabled) for view in views] == [(True, False), (False, True)]
    with pytest.raises(ShopError) as raised:
        keeper.accounts.switch(keeper.actor, practice.id, on=True)
    assert raised.value.code is ErrorCode.PRACTICE_REFUSED


def test_the_same_receiver_in_practice_and_real_are_two_accounts(keeper: Keeper) -> None:
    first, second = keeper.save(PRACTICE), keeper.save(REAL)
    assert first.id != second.id


def test_a_collection_code_stands_beside_practice(keeper: Keeper) -> None:
    keeper.save(STALL)
    keeper.save(ALIPAY)
    kinds = {view.method: view.enabled for view in keeper.accounts.every(keeper.actor)}
    assert kinds == {Method.COLLECTION_CODE: True, Method.ALIPAY: True}


def test_the_same_receiver_again_changes_the_account(keeper: Keeper) -> None:
    first = keeper.save(PRACTICE)
    again = keeper.save(replace(PRACTICE, name="Counter"))
    assert (again.id, again.name, again.version) == (first.id, "Counter", first.version + 1)


@pytest.mark.parametrize("state", ["paid", "closed", "waiting"])
def test_the_address_of_an_account_with_payments_stays(keeper: Keeper, state: str) -> None:
    real = keeper.save(REAL)
    keeper.ask(real.id)
    keeper.set_attempt(state)
    moved = replace(REAL, settings={**REAL.settings, "base_url": WECHAT_SPARE_ADDRESS})
    for form in (moved, PRACTICE):
        with pytest.raises(ShopError) as raised:
            keeper.accounts.save(keeper.actor, real.id, form)
        assert raised.value.code is ErrorCode.ACCOUNT_ADDRESS_FIXED
    same = replace(REAL, settings={**REAL.settings, "base_url": WECHAT_ADDRESS})
    assert not keeper.accounts.save(keeper.actor, real.id, same).practice


def test_practice_never_turns_real_once_it_was_used(keeper: Keeper) -> None:
    practice = keeper.save(PRACTICE)
    keeper.ask(practice.id)
    keeper.set_attempt("paid")
    with pytest.raises(ShopError) as raised:
        keeper.accounts.save(keeper.actor, practice.id, REAL)
    assert raised.value.code is ErrorCode.ACCOUNT_ADDRESS_FIXED


def test_a_sandbox_may_move_when_nothing_is_open(keeper: Keeper) -> None:
    practice = keeper.save(PRACTICE)
    keeper.ask(practice.id)
    moved = replace(REAL, settings={**REAL.settings, "base_url": "http://127.0.0.1:9"})
    assert keeper.refused(moved) is ErrorCode.ACCOUNT_ADDRESS_FIXED
    keeper.set_attempt("paid")
    assert keeper.save(moved).settings["base_url"] == "http://127.0.0.1:9"


def test_the_receiver_of_an_account_with_payments_stays(keeper: Keeper) -> None:
    real = keeper.save(REAL)
    keeper.ask(real.id)
    other = replace(REAL, settings={**REAL.settings, "mch_id": "1900000002"})
    with pytest.raises(ShopError) as raised:
        keeper.accounts.save(keeper.actor, real.id, other)
    assert raised.value.code is ErrorCode.ACCOUNT_IN_USE


def test_an_account_with_open_money_is_not_removed(keeper: Keeper) -> None:
    practice = keeper.save(PRACTICE)
    keeper.ask(practice.id)
    with pytest.raises(ShopError) as raised:
        keeper.accounts.remove(keeper.actor, practice.id)
    assert raised.value.code is ErrorCode.ACCOUNT_IN_USE
    keeper.set_attempt("closed")
    keeper.accounts.remove(keeper.actor, practice.id)
    assert keeper.accounts.every(keeper.actor) == ()


@pytest.mark.parametrize("state", ["closed", "reversed", "failed"])
def test_an_account_whose_ended_payment_is_still_asked_about_is_not_removed(
    keeper: Keeper, state: str
) -> None:
    practice = keeper.save(PRACTICE)
    keeper.ask(practice.id)
    keeper.set_attempt(state, watched=True)
    with pytest.raises(ShopError) as raised:
        keeper.accounts.remove(keeper.actor, practice.id)
    assert raised.value.code is ErrorCode.ACCOUNT_WATCHED
    moved = replace(REAL, settings={**REAL.settings, "base_url": "http://127.0.0.1:9"})
    assert keeper.refused(moved) is ErrorCode.ACCOUNT_ADDRESS_FIXED
    assert keeper.accounts.want_collector(keeper.actor)


def test_an_account_can_be_switched_off_and_tells_that_it_is_followed(keeper: Keeper) -> None:
    practice = keeper.save(PRACTICE)
    assert not keeper.accounts.is_followed(keeper.actor, practice.id)
    keeper.ask(practice.id)
    keeper.accounts.switch(keeper.actor, practice.id, on=False)
    assert keeper.accounts.is_followed(keeper.actor, practice.id)
    keeper.set_attempt("closed", watched=True)
    assert keeper.accounts.is_followed(keeper.actor, practice.id)
    keeper.set_attempt("closed")
    assert not keeper.accounts.is_followed(keeper.actor, practice.id)


def test_the_first_that_is_switched_on_serves_a_way_to_pay(keeper: Keeper) -> None:
    first = keeper.save(PRACTICE)
    second = keeper.save(replace(PRACTICE, settings={**PRACTICE.settings, "mch_id": "2"}))
    assert keeper.accounts.serving(keeper.actor, Method.WECHAT) == first
    keeper.accounts.switch(keeper.actor, first.id, on=False)
    assert keeper.accounts.serving(keeper.actor, Method.WECHAT) == second
    assert keeper.accounts.serving(keeper.actor, Method.ALIPAY) is None


def test_a_collector_is_wanted_with_an_account_or_open_money(keeper: Keeper) -> None:
    assert not keeper.accounts.want_collector(keeper.actor)
    keeper.save(STALL)
    assert not keeper.accounts.want_collector(keeper.actor)
    practice = keeper.save(PRACTICE)
    assert keeper.accounts.want_collector(keeper.actor)
    keeper.ask(practice.id)
    with keeper.shop.database.write() as connection:
        connection.exec_driver_sql("UPDATE payment_account SET deleted_at = changed_at")
    assert keeper.accounts.want_collector(keeper.actor)
    keeper.set_attempt("closed")
    assert not keeper.accounts.want_collector(keeper.actor)


def test_changes_are_told(keeper: Keeper) -> None:
    told: list[UUID] = []

    def listen(event: AccountsChanged) -> None:
        told.append(event.account)

    keeper.shop.events.listen(AccountsChanged, listen)
    view = keeper.save(PRACTICE)
    keeper.accounts.switch(keeper.actor, view.id, on=False)
    keeper.accounts.remove(keeper.actor, view.id)
    assert told == [view.id] * 3
