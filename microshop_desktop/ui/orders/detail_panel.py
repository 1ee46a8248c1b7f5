"""The panel beside the list: one order with its lines, money, history, and what can be done."""

from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from microshop_desktop.domain.money import Currency, currency
from microshop_desktop.domain.payment_refund import RefundProgress
from microshop_desktop.infra.attempt_words import attempt_state_text
from microshop_desktop.infra.formats import money_text
from microshop_desktop.infra.translations import _
from microshop_desktop.infra.words import method_text
from microshop_desktop.services.order_values import OrderView, PaymentView
from microshop_desktop.ui.orders.contact_box import ContactBox
from microshop_desktop.ui.orders.give_back_box import GiveBackBox
from microshop_desktop.ui.orders.hold_box import HoldBox
from microshop_desktop.ui.orders.line_list import HistoryList, LineList
from microshop_desktop.ui.orders.online_box import OnlineBox, platform_text
from microshop_desktop.ui.orders.payment_numbers import PaymentNumbers
from microshop_desktop.ui.orders.view_model import OrdersViewModel
from microshop_desktop.ui.orders.words import (
    customer_text,
    history,
    local_text,
    refund_pill,
    state_pill,
    ways_text,
)
from microshop_desktop.ui.sell.photos import Photos
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.channel_badge import ChannelBadge
from microshop_desktop.ui.widgets.labels import hairline, label
from microshop_desktop.ui.widgets.panel import Panel
from microshop_desktop.ui.widgets.pill import Pill

_WIDTH = 400
_ANY_WIDTH = 10_000


class MoneyRows(QWidget):
    """Names at the left, amounts at the right; the total bold."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)

    def show_rows(self, rows: list[tuple[str, str, bool]]) -> None:
        """Show other rows of name, amount and whether it is a total."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for name, amount, strong in rows:
            self._column.addWidget(_money_row(name, amount, strong=strong))


class DetailPanel(Panel):
    """Shows an order; tells which button was pressed."""

    print_asked = Signal()
    picture_asked = Signal()
    refund_asked = Signal()
    exchange_asked = Signal()
    ship_asked = Signal()
    hold_asked = Signal()
    """An order is to wait, or to wait no longer."""
    hold_given = Signal(str)
    """Why the open order is to wait."""
    give_back_asked = Signal()
    other_order_asked = Signal(str)
    copy_asked = Signal(str)
    """A number to be put on the clipboard."""

    def __init__(self, model: OrdersViewModel, photos: Photos) -> None:
        super().__init__(width=_WIDTH)
        self._model = model
        self._badge = ChannelBadge()
        self._state, self._refund = Pill(), Pill()
        self._lines, self._history = LineList(photos), HistoryList()
        self._money = MoneyRows()
        self.numbers = PaymentNumbers()
        self.online = OnlineBox()
        self._shown: UUID | None = None
        self.hold_box = HoldBox()
        self.give_back, self.contact = GiveBackBox(), ContactBox()
        self._note = label(kind="body", tone="muted", wrap=True)
        self._exchange_of = Button(kind="link", icon="arrows-left-right")
        self._build()

    def show_order(self, order: OrderView) -> None:
        """Show an order."""
        desk, unit = self._model.desk, currency(order.currency)
        if order.order != self._shown:
            self._shown = order.order
            # What was asked of another order is not meant for this one.
            for box in (self.hold_box, self.give_back):
                box.end()
        at = local_text(order.at, desk.zone, desk.today())
        who = f" · {order.staff}" if order.staff and order.online is None else ""
        self.set_title(order.number, f"{platform_text(order)} · {at}{who}")
        self._badge.show_source(order.source)
        self._show_states(order, unit)
        self._lines.show_lines(order.lines, unit)
        self._money.show_rows(money_rows(order, unit))
        self.numbers.show_payments(order.payments)
        self._note.setText(order.note)
        self._note.setVisible(bool(order.note))
        self._exchange_of.set_label(
            _("In exchange for goods of {number}").format(number=order.exchange_of)
        )
        self._exchange_of.setVisible(bool(order.exchange_of))
        self._history.show_steps(history(order, desk.zone, desk.today()))
        for button in (self.refund_button, self.exchange_button):
            button.setEnabled(order.can_be_refunded)
        self.online.show_order(order, desk.zone, desk.now())
        self._show_contact(order)
        self._show_actions(order)

    def take_whole_page(self) -> None:
        """Be as wide as the page, as with large texts."""
        self.setMinimumWidth(0)
        self.setMaximumWidth(_ANY_WIDTH)

    def end_asking(self) -> bool:
        """Ask no more what the panel asks; False where it asks nothing."""
        for box in (self.hold_box, self.give_back):
            if box.isVisible():
                box.end()
                return True
        return False

    def _show_contact(self, order: OrderView) -> None:
        desk = self._model.desk
        if order.online is None:
            self.contact.hide()
            return
        view, may_ask = desk.contact(order.order), desk.may_hold
        self.contact.show_contact(order, view, may_ask=may_ask, zone=desk.zone, now=desk.now())

    def ask_hold(self) -> None:
        """Ask why the open order is to wait."""
        self.hold_box.begin()
        self.to_top()

    def _show_actions(self, order: OrderView) -> None:
        """Show what can be done.

        What is not sold yet has no receipt, and its money is the platform's to give back.
        """
        booked = order.online is None or order.is_booked
        for row in (self._copies, self._returns):
            row.setVisible(booked)
        may_ship, may_hold = self._model.may_ship(order), self._model.may_hold
        self.ship_button.setVisible(may_ship)
        is_held = order.online is not None and bool(order.online.own_hold)
        self.hold_button.set_label(_("Lift hold") if is_held else _("Put on hold…"))
        self.hold_button.setVisible(may_hold)
        if not may_hold:
            self.hold_box.hide()
        may_give_back = self._model.may_give_back
        self.give_back_button.setVisible(may_give_back)
        if not may_give_back:
            self.give_back.hide()
        self.show_actions(shown=booked or may_ship or may_hold or may_give_back)

    def _show_states(self, order: OrderView, unit: Currency) -> None:
        state = state_pill(order.state, order.pay_state)
        self._state.show_state(state.text, tone=state.tone, icon=state.icon)
        self._state.setVisible(order.online is None)
        if order.online is not None:
            self._refund_row.hide()
            return
        back = refund_pill(order.refund_state, order.refunded, unit, order.progress)
        self._refund_row.setVisible(back is not None)
        if back is not None:
            self._refund.show_state(back.text, tone=back.tone, icon=back.icon)

    def _build(self) -> None:
        self.head_extra.addWidget(self._state)
        self.put_before_title(self._badge)
        self._refund_row = self._build_refund_row()
        self.body.addWidget(self.hold_box)
        self.body.addWidget(self.give_back)
        self.body.addWidget(self.online)
        self.body.addWidget(self._refund_row)
        for widget in (
            self._lines,
            self.online.words,
            self.contact,
            hairline(),
            self._money,
            self.numbers,
        ):
            self.body.addWidget(widget)
        self.body.addWidget(self._exchange_of)
        self.body.addWidget(self._note)
        self.body.addWidget(hairline())
        self.body.addWidget(label(_("History"), kind="strong"))
        self.body.addWidget(self._history)
        self._exchange_of.clicked.connect(self._go_to_exchanged)
        self.numbers.copied.connect(self.copy_asked)
        self._build_actions()

    def _build_refund_row(self) -> QWidget:
        frame = QWidget()
        row = QHBoxLayout(frame)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(label(_("Refund"), tone="muted"))
        row.addWidget(self._refund)
        row.addStretch(1)
        return frame

    def _build_actions(self) -> None:
        self.print_button = Button(_("Print copy"), icon="printer", key="Ctrl+P", size="default")
        self.picture_button = Button(_("Copy picture"), icon="copy", size="default")
        self.exchange_button = Button(
            _("Exchange…"), icon="arrows-left-right", key="Alt+E", size="default"
        )
        self.refund_button = Button(
            _("Refund…"), kind="danger_quiet", icon="arrow-u-up-left", key="Alt+R", size="default"
        )
        self.print_button.clicked.connect(self.print_asked)
        self.picture_button.clicked.connect(self.picture_asked)
        self.exchange_button.clicked.connect(self.exchange_asked)
        self.refund_button.clicked.connect(self.refund_asked)
        self.ship_button = Button(
            _("Enter tracking and ship"),
            kind="primary",
            icon="truck",
            key="Ctrl+Enter",
            size="large",
        )
        self.ship_button.clicked.connect(self.ship_asked)
        self._copies = _side_by_side(self.print_button, self.picture_button)
        self._returns = _side_by_side(self.exchange_button, self.refund_button)
        self.hold_button = Button(_("Put on hold…"), icon="pause", key="Alt+H", size="default")
        self.hold_button.clicked.connect(self.hold_asked)
        self.hold_box.given.connect(self.hold_given)
        self.give_back_button = Button(
            _("Give back there…"), kind="danger_quiet", icon="arrow-u-up-left", size="default"
        )
        self.give_back_button.clicked.connect(self.give_back_asked)
        both = _side_by_side(self.hold_button, self.give_back_button)
        for row in (self._copies, self._returns, both, self.ship_button):
            self.add_action(row)

    def _go_to_exchanged(self) -> None:
        if self._model.current is not None:
            self.other_order_asked.emit(self._model.current.exchange_of)


def money_rows(order: OrderView, unit: Currency) -> list[tuple[str, str, bool]]:
    """The money of an order: discounts, total, payments, change, refunds, customer."""
    rows: list[tuple[str, str, bool]] = []
    if order.online is None and (order.customer is not None or order.customer_name):
        who = f"{customer_text(order.customer_name)} {order.customer_phone}".strip()
        rows.append((_("Customer"), who, False))
    if order.discount:
        rows.append((_("Subtotal"), money_text(order.subtotal, unit), False))
        rows.append((_("Discounts"), money_text(-order.discount, unit), False))
    if order.rounding:
        rows.append((_("Rounding"), money_text(-order.rounding, unit), False))
    if order.shipping:
        rows.append((_("Shipping"), money_text(order.shipping, unit), False))
    rows.append((_("Total"), money_text(order.total, unit), True))
    rows += [
        (_payment_name(payment), money_text(payment.amount, unit), False)
        for payment in order.payments
    ]
    if order.online is not None and not order.is_booked and order.online.paid:
        rows.append((method_text("channel"), money_text(order.online.paid, unit), False))
    if order.change:
        rows.append((_("Change"), money_text(order.change, unit), False))
    if order.refunded:
        rows.append((_("Refunded"), money_text(-order.refunded, unit), False))
    rows += [
        (refund.number, ways_text(refund), False)
        for refund in order.refunds
        if refund.progress is not RefundProgress.DONE
    ]
    return rows


def _payment_name(payment: PaymentView) -> str:
    """Name a payment; what nobody but the cashier saw, or a bill proved, is said beside it."""
    name = method_text(payment.method)
    if payment.practice:
        return f"{name} · {_('Practice')}"
    if payment.state == "received":
        return name
    return f"{name} · {attempt_state_text(payment.state)}"


def _money_row(name: str, amount: str, *, strong: bool) -> QWidget:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(label(name, tone="muted"))
    line.addStretch(1)
    line.addWidget(label(amount, kind="title" if strong else "body"))
    return row


def _side_by_side(*buttons: Button) -> QWidget:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    for button in buttons:
        line.addWidget(button, 1)
    return row
