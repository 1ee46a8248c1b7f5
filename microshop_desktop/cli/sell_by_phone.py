"""Selling for money that comes by phone: written first, asked for, followed to a known end."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING
from uuid import UUID

from microshop_desktop.cli.collecting import waiting
from microshop_desktop.cli.following import Follower, Record
from microshop_desktop.domain.basket import Basket, Method
from microshop_desktop.domain.codes import PaymentScheme, clean_code, payment_scheme
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.payment import Attempt, AttemptKind, AttemptState
from microshop_desktop.services.attempt_book import AttemptBook
from microshop_desktop.services.attempt_records import AttemptRecord
from microshop_desktop.services.payment_accounts import PaymentAccounts
from microshop_desktop.services.pending_orders import AskMoney, PendingOrders

if TYPE_CHECKING:
    from microshop_desktop.payments.collector import Collector
    from microshop_desktop.services.actor import Actor
    from microshop_desktop.services.shop import Shop

CLOSING_SECONDS = 60.0
"""How long a command waits for a platform to confirm that a payment is closed."""
_FOREVER = 3600.0
"""Longer than any platform lets a payment stay open."""


@dataclass(frozen=True, slots=True)
class PhoneWish:
    """How the money is to come. `code`: what the customer's phone shows, else we show a QR.

    `seconds` after which the command gives up; None: when the platform's own time is over.
    """

    method: Method
    code: str = field(default="", repr=False)
    seconds: float | None = None


def read_code(text: str, seconds: float | None) -> PhoneWish:
    """Return the wish of a payment code; `unionpay_not_taken`, `not_a_payment_code`."""
    code = clean_code(text)
    scheme = payment_scheme(code)
    if scheme is None:
        raise ShopError(ErrorCode.NOT_A_PAYMENT_CODE)
    if scheme is PaymentScheme.UNIONPAY:
        raise ShopError(ErrorCode.UNIONPAY_NOT_TAKEN)
    method = Method.WECHAT if scheme is PaymentScheme.WECHAT else Method.ALIPAY
    return PhoneWish(method, code, seconds)


class PhoneSale:
    """One order paid by phone, from the command line."""

    def __init__(self, shop: "Shop", actor: "Actor", collector: "Collector") -> None:
        """Sell in this shop and ask by this collector."""
        self._shop = shop
        self._actor = actor
        self._collector = collector
        self._orders = PendingOrders(shop)
        self._book = AttemptBook(shop)

    def sell(self, basket: Basket, wish: PhoneWish, show_qr: Callable[[Attempt], None]) -> str:
        """Sell a basket and return the order's number once the money is there.

        `payment_failed` when it was not paid: the order is cancelled. `payment_followed` when
        nobody knows yet; then it is followed by the window or by `microshop payments resolve`.
        """
        account = PaymentAccounts(self._shop).serving(self._actor, wish.method)
        if account is None:
            raise ShopError(ErrorCode.ACCOUNT_MISSING, account=wish.method.value)
        kind = AttemptKind.CODE if wish.code else AttemptKind.QR
        with waiting() as ended:
            placed = self._orders.place(self._actor, basket, AskMoney(account.id, kind))
            if placed.attempt is None:
                raise ShopError(ErrorCode.BASKET_FINISHED)
            attempt = placed.attempt.attempt.id
            self._collector.start(attempt, wish.code)
            self._wait(attempt, wish, show_qr, ended)
        return self._settled(attempt)

    def _wait(
        self, attempt: UUID, wish: PhoneWish, show_qr: Callable[[Attempt], None], ended: Event
    ) -> None:
        """Wait for the end in the time there is, then have the attempt closed."""
        follower = Follower(self._shop, self._collector, ended)
        seconds = _FOREVER if wish.seconds is None else wish.seconds
        began = self._shop.clock.monotonic()
        follower.follow(_only(attempt), lambda: self._waits_for_qr(attempt), seconds=seconds)
        current = self._attempt(attempt)
        if current.qr and current.is_open:
            show_qr(current)
        left = seconds - (self._shop.clock.monotonic() - began)
        if not follower.follow(
            _only(attempt), lambda: self._attempt(attempt).is_open, seconds=left
        ):
            self._close(attempt)

    def _close(self, attempt: UUID) -> None:
        """Have the attempt closed; a second Ctrl+C leaves that to others."""
        self._orders.give_up(self._actor, attempt)
        follower = Follower(self._shop, self._collector, Event())
        with suppress(KeyboardInterrupt):
            follower.follow(
                _only(attempt), lambda: self._attempt(attempt).is_open, seconds=CLOSING_SECONDS
            )

    def _settled(self, attempt: UUID) -> str:
        """Return the number of a paid order; cancel the order of an attempt that ended unpaid."""
        record = self._record(attempt)
        number, state = record.order_number, record.attempt.state
        if state is AttemptState.PAID:
            return number
        if record.attempt.is_open:
            raise ShopError(ErrorCode.PAYMENT_FOLLOWED, number=number, state=state.value)
        self._orders.cancel(self._actor, record.order)
        raise ShopError(
            ErrorCode.PAYMENT_FAILED,
            number=number,
            reason=_reason(record.attempt),
            state=state.value,
            refusal=record.attempt.refusal.value if record.attempt.refusal else "",
        )

    def _waits_for_qr(self, attempt: UUID) -> bool:
        current = self._attempt(attempt)
        return current.kind is AttemptKind.QR and current.is_open and not current.qr

    def _attempt(self, attempt: UUID) -> Attempt:
        return self._record(attempt).attempt

    def _record(self, attempt: UUID) -> AttemptRecord:
        return self._book.get(self._actor, attempt)


def _only(attempt: UUID) -> Callable[[Record], bool]:
    return lambda record: isinstance(record, AttemptRecord) and record.attempt.id == attempt


def _reason(attempt: Attempt) -> str:
    """Say why an attempt ended unpaid."""
    from microshop_desktop.infra.refusal_words import refusal_words
    from microshop_desktop.infra.translations import _

    if attempt.refusal is None:
        return _("nobody paid in time")
    return refusal_words(attempt.refusal)[0]
