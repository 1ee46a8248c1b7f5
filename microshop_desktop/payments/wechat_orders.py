"""Payments by WeChat Pay API v3: by a shown QR (Native) and by a scanned code (codepay)."""

from collections.abc import Mapping
from datetime import timedelta

from microshop_desktop.domain.payment import (
    Doubt,
    Ended,
    Outcome,
    Paid,
    Refused,
    Unclear,
    Waiting,
)
from microshop_desktop.payments.accounts import WechatAccount
from microshop_desktop.payments.asking import CODE_PAYMENT_SECONDS, NoReply, Reply
from microshop_desktop.payments.gateway import Charge
from microshop_desktop.payments.wechat_answers import (
    asked_outcome,
    begun_outcome,
    close_outcome,
    trade_outcome,
)
from microshop_desktop.payments.wechat_wire import WechatWire
from microshop_desktop.payments.wire_values import number, plain_text, rfc3339

_ORDERS = "/v3/pay/transactions"
_SHORTEST_LIFE = timedelta(minutes=1)
_LONGEST_TEXT = 127
_LONGEST_NUMBER = 32


class WechatOrders:
    """Payments of one account by API v3."""

    def __init__(self, account: WechatAccount, wire: WechatWire) -> None:
        self._account = account
        self._wire = wire

    def show_qr(self, charge: Charge) -> Outcome:
        """Make a Native order; the same number with the same fields gives a new QR for it."""
        expires = max(charge.expires_at, charge.made_at + _SHORTEST_LIFE)
        fields = {
            **self._order(charge),
            "time_expire": rfc3339(expires),
            "notify_url": self._account.notify_url,
        }
        reply = self._wire.post(f"{_ORDERS}/native", fields)
        if isinstance(reply, NoReply):
            return reply.outcome
        if reply.code:
            return self._not_begun(reply, charge)
        qr = reply.text("code_url")
        return Waiting(qr=qr) if qr else Unclear(Doubt.BAD_ANSWER)

    def charge_code(self, charge: Charge, code: str) -> Outcome:
        """Take money by a payment code; the answer comes at once or after the password."""
        scene: dict[str, object] = {"store_info": {"out_id": self._account.shop_code}}
        if charge.till:
            scene["device_id"] = charge.till
        fields = {**self._order(charge), "payer": {"auth_code": code}, "scene_info": scene}
        reply = self._wire.post(f"{_ORDERS}/codepay", fields, seconds=CODE_PAYMENT_SECONDS)
        if isinstance(reply, NoReply):
            return reply.outcome
        if reply.code:
            return self._not_begun(reply, charge)
        return trade_outcome(reply, charge, self._account.app_id)

    def query(self, charge: Charge) -> Outcome:
        """Ask what became of a payment of either kind."""
        path = f"{_order_path(charge)}?mchid={self._account.mch_id}"
        reply = self._wire.get(path)
        if isinstance(reply, NoReply):
            return reply.doubt
        if reply.code:
            return asked_outcome(reply)
        return trade_outcome(reply, charge, self._account.app_id)

    def close(self, charge: Charge) -> Outcome:
        """Close a Native order; `Paid` where it was paid before."""
        reply = self._wire.post(f"{_order_path(charge)}/close", {"mchid": self._account.mch_id})
        return self._closed(reply, charge) or Ended()

    def reverse(self, charge: Charge) -> Outcome:
        """Reverse a code payment; only a question afterwards tells that it is done."""
        fields = {"appid": self._account.app_id, "mchid": self._account.mch_id}
        reply = self._wire.post(f"{_order_path(charge)}/reverse", fields)
        return self._closed(reply, charge) or reversed_outcome(self.query(charge))

    def _order(self, charge: Charge) -> Mapping[str, object]:
        return {
            "appid": self._account.app_id,
            "mchid": self._account.mch_id,
            "description": plain_text(charge.subject, _LONGEST_TEXT) or charge.out_trade_no,
            "out_trade_no": number(charge.out_trade_no, _LONGEST_NUMBER),
            "amount": {"total": charge.amount, "currency": charge.currency},
        }

    def _not_begun(self, reply: Reply, charge: Charge) -> Outcome:
        return begun_outcome(reply) or self.query(charge)

    def _closed(self, reply: Reply | NoReply, charge: Charge) -> Outcome | None:
        """Return what came in the way of a close or reverse; None: WeChat Pay confirmed it."""
        if isinstance(reply, NoReply):
            return reply.doubt
        if not reply.code:
            return Unclear(Doubt.CLOSE_REFUSED) if reply.status == 202 else None
        return close_outcome(reply) or not_closed(self.query(charge), reply.code)


def reversed_outcome(asked: Outcome) -> Outcome:
    """Return what a confirmed reverse comes to, once the payment was asked about again.

    Paid so soon after a reverse may be yesterday's truth: that is asked once more.
    """
    if isinstance(asked, Paid):
        return Unclear(Doubt.CLOSE_REFUSED, "SUCCESS")
    return Ended() if isinstance(asked, Refused) else asked


def not_closed(asked: Outcome, code: str) -> Outcome:
    """Return what a refused close comes to, once the payment was asked about."""
    if isinstance(asked, Paid | Ended):
        return asked
    paying = isinstance(asked, Waiting) and asked.paying
    return Waiting(paying=True) if paying else Unclear(Doubt.CLOSE_REFUSED, code)


def _order_path(charge: Charge) -> str:
    return f"{_ORDERS}/out-trade-no/{number(charge.out_trade_no, _LONGEST_NUMBER)}"
