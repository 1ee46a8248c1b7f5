"""A page of online orders is taken up bit by bit; only the last bit says how far it was read."""

from uuid import UUID

import pytest
from sqlalchemy import func, select
from typing_extensions import override

from microshop_desktop.domain.online_order import OnlineOrder
from microshop_desktop.persistence.tables.orders import OrderRow
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.online_orders import AT_ONCE, OnlineOrders
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.sync_cursors import read_cursor
from tests.services.online_shop import OnlineShop, line, open_online_shop, order

CURSOR = {"until": "2026-03-02T04:00:00+00:00"}


class LineCutError(Exception):
    """Whatever ends a program in the middle."""


class CutOff(list[OnlineOrder]):
    """A page whose reading ends after one bit."""

    @override
    def __getitem__(self, place: object) -> list[OnlineOrder]:  # type: ignore[override]
        assert isinstance(place, slice)
        if place.start:
            raise LineCutError
        return list(self)[place]


@pytest.fixture
def web(shop: Shop, actor: Actor) -> OnlineShop:
    return open_online_shop(shop, actor)


def page(count: int) -> list[OnlineOrder]:
    return [order(str(no), line(1, "tea", 1, 1200)) for no in range(count)]


def kept(shop: Shop, account: UUID) -> tuple[int, object]:
    with shop.database.read() as connection:
        orders = connection.scalar(select(func.count()).select_from(OrderRow))
        return orders or 0, read_cursor(connection, account, "orders")


@pytest.mark.parametrize("count", [0, 1, AT_ONCE, AT_ONCE + 1, 2 * AT_ONCE])
def test_all_of_a_page_is_kept_with_how_far_it_was_read(web: OnlineShop, count: int) -> None:
    taken = OnlineOrders(web.shop).take(web.actor, web.source, page(count), cursor=CURSOR)
    assert (taken.new, kept(web.shop, web.source.account)) == (count, (count, CURSOR))


def test_a_page_that_is_cut_off_is_read_again(web: OnlineShop) -> None:
    orders = OnlineOrders(web.shop)
    whole = page(AT_ONCE + 5)
    with pytest.raises(LineCutError):
        orders.take(web.actor, web.source, CutOff(whole), cursor=CURSOR)
    assert kept(web.shop, web.source.account) == (AT_ONCE, None)
    again = orders.take(web.actor, web.source, whole, cursor=CURSOR)
    assert (again.new, again.unchanged) == (5, AT_ONCE)
    assert kept(web.shop, web.source.account) == (AT_ONCE + 5, CURSOR)
