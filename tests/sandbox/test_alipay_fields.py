"""Which contents Alipay refuses."""

from typing import Any

import pytest

from tests.sandbox.alipay_merchant import Merchant

BAD_ORDERS: list[dict[str, Any]] = [
    {"unheard_of": "x"},
    {"body": ""},
    {"body": None},
    {"body": "x" * 129},
    {"subject": ""},
    {"subject": "a/b"},
    {"subject": "a=b"},
    {"subject": "a&b"},
    {"out_trade_no": "with-dash"},
    {"out_trade_no": "x" * 65},
    {"total_amount": "19.9"},
    {"total_amount": "19"},
    {"total_amount": "019.90"},
    {"total_amount": 19.9},
    {"total_amount": "-1.00"},
    {"product_code": "OTHER"},
    {"store_id": "茶店"},
    {"timeout_express": "5s"},
    {"timeout_express": "16d"},
    {"time_expire": "2026-11-24"},
    {"seller_id": "2088000000000000"},
    {"goods_detail": [{"goods_id": "1", "goods_name": "茶", "quantity": 1, "price": 19.9}]},
    {"goods_detail": [{"goods_id": "1", "goods_name": "茶", "price": "19.90"}]},
]


@pytest.mark.parametrize("more", BAD_ORDERS)
def test_a_bad_field_is_refused(alipay: Merchant, more: dict[str, Any]) -> None:
    answer = alipay.call("alipay.trade.precreate", {**alipay.order(), **more})
    assert (answer["code"], answer["sub_code"]) == ("40004", "ACQ.INVALID_PARAMETER")


@pytest.mark.parametrize("amount", ["0.00", "100000000.01"])
def test_an_amount_out_of_bounds_is_refused(alipay: Merchant, amount: str) -> None:
    assert alipay.precreate(amount=amount)["sub_code"] == "ACQ.TOTAL_FEE_EXCEED"


def test_an_end_in_the_past_is_refused(alipay: Merchant) -> None:
    answer = alipay.precreate(time_expire="2026-11-24 12:00:00")
    assert answer["sub_code"] == "ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR"


@pytest.mark.parametrize("field", ["out_trade_no", "total_amount", "subject"])
def test_a_missing_field_is_named(alipay: Merchant, field: str) -> None:
    order = alipay.order()
    del order[field]
    answer = alipay.call("alipay.trade.precreate", order)
    assert field in answer["sub_msg"]


def test_everything_that_is_allowed_may_be_sent(alipay: Merchant) -> None:
    goods = {"goods_id": "1", "goods_name": "茶", "quantity": 1, "price": "19.90"}
    answer = alipay.precreate(
        product_code="QR_CODE_OFFLINE",
        body="A cup",
        seller_id=alipay.app.seller_id,
        operator_id="op",
        store_id="S1",
        terminal_id="A",
        timeout_express="1c",
        qr_code_timeout_express="5m",
        discountable_amount="0.00",
        goods_detail=[goods],
        extend_params={"sys_service_provider_id": "2088000000000000"},
    )
    assert answer["code"] == "10000"


@pytest.mark.parametrize(
    "method", ["alipay.trade.query", "alipay.trade.cancel", "alipay.trade.close"]
)
def test_a_trade_must_be_named(alipay: Merchant, method: str) -> None:
    assert alipay.call(method, {})["sub_code"] == "ACQ.INVALID_PARAMETER"
