"""A practice online shop in a process of its own, driven by lines on its input.

`fill N` lets customers order N times over the last month, `counts` tells which requests came since
it was asked last, `forget` lets signed requests come once more. The end of the input ends it. Each
line is answered by one line of JSON.
"""

import json
import random
import sys
from collections.abc import Callable
from datetime import datetime, timedelta

from microshop_desktop.sandbox.clock import system_now
from microshop_desktop.sandbox.shops.practice import PracticeShop, practice_kind
from microshop_desktop.sandbox.shops.shop import Offered, Wish
from microshop_desktop.sandbox.shops.woocommerce import WooShop

PLENTY = 1_000_000
"""Pieces that no benchmark sells out."""
MONTH = timedelta(days=29)
COURIER = "SF"


class SetClock:
    """The time of now, or one that was set."""

    def __init__(self) -> None:
        self.at: datetime | None = None

    def __call__(self) -> datetime:
        """Return the moment."""
        return self.at or system_now()


class Customers:
    """Order at random, the same for the same seed, from the oldest order to the newest."""

    def __init__(self, online: PracticeShop, clock: SetClock) -> None:
        self._shop, self._clock = online.shop, clock
        self._chance = random.Random(4)

    def fill(self, count: int) -> None:
        """Order so many times; a quarter still waits for its parcel."""
        skus = [sku.sku_id for sku in self._shop.skus()]
        begun = system_now() - MONTH
        for number in range(count):
            self._clock.at = begun + MONTH * (number / count)
            wanted = self._chance.sample(skus, self._chance.randint(1, 3))
            wishes = [Wish(sku, self._chance.randint(1, 2)) for sku in wanted]
            order = self._shop.buy(*wishes, shipping=800)
            if number % 4:
                self._shop.send(order, COURIER, f"SF{number:010d}", {})
                self._shop.complete(order)
        self._clock.at = None


def main(kind: str, codes: list[str]) -> None:
    """Open the shop with goods of these merchant codes and answer until the end."""
    clock = SetClock()
    online = PracticeShop(practice_kind(kind), now=clock)
    for number, code in enumerate(codes):
        online.shop.offer(f"Goods {number}", Offered(code, 100 + number % 9_000, PLENTY))
    online.start()
    customers = Customers(online, clock)
    acts: dict[str, Callable[[str], object]] = {
        "fill": lambda count: customers.fill(int(count)),
        "counts": lambda _: _taken(online),
        "forget": lambda _: _forget(online),
    }
    print(json.dumps(online.settings), flush=True)
    for line in sys.stdin:
        name, _, value = line.strip().partition(" ")
        print(json.dumps(acts[name](value)), flush=True)


def _taken(online: PracticeShop) -> dict[str, int]:
    """Return how often each endpoint was asked, and count from nothing again."""
    counts = dict(online.front.counts)
    online.front.counts.clear()
    return counts


def _forget(online: PracticeShop) -> None:
    if isinstance(online.front, WooShop):
        online.front.pair.nonces.clear()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
