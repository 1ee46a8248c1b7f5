"""Shopify in the contract suite."""

from microshop_desktop.domain.online_order import Fulfilment
from microshop_desktop.sandbox.shops.front import Front
from microshop_desktop.sandbox.shops.orders import Stage
from microshop_desktop.sandbox.shops.shop import Shop
from microshop_desktop.sandbox.shops.shopify import CLIENT_ID, CLIENT_SECRET, ShopifyShop
from microshop_desktop.sandbox.wsgi import Wait
from tests.contract.shop_contenders import Entry


def _shop(shop: Shop, wait: Wait) -> Front:
    return ShopifyShop(shop, wait=wait)


SHOPIFY = Entry(
    "shopify",
    "shopify",
    _shop,
    {"shop": "practice"},
    {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET},
    {"client_id": CLIENT_ID, "client_secret": "wrong-secret"},
    {
        Stage.PLACED: Fulfilment.PENDING_PAYMENT,
        Stage.PAID: Fulfilment.TO_SHIP,
        Stage.SHIPPED: Fulfilment.SHIPPED,
        Stage.DONE: Fulfilment.SHIPPED,
        Stage.CANCELLED: Fulfilment.CANCELLED,
    },
    takes_when_placed=True,
    wears_out=True,
    first_id=5_000_000_001,
    address="https://",
)
