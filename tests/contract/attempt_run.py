"""Attempts as the rules of `domain/payment.py` drive them, at each gateway's own rhythm."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.payment import Attempt, AttemptKind, Outcome, Verb
from microshop_desktop.domain.payment_answers import answered, dropped, sending
from microshop_desktop.domain.payment_steps import Ask, Drop, Rest, next_step, next_time
from microshop_desktop.payments.gateway import Charge
from tests.contract.contenders import Contender

MOST_STEPS = 600


class AttemptRun:
    """One attempt, asked about until nothing is to be asked any more."""

    def __init__(self, shop: Contender, kind: AttemptKind, code: str = "") -> None:
        self.shop = shop
        self.charge: Charge = shop.charge(kind)
        self.code = code
        self.outcomes: list[tuple[Verb, Outcome]] = []
        self.attempt = Attempt(
            id=UUID(self.charge.out_trade_no),
            out_trade_no=self.charge.out_trade_no,
            kind=kind,
            method=Method.WECHAT if shop.is_wechat else Method.ALIPAY,
            amount=self.charge.amount,
            currency="CNY",
            merchant=shop.gateway.merchant,
            made_at=shop.clock.now(),
        )

    def go_on(self, *, until: timedelta | None = None) -> Attempt:
        """Take steps when they are due, for so much time or until nothing is to be done."""
        end = None if until is None else self.shop.clock.now() + until
        rhythm = self.shop.gateway.capabilities.rhythms[self.attempt.kind]
        for _ in range(MOST_STEPS):
            now = self.shop.clock.now()
            step = next_step(self.attempt, rhythm, now, has_code=bool(self.code))
            if isinstance(step, Rest):
                return self.attempt
            self._take(step)
            due = next_time(self.attempt, rhythm, self.shop.clock.now())
            if due is None or (end is not None and due >= end):
                return self.attempt
            self.shop.clock.advance(max(due - self.shop.clock.now(), timedelta(0)))
        raise AssertionError(self.outcomes[-10:])

    def give_up(self) -> None:
        """Have it closed, as a cashier does."""
        self.attempt = replace(self.attempt, giving_up=True)

    def _take(self, step: Ask | Drop) -> None:
        now = self.shop.clock.now()
        if isinstance(step, Drop):
            self.attempt = dropped(self.attempt, now)
            return
        self.attempt = sending(self.attempt, step.verb, now)
        outcome = self._ask(step.verb)
        self.outcomes.append((step.verb, outcome))
        self.attempt = answered(self.attempt, step.verb, outcome, self.shop.clock.now())

    def _ask(self, verb: Verb) -> Outcome:
        gateway = self.shop.gateway
        if verb is Verb.CHARGE_CODE:
            code, self.code = self.code, ""
            return gateway.charge_code(self.charge, code)
        asks = {Verb.SHOW_QR: gateway.show_qr, Verb.QUERY: gateway.query, Verb.CLOSE: gateway.close}
        return asks[verb](self.charge)
