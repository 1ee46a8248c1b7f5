"""An order that came by file comes no second time once its shop is asked, nor the other way."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from microshop_desktop.domain.online_order import Fulfilment
from microshop_desktop.persistence.tables.orders import OrderRow
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.channel_accounts import FILE, ChannelAccounts, ChannelForm
from microshop_desktop.services.online_order_lines import Source
from microshop_desktop.services.online_orders import OnlineOrders
from microshop_desktop.services.shop import Shop
from tests.services.online_shop import OnlineShop, line, open_online_shop, order


@pytest.fixture
def web(shop: Shop, actor: Actor) -> OnlineShop:
    return open_online_shop(shop, actor)


def by_file(web: OnlineShop, kind: str = "") -> Source:
    """Another account of the same platform, which works by files."""
    account = web.shop.ids.new()
    form = ChannelForm(kind or web.source.kind, "Files", {FILE: "Files"}, FILE)
    ChannelAccounts(web.shop).add(web.actor, account, form)
    return Source(account, form.kind)


def orders_of(web: OnlineShop, account: UUID) -> int:
    with web.shop.database.read() as connection:
        found = select(func.count()).where(OrderRow.account_id == account)
        return int(connection.scalar(found) or 0)


def test_what_came_by_file_comes_no_second_time(web: OnlineShop) -> None:
    files = by_file(web)
    told = order("1", line(1, "tea", 2, 2400))
    OnlineOrders(web.shop).take(web.actor, files, [told])
    # The platform's own id may be another one than its number, and a file leaves seconds out.
    again = order("gid-1", line(1, "tea", 2, 2400), number=told.number)
    taken = web.take(again, order("2", line(1, "tea", 1, 1200)))
    assert (taken.new, taken.unchanged) == (1, 1)
    assert (orders_of(web, files.account), orders_of(web, web.source.account)) == (1, 1)


def test_what_was_synced_comes_no_second_time_by_file(web: OnlineShop) -> None:
    sent = order("1", line(1, "tea", 2, 2400), fulfilment=Fulfilment.SHIPPED)
    web.take(sent)
    files = by_file(web)
    taken = OnlineOrders(web.shop).take(web.actor, files, [sent])
    assert (taken.new, orders_of(web, files.account)) == (0, 0)


@pytest.mark.parametrize("what", ["another time", "another platform", "two that are synced"])
def test_other_orders_of_the_same_number_are_kept(web: OnlineShop, what: str) -> None:
    told = order("1", line(1, "tea", 2, 2400))
    web.take(told)
    if what == "another time":
        other = by_file(web)
        told = order("1", line(1, "tea", 2, 2400), placed_at=told.placed_at + timedelta(hours=1))
    elif what == "another platform":
        other = by_file(web, "weidian")
    else:
        account = web.shop.ids.new()
        form = ChannelForm(web.source.kind, "Second", {"shop": "second"})
        ChannelAccounts(web.shop).add(web.actor, account, form)
        other = Source(account, web.source.kind)
    taken = OnlineOrders(web.shop).take(web.actor, other, [told])
    assert (taken.new, orders_of(web, other.account)) == (1, 1)
