"""The right part of the selling page: the basket, its total, the ways to pay."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.quantity import is_whole
from microshop_desktop.infra.formats import money_text, number_text, quantity_text
from microshop_desktop.infra.translations import _, ngettext, pgettext
from microshop_desktop.ui.sell.basket_rows import CustomerStrip, DiscountRow, SumRow
from microshop_desktop.ui.sell.done_card import DoneCard
from microshop_desktop.ui.sell.key_button import key_button
from microshop_desktop.ui.sell.line_view import LineList
from microshop_desktop.ui.sell.payment_words import received_word
from microshop_desktop.ui.sell.room import basket_width, pay_places
from microshop_desktop.ui.sell.scroll_column import scrolling
from microshop_desktop.ui.sell.view_model import SellViewModel
from microshop_desktop.ui.theme import control, current
from microshop_desktop.ui.widgets.button import Button, Kind
from microshop_desktop.ui.widgets.empty_state import EmptyState
from microshop_desktop.ui.widgets.labels import hairline, label, surface
from microshop_desktop.ui.widgets.pill import Pill

LOW_WINDOW = 720
"""Below this height of the window, in texts of normal size, the basket saves rows."""

_LINES, _EMPTY, _DONE = range(3)
"""Pages of the middle."""


class BasketPane(QFrame):
    """Shows the view-model's basket; what is pressed goes out by signals of the page's buttons."""

    print_again = Signal()

    def __init__(self, vm: SellViewModel) -> None:
        super().__init__()
        self.setProperty("surface", "panel")
        self._vm = vm
        self._low = False
        self._tools_asked = False
        self._offline = False
        self.title = label(_("Basket"), kind="lead")
        self.count = label(kind="body", tone="muted")
        self.hold = key_button(pgettext("basket|short", "Hold"), "F5", icon="pause")
        self.recall = key_button(
            pgettext("basket|short", "Recall"), "F6", icon="clock-counter-clockwise"
        )
        self.locked = Pill(_("Being paid, locked"), icon="lock-simple")
        self.customer = CustomerStrip(vm)
        self.lines = LineList()
        self.empty = EmptyState("barcode", _("Scan the first item to begin"))
        self.done = DoneCard()
        self.middle = QStackedWidget()
        self.discounts = DiscountRow()
        self.sums = QVBoxLayout()
        self.due_name = label(kind="strong")
        self.saved = label(kind="micro", tone="muted")
        self.total = label(kind="total")
        self.pay_buttons = self._pay_buttons()
        self._build()
        self.done.print_again.connect(self.print_again)

    def refresh(self) -> None:
        """Show the basket as it is now."""
        vm = self._vm
        locked = vm.is_locked
        self.hold.setVisible(not locked)
        self.recall.setVisible(not locked)
        self.locked.setVisible(locked)
        self._fit_head()
        self.customer.refresh(low=self._low)
        self._refresh_lines(locked=locked)
        self._refresh_middle()
        self.discounts.refresh(vm.priced, vm.currency, locked=locked, low=self._low)
        self._refresh_sums()
        self._show_offline()
        self.pay_buttons.setVisible(not locked)

    def set_room(self, width: int, height: int) -> None:
        """Take the width of the design for a window's width; a low window saves rows."""
        self.setFixedWidth(basket_width(width, current().scale))
        low = height < current().px(LOW_WINDOW)
        if low != self._low:
            self._low = low
            pay = current().px(control("large" if low else "pay"))
            for button in self.pay_buttons.findChildren(Button):
                button.setFixedHeight(pay)
            self.refresh()
        self._fit_head()

    def ask_for_tools(self) -> None:
        """Show or hide the tools of the current line where a low window keeps them away."""
        self._tools_asked = not self._tools_asked
        self.refresh()

    def _refresh_lines(self, *, locked: bool) -> None:
        vm = self._vm
        self.lines.lines.show_rows(vm.rows)
        tools = not self._low or self._tools_asked
        self.lines.show_current(vm.current_no, locked=locked, tools_open=tools)
        if vm.changed_no is not None:
            self.lines.flash_line(vm.changed_no)
            vm.changed_no = None

    def _refresh_middle(self) -> None:
        vm = self._vm
        if not vm.basket.is_empty:
            self.middle.setCurrentIndex(_LINES)
        elif vm.last_sale is not None:
            self.done.show_sale(vm.last_sale, vm.currency)
            self.middle.setCurrentIndex(_DONE)
        else:
            self.middle.setCurrentIndex(_EMPTY)

    def _refresh_sums(self) -> None:
        vm = self._vm
        received = vm.basket.received if vm.is_locked else ()
        if self.sums.count():
            _clear(self.sums)
        if received:
            self.sums.addWidget(SumRow(_("Due"), money_text(vm.priced.total, vm.currency)))
        for tender in received:
            amount = money_text(-tender.amount, vm.currency)
            self.sums.addWidget(SumRow(received_word(tender.method), amount))
        due = vm.payment.due if vm.payment is not None else vm.priced.total
        self.due_name.setText(_("Still due") if received else _("Due"))
        saved = vm.priced.subtotal - vm.priced.total
        self.saved.setText(
            _("Saved {amount}").format(amount=money_text(saved, vm.currency)) if saved > 0 else ""
        )
        self.saved.setVisible(saved > 0 and not received)
        self.total.setText(money_text(due, vm.currency))

    def _fit_head(self) -> None:
        """Say kinds and pieces; where room is short the pieces alone, then icons for words."""
        kinds, pieces = self._counts()
        whole = f"{kinds} · {pieces}" if kinds else ""
        for count, words in ((whole, True), (pieces, True), (pieces, False), ("", False)):
            self.count.setText(count)
            self._name_buttons(words=words)
            if self._head_fits():
                return

    def _name_buttons(self, *, words: bool) -> None:
        hold, recall = pgettext("basket|short", "Hold"), pgettext("basket|short", "Recall")
        held = number_text(self._vm.held_count) if self._vm.held_count else ""
        shown = (hold, f"{recall}  {held}".strip()) if words else ("", held)
        for button, text, tip in zip((self.hold, self.recall), shown, (hold, recall), strict=True):
            if text != button.text():
                button.set_label(text, tip=tip)

    def _head_fits(self) -> bool:
        buttons = (self.hold, self.recall) if self.locked.isHidden() else (self.locked,)
        parts: list[QWidget] = [self.title, self.count, *buttons]
        room = self.maximumWidth() - 26 - 8 * len(parts)
        return sum(part.minimumSizeHint().width() for part in parts) <= room

    def _counts(self) -> tuple[str, str]:
        lines = self._vm.basket.lines
        if not lines:
            return "", ""
        pieces = sum(line.quantity if is_whole(line.quantity) else 1000 for line in lines)
        kinds = ngettext("{count} kind", "{count} kinds", len(lines))
        whole = ngettext("{count} piece", "{count} pieces", pieces // 1000)
        first = kinds.format(count=number_text(len(lines)))
        return first, whole.format(count=quantity_text(pieces))

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(self.customer)
        for page in (self.lines, scrolling(self.empty), scrolling(self.done)):
            self.middle.addWidget(page)
        self.middle.setMinimumHeight(current().px(control("basketLine")))
        column.addWidget(self.middle, 1)
        column.addWidget(hairline())
        column.addWidget(self.discounts)
        column.addWidget(self._foot())

    def _head(self) -> QFrame:
        head = surface("head")
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(8)
        font = current().font("lead", bold=True)
        self.title.setFont(font)
        self.title.setStyleSheet("font-weight: bold;")
        row.addWidget(self.title)
        row.addWidget(self.count)
        row.addStretch(1)
        for button in (self.hold, self.recall):
            # Where room is short these give their keys up before the count is cut.
            button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            row.addWidget(button)
        row.addWidget(self.locked)
        head.setMinimumHeight(current().px(control("topBar")))
        return head

    def _foot(self) -> QWidget:
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(16, 6, 16, 16)
        column.setSpacing(4)
        self.sums.setSpacing(2)
        column.addLayout(self.sums)
        row = QHBoxLayout()
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addStretch(1)
        names.addWidget(self.due_name)
        names.addWidget(self.saved)
        names.addStretch(1)
        row.addLayout(names)
        row.addStretch(1)
        row.addWidget(self.total)
        column.addLayout(row)
        column.addWidget(self.pay_buttons)
        return foot

    def _pay_buttons(self) -> QWidget:
        box = QWidget()
        grid = self._way_grid = QGridLayout(box)
        grid.setContentsMargins(0, 2, 0, 0)
        grid.setSpacing(8)
        self.cash = key_button(_("Cash"), "F9", icon="money", kind="ink", size="pay")
        self.code = key_button(
            pgettext("payment|short", "Scan code"),
            "F12",
            icon="barcode",
            kind="outline",
            size="pay",
        )
        self.wechat = key_button("WeChat", "F10", icon="wechat-pay", kind="wechat", size="pay")
        self.wechat.set_label(_("WeChat"))
        self.alipay = key_button(_("Alipay"), "F11", icon="alipay", kind="alipay", size="pay")
        self._ways = {
            "cash": self.cash,
            "code": self.code,
            "wechat": self.wechat,
            "alipay": self.alipay,
        }
        for button in self._ways.values():
            button.setParent(box)
            button.spread()
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        return box

    def order_pay_buttons(self, ways: Sequence[str]) -> None:
        """Show these ways to pay in this order; the last one of an odd count is a whole row."""
        for button in self._ways.values():
            self._way_grid.removeWidget(button)
        for way, (row, column, span) in zip(ways, pay_places(len(ways)), strict=True):
            self._way_grid.addWidget(self._ways[way], row, column, 1, span)
        for way, button in self._ways.items():
            button.setVisible(way in ways)

    def _show_offline(self) -> None:
        """Without network the ways that need it stay, outlined; a press tries all the same."""
        offline = self._vm.offline_since is not None
        if offline == self._offline:
            return
        self._offline = offline
        waits = pgettext("payment|short", "when online")
        for button, method, kind, key in self._by_phone():
            late = offline and self._vm.takes_by_phone(method)
            button.show_kind("outline" if late else kind)
            button.print_key(waits if late else key)
            button.setToolTip(waits if late else "")
            button.setAccessibleDescription(waits if late else "")

    def _by_phone(self) -> tuple[tuple[Button, Method | None, Kind, str], ...]:
        """The buttons that a platform may stand behind, as they are with a network."""
        return (
            (self.wechat, Method.WECHAT, "wechat", "F10"),
            (self.alipay, Method.ALIPAY, "alipay", "F11"),
            (self.code, None, "outline", "F12"),
        )

    def method_buttons(self) -> dict[Method, Button]:
        """Return the buttons that begin a payment by a method."""
        return {Method.CASH: self.cash, Method.WECHAT: self.wechat, Method.ALIPAY: self.alipay}


def _clear(column: QVBoxLayout) -> None:
    while column.count():
        item = column.takeAt(0)
        widget = None if item is None else item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
