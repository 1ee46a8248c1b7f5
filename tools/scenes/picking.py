"""Picking by shelf, a wrong piece, numbers good and bad, and what left."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select, update

from microshop_desktop.domain.online_order import Contact, Fulfilment, OnlineLine, OnlineOrder
from microshop_desktop.persistence.tables.catalogue import Sku, SkuCode
from microshop_desktop.services.channel_accounts import ChannelAccounts, ChannelForm
from microshop_desktop.services.listings import Listings, Seen
from microshop_desktop.services.online_order_lines import Source
from microshop_desktop.services.online_orders import OnlineOrders
from microshop_desktop.ui.orders.page import OrdersPage
from tools.scenes.goods import ALMONDS, BERRIES, COFFEE, CRISPS, SODA

if TYPE_CHECKING:
    from microshop_desktop.services.shop import Shop
    from tools.scenes.stage import Stage

_SHELVES = {CRISPS: "A2", ALMONDS: "B1", BERRIES: "B2", SODA: "冷柜 1"}
_ORDERS = (
    ("W-20768", "橙子", (BERRIES, BERRIES, BERRIES), 3),
    ("W-20771", "阿梨", (SODA, SODA, CRISPS), 1),
    ("W-20772", "M. R.", (ALMONDS,), 20),
)


def packing(stage: Stage) -> None:
    """A round with a wrong piece, then a column of numbers of which one is short."""
    shop = stage.till.open_services().shop
    _order_goods(shop)
    page = stage.page("orders", OrdersPage)
    stage.take("94-orders-to-pick")
    page.open_picking()
    stage.take("95-pick")
    stage.scan(BERRIES, BERRIES, BERRIES, COFFEE)
    stage.take("95-pick-wrong")
    stage.scan(ALMONDS, SODA)
    if page.pick is not None:
        page.pick.paste(None, "SF1234567890001\nSF12345678900")
    stage.take("95-pick-numbers")
    if page.pick is not None:
        page.pick.ship()
    stage.take("95-pick-shipped")
    if page.pick is not None:
        page.pick.ended.emit()
    stage.settle()


def _order_goods(shop: Shop) -> None:
    """Give goods their shelves, list them at a new shop and have some ordered there."""
    owner = shop.owner()
    with shop.database.write() as connection:
        skus = select(SkuCode.sku_id).where(SkuCode.code == bindparam("goods"))
        for code, shelf in _SHELVES.items():
            chosen = update(Sku).where(Sku.id.in_(skus)).values(shelf=shelf)
            connection.execute(chosen, {"goods": code})
    account = shop.ids.new()
    kind = "vendure"
    ChannelAccounts(shop).add(owner, account, ChannelForm(kind, "Web shop"))
    ChannelAccounts(shop).switch(owner, account, on=False)
    listings = Listings(shop)
    listings.see(owner, account, [_seen(code) for code in _SHELVES])
    listings.match(owner, account)
    source = Source(account, kind)
    for number, buyer, goods, hours in _ORDERS:
        told = _order(shop, number, buyer=buyer, goods=goods, hours=hours)
        OnlineOrders(shop).take(owner, source, [told])


def _seen(code: str) -> Seen:
    return Seen(code, code, f"C-{code}", code, code, "", 850, "CNY", {})


def _order(
    shop: Shop, number: str, *, buyer: str, goods: tuple[str, ...], hours: int
) -> OnlineOrder:
    now = shop.clock.now()
    lines = tuple(
        OnlineLine(code, code, code, f"C-{code}", code, "", goods.count(code), 850, 850)
        for code in dict.fromkeys(goods)
    )
    total = 850 * len(lines)
    return OnlineOrder(
        external_id=number,
        number=number,
        fulfilment=Fulfilment.TO_SHIP,
        raw_status="PAID",
        currency="CNY",
        total=total,
        shipping=0,
        paid=total,
        placed_at=now,
        updated_at=now,
        lines=lines,
        paid_at=now,
        ship_until=now + timedelta(hours=hours),
        contact=Contact(buyer, "13800000007", "示例市滨河区槐花街 21 号 3 幢 802"),
    )


SCENES = (packing,)
