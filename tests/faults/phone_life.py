"""An hour at a counter where people pay by phone, by chance: a seed decides who does what."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from microshop_desktop.domain.basket import Method, Tender, receive
from microshop_desktop.domain.errors import ShopError
from microshop_desktop.domain.payment import AttemptKind
from microshop_desktop.domain.payment_refund import WayState
from microshop_desktop.domain.refunds import Wanted
from microshop_desktop.sandbox.faults import FaultName
from microshop_desktop.services.attempt_records import AttemptRecord
from microshop_desktop.services.mismatches import Mismatches
from microshop_desktop.services.money_refunds import MoneyRefunds
from microshop_desktop.services.pending_orders import AskMoney, Placed
from microshop_desktop.services.refund_book import RefundBook
from microshop_desktop.services.refund_booking import RefundWish
from microshop_desktop.services.refund_ways import select_ways, way_record
from microshop_desktop.services.refunds import Refunds
from tests.faults.phone_market import LINES, PRICE, Market

ENDINGS = ("9999", "9999", "0001", "0002", "0003", "0004", "0005", "0006")
"""How the customer behind a code behaves (`sandbox/wallet.py`)."""
FAULTS = sorted(set(FaultName) - {FaultName.PAID_TWICE})
"""All of them; one number paid twice is a platform's own mistake, which only its bill shows."""
NETWORK_GONE = "not-reached"


@dataclass(slots=True)
class PhoneLife:
    """Does random acts at a market and counts what came of them."""

    market: Market
    chance: random.Random
    tally: Counter[str] = field(default_factory=Counter)
    mine: list[UUID] = field(default_factory=list)

    def live(self, acts: int) -> None:
        """Do a number of random acts; what the shop refuses changes nothing."""
        self.sell()
        for _ in range(acts):
            try:
                self.chance.choice(self._deeds())()
            except ShopError:
                self.tally["acts refused"] += 1

    def end(self) -> None:
        """Let everything come to rest, and give back what came too much."""
        self._go_home()
        self.market.settle()
        for order in self.mine:
            self._give_back(order)
        self.market.settle()
        self._count()

    def _go_home(self) -> None:
        """Give most of what is still open up, as one would at the end of a day.

        Where goods were handed over only a person ends it before the platform does.
        """
        for record in self.market.open_ones(self.mine):
            if record.attempt.handed_over or self.chance.random() < 0.7:
                self.market.pending.give_up(self.market.actor, record.attempt.id)

    # ------------------------------------------------------------------------------- at the counter

    def _deeds(self) -> list[Callable[[], None]]:
        return [
            self.sell,
            self.ask_again,
            self.give_up,
            self.hand_over,
            self.cancel,
            self.drop,
            self.pay_cash,
            self.refund,
            self.refund,
            self.give_back,
            self.after_a_refusal,
            self.settle_mismatch,
            self.customer_pays,
            self.customer_pays,
            self.customer_pays,
            self.customer_declines,
            self.something_goes_wrong,
            self.something_goes_wrong,
            self.network_goes,
            self.network_is_back,
            self.program_is_killed,
            self.program_is_killed_at_a_request,
            self.time_passes,
            self.time_passes,
            self.time_passes,
        ]

    def sell(self) -> None:
        """Write an order, perhaps with some cash in it, and send the attempt."""
        if len(self.mine) >= 3:
            return
        basket = self.market.basket(self.chance.randint(1, 3))
        if self.chance.random() < 0.25:
            basket = receive(basket, Tender(Method.CASH, self.chance.randint(1, PRICE - 1)))
        ask, line = self._ask()
        placed = self.market.pending.place(self.market.actor, basket, ask)
        self.market.orders.append(placed.order)
        self.mine.append(placed.order)
        self._send(placed, line)

    def ask_again(self) -> None:
        """Ask for (part of) what is due another time."""
        order = self.chance.choice(self.mine)
        view = self.market.order(order)
        due = max(view.total - view.paid, 1)
        part = self.chance.choice([None, None, self.chance.randint(1, due)])
        ask, line = self._ask(part)
        self._send(self.market.pending.ask(self.market.actor, order, ask), line)

    def give_up(self) -> None:
        """Give an attempt up; the till asks at once."""
        record = self._an_attempt()
        self.market.pending.give_up(self.market.actor, record.attempt.id)
        self.market.alive(lambda: self.market.collector.ask_now(record.attempt.id))

    def hand_over(self) -> None:
        """Let the goods go before it is known."""
        self.market.pending.hand_over(self.market.actor, self._an_attempt().attempt.id, "0427")

    def cancel(self) -> None:
        """Cancel an order."""
        self.market.pending.cancel(self.market.actor, self.chance.choice(self.mine))

    def drop(self) -> None:
        """Cancel an order with money in it."""
        key = self.market.shop.ids.new()
        MoneyRefunds(self.market.shop).drop_order(
            self.market.actor, self.chance.choice(self.mine), key
        )

    def pay_cash(self) -> None:
        """Pay some or all of what is due in cash."""
        order = self.chance.choice(self.mine)
        view = self.market.order(order)
        amount = self.chance.choice([max(view.total - view.paid, 1), 100, 5000])
        self.market.pending.pay(self.market.actor, order, [Tender(Method.CASH, amount)])

    def refund(self) -> None:
        """Give back goods and money, in part or whole, as it came or in cash."""
        order = self.chance.choice(self.mine)
        lines = None if self.chance.random() < 0.4 else (Wanted(1, 1000),)
        wish = RefundWish(
            self.market.shop.ids.new(), order, lines, all_in_cash=self.chance.random() < 0.2
        )
        Refunds(self.market.shop).refund(self.market.actor, wish)
        self.tally["refunds"] += 1

    def give_back(self) -> None:
        """Press "give back" for what came too much."""
        self._give_back(self.chance.choice(self.mine), in_cash=self.chance.random() < 0.2)

    def after_a_refusal(self) -> None:
        """Try a refused refund again, or give it in cash."""
        with self.market.database.read() as connection:
            ways = [way_record(row) for row in connection.execute(select_ways()).mappings()]
        book = RefundBook(self.market.shop)
        for way in ways:
            if way.way.state is WayState.FAILED and not way.settled:
                act = self.chance.choice([book.try_again, book.in_cash])
                act(self.market.actor, way.way.id)

    def settle_mismatch(self) -> None:
        """A person looks at the merchant account before acting, and there all is as it was asked.

        So nothing is taken that is not there, nor put aside what is: the next answer clears it.
        """
        self.tally["mismatches seen"] += len(Mismatches(self.market.shop).every(self.market.actor))

    # ------------------------------------------------------------------------------------ customers

    def customer_pays(self) -> None:
        """Pay what a QR asks for, or confirm on the phone, also late or when given up."""
        self.market.customer_pays(self._an_attempt())

    def customer_declines(self) -> None:
        """Refuse on the phone."""
        trade = self.market.trade(self._an_attempt())
        if trade is not None:
            self.market.sandbox.world.decline(trade)

    # ------------------------------------------------------------------- network, platform, program

    def something_goes_wrong(self) -> None:
        """One or a few requests from now on meet a fault."""
        name, times = self.chance.choice(FAULTS), self.chance.randint(1, 3)
        self.market.fault(f"{name.value}:{times}")
        self.tally["faults"] += 1

    def network_goes(self) -> None:
        """Nothing is reached any more."""
        self.market.fault(NETWORK_GONE)

    def network_is_back(self) -> None:
        """All is well again."""
        self.market.heal()

    def program_is_killed(self) -> None:
        """Kill it between two requests."""
        self.market.restart()
        self.tally["kills"] += 1

    def program_is_killed_at_a_request(self) -> None:
        """Kill it just before or just after one of its next requests reached the platform."""
        nth = self.chance.randint(1, 3)
        if self.chance.random() < 0.5:
            self.market.http.kill_before = nth
        else:
            self.market.http.kill_after = nth
        self.tally["kills"] += 1

    def time_passes(self) -> None:
        """Wait a little, or until everything has run out."""
        self.market.pass_time(self.chance.choice([1, 3, 5, 10, 20, 30, 60, 330]))

    # -------------------------------------------------------------------------------------- details

    def _ask(self, amount: int | None = None) -> tuple[AskMoney, str]:
        line, kind = self.chance.choice(LINES), self.chance.choice(list(AttemptKind))
        return AskMoney(self.market.accounts[line], kind, amount), line

    def _send(self, placed: Placed, line: str) -> None:
        assert placed.attempt is not None
        self.tally["attempts"] += 1
        code = ""
        if placed.attempt.attempt.kind is AttemptKind.CODE:
            code = self.market.code(line, self.chance.choice(ENDINGS))
        if self.chance.random() < 0.95:
            self.market.send(placed, code)
        else:
            self.market.restart()  # killed before the request left

    def _an_attempt(self) -> AttemptRecord:
        records = [record for order in self.mine for record in self.market.attempts(order)]
        return self.chance.choice(records)

    def _give_back(self, order: UUID, *, in_cash: bool = False) -> None:
        key = self.market.shop.ids.new()
        try:
            MoneyRefunds(self.market.shop).give_back(self.market.actor, order, key, in_cash=in_cash)
        except ShopError:
            return
        self.tally["payments too much, given back"] += 1

    def _count(self) -> None:
        for order in self.mine:
            for record in self.market.attempts(order):
                self.tally[f"attempts {record.attempt.state.value}"] += 1
