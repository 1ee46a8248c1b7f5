"""Money of an online order goes back once: at its platform or here, never on both sides."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.decisions import Choice, ConflictKind
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.online_order import Fulfilment
from microshop_desktop.domain.refunds import RefundState, Wanted
from microshop_desktop.persistence.tables.orders import OrderLine, OrderRow
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.conflicts import Conflicts, ConflictView
from microshop_desktop.services.decisions import Decisions, Verdict
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.orders import Orders
from microshop_desktop.services.refund_booking import RefundWish
from microshop_desktop.services.refunds import Refunds
from microshop_desktop.services.shop import Shop
from tests.services.online_shop import OnlineShop, later, line, open_online_shop, order
from tests.services.shelf import Shelf

SENT = Fulfilment.SHIPPED


@pytest.fixture
def web(shop: Shop, actor: Actor) -> Iterator[OnlineShop]:
    yield open_online_shop(shop, actor)
    findings = Doctor(shop).check(actor)
    assert findings.ok, [check for check in findings.checks if not check.ok]


@pytest.fixture
def tea(shop: Shop, actor: Actor, web: OnlineShop) -> UUID:
    shelf = Shelf(shop, actor)
    sku = shelf.sku("Tea", "6901234567892", 1200)
    shelf.stock(sku, 90_000, 10_000_000)
    web.list_goods("tea", sku)
    return sku


def order_of(web: OnlineShop, external: str) -> UUID:
    with web.shop.database.read() as connection:
        found: UUID = connection.scalars(
            select(OrderRow.id).where(OrderRow.external_id == external)
        ).one()
    return found


def give_back(web: OnlineShop, external: str, pieces: int, **more: object) -> None:
    wanted = (Wanted(1, pieces * 1000),)
    wish = RefundWish(web.shop.ids.new(), order_of(web, external), wanted, **more)  # type: ignore[arg-type]
    Refunds(web.shop).refund(web.actor, wish)


def questions(web: OnlineShop) -> list[ConflictView]:
    found = Conflicts(web.shop).open(web.actor)
    return [each for each in found if each.kind is ConflictKind.REFUNDED_ONLINE]


@pytest.mark.usefixtures("tea")
def test_no_cash_goes_out_for_what_the_platform_gave_back(web: OnlineShop) -> None:
    web.take(order("1", line(1, "tea", 3, 3000), fulfilment=SENT, refunded=2000))
    with pytest.raises(ShopError) as refused:
        give_back(web, "1", 2, all_in_cash=True)
    assert refused.value.code is ErrorCode.REFUNDED_ONLINE
    assert refused.value.params["left"] == 1000
    give_back(web, "1", 1, all_in_cash=True)


@pytest.mark.usefixtures("tea")
def test_booking_what_the_platform_gave_back_ends_the_question(web: OnlineShop) -> None:
    web.take(order("1", line(1, "tea", 3, 3000), fulfilment=SENT, refunded=2000))
    assert [each.facts for each in questions(web)] == [{"refunded": 2000}]
    give_back(web, "1", 1)
    assert len(questions(web)) == 1
    give_back(web, "1", 1)
    assert questions(web) == []


@pytest.mark.usefixtures("tea")
def test_what_the_platform_gives_back_after_the_counter_is_said_with_what_is_more(
    web: OnlineShop,
) -> None:
    told = order("1", line(1, "tea", 3, 3000), fulfilment=SENT)
    web.take(told)
    give_back(web, "1", 2, all_in_cash=True)
    web.take(later(told, 1, refunded=2500))
    assert [each.facts for each in questions(web)] == [
        {"refunded": 2500, "by_hand": 2000, "twice": 1500}
    ]


@pytest.mark.usefixtures("tea")
def test_what_the_books_hold_already_is_no_question(web: OnlineShop) -> None:
    told = order("1", line(1, "tea", 3, 3000), fulfilment=SENT)
    web.take(told)
    give_back(web, "1", 1)
    web.take(later(told, 1, refunded=1000))
    assert questions(web) == []
    web.take(later(told, 2, refunded=2500))
    assert [each.facts for each in questions(web)] == [{"refunded": 2500, "more": 1500}]


@pytest.mark.usefixtures("tea")
def test_money_of_cancelled_goods_that_was_never_booked_is_no_question(web: OnlineShop) -> None:
    """The platform's total counts them to the end."""
    lines = (line(1, "tea", 1, 1000), line(2, "tea", 2, 2000, cancelled=2))
    told = order("1", *lines, total=3000, paid=3000)
    web.take(told)
    web.take(later(told, 1, fulfilment=SENT, refunded=2000))
    with web.shop.database.read() as connection:
        row = connection.execute(select(OrderRow)).one()
    assert (row.total, row.paid, row.shipping, row.pay_state) == (1000, 1000, 0, "paid")
    assert questions(web) == []


@pytest.mark.usefixtures("tea")
def test_other_charges_are_a_line_of_their_own_and_no_freight(web: OnlineShop) -> None:
    told = order("1", line(1, "tea", 1, 1000), total=1500, paid=1500, shipping=300)
    web.take(told)
    web.take(later(told, 1, fulfilment=SENT))
    with web.shop.database.read() as connection:
        row = connection.execute(select(OrderRow)).one()
        lines = connection.execute(select(OrderLine).order_by(OrderLine.no)).all()
    assert (row.total, row.shipping) == (1500, 300)
    assert [(each.name, each.total, each.sku_id is None) for each in lines] == [
        ("Goods tea", 1000, False),
        ("Other charges", 200, True),
    ]
    web.take(later(told, 2, fulfilment=SENT, note="thanks"))
    assert Conflicts(web.shop).open(web.actor) == ()


@pytest.mark.usefixtures("tea")
def test_an_amount_that_is_not_told_is_asked_and_never_guessed(web: OnlineShop) -> None:
    told = order("1", line(1, "tea", 3, 3000), fulfilment=SENT, refund=RefundState.WHOLE)
    web.take(told)
    assert [each.facts for each in questions(web)] == [{"untold": True}]
    (question,) = Decisions(web.shop).questions(web.actor)
    assert [(option.choice, option.amount) for option in question.options] == [("leave", 0)]
    with pytest.raises(ShopError) as refused:
        give_back(web, "1", 1, all_in_cash=True)
    assert refused.value.code is ErrorCode.REFUND_UNTOLD
    web.take(later(told, 1, note="thanks"))
    assert len(questions(web)) == 1
    give_back(web, "1", 1)
    assert questions(web) == []
    web.take(later(told, 2, note="thanks again"))
    assert questions(web) == []
    give_back(web, "1", 2, all_in_cash=True)


@pytest.mark.usefixtures("tea")
def test_an_amount_that_is_told_later_takes_the_place_of_the_question(web: OnlineShop) -> None:
    told = order("1", line(1, "tea", 3, 3000), fulfilment=SENT)
    web.take(told)
    give_back(web, "1", 1, all_in_cash=True)
    web.take(later(told, 1, refund=RefundState.PART))
    assert [each.facts for each in questions(web)] == [{"untold": True}]
    web.take(later(told, 2, refund=RefundState.PART, refunded=500))
    assert [each.facts for each in questions(web)] == [{"refunded": 500, "by_hand": 1000}]


@pytest.mark.usefixtures("tea")
def test_what_somebody_saw_to_is_not_asked_again(web: OnlineShop) -> None:
    told = order("1", line(1, "tea", 3, 3000), fulfilment=SENT, refund=RefundState.WHOLE)
    web.take(told)
    (question,) = questions(web)
    Decisions(web.shop).settle(web.actor, Verdict(question.id, Choice.LEAVE))
    web.take(later(told, 1, note="thanks"))
    assert questions(web) == []


@given(data=st.data())
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@pytest.mark.usefixtures("tea")
def test_whatever_goes_back_on_either_side_nothing_is_given_out_twice_here(
    data: st.DataObject, web: OnlineShop
) -> None:
    external = str(web.shop.ids.new())
    pieces = data.draw(st.integers(1, 6))
    price = data.draw(st.integers(0, 9999))
    told = order(external, line(1, "tea", pieces, price), fulfilment=SENT)
    web.take(told)
    there = 0
    for step in range(1, data.draw(st.integers(2, 6))):
        there = min(price, there + data.draw(st.integers(0, price)))
        web.take(later(told, step, refunded=there))
        before = Orders(web.shop).detail(web.actor, order_of(web, external))
        cash = data.draw(st.booleans())
        try:
            give_back(web, external, data.draw(st.integers(1, pieces)), all_in_cash=cash)
        except ShopError:
            assert Orders(web.shop).detail(web.actor, before.order) == before
            continue
        after = Orders(web.shop).detail(web.actor, before.order)
        ways = [way for refund in after.refunds for way in refund.ways]
        by_platform = sum(way.amount for way in ways if way.method is Method.CHANNEL)
        by_hand = after.refunded - by_platform
        if cash and after.refunded > before.refunded:
            assert by_hand + max(there, by_platform) <= price
