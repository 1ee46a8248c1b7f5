"""Online shops: how they stand, what is to be decided, and their orders."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from microshop_desktop.channels.catching_up import AccountCatchUp, CatchUp, Reached
from microshop_desktop.channels.channel import ChannelError, ShopChannel, Trouble
from microshop_desktop.domain.online_order import Contact, Fulfilment, OnlineLine, OnlineOrder
from microshop_desktop.domain.refunds import RefundState
from microshop_desktop.services.channel_accounts import ChannelAccounts, ChannelForm, ChannelView
from microshop_desktop.services.listings import Listings, Seen
from microshop_desktop.services.online_order_lines import Source
from microshop_desktop.services.online_orders import OnlineOrders
from microshop_desktop.services.online_stock import OnlineStock
from microshop_desktop.services.price_commands import ListedPrices
from microshop_desktop.ui.online.section import OnlineSection
from microshop_desktop.ui.orders.page import OrdersPage
from tools.scenes.goods import CRISPS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from microshop_desktop.app.syncing import Syncing
    from microshop_desktop.channels.pace import Pace
    from microshop_desktop.channels.sync_rounds import AccountState
    from microshop_desktop.services.shop import Shop
    from tools.scenes.stage import Stage


def no_channel(_view: ChannelView, _pace: Pace) -> ShopChannel:
    """Stand for a platform that takes the keys no longer: no scene waits for a network."""
    raise ChannelError(Trouble.LOGIN, "invalid_token")


def shops(stage: Stage) -> None:
    """Two shops, one of them paused, with things to decide; then what a sync would write."""
    shop = stage.till.open_services().shop
    account = _open_shops(shop)
    _list_goods(shop, account)
    for told in _orders(shop):
        OnlineOrders(shop).take(shop.owner(), Source(account, "taobao"), [told])
    ListedPrices(shop).compare(shop.owner(), account, {"1": 990}, settable=True)
    while OnlineStock(shop).retarget(shop.owner()):
        pass
    stage.till.look_at_shops()
    stage.wait_for(lambda: any(s.problem for s in stage.till.online.syncing.states().values()))
    page = stage.page("online", OnlineSection).overview
    stage.take("92-online")
    page.model.desk.syncs = _Away(stage.till.online.syncing, shop)
    page.entered()
    stage.take("92-online-catching-up")
    page.model.desk.syncs = stage.till.online.syncing
    page.entered()
    stage.press(page.list.rows[-1].cards[-2])
    stage.take("92-online-other-goods")
    stage.press(page.head.look)
    stage.wait_for(lambda: page.model.plan() is not None)
    stage.take("92-online-dry-run")
    page.escape()


class _Away:
    """Syncs that catch up a day: no scene waits for a network."""

    def __init__(self, syncing: Syncing, shop: Shop) -> None:
        self._syncing, self._shop = syncing, shop

    @property
    def accounts(self) -> Sequence[ChannelView]:
        """The accounts as they are."""
        return self._syncing.accounts

    def states(self) -> Mapping[UUID, AccountState]:
        """Return how they stand as it is."""
        return self._syncing.states()

    def ask(self, account: UUID | None = None, *, dry_run: bool = False) -> None:
        """Leave it: this is a picture."""

    def stop(self) -> None:
        """Leave it: this is a picture."""

    def catch_up(self) -> CatchUp:
        """Return a first shop that is nearly through, and one that failed."""
        now = self._shop.clock.now()
        *_others, first, second = (view.id for view in self._syncing.accounts)
        shops = (
            AccountCatchUp(first, Reached.RUNS, orders=6, done=90, total=121),
            AccountCatchUp(second, Reached.FAILED, orders=2, done=3, total=43),
        )
        return CatchUp(now - timedelta(hours=26), now - timedelta(minutes=2), shops)


def orders(stage: Stage) -> None:
    """An order with its deadline, one that must wait, and one that is sent."""
    page = stage.page("orders", OrdersPage)
    for name in ("T-1", "T-2", "T-3"):
        page.claims_scan(name)
        stage.take(f"93-online-order-{name}")
    page.escape()


def _open_shops(shop: Shop) -> UUID:
    accounts, owner = ChannelAccounts(shop), shop.owner()
    first = accounts.add(owner, shop.ids.new(), ChannelForm("taobao", "Corner shop")).id
    second = accounts.add(owner, shop.ids.new(), ChannelForm("woocommerce", "WooCommerce")).id
    accounts.switch(owner, second, on=False)
    return first


def _list_goods(shop: Shop, account: UUID) -> None:
    """List goods that a code decides, and some that nobody knows."""
    seen = [_seen("1", CRISPS, "Sea salt crisps 75g"), _seen("2", "", "Crisps, three bags, new")]
    listings, owner = Listings(shop), shop.owner()
    listings.see(owner, account, seen)
    listings.match(owner, account)


def _seen(sku: str, barcode: str, name: str) -> Seen:
    return Seen(sku, sku, f"C-{sku}", barcode, name, "", 850, "CNY", {})


def _orders(shop: Shop) -> list[OnlineOrder]:
    waits = _order(shop, "T-1")
    held = _order(shop, "T-2", hold="locked", refund=RefundState.REQUESTED)
    sent = _order(shop, "T-3", fulfilment=Fulfilment.SHIPPED, refunded=400, refund=RefundState.PART)
    line = OnlineLine("1", "1", "1", "C-1", "Sea salt crisps 75g", "", 40, 34_000, 34_000)
    many = _order(shop, "T-4", lines=(line,), total=34_000, paid=34_000)
    return [waits, held, sent, many]


def _order(shop: Shop, number: str, **more: object) -> OnlineOrder:
    now = shop.clock.now()
    line = OnlineLine("1", "1", "1", "C-1", "Sea salt crisps 75g", "", 2, 1700, 1700)
    facts: dict[str, object] = {
        "external_id": number,
        "number": number,
        "fulfilment": Fulfilment.TO_SHIP,
        "raw_status": "PAID",
        "currency": "CNY",
        "total": 1700,
        "shipping": 0,
        "paid": 1700,
        "placed_at": now,
        "updated_at": now,
        "lines": (line,),
        "paid_at": now,
        "ship_until": now + timedelta(hours=24),
        "contact": Contact("L***", "138****0000", ""),
    }
    return OnlineOrder(**(facts | more))  # type: ignore[arg-type]


SCENES = (shops, orders)
