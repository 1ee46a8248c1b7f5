"""All practice shops side by side, each at a port of its own, with customers who come to them."""

import random
import secrets
from collections.abc import Callable, Sequence

from typing_extensions import override

from microshop_desktop.sandbox.faults import FaultPlan, Mischief
from microshop_desktop.sandbox.shops.customers import Customers
from microshop_desktop.sandbox.shops.practice import KINDS, PracticeKind, PracticeShop
from microshop_desktop.sandbox.shops.shop import Offered, Shop

Goods = tuple[str, Sequence[Offered]]
"""A product: its title, and what can be bought of it."""


class OfOneShop(FaultPlan):
    """A plan of all shops as one of them asks it: its endpoints begin with its name."""

    def __init__(self, name: str, plan: FaultPlan) -> None:
        super().__init__()
        self._name, self._plan = name, plan

    @override
    def begin(self, endpoint: str) -> Mischief:
        """Return what is to go wrong with a request that has just come."""
        return self._plan.begin(f"{self._name}.{endpoint}")


class PracticeShops:
    """One shop of each kind; `faults` may be shared with other platforms.

    A rule strikes endpoints such as `wechat-shop.orders.list`. `name` makes what customers read
    over the shop of a kind.
    """

    def __init__(
        self,
        goods: Sequence[Goods],
        *,
        faults: FaultPlan | None = None,
        name: Callable[[str], str] = str,
        kinds: Sequence[PracticeKind] = KINDS,
        rng: random.Random | None = None,
    ) -> None:
        """Open the shops and put the goods into each."""
        plan = faults or FaultPlan()
        self.shops = [PracticeShop(kind, name=name(kind.kind)) for kind in kinds]
        for each in self.shops:
            each.front.faults = OfOneShop(each.kind.kind.replace("_", "-"), plan)
            offer(each.shop, goods)
        self.customers = Customers([x.shop for x in self.shops], rng or secrets.SystemRandom())

    def stop(self) -> None:
        """Let nobody come any more and stop listening."""
        self.customers.end()
        for each in self.shops:
            each.stop()


def offer(shop: Shop, goods: Sequence[Goods]) -> None:
    """Put goods into a shop."""
    for title, skus in goods:
        shop.offer(title, *skus)
