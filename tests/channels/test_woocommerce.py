"""What WooCommerce has of its own: keys and signatures, shared stock, notes, taxes, plugins."""

import base64
import hashlib
import hmac
import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from microshop_desktop.channels.answers import Told
from microshop_desktop.channels.channel import ChannelError, Shipped, Trouble, Written
from microshop_desktop.channels.woocommerce_account import WooAccount, woocommerce_account
from microshop_desktop.channels.woocommerce_orders import online_order
from microshop_desktop.channels.woocommerce_wire import oauth_sign
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.online_order import UNKNOWN_STATE, Fulfilment, fit_money
from microshop_desktop.domain.refunds import RefundState
from microshop_desktop.sandbox.messages import Answer, Request
from microshop_desktop.sandbox.shops.front import Call
from microshop_desktop.sandbox.shops.shop import Offered, Wish
from microshop_desktop.sandbox.shops.woocommerce import WooShop
from tests.contract.shop_contenders import START, ShopContender, shop_contender
from tests.contract.woocommerce_entries import WOOCOMMERCE, WOOCOMMERCE_BY_ID, WOOCOMMERCE_HTTPS

KEYS = {"consumer_key": "ck_1", "consumer_secret": "cs_1"}
ACCOUNT = WooAccount("https://shop.example", "ck_1", "cs_1")


def woo(**settings: str) -> ShopContender:
    return shop_contender(replace(WOOCOMMERCE, settings={**WOOCOMMERCE.settings, **settings}))


def front(shop: ShopContender) -> WooShop:
    assert isinstance(shop.front, WooShop)
    return shop.front


# Keys and signatures


def test_the_text_that_is_signed_is_that_of_the_standard() -> None:
    fields = {"status": "any", "modified_after": "2026-01-01T00:00:00", "b": "a b~c*"}
    text = (
        "GET&http%3A%2F%2F127.0.0.1%2Fwp-json%2Fwc%2Fv3%2Forders"
        "&b%3Da%2520b~c%252A%26modified_after%3D2026-01-01T00%253A00%253A00%26status%3Dany"
    )
    expected = base64.b64encode(hmac.new(b"cs_1&", text.encode(), hashlib.sha256).digest())
    address = "http://127.0.0.1/wp-json/wc/v3/orders"
    assert oauth_sign("get", address, fields, "cs_1") == expected.decode()


def test_over_http_the_secret_never_travels(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = woo()
    seen: list[Request] = []
    answer = shop.front.answer

    def watched(call: Call) -> Answer:
        seen.append(call.request)
        return answer(call)

    monkeypatch.setattr(shop.front, "answer", watched)
    shop.bring({"APPLE-1": 3})
    assert seen
    for request in seen:
        assert WOOCOMMERCE.secrets["consumer_secret"] not in f"{request}"


def test_a_host_that_strips_the_header_takes_the_key_in_the_address() -> None:
    shop = shop_contender(WOOCOMMERCE_HTTPS)
    front(shop).pair.strips = True
    with pytest.raises(ChannelError) as caught:
        shop.channel.check()
    assert caught.value.trouble is Trouble.LOGIN
    settings = {**WOOCOMMERCE_HTTPS.settings, "auth": "query"}
    shop = shop_contender(replace(WOOCOMMERCE_HTTPS, settings=settings))
    front(shop).pair.strips = True
    assert shop.channel.check().currency == "CNY"


def test_a_key_that_may_only_read_is_told_apart() -> None:
    shop = woo()
    front(shop).pair.can_write = False
    with pytest.raises(ChannelError) as caught:
        shop.bring({"APPLE-1": 3})
    assert caught.value.trouble is Trouble.NOT_ALLOWED


def test_a_clock_that_is_off_is_told_so() -> None:
    shop = woo()
    shop.fault("clock-skew=1200")
    with pytest.raises(ChannelError) as caught:
        shop.listed()
    assert caught.value.trouble is Trouble.CLOCK_OFF


@pytest.mark.parametrize(
    ("settings", "secrets", "field"),
    [
        ({"base_url": "https://shop.example"}, {**KEYS, "consumer_key": "cs_1"}, "consumer_key"),
        ({"base_url": "https://shop.example"}, {"consumer_key": "ck_1"}, "consumer_secret"),
        ({"base_url": "https://shop.example", "statuses": "packing=gone"}, KEYS, "statuses"),
        ({"base_url": "https://shop.example", "orders_by": "date"}, KEYS, "orders_by"),
    ],
)
def test_what_cannot_be_right_is_refused_by_name(
    settings: dict[str, str], secrets: dict[str, str], field: str
) -> None:
    with pytest.raises(ShopError) as caught:
        woocommerce_account(settings, secrets)
    assert caught.value.code is ErrorCode.ACCOUNT_VALUE_WRONG
    assert caught.value.params["field"] == field


def test_plain_http_to_elsewhere_is_refused() -> None:
    with pytest.raises(ShopError) as caught:
        woocommerce_account({"base_url": "http://shop.example"}, KEYS)
    assert caught.value.code is ErrorCode.ADDRESS_NOT_SAFE


def test_the_whole_address_of_the_interface_is_understood() -> None:
    account = woocommerce_account({"base_url": "https://shop.example/blog/wp-json/wc/v3/"}, KEYS)
    assert account.base_url == "https://shop.example/blog"
    assert "cs_1" not in repr(account)


# Goods


def test_variations_that_share_a_stock_are_read_and_written_at_their_product() -> None:
    shop = woo()
    front(shop).shared.add(shop.shirt.product_id)
    small, medium = shop.online("TS-S"), shop.online("TS-M")
    assert (small.shown, medium.shown) == (7, 7)
    assert shop.channel.stock([small.ref, medium.ref]) == {small.ref.sku: 7, medium.ref.sku: 7}
    changes = [shop.change(small, 4), shop.change(medium, 4)]
    results = shop.channel.set_stock(changes, "write-1")
    assert [(r.sku, r.written, r.shown) for r in results] == [
        (small.ref.sku, Written.DONE, 4),
        (medium.ref.sku, Written.DONE, 4),
    ]
    assert shop.shirt.skus[0].stock == 4
    assert shop.front.counts["stock.set"] == 1


def test_variations_that_quarrel_over_their_stock_are_refused() -> None:
    shop = woo()
    front(shop).shared.add(shop.shirt.product_id)
    results = shop.bring({"TS-S": 4, "TS-M": 3, "APPLE-1": 9})
    assert {result.written for result in results} == {Written.DONE, Written.REFUSED}
    assert [r.code for r in results if r.written is Written.REFUSED] == ["stock_shared"] * 2
    assert (shop.shirt.skus[0].stock, shop.apple.stock) == (7, 9)


def test_what_is_not_counted_shows_nothing() -> None:
    shop = woo()
    shop.apple.tracked = False
    apple = shop.online()
    assert apple.shown is None
    assert shop.channel.stock([apple.ref]) == {}


def test_more_than_a_page_of_variations_is_listed() -> None:
    shop = woo()
    goods = [Offered(f"CUP-{n:03}", 100, n, spec=f"No. {n}") for n in range(140)]
    shop.shop.offer("Cup", *goods)
    shop.shop.offer(
        "Bowl", Offered("BOWL-1", 300, 2, spec="blue"), Offered("BOWL-2", 300, 2, "red")
    )
    codes = [sku.code for sku in shop.listed()]
    assert len(codes) == len(set(codes)) == 145
    cups = [sku for sku in shop.listed() if sku.code.startswith("CUP")]
    assert {cup.title for cup in cups} == {"Cup"}
    refs = [cup.ref for cup in cups]
    assert len(shop.channel.stock(refs)) == 140


# Orders


def test_an_old_shop_is_read_by_id_and_nothing_moves_away() -> None:
    shop = shop_contender(WOOCOMMERCE_BY_ID)
    shop.apple.stock = 1000
    for _ in range(230):
        shop.bought()
        shop.wait(1)
    shop.fault("pages-shift:1@orders.list")
    assert len(shop.since(START)) >= 229
    assert shop.front.counts["orders.list"] == 4


def test_a_shop_set_to_be_read_by_id_is_asked_no_more_than_needed() -> None:
    shop = woo(orders_by="id")
    shop.bought()
    shop.since(START)
    assert shop.front.counts["orders.list"] == 1


def test_a_shop_that_leaves_nothing_out_does_not_hold_us_forever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shop = woo()
    shop.apple.stock = 1000
    for _ in range(150):
        shop.bought()
    monkeypatch.setattr(
        "microshop_desktop.sandbox.shops.woocommerce._ids", lambda query, name: set()
    )
    with pytest.raises(ChannelError) as caught:
        shop.since(START)
    assert (caught.value.trouble, caught.value.code) == (Trouble.BAD_ANSWER, "exclude")


def test_a_basket_that_is_still_filled_is_no_order() -> None:
    shop = woo()
    shop.bought().word = "checkout-draft"
    assert shop.since(START) == set()


def test_words_of_plugins_can_be_given_a_meaning() -> None:
    shop = woo(statuses="packing=to_ship, handed-over=shipped")
    order = shop.bought()
    order.word = "packing"
    assert shop.told(order).fulfilment is Fulfilment.TO_SHIP
    order.word = "handed-over"
    told = shop.told(order)
    assert (told.fulfilment, told.hold) == (Fulfilment.SHIPPED, "")
    order.word = "lost"
    assert shop.told(order).hold == UNKNOWN_STATE


def test_an_order_on_hold_waits_for_its_money() -> None:
    shop = woo()
    order = shop.shop.place(Wish(shop.apple.sku_id))
    order.held = True
    told = shop.told(order)
    assert (told.fulfilment, told.hold) == (Fulfilment.PENDING_PAYMENT, "on-hold")


def test_an_order_on_hold_may_mean_that_it_can_be_sent() -> None:
    shop = woo(statuses="on-hold=to_ship")
    order = shop.bought()
    order.word = "on-hold"
    assert (shop.told(order).fulfilment, shop.told(order).hold) == (Fulfilment.TO_SHIP, "")


def test_money_back_after_the_parcel_cancels_no_pieces() -> None:
    shop = woo()
    order = shop.bought(Wish(shop.apple.sku_id, 2))
    assert shop.channel.ship(shop.parcel(order), "parcel-1") is Shipped.DONE
    shop.shop.refund(order, order.total, {order.lines[0].line_id: 2})
    told = shop.told(order)
    assert (told.fulfilment, told.refund) == (Fulfilment.COMPLETED, RefundState.WHOLE)
    assert (told.lines[0].wanted, told.lines[0].shipped) == (2, 2)


def _row(**more: Any) -> dict[str, Any]:
    line = {
        "id": 7,
        "name": "Cup",
        "product_id": 5,
        "variation_id": 0,
        "quantity": 3,
        "subtotal": "30.00",
        "subtotal_tax": "5.70",
        "total": "27.00",
        "total_tax": "5.13",
        "sku": "CUP",
        "price": Decimal("9.0000001"),
        "meta_data": [
            {"key": "pa_colour", "value": "red", "display_value": "Red"},
            {"key": "_reduced_stock", "value": "3", "display_value": "3"},
        ],
    }
    return {
        "id": 900719925474099312,
        "number": "SO-9",
        "status": "processing",
        "currency": "EUR",
        "total": "38.08",
        "shipping_total": "5.00",
        "shipping_tax": "0.95",
        "date_created_gmt": "2026-01-01T10:00:00",
        "date_modified_gmt": "2026-01-01T10:05:00",
        "date_paid_gmt": None,
        "tax_lines": [{"rate_percent": 19}],
        "line_items": [line],
        "refunds": [],
        "meta_data": [],
        **more,
    }


def test_taxes_are_in_what_a_line_costs() -> None:
    order = online_order(Told(_row()), (), ACCOUNT)
    (line,) = order.lines
    assert (line.total, line.gross, line.tax, line.tax_rate) == (3213, 3570, 513, 1900)
    assert (order.shipping, order.total, order.paid, line.spec) == (595, 3808, 0, "Red")
    money = fit_money(order)
    assert money.lines[0].total + money.shipping == order.total
    assert order.external_id == "900719925474099312"


def test_two_rates_in_an_order_are_reckoned_line_by_line() -> None:
    rates = [{"rate_percent": 19}, {"rate_percent": 7}]
    (line,) = online_order(Told(_row(tax_lines=rates)), (), ACCOUNT).lines
    assert line.tax_rate == 1900


def test_a_currency_without_decimals_is_read_as_it_is() -> None:
    order = online_order(Told(_row(currency="JPY", total="3808", shipping_tax="0")), (), ACCOUNT)
    assert (order.total, order.shipping) == (3808, 5)


# Parcels


def notes(shop: ShopContender) -> list[Any]:
    return [note for kept in front(shop).notes.values() for note in kept]


def test_the_customer_is_told_of_a_parcel_once() -> None:
    shop = woo()
    parcel = shop.parcel(shop.bought())
    shop.channel.ship(parcel, "parcel-1")
    shop.channel.ship(parcel, "parcel-1")
    (note,) = notes(shop)
    assert note["customer_note"] is True
    assert parcel.tracking in note["note"]


@pytest.mark.parametrize(("setting", "told"), [("private", [False]), ("none", [])])
def test_whom_a_note_is_for_can_be_chosen(setting: str, told: list[bool]) -> None:
    shop = woo(note=setting)
    shop.channel.ship(shop.parcel(shop.bought()), "parcel-1")
    assert [note["customer_note"] for note in notes(shop)] == told


@pytest.mark.parametrize("fault", ["answer-lost", "not-reached"])
def test_a_note_is_neither_lost_nor_doubled(fault: str) -> None:
    shop = woo()
    parcel = shop.parcel(shop.bought())
    shop.fault(f"{fault}:1@notes.add")
    with pytest.raises(ChannelError):
        shop.channel.ship(parcel, "parcel-1")
    assert shop.channel.ship(parcel, "parcel-1") is Shipped.ALREADY
    assert len(notes(shop)) == 1


def test_more_pieces_than_were_bought_are_not_sent() -> None:
    shop = woo()
    parcel = shop.parcel(shop.bought(Wish(shop.apple.sku_id, 2)), {"APPLE-1": 3})
    with pytest.raises(ChannelError) as caught:
        shop.channel.ship(parcel, "parcel-1")
    assert (caught.value.trouble, caught.value.code) == (Trouble.REFUSED, "too_many")


def test_what_was_sent_is_kept_in_the_order() -> None:
    shop = woo()
    order = shop.bought()
    shop.channel.ship(shop.parcel(order), "parcel-1")
    (kept,) = front(shop).metas.values()
    (parcel,) = json.loads(str(kept["_microshop_parcels"]))
    assert (parcel["courier"], parcel["tracking"]) == ("SF", "SF1234567890123")


def test_a_window_begins_and_ends_within_a_second() -> None:
    shop = woo()
    shop.wait(0.5)
    order = shop.bought()
    for start, end in ((0, 0.7), (0.7, 1.4)):
        found = shop.changes(START + timedelta(seconds=start), START + timedelta(seconds=end))
        assert [change.external_id for change in found] == [order.order_id]


def test_what_was_taken_off_before_the_parcel_never_left() -> None:
    shop = woo()
    order = shop.bought(Wish(shop.apple.sku_id, 3))
    shop.shop.refund(order, 1999, {order.lines[0].line_id: 1})
    shop.wait(5)
    shop.shop.send(order, "SF", "1", {})
    (line,) = shop.told(order).lines
    assert (line.quantity, line.cancelled, line.shipped) == (3, 1, 2)


def test_what_came_back_after_the_parcel_had_left() -> None:
    shop = woo()
    order = shop.bought(Wish(shop.apple.sku_id, 3))
    shop.shop.send(order, "SF", "1", {})
    shop.wait(5)
    shop.shop.refund(order, 1999, {order.lines[0].line_id: 1})
    (line,) = shop.told(order).lines
    assert (line.quantity, line.cancelled, line.shipped) == (3, 0, 3)


def test_a_refund_that_is_listed_twice_counts_once() -> None:
    shop = woo()
    order = shop.bought(Wish(shop.apple.sku_id, 3))
    shop.shop.refund(order, 1999, {order.lines[0].line_id: 1})
    shop.fault("rows-twice@refunds.list")
    assert shop.told(order).lines[0].wanted == 2
