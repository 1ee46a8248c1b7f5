"""The gateway to WeChat Pay for a direct merchant.

API v3 for everything; payment codes and refunds through the older v2 where the account says so.
Facts: `reference/payments.md` §2.
"""

import secrets
from datetime import date, timedelta
from types import MappingProxyType
from typing import Protocol

from microshop_desktop.domain.payment import AttemptKind, Outcome
from microshop_desktop.domain.payment_refund import RefundOutcome
from microshop_desktop.domain.payment_steps import Rhythm
from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.http import CLOCK_IS_OFF, Http
from microshop_desktop.payments.accounts import WechatAccount
from microshop_desktop.payments.asking import NoReply, Reply
from microshop_desktop.payments.gateway import (
    Ability,
    BillFile,
    BillKind,
    Capabilities,
    Charge,
    Checked,
    CheckState,
    MoneyBackOrder,
    NoBill,
)
from microshop_desktop.payments.wechat_answers import bare
from microshop_desktop.payments.wechat_bills import fetch_bill
from microshop_desktop.payments.wechat_orders import WechatOrders
from microshop_desktop.payments.wechat_refunds import WechatRefunds
from microshop_desktop.payments.wechat_wire import WechatWire

_CAPABILITIES = Capabilities(
    frozenset(Ability),
    MappingProxyType(
        {
            # What is closed cannot be paid, says WeChat Pay; a look a minute later costs little.
            AttemptKind.QR: Rhythm(first=3, every=3, until=300, watch=60),
            AttemptKind.CODE: Rhythm(first=5, every=5, until=45, close_after=15, watch=60),
        }
    ),
)
_CHECK_STATES = MappingProxyType(
    {
        "ORDERNOTEXIST": CheckState.GOOD,
        "NOAUTH": CheckState.NOT_ALLOWED,
        "MCHNOTEXISTS": CheckState.ACCOUNT_UNKNOWN,
        "APPIDMCHIDNOTMATCH": CheckState.ACCOUNT_UNKNOWN,
        "PARAMERROR": CheckState.ACCOUNT_UNKNOWN,
        # There are no certificates for a merchant with a public key: that one is to be entered.
        "RESOURCENOTEXISTS": CheckState.ANSWER_NOT_TRUSTED,
    }
)


class CodePayments(Protocol):
    """One of WeChat Pay's two ways to take money by a payment code."""

    def charge_code(self, charge: Charge, code: str) -> Outcome:
        """Take the money."""
        ...

    def query(self, charge: Charge) -> Outcome:
        """Ask what became of it."""
        ...

    def reverse(self, charge: Charge) -> Outcome:
        """Undo it, whatever became of it."""
        ...


class Refunds(Protocol):
    """One of WeChat Pay's two ways to give money back."""

    def refund(self, order: MoneyBackOrder) -> RefundOutcome:
        """Give it back."""
        ...

    def query_refund(self, order: MoneyBackOrder) -> RefundOutcome:
        """Ask what became of it."""
        ...


class Wechat:
    """One merchant account of WeChat Pay; safe to use from several threads."""

    def __init__(
        self,
        account: WechatAccount,
        http: Http,
        clock: Clock,
        *,
        codes: CodePayments | None = None,
        refunds: Refunds | None = None,
    ) -> None:
        """Take the account; `codes` and `refunds` take the place of API v3 for these."""
        self._account = account
        self._clock = clock
        self._wire = WechatWire(account, http, clock)
        self._orders = WechatOrders(account, self._wire)
        self._codes: CodePayments = codes or self._orders
        self._refunds: Refunds = refunds or WechatRefunds(self._wire)

    @property
    def capabilities(self) -> Capabilities:
        """All of it."""
        return _CAPABILITIES

    @property
    def merchant(self) -> str:
        """The merchant number."""
        return self._account.mch_id

    def show_qr(self, charge: Charge) -> Outcome:
        """Make a Native order, whose QR the customer scans by camera."""
        return self._orders.show_qr(charge)

    def charge_code(self, charge: Charge, code: str) -> Outcome:
        """Take money by the customer's payment code."""
        return self._codes.charge_code(charge, code)

    def query(self, charge: Charge) -> Outcome:
        """Ask what became of a payment."""
        asked = self._codes if charge.kind is AttemptKind.CODE else self._orders
        return asked.query(charge)

    def close(self, charge: Charge) -> Outcome:
        """Close a shown QR, reverse a code payment: those cannot be closed."""
        if charge.kind is AttemptKind.CODE:
            return self._codes.reverse(charge)
        return self._orders.close(charge)

    def refund(self, order: MoneyBackOrder) -> RefundOutcome:
        """Give money back; repeated under its number it is the same refund."""
        return self._refunds.refund(order)

    def query_refund(self, order: MoneyBackOrder) -> RefundOutcome:
        """Ask what became of a refund."""
        return self._refunds.query_refund(order)

    def bill(self, day: date, kind: BillKind = BillKind.TRADE) -> BillFile | NoBill:
        """Fetch the bill of a past day; it is there from about ten o'clock of the next one."""
        return fetch_bill(self._wire, self._clock, day, kind)

    def check(self) -> Checked:
        """Ask about an order that does not exist: that WeChat Pay knows none is a good answer.

        It is unsigned, so it proves our key and clock, and their key only in certificate mode.
        """
        if self._account.uses_certificates:
            trouble = self._wire.renew_keys()
            if trouble is not None:
                return _checked(trouble)
        path = f"/v3/pay/transactions/out-trade-no/{secrets.token_hex(16)}"
        reply = self._wire.get(f"{path}?mchid={self._account.mch_id}")
        return _checked(reply, proves_answers=self._account.uses_certificates)


def _checked(reply: Reply | NoReply, *, proves_answers: bool = False) -> Checked:
    if isinstance(reply, NoReply):
        return reply.checked
    skew = reply.skew or timedelta(0)
    if reply.status == 401:
        off = abs(skew) > CLOCK_IS_OFF
        state = CheckState.CLOCK_OFF if off else CheckState.KEY_REFUSED
        return Checked(state, reply.code, skew=skew)
    state = _CHECK_STATES.get(bare(reply.code), CheckState.NO_ANSWER)
    proved = proves_answers and state is CheckState.GOOD
    return Checked(state, reply.code, proves_answers=proved, skew=skew)
