"""The list of payments."""

from datetime import timedelta

import pytest

from microshop_desktop.domain.basket import Method, Tender
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.payments import PaymentFilters, Payments, payment_json
from microshop_desktop.services.shop import Shop
from tests.services.order_samples import Taken, put_goods, sell


@pytest.fixture
def three(shop: Shop, actor: Actor, clock: FixedClock) -> Shop:
    """Monday: half in cash, half by WeChat; Tuesday: cash."""
    tea = put_goods(shop, actor, "tea", price=1200)
    half = [Tender(Method.CASH, 600), Tender(Method.WECHAT, 600, "tail 7731")]
    sell(shop, actor, Taken(tea), tenders=half)
    clock.advance(timedelta(days=1))
    sell(shop, actor, Taken(tea))
    return shop


def test_payments_come_newest_first(
    three: Shop, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [(paid.order, paid.method) for paid in Payments(three).every(actor)]
    assert found == [
        ("A-000002", Method.CASH),
        ("A-000001", Method.WECHAT),
        ("A-000001", Method.CASH),
    ]


def test_days_method_and_state_narrow_the_list(three: Shop, actor: Actor) -> None:
    tuesday = three.today()
    payments = Payments(three)
    assert len(list(payments.every(actor, PaymentFilters(first_day=tuesday)))) == 1
    assert len(list(payments.every(actor, PaymentFilters(last_day=tuesday - timedelta(1))))) == 2
    assert len(list(payments.every(actor, PaymentFilters(method=Method.CASH)))) == 2
    by_hand = PaymentFilters(state="confirmed_by_cashier")
    assert [paid.method for paid in payments.every(actor, by_hand)] == [Method.WECHAT]


def test_the_json_is_what_scripts_rely_on(three: Shop, actor: Actor) -> None:
    payment = list(Payments(three).every(actor))[1]
    assert payment_json(payment, three.profile.zone) == {
        "order": "A-000001",
        "attempt": None,
        "method": "wechat",
        "amount": 600,
        "currency": "CNY",
        "state": "confirmed_by_cashier",
        "out_trade_no": None,
        "transaction_id": None,
        "at": "2026-03-02T12:00:00+08:00",
        "needs_attention": False,
    }
