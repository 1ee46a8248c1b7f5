"""Refunds by the older WeChat Pay API, where an account's settings choose it.

They need the merchant's certificate on the connection. Answers are put into the words of API v3.
"""

from dataclasses import dataclass
from types import MappingProxyType

from microshop_desktop.domain.payment import Missing
from microshop_desktop.domain.payment_refund import RefundAccepted, RefundOutcome
from microshop_desktop.payments.asking import NoReply, Reply
from microshop_desktop.payments.gateway import MoneyBackOrder
from microshop_desktop.payments.wechat_answers import (
    refund_outcome,
    refund_question_trouble,
    refund_trouble,
)
from microshop_desktop.payments.wechat_v2_wire import WechatV2Wire, whole_number
from microshop_desktop.payments.wire_values import number, plain_text

_LONGEST_REASON = 26
"""80 bytes hold 26 Chinese characters: the older API counts bytes."""
_LONGEST_NUMBER = 64
_STATES = MappingProxyType({"REFUNDCLOSE": "CLOSED", "CHANGE": "ABNORMAL"})
"""Where the older API has another word for the state of a refund."""


@dataclass(frozen=True, slots=True)
class WechatV2Refunds:
    """Refunds of one account by the older API."""

    wire: WechatV2Wire

    def refund(self, order: MoneyBackOrder) -> RefundOutcome:
        """Give money back; an answer means that it was taken on, not that it is done."""
        fields = {
            "out_trade_no": number(order.out_trade_no, _LONGEST_NUMBER),
            "out_refund_no": number(order.out_refund_no, _LONGEST_NUMBER),
            "total_fee": str(order.paid),
            "refund_fee": str(order.amount),
            "refund_fee_type": order.currency,
            "refund_desc": plain_text(order.reason, _LONGEST_REASON),
        }
        reply = self.wire.call("/secapi/pay/refund", fields, secure=True)
        if isinstance(reply, NoReply):
            return reply.outcome
        if reply.code:
            return refund_trouble(reply)
        return RefundAccepted(reply.text("refund_id"))

    def query_refund(self, order: MoneyBackOrder) -> RefundOutcome:
        """Ask what became of a refund."""
        fields = {"out_refund_no": number(order.out_refund_no, _LONGEST_NUMBER)}
        reply = self.wire.call("/pay/refundquery", fields)
        if isinstance(reply, NoReply):
            return reply.doubt
        if reply.code:
            return refund_question_trouble(reply)
        found = _refund(reply, order)
        return Missing() if found is None else refund_outcome(found, order)


def _refund(reply: Reply, order: MoneyBackOrder) -> Reply | None:
    """Return one of the refunds in an answer, which numbers them, in the words of API v3."""
    numbered = (name for name in reply.body if name.startswith("out_refund_no_"))
    nth = next((name[-2:] for name in numbered if reply.text(name) == order.out_refund_no), None)
    if nth is None:
        return None
    state = reply.text(f"refund_status{nth}")
    body: dict[str, object] = {
        "out_refund_no": order.out_refund_no,
        "refund_id": reply.text(f"refund_id{nth}"),
        "status": _STATES.get(state, state),
        "amount": {
            "refund": whole_number(reply.text(f"refund_fee{nth}")),
            "currency": reply.text("fee_type") or "CNY",
        },
    }
    return Reply(reply.status, body, skew=reply.skew)
