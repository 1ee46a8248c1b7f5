"""The gateway to Alipay for a direct merchant: gateway v2, RSA2.

Facts: `reference/payments.md` §3.
"""

import secrets
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from types import MappingProxyType

from microshop_desktop.domain.payment import (
    AttemptKind,
    Doubt,
    Ended,
    Missing,
    Outcome,
    Paid,
    Unclear,
    Waiting,
)
from microshop_desktop.domain.payment_refund import RefundOutcome
from microshop_desktop.domain.payment_steps import Rhythm
from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.http import Http
from microshop_desktop.payments.accounts import AlipayAccount
from microshop_desktop.payments.alipay_answers import (
    asked_outcome,
    bare,
    begun_outcome,
    bill_trouble,
    cancel_outcome,
    close_outcome,
    is_no_such_trade,
    refund_outcome,
    refund_question_outcome,
    trade_outcome,
)
from microshop_desktop.payments.alipay_wire import PAYING, AlipayWire
from microshop_desktop.payments.asking import CODE_PAYMENT_SECONDS, NoReply, Reply
from microshop_desktop.payments.gateway import (
    Ability,
    BillFile,
    BillKind,
    BillTrouble,
    Capabilities,
    Charge,
    Checked,
    CheckState,
    MoneyBackOrder,
    NoBill,
)
from microshop_desktop.payments.wire_values import CHINA, number, plain_text, yuan

_CAPABILITIES = Capabilities(
    frozenset(Ability),
    MappingProxyType(
        {
            # A cancel before the scan may not kill the QR: it is asked about until it has expired,
            # and whoever scanned it in its last second had five minutes more.
            AttemptKind.QR: Rhythm(first=3, every=3, until=300, watch=360),
            AttemptKind.CODE: Rhythm(first=3, every=3, until=60, watch=60),
        }
    ),
)
_LONGEST_SUBJECT = 256
_REFUSED_SIGNS = "/=&\\<>\"'%#?+"
_LONGEST_NUMBER = 64
_PAY_WITHIN = "5m"
_NEVER_SCANNED = timedelta(minutes=10)
"""So long after its end, a QR that Alipay knows no trade of was surely never scanned in time."""
_BILL_TYPES = MappingProxyType({BillKind.TRADE: "trade", BillKind.FUNDS: "signcustomer"})
_BILL_IS_THERE = time(12)
_ZIP = b"PK"
_FACE_TOKEN = "fp"  # noqa: S105 (how a customer's face token begins)
_CHECK_STATES = MappingProxyType(
    {
        "INVALID-SIGNATURE": CheckState.KEY_REFUSED,
        "MISSING-SIGNATURE": CheckState.KEY_REFUSED,
        "INVALID-SIGNATURE-TYPE": CheckState.KEY_REFUSED,
        "INVALID-APP-CERT-SN": CheckState.KEY_REFUSED,
        "MISSING-SIGNATURE-KEY": CheckState.KEY_REFUSED,
        "INVALID-APP-ID": CheckState.ACCOUNT_UNKNOWN,
        "MISSING-APP-ID": CheckState.ACCOUNT_UNKNOWN,
        "INVALID-TIMESTAMP": CheckState.CLOCK_OFF,
        "INSUFFICIENT-ISV-PERMISSIONS": CheckState.NOT_ALLOWED,
    }
)


class Alipay:
    """One app of an Alipay merchant; safe to use from several threads."""

    def __init__(self, account: AlipayAccount, http: Http, clock: Clock) -> None:
        self._account = account
        self._clock = clock
        self._wire = AlipayWire(account, http, clock)

    @property
    def capabilities(self) -> Capabilities:
        """All of it."""
        return _CAPABILITIES

    @property
    def merchant(self) -> str:
        """The number of the app: Alipay's answers are signed for it and name no receiver."""
        return self._account.app_id

    def show_qr(self, charge: Charge) -> Outcome:
        """Ask for a QR; a second one under the same number is refused and the first one lost."""
        minutes = -(-(charge.expires_at - charge.made_at) // timedelta(minutes=1))
        fields = {
            **_order(charge),
            "product_code": self._account.product_code,
            "qr_code_timeout_express": f"{max(minutes, 1)}m",
        }
        reply = self._wire.call("alipay.trade.precreate", fields)
        if isinstance(reply, NoReply):
            return reply.outcome
        if reply.code:
            return begun_outcome(reply) or self.query(charge)
        qr = reply.text("qr_code")
        named = reply.text("out_trade_no") == charge.out_trade_no
        return Waiting(qr=qr) if qr and named else Unclear(Doubt.BAD_ANSWER)

    def charge_code(self, charge: Charge, code: str) -> Outcome:
        """Take money by a payment code; that it is paid is confirmed by a question."""
        face = code.startswith(_FACE_TOKEN)
        fields = {
            **_order(charge),
            "product_code": "FACE_TO_FACE_PAYMENT",
            "scene": "security_code" if face else "bar_code",
            "auth_code": code,
        }
        reply = self._wire.call("alipay.trade.pay", fields, seconds=CODE_PAYMENT_SECONDS)
        if isinstance(reply, NoReply):
            return reply.outcome
        if reply.code:
            return begun_outcome(reply) or self.query(charge)
        return Waiting(paying=True) if reply.status == PAYING else self._confirmed(charge)

    def query(self, charge: Charge) -> Outcome:
        """Ask what became of a trade."""
        reply = self._wire.call("alipay.trade.query", _trade(charge))
        if isinstance(reply, NoReply):
            return reply.doubt
        if reply.code:
            gone = self._clock.now() >= charge.expires_at + _NEVER_SCANNED
            return (
                Ended()
                if gone and _was_not_scanned(reply, charge)
                else asked_outcome(reply, charge)
            )
        return trade_outcome(reply, charge, self.merchant)

    def close(self, charge: Charge) -> Outcome:
        """End a trade. A QR is closed first, which spares a payment that came just now.

        Only when nobody scanned it, it is cancelled like a code payment: that gives money back.
        """
        if charge.kind is AttemptKind.CODE:
            return self._cancel(charge)
        reply = self._wire.call("alipay.trade.close", _trade(charge))
        if isinstance(reply, Reply) and is_no_such_trade(reply):
            return self._cancel(charge)
        return self._not_closed(reply, charge) or Ended()

    def refund(self, order: MoneyBackOrder) -> RefundOutcome:
        """Give money back; repeated under its number it is the same refund."""
        fields: dict[str, object] = {
            "out_trade_no": number(order.out_trade_no, _LONGEST_NUMBER),
            "out_request_no": number(order.out_refund_no, _LONGEST_NUMBER),
            "refund_amount": yuan(order.amount),
        }
        if reason := plain_text(order.reason, _LONGEST_SUBJECT, without=_REFUSED_SIGNS):
            fields["refund_reason"] = reason
        reply = self._wire.call("alipay.trade.refund", fields)
        if isinstance(reply, NoReply):
            return reply.outcome
        return refund_outcome(reply, order) or self.query_refund(order)

    def query_refund(self, order: MoneyBackOrder) -> RefundOutcome:
        """Ask what became of a refund."""
        fields = {
            "out_trade_no": number(order.out_trade_no, _LONGEST_NUMBER),
            "out_request_no": number(order.out_refund_no, _LONGEST_NUMBER),
        }
        reply = self._wire.call("alipay.trade.fastpay.refund.query", fields)
        if isinstance(reply, NoReply):
            return reply.doubt
        return refund_question_outcome(reply, order)

    def bill(self, day: date, kind: BillKind = BillKind.TRADE) -> BillFile | NoBill:
        """Fetch the ZIP of a past day; it is there from about nine o'clock of the next one."""
        now = self._clock.now().astimezone(CHINA)
        if day >= now.date():
            return NoBill(BillTrouble.NOT_READY)
        fields = {"bill_type": _BILL_TYPES[kind], "bill_date": day.isoformat()}
        reply = self._wire.call("alipay.data.dataservice.bill.downloadurl.query", fields)
        if isinstance(reply, NoReply):
            return NoBill(BillTrouble.NO_ANSWER)
        if reply.code:
            due = datetime.combine(day + timedelta(days=1), _BILL_IS_THERE, CHINA)
            return NoBill(bill_trouble(reply, is_overdue=now >= due), reply.code)
        content = self._wire.download(reply.text("bill_download_url"))
        if isinstance(content, NoReply):
            return NoBill(BillTrouble.NO_ANSWER)
        if not content.startswith(_ZIP):
            return NoBill(BillTrouble.DAMAGED)
        return BillFile(f"alipay-{kind}-{day}.zip", content)

    def check(self) -> Checked:
        """Ask about a trade that does not exist: that answer is signed, so it proves all keys."""
        reply = self._wire.call("alipay.trade.query", {"out_trade_no": secrets.token_hex(16)})
        if isinstance(reply, NoReply):
            return reply.checked
        state = _CHECK_STATES.get(bare(reply.code), CheckState.NO_ANSWER)
        if is_no_such_trade(reply):
            state = CheckState.GOOD
        good, skew = state is CheckState.GOOD, reply.skew or timedelta(0)
        return Checked(state, reply.code, proves_answers=good, skew=skew)

    def _confirmed(self, charge: Charge) -> Outcome:
        """Return what a question says right after Alipay said "paid"; it may still lag."""
        asked = self.query(charge)
        return Waiting(paying=True) if isinstance(asked, Missing | Waiting) else asked

    def _cancel(self, charge: Charge) -> Outcome:
        reply = self._wire.call("alipay.trade.cancel", _trade(charge))
        if isinstance(reply, Reply) and not reply.code:
            return cancel_outcome(reply, charge)
        if isinstance(reply, Reply) and is_no_such_trade(reply):
            return Ended() if charge.kind is AttemptKind.QR else Missing()
        return self._not_closed(reply, charge) or Unclear(Doubt.CLOSE_REFUSED)

    def _not_closed(self, reply: Reply | NoReply, charge: Charge) -> Outcome | None:
        """Return what came in the way of a close or cancel; None: nothing did."""
        if isinstance(reply, NoReply):
            return reply.doubt
        if not reply.code:
            return None
        trouble = close_outcome(reply)
        if trouble is not None:
            return trouble
        asked = self.query(charge)
        return (
            asked if isinstance(asked, Paid | Ended) else Unclear(Doubt.CLOSE_REFUSED, reply.code)
        )


def _order(charge: Charge) -> Mapping[str, object]:
    subject = plain_text(charge.subject, _LONGEST_SUBJECT, without=_REFUSED_SIGNS)
    order: dict[str, object] = {
        "out_trade_no": number(charge.out_trade_no, _LONGEST_NUMBER),
        "total_amount": yuan(charge.amount),
        "subject": subject or charge.out_trade_no,
        "timeout_express": _PAY_WITHIN,
    }
    if charge.till:
        order["terminal_id"] = charge.till
    return order


def _trade(charge: Charge) -> Mapping[str, object]:
    return {"out_trade_no": number(charge.out_trade_no, _LONGEST_NUMBER)}


def _was_not_scanned(reply: Reply, charge: Charge) -> bool:
    return charge.kind is AttemptKind.QR and is_no_such_trade(reply)
