"""Which fields WeChat Pay refuses."""

import json
from typing import Any

import pytest

from tests.sandbox.wechat_merchant import PAY, Merchant, code_of

BAD_ORDERS: list[tuple[str, dict[str, Any]]] = [
    ("unheard_of", {"unheard_of": "x"}),
    ("attach", {"attach": ""}),
    ("attach", {"attach": None}),
    ("attach", {"attach": "x" * 129}),
    ("goods_tag", {"goods_tag": 7}),
    ("description", {"description": "茶" * 128}),
    ("description", {"description": "tea 🍵"}),
    ("out_trade_no", {"out_trade_no": "short"}),
    ("out_trade_no", {"out_trade_no": "x" * 33}),
    ("out_trade_no", {"out_trade_no": "with space"}),
    ("notify_url", {"notify_url": "http://shop.invalid/notify"}),
    ("notify_url", {"notify_url": "https://shop.invalid/notify?order=1"}),
    ("amount.total", {"amount": {"total": 0, "currency": "CNY"}}),
    ("amount.total", {"amount": {"total": 19.9, "currency": "CNY"}}),
    ("amount.total", {"amount": {"total": "1990", "currency": "CNY"}}),
    ("amount.total", {"amount": {"total": True, "currency": "CNY"}}),
    ("amount.total", {"amount": {"currency": "CNY"}}),
    ("amount.currency", {"amount": {"total": 1990, "currency": "EUR"}}),
    ("amount", {"amount": 1990}),
    ("support_fapiao", {"support_fapiao": "yes"}),
    ("scene_info.payer_client_ip", {"scene_info": {"device_id": "A"}}),
    ("detail.goods_detail", {"detail": {"goods_detail": {}}}),
    ("detail.goods_detail[0].quantity", {"detail": {"goods_detail": [
        {"merchant_goods_id": "1", "unit_price": 5}]}}),
    ("time_expire", {"time_expire": "2026-11-24 12:30:00"}),
    ("mchid", {"mchid": "1900000208"}),
]  # fmt: skip


@pytest.mark.parametrize(("field", "more"), BAD_ORDERS)
def test_a_bad_field_is_named(wechat: Merchant, field: str, more: dict[str, Any]) -> None:
    answer = wechat.send("POST", f"{PAY}/native", {**wechat.order(), **more})
    assert (answer.status, code_of(answer)) == (400, "PARAM_ERROR")
    assert json.loads(answer.body)["detail"]["field"] == field


@pytest.mark.parametrize(
    "field", ["appid", "mchid", "description", "out_trade_no", "notify_url", "amount"]
)
def test_a_missing_field_is_named(wechat: Merchant, field: str) -> None:
    order = wechat.order()
    del order[field]
    answer = wechat.send("POST", f"{PAY}/native", order)
    assert json.loads(answer.body)["detail"] == {
        "field": field,
        "issue": "is missing",
        "location": "body",
    }


def test_everything_that_is_allowed_may_be_sent(wechat: Merchant) -> None:
    goods = {
        "merchant_goods_id": "1",
        "wechatpay_goods_id": "2",
        "goods_name": "茶",
        "quantity": 1,
        "unit_price": 1990,
    }
    assert wechat.native(
        attach="till A",
        goods_tag="WXG",
        support_fapiao=True,
        settle_info={"profit_sharing": False},
        scene_info={
            "payer_client_ip": "127.0.0.1",
            "device_id": "A",
            "store_info": {"id": "1", "name": "茶店", "area_code": "440305", "address": "路"},
        },
        detail={"cost_price": 1990, "invoice_id": "9", "goods_detail": [goods]},
    )


@pytest.mark.parametrize(
    "scene",
    [{}, {"device_id": "A"}, {"store_info": {}}, {"store_info": {"id": "letters"}}],
)
def test_a_payment_by_code_needs_a_shop(wechat: Merchant, scene: dict[str, Any]) -> None:
    order = {**wechat.code_order(), "scene_info": scene}
    assert code_of(wechat.send("POST", f"{PAY}/codepay", order)) == "PARAM_ERROR"


def test_a_payment_by_code_has_no_notify_url(wechat: Merchant) -> None:
    order = {**wechat.code_order(), "notify_url": "https://shop.invalid/notify"}
    assert code_of(wechat.send("POST", f"{PAY}/codepay", order)) == "PARAM_ERROR"


def test_another_app_does_not_match(wechat: Merchant) -> None:
    order = {**wechat.order(), "appid": "wx0000000000000000"}
    assert code_of(wechat.send("POST", f"{PAY}/native", order)) == "APPID_MCHID_NOT_MATCH"


@pytest.mark.parametrize("query", ["", "?mchid=1900000208", "?mchid=1900000109&more=1"])
def test_a_query_names_the_merchant_and_nothing_else(wechat: Merchant, query: str) -> None:
    wechat.native()
    answer = wechat.send("GET", f"{PAY}/out-trade-no/order_001{query}")
    assert code_of(answer) == "PARAM_ERROR"


@pytest.mark.parametrize("body", [b"{", b"[]", b"null"])
def test_a_body_is_a_json_object(wechat: Merchant, body: bytes) -> None:
    request = wechat.request("POST", f"{PAY}/native", body)
    assert code_of(wechat.practice.sandbox.handle(request)) == "PARAM_ERROR"
