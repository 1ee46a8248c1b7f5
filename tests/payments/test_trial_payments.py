"""A trial takes the smallest amount, gives it back, and leaves no sale behind."""

import pytest

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.payment import Paid
from microshop_desktop.domain.payment_refund import RefundRefused
from microshop_desktop.domain.pricing import RoundingRule
from microshop_desktop.services.orders import Orders
from microshop_desktop.services.payment_accounts import PaymentAccounts
from microshop_desktop.services.pending_list import PendingList
from microshop_desktop.services.pending_orders import Placed
from microshop_desktop.services.shop_settings import Settings
from microshop_desktop.services.trial_payments import TrialPayments, TrialStage, TrialView
from tests.payments.conftest import Counter


def begin(counter: Counter) -> Placed:
    placed = TrialPayments(counter.shop).begin(counter.actor, counter.account)
    counter.send(placed)
    return placed


def settle(counter: Counter, placed: Placed) -> TrialView:
    return TrialPayments(counter.shop).settle(counter.actor, placed.order)


def pay(counter: Counter, placed: Placed) -> None:
    counter.gateway.customer_pays(counter.attempt(placed).attempt.out_trade_no)
    counter.pass_time(4)


@pytest.mark.parametrize("rounding", list(RoundingRule))
def test_it_takes_one_fen_and_gives_it_back(counter: Counter, rounding: RoundingRule) -> None:
    Settings(counter.shop).change(counter.actor, rounding=rounding)
    placed = begin(counter)
    view = settle(counter, placed)
    assert (view.stage, view.qr[:9]) == (TrialStage.WAITING, "weixin://")
    assert counter.attempt(placed).attempt.amount == 1
    pay(counter, placed)
    assert settle(counter, placed).stage is TrialStage.GOING_BACK
    counter.collector.look()
    assert settle(counter, placed).stage is TrialStage.BACK
    assert list(counter.gateway.refunds.values()) == [1]
    order = Orders(counter.shop).detail(counter.actor, placed.order)
    assert (order.state, order.refunded) == ("cancelled", 1)
    assert PendingList(counter.shop).count(counter.actor) == 0
    counter.check_books()


def test_settling_again_gives_nothing_back_twice(counter: Counter) -> None:
    placed = begin(counter)
    pay(counter, placed)
    for _time in range(3):
        settle(counter, placed)
        counter.collector.look()
    assert list(counter.gateway.refunds.values()) == [1]


def test_one_that_nobody_pays_is_cancelled(counter: Counter) -> None:
    placed = begin(counter)
    TrialPayments(counter.shop).stop(counter.actor, placed.order)
    assert settle(counter, placed).stage is TrialStage.UNKNOWN
    counter.pass_time(4)
    assert settle(counter, placed).stage is TrialStage.NOT_PAID
    order = Orders(counter.shop).detail(counter.actor, placed.order)
    assert (order.state, order.paid) == ("cancelled", 0)
    assert PendingList(counter.shop).count(counter.actor) == 0


def test_money_that_comes_after_the_end_goes_back_as_well(counter: Counter) -> None:
    placed = begin(counter)
    TrialPayments(counter.shop).stop(counter.actor, placed.order)
    number = counter.attempt(placed).attempt.out_trade_no
    counter.gateway.customer_pays(number)
    counter.gateway.amounts[number] = 1
    counter.pass_time(6)
    assert settle(counter, placed).stage in {TrialStage.GOING_BACK, TrialStage.BACK}
    counter.collector.look()
    assert settle(counter, placed).stage is TrialStage.BACK
    counter.check_books()


def test_a_refused_refund_is_said_and_stays_with_the_pending(counter: Counter) -> None:
    placed = begin(counter)
    counter.gateway.refund_instead.append(RefundRefused("NOT_ENOUGH"))
    pay(counter, placed)
    settle(counter, placed)
    counter.collector.look()
    assert settle(counter, placed).stage is TrialStage.NOT_BACK
    assert PendingList(counter.shop).count(counter.actor) == 1


def test_another_amount_is_no_trial_that_worked(counter: Counter) -> None:
    placed = begin(counter)
    merchant = counter.gateway.merchant
    counter.gateway.instead.append(Paid("T1", 100, "CNY", merchant))
    counter.pass_time(4)
    assert settle(counter, placed).stage is TrialStage.UNKNOWN


def test_an_account_that_is_off_is_not_tried(counter: Counter) -> None:
    PaymentAccounts(counter.shop).switch(counter.actor, counter.account, on=False)
    with pytest.raises(ShopError) as caught:
        TrialPayments(counter.shop).begin(counter.actor, counter.account)
    assert caught.value.code is ErrorCode.ACCOUNT_MISSING
