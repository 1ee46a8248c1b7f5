"""The practice platforms as one thing that can be started, asked and stopped."""

import random
import secrets
from pathlib import Path
from time import sleep
from types import TracebackType

from microshop_desktop.sandbox.accounts import make_merchants
from microshop_desktop.sandbox.alipay_gateway import GATEWAY, AlipayGateway
from microshop_desktop.sandbox.api import Api
from microshop_desktop.sandbox.clock import Now, system_now
from microshop_desktop.sandbox.control import ROOT, Control
from microshop_desktop.sandbox.credentials import Credentials, write_credentials
from microshop_desktop.sandbox.faults import FaultPlan
from microshop_desktop.sandbox.keys import KeySet, shared_keys
from microshop_desktop.sandbox.messages import Answer, Request
from microshop_desktop.sandbox.phone_page import PhonePage
from microshop_desktop.sandbox.self_signed import untrusted_context
from microshop_desktop.sandbox.server import Listener, network_address
from microshop_desktop.sandbox.trades import Platform, Trade
from microshop_desktop.sandbox.wechat_v2 import WechatV2
from microshop_desktop.sandbox.wechat_v3 import WechatV3
from microshop_desktop.sandbox.world import Rules, World
from microshop_desktop.sandbox.wsgi import Wait, WsgiApplication

LOOPBACK = "127.0.0.1"
SHOP = "Microshop 练习店"
"""Whom customers read that they pay, where nobody says another name."""


class Sandbox:
    """WeChat Pay and Alipay for practice, with a phone page.

    Without `start` it answers in process: `application` and `phone_application` are WSGI callables
    and `handle` takes a `Request`. `now` and `wait` are the clock; `rng` gives all that is random;
    `shop` is the name that customers read.
    """

    def __init__(
        self,
        keys: KeySet | None = None,
        *,
        now: Now = system_now,
        wait: Wait = sleep,
        rng: random.Random | None = None,
        rules: Rules | None = None,
        shop: str = SHOP,
    ) -> None:
        chance = rng or secrets.SystemRandom()
        self.keys = keys or shared_keys()
        self.merchants = make_merchants(self.keys)
        self.world = World(now, chance, rules)
        self.faults = FaultPlan()
        interfaces = (
            WechatV3(self.merchants),
            WechatV2(self.merchants),
            AlipayGateway(self.merchants),
        )
        self.api = Api(self.world, interfaces, self.faults, "")
        self.phone = PhonePage(self.world, self.api.lock, self.world.word(22), chance, shop=shop)
        self.api.phone = f"http://{LOOPBACK}/{self.phone.token}"
        self.application = WsgiApplication(self.handle, wait)
        self.phone_application = WsgiApplication(self.phone.handle, wait)
        self._control = Control(self.api, self.phone, self.merchants)
        self._listeners: list[Listener] = []

    def handle(self, request: Request) -> Answer:
        """Answer whatever comes to the API's address; raises `Broken` where nothing arrives."""
        if request.path.startswith(ROOT):
            return self._control.handle(request)
        return self.api.handle(request)

    # ------------------------------------------------------------------------------- real sockets

    def start(self, port: int = 0, phone_host: str | None = None) -> None:
        """Listen: the API on loopback, the phone page in the local network."""
        context = untrusted_context(self.keys.root)
        self._listeners = [
            Listener(LOOPBACK, port, self.handle),
            Listener(phone_host or network_address(), 0, self.phone.handle),
            Listener(LOOPBACK, 0, self.handle, context),
        ]
        self.api.phone = f"{self._listeners[1].address}/{self.phone.token}"
        for listener in self._listeners:
            listener.start()

    def stop(self) -> None:
        """Stop listening."""
        for listener in self._listeners:
            listener.stop()
        self._listeners = []

    def __enter__(self) -> "Sandbox":
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def base_url(self) -> str:
        """The address of WeChat Pay's interface and of the control."""
        return self._listeners[0].address if self._listeners else f"http://{LOOPBACK}"

    @property
    def alipay_url(self) -> str:
        """The address of Alipay's gateway."""
        return self.base_url + GATEWAY

    @property
    def control_url(self) -> str:
        """The address of the control."""
        return self.base_url + ROOT

    @property
    def untrusted_url(self) -> str:
        """The address of the same interfaces behind a certificate that nobody trusts."""
        return self._listeners[2].address

    @property
    def phone_url(self) -> str:
        """The address of the customer's wallet."""
        return f"{self.api.phone}/"

    def write_credentials(self, folder: Path) -> list[Credentials]:
        """Write the practice merchants' files and say how to add them as accounts."""
        return write_credentials(
            self.merchants, folder, wechat_url=self.base_url, alipay_url=self.alipay_url
        )

    # --------------------------------------------------------------------------------- a customer

    def trade(self, out_trade_no: str) -> Trade:
        """Return the trade of an order number; `KeyError` where there is none."""
        for trade in self.world.trades():
            if trade.asked.out_trade_no == out_trade_no:
                return trade
        raise KeyError(out_trade_no)

    def pay(self, out_trade_no: str) -> bool:
        """Let the customer scan and pay; return whether it was still possible."""
        with self.api.lock:
            self.world.settle()
            trade = self.trade(out_trade_no)
            self.world.scan(trade)
            return self.world.pay(trade)

    def payment_codes(self) -> dict[Platform, str]:
        """Return the codes on the customer's phone, one of each platform."""
        with self.api.lock:
            return {platform: self.phone.payment_code(platform) for platform in Platform}
