"""JD in the contract suite."""

from microshop_desktop.domain.online_order import Fulfilment
from microshop_desktop.sandbox.shops.front import Front
from microshop_desktop.sandbox.shops.jd import (
    APP_KEY,
    APP_SECRET,
    FIRST_RENEWAL,
    FIRST_TOKEN,
    LOGIN_PATH,
    PATH,
    JdFront,
)
from microshop_desktop.sandbox.shops.orders import Stage
from microshop_desktop.sandbox.shops.shop import Shop
from microshop_desktop.sandbox.wsgi import Wait
from tests.contract.shop_contenders import Entry

_HOST = "http://127.0.0.1:8088"
_TOKENS = {"access_token": FIRST_TOKEN, "refresh_token": FIRST_RENEWAL}


def _shop(shop: Shop, wait: Wait) -> Front:
    return JdFront(shop, wait=wait)


JD = Entry(
    "jd",
    "jd",
    _shop,
    {"base_url": f"{_HOST}{PATH}", "login_url": f"{_HOST}{LOGIN_PATH}", "app_key": APP_KEY},
    {"app_secret": APP_SECRET, **_TOKENS},
    {"app_secret": "wrong", **_TOKENS},
    {
        Stage.PAID: Fulfilment.TO_SHIP,
        Stage.SHIPPED: Fulfilment.SHIPPED,
        Stage.DONE: Fulfilment.COMPLETED,
        Stage.CANCELLED: Fulfilment.CANCELLED,
    },
    takes_when_placed=True,
    wears_out=True,
    tells_unpaid=False,
    tells_part=False,
    first_id=287_465_093_001,
    courier="467",
)
