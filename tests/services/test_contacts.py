"""Whom an order goes to: plain once somebody asked, masked in lists, emptied in time."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.online_order import Contact, Fulfilment
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.persistence.tables.orders import OrderRow
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.contacts import LONGEST, Contacts, ContactView
from microshop_desktop.services.order_search import OrderFilters
from microshop_desktop.services.orders import Orders
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.shop_settings import Settings
from tests.services.online_shop import OnlineShop, later, line, open_online_shop, order

PLAIN = Contact("Wang Xiaoming", "13800138000", "Wensan Road 1, Hangzhou")
TOLD = order("1", line(1, "tea", 2, 2400))


@pytest.fixture
def web(shop: Shop, actor: Actor) -> OnlineShop:
    made = open_online_shop(shop, actor)
    made.take(TOLD)
    return made


@pytest.fixture
def found(web: OnlineShop) -> UUID:
    with web.shop.database.read() as connection:
        row: UUID = connection.scalars(select(OrderRow.id)).one()
    return row


@pytest.fixture
def contacts(web: OnlineShop) -> Contacts:
    return Contacts(web.shop)


def test_what_was_revealed_is_plain_at_the_order_and_masked_in_lists(
    web: OnlineShop, contacts: Contacts, found: UUID
) -> None:
    assert contacts.of_order(web.actor, found).contact == TOLD.contact
    kept = contacts.keep_revealed(web.actor, found, PLAIN)
    assert contacts.of_order(web.actor, found) == kept
    assert kept.contact == PLAIN
    orders = Orders(web.shop)
    assert [row.customer for row in orders.page(web.actor).rows] == ["W**"]
    (seen,) = orders.every(web.actor, OrderFilters())
    assert seen.customer_name == "W**"
    assert "13800138000" not in seen.customer_phone


def test_the_history_says_that_it_was_asked_and_not_who_it_is(
    web: OnlineShop, contacts: Contacts, found: UUID
) -> None:
    contacts.keep_revealed(web.actor, found, PLAIN)
    step = Orders(web.shop).detail(web.actor, found).events[-1]
    assert (step.kind, step.facts) == ("address_revealed", {})


def test_a_sync_does_not_mask_it_again(web: OnlineShop, contacts: Contacts, found: UUID) -> None:
    kept = contacts.keep_revealed(web.actor, found, PLAIN)
    web.take(later(TOLD, 5, note="hurry"))
    assert contacts.of_order(web.actor, found) == kept


def test_it_is_forgotten_some_days_after_the_goods_left(
    web: OnlineShop, contacts: Contacts, found: UUID, clock: FixedClock
) -> None:
    contacts.keep_revealed(web.actor, found, PLAIN)
    clock.advance(timedelta(days=20))
    assert contacts.forget_due() == 0
    web.take(later(TOLD, 5, fulfilment=Fulfilment.SHIPPED))
    assert contacts.forget_due() == 0
    assert contacts.of_order(web.actor, found).forget_at == clock.now() + timedelta(days=7)
    clock.advance(timedelta(days=6))
    assert contacts.forget_due() == 0
    clock.advance(timedelta(days=1))
    assert contacts.forget_due() == 1
    assert contacts.of_order(web.actor, found) == ContactView(Contact())
    assert contacts.forget_due() == 0


def test_how_long_is_a_setting(
    web: OnlineShop, contacts: Contacts, found: UUID, clock: FixedClock
) -> None:
    Settings(web.shop).change(web.actor, forget_days=2)
    web.take(later(TOLD, 5, fulfilment=Fulfilment.SHIPPED))
    kept = contacts.keep_revealed(web.actor, found, PLAIN)
    assert kept.forget_at == clock.now() + timedelta(days=2)


def test_of_an_order_that_never_leaves_it_is_forgotten_too(
    web: OnlineShop, contacts: Contacts, found: UUID, clock: FixedClock
) -> None:
    contacts.keep_revealed(web.actor, found, PLAIN)
    clock.advance(LONGEST)
    assert contacts.forget_due() == 1


def test_what_a_platform_tells_openly_is_not_forgotten(
    web: OnlineShop, contacts: Contacts, found: UUID, clock: FixedClock
) -> None:
    web.take(later(TOLD, 5, fulfilment=Fulfilment.SHIPPED))
    clock.advance(timedelta(days=400))
    assert contacts.forget_due() == 0
    assert contacts.of_order(web.actor, found).contact == TOLD.contact


def test_only_orders_of_online_shops_can_be_asked_about(shop: Shop, actor: Actor) -> None:
    with pytest.raises(ShopError) as caught:
        Contacts(shop).to_reveal(actor, shop.ids.new())
    assert caught.value.code is ErrorCode.NOT_FOUND
