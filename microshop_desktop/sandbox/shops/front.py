"""What stands before a shop on the network: takes requests, and lets go wrong what is to go wrong.

A platform is a subclass: it names its endpoints, checks who asks, and answers in its own words.
"""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from enum import StrEnum
from time import sleep
from typing import TypeVar

from microshop_desktop.sandbox.faults import FaultName, FaultPlan, Mischief
from microshop_desktop.sandbox.messages import (
    Answer,
    BadTls,
    NoAnswer,
    NotReached,
    Request,
    html_answer,
)
from microshop_desktop.sandbox.shops.faults import BEHIND_SECONDS, ShopFault
from microshop_desktop.sandbox.shops.goods import Sku
from microshop_desktop.sandbox.shops.orders import Order, RefundMade
from microshop_desktop.sandbox.shops.shop import Shop
from microshop_desktop.sandbox.wsgi import Wait, WsgiApplication

T = TypeVar("T")
_DONE_FAULTS = (
    (FaultName.SERVER_ERROR_APPLIED, FaultName.SERVER_ERROR),
    (FaultName.SYSTEM_ERROR_APPLIED, FaultName.SYSTEM_ERROR),
)
TROUBLES: tuple[StrEnum, ...] = (
    FaultName.SERVER_ERROR,
    FaultName.SYSTEM_ERROR,
    FaultName.TOO_FAST,
    ShopFault.KEY_REFUSED,
    ShopFault.TOKEN_ENDED,
    ShopFault.IP_BLOCKED,
    ShopFault.NO_RIGHT,
)
"""The faults that a platform answers in its own words, in place of doing anything."""


@dataclass(frozen=True, slots=True)
class Call:
    """A request that came, when by the platform's clock, and what is to go wrong with it."""

    shop: Shop
    request: Request
    endpoint: str
    mischief: Mischief
    now: datetime

    def told(self, orders: Iterable[Order]) -> list[Order]:
        """Return the orders that lists tell of by now."""
        return self.ripe(orders, lambda order: order.changed_at)

    def told_backs(self, orders: Iterable[Order]) -> list[tuple[Order, RefundMade]]:
        """Return what is asked back as far as lists tell of it by now, with its order."""
        pairs = [(order, back) for order in orders for back in order.refunds]
        return self.ripe(pairs, lambda pair: pair[1].at)

    def ripe(self, rows: Iterable[T], changed: Callable[[T], datetime]) -> list[T]:
        """Return the rows whose change is old enough to be told of."""
        rule = self.mischief.strikes(ShopFault.BEHIND)
        if rule is None:
            return list(rows)
        seconds = BEHIND_SECONDS if rule.seconds is None else rule.seconds
        until = self.now - timedelta(seconds=seconds)
        return [row for row in rows if changed(row) <= until]

    def shift_backs(self, orders: Iterable[Order], *, is_later_page: bool) -> None:
        """Let what changed first of all that is asked back change between two pages."""
        backs = sorted((back.at, back.refund_id, back) for one in orders for back in one.refunds)
        if is_later_page and backs and self.mischief.strikes(ShopFault.PAGES_SHIFT):
            backs[0][-1].at = self.shop.now()

    def shift(self, orders: list[Order], *, is_later_page: bool) -> None:
        """Let the first of the orders change between two pages, where that is to happen.

        Who lists by the time of change sorts anew afterwards.
        """
        if is_later_page and orders and self.mischief.strikes(ShopFault.PAGES_SHIFT):
            self.shop.touch(orders[0])

    def spoiled(self, rows: list[T]) -> list[T]:
        """Return the rows of a page as they are sent."""
        if rows and self.mischief.strikes(ShopFault.ROWS_TWICE):
            rows = [rows[0], *rows]
        if rows and self.mischief.strikes(ShopFault.ROWS_SHUFFLED):
            rows = rows[::-1]
        return rows

    def word(self, own: str) -> str:
        """Return the word for an order's state, unless it is to be one that nobody knows."""
        return "quantum_limbo" if self.mischief.strikes(ShopFault.WORD_UNKNOWN) else own

    def before_stock_write(self, sku: Sku) -> None:
        """Let a customer be quicker, where that is to happen."""
        if sku.stock and self.mischief.strikes(ShopFault.STOCK_MOVES):
            sku.stock -= 1


class Front(ABC):
    """One platform with one shop. `application` is a WSGI callable, `handle` the same by values."""

    def __init__(self, shop: Shop, *, wait: Wait = sleep) -> None:
        self.shop = shop
        self.faults = FaultPlan()
        self.counts: Counter[str] = Counter()
        self.application = WsgiApplication(self.handle, wait)

    @abstractmethod
    def endpoint(self, request: Request) -> str | None:
        """Return the name of the endpoint a request is for.

        What all platforms have is named alike, so that a fault strikes the same act everywhere:
        `check`, `token`, `goods.list`, `stock.get`, `stock.set`, `orders.list`, `orders.get`,
        `orders.ship`.
        """

    @abstractmethod
    def answer(self, call: Call) -> Answer:
        """Check a request, do what it asks and answer."""

    @abstractmethod
    def trouble(self, call: Call, fault: StrEnum) -> Answer:
        """Answer one of `TROUBLES` as the platform does."""

    def complain(self, text: str) -> None:
        """Take down what a client did that the platform's pages advise against."""
        self.shop.complaints.append(text)

    def handle(self, request: Request) -> Answer:
        """Answer a request; raises `Broken` where no proper answer arrives."""
        with self.shop.lock:
            self.shop.settle()
            endpoint = self.endpoint(request)
            if endpoint is None:
                return html_answer(404, "<html><body>404 Not Found</body></html>")
            self.counts[endpoint] += 1
            mischief = self.faults.begin(endpoint)
            skew = mischief.strikes(FaultName.CLOCK_SKEW)
            now = self.shop.now() + timedelta(seconds=skew.lasts if skew else 0)
            call = Call(self.shop, request, endpoint, mischief, now)
            answer = self._kept_away(call) or self._spoiled(call, self.answer(call))
            date = format_datetime(now.astimezone(UTC), usegmt=True)
            return replace(answer, headers={"Date": date, **answer.headers})

    def _kept_away(self, call: Call) -> Answer | None:
        """Let happen what keeps a request from being done."""
        strikes = call.mischief.strikes
        if strikes(FaultName.NOT_REACHED):
            raise NotReached
        if strikes(FaultName.BAD_TLS):
            raise BadTls
        if lost := strikes(FaultName.NO_ANSWER):
            raise NoAnswer(lost.lasts)
        if late := strikes(FaultName.APPLIED_LATE):
            calm = replace(call, mischief=Mischief({}))
            self.shop.later(late.lasts, lambda: self.answer(calm))
            raise NoAnswer(late.lasts)
        if strikes(FaultName.CAPTIVE_PORTAL):
            return html_answer(200, "<html><body>Log in to use Wi-Fi</body></html>")
        if strikes(FaultName.CAPTIVE_REDIRECT):
            return html_answer(302, "", Location="http://portal.invalid/login")
        return next((self.trouble(call, fault) for fault in TROUBLES if strikes(fault)), None)

    def _spoiled(self, call: Call, answer: Answer) -> Answer:
        """Let happen what spoils the answer to a request that was done."""
        strikes = call.mischief.strikes
        for applied, told in _DONE_FAULTS:
            if strikes(applied):
                answer = self.trouble(call, told)
        if lost := strikes(FaultName.ANSWER_LOST):
            raise NoAnswer(lost.lasts)
        for name in (FaultName.SLOW, FaultName.LATE_ANSWER):
            if rule := strikes(name):
                answer = replace(answer, delay=answer.delay + rule.lasts)
        return replace(answer, cut=True) if strikes(FaultName.CUT) else answer
