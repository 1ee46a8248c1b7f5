"""Pinduoduo on answers made by hand after its pages: signed forms, every state, the money."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from microshop_desktop.channels.channel import (
    ChannelError,
    ParcelToShip,
    ShipLine,
    Shipped,
    SkuRef,
    StockChange,
    Trouble,
    Written,
)
from microshop_desktop.channels.holds import NOT_RELEASED
from microshop_desktop.channels.pinduoduo import Pinduoduo
from microshop_desktop.channels.pinduoduo_account import pinduoduo_account
from microshop_desktop.channels.tokens import KeptInMemory, Token
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.online_order import UNKNOWN_STATE, Fulfilment, fit_money
from microshop_desktop.domain.online_stock import StockWay
from microshop_desktop.domain.refunds import RefundState
from microshop_desktop.infra.clock import FixedClock
from tests.channels.scripted_http import ScriptedHttp, says

NOW = datetime(2026, 11, 24, 12, 0, 15, tzinfo=UTC)
SETTINGS = {"client_id": "c1"}
SECRETS = {"client_secret": "s3cret", "access_token": "FIRST", "refresh_token": "RENEWAL"}
MALL = {"mall_info_get_response": {"mall_name": "小林百货", "request_id": "1"}}
REF = SkuRef("77", "770")
DONE = {"goods_quantity_update_response": {"is_success": True}}
SENT = {"logistics_online_send_response": {"is_success": True}}


def shop(http: ScriptedHttp, tokens: KeptInMemory | None = None, **settings: str) -> Pinduoduo:
    account = pinduoduo_account({**SETTINGS, **settings}, SECRETS)
    return Pinduoduo(account, http, FixedClock(NOW), tokens or KeptInMemory())


def refused(code: int, text: str = "no", sub: str = "") -> dict[str, Any]:
    return {"error_response": {"error_code": code, "error_msg": text, "sub_msg": sub}}


def order(**values: Any) -> dict[str, Any]:
    usual = {
        "order_sn": "261124-001",
        "order_status": 1,
        "confirm_status": 1,
        "refund_status": 1,
        "risk_control_status": 0,
        "pay_amount": 25.9,
        "goods_amount": "29.97",
        "discount_amount": "10.07",
        "postage": "6.00",
        "created_time": "2026-11-24 19:58:00",
        "updated_at": "2026-11-24 20:00:00",
        "pay_time": "2026-11-24 19:58:05",
        "last_ship_time": "2026-11-26 19:58:05",
        "receiver_name": "~AgAA~cipher~",
        "receiver_phone": "$cipher$",
        "province": "浙江省",
        "city": "杭州市",
        "town": "西湖区",
        "buyer_memo": "快点",
        "tracking_number": "",
        "item_list": [
            {
                "goods_id": 77,
                "sku_id": 770,
                "outer_id": "TS-S",
                "goods_name": "T-Shirt",
                "goods_spec": "白色,S",
                "goods_price": 9.99,
                "goods_count": 3,
            }
        ],
    }
    return {"order_info_get_response": {"order_info": usual | values}}


def test_a_form_is_signed_as_published() -> None:
    http = ScriptedHttp(MALL)
    assert shop(http).check().shop_name == "小林百货"
    form = http.form()
    assert (form["timestamp"], form["access_token"]) == ("1795521615", "FIRST")
    assert (form["data_type"], form["version"]) == ("JSON", "V1")
    sign = form.pop("sign")
    text = "".join(f"{name}{form[name]}" for name in sorted(form))
    assert sign == hashlib.md5(f"s3cret{text}s3cret".encode()).hexdigest().upper()  # noqa: S324
    assert http.requests[0].url == "https://gw-api.pinduoduo.com/api/router"


def test_a_number_is_signed_as_it_is_sent() -> None:
    http = ScriptedHttp(DONE)
    shop(http).set_stock([StockChange(REF, 0)], "k")
    form = http.form()
    assert (form["quantity"], form["update_type"]) == ("0", "1")
    text = "".join(f"{name}{form[name]}" for name in sorted(form) if name != "sign")
    assert form["sign"] == hashlib.md5(f"s3cret{text}s3cret".encode()).hexdigest().upper()  # noqa: S324


@pytest.mark.parametrize("code", [10019, 10035, 20032])
def test_a_refused_token_is_renewed_by_what_came_with_it(code: int) -> None:
    made = {"access_token": "NEW", "refresh_token": "R2", "expires_in": 86400}
    renewed = {"pop_auth_token_refresh_response": made}
    http, tokens = ScriptedHttp(refused(code), renewed, MALL), KeptInMemory()
    shop(http, tokens).check()
    asked = http.form(1)
    assert (asked["type"], asked["refresh_token"]) == ("pdd.pop.auth.token.refresh", "RENEWAL")
    assert "access_token" not in asked
    assert http.form()["access_token"] == "NEW"
    assert tokens.current() == Token("NEW", NOW + timedelta(days=1), "R2")


def test_a_renewal_that_is_refused_asks_for_a_person() -> None:
    http = ScriptedHttp(refused(10019), refused(10000, "参数错误"))
    with pytest.raises(ChannelError) as caught:
        shop(http).check()
    assert caught.value.trouble is Trouble.LOGIN


def test_a_renewal_that_finds_it_busy_is_tried_later() -> None:
    http = ScriptedHttp(refused(10019), refused(52102))
    with pytest.raises(ChannelError) as caught:
        shop(http).check()
    assert caught.value.trouble is Trouble.BUSY


@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        (52101, Trouble.LIMITED),
        (70031, Trouble.LIMITED),
        (52102, Trouble.BUSY),
        (52103, Trouble.BUSY),
        (50000, Trouble.BUSY),
        (10016, Trouble.LOGIN),
        (20004, Trouble.LOGIN),
        (20005, Trouble.IP_BLOCKED),
        (20031, Trouble.NOT_ALLOWED),
        (70034, Trouble.NOT_ALLOWED),
        (45001, Trouble.REFUSED),
        (99999, Trouble.REFUSED),
    ],
)
def test_every_number_is_read_as_what_can_be_done(code: int, trouble: Trouble) -> None:
    with pytest.raises(ChannelError) as caught:
        shop(ScriptedHttp(refused(code, "ip 183.128.5.6"))).check()
    assert (caught.value.trouble, caught.value.code) == (trouble, str(code))
    if trouble is Trouble.IP_BLOCKED:
        assert caught.value.detail == "183.128.5.6"


@pytest.mark.parametrize("code", [20004, 10001])
def test_a_wrong_clock_is_told_from_a_wrong_key(code: int) -> None:
    answer = says(refused(code), skew=timedelta(minutes=12))
    with pytest.raises(ChannelError) as caught:
        shop(ScriptedHttp(answer)).check()
    assert caught.value.trouble is Trouble.CLOCK_OFF


# Orders


@pytest.mark.parametrize(
    ("values", "fulfilment", "refund", "hold"),
    [
        ({}, Fulfilment.TO_SHIP, RefundState.NONE, ""),
        ({"order_status": 2}, Fulfilment.SHIPPED, RefundState.NONE, ""),
        ({"order_status": 3}, Fulfilment.COMPLETED, RefundState.NONE, ""),
        ({"order_status": 9}, Fulfilment.UNKNOWN, RefundState.NONE, UNKNOWN_STATE),
        ({"confirm_status": 0}, Fulfilment.TO_SHIP, RefundState.NONE, NOT_RELEASED),
        ({"confirm_status": 2}, Fulfilment.CANCELLED, RefundState.NONE, ""),
        ({"confirm_status": 7}, Fulfilment.UNKNOWN, RefundState.NONE, UNKNOWN_STATE),
        ({"risk_control_status": 1}, Fulfilment.TO_SHIP, RefundState.NONE, NOT_RELEASED),
        ({"refund_status": 2}, Fulfilment.TO_SHIP, RefundState.REQUESTED, ""),
        ({"refund_status": 3}, Fulfilment.TO_SHIP, RefundState.REQUESTED, ""),
        ({"refund_status": 4}, Fulfilment.CANCELLED, RefundState.WHOLE, ""),
        (
            {"order_status": 2, "refund_status": 4},
            Fulfilment.SHIPPED,
            RefundState.WHOLE,
            "",
        ),
        ({"refund_status": 8}, Fulfilment.TO_SHIP, RefundState.NONE, UNKNOWN_STATE),
    ],
)
def test_every_state_is_read(
    values: dict[str, Any], fulfilment: Fulfilment, refund: RefundState, hold: str
) -> None:
    told = shop(ScriptedHttp(order(**values))).order("261124-001")
    assert (told.fulfilment, told.refund, told.hold) == (fulfilment, refund, hold)
    assert told.refunded == 0
    assert told.refund_untold is (refund is RefundState.WHOLE)


def test_money_is_exact_and_what_was_taken_off_is_shared() -> None:
    told = shop(ScriptedHttp(order())).order("261124-001")
    assert (told.total, told.shipping, told.paid) == (2590, 600, 2590)
    (line,) = told.lines
    assert (line.gross, line.quantity, line.spec) == (2997, 3, "白色 S")
    assert fit_money(told).lines[0].total == 1990
    assert told.placed_at == datetime(2026, 11, 24, 11, 58, tzinfo=UTC)
    assert told.ship_until == datetime(2026, 11, 26, 11, 58, 5, tzinfo=UTC)


def test_what_is_in_cipher_is_not_shown() -> None:
    told = shop(ScriptedHttp(order())).order("261124-001")
    assert (told.contact.name, told.contact.phone) == ("", "")
    assert told.contact.address == "浙江省 杭州市 西湖区"


def test_a_sku_that_comes_twice_has_two_names() -> None:
    row = {"goods_id": 77, "sku_id": 770, "goods_price": "1", "goods_count": 1}
    told = shop(ScriptedHttp(order(item_list=[row, row]))).order("261124-001")
    assert [line.line_id for line in told.lines] == ["770", "770:2"]


def test_a_list_without_times_is_read_order_by_order() -> None:
    rows = {
        "order_sn_increment_get_response": {"total_count": 1, "order_sn_list": [{"order_sn": "a"}]}
    }
    http = ScriptedHttp(rows, order(order_sn="a"))
    start, end = NOW - timedelta(minutes=30), NOW
    (change,) = shop(http).order_changes(start, end).values
    assert (change.external_id, change.updated_at) == ("a", datetime(2026, 11, 24, 12, tzinfo=UTC))
    assert change.order is not None
    asked = http.form(0)
    assert (asked["start_updated_at"], asked["end_updated_at"]) == ("1795519815", "1795521615")
    assert (asked["order_status"], asked["refund_status"]) == ("5", "5")


# Goods


def goods() -> dict[str, Any]:
    sku = {
        "sku_id": 770,
        "outer_id": "TS-S",
        "spec": "白色,S",
        "sku_quantity": 9,
        "reserve_quantity": 2,
        "is_sku_onsale": 1,
    }
    row = {"goods_id": 77, "goods_name": "T-Shirt", "is_onsale": 1, "sku_list": [sku]}
    return {"goods_list_get_response": {"total_count": 1, "goods_list": [row]}}


def detail(**values: Any) -> dict[str, Any]:
    sku = {"sku_id": 770, "multi_price": 999, "price": 1099, "quantity": 9, "reserve_quantity": 2}
    return {"goods_detail_get_response": {"goods_id": 77, "status": 1, "sku_list": [sku]} | values}


def test_lists_tell_no_price_and_nobody_guesses_one() -> None:
    (sku,) = shop(ScriptedHttp(goods())).listings().values
    assert (sku.code, sku.spec, sku.shown, sku.price) == ("TS-S", "白色 S", 9, None)


def test_prices_of_groups_can_be_asked_for() -> None:
    (sku,) = shop(ScriptedHttp(goods(), detail()), prices="yes").listings().values
    assert sku.price == 999


def test_what_orders_hold_can_be_taken_off() -> None:
    channel = shop(ScriptedHttp(goods(), detail()), stock_counts="less_reserved")
    assert channel.listings().values[0].shown == 7
    assert channel.stock([REF]) == {"770": 7}


@pytest.mark.parametrize("answer", [detail(status=4), refused(50001, "商品不存在")])
def test_goods_that_are_gone_are_left_out(answer: dict[str, Any]) -> None:
    assert shop(ScriptedHttp(answer)).stock([REF]) == {}


def test_goods_that_cannot_be_read_are_not_taken_for_gone() -> None:
    with pytest.raises(ChannelError):
        shop(ScriptedHttp(refused(50001, "参数错误"))).stock([REF])


def test_a_step_of_nothing_asks_nobody() -> None:
    (result,) = shop(ScriptedHttp()).set_stock([StockChange(REF, 0, is_delta=True)], "k")
    assert result.written is Written.DONE


def test_a_write_that_was_not_done_is_refused() -> None:
    no = {"goods_quantity_update_response": {"is_success": False}}
    (result,) = shop(ScriptedHttp(no)).set_stock([StockChange(REF, 3, is_delta=True)], "k")
    assert result.written is Written.REFUSED


# Parcels


def test_an_order_goes_whole_in_one_parcel() -> None:
    http = ScriptedHttp(order(), SENT)
    parcel = ParcelToShip("261124-001", "44", "SF1", ())
    assert shop(http).ship(parcel, "k") is Shipped.DONE
    form = http.form()
    assert (form["logistics_id"], form["tracking_number"]) == ("44", "SF1")


def test_a_part_of_an_order_is_not_told() -> None:
    http = ScriptedHttp(order())
    parcel = ParcelToShip("261124-001", "44", "SF1", (ShipLine("770", 1),))
    with pytest.raises(ChannelError) as caught:
        shop(http).ship(parcel, "k")
    assert (caught.value.trouble, caught.value.code) == (Trouble.REFUSED, "whole_order")
    assert http.is_done


def test_an_order_under_review_is_not_told() -> None:
    http = ScriptedHttp(order(risk_control_status=1))
    with pytest.raises(ChannelError) as caught:
        shop(http).ship(ParcelToShip("261124-001", "44", "SF1", ()), "k")
    assert caught.value.trouble is Trouble.REFUSED
    assert http.is_done


# The account


def test_stock_can_be_set_outright() -> None:
    assert shop(ScriptedHttp()).differences.way is StockWay.DELTA
    assert shop(ScriptedHttp(), stock_way="absolute").differences.way is StockWay.ABSOLUTE


def test_no_secret_is_shown() -> None:
    text = repr(pinduoduo_account(SETTINGS, SECRETS))
    assert not any(secret in text for secret in SECRETS.values())


@pytest.mark.parametrize("field", ["client_id", "prices", "stock_counts", "stock_way"])
def test_values_that_cannot_be_right_are_named(field: str) -> None:
    with pytest.raises(ShopError) as caught:
        pinduoduo_account({**SETTINGS, field: "a b"}, SECRETS)
    assert caught.value.code is ErrorCode.ACCOUNT_VALUE_WRONG
    assert caught.value.params["field"] == field
