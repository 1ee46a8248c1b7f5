"""Answers of JD made by hand after its pages, and a channel that gets them."""

from datetime import UTC, datetime
from typing import Any

from microshop_desktop.channels.channel import (
    SkuRef,
)
from microshop_desktop.channels.jd import Jd
from microshop_desktop.channels.jd_account import jd_account
from microshop_desktop.channels.tokens import KeptInMemory
from microshop_desktop.domain.online_order import OnlineOrder
from microshop_desktop.infra.clock import FixedClock
from tests.channels.scripted_http import ScriptedHttp

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


def listed(total: int, *states: str) -> dict[str, Any]:
    rows = [
        {"orderId": n, "orderState": state, "modified": "2026-11-24 19:05:00"}
        for n, state in enumerate(states)
    ]
    inner = {"apiResult": {"success": True}, "orderTotal": total, "orderInfoList": rows}
    return told(SEARCH, searchorderinfo_result=inner)
