"""Code payments by the older WeChat Pay API, for accounts that API v3 refuses them.

Only what differs is here: micropay, its query, and reverse, which needs the merchant's certificate
on the connection. Shown QR codes go through API v3 all the same.
"""

from dataclasses import dataclass

from microshop_desktop.domain.payment import Doubt, Outcome, Unclear
from microshop_desktop.payments.asking import CODE_PAYMENT_SECONDS, NoReply, Reply
from microshop_desktop.payments.gateway import Charge
from microshop_desktop.payments.wechat_answers import (
    asked_outcome,
    begun_outcome,
    close_outcome,
    trade_outcome,
)
from microshop_desktop.payments.wechat_orders import not_closed, reversed_outcome
from microshop_desktop.payments.wechat_v2_wire import WechatV2Wire, whole_number
from microshop_desktop.payments.wire_values import number, plain_text

_LONGEST_TEXT = 42
"""127 bytes hold 42 Chinese characters: the older API counts bytes."""
_LONGEST_NUMBER = 32
_OUR_ADDRESS = "127.0.0.1"
"""The API wants an address of the till; one in the shop's own network tells nobody anything."""


@dataclass(frozen=True, slots=True)
class WechatV2Codes:
    """Code payments of one account by the older API."""

    wire: WechatV2Wire

    def charge_code(self, charge: Charge, code: str) -> Outcome:
        """Take money by a payment code; the answer comes at once, or the customer is asked."""
        fields = {
            "body": plain_text(charge.subject, _LONGEST_TEXT) or charge.out_trade_no,
            "out_trade_no": _number(charge),
            "total_fee": str(charge.amount),
            "fee_type": charge.currency,
            "spbill_create_ip": _OUR_ADDRESS,
            "device_info": charge.till,
            "auth_code": code,
        }
        reply = self.wire.call("/pay/micropay", fields, seconds=CODE_PAYMENT_SECONDS)
        if isinstance(reply, NoReply):
            return reply.outcome
        if reply.code:
            return begun_outcome(reply) or self.query(charge)
        return trade_outcome(_order(reply, state="SUCCESS"), charge, self.wire.account.app_id)

    def query(self, charge: Charge) -> Outcome:
        """Ask what became of a code payment."""
        reply = self.wire.call("/pay/orderquery", {"out_trade_no": _number(charge)})
        if isinstance(reply, NoReply):
            return reply.doubt
        if reply.code:
            return asked_outcome(reply)
        order = _order(reply, state=reply.text("trade_state"))
        return trade_outcome(order, charge, self.wire.account.app_id)

    def reverse(self, charge: Charge) -> Outcome:
        """Undo a code payment; only a question afterwards tells that it is done."""
        fields = {"out_trade_no": _number(charge)}
        reply = self.wire.call("/secapi/pay/reverse", fields, secure=True)
        if isinstance(reply, NoReply):
            return reply.doubt
        if reply.code:
            return close_outcome(reply) or not_closed(self.query(charge), reply.code)
        if reply.text("recall") == "Y":
            return Unclear(Doubt.CLOSE_REFUSED, "RECALL")
        return reversed_outcome(self.query(charge))


def _order(reply: Reply, *, state: str) -> Reply:
    """Return an answer of the older API in the words of API v3."""
    body: dict[str, object] = {
        "out_trade_no": reply.text("out_trade_no"),
        "transaction_id": reply.text("transaction_id"),
        "trade_state": state,
        "mchid": reply.text("mch_id"),
        "appid": reply.text("appid"),
        "amount": {
            "total": whole_number(reply.text("total_fee")),
            "currency": reply.text("fee_type") or "CNY",
        },
    }
    return Reply(reply.status, body, skew=reply.skew)


def _number(charge: Charge) -> str:
    return number(charge.out_trade_no, _LONGEST_NUMBER)
