"""Payments followed beside the window."""

import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from microshop_desktop.app.opened import OpenedShop
from microshop_desktop.app.start import build_app
from microshop_desktop.app.till import Overrides, Till
from microshop_desktop.domain.payment import AttemptKind
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.infra.folders import Folders
from microshop_desktop.infra.settings import Settings
from microshop_desktop.persistence.tables.shop import Lease
from microshop_desktop.services.events import AttemptChanged
from microshop_desktop.services.orders import Orders
from microshop_desktop.services.payment_accounts import AccountForm, PaymentAccounts
from microshop_desktop.services.pending_orders import AskMoney, PendingOrders
from microshop_desktop.ui.runner import ImmediateRunner
from microshop_desktop.ui.widgets.sounds import SilentSounds
from tests.payments.scripted import MERCHANT, ScriptedGateway
from tests.services.shelf import Shelf
from tests.ui.app.conftest import CODE
from tests.ui.app.test_till import opened

PRACTICE = AccountForm(
    "wechat_pay", "WeChat Pay", {"mch_id": MERCHANT, "base_url": "http://127.0.0.1:1"}
)


@pytest.fixture
def gateway() -> ScriptedGateway:
    return ScriptedGateway()


@pytest.fixture
def paying(
    stocked: Folders,
    settings: Settings,
    clock: FixedClock,
    qapp: QApplication,
    gateway: ScriptedGateway,
) -> Iterator[Till]:
    """A program whose platforms are scripted."""
    overrides = Overrides(
        clock=clock,
        runner=ImmediateRunner(),
        sounds=SilentSounds(),
        gateways=lambda _facts: gateway,
    )
    made = build_app(stocked, settings=settings, overrides=overrides)
    yield made
    made.end()


def collector_runs() -> bool:
    return any(thread.name == "collector" for thread in threading.enumerate())


def place(till: Till) -> tuple[PendingOrders, AttemptChanged]:
    """Write an order for one thing, to be paid by QR; it is not sent yet."""
    services = till.open_services()
    account = PaymentAccounts(services.shop).every(services.actor)[0]
    basket = Shelf(services.shop, services.actor).basket(CODE)
    orders = PendingOrders(services.shop)
    placed = orders.place(services.actor, basket, AskMoney(account.id, AttemptKind.QR))
    assert placed.attempt is not None
    return orders, AttemptChanged(placed.attempt.attempt.id, placed.order)


def test_a_shop_without_accounts_follows_nothing(paying: Till, qtbot: QtBot) -> None:
    opened(paying, qtbot)
    assert not collector_runs()


def test_an_account_that_is_added_begins_it_and_the_end_ends_it(paying: Till, qtbot: QtBot) -> None:
    opened(paying, qtbot)
    services = paying.open_services()
    accounts = PaymentAccounts(services.shop)
    accounts.save(services.actor, accounts.check(services.actor, PRACTICE), PRACTICE)
    qtbot.waitUntil(collector_runs)
    paying.end()
    qtbot.waitUntil(lambda: not collector_runs())


def test_what_the_thread_finds_out_arrives_in_the_main_thread(
    paying: Till, qtbot: QtBot, gateway: ScriptedGateway
) -> None:
    opened(paying, qtbot)
    services = paying.open_services()
    accounts = PaymentAccounts(services.shop)
    accounts.save(services.actor, accounts.check(services.actor, PRACTICE), PRACTICE)
    _orders, attempt = place(paying)
    told_in: list[bool] = []
    main = QThread.currentThread()
    services.bridge.sale_finished.connect(
        lambda _event: told_in.append(QThread.currentThread() is main)
    )
    paying.collecting.thread.start(attempt.attempt)
    qtbot.waitUntil(lambda: bool(gateway.asked))
    gateway.customer_pays(gateway.asked[0][1])
    qtbot.waitUntil(lambda: bool(gateway.asked[1:]) or _ask_again(paying, attempt))
    qtbot.waitUntil(lambda: told_in == [True])
    order = Orders(services.shop).detail(services.actor, attempt.order)
    assert (order.state, order.pay_state) == ("completed", "paid")


def _ask_again(till: Till, attempt: AttemptChanged) -> bool:
    till.collecting.thread.ask_now(attempt.attempt)
    return False


def test_a_start_takes_up_what_a_former_run_left_open(
    paying: Till,
    settings: Settings,
    clock: FixedClock,
    qtbot: QtBot,
    gateway: ScriptedGateway,
) -> None:
    opened(paying, qtbot)
    services = paying.open_services()
    accounts = PaymentAccounts(services.shop)
    accounts.save(services.actor, accounts.check(services.actor, PRACTICE), PRACTICE)
    _orders, attempt = place(paying)
    paying.collecting.thread.start(attempt.attempt)
    qtbot.waitUntil(lambda: bool(gateway.asked))
    paying.end()
    gateway.customer_pays(gateway.asked[0][1])
    again = build_app(
        paying.folders,
        settings=settings,
        overrides=Overrides(
            clock=clock,
            runner=ImmediateRunner(),
            sounds=SilentSounds(),
            gateways=lambda _facts: gateway,
        ),
    )
    opened(again, qtbot)
    restarted = again.open_services()
    qtbot.waitUntil(
        lambda: Orders(restarted.shop).detail(restarted.actor, attempt.order).pay_state == "paid"
    )
    again.end()


def test_a_changed_account_gets_a_new_gateway(
    stocked: Folders, settings: Settings, clock: FixedClock, qtbot: QtBot
) -> None:
    made: list[str] = []

    def make(facts: object) -> ScriptedGateway:
        made.append(str(facts))
        return ScriptedGateway()

    overrides = Overrides(
        clock=clock, runner=ImmediateRunner(), sounds=SilentSounds(), gateways=make
    )
    till = build_app(stocked, settings=settings, overrides=overrides)
    opened(till, qtbot)
    services = till.open_services()
    accounts = PaymentAccounts(services.shop)
    account = accounts.check(services.actor, PRACTICE)
    accounts.save(services.actor, account, PRACTICE)
    _orders, attempt = place(till)
    till.collecting.thread.start(attempt.attempt)
    qtbot.waitUntil(lambda: len(made) == 1)
    accounts.save(services.actor, account, PRACTICE)
    qtbot.waitUntil(lambda: len(made) > 1 or _ask_again(till, attempt))
    till.end()


def test_a_look_at_the_book_writes_nothing(paying: Till, qtbot: QtBot) -> None:
    """Else the window, which watches the file, would read all anew and have it looked at again.

    Not even the lease is taken while nothing is open.
    """
    opened(paying, qtbot)
    services = paying.open_services()
    accounts = PaymentAccounts(services.shop)
    accounts.save(services.actor, accounts.check(services.actor, PRACTICE), PRACTICE)
    assert paying.collecting.thread is not None
    assert paying.caretaker is not None
    watch = paying.caretaker.watch
    qtbot.wait(50)
    watch.look()
    told: list[bool] = []
    watch.changed.connect(lambda: told.append(True))
    for _look in range(5):
        paying.collecting.nudge()
        qtbot.wait(30)
        watch.look()
    assert told == []
    assert leases(services) == []


def leases(services: OpenedShop) -> list[str]:
    with services.shop.database.read() as connection:
        return list(connection.scalars(select(Lease.holder)))


def test_nothing_of_networks_and_keys_is_loaded_before_a_gateway_is_made() -> None:
    script = (
        "import sys\n"
        "import microshop_desktop.app.collecting\n"
        "sys.exit(', '.join({'requests', 'cryptography', 'keyring'} & set(sys.modules)) or 0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
