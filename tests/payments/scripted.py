"""A gateway that does what a test tells it, and a shop with an account behind it."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from microshop_desktop.domain.payment import (
    AttemptKind,
    Ended,
    Missing,
    Outcome,
    Paid,
    Verb,
    Waiting,
)
from microshop_desktop.domain.payment_refund import RefundDone, RefundOutcome
from microshop_desktop.domain.payment_steps import Rhythm
from microshop_desktop.payments.gateway import (
    Ability,
    BillKind,
    BillTrouble,
    Capabilities,
    Charge,
    Checked,
    CheckState,
    MoneyBackOrder,
    NoBill,
)
from microshop_desktop.persistence.tables.orders import PaymentAccount
from microshop_desktop.services.shop import Shop

MERCHANT = "1900000001"
RHYTHMS = {
    AttemptKind.QR: Rhythm(first=3, every=3, until=300),
    AttemptKind.CODE: Rhythm(first=5, every=5, until=45, close_after=15),
}
Truth = Literal["nothing", "waiting", "paid", "closed", "reversed"]


@dataclass
class ScriptedGateway:
    """Keeps one truth per number; `instead` holds outcomes to give in place of the next answers.

    What a request does to the truth is done even where its answer is replaced, unless `deaf`.
    `broken`: a check fails in a way nobody foresaw.
    """

    truths: dict[str, Truth] = field(default_factory=dict)
    amounts: dict[str, int] = field(default_factory=dict)
    refunds: dict[str, int] = field(default_factory=dict)
    instead: list[Outcome] = field(default_factory=list)
    refund_instead: list[RefundOutcome] = field(default_factory=list)
    asked: list[tuple[Verb, str]] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    deaf: bool = False
    broken: bool = False
    checked: Checked = field(default_factory=lambda: Checked(CheckState.GOOD))

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(frozenset(Ability), RHYTHMS, timedelta(minutes=5))

    @property
    def merchant(self) -> str:
        return MERCHANT

    def show_qr(self, charge: Charge) -> Outcome:
        return self._do(Verb.SHOW_QR, charge)

    def charge_code(self, charge: Charge, code: str) -> Outcome:
        self.codes.append(code)
        return self._do(Verb.CHARGE_CODE, charge)

    def query(self, charge: Charge) -> Outcome:
        return self._do(Verb.QUERY, charge)

    def close(self, charge: Charge) -> Outcome:
        return self._do(Verb.CLOSE, charge)

    def refund(self, order: MoneyBackOrder) -> RefundOutcome:
        if not self.deaf:
            self.refunds[order.out_refund_no] = order.amount
        return self._refund_word(RefundDone("R1"))

    def query_refund(self, order: MoneyBackOrder) -> RefundOutcome:
        known = order.out_refund_no in self.refunds
        return self._refund_word(RefundDone("R1") if known else Missing())

    def bill(self, day: date, kind: BillKind = BillKind.TRADE) -> NoBill:
        return NoBill(BillTrouble.NO_TRADE)

    def check(self) -> Checked:
        if self.broken:
            raise OSError
        return self.checked

    def customer_pays(self, out_trade_no: str) -> None:
        self.truths[out_trade_no] = "paid"

    def _do(self, verb: Verb, charge: Charge) -> Outcome:
        number = charge.out_trade_no
        self.asked.append((verb, number))
        if not self.deaf:
            self._apply(verb, charge)
        if self.instead:
            return self.instead.pop(0)
        return self._word(charge)

    def _apply(self, verb: Verb, charge: Charge) -> None:
        number = charge.out_trade_no
        truth = self.truths.get(number, "nothing")
        if verb.sends and truth == "nothing":
            self.truths[number] = "waiting"
            self.amounts[number] = charge.amount
        if verb is Verb.CLOSE and truth == "waiting":
            self.truths[number] = "closed"
        if verb is Verb.CLOSE and truth == "paid" and charge.kind is AttemptKind.CODE:
            self.truths[number] = "reversed"

    def _word(self, charge: Charge) -> Outcome:
        number = charge.out_trade_no
        qr = f"weixin://pay/{number}" if charge.kind is AttemptKind.QR else ""
        words: dict[Truth, Outcome] = {
            "nothing": Missing(),
            "waiting": Waiting(qr=qr, paying=charge.kind is AttemptKind.CODE),
            "paid": Paid(f"T{number[:6]}", self.amounts.get(number, 0), "CNY", MERCHANT),
            "closed": Ended(),
            "reversed": Ended(reversed=True),
        }
        return words[self.truths.get(number, "nothing")]

    def _refund_word(self, word: RefundOutcome) -> RefundOutcome:
        return self.refund_instead.pop(0) if self.refund_instead else word


def make_account(shop: Shop, kind: str = "wechat_pay") -> UUID:
    """Put a merchant account into the shop, by the tables alone."""
    account = shop.ids.new()
    with shop.database.session() as session:
        session.add(
            PaymentAccount(
                id=account,
                kind=kind,
                name="Shop",
                settings={"merchant": MERCHANT},
                changed_at=shop.clock.now(),
            )
        )
    return account
