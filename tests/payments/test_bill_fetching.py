"""A day's bill from the platforms' counterpart, matched with the books to the fen."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.bill_matching import Finding, Why
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.refunds import Wanted
from microshop_desktop.exchange.bill_files import read_bill
from microshop_desktop.payments.bill_fetching import BillFetcher
from microshop_desktop.persistence.database import Database
from microshop_desktop.services.reconciling import Reconciling
from microshop_desktop.services.refund_booking import RefundWish
from microshop_desktop.services.refunds import Refunds
from tests.contract.contenders import contender
from tests.payments.sandbox_till import KINDS, Till
from tests.payments.scripted import ScriptedGateway


@pytest.fixture(params=list(KINDS))
def till(request: pytest.FixtureRequest, sqlite_database: Database, tmp_path: Path) -> Till:
    return Till(sqlite_database, contender(request.param, tmp_path / "keys"))


def test_a_day_of_payments_and_a_refund_match_their_bill(till: Till, tmp_path: Path) -> None:
    for _ in range(3):
        till.sell()
    _, placed = till.sell()
    wish = RefundWish(till.shop.ids.new(), placed.order, lines=(Wanted(1, 1000),))
    Refunds(till.shop).refund(till.actor, wish)
    till.pass_time(90)
    till.other.clock.advance(timedelta(days=1))
    fetched = till.fetcher.fetch(till.actor, till.method, till.fetcher.yesterday())
    source = read_bill(fetched.name, fetched.content)
    reconciling = Reconciling(till.shop, tmp_path / "bills")
    seen = reconciling.look(till.actor, source)
    assert seen.account == till.account
    assert [item.finding for item in seen.items] == [Finding.MATCHED] * 5
    figures = seen.figures
    assert (figures.received, figures.returned) == (4 * 850, 850)
    assert figures.fees == 3 * 5
    assert figures.to_bank == till.other.balance
    assert not source.bill.contradictions
    assert reconciling.book(till.actor, source, {}).lines == 5


def test_money_that_came_after_the_till_gave_up(till: Till, tmp_path: Path) -> None:
    till.sell()
    number, _ = till.sell(pay=False)
    till.other.fault("no-answer@100%")
    till.pass_time(3)
    till.other.heal()
    till.other.sandbox.pay(number)
    till.other.clock.advance(timedelta(days=1))
    fetched = till.fetcher.fetch(till.actor, till.method, till.fetcher.yesterday())
    source = read_bill(fetched.name, fetched.content)
    seen = Reconciling(till.shop, tmp_path / "bills").look(till.actor, source)
    (late,) = seen.open
    assert (late.finding, late.why) == (Finding.MONEY_WITHOUT_SALE, Why.LATE)


def test_why_there_is_no_bill(till: Till) -> None:
    till.sell()
    today = till.fetcher.yesterday() + timedelta(days=1)
    with pytest.raises(ShopError) as caught:
        till.fetcher.fetch(till.actor, till.method, today)
    assert caught.value.code is ErrorCode.BILL_NOT_READY
    with pytest.raises(ShopError) as caught:
        till.fetcher.fetch(till.actor, till.method, today - timedelta(days=3))
    assert caught.value.code is ErrorCode.BILL_NO_TRADE
    assert till.fetcher.methods(till.actor) == [till.method]


def test_a_day_with_money_in_the_books_is_no_day_without_trade(till: Till) -> None:
    till.sell()
    fetcher = BillFetcher(till.shop, lambda _: ScriptedGateway())  # it denies all trade
    today = fetcher.yesterday() + timedelta(days=1)
    with pytest.raises(ShopError) as caught:
        fetcher.fetch(till.actor, till.method, today)
    assert caught.value.code is ErrorCode.BILL_NOT_YET
    with pytest.raises(ShopError) as caught:
        fetcher.fetch(till.actor, till.method, today - timedelta(days=1))
    assert caught.value.code is ErrorCode.BILL_NO_TRADE


def test_without_an_account_there_is_nobody_to_ask(till: Till) -> None:
    other = Method.ALIPAY if till.method is Method.WECHAT else Method.WECHAT
    with pytest.raises(ShopError) as caught:
        till.fetcher.fetch(till.actor, other, till.fetcher.yesterday())
    assert caught.value.code is ErrorCode.ACCOUNT_MISSING


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize("zone", ["UTC", "America/Mexico_City", "Asia/Shanghai"])
def test_a_bill_is_of_a_day_of_china_wherever_the_shop_is(
    sqlite_database: Database, tmp_path: Path, zone: str, kind: str
) -> None:
    other = contender(kind, tmp_path / "keys")
    other.clock.set(datetime(2027, 3, 13, 15, 50, tzinfo=UTC))
    till = Till(sqlite_database, other, zone)
    till.sell()
    assert till.fetcher.yesterday() == date(2027, 3, 12)
    other.clock.advance(timedelta(minutes=30))
    assert till.fetcher.yesterday() == date(2027, 3, 13), "it is the 14th in China"
    till.sell()
    other.clock.advance(timedelta(days=1, hours=12))
    reconciling = Reconciling(till.shop, tmp_path / "bills")
    for day in (date(2027, 3, 13), date(2027, 3, 14)):
        fetched = till.fetcher.fetch(till.actor, till.method, day)
        seen = reconciling.look(till.actor, read_bill(fetched.name, fetched.content))
        assert (seen.bill.first_day, seen.bill.last_day) == (day, day)
        assert [item.finding for item in seen.items] == [Finding.MATCHED]
