"""Orders of online shops that are told oddly: the books stay right and no later order is lost."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.online_order import Fulfilment
from microshop_desktop.domain.refunds import RefundState
from microshop_desktop.persistence.tables.channels import Listing
from microshop_desktop.persistence.tables.orders import OrderLine, OrderRow, Payment, SalesByDay
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.online_stock import OnlineStock
from microshop_desktop.services.refund_booking import RefundWish
from microshop_desktop.services.refunds import Refunds
from microshop_desktop.services.shop import Shop
from tests.services.online_shop import OnlineShop, later, line, open_online_shop, order
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


def row_of(shop: Shop, external: str) -> OrderRow:
    with shop.database.session() as session:
        return session.scalars(select(OrderRow).where(OrderRow.external_id == external)).one()


def refund(web: OnlineShop, external: str) -> None:
    wish = RefundWish(web.shop.ids.new(), row_of(web.shop, external).id)
    Refunds(web.shop).refund(web.actor, wish)


def test_lines_may_be_put_before_others_again_and_again(web: OnlineShop, tea: UUID) -> None:
    web.list_goods("tea", tea)
    one, two, three = (line(no, "tea", 1, 1200) for no in (1, 2, 3))
    told = order("1", one)
    web.take(told)
    web.take(later(told, 1, lines=(one, two), total=2400))
    web.take(later(told, 2, lines=(three, one, two), total=3600))
    with web.shop.database.read() as connection:
        assert sorted(connection.scalars(select(OrderLine.no))) == [1, 2, 3]


@pytest.mark.parametrize("cancelled", [2, 3])
def test_an_order_of_which_nothing_is_wanted_keeps_and_moves_nothing(
    shelf: Shelf, web: OnlineShop, tea: UUID, cancelled: int
) -> None:
    web.list_goods("tea", tea)
    told = order("1", line(1, "tea", 2, 2400, cancelled=cancelled), refund=RefundState.WHOLE)
    web.take(told)
    assert Doctor(web.shop).check(web.actor).ok
    web.take(later(told, 1, fulfilment=Fulfilment.COMPLETED))
    assert (shelf.level(tea).on_hand, shelf.level(tea).reserved) == (20_000, 0)


def test_an_order_without_lines_is_money_alone(web: OnlineShop) -> None:
    web.take(order("1", total=500, paid=500, fulfilment=Fulfilment.SHIPPED))
    assert row_of(web.shop, "1").paid == 500


def test_what_is_paid_at_the_door_is_booked_when_it_is_told(web: OnlineShop, tea: UUID) -> None:
    web.list_goods("tea", tea)
    told = order("1", line(1, "tea", 2, 2400), paid=0, fulfilment=Fulfilment.SHIPPED)
    web.take(told)
    assert (row_of(web.shop, "1").paid, row_of(web.shop, "1").pay_state) == (0, "unpaid")
    web.take(later(told, 1, paid=2400, fulfilment=Fulfilment.COMPLETED))
    web.take(later(told, 2, paid=2400, refund=RefundState.PART, fulfilment=Fulfilment.COMPLETED))
    assert (row_of(web.shop, "1").paid, row_of(web.shop, "1").pay_state) == (2400, "paid")
    with web.shop.database.read() as connection:
        assert connection.scalar(select(func.sum(Payment.amount))) == 2400


def test_goods_without_an_id_there_are_listed_nowhere(web: OnlineShop, tea: UUID) -> None:
    web.take(order("1", line(1, "", 1, 500)))
    with web.shop.database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(Listing)) == 0


@pytest.mark.parametrize("state", [Fulfilment.TO_SHIP, Fulfilment.PART_SHIPPED])
def test_an_order_that_waits_is_not_refunded_at_the_counter(
    web: OnlineShop, tea: UUID, state: Fulfilment
) -> None:
    web.list_goods("tea", tea)
    web.take(order("1", line(1, "tea", 2, 0), total=0, paid=0, fulfilment=state))
    with pytest.raises(ShopError) as refused:
        Refunds(web.shop).refund(
            web.actor, RefundWish(web.shop.ids.new(), row_of(web.shop, "1").id)
        )
    assert refused.value.code is ErrorCode.ORDER_NOT_REFUNDABLE


def test_a_repair_leaves_what_the_platform_said_of_refunds(web: OnlineShop, tea: UUID) -> None:
    web.list_goods("tea", tea)
    web.take(order("1", line(1, "tea", 2, 2400), refund=RefundState.PART, refunded=100))
    gone = {"fulfilment": Fulfilment.CANCELLED, "refund": RefundState.WHOLE, "refunded": 2400}
    web.take(order("2", line(1, "tea", 2, 2400), **gone))
    Doctor(web.shop).repair(web.actor)
    assert row_of(web.shop, "1").refund_state == "part"
    assert row_of(web.shop, "2").refund_state == "whole"


def test_the_platform_does_not_undo_the_word_of_a_refund_at_the_counter(
    web: OnlineShop, tea: UUID
) -> None:
    web.list_goods("tea", tea)
    told = order("1", line(1, "tea", 2, 2400), fulfilment=Fulfilment.SHIPPED)
    web.take(told)
    refund(web, "1")
    web.take(later(told, 1, fulfilment=Fulfilment.COMPLETED))
    assert row_of(web.shop, "1").refund_state == "whole"


def test_online_shops_hear_of_levels_that_were_made_anew(web: OnlineShop, tea: UUID) -> None:
    listing = web.list_goods("tea", tea)
    stock = OnlineStock(web.shop)
    Doctor(web.shop).repair(web.actor)
    assert stock.retarget(web.actor) == 1
    web.expects(listing, 0, web.shop.clock.now())
    assert [due.target for due in stock.work(web.actor, web.source.account)] == [20]


def test_an_order_that_is_read_late_is_of_the_day_it_was_placed(web: OnlineShop, tea: UUID) -> None:
    web.list_goods("tea", tea)
    placed = web.shop.clock.now() - timedelta(days=9)
    web.take(order("1", line(1, "tea", 2, 2400), placed_at=placed, fulfilment=Fulfilment.SHIPPED))
    row = row_of(web.shop, "1")
    assert (row.at, row.shop_day) == (placed, web.shop.day_of(placed))
    with web.shop.database.read() as connection:
        assert connection.scalars(select(SalesByDay.shop_day)).all() == [row.shop_day]
