"""A cashier who collects by phone without end, until somebody kills it.

Run as a program beside a sandbox in another process. It takes the shop's file, a journal, a seed
and a file that says how each account is reached; what it was told goes to the journal, durably.
"""

import json
import os
import random
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.payment import AttemptKind, AttemptState
from microshop_desktop.domain.refunds import Wanted
from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.infra.http import HttpClient
from microshop_desktop.payments.collector import Collector, Gateways
from microshop_desktop.payments.gateway import PaymentGateway
from microshop_desktop.payments.registry import make_gateway
from microshop_desktop.persistence.migrate import open_database
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.attempt_book import AccountFacts, AttemptBook
from microshop_desktop.services.pending_orders import AskMoney, PendingOrders
from microshop_desktop.services.refund_booking import RefundWish
from microshop_desktop.services.refunds import Refunds
from microshop_desktop.services.shop import Shop, open_shop
from tests.faults.driver import READY, Journal
from tests.services.shelf import Shelf

PIECE = "6901234567892"
LOOKS = 3
PAUSE = 0.02


@dataclass(frozen=True, slots=True)
class Wiring:
    """How accounts are reached: by their id, the kind, settings and secrets of each."""

    accounts: Mapping[str, tuple[str, dict[str, str], dict[str, str]]]

    @classmethod
    def read(cls, path: Path) -> "Wiring":
        """Read it from a file that `write` made."""
        return cls({name: tuple(said) for name, said in json.loads(path.read_text()).items()})

    def write(self, path: Path) -> None:
        """Keep it for a child."""
        path.write_text(json.dumps(dict(self.accounts)))

    def collector(self, shop: Shop, actor: Actor) -> Collector:
        """Return a collector that speaks to the real address of each account."""
        http = HttpClient(shop.clock)

        def make(facts: AccountFacts) -> PaymentGateway:
            kind, settings, secrets = self.accounts[str(facts.account)]
            method = Method.ALIPAY if kind == "alipay" else Method.WECHAT
            return make_gateway(method, settings, secrets, http=http, clock=shop.clock)

        return Collector(shop, actor, Gateways(make))


@dataclass(slots=True)
class PhoneCashier:
    """One cashier at one till."""

    shop: Shop
    actor: Actor
    collector: Collector
    accounts: tuple[UUID, ...]
    journal: Journal
    chance: random.Random

    def work(self) -> None:
        """Sell without end, beginning with what was left open."""
        self.collector.wake()
        while True:
            self.collector.look()
            self._sell()

    def _sell(self) -> None:
        kind = self.chance.choice(list(AttemptKind))
        ask = AskMoney(self.chance.choice(self.accounts), kind)
        basket = Shelf(self.shop, self.actor).basket(PIECE, PIECE)
        placed = PendingOrders(self.shop).place(self.actor, basket, ask)
        assert placed.attempt is not None
        attempt = placed.attempt.attempt.id
        code = self._code(placed.attempt.account_kind) if kind is AttemptKind.CODE else ""
        self.collector.start(attempt, code)
        for _ in range(LOOKS):
            time.sleep(PAUSE)
            self.collector.look()
        state = AttemptBook(self.shop).get(self.actor, attempt).attempt.state
        if state is AttemptState.PAID:
            self.journal.write("sold", attempt=str(attempt), amount=placed.attempt.attempt.amount)
            self._perhaps_refund(placed.order)
        elif self.chance.random() < 0.7:
            PendingOrders(self.shop).give_up(self.actor, attempt)
            self.collector.ask_now(attempt)

    def _perhaps_refund(self, order: UUID) -> None:
        if self.chance.random() < 0.5:
            wish = RefundWish(self.shop.ids.new(), order, (Wanted(1, 1000),))
            Refunds(self.shop).refund(self.actor, wish)
            self.journal.write("refunded", key=str(wish.key))
            self.collector.look()

    def _code(self, kind: str) -> str:
        """A code nobody used before, of a customer who pays at once or after a while."""
        start = "28" if kind == "alipay" else "13"
        ending = self.chance.choice(["9999", "9999", "0004", "0006"])
        return f"{start}{self.chance.randrange(10**12):012d}{ending}"


def collect_forever(shop_file: Path, journal: Path, seed: int, wiring: Wiring) -> None:
    """Open the shop, say that it is ready on standard output, and sell until killed."""
    shop = open_shop(open_database(shop_file), SystemClock())
    actor = shop.owner()
    cashier = PhoneCashier(
        shop,
        actor,
        wiring.collector(shop, actor),
        tuple(map(UUID, wiring.accounts)),
        Journal(journal),
        random.Random(seed),
    )
    os.write(1, READY)
    cashier.work()


if __name__ == "__main__":
    collect_forever(
        Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), Wiring.read(Path(sys.argv[4]))
    )
