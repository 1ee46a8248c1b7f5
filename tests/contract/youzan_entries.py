"""Youzan in the contract suite."""

from microshop_desktop.domain.online_order import Fulfilment
from microshop_desktop.sandbox.shops.front import Front
from microshop_desktop.sandbox.shops.orders import Stage
from microshop_desktop.sandbox.shops.shop import Shop
from microshop_desktop.sandbox.shops.youzan import CLIENT_ID, CLIENT_SECRET, SHOP_ID, YouzanFront
from microshop_desktop.sandbox.wsgi import Wait
from tests.contract.shop_contenders import Entry


def _shop(shop: Shop, wait: Wait) -> Front:
    return YouzanFront(shop, wait=wait)


YOUZAN = Entry(
    "youzan",
    "youzan",
    _shop,
    {"base_url": "http://127.0.0.1:8088", "client_id": CLIENT_ID, "shop_id": SHOP_ID},
    {"client_secret": CLIENT_SECRET},
    {"client_secret": "wrong"},
    {
        Stage.PLACED: Fulfilment.PENDING_PAYMENT,
        Stage.PAID: Fulfilment.TO_SHIP,
        Stage.SHIPPED: Fulfilment.SHIPPED,
        Stage.DONE: Fulfilment.COMPLETED,
        Stage.CANCELLED: Fulfilment.CANCELLED,
    },
    takes_when_placed=True,
    wears_out=True,
    tells_pieces=False,
    first_id=457_846_930,
    courier="7",
)
