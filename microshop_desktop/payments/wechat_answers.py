"""What WeChat Pay's states and words mean for a payment and for a refund.

Facts: `reference/payments.md` §2.4–2.8. Words come with and without underscores, so they are
compared without. A word that is not listed leaves it open what happened: the platform is asked.
"""

from collections.abc import Mapping
from types import MappingProxyType

from microshop_desktop.domain.payment import (
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
from microshop_desktop.payments.asking import Reply
from microshop_desktop.payments.gateway import BillTrouble, Charge, MoneyBackOrder, NoBill

_REFUSALS: Mapping[str, Refusal] = MappingProxyType(
    {
        "AUTHCODEEXPIRE": Refusal.CODE_EXPIRED,
        "AUTHCODEERROR": Refusal.CODE_EXPIRED,
        "AUTHCODEINVALID": Refusal.CODE_EXPIRED,
        "NOTENOUGH": Refusal.NOT_ENOUGH_MONEY,
        "NOTSUPORTCARD": Refusal.CUSTOMER_MUST_ACT,
        "NOTSUPPORTCARD": Refusal.CUSTOMER_MUST_ACT,
        "BUYERMISMATCH": Refusal.CUSTOMER_MUST_ACT,
        "RULELIMIT": Refusal.LIMIT_REACHED,
        "TRADEERROR": Refusal.DECLINED,
        "ORDERCLOSED": Refusal.NUMBER_USED,
        "ORDERREVERSED": Refusal.NUMBER_USED,
        "OUTTRADENOUSED": Refusal.NUMBER_USED,
        "NOAUTH": Refusal.ACCOUNT_NOT_READY,
        "SIGNERROR": Refusal.ACCOUNT_NOT_READY,
        "APPIDMCHIDNOTMATCH": Refusal.ACCOUNT_NOT_READY,
        "MCHNOTEXISTS": Refusal.ACCOUNT_NOT_READY,
        "RESOURCENOTEXISTS": Refusal.ACCOUNT_NOT_READY,
        "PARAMERROR": Refusal.OTHER,
        "LACKPARAMS": Refusal.OTHER,
        "INVALIDREQUEST": Refusal.OTHER,
        "XMLFORMATERROR": Refusal.OTHER,
        "REQUIREPOSTMETHOD": Refusal.OTHER,
        "NOTUTF8": Refusal.OTHER,
    }
)
"""Surely not paid: what was asked for was not begun."""

_DOUBTS: Mapping[str, Doubt] = MappingProxyType(
    {
        "SYSTEMERROR": Doubt.SERVER_ERROR,
        "BANKERROR": Doubt.SERVER_ERROR,
        "FREQUENCYLIMITED": Doubt.TOO_FAST,
        "RATELIMITEXCEEDED": Doubt.TOO_FAST,
    }
)
_STATES: Mapping[str, Outcome] = MappingProxyType(
    {
        "NOTPAY": Waiting(),
        "USERPAYING": Waiting(paying=True),
        "ACCEPT": Waiting(paying=True),
        "PAYERROR": Refused(Refusal.DECLINED, "PAYERROR", ended=False),
        "CLOSED": Ended(),
        "REVOKED": Ended(reversed=True),
    }
)
_ACCEPTED = 202
_SIGN_ERROR = "SIGNERROR"
_NO_SUCH_ORDER = "ORDERNOTEXIST"
_NO_SUCH_REFUND = frozenset({"RESOURCENOTEXISTS", "REFUNDNOTEXIST"})
_NOT_ACCEPTED = frozenset({"SIGNERROR", "NOAUTH", "APPIDMCHIDNOTMATCH", "MCHNOTEXISTS"})

_REFUND_REFUSALS = frozenset(
    {
        "NOTENOUGH",
        "USERACCOUNTABNORMAL",
        "RESOURCENOTEXISTS",
        "MCHNOTEXISTS",
        "APPIDMCHIDNOTMATCH",
        "INVALIDREQUEST",
        "PARAMERROR",
        "NOAUTH",
        "SIGNERROR",
        "ORDERNOTEXIST",
        "TRADEOVERDUE",
        "INVALIDTRANSACTIONID",
    }
)

_BILL_TROUBLES: Mapping[str, BillTrouble] = MappingProxyType(
    {
        "NOSTATEMENTEXIST": BillTrouble.NO_TRADE,
        "STATEMENTCREATING": BillTrouble.NOT_READY,
        "NOAUTH": BillTrouble.NOT_ALLOWED,
        "SIGNERROR": BillTrouble.NOT_ALLOWED,
        "INVALIDREQUEST": BillTrouble.NOT_READY,
    }
)


def bare(code: str) -> str:
    """Return a word of the platform as it is compared: without underscores, upper case."""
    return code.replace("_", "").upper()


def trade_outcome(reply: Reply, charge: Charge, app_id: str) -> Outcome:
    """Return what the state in an answer about a payment means.

    "Accepted, not finished" (202) says nothing but that the customer is typing the password.
    """
    if reply.text("out_trade_no") != charge.out_trade_no:
        return Unclear(Doubt.BAD_ANSWER)
    state = reply.text("trade_state")
    if reply.status == _ACCEPTED and state != "USERPAYING":
        return Unclear(Doubt.NO_ANSWER, state)
    if state in {"SUCCESS", "REFUND"}:
        return _paid(reply, app_id)
    return _STATES.get(state) or Unclear(Doubt.BAD_ANSWER, state)


def begun_outcome(reply: Reply) -> Outcome | None:
    """Return what trouble means for a request that begins a payment; None: ask what became of it.

    None is "already paid": only a signed question may say so.
    """
    code = bare(reply.code)
    if code == "USERPAYING":
        return Waiting(paying=True)
    if code == "ORDERPAID":
        return None
    refusal = _REFUSALS.get(code)
    if refusal is not None and reply.status < 500:
        return Refused(refusal, _word(reply))
    return doubtful(reply)


def asked_outcome(reply: Reply) -> Outcome:
    """Return what trouble means for a question."""
    code = bare(reply.code)
    if code == _NO_SUCH_ORDER:
        return Missing()
    if code == "RULELIMIT":
        return Unclear(Doubt.TOO_FAST, reply.code)
    if code == "TRADEERROR":
        return Unclear(Doubt.SERVER_ERROR, reply.code)
    return doubtful(reply)


def close_outcome(reply: Reply) -> Outcome | None:
    """Return what trouble means for a close or reverse; None: look at the payment itself.

    The words for "already paid" and "already closed" vary, so anything that is no trouble of the
    network or the account is looked up.
    """
    if bare(reply.code) == _NO_SUCH_ORDER:
        return Missing()
    doubt = doubtful(reply)
    return None if doubt.doubt is Doubt.BAD_ANSWER and reply.code else doubt


def doubtful(reply: Reply) -> Unclear:
    """Return why an answer leaves it open what happened."""
    code = bare(reply.code)
    if code in _DOUBTS:
        return Unclear(_DOUBTS[code], reply.code)
    if reply.status >= 500:
        return Unclear(Doubt.SERVER_ERROR, reply.code)
    if reply.status == 429:
        return Unclear(Doubt.TOO_FAST, reply.code)
    if reply.status == 401 or code in _NOT_ACCEPTED:
        return Unclear(Doubt.NOT_ACCEPTED, _word(reply))
    return Unclear(Doubt.BAD_ANSWER, reply.code)


def refund_outcome(reply: Reply, order: MoneyBackOrder) -> RefundOutcome:
    """Return what an answer about a refund says; `status` in it, not the HTTP status, counts."""
    if reply.text("out_refund_no") != order.out_refund_no:
        return Unclear(Doubt.BAD_ANSWER)
    amount = reply.part("amount")
    if (amount.get("refund"), amount.get("currency", "CNY")) != (order.amount, order.currency):
        return Unclear(Doubt.MISMATCH)
    reference, status = reply.text("refund_id"), reply.text("status")
    if status == "SUCCESS":
        return RefundDone(reference)
    if status == "PROCESSING":
        return RefundAccepted(reference)
    if status in {"CLOSED", "ABNORMAL"}:
        return RefundRefused(status)
    return Unclear(Doubt.BAD_ANSWER, status)


def refund_trouble(reply: Reply) -> RefundOutcome:
    """Return what trouble means for the request of a refund."""
    if bare(reply.code) in _REFUND_REFUSALS and reply.status < 500:
        return RefundRefused(_word(reply))
    return doubtful(reply)


def refund_question_trouble(reply: Reply) -> RefundOutcome:
    """Return what trouble means for a question about a refund."""
    return Missing() if bare(reply.code) in _NO_SUCH_REFUND else doubtful(reply)


def bill_trouble(reply: Reply) -> NoBill:
    """Return why there is no bill."""
    trouble = _BILL_TROUBLES.get(bare(reply.code), BillTrouble.NO_ANSWER)
    return NoBill(trouble, reply.code)


def _paid(reply: Reply, app_id: str) -> Outcome:
    """Return the payment as told, with another receiver's name if it came by another app."""
    amount = reply.part("amount")
    total, currency = amount.get("total"), amount.get("currency", "CNY")
    number = reply.text("transaction_id")
    if not number or type(total) is not int or not isinstance(currency, str):
        return Unclear(Doubt.BAD_ANSWER, reply.text("trade_state"))
    merchant, app = reply.text("mchid"), reply.text("appid")
    return Paid(number, total, currency, merchant if app in {"", app_id} else f"{merchant} {app}")


def _word(reply: Reply) -> str:
    return reply.reason if bare(reply.code) == _SIGN_ERROR else reply.code
