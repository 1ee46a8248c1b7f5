"""Taobao in the contract suite: answers simplified and as they are wrapped, both signatures."""

from dataclasses import replace

from microshop_desktop.domain.online_order import Fulfilment
from microshop_desktop.sandbox.shops.front import Front
from microshop_desktop.sandbox.shops.orders import Stage
from microshop_desktop.sandbox.shops.shop import Shop
from microshop_desktop.sandbox.shops.taobao import APP_KEY, APP_SECRET, PATH, SESSION, TaobaoFront
from microshop_desktop.sandbox.wsgi import Wait
from tests.contract.shop_contenders import Entry


def _shop(shop: Shop, wait: Wait) -> Front:
    return TaobaoFront(shop, wait=wait)


TAOBAO = Entry(
    "taobao",
    "taobao",
    _shop,
    {"base_url": f"http://127.0.0.1:8088{PATH}", "app_key": APP_KEY},
    {"app_secret": APP_SECRET, "session": SESSION},
    {"app_secret": "wrong", "session": SESSION},
    {
        Stage.PLACED: Fulfilment.PENDING_PAYMENT,
        Stage.PAID: Fulfilment.TO_SHIP,
        Stage.SHIPPED: Fulfilment.SHIPPED,
        Stage.DONE: Fulfilment.COMPLETED,
        Stage.CANCELLED: Fulfilment.CANCELLED,
    },
    takes_when_placed=True,
    tells_pieces=False,
    first_id=2_712_984_209_868_589_056,
)
TAOBAO_WRAPPED = replace(
    TAOBAO,
    name="taobao-wrapped",
    settings={**TAOBAO.settings, "simplify": "no", "sign_method": "hmac"},
)
