"""Whatever happens, accounts, trades and bills say the same to the fen."""

from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from typing_extensions import override

from microshop_desktop.sandbox.fees import fee
from microshop_desktop.sandbox.trades import Platform, RefundEnd, TradeState
from microshop_desktop.sandbox.world import EntryKind
from tests.sandbox.desk_clock import Practice
from tests.sandbox.wechat_merchant import Merchant

AMOUNTS = st.integers(1, 300_000)


class Shop(RuleBasedStateMachine):
    """A merchant and customers who do what they like, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.practice = Practice()
        self.merchant = Merchant(self.practice)
        self.world = self.practice.world
        self.numbers: list[str] = []
        self.refunds = 0

    def _account_id(self) -> str:
        return self.merchant.account.mch_id

    @rule(amount=AMOUNTS)
    def order(self, amount: int) -> None:
        self.numbers.append(f"order_{len(self.numbers):03d}")
        self.merchant.native(self.numbers[-1], amount)

    @rule(amount=AMOUNTS, ending=st.sampled_from(["9999", "0001", "0003", "0004", "0005"]))
    def charge(self, amount: int, ending: str) -> None:
        self.numbers.append(f"order_{len(self.numbers):03d}")
        code = f"13{len(self.numbers):012d}{ending}"
        order = self.merchant.code_order(self.numbers[-1], amount, code)
        self.merchant.send("POST", "/v3/pay/transactions/codepay", order)

    @precondition(lambda self: self.numbers)
    @rule(data=st.data(), after_all=st.booleans())
    def pay(self, data: st.DataObject, after_all: bool) -> None:
        trade = self.practice.sandbox.trade(data.draw(st.sampled_from(self.numbers)))
        before = trade.paid_amount
        taken = self.world.pay(trade, after_all=after_all)
        assert trade.paid_amount - before == (trade.asked.amount if taken else 0)

    @precondition(lambda self: self.numbers)
    @rule(data=st.data(), part=st.integers(1, 400_000), end=st.sampled_from(RefundEnd))
    def refund(self, data: st.DataObject, part: int, end: RefundEnd) -> None:
        self.practice.rules.refund_ends = end
        trade = self.practice.sandbox.trade(data.draw(st.sampled_from(self.numbers)))
        self.refunds += 1
        self.merchant.refund(
            part, f"refund_{self.refunds}", trade.asked.out_trade_no, trade.asked.amount
        )

    @precondition(lambda self: self.numbers)
    @rule(data=st.data())
    def close(self, data: st.DataObject) -> None:
        self.merchant.close(data.draw(st.sampled_from(self.numbers)))

    @precondition(lambda self: self.numbers)
    @rule(data=st.data())
    def reverse(self, data: st.DataObject) -> None:
        self.merchant.reverse(data.draw(st.sampled_from(self.numbers)))

    @rule(seconds=st.integers(1, 200))
    def wait(self, seconds: int) -> None:
        self.practice.clock.pass_by(seconds)
        self.world.settle()

    @invariant()
    def every_entry_continues_the_balance(self) -> None:
        balance = 0
        for entry in self.world.account(Platform.WECHAT, self._account_id()).entries:
            balance += entry.amount
            assert entry.balance == balance

    @invariant()
    def nothing_goes_back_that_did_not_come(self) -> None:
        for trade in self.world.trades():
            assert 0 <= trade.refunded <= trade.paid_amount
            if trade.state in {TradeState.CLOSED, TradeState.REVERSED}:
                assert trade.net == 0
            if trade.net == 0:
                kept = sum(back.fee_back for back in trade.refunds if back.end != "closed")
                assert kept == sum(fee(payment.amount) for payment in trade.payments)

    @override
    def teardown(self) -> None:
        """Let all refunds end; then the account is what trades and fees leave."""
        self.practice.clock.pass_by(60)
        self.world.settle()
        entries = self.world.account(Platform.WECHAT, self._account_id()).entries
        trades = list(self.world.trades())
        fees = sum(fee(payment.amount) for trade in trades for payment in trade.payments)
        ended = [
            back for trade in trades for back in trade.refunds if back.end is not RefundEnd.CLOSED
        ]
        left = sum(trade.net for trade in trades) - fees + sum(back.fee_back for back in ended)
        assert (entries[-1].balance if entries else 0) == left
        paid = sum(entry.amount for entry in entries if entry.kind is EntryKind.PAYMENT)
        assert paid == sum(trade.paid_amount for trade in trades)


TestShop = Shop.TestCase
TestShop.settings = settings(max_examples=50, stateful_step_count=25)


def test_two_small_payments_go_back_whole(practice: Practice, wechat: Merchant) -> None:
    """Two fees of 0.6 fen are each one fen, together 1.2: nothing may be missing at the end."""
    wechat.native(total=100)
    practice.sandbox.pay("order_001")
    practice.fault("paid-twice:1")
    wechat.query()
    wechat.good(wechat.refund(100, "refund_1", total=100))
    practice.clock.pass_by(60)
    wechat.good(wechat.refund(100, "refund_2", total=100))
    account = practice.world.account(Platform.WECHAT, wechat.account.mch_id)
    assert account.balance == 0
    assert practice.clock() - account.entries[0].at == timedelta(seconds=60)
