"""Youzan on answers made by hand after its pages: tokens, refusals by words, parcels by line."""

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
from microshop_desktop.channels.tokens import KeptInMemory, Token
from microshop_desktop.channels.youzan import Youzan
from microshop_desktop.channels.youzan_account import youzan_account
from microshop_desktop.channels.youzan_orders import spec_of
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.online_order import UNKNOWN_STATE, Fulfilment, OnlineOrder
from microshop_desktop.domain.online_stock import StockWay
from microshop_desktop.domain.refunds import RefundState
from microshop_desktop.infra.clock import FixedClock
from tests.channels.scripted_http import ScriptedHttp

NOW = datetime(2026, 11, 24, 12, 0, 15, tzinfo=UTC)
SETTINGS = {"client_id": "c1", "shop_id": "92732278"}
SECRETS = {"client_secret": "s3cret"}
TOKEN = Token("T+1/2", NOW + timedelta(days=7))
SHOP = {"success": True, "code": 200, "data": {"id": 92732278, "name": "小林百货"}}
PLAIN = SkuRef("450", "450")


def shop(http: ScriptedHttp, tokens: KeptInMemory | None = None, **settings: str) -> Youzan:
    account = youzan_account({**SETTINGS, **settings}, SECRETS)
    return Youzan(account, http, FixedClock(NOW), tokens or KeptInMemory(TOKEN))


def good(**data: Any) -> dict[str, Any]:
    return {"success": True, "code": 200, "data": data}


def gateway(code: int, text: str) -> dict[str, Any]:
    return {"gw_err_resp": {"err_code": code, "err_msg": text, "trace_id": "yz7"}}


def refused(code: int, text: str) -> dict[str, Any]:
    return {"success": False, "code": code, "message": text, "data": None}


def line(oid: str, payment: str, **values: Any) -> dict[str, Any]:
    usual = {
        "oid": oid,
        "item_id": 450,
        "sku_id": 0,
        "outer_item_id": "MUG",
        "outer_sku_id": "",
        "title": "Mug",
        "sku_properties_name": "[]",
        "num": 2,
        "price": "0.30",
        "payment": payment,
        "is_present": False,
    }
    return usual | values


def trade(status: str = "WAIT_SELLER_SEND_GOODS", state: int = 0, **beside: Any) -> dict[str, Any]:
    info = {
        "tid": "E20261124",
        "status": status,
        "refund_state": state,
        "created": "2026-11-24 19:58:00",
        "update_time": "2026-11-24 20:00:00",
        "pay_time": "2026-11-24 19:58:05",
    }
    full = {
        "order_info": info,
        "pay_info": {"total_fee": "1.20", "post_fee": "0.00", "payment": "1.00"},
        "address_info": {"delivery_province": "四川省", "receiver_name": "$c$1$"},
        "remark_info": {"buyer_message": "快点"},
        "orders": [line("1", "0.50"), line("2", "0.50")],
    }
    return good(full_order_info=full, **beside)


def delivery(*oids: str, number: str = "SF1", state: int = 1) -> dict[str, Any]:
    sent = {"express_info": {"express_id": 7, "express_no": number}}
    return {"express_state": state, "oids": [{"oid": one} for one in oids], "dists": [sent]}


def read(answer: dict[str, Any]) -> OnlineOrder:
    return shop(ScriptedHttp(answer)).order("E20261124")


# Tokens


def test_an_app_of_the_shop_asks_for_its_token_itself() -> None:
    ends = int((NOW + timedelta(days=7)).timestamp() * 1000)
    http = ScriptedHttp(good(access_token="A&B", expires=ends), SHOP)
    tokens = KeptInMemory()
    assert shop(http, tokens).check().shop_name == "小林百货"
    assert http.requests[0].url == "https://open.youzanyun.com/auth/token"
    assert http.asked(0) == {
        "client_id": "c1",
        "client_secret": "s3cret",
        "authorize_type": "silent",
        "grant_id": "92732278",
        "refresh": False,
    }
    assert http.query() == {"access_token": "A&B"}
    assert tokens.current() == Token("A&B", NOW + timedelta(days=7))


@pytest.mark.parametrize("code", [4201, 4203])
def test_a_refused_token_is_asked_for_anew_once(code: int) -> None:
    ends = int((NOW + timedelta(days=7)).timestamp() * 1000)
    http = ScriptedHttp(gateway(code, "Token"), good(access_token="NEW", expires=ends), SHOP)
    shop(http).check()
    assert http.query() == {"access_token": "NEW"}
    again = ScriptedHttp(
        gateway(code, "Token"), good(access_token="NEW", expires=ends), gateway(code, "Token")
    )
    with pytest.raises(ChannelError) as caught:
        shop(again).check()
    assert caught.value.trouble is Trouble.LOGIN


def test_a_wrong_secret_asks_for_a_person() -> None:
    http = ScriptedHttp(refused(140_500_101, "client_secret 错误"))
    with pytest.raises(ChannelError) as caught:
        shop(http, KeptInMemory()).check()
    assert caught.value.trouble is Trouble.LOGIN


def test_the_number_stands_in_for_a_name_that_is_not_told() -> None:
    assert shop(ScriptedHttp(good())).check().shop_name == "92732278"


# Refusals


@pytest.mark.parametrize(
    ("answer", "trouble", "detail"),
    [
        (refused(102_010_003, "请求太频繁"), Trouble.LIMITED, "请求太频繁"),
        (gateway(4008, "IP 183.128.5.6 不在白名单中"), Trouble.IP_BLOCKED, "183.128.5.6"),
        (gateway(4006, "应用没有权限调用该 API"), Trouble.NOT_ALLOWED, "应用没有权限调用该 API"),
        (gateway(5000, "系统异常"), Trouble.BUSY, "系统异常"),
        (gateway(4005, "非法的API"), Trouble.REFUSED, "非法的API"),
        (refused(101, "订单不存在"), Trouble.REFUSED, "订单不存在"),
        (refused(102, "SKIP ZIP"), Trouble.REFUSED, "SKIP ZIP"),
        ({"error_response": {"code": 50000, "msg": "参数错误"}}, Trouble.REFUSED, "参数错误"),
    ],
)
def test_a_refusal_is_read_by_number_and_words(
    answer: dict[str, Any], trouble: Trouble, detail: str
) -> None:
    with pytest.raises(ChannelError) as caught:
        shop(ScriptedHttp(answer)).check()
    assert caught.value.trouble is trouble
    assert caught.value.detail == detail


def test_older_interfaces_answer_under_another_name() -> None:
    old = {"response": {"id": 1, "name": "旧店"}}
    assert shop(ScriptedHttp(old)).check().shop_name == "旧店"


# Orders


@pytest.mark.parametrize(
    ("status", "fulfilment", "hold"),
    [
        ("WAIT_BUYER_PAY", Fulfilment.PENDING_PAYMENT, ""),
        ("TRADE_PAID", Fulfilment.TO_SHIP, NOT_RELEASED),
        ("WAIT_CONFIRM", Fulfilment.TO_SHIP, NOT_RELEASED),
        ("WAIT_SELLER_SEND_GOODS", Fulfilment.TO_SHIP, ""),
        ("WAIT_BUYER_CONFIRM_GOODS", Fulfilment.SHIPPED, ""),
        ("TRADE_SUCCESS", Fulfilment.COMPLETED, ""),
        ("TRADE_CLOSED", Fulfilment.CANCELLED, ""),
        ("SOMETHING_NEW", Fulfilment.UNKNOWN, UNKNOWN_STATE),
    ],
)
def test_every_state_is_read(status: str, fulfilment: Fulfilment, hold: str) -> None:
    told = read(trade(status))
    assert (told.fulfilment, told.hold, told.raw_status) == (fulfilment, hold, status)


@pytest.mark.parametrize(
    ("state", "rows", "refund", "back"),
    [
        (0, [], RefundState.NONE, 0),
        (1, [{"refund_fee": "0.50", "refund_state": 1}], RefundState.REQUESTED, 0),
        (11, [{"refund_fee": "1.00", "refund_state": 1}], RefundState.REQUESTED, 0),
        (2, [{"refund_fee": "0.50", "refund_state": 60}], RefundState.PART, 50),
        (12, [{"refund_fee": "0.50", "refund_state": 60}] * 2, RefundState.WHOLE, 100),
        (12, [], RefundState.WHOLE, 100),
    ],
)
def test_money_that_goes_back_is_read_of_its_refunds(
    state: int, rows: list[dict[str, Any]], refund: RefundState, back: int
) -> None:
    told = read(trade(state=state, refund_order=rows))
    assert (told.refund, told.refunded) == (refund, back)


def test_a_refund_that_nobody_knows_makes_the_order_wait() -> None:
    told = read(trade(state=77))
    assert (told.refund, told.hold) == (RefundState.NONE, UNKNOWN_STATE)


def test_lines_have_left_by_parcel() -> None:
    told = read(trade(delivery_order=[delivery("1"), delivery("2", number="", state=0)]))
    assert told.fulfilment is Fulfilment.PART_SHIPPED
    assert [one.shipped for one in told.lines] == [2, 0]
    assert [(one.courier, one.tracking) for one in told.parcels] == [("7", "SF1")]


def test_money_is_exact_and_shared_by_youzan() -> None:
    told = read(trade())
    assert (told.total, told.paid) == (100, 100)
    assert [(one.gross, one.total) for one in told.lines] == [(60, 50), (60, 50)]
    assert [one.sku for one in told.lines] == ["450", "450"]
    assert (told.contact.name, told.contact.address) == ("", "四川省")


@pytest.mark.parametrize(
    ("text", "spec"),
    [
        ('[{"k":"颜色","v":"白"},{"k":"尺码","v":"S"}]', "白 S"),
        ("[]", ""),
        ("", ""),
        ("白 S", "白 S"),
        ('{"k":1}', ""),
    ],
)
def test_a_choice_is_read_of_its_text(text: str, spec: str) -> None:
    assert spec_of(text) == spec


# Goods


def test_goods_without_a_choice_are_written_without_a_sku() -> None:
    http = ScriptedHttp(good(is_success=True), good(is_success=True))
    channel = shop(http)
    channel.set_stock([StockChange(PLAIN, -3, is_delta=True)], "k")
    assert http.asked() == {"item_id": 450, "quantity": -3, "type": 1}
    channel.set_stock([StockChange(SkuRef("450", "9"), 5)], "k")
    assert http.asked() == {"item_id": 450, "quantity": 5, "type": 0, "sku_id": 9}


def test_a_write_that_was_not_done_is_refused() -> None:
    (result,) = shop(ScriptedHttp(good(is_success=False))).set_stock([StockChange(PLAIN, 1)], "k")
    assert result.written is Written.REFUSED


def test_goods_that_are_gone_are_left_out_and_others_are_not() -> None:
    assert shop(ScriptedHttp(refused(234_000_003, "商品不存在: [null]"))).stock([PLAIN]) == {}
    with pytest.raises(ChannelError):
        shop(ScriptedHttp(refused(50_000, "参数错误"))).stock([PLAIN])


# Parcels


def test_some_lines_go_in_a_parcel_of_their_own() -> None:
    http = ScriptedHttp(trade(), good(is_success=True))
    parcel = ParcelToShip("E20261124", "7", "SF1", (ShipLine("2", 2),))
    assert shop(http).ship(parcel, "k") is Shipped.DONE
    assert http.asked() == {
        "tid": "E20261124",
        "is_no_express": 0,
        "out_stype": "7",
        "out_sid": "SF1",
        "oids": "2",
    }


def test_a_part_of_a_line_is_not_told() -> None:
    http = ScriptedHttp(trade())
    parcel = ParcelToShip("E20261124", "7", "SF1", (ShipLine("2", 1),))
    with pytest.raises(ChannelError) as caught:
        shop(http).ship(parcel, "k")
    assert caught.value.code == "whole_lines"
    assert http.is_done


def test_what_goes_without_a_courier_says_so() -> None:
    http = ScriptedHttp(trade(), good(is_success=True))
    shop(http).ship(ParcelToShip("E20261124", "", "", ()), "k")
    assert http.asked() == {"tid": "E20261124", "is_no_express": 1}


# The account


def test_busy_shops_ask_for_shorter_stretches() -> None:
    channel = shop(ScriptedHttp(), window_minutes="30", stock_way="absolute")
    assert channel.differences.window == timedelta(minutes=30)
    assert channel.differences.way is StockWay.ABSOLUTE


@pytest.mark.parametrize(
    ("field", "value"),
    [("client_id", ""), ("shop_id", "x1"), ("orders_version", "4/../0"), ("window_minutes", "5")],
)
def test_values_that_cannot_be_right_are_named(field: str, value: str) -> None:
    with pytest.raises(ShopError) as caught:
        youzan_account({**SETTINGS, field: value}, SECRETS)
    assert caught.value.code is ErrorCode.ACCOUNT_VALUE_WRONG
    assert caught.value.params["field"] == field


def test_no_secret_is_shown() -> None:
    assert "s3cret" not in repr(youzan_account(SETTINGS, SECRETS))
