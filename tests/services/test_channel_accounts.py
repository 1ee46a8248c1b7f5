"""Accounts of online shops: kept, changed, removed and added again without anything doubled."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.online_order import Fulfilment
from microshop_desktop.persistence.tables.channels import Listing, StockDirty
from microshop_desktop.persistence.tables.orders import OrderLine
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.channel_accounts import ChannelAccounts, ChannelForm
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.online_order_lines import Source
from microshop_desktop.services.online_orders import OnlineOrders
from microshop_desktop.services.online_stock import OnlineStock
from microshop_desktop.services.shop import Shop
from tests.services.online_shop import PLACED, OnlineShop, line, order
from tests.services.shelf import Shelf

WEB = {"base_url": "https://shop.example", "channel": "cn"}


@pytest.fixture
def tea(shop: Shop, actor: Actor) -> UUID:
    shelf = Shelf(shop, actor)
    sku = shelf.sku("Tea", "6901234567892", 1200)
    shelf.stock(sku, 20_000, 0)
    return sku


def added(shop: Shop, actor: Actor, **settings: str) -> OnlineShop:
    form = ChannelForm("vendure", "Web", {**WEB, **settings})
    view = ChannelAccounts(shop).add(actor, shop.ids.new(), form)
    return OnlineShop(shop, actor, Source(view.id, "vendure"))


@pytest.fixture
def web(shop: Shop, actor: Actor) -> OnlineShop:
    return added(shop, actor)


@pytest.mark.parametrize(
    "settings",
    [{"percent": "abc"}, {"percent": "101"}, {"percent": "-1"}, {"buffer": "-5"}, {"buffer": "x"}],
)
def test_a_share_that_is_no_share_is_refused(
    shop: Shop, actor: Actor, settings: dict[str, str]
) -> None:
    with pytest.raises(ShopError) as refused:
        added(shop, actor, **settings)
    assert refused.value.code is ErrorCode.ACCOUNT_VALUE_WRONG
    assert refused.value.params == {"field": next(iter(settings))}


def test_a_shop_that_is_added_again_is_the_one_it_was(shop: Shop, actor: Actor) -> None:
    accounts = ChannelAccounts(shop)
    web = added(shop, actor).source.account
    assert accounts.known(actor, "vendure", {"base_url": "HTTPS://shop.example/ "}) is None
    same = {"base_url": "HTTPS://shop.example/ ", "channel": "CN", "username": "another"}
    assert accounts.known(actor, "vendure", same) == web
    assert accounts.known(actor, "woocommerce", WEB) is None
    accounts.remove(actor, web)
    assert accounts.known(actor, "vendure", same) == web


@pytest.mark.parametrize(("kind", "key"), [("taobao", "app_key"), ("pinduoduo", "client_id")])
def test_two_shops_may_share_the_key_of_an_app(
    shop: Shop, actor: Actor, kind: str, key: str
) -> None:
    accounts = ChannelAccounts(shop)
    one = accounts.add(actor, shop.ids.new(), ChannelForm(kind, "One", {key: "123"})).id
    assert accounts.known(actor, kind, {key: "123"}) is None
    accounts.remove(actor, one)
    assert accounts.known(actor, kind, {key: "123"}) == one
    assert accounts.known(actor, kind, {key: "124"}) is None


def test_one_that_comes_back_looks_before_it_writes(shop: Shop, actor: Actor, tea: UUID) -> None:
    web = added(shop, actor)
    accounts, stock = ChannelAccounts(shop), OnlineStock(shop)
    listing = web.list_goods("tea", tea)
    web.expects(listing, 7, shop.clock.now())
    accounts.remove(actor, web.source.account)
    Shelf(shop, actor).stock(tea, 3_000, 0)
    stock.retarget(actor)
    accounts.add(actor, web.source.account, ChannelForm("vendure", "Web", WEB))
    stock.retarget(actor)
    (due,) = stock.work(actor, web.source.account)
    assert (due.target, due.ask) == (23, True)


def test_a_share_and_its_marks_are_one_act(
    shop: Shop, actor: Actor, tea: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    web = added(shop, actor)
    web.list_goods("tea", tea)
    accounts = ChannelAccounts(shop)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("microshop_desktop.services.channel_accounts.mark_dirty", die)
    with pytest.raises(KeyboardInterrupt):
        accounts.offer(actor, web.source.account, percent=50, buffer=0)
    assert "percent" not in accounts.every(actor)[0].settings
    monkeypatch.undo()
    accounts.offer(actor, web.source.account, percent=50, buffer=0)
    with shop.database.read() as connection:
        assert connection.scalars(select(StockDirty.sku_id)).all() == [tea]


@pytest.mark.parametrize(
    ("since", "told", "level"),
    [
        (PLACED + timedelta(days=1), Fulfilment.SHIPPED, (20_000, 0)),
        (PLACED + timedelta(days=1), Fulfilment.TO_SHIP, (20_000, 2_000)),
        (PLACED, Fulfilment.SHIPPED, (18_000, 0)),
    ],
)
def test_what_left_before_the_shop_was_connected_does_not_leave_again(
    web: OnlineShop, tea: UUID, since: datetime, told: Fulfilment, level: tuple[int, int]
) -> None:
    """Whoever counted the shelf before did not count it; its money is booked all the same."""
    web.list_goods("tea", tea)
    source = Source(web.source.account, "vendure", since=since)
    told_of = order("1", line(1, "tea", 2, 2400), fulfilment=told)
    OnlineOrders(web.shop).take(web.actor, source, [told_of])
    now = Shelf(web.shop, web.actor).level(tea)
    assert (now.on_hand, now.reserved) == level
    with web.shop.database.read() as connection:
        assert connection.scalar(select(OrderLine.total)) == 2400
        assert connection.scalar(select(Listing.sku_id)) == tea
    assert Doctor(web.shop).check(web.actor).ok
