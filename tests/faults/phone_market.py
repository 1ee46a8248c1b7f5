"""A real shop, the real collector and clients, and the sandbox, all on one clock in one process.

What a test does to it is what customers, cashiers, networks and power cuts do; `settle` then lets
everything come to rest, and `check` compares books, stock and the sandbox's own ledger to the fen.
"""

import random
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import cast
from uuid import UUID

import requests
from sqlalchemy import bindparam, text

from microshop_desktop.domain.basket import Basket, Method
from microshop_desktop.domain.merchant_accounts import receiver
from microshop_desktop.domain.payment import AttemptKind
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.infra.http import Http, HttpAnswer, HttpClient, HttpRequest
from microshop_desktop.payments.collector import Collector, Gateways
from microshop_desktop.payments.gateway import PaymentGateway
from microshop_desktop.payments.registry import make_gateway
from microshop_desktop.persistence.columns import IdType
from microshop_desktop.persistence.database import Database
from microshop_desktop.persistence.tables.orders import PaymentAccount
from microshop_desktop.sandbox.faults import written
from microshop_desktop.sandbox.sandbox import Sandbox
from microshop_desktop.sandbox.trades import Platform, Trade
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.attempt_book import AccountFacts, AttemptBook
from microshop_desktop.services.attempt_records import AttemptRecord, attempts_of
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.mismatches import Mismatches
from microshop_desktop.services.order_values import OrderView
from microshop_desktop.services.orders import Orders
from microshop_desktop.services.pending_orders import AskMoney, PendingOrders, Placed
from microshop_desktop.services.refund_book import RefundBook
from microshop_desktop.services.shop import Shop
from tests.contract.contenders import START, practice_keys, values
from tests.contract.wsgi_adapter import WsgiAdapter
from tests.services.shelf import Shelf

CHIPS = "6901234567892"
PRICE = 850
STOCK = 100_000_000
LINES = ("wechat", "wechat-v2", "alipay")
"""The accounts, by the names of the contract suite."""
_KINDS = {"wechat": "wechat_pay", "wechat-v2": "wechat_pay", "alipay": "alipay"}
_QUIET_STEPS = 4000
_KEPT = text(
    """
    SELECT coalesce(sum(payment.amount), 0) - coalesce((
        SELECT sum(way.amount) FROM refund_payment AS way
        JOIN payment AS paid ON paid.id = way.payment_id
        WHERE paid.attempt_id = :attempt AND way.state = 'done' AND way.out_refund_no IS NOT NULL
    ), 0)
    FROM payment WHERE attempt_id = :attempt
    """
).bindparams(bindparam("attempt", type_=IdType()))


class Killed(BaseException):
    """The program was killed with SIGKILL: nothing of it goes on."""


@cache
def account_values(line: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return settings and secrets of an account; the same keys always make the same ones."""
    with tempfile.TemporaryDirectory() as folder:
        settings, secrets = values(line, Sandbox(practice_keys()), Path(folder))
    return dict(settings), dict(secrets)


@dataclass
class FatalHttp:
    """Sends through the real client and ends the program where it is told to."""

    inner: Http
    kill_before: int = 0
    kill_after: int = 0
    sent: int = 0

    def send(self, request: HttpRequest) -> HttpAnswer:
        """Send, or die before or after the request reached the platform."""
        self.sent += 1
        if self.kill_before:
            self.kill_before -= 1
            if not self.kill_before:
                raise Killed
        try:
            return self.inner.send(request)
        finally:
            if self.kill_after:
                self.kill_after -= 1
                if not self.kill_after:
                    raise Killed


@dataclass
class Market:
    """The shop with its accounts, the sandbox, and one clock for all."""

    database: Database
    shop: Shop
    clock: FixedClock
    sandbox: Sandbox
    http: FatalHttp
    accounts: dict[str, UUID]
    chips: UUID
    actor: Actor = field(init=False)
    collector: Collector = field(init=False)
    codes: int = 0
    orders: list[UUID] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.actor = self.shop.owner()
        self.restart()

    # ------------------------------------------------------------------------------- the program

    @property
    def pending(self) -> PendingOrders:
        """The services of the till."""
        return PendingOrders(self.shop)

    def restart(self) -> None:
        """Begin the program anew: only what was committed is there."""
        self.http.kill_before = self.http.kill_after = 0
        self.collector = Collector(self.shop, self.actor, Gateways(self._make))
        self.collector.wake()

    def alive(self, work: Callable[[], None]) -> None:
        """Do something; a program that is killed meanwhile begins anew."""
        try:
            work()
        except Killed:
            self.restart()

    def _make(self, facts: AccountFacts) -> PaymentGateway:
        line = next(line for line, account in self.accounts.items() if account == facts.account)
        settings, secrets = account_values(line)
        method = Method.ALIPAY if line == "alipay" else Method.WECHAT
        return make_gateway(method, settings, secrets, http=self.http, clock=self.clock)

    # ------------------------------------------------------------------------------- the counter

    def basket(self, pieces: int = 2) -> Basket:
        """A basket of chips."""
        return Shelf(self.shop, self.actor).basket(*[CHIPS] * pieces)

    def place(self, line: str, kind: AttemptKind, pieces: int = 2) -> Placed:
        """Write an order and note the attempt; nothing is sent yet."""
        ask = AskMoney(self.accounts[line], kind)
        placed = self.pending.place(self.actor, self.basket(pieces), ask)
        self.orders.append(placed.order)
        return placed

    def send(self, placed: Placed, code: str = "") -> None:
        """Send the attempt, as the till does at once."""
        assert placed.attempt is not None
        number = placed.attempt.attempt.id
        self.alive(lambda: self.collector.start(number, code))

    def code(self, line: str, ending: str = "9999") -> str:
        """A fresh payment code; its last digits say how the customer behaves."""
        self.codes += 1
        return f"{'28' if line == 'alipay' else '13'}{self.codes:012d}{ending}"

    def attempts(self, order: UUID) -> list[AttemptRecord]:
        """All attempts of an order."""
        with self.database.read() as connection:
            return attempts_of(connection, order)

    def order(self, order: UUID) -> OrderView:
        """An order as it is now."""
        return Orders(self.shop).detail(self.actor, order)

    # -------------------------------------------------------------------- the world around the till

    def fault(self, written_fault: str) -> None:
        """Let something go wrong from now on."""
        self.sandbox.faults.add(written(written_fault))

    def heal(self) -> None:
        """Let nothing go wrong any more."""
        self.sandbox.faults.clear()

    def trade(self, record: AttemptRecord) -> Trade | None:
        """What the platform knows of an attempt."""
        try:
            return self.sandbox.trade(record.attempt.out_trade_no)
        except KeyError:
            return None

    def customer_pays(self, record: AttemptRecord) -> bool:
        """Let the customer scan the QR and pay; only what was shown can be scanned."""
        trade = self.trade(record)
        if trade is None or not record.attempt.can_be_paid:
            return False
        self.sandbox.world.settle()
        if self.clock.now() >= trade.asked.code_expires_at and trade.scanned_at is None:
            return False
        return self.sandbox.pay(record.attempt.out_trade_no)

    def pass_time(self, seconds: float) -> None:
        """Let time pass; the collector looks whenever something is due."""
        end = self.clock.now() + timedelta(seconds=seconds)
        while self.clock.now() < end:
            due = self.collector.next_due()
            moment = end if due is None else min(max(due, self.clock.now()), end)
            self.clock.advance(moment - self.clock.now())
            self.alive(self.collector.look)
            self.sandbox.world.settle()
            if due is None or moment >= end:
                self.clock.advance(max(end - self.clock.now(), timedelta(0)))
                return

    def settle(self) -> None:
        """Let everything come to rest: until nothing is followed any more."""
        self.heal()
        for _ in range(_QUIET_STEPS):
            due = self.collector.next_due()
            if due is None:
                return
            self.clock.advance(max(due - self.clock.now(), timedelta(0)))
            self.alive(self.collector.look)
        raise AssertionError(self.open_ones())

    def open_ones(self, orders: Sequence[UUID] | None = None) -> list[AttemptRecord]:
        """What may still be paid, of some or all orders."""
        return [
            record
            for order in (self.orders if orders is None else orders)
            for record in self.attempts(order)
            if record.attempt.is_open
        ]

    # ------------------------------------------------------------------------------------ the proof

    def check(self, orders: Sequence[UUID] | None = None) -> None:
        """Books, stock and ledger agree to the fen, and nobody is left in doubt.

        `orders`: only these are looked through one by one; sums are always of all.
        """
        assert RefundBook(self.shop).next_due(self.actor) is None
        assert AttemptBook(self.shop).next_due(self.actor) is None
        assert Mismatches(self.shop).every(self.actor) == []
        for order in self.orders if orders is None else orders:
            self._check_order(order)
        findings = Doctor(self.shop).check(self.actor)
        assert findings.ok, [check for check in findings.checks if not check.ok]
        if orders is None:
            assert self.open_ones() == []
            self._check_goods()
            self._check_balance()

    def _check_order(self, order: UUID) -> None:
        view = self.order(order)
        assert view.pay_state in {"unpaid", "part", "paid"}, view
        for record in self.attempts(order):
            assert not record.attempt.is_open, record
            number = record.attempt.out_trade_no
            assert self.sandbox.world.received(number) == self.booked(record), (record, view)

    def booked(self, record: AttemptRecord) -> int:
        """What the books kept of an attempt."""
        return booked(self.database, record.attempt.id)

    def _check_goods(self) -> None:
        gone = 0
        for order in self.orders:
            view = self.order(order)
            if view.state == "completed":
                gone += sum(line.quantity - line.refunded_quantity for line in view.lines)
        level = Shelf(self.shop, self.actor).level(self.chips)
        assert level.on_hand == STOCK - gone
        waiting = [self.order(order) for order in self.orders]
        kept = sum(
            line.quantity
            for view in waiting
            if view.state == "pending_payment"
            for line in view.lines
        )
        assert level.reserved == kept

    def _check_balance(self) -> None:
        """The platforms' accounts hold what the books say came and stayed, and not a fen more."""
        booked = sum(
            self.booked(record) for order in self.orders for record in self.attempts(order)
        )
        assert sum(trade.net for trade in self.sandbox.world.trades()) == booked


def booked(database: Database, attempt: UUID) -> int:
    """What the books kept of an attempt: its payment, less what went back through it."""
    with database.read() as connection:
        return cast("int", connection.execute(_KEPT, {"attempt": attempt}).scalar_one())


def open_market(path: Path, seed: int = 7) -> Market:
    """Found a shop in a file (a copy of an empty one) and put the accounts of the sandbox in."""
    clock = FixedClock(START)
    database = Database(path)
    shop = found_shop(database, clock, name="Market", currency_code="CNY", owner="Lin")
    sandbox = Sandbox(
        practice_keys(),
        now=clock.now,
        wait=lambda seconds: clock.advance(timedelta(seconds=seconds)),
        rng=random.Random(seed),
    )

    def prepare(session: requests.Session) -> None:
        session.mount("http://", WsgiAdapter(sandbox.application))

    shelf = Shelf(shop, shop.owner())
    chips = shelf.sku("Chips", CHIPS, PRICE)
    shelf.stock(chips, STOCK, 10_000_000)
    accounts = {line: _account(shop, line) for line in LINES}
    http = FatalHttp(HttpClient(clock, prepare=prepare))
    return Market(database, shop, clock, sandbox, http, accounts, chips)


def platform_of(line: str) -> Platform:
    """The platform of an account."""
    return Platform.ALIPAY if line == "alipay" else Platform.WECHAT


def _account(shop: Shop, line: str) -> UUID:
    settings, _ = account_values(line)
    account = shop.ids.new()
    with shop.database.session() as session:
        session.add(
            PaymentAccount(
                id=account,
                kind=_KINDS[line],
                name=line,
                practice=True,
                settings={**settings, "merchant": receiver(_KINDS[line], settings)},
                changed_at=shop.clock.now(),
            )
        )
    return account
