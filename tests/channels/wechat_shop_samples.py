"""Answers of WeChat Shop made by hand after its pages, and a channel that gets them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from microshop_desktop.channels.channel import (
    SkuRef,
)
from microshop_desktop.channels.tokens import KeptInMemory, Token
from microshop_desktop.channels.wechat_shop import WechatShop
from microshop_desktop.channels.wechat_shop_account import wechat_shop_account
from microshop_desktop.domain.online_order import OnlineOrder
from microshop_desktop.infra.clock import FixedClock
from tests.channels.scripted_http import ScriptedHttp

NOW = datetime(2026, 11, 24, 12, 0, 15, tzinfo=UTC)


GOOD = Token("TOKEN", NOW + timedelta(hours=1))


SETTINGS, SECRETS = {"app_id": "wx12345678"}, {"app_secret": "s3cret"}


REF = SkuRef("P1", "S1")


def shop(http: ScriptedHttp, token: Token | None = GOOD, **settings: str) -> WechatShop:
    account = wechat_shop_account(SETTINGS | settings, SECRETS)
    return WechatShop(account, http, FixedClock(NOW), KeptInMemory(token))


def line(**told: Any) -> dict[str, Any]:
    usual = {
        "product_id": "P1",
        "sku_id": "S1",
        "sku_cnt": 2,
        "sale_price": 1990,
        "real_price": 3480,
        "title": "洗碗皂",
        "sku_code": "SOAP-M",
        "sku_attrs": [{"attr_key": "香味", "attr_value": "橙花"}],
    }
    return usual | told


def order(
    status: object = 20, *lines: dict[str, Any], parcels: object = (), **told: Any
) -> dict[str, Any]:
    return {
        "order_id": "3712984209868589056",
        "status": status,
        "create_time": 1763985600,
        "update_time": 1763989200,
        "order_detail": {
            "product_infos": list(lines or (line(),)),
            "pay_info": {} if status in {10, 250} else {"pay_time": 1763985660},
            "price_info": {"product_price": 3980, "order_price": 4080, "freight": 600},
            "delivery_info": {
                "address_info": {
                    "user_name": "王*",
                    "tel_number": "138****8000",
                    "province_name": "浙江省",
                    "city_name": "杭州市",
                    "county_name": "西湖区",
                    "detail_info": "***",
                },
                "delivery_product_info": list(parcels),  # type: ignore[call-overload]
            },
            "ext_info": {"customer_notes": "请包好"},
        },
        **told,
    }


def read(document: dict[str, Any], *after_sales: dict[str, Any]) -> OnlineOrder:
    rows = [{"aftersale_order_id": f"A{n}", "status": 1} for n, _ in enumerate(after_sales)]
    named = {**document, "aftersale_detail": {"aftersale_order_list": rows}}
    http = ScriptedHttp(
        {"errcode": 0, "order": named}, *({"after_sale_order": one} for one in after_sales)
    )
    return shop(http).order("3712984209868589056")


def after_sale(status: str, amount: int = 0) -> dict[str, Any]:
    return {"status": status, "refund_info": {"amount": amount}}
