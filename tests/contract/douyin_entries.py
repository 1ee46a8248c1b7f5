"""Douyin in the contract suite."""

from dataclasses import replace

from microshop_desktop.domain.online_order import Fulfilment
from microshop_desktop.sandbox.shops.douyin import APP_KEY, APP_SECRET, SHOP_ID, DouyinFront
from microshop_desktop.sandbox.shops.front import Front
from microshop_desktop.sandbox.shops.orders import Stage
from microshop_desktop.sandbox.shops.shop import Shop
from microshop_desktop.sandbox.wsgi import Wait
from tests.contract.shop_contenders import Entry


def _shop(shop: Shop, wait: Wait) -> Front:
    return DouyinFront(shop, wait=wait)


DOUYIN = Entry(
    "douyin",
    "douyin",
    _shop,
    {"base_url": "http://127.0.0.1:8088", "app_key": APP_KEY, "shop_id": SHOP_ID},
    {"app_secret": APP_SECRET},
    {"app_secret": "wrong"},
    {
        Stage.PLACED: Fulfilment.PENDING_PAYMENT,
        Stage.PAID: Fulfilment.TO_SHIP,
        Stage.SHIPPED: Fulfilment.SHIPPED,
        Stage.DONE: Fulfilment.COMPLETED,
        Stage.CANCELLED: Fulfilment.CANCELLED,
    },
    takes_when_placed=True,
    wears_out=True,
    first_id=4_929_482_374_922_341_001,
    courier="shunfeng",
)
DOUYIN_RELAYED = replace(
    DOUYIN,
    name="douyin-relayed",
    settings={**DOUYIN.settings, "base_url": ""},
    relayed=True,
)
