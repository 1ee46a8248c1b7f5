"""Pinduoduo in the contract suite: by its lists alone, and with prices of each product."""

from dataclasses import replace

from microshop_desktop.domain.online_order import Fulfilment
from microshop_desktop.sandbox.shops.front import Front
from microshop_desktop.sandbox.shops.orders import Stage
from microshop_desktop.sandbox.shops.pinduoduo import (
    CLIENT_ID,
    CLIENT_SECRET,
    FIRST_RENEWAL,
    FIRST_TOKEN,
    PATH,
    PinduoduoFront,
)
from microshop_desktop.sandbox.shops.shop import Shop
from microshop_desktop.sandbox.wsgi import Wait
from tests.contract.shop_contenders import Entry

_TOKENS = {"access_token": FIRST_TOKEN, "refresh_token": FIRST_RENEWAL}


def _shop(shop: Shop, wait: Wait) -> Front:
    return PinduoduoFront(shop, wait=wait)


PINDUODUO = Entry(
    "pinduoduo",
    "pinduoduo",
    _shop,
    {"base_url": f"http://127.0.0.1:8088{PATH}", "client_id": CLIENT_ID},
    {"client_secret": CLIENT_SECRET, **_TOKENS},
    {"client_secret": "wrong", **_TOKENS},
    {
        Stage.PAID: Fulfilment.TO_SHIP,
        Stage.SHIPPED: Fulfilment.SHIPPED,
        Stage.DONE: Fulfilment.COMPLETED,
        Stage.CANCELLED: Fulfilment.CANCELLED,
    },
    takes_when_placed=True,
    wears_out=True,
    tells_part=False,
    tells_amount=False,
    tells_unpaid=False,
    tells_prices=False,
    tells_line_discounts=False,
    first_id=400_000_000_001,
    courier="44",
)
PINDUODUO_PRICES = replace(
    PINDUODUO,
    name="pinduoduo-prices",
    settings={**PINDUODUO.settings, "prices": "yes"},
    tells_prices=True,
)
