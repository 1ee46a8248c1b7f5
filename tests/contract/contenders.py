"""The gateways that must keep the contract, each with its account at the sandbox."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

import requests

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.payment import AttemptKind
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.infra.http import HttpClient
from microshop_desktop.payments.gateway import Charge, MoneyBackOrder, PaymentGateway
from microshop_desktop.payments.registry import make_gateway
from microshop_desktop.sandbox.accounts import APIV2_KEY
from microshop_desktop.sandbox.faults import written
from microshop_desktop.sandbox.keys import KeySet, make_keys
from microshop_desktop.sandbox.sandbox import Sandbox
from microshop_desktop.sandbox.trades import Platform
from tests.contract.wsgi_adapter import WsgiAdapter

START = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
"""Noon in China."""
NAMES = ("wechat", "wechat-certificates", "wechat-v2", "alipay", "alipay-certificates")
_SETTINGS = {
    "mch-id": "mch_id",
    "app-id": "app_id",
    "serial": "serial",
    "public-key-id": "public_key_id",
    "base-url": "base_url",
}
_FILES = {
    "key-file": "private_key",
    "apiv3-key-file": "apiv3_key",
    "public-key-file": "public_key",
    "alipay-public-key-file": "alipay_public_key",
    "app-cert": "app_certificate",
    "alipay-cert": "alipay_certificate",
    "root-cert": "root_certificate",
}


@cache
def practice_keys() -> KeySet:
    """Keys for the whole run."""
    return make_keys()


@dataclass
class Contender:
    """A gateway, the sandbox it talks to, and the clock of both."""

    name: str
    gateway: PaymentGateway
    sandbox: Sandbox
    clock: FixedClock
    numbers: int = 0

    @property
    def platform(self) -> Platform:
        return Platform.WECHAT if self.name.startswith("wechat") else Platform.ALIPAY

    @property
    def is_wechat(self) -> bool:
        return self.platform is Platform.WECHAT

    @property
    def balance(self) -> int:
        """What the sandbox's own ledger says of our account, without its fees."""
        known = self.sandbox.merchants
        merchant = self.gateway.merchant
        assert merchant in (known.wechat if self.is_wechat else known.alipay)
        return self.sandbox.world.account(self.platform, merchant).balance

    def charge(self, kind: AttemptKind, amount: int = 4250) -> Charge:
        """A new charge under a new number."""
        now = self.clock.now()
        return Charge(
            out_trade_no=self._number(),
            kind=kind,
            amount=amount,
            currency="CNY",
            subject="小店 A-000123 苹果🍎",
            made_at=now,
            expires_at=now + timedelta(minutes=5),
            till="A",
        )

    def money_back(self, charge: Charge, amount: int) -> MoneyBackOrder:
        """A new refund of a charge under a new number."""
        return MoneyBackOrder(
            out_trade_no=charge.out_trade_no,
            out_refund_no=self._number(),
            transaction_id="",
            amount=amount,
            paid=charge.amount,
            currency="CNY",
            reason="苹果坏了",
        )

    def code(self, ending: str = "9999") -> str:
        """A payment code; its last digits say how the customer behaves."""
        start = "13" if self.is_wechat else "28"
        return f"{start}{self._count():012d}{ending}"

    def fault(self, text: str) -> None:
        self.sandbox.faults.add(written(text))

    def heal(self) -> None:
        self.sandbox.faults.clear()

    def wait(self, seconds: float) -> None:
        self.clock.advance(timedelta(seconds=seconds))

    def _number(self) -> str:
        return UUID(int=(7 << 76) | (2 << 62) | self._count()).hex

    def _count(self) -> int:
        self.numbers += 1
        return self.numbers


def contender(name: str, folder: Path) -> Contender:
    """Make a gateway from the files that the sandbox hands to its merchants."""
    clock = FixedClock(START)
    sandbox = Sandbox(
        practice_keys(),
        now=clock.now,
        wait=lambda seconds: clock.advance(timedelta(seconds=seconds)),
        rng=random.Random(7),
    )

    def prepare(session: requests.Session) -> None:
        session.mount("http://", WsgiAdapter(sandbox.application))

    settings, secrets = values(name, sandbox, folder)
    method = Method.WECHAT if name.startswith("wechat") else Method.ALIPAY
    http = HttpClient(clock, prepare=prepare)
    gateway = make_gateway(method, settings, secrets, http=http, clock=clock)
    return Contender(name, gateway, sandbox, clock)


def values(
    name: str, sandbox: Sandbox, folder: Path
) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return settings and secrets of an account, from the files the sandbox hands out."""
    kind = "wechat-pay" if name.startswith("wechat") else "alipay"
    mode = "certificates" if name.endswith("certificates") else "public_key"
    options = next(
        given.options
        for given in sandbox.write_credentials(folder)
        if given.kind == kind and given.mode == mode
    )
    settings, secrets = read_options(options)
    if name == "wechat-v2":
        settings["code_api"] = settings["refund_api"] = "v2"
        secrets["v2_key"] = APIV2_KEY
    return settings, secrets


def read_options(options: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return settings and secrets from the options of `microshop accounts add`."""
    settings = {ours: options[given] for given, ours in _SETTINGS.items() if given in options}
    secrets = {
        ours: Path(options[given]).read_text(encoding="utf-8")
        for given, ours in _FILES.items()
        if given in options
    }
    return settings, secrets
