"""The control of the sandbox, for tests and for the demo: JSON on loopback.

Only JSON posts to a loopback name are taken, so that no page in a browser can reach it.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from datetime import timedelta
from typing import get_type_hints
from urllib.parse import urlsplit

from microshop_desktop.sandbox.accounts import Merchants, Mode
from microshop_desktop.sandbox.api import Api
from microshop_desktop.sandbox.clock import rfc3339
from microshop_desktop.sandbox.faults import FaultName, FaultRule
from microshop_desktop.sandbox.messages import Answer, Request, json_answer
from microshop_desktop.sandbox.phone_page import PhonePage
from microshop_desktop.sandbox.shops.faults import ShopFault, fault_name
from microshop_desktop.sandbox.trades import Platform, RefundEnd, Trade
from microshop_desktop.sandbox.world import Rules

ROOT = "/sandbox/"
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}
Given = Mapping[str, object]


class ControlError(Exception):
    """A wish that cannot be understood, with the status it gets."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


class Control:
    """Reads and changes faults, rules and trades."""

    def __init__(self, api: Api, phone: PhonePage, merchants: Merchants) -> None:
        self._api = api
        self._phone = phone
        self._merchants = merchants
        self._acts: dict[tuple[str, str], Callable[[Given], object]] = {
            ("GET", ""): lambda _: self._state(),
            ("GET", "faults"): lambda _: self._faults(),
            ("POST", "faults"): self._add_fault,
            ("DELETE", "faults"): lambda _: self._clear_faults(),
            ("POST", "rules"): self._change_rules,
            ("GET", "trades"): lambda _: [self._trade(t) for t in self._api.world.trades()],
            ("POST", "trades"): self._act_on_trade,
            ("POST", "withdraw"): self._withdraw,
            ("POST", "renew"): lambda _: self._renew(),
        }

    def handle(self, request: Request) -> Answer:
        """Answer the one who drives the sandbox."""
        try:
            act = self._acts.get((request.method, request.path.removeprefix(ROOT)))
            given = _given(request)
            if act is None:
                return json_answer(404, {"error": "there is no such control"})
            with self._api.lock:
                self._api.world.settle()
                return json_answer(200, act(given))
        except ControlError as error:
            return json_answer(error.status, {"error": error.text})

    def _state(self) -> object:
        world = self._api.world
        return {
            "phone": self._api.phone,
            "codes": {platform: self._phone.payment_code(platform) for platform in Platform},
            "faults": self._faults(),
            "rules": {name: str(value) for name, value in asdict(world.rules).items()},
            "requests": dict(self._api.counts),
            "complaints": world.complaints,
            "balances": {
                merchant: world.account(platform, merchant).balance
                for platform, known in (
                    (Platform.WECHAT, self._merchants.wechat),
                    (Platform.ALIPAY, self._merchants.alipay),
                )
                for merchant in known
            },
        }

    def _faults(self) -> object:
        return [asdict(rule) for rule in self._api.faults.rules]

    def _add_fault(self, given: Given) -> object:
        try:
            name = fault_name(str(given.get("name")))
        except ValueError:
            known = ", ".join((*FaultName, *ShopFault))
            raise ControlError(400, f"name is none of {known}") from None
        rule = FaultRule(
            name,
            str(given.get("endpoint", "*")),
            _whole(given, "first") or 1,
            _whole(given, "times"),
            _number(given, "seconds"),
        )
        self._api.faults.add(rule)
        return self._faults()

    def _clear_faults(self) -> object:
        self._api.faults.clear()
        return self._faults()

    def _change_rules(self, given: Given) -> object:
        kinds, rules = get_type_hints(Rules), self._api.world.rules
        known = {field.name for field in fields(Rules)}
        for name, value in given.items():
            if name not in known:
                raise ControlError(400, f"{name} is none of {', '.join(sorted(known))}")
            setattr(rules, name, _rule_value(kinds[name], value))
        return {name: str(value) for name, value in asdict(rules).items()}

    def _act_on_trade(self, given: Given) -> object:
        number, world = given.get("out_trade_no"), self._api.world
        trade = next((t for t in world.trades() if t.asked.out_trade_no == number), None)
        if trade is None:
            raise ControlError(404, "there is no such trade")
        acts: dict[object, Callable[[], object]] = {
            "scan": lambda: world.scan(trade),
            "pay": lambda: world.pay(trade),
            "pay_after_all": lambda: world.pay(trade, after_all=True),
            "decline": lambda: world.decline(trade),
        }
        act = acts.get(given.get("do"))
        if act is None:
            raise ControlError(400, f"do is none of {', '.join(map(str, acts))}")
        act()
        return self._trade(trade)

    def _withdraw(self, given: Given) -> object:
        merchant, amount = str(given.get("merchant")), _whole(given, "amount")
        known = {**dict.fromkeys(self._merchants.wechat, Platform.WECHAT)}
        known |= dict.fromkeys(self._merchants.alipay, Platform.ALIPAY)
        if merchant not in known or amount is None:
            raise ControlError(400, "merchant and amount (fen) are needed")
        self._api.world.withdraw(known[merchant], merchant, amount)
        return {"balance": self._api.world.account(known[merchant], merchant).balance}

    def _renew(self) -> object:
        """Let the next platform certificate sign."""
        merchant = self._merchants.wechat_in(Mode.CERTIFICATES)
        merchant.signing = len(merchant.platform_certificates) - 1
        return {"serial": merchant.platform_serial}

    def _trade(self, trade: Trade) -> dict[str, object]:
        asked = trade.asked
        return {
            "platform": asked.platform,
            "merchant": asked.merchant,
            "out_trade_no": asked.out_trade_no,
            "amount": asked.amount,
            "kind": asked.kind,
            "state": trade.state,
            "made_at": rfc3339(trade.made_at),
            "paid": trade.paid_amount,
            "refunded": trade.refunded,
            "transaction_ids": [payment.transaction_id for payment in trade.payments],
            "phone": f"{self._api.phone}/{trade.code}",
        }


def _given(request: Request) -> Given:
    host = urlsplit(f"//{request.headers.get('host', '127.0.0.1')}").hostname
    if host not in _LOOPBACK:
        raise ControlError(403, "the control answers on loopback only")
    if request.method != "POST":
        return {}
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise ControlError(415, "send JSON")
    try:
        given = json.loads(request.body or b"{}")
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise ControlError(400, "send a JSON object")
    return given


def _whole(given: Given, name: str) -> int | None:
    value = given.get(name)
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise ControlError(400, f"{name} is no whole number")


def _number(given: Given, name: str) -> float | None:
    value = given.get(name)
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    raise ControlError(400, f"{name} is no number")


def _rule_value(kind: object, value: object) -> object:
    """Turn a JSON value into what a rule holds: lengths of time come as seconds."""
    if kind is timedelta and isinstance(value, int | float):
        return timedelta(seconds=value)
    if kind is RefundEnd and value in set(RefundEnd):
        return RefundEnd(str(value))
    if (kind is int and isinstance(value, int)) or (kind is bool and isinstance(value, bool)):
        return value
    raise ControlError(400, f"{value!r} does not fit")
