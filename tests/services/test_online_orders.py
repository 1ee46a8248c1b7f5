"""Orders of online shops: taken up once, kept in step, sold when their goods leave."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from microshop_desktop.domain.decisions import Choice
from microshop_desktop.domain.online_order import Fulfilment
from microshop_desktop.domain.refunds import RefundState
from microshop_desktop.persistence.tables.orders import OrderLine, OrderRow, Payment
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.conflicts import ConflictKind, Conflicts
from microshop_desktop.services.decisions import Decisions, Verdict
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.shop import Shop
from tests.services.online_shop import PLACED, OnlineShop, later, line, open_online_shop, order
from tests.services.shelf import Shelf


@pytest.fixture
def shelf(shop: Shop, actor: Actor) -> Shelf:
    return Shelf(shop, actor)


@pytest.fixture
def tea(shelf: Shelf) -> UUID:
    sku = shelf.sku("Tea", "6901234567892", 1200)
    shelf.stock(sku, 20_000, 10_000_000)
    return sku


@pytest.fixture
def web(shop: Shop, actor: Actor) -> Iterator[OnlineShop]:
    """An online shop; whatever a test did, the books are right in the end."""
    yield open_online_shop(shop, actor)
    findings = Doctor(shop).check(actor)
    assert findings.ok, [check for check in findings.checks if not check.ok]


def state_of(shop: Shop, external: str) -> tuple[str, str, str, bool, int]:
    with shop.database.read() as connection:
        row = connection.execute(select(OrderRow).where(OrderRow.external_id == external)).one()
    return row.state, row.pay_state, row.refund_state, row.held, row.paid


def test_a_waiting_order_keeps_its_goods_and_books_no_money(
    shelf: Shelf, web: OnlineShop, tea: UUID
) -> None:
    web.list_goods("tea", tea)
    taken = web.take(order("1", line(1, "tea", 2, 2400)))
    assert (taken.new, taken.changed, taken.unchanged) == (1, 0, 0)
    level = shelf.level(tea)
    assert (level.on_hand, level.reserved) == (20_000, 2_000)
    assert state_of(web.shop, "1") == ("to_ship", "paid", "none", False, 0)


def test_the_same_order_again_changes_nothing(shelf: Shelf, web: OnlineShop, tea: UUID) -> None:
    web.list_goods("tea", tea)
    told = order("1", line(1, "tea", 2, 2400))
    web.take(told)
    again = web.take(told, later(told, 1))
    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)
    assert shelf.level(tea).reserved == 2_000


def test_an_older_word_is_not_heard(web: OnlineShop, tea: UUID) -> None:
    web.list_goods("tea", tea)
    told = order("1", line(1, "tea", 2, 2400))
    web.take(later(told, 5, fulfilment=Fulfilment.CANCELLED))
    assert web.take(told).unchanged == 1
    assert state_of(web.shop, "1")[0] == "cancelled"


def test_goods_that_leave_are_sold_once(shelf: Shelf, web: OnlineShop, tea: UUID) -> None:
    web.list_goods("tea", tea)
    told = order("1", line(1, "tea", 2, 2400))
    web.take(told)
    web.take(later(told, 1, fulfilment=Fulfilment.SHIPPED))
    web.take(later(told, 2, fulfilment=Fulfilment.COMPLETED))
    level = shelf.level(tea)
    assert (level.on_hand, level.reserved, level.cost_value) == (18_000, 0, 9_000_000)
    assert state_of(web.shop, "1") == ("completed", "paid", "none", False, 2400)
    with web.shop.database.read() as connection:
        assert connection.scalar(select(func.sum(Payment.amount))) == 2400


def test_an_order_that_was_shipped_before_it_was_read_is_sold_at_once(
    shelf: Shelf, web: OnlineShop, tea: UUID
) -> None:
    web.list_goods("tea", tea, factor=6)
    web.take(order("1", line(1, "tea", 2, 2400), fulfilment=Fulfilment.SHIPPED))
    assert shelf.level(tea).on_hand == 8_000


def test_a_cancelled_order_frees_its_goods(shelf: Shelf, web: OnlineShop, tea: UUID) -> None:
    web.list_goods("tea", tea)
    told = order("1", line(1, "tea", 2, 2400))
    web.take(told)
    web.take(
        later(told, 1, fulfilment=Fulfilment.CANCELLED, refund=RefundState.WHOLE, refunded=2400)
    )
    assert shelf.level(tea).reserved == 0
    assert state_of(web.shop, "1") == ("cancelled", "paid", "whole", False, 0)


def test_lines_may_change_until_the_goods_leave(shelf: Shelf, web: OnlineShop, tea: UUID) -> None:
    cup = shelf.sku("Cup", "6901234567908", 800)
    web.list_goods("tea", tea)
    web.list_goods("cup", cup)
    told = order("1", line(1, "tea", 2, 2400), line(2, "cup", 1, 800))
    web.take(told)
    web.take(
        later(
            told,
            1,
            lines=(line(1, "tea", 2, 1200, cancelled=1), line(3, "cup", 2, 1600)),
            total=2800,
        )
    )
    assert (shelf.level(tea).reserved, shelf.level(cup).reserved) == (1_000, 2_000)
    web.take(
        later(told, 2, lines=(line(1, "tea", 1, 1200),), total=1200, fulfilment=Fulfilment.SHIPPED)
    )
    assert (shelf.level(tea).on_hand, shelf.level(cup).on_hand) == (19_000, 0)
    assert state_of(web.shop, "1")[4] == 1200


def test_what_changes_after_the_sale_is_for_a_person(web: OnlineShop, tea: UUID) -> None:
    web.list_goods("tea", tea)
    told = order("1", line(1, "tea", 2, 2400), fulfilment=Fulfilment.SHIPPED)
    web.take(told)
    web.take(later(told, 1, refund=RefundState.PART, refunded=500))
    web.take(
        later(told, 2, fulfilment=Fulfilment.CANCELLED, refund=RefundState.WHOLE, refunded=2400)
    )
    assert state_of(web.shop, "1") == ("shipped", "paid", "whole", False, 2400)
    kinds = {each.kind: each.facts for each in Conflicts(web.shop).open(web.actor)}
    assert kinds == {
        ConflictKind.WENT_BACK: {"status": "PAID"},
        ConflictKind.REFUNDED_ONLINE: {"refunded": 2400},
    }


def test_a_settled_conflict_is_not_raised_again(web: OnlineShop, tea: UUID) -> None:
    web.list_goods("tea", tea)
    told = order("1", line(1, "tea", 2, 2400), fulfilment=Fulfilment.SHIPPED, refunded=500)
    web.take(told)
    conflicts = Conflicts(web.shop)
    question = conflicts.open(web.actor)[0].id
    Decisions(web.shop).settle(web.actor, Verdict(question, Choice.LEAVE))
    web.take(later(told, 1, note="thanks"))
    assert conflicts.open(web.actor) == ()
    web.take(later(told, 2, refunded=900))
    assert [each.facts for each in conflicts.open(web.actor)] == [{"refunded": 900}]


def test_an_unknown_state_holds_the_order_and_keeps_its_goods(
    shelf: Shelf, web: OnlineShop, tea: UUID
) -> None:
    web.list_goods("tea", tea)
    web.take(order("1", line(1, "tea", 2, 2400), fulfilment=Fulfilment.UNKNOWN))
    assert state_of(web.shop, "1") == ("to_ship", "paid", "none", True, 0)
    assert shelf.level(tea).reserved == 2_000


def test_goods_nobody_linked_do_not_keep_an_order_out(web: OnlineShop) -> None:
    taken = web.take(order("1", line(1, "what", 1, 900)))
    assert taken.new == 1
    with web.shop.database.read() as connection:
        row = connection.execute(select(OrderLine)).one()
    assert (row.name, row.sku_id, row.total) == ("Goods what", None, 900)


def test_money_at_the_order_is_shared_out(web: OnlineShop, tea: UUID) -> None:
    web.list_goods("tea", tea)
    told = order(
        "1",
        line(1, "tea", 1, 1000),
        line(2, "tea", 2, 2001),
        total=2900,
        shipping=490,
        paid=2900,
        fulfilment=Fulfilment.SHIPPED,
    )
    web.take(told)
    with web.shop.database.read() as connection:
        totals = connection.scalars(select(OrderLine.total).order_by(OrderLine.no)).all()
        shipping = connection.scalar(select(OrderRow.shipping))
    assert sum(totals) == 2410
    assert shipping == 490


def test_its_own_orders_lower_what_a_listing_is_expected_to_show(
    web: OnlineShop, tea: UUID
) -> None:
    listing = web.list_goods("tea", tea)
    web.expects(listing, 20, PLACED - timedelta(hours=1))
    told = order("1", line(1, "tea", 2, 2400))
    web.take(told)
    assert web.expected(listing) == 18
    web.take(later(told, 1, fulfilment=Fulfilment.SHIPPED))
    assert web.expected(listing) == 18


def test_a_number_that_was_seen_after_the_order_holds_it_already(
    web: OnlineShop, tea: UUID
) -> None:
    listing = web.list_goods("tea", tea)
    web.expects(listing, 18, PLACED + timedelta(hours=1))
    web.take(order("1", line(1, "tea", 2, 2400)))
    assert web.expected(listing) == 18


def test_a_cancelled_order_raises_it_again(web: OnlineShop, tea: UUID) -> None:
    listing = web.list_goods("tea", tea)
    web.expects(listing, 20, PLACED - timedelta(hours=1))
    told = order("1", line(1, "tea", 2, 2400))
    web.take(told, later(told, 1, fulfilment=Fulfilment.CANCELLED))
    assert web.expected(listing) == 20


def test_but_not_where_the_platform_keeps_it(shop: Shop, actor: Actor, tea: UUID) -> None:
    web = open_online_shop(shop, actor, gives_back=False)
    listing = web.list_goods("tea", tea)
    web.expects(listing, 20, PLACED - timedelta(hours=1))
    told = order("1", line(1, "tea", 2, 2400))
    web.take(told, later(told, 1, fulfilment=Fulfilment.CANCELLED))
    assert web.expected(listing) == 18


def test_nor_where_it_was_paid_and_cancelled_before_anybody_looked(
    shop: Shop, actor: Actor, tea: UUID
) -> None:
    web = open_online_shop(shop, actor, gives_back=False)
    listing = web.list_goods("tea", tea)
    web.expects(listing, 20, PLACED - timedelta(hours=1))
    web.take(order("1", line(1, "tea", 2, 2400, cancelled=2), fulfilment=Fulfilment.CANCELLED))
    assert web.expected(listing) == 18


def test_nor_where_a_line_is_taken_off_a_paid_order(shop: Shop, actor: Actor, tea: UUID) -> None:
    web = open_online_shop(shop, actor, gives_back=False)
    listing = web.list_goods("tea", tea)
    cup = web.list_goods("cup", None)
    web.expects(listing, 20, PLACED - timedelta(hours=1))
    web.expects(cup, 9, PLACED - timedelta(hours=1))
    told = order("1", line(1, "tea", 2, 2400), line(2, "cup", 1, 800))
    web.take(told)
    less = (line(1, "tea", 2, 0, cancelled=2), line(2, "cup", 1, 800))
    web.take(later(told, 1, lines=less, total=800))
    assert (web.expected(listing), web.expected(cup)) == (18, 8)
