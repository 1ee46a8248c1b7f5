"""Customers of practice shops: they order now and then, get their parcels, sometimes think again.

Everything goes through what a shop offers its customers; nobody is asked about prices or stock.
"""

import random
from collections.abc import Sequence
from threading import Event, Thread

from microshop_desktop.sandbox.shops.goods import Sku
from microshop_desktop.sandbox.shops.orders import Order, Stage
from microshop_desktop.sandbox.shops.shop import Shop, Wish

SHIPPING = 800
"""What a parcel costs the customer, minor units."""
_MOST_LINES = 2
_MOST_PIECES = 2
_THINKS_AGAIN = 0.1
"""How often a customer cancels an order that was not sent, in place of ordering."""


class Customers:
    """Let one of some shops have one customer each time; `rng` decides what they want."""

    def __init__(self, shops: Sequence[Shop], rng: random.Random) -> None:
        self._shops, self._rng = shops, rng
        self._ended = Event()
        self._thread: Thread | None = None

    def begin(self, every: float) -> None:
        """Let somebody come every so many seconds, in a thread of its own."""
        self._thread = Thread(target=self._come, args=(every,), name="customers", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Let nobody come any more."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join()

    def visit(self) -> None:
        """Let somebody come to one of the shops."""
        shop = self._rng.choice(self._shops)
        with shop.lock:
            shop.settle()
            self._receive(shop)
            waiting = [order for order in shop.orders.values() if order.stage is Stage.PAID]
            if waiting and self._rng.random() < _THINKS_AGAIN:
                shop.cancel(self._rng.choice(waiting))
            else:
                self.order(shop)

    def order(self, shop: Shop) -> Order | None:
        """Let somebody order and pay; None where everything is sold out."""
        with shop.lock:
            wanted = [sku for sku in shop.skus() if sku.stock >= _MOST_PIECES]
            if not wanted:
                return None
            count = min(len(wanted), self._rng.randint(1, _MOST_LINES))
            wishes = [self._wish(sku) for sku in self._rng.sample(wanted, count)]
            return shop.buy(*wishes, shipping=SHIPPING)

    def _wish(self, sku: Sku) -> Wish:
        return Wish(sku.sku_id, self._rng.randint(1, _MOST_PIECES))

    def _receive(self, shop: Shop) -> None:
        """Let the one who waits longest for a parcel have it."""
        sent = next((x for x in shop.orders.values() if x.stage is Stage.SHIPPED), None)
        if sent is not None:
            shop.complete(sent)

    def _come(self, every: float) -> None:
        while not self._ended.wait(every):
            self.visit()
