"""Collecting by phone over the services of the shop. Made by the application with the collector."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from microshop_desktop.domain.basket import Basket, Method, Tender
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.attempt_book import AttemptBook
from microshop_desktop.services.attempt_records import AttemptRecord
from microshop_desktop.services.money_refunds import MoneyRefunds
from microshop_desktop.services.order_values import OrderView
from microshop_desktop.services.orders import Orders
from microshop_desktop.services.payment_accounts import PaymentAccounts
from microshop_desktop.services.pending_orders import AskMoney, PaidRest, PendingOrders, Placed
from microshop_desktop.services.shop import Shop
from microshop_desktop.ui.sell.phone_desk import PhoneAsk


class Asker(Protocol):
    """The collector as the till uses it; none of it waits for a platform."""

    def start(self, attempt: UUID, code: str = "") -> None:
        """Send a new attempt at once; `code` is what the customer showed, used once."""
        ...

    def ask_now(self, attempt: UUID) -> None:
        """Do what is next for an attempt now."""
        ...

    def look_again(self) -> None:
        """Look into the book: something new is to be followed."""
        ...

    @property
    def offline_since(self) -> datetime | None:
        """Since when no platform could be reached."""
        ...


class ServicePhoneDesk:
    """Collecting by phone over the services of an open shop."""

    def __init__(self, shop: Shop, actor: Actor, asker: Asker) -> None:
        """Act as this person; `asker` follows what is open."""
        self._actor = actor
        self._asker = asker
        self._accounts = PaymentAccounts(shop)
        self._attempts = AttemptBook(shop)
        self._orders = Orders(shop)
        self._pending = PendingOrders(shop)
        self._refunds = MoneyRefunds(shop)
        self._zone = ZoneInfo(shop.profile.zone)

    def takes(self, method: Method) -> bool:
        """Tell whether a merchant account collects this way."""
        return self._accounts.serving(self._actor, method) is not None

    def place(self, basket: Basket, ask: PhoneAsk, shown_total: int) -> Placed:
        """Write the order of a basket, ask for its money and send the attempt."""
        money = self._money(ask)
        placed = self._pending.place(self._actor, basket, money, shown_total=shown_total)
        if placed.attempt is None:
            placed = self._pending.ask(self._actor, placed.order, money)
        return self._sent(placed, ask)

    def ask(self, order: UUID, ask: PhoneAsk) -> Placed:
        """Ask for what is still due of an order and send the attempt."""
        return self._sent(self._pending.ask(self._actor, order, self._money(ask)), ask)

    def look(self, attempt: UUID) -> AttemptRecord:
        """Return an attempt as it is now."""
        return self._attempts.get(self._actor, attempt)

    def order(self, order: UUID) -> OrderView:
        """Return an order as it is now."""
        return self._orders.detail(self._actor, order)

    def ask_now(self, attempt: UUID) -> None:
        """Have the platform asked now."""
        self._asker.ask_now(attempt)

    def look_again(self) -> None:
        """Have what was written just now followed."""
        self._asker.look_again()

    def give_up(self, attempt: UUID) -> None:
        """Have an attempt closed; one that nobody could pay ends at once, also without network."""
        if self._attempts.drop(self._actor, attempt).is_open:
            self._pending.give_up(self._actor, attempt)
            self._asker.ask_now(attempt)

    def hand_over(self, attempt: UUID, reference: str) -> None:
        """Let the goods go though it is not known whether the money came."""
        self._pending.hand_over(self._actor, attempt, reference)

    def pay(self, order: UUID, tenders: Sequence[Tender]) -> PaidRest:
        """Take cash, or what was seen to arrive, for an order."""
        return self._pending.pay(self._actor, order, tenders)

    def cancel(self, order: UUID) -> None:
        """Cancel an order that nobody paid for."""
        self._pending.cancel(self._actor, order)

    def drop(self, order: UUID, key: UUID) -> None:
        """Cancel an order and give back what was paid for it."""
        self._refunds.drop_order(self._actor, order, key)
        self._asker.look_again()

    @property
    def offline_since(self) -> datetime | None:
        """Since when no platform could be reached."""
        return self._asker.offline_since

    def local(self, moment: datetime) -> datetime:
        """Return a moment as the clocks of the shop show it."""
        return moment.astimezone(self._zone)

    def _money(self, ask: PhoneAsk) -> AskMoney:
        account = self._accounts.serving(self._actor, ask.method)
        if account is None:
            raise ShopError(ErrorCode.ACCOUNT_MISSING, account=ask.method.value)
        return AskMoney(account.id, ask.kind, ask.amount)

    def _sent(self, placed: Placed, ask: PhoneAsk) -> Placed:
        if placed.attempt is not None:
            self._asker.start(placed.attempt.attempt.id, ask.code)
        return placed
