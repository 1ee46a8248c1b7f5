"""A refund that WeChat calls ABNORMAL, from the counter to the practice platform and back."""

from pathlib import Path

import pytest

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.payment_refund import RefundProgress
from microshop_desktop.persistence.database import Database
from microshop_desktop.sandbox.trades import Refund, RefundEnd
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.order_values import OrderView
from microshop_desktop.services.orders import Orders
from microshop_desktop.services.pending_list import PendingKind, PendingList
from microshop_desktop.services.refund_book import RefundBook
from microshop_desktop.services.refund_booking import RefundWish
from microshop_desktop.services.refunds import Refunds
from tests.contract.contenders import contender
from tests.payments.sandbox_till import Till


@pytest.fixture(params=["wechat", "wechat-v2"])
def till(request: pytest.FixtureRequest, sqlite_database: Database, tmp_path: Path) -> Till:
    return Till(sqlite_database, contender(request.param, tmp_path / "keys"))


def refunds_at_the_platform(till: Till) -> list[Refund]:
    trades = till.other.sandbox.world.trades()
    return [back for trade in trades for back in trade.refunds]


def test_what_is_stuck_goes_back_once(till: Till) -> None:
    till.other.sandbox.world.rules.refund_ends = RefundEnd.ABNORMAL
    _number, placed = till.sell()
    Refunds(till.shop).refund(till.actor, RefundWish(till.shop.ids.new(), placed.order))

    def order() -> OrderView:
        return Orders(till.shop).detail(till.actor, placed.order)

    till.pass_time(200)
    assert order().progress is RefundProgress.STUCK
    (entry,) = PendingList(till.shop).page(till.actor).entries
    assert entry.kind is PendingKind.REFUND_REFUSED
    book = RefundBook(till.shop)
    with pytest.raises(ShopError) as caught:
        book.in_cash(till.actor, entry.key)
    assert caught.value.code is ErrorCode.REFUND_STUCK
    (back,) = refunds_at_the_platform(till)
    book.try_again(till.actor, entry.key)
    till.pass_time(30)
    assert order().progress is RefundProgress.STUCK, "nobody finished it yet"
    back.end = RefundEnd.SUCCESS
    book.try_again(till.actor, entry.key)
    till.pass_time(30)
    assert order().progress is RefundProgress.DONE
    assert refunds_at_the_platform(till) == [back]
    assert Doctor(till.shop).check(till.actor).ok
