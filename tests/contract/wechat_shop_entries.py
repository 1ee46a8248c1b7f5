"""WeChat Shop in the contract suite."""

from dataclasses import replace

from microshop_desktop.domain.online_order import Fulfilment
from microshop_desktop.sandbox.shops.front import Front
from microshop_desktop.sandbox.shops.orders import Stage
from microshop_desktop.sandbox.shops.shop import Shop
from microshop_desktop.sandbox.shops.wechat_shop import APP_ID, APP_SECRET, WechatShopFront
from microshop_desktop.sandbox.wsgi import Wait
from tests.contract.shop_contenders import Entry


def _shop(shop: Shop, wait: Wait) -> Front:
    return WechatShopFront(shop, wait=wait)


WECHAT_SHOP = Entry(
    "wechat-shop",
    "wechat_shop",
    _shop,
    {"base_url": "http://127.0.0.1:8088", "app_id": APP_ID},
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
    gives_back=False,
    wears_out=True,
    first_id=3_712_984_209_868_589_056,
)
WECHAT_SHOP_RELAYED = replace(
    WECHAT_SHOP,
    name="wechat-shop-relayed",
    settings={**WECHAT_SHOP.settings, "base_url": ""},
    relayed=True,
)
