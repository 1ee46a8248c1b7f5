"""Vendure in the contract suite: by API key, and by name and password."""

from dataclasses import replace

from microshop_desktop.domain.online_order import Fulfilment
from microshop_desktop.sandbox.shops.front import Front
from microshop_desktop.sandbox.shops.orders import Stage
from microshop_desktop.sandbox.shops.shop import Shop
from microshop_desktop.sandbox.shops.vendure import API_KEY, PASSWORD, USER, VendureShop
from microshop_desktop.sandbox.wsgi import Wait
from tests.contract.shop_contenders import Entry


def _shop(shop: Shop, wait: Wait) -> Front:
    return VendureShop(shop, wait=wait)


VENDURE = Entry(
    "vendure",
    "vendure",
    _shop,
    {"base_url": "http://127.0.0.1:3000"},
    {"api_key": API_KEY},
    {"api_key": "another-key"},
    {
        Stage.PLACED: Fulfilment.PENDING_PAYMENT,
        Stage.PAID: Fulfilment.TO_SHIP,
        Stage.SHIPPED: Fulfilment.SHIPPED,
        Stage.DONE: Fulfilment.COMPLETED,
        Stage.CANCELLED: Fulfilment.CANCELLED,
    },
    takes_when_placed=True,
    tells_changes_alone=False,
)
VENDURE_BY_NAME = replace(
    VENDURE,
    name="vendure-by-name",
    settings={"base_url": "http://127.0.0.1:3000", "username": USER},
    secrets={"password": PASSWORD},
    wrong_secrets={"password": "wrong-password"},
    wears_out=True,
)
