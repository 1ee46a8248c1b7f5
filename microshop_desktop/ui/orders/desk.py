"""What the Orders page does in the shop, as one actor, by the services."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from microshop_desktop.domain.basket import Basket, CustomerFacts, SkuFacts, Tender
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.money import Currency
from microshop_desktop.domain.pricing import PricedBasket
from microshop_desktop.domain.receipt import Receipt
from microshop_desktop.services.actor import Actor, Right
from microshop_desktop.services.channel_accounts import ChannelAccounts
from microshop_desktop.services.contacts import Contacts, ContactView
from microshop_desktop.services.customers import Customers
from microshop_desktop.services.exchanges import Exchanged, Exchanges
from microshop_desktop.services.lookup import Found, Lookup
from microshop_desktop.services.order_holds import OrderHolds
from microshop_desktop.services.order_search import OrderFilters, OrderTab
from microshop_desktop.services.order_values import OrderCursor, OrderView, RefundView
from microshop_desktop.services.orders import OrderPage, Orders
from microshop_desktop.services.platform_refunds import BackWish, PlatformRefunds
from microshop_desktop.services.print_queue import PrintQueue
from microshop_desktop.services.receipts import Receipts
from microshop_desktop.services.refund_booking import RefundPlan, RefundWish, plan_refund
from microshop_desktop.services.refunds import Refunds
from microshop_desktop.services.search import Search
from microshop_desktop.services.selling import Selling
from microshop_desktop.services.shop import Shop
from microshop_desktop.ui.pick.desk import PickDesk

if TYPE_CHECKING:
    from microshop_desktop.channels.making import Keys


class OrdersDesk:
    """Orders, refunds and exchanges of an open shop."""

    def __init__(
        self,
        shop: Shop,
        actor: Actor,
        queue: PrintQueue,
        keys: "Callable[[], Keys] | None" = None,
    ) -> None:
        """Act as this person; receipts go into this queue, `keys` are those of online shops."""
        self._keys = keys
        self._shop = shop
        self._actor = actor
        self._queue = queue
        self._orders = Orders(shop)
        self._refunds = Refunds(shop)
        self._exchanges = Exchanges(shop)
        self._selling = Selling(shop)
        self._lookup = Lookup(shop)
        self._search = Search(shop)
        self._customers = Customers(shop)
        self.picking = PickDesk(shop, actor)

    @property
    def currency(self) -> Currency:
        """The currency of the shop's books."""
        return self._shop.profile.currency

    @property
    def zone(self) -> str:
        """The zone of the shop's clock."""
        return self._shop.profile.zone

    def today(self) -> date:
        """Return the shop day of this moment."""
        return self._shop.today()

    def now(self) -> datetime:
        """Return this moment."""
        return self._shop.clock.now()

    def new_id(self) -> UUID:
        """Return a key for an act about to be asked for."""
        return self._shop.ids.new()

    def page(
        self, filters: OrderFilters, *, after: OrderCursor | None, skip: int, limit: int
    ) -> OrderPage:
        """Return some rows of the list."""
        return self._orders.page(self._actor, filters, after=after, skip=skip, limit=limit)

    def platforms(self) -> list[str]:
        """Return the kinds of online shops that orders come from."""
        if Right.SYNC not in self._actor.rights:
            return []
        return [account.kind for account in ChannelAccounts(self._shop).every(self._actor)]

    @property
    def may_hold(self) -> bool:
        """Whether this person may let orders wait."""
        return Right.SYNC in self._actor.rights

    @property
    def may_refund(self) -> bool:
        """Whether this person may give money back."""
        return Right.REFUND in self._actor.rights

    def give_back(self, wish: BackWish) -> None:
        """Note what is to go back at a platform."""
        PlatformRefunds(self._shop).wish(self._actor, wish)

    def contact(self, order: UUID) -> ContactView:
        """Return whom an order goes to, as it is known here."""
        return Contacts(self._shop).of_order(self._actor, order)

    def reveal(self, order: UUID) -> int | None:
        """Ask the platform whom an order goes to; waits for the network.

        Return how often more may be asked today, None where nobody says. `ChannelError` where it is
        not told, `ShopError` where the keys are not on this computer.
        """
        from microshop_desktop.channels.making import ChannelMaker
        from microshop_desktop.channels.revealing import reveal_address
        from microshop_desktop.channels.sync import new_pace

        if self._keys is None:
            raise ShopError(ErrorCode.SECRETS_MISSING, name="")
        maker, pace = ChannelMaker(self._shop, self._actor, self._keys()), new_pace(self._shop)
        shown = reveal_address(
            self._shop, self._actor, order, lambda account: maker.saved(account, pace)
        )
        return shown.left

    def trouble_sentence(self, problem: Exception, name: str) -> str:
        """Return what a platform's trouble means, empty for anything else."""
        from microshop_desktop.channels.channel import ChannelError
        from microshop_desktop.channels.words import trouble_sentence

        return trouble_sentence(problem, name) if isinstance(problem, ChannelError) else ""

    def hold(self, order: UUID, why: str) -> None:
        """Let an online order wait."""
        OrderHolds(self._shop).hold(self._actor, order, why)

    def release(self, order: UUID) -> None:
        """Lift what a person set."""
        OrderHolds(self._shop).release(self._actor, order)

    def counts(self, filters: OrderFilters) -> dict[OrderTab, int]:
        """Return how many orders each tab holds."""
        return self._orders.counts(self._actor, filters)

    def order(self, order: UUID) -> OrderView:
        """Return one order with its history."""
        return self._orders.detail(self._actor, order)

    def by_number(self, number: str) -> OrderView:
        """Return the order a number means; `not_found`."""
        return self._orders.by_number(self._actor, number)

    def plan(self, order: OrderView, wish: RefundWish) -> RefundPlan:
        """Work out a refund from what is known of the order."""
        return plan_refund(order, wish)

    def refund(self, wish: RefundWish) -> RefundView:
        """Book a refund."""
        return self._refunds.refund(self._actor, wish)

    def exchange(self, wish: RefundWish, basket: Basket, tenders: tuple[Tender, ...]) -> Exchanged:
        """Book an exchange."""
        return self._exchanges.exchange(self._actor, wish, basket, tenders)

    def price(self, basket: Basket) -> PricedBasket:
        """Return what the goods taken instead cost."""
        return self._selling.price(self._actor, basket)

    def customer(self, order: OrderView) -> CustomerFacts | None:
        """Return who bought, for the basket of an exchange; None for somebody unknown or gone."""
        if order.customer is None:
            return None
        try:
            return self._customers.get(self._actor, order.customer).facts
        except ShopError:
            return None

    def scan(self, code: str) -> Sequence[Found]:
        """Return the goods a code means."""
        return self._lookup.scan(self._actor, code)

    def best_hit(self, text: str) -> Found | None:
        """Return the best goods for a typed text, ready to be sold."""
        hits = self._search.find(self._actor, text, limit=1)
        return self._lookup.sku(self._actor, hits[0].sku) if hits else None

    def facts(self, sku: UUID) -> SkuFacts:
        """Return what a SKU costs now."""
        return self._lookup.sku(self._actor, sku).goods

    def print_copy(self, order: UUID) -> None:
        """Print the receipt of an order once more, marked as a copy."""
        self._queue.print_order(self._actor, order, copy=True)

    def print_refund(self, refund: UUID, *, copy: bool) -> None:
        """Print the receipt of a refund."""
        self._queue.print_refund(self._actor, refund, copy=copy)

    def open_drawer(self) -> None:
        """Open the cash drawer."""
        self._queue.open_drawer(self._actor)

    def receipt(self, order: UUID) -> Receipt:
        """Return the receipt of an order, to be drawn as a picture."""
        return Receipts(self._shop).of_order(self._actor, order)
