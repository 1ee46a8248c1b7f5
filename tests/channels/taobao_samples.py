"""Answers of Taobao made by hand after its pages, and a channel that gets them."""

from datetime import UTC, datetime
from typing import Any

from microshop_desktop.channels.channel import (
    SkuRef,
)
from microshop_desktop.channels.taobao import Taobao
from microshop_desktop.channels.taobao_account import taobao_account
from microshop_desktop.domain.online_order import OnlineOrder
from microshop_desktop.infra.clock import FixedClock
from tests.channels.scripted_http import ScriptedHttp

NOW = datetime(2026, 11, 24, 12, 0, 15, tzinfo=UTC)


START, END = datetime(2026, 11, 24, 11, 0, tzinfo=UTC), datetime(2026, 11, 24, 11, 30, tzinfo=UTC)


SETTINGS, SECRETS = {"app_key": "12345678"}, {"app_secret": "s3cret", "session": "SESSION"}


RED, BLUE, PLAIN = SkuRef("100", "201"), SkuRef("100", "202"), SkuRef("101", "101")


def shop(http: ScriptedHttp, **settings: str) -> Taobao:
    return Taobao(taobao_account(SETTINGS | settings, SECRETS), http, FixedClock(NOW))


def refused(code: int, word: str = "", message: str = "") -> dict[str, Any]:
    inner = {"code": code, "msg": "no", "sub_code": word, "sub_msg": message}
    return {"error_response": inner}


def line(**told: Any) -> dict[str, Any]:
    usual = {
        "oid": 900,
        "num_iid": 100,
        "sku_id": "201",
        "outer_sku_id": "SOAP-M",
        "title": "洗碗皂",
        "sku_properties_name": "颜色分类:军绿色;尺码:XL",
        "num": 2,
        "price": "19.90",
        "payment": "40.80",
        "status": "WAIT_SELLER_SEND_GOODS",
        "refund_status": "NO_REFUND",
    }
    return usual | told


def trade(status: str = "WAIT_SELLER_SEND_GOODS", *lines: dict[str, Any], **told: Any) -> Any:
    usual = {
        "tid": 3712984209868589056,
        "status": status,
        "payment": "40.80",
        "post_fee": "6.00",
        "created": "2026-11-24 19:00:00",
        "pay_time": "2026-11-24 19:01:00",
        "modified": "2026-11-24 19:05:00",
        "buyer_message": "请包好",
        "receiver_name": "王*",
        "receiver_state": "浙江省",
        "receiver_city": "杭州市",
        "receiver_address": "***",
        "receiver_mobile": "138****8000",
        "orders": list(lines or (line(),)),
    }
    return usual | told


def read(document: Any, *refunds: str) -> OnlineOrder:
    http = ScriptedHttp({"trade": document}, *({"refund": {"refund_fee": fee}} for fee in refunds))
    told = shop(http).order("3712984209868589056")
    assert http.is_done
    return told
