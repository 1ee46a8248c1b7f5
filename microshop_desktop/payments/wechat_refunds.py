"""Refunds by WeChat Pay API v3, of whatever way of payment. Facts: `reference/payments.md` §2.8."""

from microshop_desktop.domain.payment_refund import RefundOutcome
from microshop_desktop.payments.asking import NoReply
from microshop_desktop.payments.gateway import MoneyBackOrder
from microshop_desktop.payments.wechat_answers import (
    refund_outcome,
    refund_question_trouble,
    refund_trouble,
)
from microshop_desktop.payments.wechat_wire import WechatWire
from microshop_desktop.payments.wire_values import number, plain_text

_REFUNDS = "/v3/refund/domestic/refunds"
_LONGEST_REASON = 80
_LONGEST_NUMBER = 64


class WechatRefunds:
    """Refunds of one account by API v3."""

    def __init__(self, wire: WechatWire) -> None:
        self._wire = wire

    def refund(self, order: MoneyBackOrder) -> RefundOutcome:
        """Give money back; repeated under its number it is the same refund."""
        fields: dict[str, object] = {
            "out_trade_no": order.out_trade_no,
            "out_refund_no": number(order.out_refund_no, _LONGEST_NUMBER),
            "amount": {"refund": order.amount, "total": order.paid, "currency": order.currency},
        }
        if reason := plain_text(order.reason, _LONGEST_REASON):
            fields["reason"] = reason
        reply = self._wire.post(_REFUNDS, fields)
        if isinstance(reply, NoReply):
            return reply.outcome
        return refund_trouble(reply) if reply.code else refund_outcome(reply, order)

    def query_refund(self, order: MoneyBackOrder) -> RefundOutcome:
        """Ask what became of a refund."""
        path = f"{_REFUNDS}/{number(order.out_refund_no, _LONGEST_NUMBER)}"
        reply = self._wire.get(path)
        if isinstance(reply, NoReply):
            return reply.doubt
        return refund_question_trouble(reply) if reply.code else refund_outcome(reply, order)
