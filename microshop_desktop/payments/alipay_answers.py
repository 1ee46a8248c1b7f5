"""What Alipay's states and words mean for a payment and for a refund.

Facts: `reference/payments.md` §3.2, §3.4–3.9. Words come behind prefixes (`ACQ.`, `aop.ACQ.`, also
misspelt), so they are compared without. A word that is not listed leaves it open what happened.
"""

from collections.abc import Mapping
from types import MappingProxyType

from microshop_desktop.domain.payment import (
    AttemptKind,
    Doubt,
    Ended,
    Missing,
    Outcome,
    Paid,
    Refusal,
    Refused,
    Unclear,
    Waiting,
)
from microshop_desktop.domain.payment_refund import (
    RefundAccepted,
    RefundDone,
    RefundOutcome,
    RefundRefused,
)
from microshop_desktop.payments.alipay_wire import NO_SERVICE, REFUSED
from microshop_desktop.payments.asking import Reply
from microshop_desktop.payments.gateway import BillTrouble, Charge, MoneyBackOrder
from microshop_desktop.payments.wire_values import fen

_REFUSALS: Mapping[str, Refusal] = MappingProxyType(
    {
        "PAYMENT_AUTH_CODE_INVALID": Refusal.CODE_EXPIRED,
        "BUYER_BALANCE_NOT_ENOUGH": Refusal.NOT_ENOUGH_MONEY,
        "BUYER_BANKCARD_BALANCE_NOT_ENOUGH": Refusal.NOT_ENOUGH_MONEY,
        "ERROR_BALANCE_PAYMENT_DISABLE": Refusal.CUSTOMER_MUST_ACT,
        "PULL_MOBILE_CASHIER_FAIL": Refusal.CUSTOMER_MUST_ACT,
        "MOBILE_PAYMENT_SWITCH_OFF": Refusal.CUSTOMER_MUST_ACT,
        "USER_FACE_PAYMENT_SWITCH_OFF": Refusal.CUSTOMER_MUST_ACT,
        "ERROR_BUYER_CERTIFY_LEVEL_LIMIT": Refusal.CUSTOMER_MUST_ACT,
        "BUYER_ENABLE_STATUS_FORBID": Refusal.CUSTOMER_MUST_ACT,
        "NO_PAYMENT_INSTRUMENTS_AVAILABLE": Refusal.CUSTOMER_MUST_ACT,
        "TRADE_BUYER_NOT_MATCH": Refusal.CUSTOMER_MUST_ACT,
        "BUYER_SELLER_EQUAL": Refusal.CUSTOMER_MUST_ACT,
        "BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR": Refusal.LIMIT_REACHED,
        "BUYER_PAYMENT_AMOUNT_MONTH_LIMIT_ERROR": Refusal.LIMIT_REACHED,
        "TOTAL_FEE_EXCEED": Refusal.LIMIT_REACHED,
        "PAYMENT_FAIL": Refusal.DECLINED,
        "PAYMENT_REQUEST_HAS_RISK": Refusal.DECLINED,
        "CONTEXT_INCONSISTENT": Refusal.NUMBER_USED,
        "SELLER_BEEN_BLOCKED": Refusal.ACCOUNT_NOT_READY,
        "ACCESS_FORBIDDEN": Refusal.ACCOUNT_NOT_READY,
        "PARTNER_ERROR": Refusal.ACCOUNT_NOT_READY,
        "INVALID_STORE_ID": Refusal.ACCOUNT_NOT_READY,
        "EXIST_FORBIDDEN_WORD": Refusal.OTHER,
        "INVALID_PARAMETER": Refusal.OTHER,
        "NOW_TIME_AFTER_EXPIRE_TIME_ERROR": Refusal.OTHER,
    }
)
_FAMILIES = (
    ("BEYOND_", Refusal.LIMIT_REACHED),
    ("MERCHANT_PERM_RECEIPT_", Refusal.LIMIT_REACHED),
    ("MERCHANT_", Refusal.ACCOUNT_NOT_READY),
    ("AGREEMENT_", Refusal.ACCOUNT_NOT_READY),
)
"""Words of which only the beginning matters."""

_NOT_ACCEPTED = frozenset({20001, 40001, 40002, 40003, 40006})
"""Codes of the gateway: token, parameters, conditions, rights. Nothing was done."""
_BY_CLOCK = frozenset({"INVALID-TIMESTAMP", "INVALID-SIGNATURE"})
_TOO_OFTEN = 40005
_ASK_AGAIN = frozenset({"TRADE_HAS_SUCCESS", "TRADE_HAS_CLOSE"})
_NO_SUCH_TRADE = "TRADE_NOT_EXIST"
_SYSTEM_ERROR = "SYSTEM_ERROR"

_REFUND_REFUSALS = frozenset(
    {
        "SELLER_BALANCE_NOT_ENOUGH",
        "REFUND_AMT_NOT_EQUAL_TOTAL",
        "REASON_TRADE_BEEN_FREEZEN",
        "TRADE_NOT_EXIST",
        "TRADE_STATUS_ERROR",
        "TRADE_NOT_ALLOW_REFUND",
        "TRADE_HAS_FINISHED",
        "DISCORDANT_REPEAT_REQUEST",
        "REASON_TRADE_REFUND_FEE_ERR",
        "REFUND_FEE_ERROR",
        "NOT_ALLOW_PARTIAL_REFUND",
        "ONLINE_TRADE_VOUCHER_NOT_ALLOW_REFUND",
        "BUYER_NOT_EXIST",
        "BUYER_ERROR",
        "BUYER_ENABLE_STATUS_FORBID",
        "ENTERPRISE_PAY_BIZ_ERROR",
        "INVALID_PARAMETER",
    }
)
_BILL_TROUBLES: Mapping[str, BillTrouble] = MappingProxyType(
    {
        "NO_BILL_DATA": BillTrouble.NO_TRADE,
        "INVAILID_ARGUMENTS": BillTrouble.NOT_READY,
        "BILL_DATE_BEFORE_REGISTRATION": BillTrouble.NO_TRADE,
        "TYPE_NOT_SUPPORTED": BillTrouble.NOT_ALLOWED,
    }
)


def bare(word: str) -> str:
    """Return a word of Alipay as it is compared: without its prefixes, upper case."""
    return word.rpartition(".")[2].upper()


def trade_outcome(reply: Reply, charge: Charge, merchant: str) -> Outcome:
    """Return what the state in an answer about a trade means."""
    if reply.text("out_trade_no") != charge.out_trade_no:
        return Unclear(Doubt.BAD_ANSWER)
    status = reply.text("trade_status")
    if status in {"TRADE_SUCCESS", "TRADE_FINISHED"}:
        return _paid(reply, merchant)
    if status == "WAIT_BUYER_PAY":
        return Waiting(paying=True)
    if status == "TRADE_CLOSED":
        return Ended(reversed=bool(reply.text("send_pay_date")))
    return Unclear(Doubt.BAD_ANSWER, status)


def begun_outcome(reply: Reply) -> Outcome | None:
    """Return what trouble means for a request that begins a payment; None: look it up."""
    word = bare(reply.code)
    if reply.status in _NOT_ACCEPTED:
        return Refused(Refusal.ACCOUNT_NOT_READY, _word(reply))
    if word in _ASK_AGAIN:
        return None
    refusal = _refusal(word) if reply.status == REFUSED else None
    return Refused(refusal, reply.code) if refusal else doubtful(reply)


def asked_outcome(reply: Reply, charge: Charge) -> Outcome:
    """Return what trouble means for a question; a QR that nobody scanned is no trade yet."""
    if is_no_such_trade(reply):
        return Waiting() if charge.kind is AttemptKind.QR else Missing()
    return doubtful(reply)


def cancel_outcome(reply: Reply, charge: Charge) -> Outcome:
    """Return what a cancel that was taken on comes to; `action` is missing where no trade was.

    Then a QR is done for, and a code payment was never heard of.
    """
    if reply.text("retry_flag") == "Y":
        return Unclear(Doubt.CLOSE_REFUSED, "RETRY")
    action = reply.text("action")
    if action:
        return Ended(reversed=action == "refund")
    return Ended() if charge.kind is AttemptKind.QR else Missing()


def close_outcome(reply: Reply) -> Outcome | None:
    """Return what trouble means for a close or cancel; None: look at the trade itself."""
    doubt = doubtful(reply)
    return None if doubt.doubt is Doubt.BAD_ANSWER else doubt


def is_no_such_trade(reply: Reply) -> bool:
    """Whether Alipay knows no such trade, by its signed word."""
    return reply.status == REFUSED and bare(reply.code) == _NO_SUCH_TRADE


def doubtful(reply: Reply) -> Unclear:
    """Return why an answer leaves it open what happened."""
    if reply.status == NO_SERVICE or bare(reply.code) == _SYSTEM_ERROR:
        return Unclear(Doubt.SERVER_ERROR, reply.code)
    if reply.status == _TOO_OFTEN:
        return Unclear(Doubt.TOO_FAST, reply.code)
    if reply.status in _NOT_ACCEPTED:
        return Unclear(Doubt.NOT_ACCEPTED, _word(reply))
    return Unclear(Doubt.BAD_ANSWER, reply.code)


def refund_outcome(reply: Reply, order: MoneyBackOrder) -> RefundOutcome | None:
    """Return what an answer to a refund request says; None: look the refund up.

    `fund_change` N is a repetition, or money that did not move; `refund_fee` is the sum of all
    refunds, so it says nothing of this one.
    """
    if not reply.code:
        moved = reply.text("fund_change") == "Y"
        return RefundDone(order.out_refund_no) if moved else RefundAccepted()
    word = bare(reply.code)
    if word == "TRADE_HAS_CLOSE":
        return None
    refused = reply.status == REFUSED and word in _REFUND_REFUSALS
    if refused or reply.status in _NOT_ACCEPTED:
        return RefundRefused(_word(reply))
    return doubtful(reply)


def refund_question_outcome(reply: Reply, order: MoneyBackOrder) -> RefundOutcome:
    """Return what an answer to a question about a refund says.

    Done is only what says so; an answer without a state means that it is not done or not known.
    """
    if is_no_such_trade(reply):
        return Missing()
    if reply.code:
        return doubtful(reply)
    if reply.text("refund_status") != "REFUND_SUCCESS":
        return Missing()
    amount = reply.text("refund_amount")
    if amount and fen(amount) != order.amount:
        return Unclear(Doubt.MISMATCH)
    return RefundDone(order.out_refund_no)


def bill_trouble(reply: Reply, *, is_overdue: bool) -> BillTrouble:
    """Return why there is no bill; "no such bill" once it should be there means no trade."""
    word = bare(reply.code)
    if reply.status in _NOT_ACCEPTED:
        return BillTrouble.NOT_ALLOWED
    if word == "BILL_NOT_EXIST":
        return BillTrouble.NO_TRADE if is_overdue else BillTrouble.NOT_READY
    return _BILL_TROUBLES.get(word, BillTrouble.NO_ANSWER)


def _refusal(word: str) -> Refusal | None:
    listed = _REFUSALS.get(word)
    if listed is not None:
        return listed
    return next((refusal for start, refusal in _FAMILIES if word.startswith(start)), None)


def _paid(reply: Reply, merchant: str) -> Outcome:
    amount, number = fen(reply.body.get("total_amount")), reply.text("trade_no")
    if amount is None or not number:
        return Unclear(Doubt.BAD_ANSWER, reply.text("trade_status"))
    return Paid(number, amount, "CNY", merchant)


def _word(reply: Reply) -> str:
    return reply.reason if bare(reply.code) in _BY_CLOCK else reply.code
