"""What Shopify has of its own: points, tokens, compared writes, two states of an order."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from microshop_desktop.channels.answers import Told
from microshop_desktop.channels.channel import ChannelError, Shipped, StockChange, Trouble, Written
from microshop_desktop.channels.shopify_account import ShopifyAccount, shopify_account
from microshop_desktop.channels.shopify_orders import fulfilment, online_order
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.online_order import Contact, Fulfilment
from microshop_desktop.domain.refunds import RefundState
from microshop_desktop.sandbox.shops.graphql import Node
from microshop_desktop.sandbox.shops.shop import Wish
from microshop_desktop.sandbox.shops.shopify import ShopifyShop
from microshop_desktop.sandbox.shops.shopify_inventory import Inventory, user_error
from microshop_desktop.sandbox.shops.shopify_points import Bucket
from tests.contract.shop_contenders import START, ShopContender, shop_contender
from tests.contract.shopify_entries import SHOPIFY

APP = {"client_id": "id", "client_secret": "secret"}
ACCOUNT = ShopifyAccount("https://practice.myshopify.com", "id", "secret")


def shopify(**settings: str) -> ShopContender:
    return shop_contender(replace(SHOPIFY, settings={**SHOPIFY.settings, **settings}))


def front(shop: ShopContender) -> ShopifyShop:
    assert isinstance(shop.front, ShopifyShop)
    return shop.front


# The account


@pytest.mark.parametrize("name", ["my-shop", "My-Shop.myshopify.com"])
def test_a_shop_is_found_by_its_name(name: str) -> None:
    account = shopify_account({"shop": name}, APP)
    assert account.base_url == "https://my-shop.myshopify.com"
    assert "secret" not in repr(account)


@pytest.mark.parametrize(
    ("settings", "secrets", "field"),
    [
        ({"shop": "evil.example/"}, APP, "shop"),
        ({"shop": "a", "version": "2026-01"}, APP, "version"),
        ({"shop": "a", "version": "2026-05"}, APP, "version"),
        ({"shop": "a", "location": "Main street"}, APP, "location"),
        ({"shop": "a"}, {"client_id": "id"}, "client_secret"),
    ],
)
def test_what_cannot_be_right_is_refused_by_name(
    settings: dict[str, str], secrets: dict[str, str], field: str
) -> None:
    with pytest.raises(ShopError) as caught:
        shopify_account(settings, secrets)
    assert caught.value.code is ErrorCode.ACCOUNT_VALUE_WRONG
    assert caught.value.params["field"] == field


def test_a_token_for_good_needs_no_app() -> None:
    entry = replace(SHOPIFY, secrets={"access_token": "shpat_old"})
    shop = shop_contender(entry)
    front(shop).tokens["shpat_old"] = START + timedelta(days=9000)
    assert shop.listed()
    front(shop).tokens.clear()
    with pytest.raises(ChannelError) as caught:
        shop.listed()
    assert caught.value.trouble is Trouble.LOGIN
    assert shop.front.counts["token"] == 0


def test_a_token_is_used_for_a_day() -> None:
    shop = shopify()
    shop.listed()
    shop.wait(23 * 3600)
    shop.listed()
    assert shop.front.counts["token"] == 1
    shop.wait(3600)
    shop.listed()
    assert shop.front.counts["token"] == 2


def test_an_app_of_another_organisation_is_told_apart() -> None:
    shop = shopify()
    shop.fault("no-right@token")
    with pytest.raises(ChannelError) as caught:
        shop.channel.check()
    assert (caught.value.trouble, caught.value.code) == (
        Trouble.NOT_ALLOWED,
        "shop_not_permitted",
    )


def test_a_right_that_is_missing_is_named() -> None:
    shop = shopify()
    shop.fault("no-right@goods.list")
    with pytest.raises(ChannelError) as caught:
        shop.listed()
    assert "read_products" in caught.value.detail


def test_a_shop_that_is_not_there_is_told_so() -> None:
    shop = shopify(version="2027-01")
    with pytest.raises(ChannelError) as caught:
        shop.listed()
    assert (caught.value.trouble, caught.value.code) == (Trouble.LOGIN, "http_404")


# Points


def test_the_wait_for_points_is_known() -> None:
    shop = shopify()
    refs = [sku.ref for sku in shop.listed()] * 30
    front(shop).bucket = Bucket(most=1000, rate=10, left=3, at=shop.clock.now())
    with pytest.raises(ChannelError) as caught:
        shop.channel.stock(refs)
    assert caught.value.trouble is Trouble.LIMITED
    wait = caught.value.wait
    assert wait is not None
    shop.wait(wait.total_seconds() - 0.2)
    with pytest.raises(ChannelError):
        shop.channel.stock(refs)
    shop.wait(0.2)
    assert shop.channel.stock(refs)


def test_a_page_too_dear_is_made_shorter_and_stays_so() -> None:
    shop = shopify()
    shop.apple.stock = 1000
    for _ in range(60):
        shop.bought()
    front(shop).most_cost = 200
    page = shop.channel.order_changes(START, START + timedelta(hours=1))
    first = len(page.values)
    assert 5 <= first < 50
    asked = shop.front.counts["orders.list"]
    page = shop.channel.order_changes(START, START + timedelta(hours=1), page.cursor)
    assert len(page.values) == first
    assert shop.front.counts["orders.list"] == asked + 1
    assert len(shop.since(START)) == 60


def test_a_single_order_too_dear_is_refused_in_the_end() -> None:
    shop = shopify()
    shop.bought()
    front(shop).most_cost = 3
    with pytest.raises(ChannelError) as caught:
        shop.since(START)
    assert caught.value.code == "MAX_COST_EXCEEDED"


# Stock


def test_a_number_without_an_expected_one_is_set_all_the_same() -> None:
    shop = shopify()
    apple = shop.online()
    (result,) = shop.channel.set_stock([StockChange(apple.ref, 3)], "write-1")
    assert (result.written, result.shown, shop.apple.stock) == (Written.DONE, 3, 3)


def test_one_number_that_moved_holds_the_whole_write_up() -> None:
    shop = shopify()
    skus = {sku.code: sku for sku in shop.listed()}
    changes = [shop.change(skus[code], 1) for code in ("APPLE-1", "TS-S", "TS-M")]
    changes[1] = replace(changes[1], expected=6)
    results = shop.channel.set_stock(changes, "write-1")
    assert [(result.written, result.code) for result in results] == [
        (Written.STALE, "batch_refused"),
        (Written.STALE, "CHANGE_FROM_QUANTITY_STALE"),
        (Written.STALE, "batch_refused"),
    ]
    assert shop.apple.stock == 40


def test_a_key_belongs_to_one_write() -> None:
    shop = shopify()
    apple = shop.online()
    shop.channel.set_stock([shop.change(apple, 30)], "write-1")
    with pytest.raises(ChannelError) as caught:
        shop.channel.set_stock([shop.change(apple, 20)], "write-1")
    assert caught.value.trouble is Trouble.REFUSED
    assert shop.apple.stock == 30


def test_a_write_that_is_still_being_done_is_asked_for_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shop = shopify()
    apple = shop.online()
    errors = [user_error("IDEMPOTENCY_CONCURRENT_REQUEST", [])]
    payload = Node("Payload", {"inventoryAdjustmentGroup": None, "userErrors": errors})
    monkeypatch.setattr(Inventory, "set", lambda *_: payload)
    with pytest.raises(ChannelError) as caught:
        shop.channel.set_stock([shop.change(apple, 30)], "write-1")
    assert caught.value.trouble is Trouble.BUSY


def test_with_two_locations_one_must_be_chosen() -> None:
    shop = shopify()
    front(shop).locations["gid://shopify/Location/70002"] = "Store"
    with pytest.raises(ChannelError) as caught:
        shop.listed()
    assert (caught.value.trouble, caught.value.code) == (Trouble.REFUSED, "location")
    assert "Store = gid://shopify/Location/70002" in caught.value.detail
    chosen = shopify(location="70001")
    front(chosen).locations["gid://shopify/Location/70002"] = "Store"
    assert chosen.online().shown == 40
    elsewhere = shopify(location="70002")
    assert elsewhere.online().shown is None


def test_what_is_not_counted_shows_nothing() -> None:
    shop = shopify()
    shop.apple.tracked = False
    apple = shop.online()
    assert apple.shown is None
    assert shop.channel.stock([apple.ref]) == {}


# Orders


_AMOUNTS = ("totalPriceSet", "totalReceivedSet", "totalRefundedSet", "totalShippingPriceSet")


def _row(money: str, sent: str, **more: Any) -> Told:
    amount = {"shopMoney": {"amount": "10.00", "currencyCode": "EUR"}}
    return Told(
        {
            "id": "gid://shopify/Order/1",
            "name": "#1001",
            "createdAt": "2026-01-01T10:00:00Z",
            "updatedAt": "2026-01-01T11:00:00+01:00",
            "displayFinancialStatus": money,
            "displayFulfillmentStatus": sent,
            **dict.fromkeys(
                ("totalPriceSet", "totalReceivedSet", "totalRefundedSet", "totalShippingPriceSet"),
                amount,
            ),
            **more,
        }
    )


@pytest.mark.parametrize(
    ("money", "sent", "state", "hold"),
    [
        ("PENDING", "UNFULFILLED", Fulfilment.PENDING_PAYMENT, ""),
        ("AUTHORIZED", "UNFULFILLED", Fulfilment.PENDING_PAYMENT, ""),
        ("EXPIRED", "UNFULFILLED", Fulfilment.PENDING_PAYMENT, ""),
        ("PARTIALLY_PAID", "UNFULFILLED", Fulfilment.PENDING_PAYMENT, "PARTIALLY_PAID"),
        ("PAID", "UNFULFILLED", Fulfilment.TO_SHIP, ""),
        ("PAID", "IN_PROGRESS", Fulfilment.TO_SHIP, ""),
        ("PAID", "OPEN", Fulfilment.TO_SHIP, ""),
        ("PAID", "SCHEDULED", Fulfilment.TO_SHIP, "SCHEDULED"),
        ("PAID", "ON_HOLD", Fulfilment.TO_SHIP, "ON_HOLD"),
        ("PAID", "PARTIALLY_FULFILLED", Fulfilment.PART_SHIPPED, ""),
        ("PARTIALLY_REFUNDED", "UNFULFILLED", Fulfilment.TO_SHIP, ""),
        ("PAID", "FULFILLED", Fulfilment.SHIPPED, ""),
        ("REFUNDED", "FULFILLED", Fulfilment.SHIPPED, ""),
        ("REFUNDED", "UNFULFILLED", Fulfilment.CANCELLED, ""),
        ("VOIDED", "UNFULFILLED", Fulfilment.CANCELLED, ""),
        ("PAID", "TELEPORTED", Fulfilment.UNKNOWN, "unknown_state"),
        ("OWED", "UNFULFILLED", Fulfilment.UNKNOWN, "unknown_state"),
    ],
)
def test_of_two_states_one_is_made(money: str, sent: str, state: Fulfilment, hold: str) -> None:
    order = online_order(_row(money, sent), (), ACCOUNT)
    assert (order.fulfilment, order.hold) == (state, hold)
    assert order.raw_status == f"{money}/{sent}"
    assert order.updated_at == order.placed_at


def test_a_cancelled_order_is_cancelled_whatever_else_it_is() -> None:
    row = _row("PAID", "UNFULFILLED", cancelledAt="2026-01-01T12:00:00Z")
    assert fulfilment(row, ACCOUNT) is Fulfilment.CANCELLED


def test_promised_money_may_be_enough() -> None:
    row = _row("AUTHORIZED", "UNFULFILLED")
    assert fulfilment(row, replace(ACCOUNT, ships_authorized=True)) is Fulfilment.TO_SHIP


def test_an_order_with_many_lines_is_read_by_itself() -> None:
    shop = shopify()
    order = shop.bought(*(Wish(shop.apple.sku_id) for _ in range(40)))
    (change,) = shop.changes(START, START + timedelta(seconds=1))
    assert change.order is None
    told = shop.told(order)
    assert len(told.lines) == 40
    assert len({line.line_id for line in told.lines}) == 40


def test_more_lines_than_one_answer_holds_are_all_read() -> None:
    shop = shopify()
    shop.apple.stock = 1000
    order = shop.bought(*(Wish(shop.apple.sku_id) for _ in range(230)))
    told = shop.told(order)
    assert len({line.line_id for line in told.lines}) == 230
    assert told.total == sum(line.total for line in told.lines) == 230 * 1999


def test_a_plan_that_hides_the_address_tells_the_rest() -> None:
    shop = shopify()
    front(shop).hides_contact = True
    told = shop.told(shop.bought())
    assert (told.contact, told.total) == (Contact(), 1999)


def test_the_address_is_not_asked_for_where_it_is_not_wanted() -> None:
    shop = shopify(contact="no")
    assert shop.told(shop.bought()).contact == Contact()
    assert "杭州" in shopify_contact().address


def shopify_contact() -> Contact:
    shop = shopify()
    return shop.told(shop.bought()).contact


def test_a_return_that_is_open_is_a_wish_for_money() -> None:
    row = _row("PAID", "FULFILLED", returnStatus="RETURN_REQUESTED", totalRefundedSet={})
    amount = {"shopMoney": {"amount": "0.00", "currencyCode": "EUR"}}
    asked = Told({**row.values, "totalRefundedSet": amount})
    assert online_order(asked, (), ACCOUNT).refund is RefundState.REQUESTED


def test_a_window_begins_and_ends_within_a_second() -> None:
    shop = shopify()
    shop.wait(0.5)
    shop.bought()
    for start, end in ((0, 0.7), (0.7, 1.4)):
        found = shop.changes(START + timedelta(seconds=start), START + timedelta(seconds=end))
        assert len(found) == 1


# Parcels


def test_a_parcel_is_sent_from_what_is_left() -> None:
    shop = shopify()
    order = shop.bought(Wish(shop.apple.sku_id, 3))
    shop.shop.refund(order, 1999, {order.lines[0].line_id: 1})
    assert shop.channel.ship(shop.parcel(order), "parcel-1") is Shipped.DONE
    assert order.parcels[0].pieces == {order.lines[0].line_id: 2}


def test_more_pieces_than_are_left_are_not_sent() -> None:
    shop = shopify()
    order = shop.bought(Wish(shop.apple.sku_id, 2))
    with pytest.raises(ChannelError) as caught:
        shop.channel.ship(shop.parcel(order, {"APPLE-1": 3}), "parcel-1")
    assert (caught.value.trouble, caught.value.code) == (Trouble.REFUSED, "too_many")
    assert not order.parcels


def test_what_shopify_says_of_a_parcel_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = shopify()
    order = shop.bought()
    parcel = shop.parcel(order)
    read = shop.shop.send

    def quicker(*args: Any) -> Any:
        order.held = True
        return read(*args)

    monkeypatch.setattr(shop.shop, "send", quicker)
    with pytest.raises(ChannelError) as caught:
        shop.channel.ship(parcel, "parcel-1")
    assert (caught.value.trouble, caught.value.detail) == (Trouble.REFUSED, "held")


def test_what_was_taken_off_before_the_parcel_never_left() -> None:
    shop = shopify()
    order = shop.bought(Wish(shop.apple.sku_id, 3))
    shop.shop.refund(order, 1999, {order.lines[0].line_id: 1})
    shop.wait(5)
    shop.shop.send(order, "SF", "1", {})
    (line,) = shop.told(order).lines
    assert (line.quantity, line.cancelled, line.shipped) == (3, 1, 2)


def test_what_came_back_after_the_parcel_had_left() -> None:
    shop = shopify()
    order = shop.bought(Wish(shop.apple.sku_id, 3))
    shop.shop.send(order, "SF", "1", {})
    shop.wait(5)
    shop.shop.refund(order, 1999, {order.lines[0].line_id: 1})
    (line,) = shop.told(order).lines
    assert (line.quantity, line.cancelled, line.shipped) == (3, 0, 3)
