"""Whatever is sold, ordered, cancelled, lost and killed in whatever order, it ends well.

And on the way no more is promised than what neither side could know (`two_shops`).
"""

import os
from datetime import timedelta

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from typing_extensions import override

from microshop_desktop.channels.channel import Differences
from microshop_desktop.domain.online_stock import Offer, StockWay
from tests.channels.fake_shop import quick
from tests.channels.two_shops import GOODS, TwoShops, fake_shop

IS_FULL = bool(os.environ.get("MICROSHOP_FULL"))
EXAMPLES = int(os.environ.get("MICROSHOP_EXAMPLES", "300" if IS_FULL else "8"))
goods = st.sampled_from(GOODS)
faults = st.lists(st.sampled_from(["", "lost", "undone", "busy"]), max_size=2)


class Shops(RuleBasedStateMachine):
    """Both shops, until chance is done with them."""

    how: Differences = quick(StockWay.ABSOLUTE)
    factor = 1
    offer = Offer()
    tells_at_once = False

    def __init__(self) -> None:
        super().__init__()
        online = fake_shop(differences=self.how, tells_at_once=self.tells_at_once)
        self.shops = TwoShops(online, factor=self.factor, offer=self.offer)

    # ---------------------------------------------------------------- at the counter

    @rule(name=goods, pieces=st.integers(1, 6), second_till=st.booleans())
    def sell_at_the_counter(self, name: str, pieces: int, second_till: bool) -> None:
        self.shops.sell(name, pieces, second_till=second_till)

    @precondition(lambda self: self.shops.sales)
    @rule(no=st.integers(0, 99))
    def take_a_sale_back(self, no: int) -> None:
        self.shops.take_back(no)

    @rule(percent=st.sampled_from([100, 100, 60, 0]), kept=st.integers(0, 3))
    def change_the_offer(self, percent: int, kept: int) -> None:
        self.shops.change_offer(Offer(percent, kept * 1000))

    @rule()
    def pack(self) -> None:
        self.shops.pack()

    # ---------------------------------------------------------------- online

    @rule(name=goods, pieces=st.integers(1, 6), paid=st.sampled_from([True, True, False]))
    def order_online(self, name: str, pieces: int, paid: bool) -> None:
        self.shops.buy(name, pieces, paid=paid)

    @precondition(lambda self: self.shops.online.orders)
    @rule(data=st.data())
    def pay_online(self, data: st.DataObject) -> None:
        self.shops.pay(self._one(data))

    @precondition(lambda self: self.shops.online.orders)
    @rule(data=st.data())
    def cancel_online(self, data: st.DataObject) -> None:
        self.shops.online.cancel(self._one(data))

    @precondition(lambda self: self.shops.online.orders)
    @rule(data=st.data())
    def ship_online(self, data: st.DataObject) -> None:
        self.shops.online.send(self._one(data))

    @precondition(lambda self: self.shops.online.orders)
    @rule(data=st.data(), amount=st.integers(1, 3000))
    def give_money_back_online(self, data: st.DataObject, amount: int) -> None:
        self.shops.online.give_back(self._one(data), amount)

    @rule()
    def tell_untidily(self) -> None:
        self.shops.online.is_untidy = not self.shops.online.is_untidy

    # ---------------------------------------------------------------- time, syncs and deaths

    @rule(seconds=st.integers(1, 300))
    def wait(self, seconds: int) -> None:
        self.shops.both.clock.advance(timedelta(seconds=seconds))

    @rule(stock_faults=faults, ship_faults=faults)
    def sync(self, stock_faults: list[str], ship_faults: list[str]) -> None:
        self.shops.sync(stock_faults, ship_faults)

    @rule(commits=st.integers(0, 14))
    def die_while_syncing(self, commits: int) -> None:
        self.shops.die_while_syncing(commits)

    # ---------------------------------------------------------------- what must hold

    @invariant()
    def no_more_is_shown_than_can_be_delivered(self) -> None:
        self.shops.check_shown()

    @invariant()
    def no_parcel_is_told_of_twice(self) -> None:
        self.shops.check_parcels()

    @override
    def teardown(self) -> None:
        try:
            self.shops.check_end()
        finally:
            self.shops.close()

    def _one(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(sorted(self.shops.online.orders)))


class Delta(Shops):
    how = quick(StockWay.DELTA)
    factor = 3


class Repeatable(Shops):
    how = quick(StockWay.DELTA, repeatable=True, takes_when_placed=True)


class Compare(Shops):
    how = quick(StockWay.COMPARE)
    tells_at_once = True
    offer = Offer(60, 2_000)


class Keeping(Shops):
    how = quick(StockWay.ABSOLUTE, gives_back=False, takes_when_placed=True)
    tells_at_once = True
    factor = 2


# What fails is told step by step; making it small takes minutes, which the full run has.
_PHASES = tuple(phase for phase in Phase if IS_FULL or phase is not Phase.shrink)
_SETTINGS = settings(phases=_PHASES, max_examples=EXAMPLES, stateful_step_count=30, deadline=None)
for _machine in (Shops, Delta, Repeatable, Compare, Keeping):
    _machine.TestCase.settings = _SETTINGS
TestAbsolute = Shops.TestCase
TestDelta = Delta.TestCase
TestRepeatable = Repeatable.TestCase
TestCompare = Compare.TestCase
TestKeeping = Keeping.TestCase
