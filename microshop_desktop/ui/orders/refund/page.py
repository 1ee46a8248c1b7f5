"""The refund page: scan what comes back, say what becomes of it, give the money back."""

from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.formats import money_text
from microshop_desktop.infra.translations import _
from microshop_desktop.infra.words import method_text
from microshop_desktop.ui.orders.refund.around import EarlierRefunds, Reasons
from microshop_desktop.ui.orders.refund.lines import RefundLines
from microshop_desktop.ui.orders.refund.sentences import done_text
from microshop_desktop.ui.orders.refund.summary import Summary
from microshop_desktop.ui.orders.refund.taken import TakenGoods
from microshop_desktop.ui.orders.refund.view_model import Done, RefundViewModel, ScanOutcome
from microshop_desktop.ui.orders.words import customer_text, local_text
from microshop_desktop.ui.page import Command, Shell
from microshop_desktop.ui.sell.photos import Photos
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.elided_label import ElidedLabel
from microshop_desktop.ui.widgets.labels import label
from microshop_desktop.ui.widgets.search_field import SearchField
from microshop_desktop.ui.widgets.toast import Toast


class RefundPane(QFrame):
    """One refund or exchange of one order; `ended` when it is booked or left."""

    ended = Signal()

    def __init__(self, shell: Shell, model: RefundViewModel, photos: Photos) -> None:
        super().__init__()
        self.setProperty("surface", "surface")
        self._shell, self.model = shell, model
        self.field = SearchField(_field_text(model), icon="barcode", large=True)
        self.lines = RefundLines(model, photos)
        self.taken = TakenGoods(model)
        self.reasons = Reasons(model)
        self.summary = Summary(model)
        self._booked = False
        self._build()
        self._connect()

    # ------------------------------------------------------------------ what the page asks

    def focus_search(self) -> None:
        """Place the focus in the scan field."""
        self.field.setFocus()

    def escape(self) -> None:
        """Empty the field, else go back to the order."""
        if self.field.text:
            self.field.edit.clear()
        else:
            self.ended.emit()

    def commands(self) -> Sequence[Command]:
        """What can be done here."""
        return [
            Command(self.summary.button.text(), self.confirm, "Ctrl+Enter"),
            Command(_("Refund all that is left"), self.take_all, "Alt+A"),
            Command(_("Goods of the line back to the shelf"), self.to_shelf, "Alt+B"),
            Command(_("Write the goods of the line off"), self.write_off, "Alt+X"),
            Command(_("Back to the order"), self.ended.emit, "Esc"),
        ]

    def claims_scan(self, code: str) -> bool:
        """Count what is scanned; every scan is meant for this page."""
        self._tell(self.model.scan(code), code)
        self.refresh()
        return True

    def refresh(self) -> None:
        """Show everything as it is now."""
        self.lines.refresh()
        self.taken.refresh()
        self.summary.refresh()

    # ------------------------------------------------------------------ acts

    def take_all(self) -> None:
        """Give all back that is left."""
        self.model.take_all()
        self.refresh()

    def to_shelf(self) -> None:
        """The goods of the current line can be sold again."""
        self._fate(self.model.current_no, restock=True)

    def write_off(self) -> None:
        """The goods of the current line are spoilt."""
        self._fate(self.model.current_no, restock=False)

    def confirm(self) -> None:
        """Book it; pressed twice it is still booked once."""
        if self._booked or not self.model.is_ready:
            return
        self._booked = True
        self.summary.button.setEnabled(False)
        try:
            done = self.model.book()
        except ShopError as problem:
            self._booked = False
            self._shell.report(problem)
            with suppress(ShopError):  # the shop cannot even be read: what is shown stays
                self.model.reload()
            self.refresh()
            return
        self._after(done)
        self.ended.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and signs in the empty scan field move and step the lines."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return not self.field.text and self._key(event)
        return False

    # ------------------------------------------------------------------ inside

    def _key(self, event: QKeyEvent) -> bool:
        moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        steps = {"+": 1, "=": 1, "-": -1, "＋": 1, "－": -1}
        if event.key() in moves:
            self.model.move(moves[Qt.Key(event.key())])
        elif event.text() in steps:
            self.model.step(self.model.current_no, steps[event.text()])
        else:
            return False
        self.refresh()
        return True

    def _step(self, no: int, pieces: int) -> None:
        self.model.step(no, pieces)
        self.refresh()

    def _fate(self, no: int, *, restock: bool) -> None:
        self.model.set_restock(no, restock=restock)
        self.refresh()

    def _submitted(self, text: str) -> None:
        self.field.edit.clear()
        outcome = self.model.scan(text)
        if outcome is ScanOutcome.UNKNOWN and self.model.exchange and self.model.take_typed(text):
            outcome = ScanOutcome.TAKEN
        self._tell(outcome, text)
        self.refresh()

    def _tell(self, outcome: ScanOutcome, code: str) -> None:
        if outcome in {ScanOutcome.COUNTED, ScanOutcome.TAKEN}:
            self._shell.sounds.play("tick")
            return
        text = _("All of these go back already.")
        if outcome is ScanOutcome.UNKNOWN:
            text = _("{code} is not on this order.").format(code=code)
        self._shell.sounds.play("unknown")
        self._shell.toast(Toast(text, icon="warning-circle"))

    def _after(self, done: Done) -> None:
        refund = done.refund.refund
        if any(way.method is Method.CASH and not way.practice for way in done.refund.ways):
            self._open_drawer()
        self._shell.toast(
            Toast(
                done_text(done, self.model),
                icon="check-circle",
                action=_("Print"),
                act=lambda: self._print(refund),
            )
        )

    def _open_drawer(self) -> None:
        try:
            self.model.desk.open_drawer()
        except ShopError as problem:
            if problem.code is not ErrorCode.PRINTER_NOT_SET:
                self._shell.report(problem)

    def _print(self, refund: UUID) -> None:
        try:
            self.model.desk.print_refund(refund, copy=False)
        except ShopError as problem:
            self._shell.report(problem)

    def _build(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(0, 12, 0, 12)
        left.setSpacing(12)
        left.addWidget(_inset(self._head()))
        left.addWidget(_inset(self.field))
        left.addWidget(self.lines, 1)
        if self.model.exchange:
            left.addWidget(_inset(self.taken))
        left.addWidget(_inset(self.reasons))
        if self.model.order.refunds:
            left.addWidget(_inset(EarlierRefunds(self.model)))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.summary)
        self.field.show_state(_("Scanner ready"))

    def _head(self) -> QWidget:
        order, desk = self.model.order, self.model.desk
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        word = _("Exchange") if self.model.exchange else _("Refund")
        row.addWidget(label(f"{word} · {order.number}", kind="title"))
        at = local_text(order.at, desk.zone, desk.today())
        facts = [at, customer_text(order.customer_name), *_payments(self.model)]
        row.addWidget(ElidedLabel("" if current().roomy else " · ".join(facts), tone="muted"), 1)
        everything = Button(_("All of it"), key="Alt+A")
        back = Button(_("Back to the order"), icon="arrow-left")
        back.print_key("Esc")
        everything.clicked.connect(self.take_all)
        back.clicked.connect(self.ended)
        row.addWidget(everything)
        row.addWidget(back)
        return head

    def _connect(self) -> None:
        self.field.edit.installEventFilter(self)
        self.field.submitted.connect(self._submitted)
        self.lines.stepped.connect(self._step)
        self.lines.fated.connect(lambda no, restock: self._fate(no, restock=restock))
        self.taken.changed.connect(self.refresh)
        self.summary.changed.connect(self.refresh)
        self.summary.confirmed.connect(self.confirm)
        QShortcut(QKeySequence("Alt+B"), self).activated.connect(self.to_shelf)
        QShortcut(QKeySequence("Alt+X"), self).activated.connect(self.write_off)


def _field_text(model: RefundViewModel) -> str:
    if model.exchange:
        return _("Scan what comes back or what is taken instead")
    return _("Scan what comes back: one more goes back")


def _payments(model: RefundViewModel) -> list[str]:
    return [
        f"{method_text(payment.method)} {money_text(payment.amount, model.currency)}"
        for payment in model.order.payments
    ]


def _inset(widget: QWidget) -> QWidget:
    frame = QWidget()
    row = QHBoxLayout(frame)
    row.setContentsMargins(16, 0, 16, 0)
    row.addWidget(widget)
    return frame
