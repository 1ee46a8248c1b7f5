"""What tests of payments share: goods, an account, a collector on a scripted gateway."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest

from microshop_desktop.domain.payment import AttemptKind
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.infra.translations import use_language
from microshop_desktop.payments.collector import Collector, Gateways
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.attempt_book import AttemptBook
from microshop_desktop.services.attempt_records import AttemptRecord
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.order_values import OrderView
from microshop_desktop.services.orders import Orders
from microshop_desktop.services.pending_orders import AskMoney, PendingOrders, Placed
from microshop_desktop.services.shop import Shop
from tests.payments.scripted import ScriptedGateway, make_account
from tests.services.shelf import Shelf


@pytest.fixture(autouse=True)
def _in_english() -> None:
    """Texts are English, whatever a command before this test was asked to speak."""
    use_language("en")


CHIPS, RICE = "6901234567892", "6909876543210"


@dataclass
class Counter:
    """A till where a customer pays by phone."""

    shop: Shop
    actor: Actor
    clock: FixedClock
    shelf: Shelf
    gateway: ScriptedGateway
    collector: Collector
    account: UUID
    chips: UUID

    @property
    def orders(self) -> PendingOrders:
        return PendingOrders(self.shop)

    def place(self, kind: AttemptKind = AttemptKind.QR, *codes: str) -> Placed:
        """Write an order for some chips and note the attempt; nothing is sent yet."""
        basket = self.shelf.basket(*(codes or (CHIPS, CHIPS)))
        return self.orders.place(self.actor, basket, AskMoney(self.account, kind))

    def send(self, placed: Placed, code: str = "") -> AttemptRecord:
        """Send the attempt and return it."""
        assert placed.attempt is not None
        self.collector.start(placed.attempt.attempt.id, code)
        return self.attempt(placed)

    def attempt(self, placed: Placed) -> AttemptRecord:
        assert placed.attempt is not None
        return AttemptBook(self.shop).get(self.actor, placed.attempt.attempt.id)

    def pass_time(self, seconds: float) -> None:
        """Let time pass second by second, the collector looking each time."""
        for _ in range(int(seconds)):
            self.clock.advance(timedelta(seconds=1))
            self.collector.look()

    def order(self, placed: Placed) -> OrderView:
        return Orders(self.shop).detail(self.actor, placed.order)

    def check_books(self) -> None:
        findings = Doctor(self.shop).check(self.actor)
        assert findings.ok, [check for check in findings.checks if not check.ok]


def make_counter(shop: Shop, actor: Actor, clock: FixedClock) -> Counter:
    """Set up a till with chips at 8.50 (20 on hand) and one merchant account."""
    shelf = Shelf(shop, actor)
    chips = shelf.sku("Chips", CHIPS, 850)
    shelf.stock(chips, 20_000, 10_000_000)
    gateway = ScriptedGateway()
    collector = Collector(shop, actor, Gateways(lambda _: gateway))
    account = make_account(shop)
    return Counter(shop, actor, clock, shelf, gateway, collector, account, chips)


@pytest.fixture
def counter(shop: Shop, actor: Actor, clock: FixedClock) -> Counter:
    """A till with chips at 8.50 (20 on hand) and one merchant account."""
    return make_counter(shop, actor, clock)
