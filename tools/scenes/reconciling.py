"""Holding a bill against the sales of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from microshop_desktop.domain.basket import Method, Tender, add
from microshop_desktop.domain.bills import CHINA
from microshop_desktop.services.baskets import Baskets
from microshop_desktop.services.lookup import Lookup
from microshop_desktop.services.selling import Selling
from microshop_desktop.ui.reconcile.page import ReconcilePage
from microshop_desktop.ui.reconcile.view_model import Tab
from tools.scenes.goods import CRISPS

if TYPE_CHECKING:
    from pathlib import Path

    from microshop_desktop.app.opened import OpenedShop
    from tools.scenes.stage import Stage

_HEAD = (
    "交易时间,公众账号ID,商户号,微信订单号,商户订单号,交易状态,"
    "应结订单金额,退款金额,手续费,订单金额\r\n"
)
_CLOSING = "\r\n总交易单数,应结订单总金额\r\n`48,`5.76"


def nothing_yet(stage: Stage) -> None:
    """No bill on the page."""
    stage.page("reconcile", ReconcilePage)
    stage.take("68-reconcile-empty")


def differences(stage: Stage) -> None:
    """Each kind of difference, a loss with its reason, and all at once."""
    page = stage.page("reconcile", ReconcilePage)
    opened = stage.till.open_services()
    page.read_files([_bill(opened)])
    stage.take("69-reconcile")
    page.entries[-1].setFocus()
    stage.key(Qt.Key.Key_Right)
    stage.key(Qt.Key.Key_Right)
    stage.take("69-reconcile-reason")
    page.show_tab(Tab.ALL)
    stage.take("69-reconcile-all")


def _bill(opened: OpenedShop) -> Path:
    """Sell twice what the cashier sees arrive, and write the bill that a platform would."""
    _sell(opened, "0417")
    _sell(opened, "")
    now = f"{opened.shop.clock.now().astimezone(CHINA):%Y-%m-%d %H:%M:%S}"
    rows = (
        f"`{now},`wx1,`1900000001,`4200000419,`n1,`SUCCESS,`26.80,`0.00,`0.16,`26.80",
        f"`{now},`wx1,`1900000001,`4200000417,`n2,`SUCCESS,`7.70,`0.00,`0.05,`7.70",
    )
    path = opened.folders.data / "wechat-trade.csv"
    path.write_bytes((_HEAD + "\r\n".join(rows) + _CLOSING).encode())
    return path


def _sell(opened: OpenedShop, reference: str) -> None:
    found = Lookup(opened.shop).scan(opened.actor, CRISPS)[0]
    basket, _line = add(Baskets(opened.shop).new(), found.goods, quantity=1000, unit=found.unit)
    selling = Selling(opened.shop)
    total = selling.price(opened.actor, basket).total
    selling.finish(opened.actor, basket, (Tender(Method.WECHAT, total, reference),))


SCENES = (nothing_yet, differences)
