"""A cashier that never stops: scans, sells, holds, refunds, until somebody kills it.

Before and after each act it writes a line to a journal of its own, durably, so that whoever killed
it can compare what it was told was done with what the shop remembers. Run as a program it takes the
shop's file, the journal and a seed.
"""

import json
import os
import random
import sys
from dataclasses import dataclass
from pathlib import Path

from microshop_desktop.domain.basket import Basket, Method, Tender, add
from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.persistence.migrate import open_database
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.baskets import Baskets
from microshop_desktop.services.lookup import Lookup
from microshop_desktop.services.refund_booking import RefundWish
from microshop_desktop.services.refunds import Refunds
from microshop_desktop.services.selling import Sale, Selling
from microshop_desktop.services.shop import Shop, open_shop

READY = b"ready\n"
MOST_LINES = 4
TOLD = frozenset({"sold", "refunded"})


class Journal:
    """What the cashier does and was told, a JSON line each; what was told goes to the disk at once.

    The rest reaches the system before the next act begins, which is enough to outlive a kill.
    """

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)

    def write(self, act: str, **entry: object) -> None:
        os.write(self._file, json.dumps({"act": act, **entry}).encode() + b"\n")
        if act in TOLD:
            os.fdatasync(self._file)


@dataclass(slots=True)
class Cashier:
    """One cashier at one till."""

    shop: Shop
    actor: Actor
    journal: Journal
    chance: random.Random
    codes: tuple[str, ...]

    def work(self) -> None:
        """Sell without end, beginning with the basket that was left open."""
        basket = Baskets(self.shop).open_one(self.actor)
        if not basket.is_empty:
            self.journal.write("saved", basket=str(basket.id), pieces=_pieces(basket))
        while True:
            basket = self._fill(basket)
            if self.chance.random() < 0.1:
                basket = self._hold(basket)
                continue
            sale = self._sell(basket)
            if self.chance.random() < 0.2:
                self._refund(sale)
            basket = Baskets(self.shop).new()

    def _fill(self, basket: Basket) -> Basket:
        for _ in range(self.chance.randint(1, MOST_LINES)):
            found = Lookup(self.shop).scan(self.actor, self.chance.choice(self.codes))[0]
            basket, _ = add(basket, found.goods, quantity=found.quantity, unit=found.unit)
            pieces = _pieces(basket)
            self.journal.write("saving", basket=str(basket.id), pieces=pieces)
            Baskets(self.shop).save(self.actor, basket)
            self.journal.write("saved", basket=str(basket.id), pieces=pieces)
        return basket

    def _hold(self, basket: Basket) -> Basket:
        self.journal.write("holding", basket=str(basket.id))
        fresh = Baskets(self.shop).hold(self.actor, basket, "later")
        self.journal.write("held", basket=str(basket.id))
        return fresh

    def _sell(self, basket: Basket) -> Sale:
        total = Selling(self.shop).price(self.actor, basket).total
        cash = Tender(Method.CASH, total + self.chance.choice((0, 10, 500)))
        self.journal.write("selling", basket=str(basket.id), total=total)
        sale = Selling(self.shop).finish(self.actor, basket, (cash,), shown_total=total)
        self.journal.write("sold", basket=str(basket.id), number=sale.number, total=sale.total)
        return sale

    def _refund(self, sale: Sale) -> None:
        key = Refunds(self.shop).new_key()
        wish = RefundWish(key, sale.order, restock=self.chance.random() < 0.5)
        self.journal.write("refunding", key=str(key))
        refund = Refunds(self.shop).refund(self.actor, wish)
        self.journal.write("refunded", key=str(key), amount=refund.amount)


def _pieces(basket: Basket) -> int:
    return sum(line.quantity for line in basket.lines)


def sell_forever(shop_file: Path, journal: Path, *, seed: int, codes: tuple[str, ...]) -> None:
    """Open the shop, say that it is ready on standard output, and sell until killed."""
    shop = open_shop(open_database(shop_file), SystemClock())
    cashier = Cashier(shop, shop.owner(), Journal(journal), random.Random(seed), codes)
    os.write(1, READY)
    cashier.work()


if __name__ == "__main__":
    sell_forever(
        Path(sys.argv[1]), Path(sys.argv[2]), seed=int(sys.argv[3]), codes=tuple(sys.argv[4:])
    )
