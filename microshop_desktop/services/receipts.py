"""Receipts of orders and refunds as plain data: the stored figures, said in the till's language."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, exists, select

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.money import Currency, currency, divide_half_up, plain_amount
from microshop_desktop.domain.payment import AttemptState
from microshop_desktop.domain.quantity import ONE, is_measured, is_whole
from microshop_desktop.domain.receipt import (
    NamedAmount,
    Receipt,
    ReceiptFooter,
    ReceiptKind,
    ReceiptLine,
    ReceiptMoney,
    ShopHead,
)
from microshop_desktop.infra.formats import entry_text
from microshop_desktop.infra.translations import _
from microshop_desktop.persistence.tables.orders import (
    Payment,
    PaymentAccount,
    PaymentAttempt,
    RefundPayment,
)
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.attempt_records import OPEN
from microshop_desktop.services.order_records import read_order, read_refund
from microshop_desktop.services.order_values import (
    AdjustmentView,
    OrderLineView,
    OrderView,
    RefundLineView,
    RefundView,
)
from microshop_desktop.services.receipt_words import adjustment_name, method_name
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.shop_settings import ShopSettings, read_settings

_ASKED_IN_PRACTICE = select(
    exists().where(
        PaymentAttempt.order_id == bindparam("order"),
        PaymentAttempt.state.in_((*OPEN, AttemptState.PAID.value)),
        PaymentAttempt.account_id == PaymentAccount.id,
        PaymentAccount.practice,
    )
)
_BACK_IN_PRACTICE = select(
    exists().where(
        RefundPayment.refund_id == bindparam("refund"),
        RefundPayment.payment_id == Payment.id,
        Payment.account_id == PaymentAccount.id,
        PaymentAccount.practice,
    )
)
"""Whether any of it is no real money: then the paper says so."""
_TAX_NOT_SHOWN = frozenset({"CNY"})
"""Chinese receipts leave the tax inside unsaid; it stands on the invoice alone."""


class Receipts:
    """Makes the receipt of anything that was sold or given back."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.PRINT)
    def of_order(self, actor: Actor, order: UUID, *, copy: bool = False) -> Receipt:
        """Return the receipt of an order as it was sold; `not_found`.

        A copy says that it is one, with the time of now.
        """
        with self._shop.database.read() as connection:
            view = read_order(connection, order)
            settings = read_settings(connection)
            practice = connection.scalar(_ASKED_IN_PRACTICE, {"order": order})
        if view is None:
            raise ShopError(ErrorCode.NOT_FOUND, what="order", key=str(order))
        receipt = self._order_receipt(view, settings, copy=copy)
        return replace(receipt, practice=bool(practice))

    @act(Right.PRINT)
    def of_refund(self, actor: Actor, refund: UUID, *, copy: bool = False) -> Receipt:
        """Return the receipt of a refund; `not_found`."""
        with self._shop.database.read() as connection:
            view = read_refund(connection, refund)
            settings = read_settings(connection)
            practice = connection.scalar(_BACK_IN_PRACTICE, {"refund": refund})
        if view is None:
            raise ShopError(ErrorCode.NOT_FOUND, what="refund", key=str(refund))
        receipt = self._refund_receipt(view, settings, copy=copy)
        return replace(receipt, practice=bool(practice))

    def _order_receipt(self, view: OrderView, settings: ShopSettings, *, copy: bool) -> Receipt:
        money = currency(view.currency)
        date, time = self._moment(view.at)
        return Receipt(
            kind=ReceiptKind.SALE,
            head=self._head(settings),
            number=view.number,
            date=date,
            time=time,
            lines=tuple(_line(line, view.adjustments, money) for line in view.lines),
            money=_order_money(view, money),
            cashier=view.staff,
            customer=view.customer_name,
            of_order=view.exchange_of,
            extras=_since(view, money),
            footer=_footer(view.number, settings),
            copy_at=self._copy_time() if copy else "",
        )

    def _refund_receipt(self, view: RefundView, settings: ShopSettings, *, copy: bool) -> Receipt:
        date, time = self._moment(view.at)
        ways = tuple(NamedAmount(method_name(way.method), way.amount) for way in view.ways)
        return Receipt(
            kind=ReceiptKind.REFUND,
            head=self._head(settings),
            number=view.number,
            date=date,
            time=time,
            lines=tuple(_refund_line(line) for line in view.lines),
            money=ReceiptMoney(view.currency, view.amount, view.amount, payments=ways),
            cashier=view.staff,
            of_order=view.order_number,
            footer=ReceiptFooter(thanks=settings.receipt_footer or _("Thank you, see you soon")),
            copy_at=self._copy_time() if copy else "",
        )

    def _head(self, settings: ShopSettings) -> ShopHead:
        details = (settings.address, settings.phone)
        return ShopHead(self._shop.profile.name, tuple(part for part in details if part))

    def _moment(self, at: datetime) -> tuple[str, str]:
        """Return date and time of the shop's zone as receipts write them, in any language."""
        local = at.astimezone(ZoneInfo(self._shop.profile.zone))
        return local.strftime("%Y-%m-%d"), local.strftime("%H:%M")

    def _copy_time(self) -> str:
        return " ".join(self._moment(self._shop.clock.now()))


def _line(
    line: OrderLineView, adjustments: Iterable[AdjustmentView], money: Currency
) -> ReceiptLine:
    own = [given for given in adjustments if given.line_no == line.no]
    net = line.gross - sum(given.amount for given in own)
    return ReceiptLine(
        name=line.full_name,
        quantity=line.quantity,
        unit_price=_unit_price(net, line.quantity) if own else line.unit_price,
        list_price=line.unit_price,
        total=net,
        unit=_printed_unit(line),
        by_weight=_is_measured(line.quantity, line.unit),
        discount_name=", ".join(adjustment_name(given, money) for given in own),
        note=line.note,
    )


def _unit_price(total: int, quantity: int) -> int:
    return divide_half_up(total * ONE, quantity) if quantity else 0


def _printed_unit(line: OrderLineView) -> str:
    return line.unit if line.factor > 1 or _is_measured(line.quantity, line.unit) else ""


def _is_measured(quantity: int, unit: str) -> bool:
    return not is_whole(quantity) or is_measured(unit)


def _order_money(view: OrderView, money: Currency) -> ReceiptMoney:
    whole = [given for given in view.adjustments if given.line_no is None]
    off = sum(given.amount for given in whole)
    named = [NamedAmount(adjustment_name(given, money), -given.amount) for given in whole]
    if view.shipping:
        named.append(NamedAmount(_("Shipping"), view.shipping))
    return ReceiptMoney(
        currency=view.currency,
        subtotal=view.total + off - view.shipping,
        total=view.total,
        adjustments=tuple(named),
        payments=tuple(
            NamedAmount(method_name(payment.method, payment.reference), payment.tendered)
            for payment in view.payments
        ),
        change=view.change,
        tax=0 if view.currency in _TAX_NOT_SHOWN else view.tax,
    )


def _since(view: OrderView, money: Currency) -> tuple[tuple[str, str], ...]:
    """Return what must be said of an order beside its sale: what has gone back since."""
    if not view.refunded:
        return ()
    return ((_("Refunded since"), entry_text(plain_amount(-view.refunded, money.exponent))),)


def _refund_line(line: RefundLineView) -> ReceiptLine:
    price = _unit_price(line.amount, line.quantity)
    note = "" if line.restocked else _("written off")
    return ReceiptLine(
        name=line.name,
        quantity=line.quantity,
        unit_price=price,
        list_price=price,
        total=line.amount,
        by_weight=not is_whole(line.quantity),
        note=note,
    )


def _footer(number: str, settings: ShopSettings) -> ReceiptFooter:
    """Return the foot: the shop's own code where it set one, else the order's number to scan."""
    thanks = settings.receipt_footer or _("Thank you, see you soon")
    if settings.receipt_qr:
        return ReceiptFooter(settings.receipt_qr, (_("Scan to find us"),), thanks)
    return ReceiptFooter(number, (_("For returns show this code"),), thanks)
