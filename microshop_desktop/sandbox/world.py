"""The practice world: accounts, trades, a ledger, and what happens as time passes.

All that is kept is in memory and all time comes from the clock that was handed in, so that a test
can live through years of it.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from microshop_desktop.sandbox.clock import Now, china
from microshop_desktop.sandbox.fees import fee, fee_back
from microshop_desktop.sandbox.trades import (
    PAYABLE,
    Asked,
    Payment,
    Platform,
    Refund,
    RefundEnd,
    Trade,
    TradeKind,
    TradeState,
)

_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(slots=True)
class Rules:
    """What the platforms do of their own accord; amounts in fen.

    `password_above`: larger code payments ask for a password. `cancel_kills_qr`: whether Alipay's
    cancel before the scan also voids the QR, which nobody outside knows.
    """

    password_above: int = 100_000
    codepay_v3: bool = True
    cancel_kills_qr: bool = True
    underscores: bool = True
    refund_takes: timedelta = timedelta(seconds=3)
    wechat_refund_pause: timedelta = timedelta(minutes=1)
    alipay_refund_pause: timedelta = timedelta(seconds=3)
    reverse_pause: timedelta = timedelta(seconds=15)
    refund_ends: RefundEnd = RefundEnd.SUCCESS


class EntryKind(StrEnum):
    """Why the money of an account moved."""

    PAYMENT = "payment"
    FEE = "fee"
    REFUND = "refund"
    FEE_BACK = "fee_back"
    NOT_REFUNDED = "not_refunded"
    WITHDRAWAL = "withdrawal"


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement of an account: `amount` and the `balance` after it in fen."""

    number: str
    at: datetime
    kind: EntryKind
    amount: int
    balance: int
    trade: Trade | None = None
    reference: str = ""


@dataclass(slots=True)
class Account:
    """What a merchant has with a platform."""

    merchant: str
    entries: list[Entry] = field(default_factory=list)

    @property
    def balance(self) -> int:
        """What is in the account, in fen."""
        return self.entries[-1].balance if self.entries else 0


@dataclass(frozen=True, slots=True)
class _Job:
    at: datetime
    do: Callable[[], None]


class World:
    """All that both platforms know."""

    def __init__(self, now: Now, rng: random.Random, rules: Rules | None = None) -> None:
        self.now = now
        self.rules = rules or Rules()
        self.complaints: list[str] = []
        self.used_codes: set[str] = set()
        self._rng = rng
        self._accounts: dict[tuple[Platform, str], Account] = {}
        self._trades: dict[tuple[Platform, str, str], Trade] = {}
        self._by_id: dict[str, Trade] = {}
        self._by_code: dict[str, Trade] = {}
        self._refunds: dict[tuple[Platform, str, str], Trade] = {}
        self._jobs: list[_Job] = []
        self._count = 0

    # ------------------------------------------------------------------------------------ finding

    def account(self, platform: Platform, merchant: str) -> Account:
        """Return a merchant's account."""
        return self._accounts.setdefault((platform, merchant), Account(merchant))

    def trades(self) -> Iterator[Trade]:
        """Yield all trades, the oldest first."""
        yield from self._trades.values()

    def find(self, platform: Platform, merchant: str, out_trade_no: str) -> Trade | None:
        """Return the trade a merchant knows by this number."""
        return self._trades.get((platform, merchant, out_trade_no))

    def by_id(self, platform: Platform, merchant: str, transaction_id: str) -> Trade | None:
        """Return the trade the platform knows by this number."""
        trade = self._by_id.get(transaction_id)
        if trade is None or (trade.asked.platform, trade.asked.merchant) != (platform, merchant):
            return None
        return trade

    def by_code(self, code: str) -> Trade | None:
        """Return the trade a QR leads to."""
        return self._by_code.get(code)

    def refund_of(self, platform: Platform, merchant: str, number: str) -> Trade | None:
        """Return the trade that has a refund of the merchant's number."""
        return self._refunds.get((platform, merchant, number))

    def refund_by_id(self, platform: Platform, merchant: str, refund_id: str) -> Trade | None:
        """Return the trade that has a refund of the platform's number."""
        return self._refunds.get((platform, merchant, refund_id))

    def received(self, out_trade_no: str) -> int:
        """Return what merchants keep of an order number, in fen and before fees."""
        numbered = (t for t in self._trades.values() if t.asked.out_trade_no == out_trade_no)
        return sum(trade.net for trade in numbered)

    # --------------------------------------------------------------------------------- time passes

    def later(self, seconds: float, do: Callable[[], None]) -> None:
        """Have something happen when the clock has passed so many seconds."""
        self._jobs.append(_Job(self.now() + timedelta(seconds=seconds), do))

    def settle(self) -> None:
        """Let happen what the clock has brought due."""
        now = self.now()
        due = sorted((job for job in self._jobs if job.at <= now), key=lambda job: job.at)
        self._jobs = [job for job in self._jobs if job.at > now]
        for job in due:
            job.do()

    def expire(self, trade: Trade) -> None:
        """Close a trade whose time has run out."""
        if trade.state in PAYABLE and self.now() >= trade.asked.expires_at:
            self.close(trade, at=trade.asked.expires_at)

    # ----------------------------------------------------------------------------------- a payment

    def open(self, asked: Asked) -> Trade:
        """Write a new trade down."""
        trade = Trade(asked, self._transaction_id(asked.platform), self._code(), self.now())
        self._trades[asked.platform, asked.merchant, asked.out_trade_no] = trade
        self._by_id[trade.transaction_id] = trade
        self._by_code[trade.code] = trade
        return trade

    def renew_code(self, trade: Trade, asked: Asked) -> None:
        """Give a trade a new QR; the old one leads nowhere from now on."""
        self.void_code(trade)
        trade.code, trade.asked = self._code(), asked
        self._by_code[trade.code] = trade

    def void_code(self, trade: Trade) -> None:
        """Let the QR lead nowhere."""
        self._by_code.pop(trade.code, None)

    def scan(self, trade: Trade) -> None:
        """Take down that a customer opened the QR."""
        if trade.state is TradeState.MADE:
            trade.state, trade.scanned_at = TradeState.SCANNED, self.now()

    def pay(self, trade: Trade, *, after_all: bool = False) -> bool:
        """Take a customer's money; `after_all`: whatever state the trade is in.

        Return whether it was taken.
        """
        self.expire(trade)
        if trade.state not in PAYABLE and not after_all:
            return False
        number = trade.transaction_id
        if trade.payments:
            number = self._transaction_id(trade.asked.platform)
            self._by_id[number] = trade
        payment = Payment(self.now(), number, trade.asked.amount, _buyer(trade))
        trade.payments.append(payment)
        trade.state, trade.closed_at = TradeState.PAID, None
        trade.scanned_at = trade.scanned_at or payment.at
        self._book(trade, EntryKind.PAYMENT, payment.amount, number)
        self._book(trade, EntryKind.FEE, -fee(payment.amount), number)
        return True

    def decline(self, trade: Trade) -> None:
        """Take down that the customer does not want to pay."""
        if trade.state not in PAYABLE:
            return
        trade.declined = True
        if trade.asked.kind is TradeKind.CODE and trade.asked.platform is Platform.WECHAT:
            trade.state = TradeState.FAILED

    def close(self, trade: Trade, *, at: datetime | None = None) -> None:
        """End an unpaid trade."""
        trade.state, trade.closed_at = TradeState.CLOSED, at or self.now()

    def reverse(self, trade: Trade) -> bool:
        """End a trade whatever happened; return whether money went back."""
        back = trade.net
        if back > 0:
            self._give_back(trade, self._refund("", back, reversal=True))
        trade.closed_at = self.now()
        trade.state = TradeState.REVERSED if back else TradeState.CLOSED
        return back > 0

    # ---------------------------------------------------------------------------------- money back

    def refund(self, trade: Trade, number: str, amount: int, sent: dict[str, object]) -> Refund:
        """Give money back; the caller has looked at the limits."""
        back = self._refund(number, amount, sent=sent)
        self._give_back(trade, back)
        asked = trade.asked
        for name in (back.number, back.refund_id):
            self._refunds[asked.platform, asked.merchant, name] = trade
        if back.end is RefundEnd.CLOSED:
            seconds = self.rules.refund_takes.total_seconds()
            self.later(seconds, lambda: self._return(trade, back))
        return back

    def can_give_back(self, trade: Trade, amount: int) -> bool:
        """Whether the account holds enough for a refund."""
        account = self.account(trade.asked.platform, trade.asked.merchant)
        return account.balance + fee_back(trade, amount) >= amount

    def refund_is_over(self, back: Refund) -> bool:
        """Whether a refund has come to its end."""
        return self.now() >= back.ends_at

    def withdraw(self, platform: Platform, merchant: str, amount: int) -> None:
        """Let the merchant take money out, so that a refund may find too little."""
        self._entry(self.account(platform, merchant), EntryKind.WITHDRAWAL, -amount)

    def complain(self, text: str) -> None:
        """Take down what a client should not do though the platform lets it pass."""
        self.complaints.append(text)

    # ------------------------------------------------------------------------------------- numbers

    def next_number(self) -> int:
        """Return a number never given before."""
        self._count += 1
        return self._count

    def word(self, length: int) -> str:
        """Return a text nobody can guess, as far as the source of chance allows."""
        return "".join(self._rng.choice(_SIGNS) for _ in range(length))

    def _transaction_id(self, platform: Platform) -> str:
        day, number = f"{china(self.now()):%Y%m%d}", self.next_number()
        if platform is Platform.WECHAT:
            return f"420000{number:04d}{day}{number:010d}"
        return f"{day}2200{number:016d}"

    def _code(self) -> str:
        return self.word(10)

    def _refund(
        self,
        number: str,
        amount: int,
        *,
        sent: dict[str, object] | None = None,
        reversal: bool = False,
    ) -> Refund:
        now = self.now()
        return Refund(
            number,
            f"503000{self.next_number():04d}{china(now):%Y%m%d}{self.next_number():010d}",
            amount,
            now,
            now if reversal else now + self.rules.refund_takes,
            RefundEnd.SUCCESS if reversal else self.rules.refund_ends,
            sent=sent or {},
            reversal=reversal,
        )

    # -------------------------------------------------------------------------------------- ledger

    def _give_back(self, trade: Trade, back: Refund) -> None:
        back.fee_back = fee_back(trade, back.amount)
        trade.refunds.append(back)
        self._book(trade, EntryKind.FEE_BACK, back.fee_back, back.refund_id)
        self._book(trade, EntryKind.REFUND, -back.amount, back.refund_id)

    def _return(self, trade: Trade, back: Refund) -> None:
        """Put back what a refund that was not done had taken."""
        amount = back.amount - back.fee_back
        self._book(trade, EntryKind.NOT_REFUNDED, amount, back.refund_id)

    def _book(self, trade: Trade, kind: EntryKind, amount: int, reference: str) -> None:
        account = self.account(trade.asked.platform, trade.asked.merchant)
        self._entry(account, kind, amount, trade, reference)

    def _entry(
        self,
        account: Account,
        kind: EntryKind,
        amount: int,
        trade: Trade | None = None,
        reference: str = "",
    ) -> None:
        if amount:
            number, balance = f"{self.next_number():020d}", account.balance + amount
            entry = Entry(number, self.now(), kind, amount, balance, trade, reference)
            account.entries.append(entry)


def _buyer(trade: Trade) -> str:
    if trade.asked.platform is Platform.WECHAT:
        return "oSandbox-practice-customer-1"
    return "2088000000000001"
