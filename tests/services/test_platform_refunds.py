"""What a person wishes to give back on a platform: checked, noted once, said when it is refused."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from microshop_desktop.domain.aftersale import Aftersale, AftersaleKind, AftersaleState
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.online_order import Fulfilment
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.persistence.tables.orders import OrderRow
from microshop_desktop.services.actor import EVERYTHING, Actor, Right
from microshop_desktop.services.aftersales import Aftersales
from microshop_desktop.services.channel_accounts import ChannelAccounts, ChannelForm
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.orders import Orders
from microshop_desktop.services.platform_refunds import BackWish, PlatformRefunds
from microshop_desktop.services.refund_booking import RefundWish
from microshop_desktop.services.refunds import Refunds
from microshop_desktop.services.shop import Shop
from tests.services.online_shop import OnlineShop, later, line, open_online_shop, order


@pytest.fixture
def web(shop: Shop, actor: Actor) -> Iterator[OnlineShop]:
    made = open_online_shop(shop, actor)
    made.take(order("1", line(7, "tea", 2, 2400), line(8, "cup", 1, 900)))
    yield made
    findings = Doctor(shop).check(actor)
    assert findings.ok, [check for check in findings.checks if not check.ok]


@pytest.fixture
def found(web: OnlineShop) -> UUID:
    with web.shop.database.read() as connection:
        row: UUID = connection.scalars(select(OrderRow.id)).one()
    return row


def refused_as(web: OnlineShop, wish: BackWish) -> ErrorCode:
    with pytest.raises(ShopError) as caught:
        PlatformRefunds(web.shop).wish(web.actor, wish)
    return caught.value.code


def test_a_wish_becomes_a_command_and_a_step(web: OnlineShop, found: UUID) -> None:
    refunds = PlatformRefunds(web.shop)
    made = refunds.wish(web.actor, BackWish(found, 1200, {1: 1, 2: 0}, reason=" too many "))
    (command,) = refunds.due(web.actor, web.source.account)
    assert (command.id, command.key, command.external_id) == (made, made.hex, "1")
    assert (command.amount, command.pieces, command.takes_out) == (1200, {"7": 1}, False)
    assert command.reason == "too many"
    (_placed, step) = Orders(web.shop).detail(web.actor, found).events
    assert (step.kind, step.facts) == ("back_wished", {"amount": 1200, "pieces": 1})


@pytest.mark.parametrize(
    ("amount", "pieces", "takes_out", "code"),
    [
        (0, {}, False, ErrorCode.REFUND_EMPTY),
        (0, {1: 1}, False, ErrorCode.REFUND_EMPTY),
        (0, {1: 0}, True, ErrorCode.REFUND_EMPTY),
        (-1, {}, False, ErrorCode.REFUND_EMPTY),
        (3301, {}, False, ErrorCode.REFUND_TOO_HIGH),
        (100, {1: 3}, False, ErrorCode.BAD_QUANTITY),
        (100, {1: -1}, False, ErrorCode.BAD_QUANTITY),
        (100, {9: 1}, False, ErrorCode.BAD_QUANTITY),
    ],
)
def test_what_cannot_be_meant_is_refused(
    web: OnlineShop, found: UUID, amount: int, pieces: dict[int, int], takes_out: bool, code: str
) -> None:
    assert refused_as(web, BackWish(found, amount, pieces, takes_out=takes_out)) == code
    assert PlatformRefunds(web.shop).due(web.actor, web.source.account) == ()


def test_one_wish_at_a_time(web: OnlineShop, found: UUID) -> None:
    refunds = PlatformRefunds(web.shop)
    refunds.wish(web.actor, BackWish(found, 1200))
    assert refused_as(web, BackWish(found, 100)) is ErrorCode.ORDER_NOT_REFUNDABLE
    (command,) = refunds.due(web.actor, web.source.account)
    refunds.gave(web.actor, command)
    refunds.wish(web.actor, BackWish(found, 100))


def test_after_the_money_the_pieces_are_left(web: OnlineShop, found: UUID) -> None:
    refunds, account = PlatformRefunds(web.shop), web.source.account
    refunds.wish(web.actor, BackWish(found, 1200, {1: 1}, takes_out=True))
    (command,) = refunds.due(web.actor, account)
    refunds.gave(web.actor, command)
    (rest,) = refunds.due(web.actor, account)
    assert rest == replace(command, amount=0)
    refunds.took_out(web.actor, rest)
    assert refunds.due(web.actor, account) == ()


def test_what_failed_waits_longer_each_time(
    web: OnlineShop, found: UUID, clock: FixedClock
) -> None:
    refunds, account = PlatformRefunds(web.shop), web.source.account
    refunds.wish(web.actor, BackWish(found, 1200))
    for minutes in (1, 2, 4):
        (command,) = refunds.due(web.actor, account)
        refunds.later(web.actor, command, "no_answer")
        clock.advance(timedelta(minutes=minutes, seconds=-1))
        assert refunds.due(web.actor, account) == ()
        clock.advance(timedelta(seconds=1))
    assert len(refunds.due(web.actor, account)) == 1


def test_what_is_refused_is_said_and_over(web: OnlineShop, found: UUID) -> None:
    refunds, account = PlatformRefunds(web.shop), web.source.account
    refunds.wish(web.actor, BackWish(found, 1200))
    (command,) = refunds.due(web.actor, account)
    refunds.refused(web.actor, command, "The amount is too high")
    assert refunds.due(web.actor, account) == ()
    step = Orders(web.shop).detail(web.actor, found).events[-1]
    assert step.facts == {"amount": 1200, "why": "The amount is too high"}
    refunds.wish(web.actor, BackWish(found, 1100))


def test_who_may_not_refund_may_not_wish(web: OnlineShop, found: UUID) -> None:
    clerk = replace(web.actor, rights=EVERYTHING - {Right.REFUND})
    with pytest.raises(ShopError) as caught:
        PlatformRefunds(web.shop).wish(clerk, BackWish(found, 1))
    assert caught.value.code is ErrorCode.NOT_ALLOWED


def sent(web: OnlineShop) -> None:
    told = order("1", line(7, "tea", 2, 2400), line(8, "cup", 1, 900))
    web.take(later(told, 1, fulfilment=Fulfilment.SHIPPED))


def cash_back(web: OnlineShop, order_id: UUID, amount: int) -> None:
    wish = RefundWish(web.shop.ids.new(), order_id, money=amount, all_in_cash=True)
    Refunds(web.shop).refund(web.actor, wish)


def test_what_was_given_back_at_the_counter_is_not_asked_of_the_platform(
    web: OnlineShop, found: UUID
) -> None:
    sent(web)
    cash_back(web, found, 3000)
    assert refused_as(web, BackWish(found, 301)) is ErrorCode.REFUND_TOO_HIGH
    PlatformRefunds(web.shop).wish(web.actor, BackWish(found, 300))


def test_what_the_platform_is_to_give_back_is_not_given_in_cash(
    web: OnlineShop, found: UUID
) -> None:
    sent(web)
    PlatformRefunds(web.shop).wish(web.actor, BackWish(found, 3000))
    with pytest.raises(ShopError) as refused:
        cash_back(web, found, 301)
    assert refused.value.code is ErrorCode.REFUNDED_ONLINE
    cash_back(web, found, 300)


def test_a_refund_that_was_begun_there_is_not_begun_once_more(web: OnlineShop, found: UUID) -> None:
    begun = Aftersale(
        external_id="r1",
        external_order="1",
        kind=AftersaleKind.REFUND_ONLY,
        state=AftersaleState.OPEN,
        raw_status="Pending",
        amount=3000,
        updated_at=datetime(2026, 3, 2, 5, tzinfo=UTC),
    )
    Aftersales(web.shop).take(web.actor, web.source.account, [begun])
    assert refused_as(web, BackWish(found, 301)) is ErrorCode.REFUND_TOO_HIGH


def test_money_is_not_given_back_when_a_removed_shop_is_back_one_day(
    web: OnlineShop, found: UUID
) -> None:
    accounts, refunds = ChannelAccounts(web.shop), PlatformRefunds(web.shop)
    refunds.wish(web.actor, BackWish(found, 1200))
    assert accounts.remove(web.actor, web.source.account).parcels == 0
    assert refused_as(web, BackWish(found, 1200)) is ErrorCode.ORDER_NOT_REFUNDABLE
    steps = [step.kind for step in Orders(web.shop).detail(web.actor, found).events]
    assert steps == ["placed_online", "back_wished", "back_refused", "shop_removed"]
    accounts.add(web.actor, web.source.account, ChannelForm(web.source.kind, "Web"))
    assert refunds.due(web.actor, web.source.account) == ()
