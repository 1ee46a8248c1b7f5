"""A shop's life by chance: a seed decides what the seller does; refusals are part of life."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

from microshop_desktop.domain import basket as baskets
from microshop_desktop.domain.basket import Basket, Discount, DiscountKind, Method, Tender
from microshop_desktop.domain.errors import ShopError
from microshop_desktop.domain.pricing import RoundingRule
from microshop_desktop.domain.refunds import Wanted
from microshop_desktop.domain.tenders import still_due
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.baskets import Baskets
from microshop_desktop.services.exchanges import Exchanges
from microshop_desktop.services.lookup import Lookup
from microshop_desktop.services.orders import Orders
from microshop_desktop.services.refund_booking import RefundWish
from microshop_desktop.services.refunds import Refunds
from microshop_desktop.services.selling import Selling
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.shop_settings import Settings
from tests.services.shelf import Shelf


@dataclass(slots=True)
class ShopLife:
    """Does random acts in a shop and keeps count of what was sold and given back."""

    shop: Shop
    clock: FixedClock
    chance: random.Random
    actor: Actor = field(init=False)
    codes: list[str] = field(init=False, default_factory=list)
    orders: list[UUID] = field(init=False, default_factory=list)
    taken: int = field(init=False, default=0)
    given_back: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        """Stock the shelf."""
        self.actor = self.shop.owner()
        shelf = Shelf(self.shop, self.actor)
        for number in range(6):
            code = f"69000010{number:05d}"
            policy = self.chance.choice(["warn", "block", "allow"])
            sku = shelf.sku(
                f"goods {number}",
                code,
                self.chance.randint(1, 5000),
                below_zero=policy,
                cost=self.chance.randint(0, 3000),
                tax_rate=self.chance.choice([0, 900, 1300]),
            )
            shelf.stock(sku, self.chance.randint(1, 40_000), self.chance.randint(0, 10**8))
            shelf.pack(sku, f"69000019{number:05d}", 12)
            self.codes += [code, f"69000019{number:05d}"]

    def live(self, acts: int) -> None:
        """Do a number of random acts; what the shop refuses changes nothing."""
        deeds: list[Callable[[], None]] = [
            self.sell,
            self.sell,
            self.sell,
            self.hold,
            self.recall,
            self.drop,
            self.refund,
            self.refund,
            self.exchange,
            self.change_rounding,
        ]
        for _ in range(acts):
            self.clock.advance(timedelta(minutes=self.chance.randint(0, 300)))
            try:
                self.chance.choice(deeds)()
            except ShopError:
                self._empty_till()

    def sell(self) -> None:
        """Sell a random basket, sometimes pressing the key again."""
        basket = self._basket()
        if self.chance.random() < 0.5:
            Baskets(self.shop).save(self.actor, basket)
        tenders = self._tenders(basket)
        sale = Selling(self.shop).finish(self.actor, basket, tenders)
        again = Selling(self.shop).finish(self.actor, basket, tenders)
        assert again.order == sale.order
        self.orders.append(sale.order)
        self.taken += sale.total

    def hold(self) -> None:
        """Put a basket aside."""
        Baskets(self.shop).hold(self.actor, self._basket(), "guest")

    def recall(self) -> None:
        """Finish a held basket."""
        held = Baskets(self.shop).held(self.actor)
        if held:
            basket = Baskets(self.shop).recall(self.actor, self.chance.choice(held).basket)
            sale = Selling(self.shop).finish(self.actor, basket)
            self.orders.append(sale.order)
            self.taken += sale.total

    def drop(self) -> None:
        """Throw a held basket away."""
        held = Baskets(self.shop).held(self.actor)
        if held:
            Baskets(self.shop).drop_held(self.actor, self.chance.choice(held).basket)

    def refund(self) -> None:
        """Give part of a random order back, sometimes asking twice."""
        if self.orders:
            wish = self._wish(self.chance.choice(self.orders))
            refund = Refunds(self.shop).refund(self.actor, wish)
            assert Refunds(self.shop).refund(self.actor, wish) == refund
            self.given_back += refund.amount

    def exchange(self) -> None:
        """Change part of a random order for other goods."""
        if self.orders:
            wish = self._wish(self.chance.choice(self.orders))
            done = Exchanges(self.shop).exchange(self.actor, wish, self._basket())
            self.orders.append(done.sale.order)
            self.taken += done.sale.total
            self.given_back += done.refund.amount

    def change_rounding(self) -> None:
        """Drop the small change in another way from now on."""
        Settings(self.shop).change(self.actor, rounding=self.chance.choice(list(RoundingRule)))

    def _empty_till(self) -> None:
        open_one = Baskets(self.shop).open_one(self.actor)
        Baskets(self.shop).save(self.actor, replace(open_one, lines=()))

    def _basket(self) -> Basket:
        basket = Baskets(self.shop).new()
        for _ in range(self.chance.randint(1, 4)):
            found = Lookup(self.shop).scan(self.actor, self.chance.choice(self.codes))[0]
            quantity = self.chance.choice([1000, 1000, 2000, self.chance.randint(1, 3000)])
            basket, no = baskets.add(basket, found.goods, quantity=quantity, unit=found.unit)
            if self.chance.random() < 0.2:
                rate = Discount(DiscountKind.PERCENT, self.chance.randint(0, 10_000), "luck")
                basket = baskets.discount_line(basket, no, rate)
        if self.chance.random() < 0.3:
            amount = Discount(DiscountKind.AMOUNT, self.chance.randint(0, 300))
            basket = baskets.discount_basket(basket, amount)
        return basket

    def _tenders(self, basket: Basket) -> list[Tender]:
        total = Selling(self.shop).price(self.actor, basket).total
        part = Tender(Method.COLLECTION_CODE, self.chance.randint(0, total))
        cash = Tender(Method.CASH, still_due(total, [part]) + self.chance.choice([0, 0, 500]))
        return self.chance.choice([[], [part, cash], [Tender(Method.CASH, total)]])

    def _wish(self, order: UUID) -> RefundWish:
        lines = Orders(self.shop).detail(self.actor, order).lines
        some = self.chance.sample(lines, self.chance.randint(1, len(lines)))
        wanted = tuple(
            Wanted(line.no, self.chance.randint(1, line.quantity), self.chance.random() < 0.7)
            for line in some
        )
        return RefundWish(Refunds(self.shop).new_key(), order, wanted, reason="by chance")
