"""JD on answers made by hand after its pages: signed forms, every state, the money."""

import hashlib
import json
from datetime import timedelta
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
from microshop_desktop.channels.jd_account import jd_account
from microshop_desktop.channels.tokens import KeptInMemory, Token
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.online_stock import StockWay
from tests.channels.jd_samples import (
    INFO,
    NOW,
    REF,
    SECRETS,
    SETTINGS,
    SHIPMENT,
    STEP,
    found,
    order,
    refused,
    shop,
    told,
)
from tests.channels.scripted_http import ScriptedHttp, says


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
