"""Answers of Douyin made by hand after its pages, and a channel that gets them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from microshop_desktop.channels.channel import (
    SkuRef,
)
from microshop_desktop.channels.douyin import Douyin
from microshop_desktop.channels.douyin_account import douyin_account
from microshop_desktop.channels.tokens import KeptInMemory, Token
from microshop_desktop.domain.online_order import OnlineOrder
from microshop_desktop.infra.clock import FixedClock
from tests.channels.scripted_http import ScriptedHttp

NOW = datetime(2026, 11, 24, 12, 0, 15, tzinfo=UTC)


GOOD = Token("TOKEN", NOW + timedelta(days=3), "RENEWAL")


OLD = Token("OLD", NOW + timedelta(minutes=20), "RENEWAL")


SETTINGS, SECRETS = {"app_key": "7001", "shop_id": "4463798"}, {"app_secret": "s3cret"}


REF = SkuRef("100", "200")


def shop(http: ScriptedHttp, token: Token | None = GOOD, **settings: str) -> Douyin:
    account = douyin_account(SETTINGS | settings, SECRETS)
    return Douyin(account, http, FixedClock(NOW), KeptInMemory(token))


def done(data: object) -> dict[str, Any]:
    return {"code": 10000, "msg": "success", "data": data}


def refused(code: int, word: str = "", message: str = "") -> dict[str, Any]:
    return {"code": code, "msg": "no", "sub_code": word, "sub_msg": message}


def token(access: str) -> dict[str, Any]:
    return done({"access_token": access, "expires_in": 604800, "refresh_token": "R2"})


def line(**told: Any) -> dict[str, Any]:
    usual = {
        "order_id": "L1",
        "parent_order_id": "O1",
        "product_id_str": "100",
        "sku_id": 200,
        "code": "SOAP-M",
        "product_name": "洗碗皂",
        "spec": [{"name": "香味", "value": "橙花"}],
        "item_num": 2,
        "origin_amount": 1990,
        "pay_amount": 3480,
        "order_status": 2,
    }
    return usual | told


def order(status: object = 2, *lines: dict[str, Any], **told: Any) -> dict[str, Any]:
    usual = {
        "order_id": "O1",
        "order_status": status,
        "order_amount": 4580,
        "pay_amount": 4080,
        "post_amount": 600,
        "create_time": 1763985600,
        "pay_time": 0 if status == 1 else 1763985660,
        "update_time": 1763989200,
        "exp_ship_time": 1764158400,
        "buyer_words": "请包好",
        "post_tel": "",
        "encrypt_post_tel": "#abc#",
        "mask_post_receiver": "王*",
        "mask_post_tel": "138****8000",
        "mask_post_addr": {
            "province": {"name": "浙江省", "id": "33"},
            "city": {"name": "杭州市"},
            "detail": "***",
        },
        "sku_order_list": list(lines or (line(),)),
    }
    return usual | told


def read(document: dict[str, Any], *after_sales: dict[str, Any]) -> OnlineOrder:
    answers = [done({"shop_order_detail": document})]
    if after_sales:
        answers.append(done({"items": [{"aftersale_info": one} for one in after_sales]}))
    http = ScriptedHttp(*answers)
    told = shop(http).order("O1")
    assert http.is_done
    return told


def after_sale(status: int, amount: int = 0, pieces: int = 0) -> dict[str, Any]:
    return {
        "aftersale_status": status,
        "refund_amount": amount,
        "aftersale_num": pieces,
        "related_id": "L1",
    }
