"""Money by phone in the demo: practice platforms beside the shop, its accounts, and a customer."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from microshop_desktop.domain.basket import Basket, Method
from microshop_desktop.domain.merchant_accounts import ALIPAY, WECHAT_PAY
from microshop_desktop.domain.payment import Attempt, AttemptKind
from microshop_desktop.infra.clock import Clock, FixedClock
from microshop_desktop.infra.http import HttpClient, HttpRequest
from microshop_desktop.infra.secrets import NoKeyring, SecretStore
from microshop_desktop.infra.translations import _
from microshop_desktop.payments.account_keys import AccountKeys
from microshop_desktop.payments.account_setup import AccountSetup, AccountWish
from microshop_desktop.payments.collector import Collector, Gateways
from microshop_desktop.payments.key_import import taken_in
from microshop_desktop.payments.making import GatewayMaker
from microshop_desktop.sandbox.accounts import Mode
from microshop_desktop.sandbox.credentials import Credentials
from microshop_desktop.sandbox.sandbox import LOOPBACK, Sandbox
from microshop_desktop.sandbox.trades import Platform
from microshop_desktop.services.attempt_book import AttemptBook
from microshop_desktop.services.order_values import OrderView
from microshop_desktop.services.orders import Orders
from microshop_desktop.services.payment_accounts import AccountForm, PaymentAccounts
from microshop_desktop.services.pending_orders import AskMoney, PendingOrders
from microshop_desktop.services.shop import Shop

_FILES = {
    "key-file": "private_key",
    "apiv3-key-file": "apiv3_key",
    "public-key-file": "public_key",
    "alipay-public-key-file": "alipay_public_key",
}
_NAMES = {"wechat-pay": WECHAT_PAY, "alipay": ALIPAY}
_PATIENCE = timedelta(seconds=30)
"""Longer than the practice platforms take for anything that a patient customer does."""


@dataclass(frozen=True, slots=True)
class PhoneFolders:
    """Where keys lie: those of the shop, and the files of the practice merchants."""

    secrets: Path
    merchants: Path


def practice_beside(shop: Shop, *, clock: Clock | None = None) -> Sandbox:
    """Return practice platforms that name the shop; with a `clock` they live by it."""
    if clock is None:
        return Sandbox(shop=shop.profile.name)
    return Sandbox(shop=shop.profile.name, now=clock.now)


def add_practice_accounts(shop: Shop, sandbox: Sandbox, folders: PhoneFolders) -> AccountKeys:
    """Add the running platforms' merchants to a shop that is thrown away; return their keys."""
    keys = AccountKeys(SecretStore(folders.secrets, NoKeyring()))
    setup = AccountSetup(shop, keys, GatewayMaker(keys, shop.clock))
    names = {WECHAT_PAY: _("WeChat Pay"), ALIPAY: _("Alipay")}
    for credentials in sandbox.write_credentials(folders.merchants):
        if credentials.mode is Mode.PUBLIC_KEY:
            kind = _NAMES[credentials.kind]
            setup.save(shop.owner(), _wish(kind, names[kind], credentials))
    return keys


def _wish(kind: str, name: str, credentials: Credentials) -> AccountWish:
    settings, files = {}, {}
    for option, value in credentials.options.items():
        if option in _FILES:
            files[_FILES[option]] = Path(value).read_bytes()
        else:
            settings[option.replace("-", "_")] = value
    values, keys = taken_in(kind, settings, files)
    return AccountWish(AccountForm(kind, name, values), keys)


class PhoneCounter:
    """A counter where customers pay by phone, on a clock that is moved by hand."""

    def __init__(self, shop: Shop, clock: FixedClock, folders: PhoneFolders) -> None:
        """Start the platforms and add their accounts."""
        self._shop, self._clock = shop, clock
        self._actor = shop.owner()
        self._sandbox = practice_beside(shop, clock=clock)
        self._sandbox.start(phone_host=LOOPBACK)
        keys = add_practice_accounts(shop, self._sandbox, folders)
        self._collector = Collector(shop, self._actor, Gateways(GatewayMaker(keys, clock)))
        self._phone = HttpClient(clock)

    def pay_by_qr(self, basket: Basket, method: Method) -> OrderView:
        """Show a QR; the customer opens it on the phone and presses Pay."""
        attempt = self._place(basket, method, AttemptKind.QR)
        self._collector.start(attempt.id)
        page = self._attempt(attempt).qr
        self._phone.send(HttpRequest("GET", page))
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        self._phone.send(HttpRequest("POST", page, form, b"do=pay"))
        return self._followed(attempt)

    def pay_by_code(self, basket: Basket, platform: Platform) -> OrderView:
        """Scan the code on the customer's phone."""
        attempt = self._place(basket, Method(platform.value), AttemptKind.CODE)
        self._collector.start(attempt.id, self._sandbox.payment_codes()[platform])
        return self._followed(attempt)

    def stop(self) -> None:
        """Stop the platforms."""
        self._sandbox.stop()

    def _place(self, basket: Basket, method: Method, kind: AttemptKind) -> Attempt:
        account = PaymentAccounts(self._shop).serving(self._actor, method)
        if account is None:
            message = f"no practice account for {method.value}"
            raise LookupError(message)
        placed = PendingOrders(self._shop).place(self._actor, basket, AskMoney(account.id, kind))
        if placed.attempt is None:
            message = f"{placed.number} was sold before"
            raise LookupError(message)
        return placed.attempt.attempt

    def _followed(self, attempt: Attempt) -> OrderView:
        """Let time pass, the collector looking, until the attempt ended."""
        end = self._clock.now() + _PATIENCE
        while self._attempt(attempt).is_open and self._clock.now() < end:
            self._clock.advance(timedelta(seconds=1))
            self._collector.look()
        record = AttemptBook(self._shop).get(self._actor, attempt.id)
        return Orders(self._shop).detail(self._actor, record.order)

    def _attempt(self, attempt: Attempt) -> Attempt:
        return AttemptBook(self._shop).get(self._actor, attempt.id).attempt
