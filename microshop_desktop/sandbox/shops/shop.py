"""What any online shop has: goods, stock that falls by itself, orders, customers.

All time comes from the clock that was handed in. Who acts while others may holds `Shop.lock`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import RLock

from microshop_desktop.sandbox.clock import Now
from microshop_desktop.sandbox.shops.goods import Product, Sku
from microshop_desktop.sandbox.shops.orders import (
    OPEN,
    Line,
    Order,
    RefundMade,
    RefundStage,
    Sent,
    Stage,
    Wanted,
)

FIRST_ID = 1001


class ShopRefusalError(Exception):
    """What was wished for cannot be done; `code` says why in one word."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class ShopRules:
    """How a shop behaves. `takes_when_placed`: the stock falls when an order is placed.

    `gives_back`: it rises again when an order that took it is cancelled.
    """

    name: str = "Practice shop"
    currency: str = "CNY"
    takes_when_placed: bool = False
    gives_back: bool = True


@dataclass(frozen=True, slots=True)
class Offered:
    """A SKU that the seller puts in the shop."""

    code: str
    price: int
    stock: int = 0
    spec: str = ""
    barcode: str = ""
    tracked: bool = True


@dataclass(frozen=True, slots=True)
class Wish:
    """Pieces of a SKU that a customer wants, with the discount of that line."""

    sku_id: str
    quantity: int = 1
    discount: int = 0
    gift: bool = False


@dataclass(frozen=True, slots=True)
class _Job:
    at: datetime
    do: Callable[[], object]


class Shop:
    """The state of one shop. `first_id`: the smallest of the numbers it gives."""

    def __init__(self, now: Now, rules: ShopRules | None = None, first_id: int = FIRST_ID) -> None:
        self.now = now
        self.rules = rules or ShopRules()
        self.lock = RLock()
        self.products: dict[str, Product] = {}
        self.orders: dict[str, Order] = {}
        self.complaints: list[str] = []
        self._next = first_id
        self._jobs: list[_Job] = []

    # ------------------------------------------------------------------------------ the seller

    def number(self) -> str:
        """Return an id that was not given before."""
        self._next += 1
        return str(self._next - 1)

    def offer(self, title: str, *skus: Offered) -> Product:
        """List a product."""
        product = Product(self.number(), title, self.now())
        for given in skus:
            sku_id = self.number() if len(skus) > 1 or given.spec else product.product_id
            product.skus.append(
                Sku(
                    sku_id,
                    product.product_id,
                    given.code,
                    given.price,
                    given.stock,
                    given.spec,
                    given.barcode,
                    given.tracked,
                )
            )
        self.products[product.product_id] = product
        return product

    def sku(self, sku_id: str) -> Sku | None:
        """Return a SKU by its id."""
        return next((sku for sku in self.skus() if sku.sku_id == sku_id), None)

    def skus(self) -> Iterable[Sku]:
        """Yield all SKUs, by product."""
        for product in self.products.values():
            yield from product.skus

    def locked(self, sku: Sku) -> int:
        """Return the pieces that orders not yet sent have counted off."""
        waiting = (o for o in self.orders.values() if o.taken and o.stage in OPEN)
        return sum(x.unshipped for o in waiting for x in o.lines if x.sku is sku)

    # --------------------------------------------------------------------------- the customers

    def place(self, *wishes: Wish, shipping: int = 0, discount: int = 0, note: str = "") -> Order:
        """Let a customer order; `sold_out` where there is not enough."""
        lines = [self._line(wish) for wish in wishes]
        now = self.now()
        order = Order(self.number(), lines, now, now, self.rules.currency, shipping, discount)
        order.note = note
        if self.rules.takes_when_placed:
            self._take(order)
        self.orders[order.order_id] = order
        return order

    def pay(self, order: Order) -> None:
        """Let the customer pay."""
        if not order.taken:
            self._take(order)
        order.stage, order.paid_at = Stage.PAID, self.now()
        self.touch(order)

    def buy(self, *wishes: Wish, shipping: int = 0, discount: int = 0, note: str = "") -> Order:
        """Let a customer order and pay at once."""
        order = self.place(*wishes, shipping=shipping, discount=discount, note=note)
        self.pay(order)
        return order

    def cancel(self, order: Order) -> None:
        """End an order that was not sent."""
        if order.stage not in OPEN:
            raise ShopRefusalError("not_open")
        order.stage, order.ended_at = Stage.CANCELLED, self.now()
        if order.taken and self.rules.gives_back:
            for line in order.lines:
                line.sku.stock += line.unshipped
        order.taken = False
        self.touch(order)

    def complete(self, order: Order) -> None:
        """Let the customer say that all arrived."""
        order.stage, order.ended_at = Stage.DONE, self.now()
        self.touch(order)

    def ask_refund(
        self,
        order: Order,
        amount: int,
        pieces: Mapping[str, int],
        *,
        wanted: Wanted = Wanted.MONEY,
        reason: str = "",
    ) -> RefundMade:
        """Let the customer ask for money back, for pieces of lines."""
        now = self.now()
        back = RefundMade(
            self.number(), now, amount, dict(pieces), RefundStage.ASKED, now, wanted, reason
        )
        order.refunds.append(back)
        self.touch(order)
        return back

    def turn(self, order: Order, back: RefundMade, stage: RefundStage) -> None:
        """Bring what is asked back to another stage; no money moves."""
        back.stage, back.at = stage, self.now()
        self.touch(order)

    def give_back(self, order: Order, back: RefundMade) -> None:
        """Give the money back; what was not sent of the pieces is wanted no more."""
        back.stage, back.at = RefundStage.DONE, self.now()
        for line in order.lines:
            line.cancelled += min(back.pieces.get(line.line_id, 0), line.unshipped)
        self.touch(order)

    def refund(self, order: Order, amount: int, pieces: Mapping[str, int]) -> RefundMade:
        """Give money back at once."""
        back = self.ask_refund(order, amount, pieces)
        self.give_back(order, back)
        return back

    # ----------------------------------------------------------------------------- the parcels

    def send(self, order: Order, courier: str, tracking: str, pieces: Mapping[str, int]) -> Sent:
        """Take down a parcel; no pieces: all that is left.

        Refusals: `already_shipped`, `not_paid`, `held`, `too_many`.
        """
        if order.stage in {Stage.SHIPPED, Stage.DONE}:
            raise ShopRefusalError("already_shipped")
        if order.stage not in OPEN - {Stage.PLACED}:
            raise ShopRefusalError("not_paid")
        if order.held:
            raise ShopRefusalError("held")
        sent = dict(pieces) or {x.line_id: x.unshipped for x in order.lines if x.unshipped}
        for line_id, count in sent.items():
            line = order.line(line_id)
            if line is None or not 0 < count <= line.unshipped:
                raise ShopRefusalError("too_many")
        for line in order.lines:
            line.shipped += sent.get(line.line_id, 0)
        parcel = Sent(self.number(), self.now(), courier, tracking, sent)
        order.parcels.append(parcel)
        whole = not any(line.unshipped for line in order.lines)
        order.stage = Stage.SHIPPED if whole else Stage.PART_SHIPPED
        self.touch(order)
        return parcel

    # ------------------------------------------------------------------------------ time passes

    def touch(self, order: Order) -> None:
        """Note that an order changed."""
        order.changed_at = self.now()

    def later(self, seconds: float, do: Callable[[], object]) -> None:
        """Have something happen when the clock has passed so many seconds."""
        self._jobs.append(_Job(self.now() + timedelta(seconds=seconds), do))

    def settle(self) -> None:
        """Let happen what the clock has brought due."""
        now = self.now()
        due = sorted((job for job in self._jobs if job.at <= now), key=lambda job: job.at)
        self._jobs = [job for job in self._jobs if job.at > now]
        for job in due:
            job.do()

    def _line(self, wish: Wish) -> Line:
        sku = self.sku(wish.sku_id)
        if sku is None:
            raise ShopRefusalError("no_such_sku")
        title = self.products[sku.product_id].title
        discount = sku.price * wish.quantity if wish.gift else wish.discount
        return Line(self.number(), sku, title, wish.quantity, sku.price, discount, gift=wish.gift)

    def _take(self, order: Order) -> None:
        """Count an order's pieces off the stock."""
        wanted: dict[str, int] = {}
        for line in order.lines:
            wanted[line.sku.sku_id] = wanted.get(line.sku.sku_id, 0) + line.quantity
        for line in order.lines:
            if line.sku.tracked and line.sku.stock < wanted[line.sku.sku_id]:
                raise ShopRefusalError("sold_out")
        for line in order.lines:
            line.sku.stock -= line.quantity
        order.taken = True
