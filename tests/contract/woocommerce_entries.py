"""WooCommerce in the contract suite: signed over http, by key over https, and an old release."""

from dataclasses import replace

from microshop_desktop.domain.online_order import Fulfilment
from microshop_desktop.sandbox.shops.front import Front
from microshop_desktop.sandbox.shops.orders import Stage
from microshop_desktop.sandbox.shops.shop import Shop
from microshop_desktop.sandbox.shops.woocommerce import KEY, SECRET, WooShop
from microshop_desktop.sandbox.wsgi import Wait
from tests.contract.shop_contenders import Entry


def _shop(shop: Shop, wait: Wait) -> Front:
    return WooShop(shop, wait=wait)


def _old_shop(shop: Shop, wait: Wait) -> Front:
    return WooShop(shop, wait=wait, sorts_by_change=False)


WOOCOMMERCE = Entry(
    "woocommerce",
    "woocommerce",
    _shop,
    {"base_url": "http://127.0.0.1:8088"},
    {"consumer_key": KEY, "consumer_secret": SECRET},
    {"consumer_key": KEY, "consumer_secret": "cs_wrong"},
    {
        Stage.PLACED: Fulfilment.PENDING_PAYMENT,
        Stage.PAID: Fulfilment.TO_SHIP,
        Stage.DONE: Fulfilment.COMPLETED,
        Stage.CANCELLED: Fulfilment.CANCELLED,
    },
    tells_wish=False,
    holds=False,
)
WOOCOMMERCE_HTTPS = replace(
    WOOCOMMERCE,
    name="woocommerce-https",
    settings={"base_url": "https://shop.example"},
    address="https://",
)
WOOCOMMERCE_BY_ID = replace(WOOCOMMERCE, name="woocommerce-by-id", front=_old_shop)
