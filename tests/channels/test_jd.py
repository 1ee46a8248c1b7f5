"""JD on answers made by hand after its pages: signed forms, every state, the money."""

import hashlib
import json
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
from microshop_desktop.channels.jd import Jd
from microshop_desktop.channels.jd_account import jd_account
from microshop_desktop.channels.tokens import KeptInMemory, Token
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.online_order import Contact, Fulfilment, OnlineOrder, Parcel
from microshop_desktop.domain.online_stock import StockWay
from microshop_desktop.domain.refunds import RefundState
from microshop_desktop.infra.clock import FixedClock
from tests.channels.scripted_http import ScriptedHttp, says

NOW = datetime(2026, 11, 24, 12, 0, 15, 683000, tzinfo=UTC)
START, END = datetime(2026, 11, 24, 11, 0, tzinfo=UTC), datetime(2026, 11, 24, 11, 30, tzinfo=UTC)
SETTINGS = {"app_key": "A1B2"}
SECRETS = {"app_secret": "s3cret", "access_token": "FIRST", "refresh_token": "RENEWAL"}
REF = SkuRef("100", "200")
SEARCH, GET = "jingdong_pop_order_enSearch", "jingdong_pop_order_enGet"
REFUNDS = "jingdong_pop_afs_soa_refundapply_queryPageList"
SHIPMENT, STEP = "jingdong_pop_order_shipment", "jingdong_stock_write_increaseSkuStock"


def shop(http: ScriptedHttp, tokens: KeptInMemory | None = None, **settings: str) -> Jd:
    account = jd_account(SETTINGS | settings, SECRETS)
    return Jd(account, http, FixedClock(NOW), tokens or KeptInMemory())


def told(name: str, **inner: Any) -> dict[str, Any]:
    return {f"{name}_responce": {"code": "0", **inner}}


def refused(code: int, message: str = "不行") -> dict[str, Any]:
    return {"error_response": {"code": str(code), "zh_desc": message, "en_desc": "no"}}


INFO = told("jingdong_seller_vender_info_get", vender_info_result={"shop_name": "小林百货"})


def line(**given: Any) -> dict[str, Any]:
    usual = {
        "skuId": "200",
        "outerSkuId": "SOAP-M",
        "skuName": "洗碗皂 橙花",
        "jdPrice": "19.90",
        "itemTotal": "2",
        "wareId": "100",
    }
    return usual | given


def order(state: str = "WAIT_SELLER_STOCK_OUT", *lines: Any, **given: Any) -> dict[str, Any]:
    usual = {
        "orderId": "287465093001",
        "orderState": state,
        "orderTotalPrice": "39.80",
        "orderPayment": "40.80",
        "freightPrice": "6.00",
        "orderStartTime": "2026-11-24 19:00:00",
        "paymentConfirmTime": "2026-11-24 19:01:00",
        "orderEndTime": "0001-01-01 00:00:00",
        "modified": "2026-11-24 19:05:00",
        "orderRemark": "请包好",
        "waybill": "",
        "logisticsId": "",
        "consigneeInfo": {"fullname": "cipher==", "province": "浙江", "city": "杭州市"},
        "itemInfoList": list(lines or (line(),)),
        "couponDetailList": [
            {"skuId": "200", "couponPrice": "3.00"},
            {"skuId": "", "couponPrice": "2.00"},
        ],
    }
    return usual | given


def found(document: dict[str, Any]) -> dict[str, Any]:
    inner = {"apiResult": {"success": True}, "orderInfo": document}
    return told(GET, orderDetailInfo=inner)


def read(document: dict[str, Any], *refunds: dict[str, Any], **settings: str) -> OnlineOrder:
    answers = [found(document)]
    if document["orderState"] in {"LOCKED", "PAUSE", "POP_ORDER_PAUSE", "TRADE_CANCELED"}:
        answers.append(told(REFUNDS, queryResult={"success": True, "result": list(refunds)}))
    http = ScriptedHttp(*answers)
    result = shop(http, None, **settings).order("287465093001")
    assert http.is_done
    return result


def test_a_form_is_signed_around_the_one_text_that_is_sent() -> None:
    http = ScriptedHttp(INFO)

    assert shop(http).check().shop_name == "小林百货"
    form = http.form()
    assert (form["timestamp"], form["access_token"]) == ("2026-11-24 20:00:15", "FIRST")
    assert form["360buy_param_json"] == "{}"
    sign = form.pop("sign")
    text = "".join(f"{name}{form[name]}" for name in sorted(form))
    assert sign == hashlib.md5(f"s3cret{text}s3cret".encode()).hexdigest().upper()  # noqa: S324


def test_the_time_that_is_signed_can_have_milliseconds() -> None:
    http = ScriptedHttp(INFO)

    shop(http, timestamp_form="millis").check()

    assert http.form()["timestamp"] == "2026-11-24 20:00:15.683+0800"


@pytest.mark.parametrize("code", [18, 19])
def test_a_refused_token_is_renewed_by_what_came_with_it(code: int) -> None:
    renewed = {"code": 0, "access_token": "NEW", "refresh_token": "R2", "expires_in": 86400}
    http, tokens = ScriptedHttp(refused(code), renewed, INFO), KeptInMemory()

    shop(http, tokens).check()

    assert http.query(1)["refresh_token"] == "RENEWAL"
    assert http.form()["access_token"] == "NEW"
    assert tokens.current() == Token("NEW", NOW + timedelta(days=1), "R2")


def test_a_renewal_that_is_refused_needs_a_person() -> None:
    http = ScriptedHttp(refused(19), {"code": 402, "msg": "expired"})

    with pytest.raises(ChannelError) as caught:
        shop(http).check()

    assert caught.value.trouble is Trouble.LOGIN


def test_a_kept_token_is_renewed_an_hour_before_its_end() -> None:
    renewed = {"code": 0, "access_token": "NEW", "expires_in": 86400}
    tokens = KeptInMemory(Token("OLD", NOW + timedelta(minutes=50), "R1"))
    http = ScriptedHttp(renewed, INFO)

    shop(http, tokens).check()

    assert http.query(0)["refresh_token"] == "R1"
    assert tokens.current() == Token("NEW", NOW + timedelta(days=1), "R1")


@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        (2, Trouble.LIMITED),
        (4, Trouble.REFUSED),
        (7, Trouble.CLOCK_OFF),
        (8, Trouble.CLOCK_OFF),
        (11, Trouble.LOGIN),
        (12, Trouble.LOGIN),
        (14, Trouble.REFUSED),
        (15, Trouble.REFUSED),
        (20, Trouble.LOGIN),
        (21, Trouble.LOGIN),
        (24, Trouble.NOT_ALLOWED),
        (50, Trouble.BUSY),
        (67, Trouble.BUSY),
        (10400001, Trouble.REFUSED),
    ],
)
def test_every_code_has_its_trouble(code: int, trouble: Trouble) -> None:
    with pytest.raises(ChannelError) as caught:
        shop(ScriptedHttp(refused(code))).check()

    assert (caught.value.trouble, caught.value.code) == (trouble, str(code))
    assert caught.value.detail == "不行"


def test_a_refused_signature_is_the_clocks_fault_where_that_is_wrong() -> None:
    with pytest.raises(ChannelError) as caught:
        shop(ScriptedHttp(says(refused(12), skew=timedelta(minutes=7)))).check()

    assert caught.value.trouble is Trouble.CLOCK_OFF


def test_a_blocked_address_is_named() -> None:
    with pytest.raises(ChannelError) as caught:
        shop(ScriptedHttp(refused(66, "IP 183.128.5.6 不在白名单内"))).check()

    assert (caught.value.trouble, caught.value.detail) == (Trouble.IP_BLOCKED, "183.128.5.6")


@pytest.mark.parametrize("document", [{}, {"jingdong_seller": {}}])
def test_an_answer_without_its_name_is_not_understood(document: dict[str, Any]) -> None:
    with pytest.raises(ChannelError) as caught:
        shop(ScriptedHttp(document)).check()

    assert caught.value.trouble is Trouble.BAD_ANSWER


def test_an_answer_with_a_number_inside_is_refused() -> None:
    http = ScriptedHttp({"x_responce": {"code": "10", "zh_desc": "店铺不存在"}})

    with pytest.raises(ChannelError) as caught:
        shop(http).check()

    assert (caught.value.trouble, caught.value.detail) == (Trouble.REFUSED, "店铺不存在")


def test_goods_are_listed_page_by_page() -> None:
    row = {
        "skuId": 200,
        "wareId": 100,
        "outerId": "SOAP-M",
        "jdPrice": 19.9,
        "stockNum": 7,
        "wareTitle": "洗碗皂",
        "skuName": "洗碗皂 橙花",
        "status": 1,
    }
    rows = [row, row | {"skuId": 201, "status": 2, "wareTitle": ""}]
    http = ScriptedHttp(
        told("jingdong_sku_read_searchSkuList", page={"totalItem": 101, "data": rows})
    )

    listed = shop(http).listings()

    first, second = listed.values
    assert (first.ref, first.code, first.title, first.spec) == (REF, "SOAP-M", "洗碗皂", "橙花")
    assert (first.price, first.shown, first.on_sale) == (1990, 7, True)
    assert (second.title, second.spec, second.on_sale) == ("洗碗皂 橙花", "", False)
    assert listed.cursor == "2"


def test_stock_is_read_of_many_skus_at_once() -> None:
    rows = [{"skuId": 200, "stockNum": 7}]
    http = ScriptedHttp(told("jingdong_sku_read_searchSkuList", page={"data": rows}))

    assert shop(http).stock([REF, SkuRef("100", "201")]) == {"200": 7}
    assert json.loads(http.form()["360buy_param_json"])["skuId"] == [200, 201]


def test_stock_is_changed_by_steps_under_the_number_of_a_document() -> None:
    http = ScriptedHttp(told(STEP, success=True))

    (result,) = shop(http).set_stock([StockChange(REF, -3, is_delta=True)], "KEY")

    assert result.written is Written.DONE
    assert json.loads(http.form()["360buy_param_json"]) == {
        "skuId": 200,
        "stockNum": -3,
        "storeId": "0",
        "stockRfId": "KEY",
    }


def test_stock_can_be_set_where_steps_are_not_trusted() -> None:
    http = ScriptedHttp(told("jingdong_stock_write_updateSkuStock", success=True))
    channel = shop(http, stock_way="absolute", stock_key="yes", store_id="7")

    channel.set_stock([StockChange(REF, 5)], "KEY")

    assert http.form()["method"] == "jingdong.stock.write.updateSkuStock"
    assert json.loads(http.form()["360buy_param_json"])["storeId"] == "7"
    assert channel.differences.way is StockWay.ABSOLUTE
    assert not channel.differences.repeatable
    assert shop(http, stock_key="yes").differences.repeatable


@pytest.mark.parametrize(
    "answer", [refused(10100034), told(STEP, success=False, errorMsg="库存不足")]
)
def test_a_refused_write_says_so_of_its_sku(answer: dict[str, Any]) -> None:
    (result,) = shop(ScriptedHttp(answer)).set_stock([StockChange(REF, 1, is_delta=True)], "K")

    assert result.written is Written.REFUSED


def test_a_write_while_jd_is_busy_stays_in_doubt() -> None:
    with pytest.raises(ChannelError) as caught:
        shop(ScriptedHttp(refused(60))).set_stock([StockChange(REF, 1, is_delta=True)], "K")

    assert caught.value.trouble is Trouble.BUSY


def listed(total: int, *states: str) -> dict[str, Any]:
    rows = [
        {"orderId": n, "orderState": state, "modified": "2026-11-24 19:05:00"}
        for n, state in enumerate(states)
    ]
    inner = {"apiResult": {"success": True}, "orderTotal": total, "orderInfoList": rows}
    return told(SEARCH, searchorderinfo_result=inner)


def test_changed_orders_are_read_without_those_that_were_split() -> None:
    http = ScriptedHttp(listed(2, "FINISHED_L", "PARENT_TRADE_CANCELED"))

    page = shop(http).order_changes(START, END)

    assert [one.external_id for one in page.values] == ["0"]
    assert page.values[0].updated_at == datetime(2026, 11, 24, 11, 5, tzinfo=UTC)
    asked = json.loads(http.form()["360buy_param_json"])
    assert (asked["start_date"], asked["end_date"]) == (
        "2026-11-24 19:00:00",
        "2026-11-24 19:30:00",
    )
    assert asked["dateType"] == "0"


def test_a_long_list_is_read_from_its_end() -> None:
    http = ScriptedHttp(listed(101, *["FINISHED_L"] * 100), listed(101, "FINISHED_L"))
    channel = shop(http)

    first = channel.order_changes(START, END)
    channel.order_changes(START, END, first.cursor)

    assert json.loads(http.form()["360buy_param_json"])["page"] == "2"


def test_a_list_that_is_refused_says_why() -> None:
    inner = {"apiResult": {"success": False, "errorCode": "7", "chineseErrCode": "时间太长"}}

    with pytest.raises(ChannelError) as caught:
        shop(ScriptedHttp(told(SEARCH, searchorderinfo_result=inner))).order_changes(START, END)

    assert (caught.value.code, caught.value.detail) == ("7", "时间太长")


@pytest.mark.parametrize(
    ("state", "fulfilment", "hold"),
    [
        ("WAIT_SELLER_STOCK_OUT", Fulfilment.TO_SHIP, ""),
        ("WAIT_SELLER_DELIVERY", Fulfilment.TO_SHIP, ""),
        ("WAIT_SEND_CODE", Fulfilment.TO_SHIP, ""),
        ("LOCKED", Fulfilment.TO_SHIP, "locked"),
        ("PAUSE", Fulfilment.TO_SHIP, "locked"),
        ("POP_ORDER_PAUSE", Fulfilment.TO_SHIP, "locked"),
        ("WAIT_GOODS_RECEIVE_CONFIRM", Fulfilment.SHIPPED, ""),
        ("FINISHED_L", Fulfilment.COMPLETED, ""),
        ("TRADE_CANCELED", Fulfilment.CANCELLED, ""),
        ("PARENT_TRADE_CANCELED", Fulfilment.CANCELLED, ""),
        ("WAIT_FOR_TOMORROW", Fulfilment.UNKNOWN, "unknown_state"),
    ],
)
def test_every_state(state: str, fulfilment: Fulfilment, hold: str) -> None:
    result = read(order(state))

    assert (result.fulfilment, result.hold, result.raw_status) == (fulfilment, hold, state)


def test_the_money_of_an_order_is_exact() -> None:
    result = read(order())

    assert (result.total, result.shipping, result.paid, result.currency) == (4080, 600, 4080, "CNY")
    assert (result.lines[0].gross, result.lines[0].total) == (3980, 3680)
    assert result.paid_at == datetime(2026, 11, 24, 11, 1, tzinfo=UTC)


@pytest.mark.parametrize("never", ["0001-01-01 00:00:00", "1970-01-01 08:00:00", ""])
def test_a_payment_that_has_not_come(never: str) -> None:
    result = read(order(paymentConfirmTime=never))

    assert (result.paid, result.paid_at) == (0, None)


def test_a_coupon_takes_no_more_than_its_line_costs() -> None:
    gift = line(jdPrice="0.00", itemTotal="1")
    result = read(order("FINISHED_L", line(), gift))

    assert [(one.line_id, one.total, one.shipped) for one in result.lines] == [
        ("200", 3680, 2),
        ("200:2", 0, 1),
    ]


def test_no_cipher_is_shown_as_a_name() -> None:
    assert read(order()).contact == Contact(address="浙江 杭州市")


def test_parcels_of_several_couriers() -> None:
    result = read(
        order("WAIT_GOODS_RECEIVE_CONFIRM", waybill="SF1,SF2|ZT1", logisticsId="467|1499")
    )

    assert result.parcels == (Parcel("467", "SF1"), Parcel("467", "SF2"), Parcel("1499", "ZT1"))


@pytest.mark.parametrize(
    ("state", "status", "refund", "refunded"),
    [
        ("LOCKED", 0, RefundState.REQUESTED, 0),
        ("LOCKED", 1, RefundState.REQUESTED, 0),
        ("WAIT_SELLER_STOCK_OUT", None, RefundState.NONE, 0),
        ("LOCKED", 2, RefundState.NONE, 0),
        ("LOCKED", 4, RefundState.NONE, 0),
        ("TRADE_CANCELED", 3, RefundState.WHOLE, 4080),
    ],
)
def test_every_state_of_a_refund(
    state: str, status: int | None, refund: RefundState, refunded: int
) -> None:
    rows = [] if status is None else [{"status": status, "applyRefundSum": 4080}]
    result = read(order(state), *rows)

    assert (result.refund, result.refunded) == (refund, refunded)


def test_refunds_may_be_told_in_yuan() -> None:
    row = {"status": 3, "applyRefundSum": "19.90"}
    result = read(order("TRADE_CANCELED"), row, refund_unit="yuan")

    assert (result.refund, result.refunded) == (RefundState.PART, 1990)


@pytest.mark.parametrize(
    "detail",
    [{}, {"apiResult": {"success": False, "errorCode": "400", "chineseErrCode": "订单不存在"}}],
)
def test_an_order_that_is_not_there(detail: dict[str, Any]) -> None:
    with pytest.raises(ChannelError) as caught:
        shop(ScriptedHttp(told(GET, orderDetailInfo=detail))).order("1")

    assert caught.value.trouble is Trouble.REFUSED
    assert caught.value.detail


def test_the_plain_form_of_orders_can_be_asked_for() -> None:
    http = ScriptedHttp(told("jingdong_pop_order_get", orderDetailInfo={"orderInfo": order()}))

    shop(http, orders_api="plain").order("287465093001")

    assert http.form()["method"] == "jingdong.pop.order.get"


def test_couriers() -> None:
    rows = {"delivery_companies": [{"id": 467, "name": "顺丰快递"}]}
    http = ScriptedHttp({"vender_delivery_all_company_response": rows})

    assert shop(http).couriers()[0].code == "467"


def test_a_whole_order_is_sent() -> None:
    http = ScriptedHttp(found(order()), told(SHIPMENT, sopjosshipment_result={"success": True}))

    sent = shop(http).ship(ParcelToShip("287465093001", "467", "SF1", ()), "K")

    assert sent is Shipped.DONE
    assert json.loads(http.form()["360buy_param_json"]) == {
        "orderId": "287465093001",
        "logiCoprId": "467",
        "logiNo": "SF1",
    }


def test_a_part_of_an_order_cannot_be_sent() -> None:
    http = ScriptedHttp(found(order()))

    with pytest.raises(ChannelError) as caught:
        shop(http).ship(ParcelToShip("1", "467", "SF1", (ShipLine("200", 1),)), "K")

    assert (caught.value.trouble, caught.value.code) == (Trouble.REFUSED, "whole_order")


def test_a_parcel_that_is_known_is_not_told_again() -> None:
    document = order("WAIT_GOODS_RECEIVE_CONFIRM", waybill="SF1", logisticsId="467")

    sent = shop(ScriptedHttp(found(document))).ship(ParcelToShip("1", "467", "SF1", ()), "K")

    assert sent is Shipped.ALREADY


def test_a_parcel_that_jd_does_not_take_says_why() -> None:
    failed = {"success": False, "errorCode": "9", "chineseErrCode": "订单已锁定"}
    http = ScriptedHttp(found(order()), told(SHIPMENT, sopjosshipment_result=failed))

    with pytest.raises(ChannelError) as caught:
        shop(http).ship(ParcelToShip("1", "467", "SF1", ()), "K")

    assert (caught.value.code, caught.value.detail) == ("9", "订单已锁定")


@pytest.mark.parametrize(
    ("name", "value"), [("app_key", ""), ("stock_way", "both"), ("refund_unit", "cents")]
)
def test_a_wrong_value_of_an_account_is_named(name: str, value: str) -> None:
    with pytest.raises(ShopError) as caught:
        jd_account(SETTINGS | {name: value}, SECRETS)

    assert caught.value.code is ErrorCode.ACCOUNT_VALUE_WRONG
    assert caught.value.params == {"field": name}


def test_no_secret_shows() -> None:
    shown = repr(jd_account(SETTINGS, SECRETS))

    assert not any(secret in shown for secret in SECRETS.values())
