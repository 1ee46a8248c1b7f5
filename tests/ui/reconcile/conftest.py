"""A Reconcile page over a shop of one day: payments by phone, by hand, and a late one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from typing_extensions import override

from microshop_desktop.domain.basket import Method, Tender
from microshop_desktop.domain.payment import AttemptKind
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.payments.bill_fetching import BillFetcher
from microshop_desktop.payments.collector import Collector, Gateways
from microshop_desktop.payments.gateway import BillFile, BillKind, BillTrouble, NoBill
from microshop_desktop.persistence.database import Database
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.pending_orders import AskMoney, PendingOrders
from microshop_desktop.services.selling import Selling
from microshop_desktop.services.shop import Shop
from microshop_desktop.ui.reconcile.desk import ReconcileDesk
from microshop_desktop.ui.reconcile.page import ReconcilePage
from microshop_desktop.ui.reconcile.view_model import ReconcileModel
from tests.payments.bill_samples import paid_row, trade_bill
from tests.payments.scripted import ScriptedGateway, make_account
from tests.services.shelf import Shelf
from tests.ui.fakes import FakeShell


class BillGateway(ScriptedGateway):
    """A platform that hands out one bill."""

    found: BillFile | NoBill = NoBill(BillTrouble.NOT_READY)
    answer: Callable[[], BillFile] | None = None

    @override
    def bill(  # type: ignore[override]
        self, day: date, kind: BillKind = BillKind.TRADE
    ) -> BillFile | NoBill:
        return self.answer() if self.answer is not None else self.found


@dataclass
class Day:
    """A shop after a day, the bill of that day as a file, and the platform that gives it out."""

    shop: Shop
    actor: Actor
    bill: Path
    gateway: BillGateway
    late: str
    rounded: str
    missing: str

    def desk(self, actor: Actor | None = None) -> ReconcileDesk:
        fetcher = BillFetcher(self.shop, lambda _: self.gateway)
        return ReconcileDesk(self.shop, actor or self.actor, self.bill.parent / "bills", fetcher)


@pytest.fixture
def day(sqlite_database: Database, clock: FixedClock, tmp_path: Path) -> Day:
    """One payment that matches, one that came late, one 0.80 short, one that never came."""
    shop = found_shop(sqlite_database, clock, name="Shop", currency_code="CNY", owner="Lin")
    actor, gateway = shop.owner(), BillGateway()
    shelf = Shelf(shop, actor)
    shelf.stock(shelf.sku("Chips", "6901", 850), 90_000, 1_000_000)
    account = make_account(shop)
    collector = Collector(shop, actor, Gateways(lambda _: gateway))

    def by_phone(*, pay: bool) -> tuple[str, str]:
        placed = PendingOrders(shop).place(
            actor, shelf.basket("6901"), AskMoney(account, AttemptKind.QR)
        )
        assert placed.attempt is not None
        collector.start(placed.attempt.attempt.id)
        number = placed.attempt.attempt.out_trade_no
        if pay:
            gateway.customer_pays(number)
            clock.advance(timedelta(seconds=4))
            collector.look()
        else:
            PendingOrders(shop).hand_over(actor, placed.attempt.attempt.id)
        return placed.number, number

    def by_hand(reference: str) -> str:
        tender = Tender(Method.WECHAT, 850, reference)
        return Selling(shop).finish(actor, shelf.basket("6901"), (tender,)).number

    rows = [paid_row(clock.now(), by_phone(pay=True)[1], 850, transaction="4200001")]
    late, number = by_phone(pay=False)
    rows.append(paid_row(clock.now(), number, 850, transaction="4200419"))
    rounded = by_hand("0417")
    rows.append(paid_row(clock.now(), "x", 770, transaction="4200417"))
    missing = by_hand("")
    bill = tmp_path / "wechat.csv"
    bill.write_bytes(trade_bill(*rows).content)
    clock.advance(timedelta(days=1))
    return Day(shop, actor, bill, gateway, late, rounded, missing)


@pytest.fixture
def page(qtbot: QtBot, shell: FakeShell, day: Day) -> Iterator[ReconcilePage]:
    """The page as it is when it was just entered."""
    page = ReconcilePage(shell, ReconcileModel(day.desk()))
    qtbot.addWidget(page)
    page.resize(1282, 712)
    page.show()
    page.entered()
    yield page
    page.left()
