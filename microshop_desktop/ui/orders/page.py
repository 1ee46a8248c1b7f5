"""The Orders page: the list with one order beside it; over it refunds, or picking and shipping."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.drawing import clipboard
from microshop_desktop.drawing.receipt import receipt_picture
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.services.order_values import OrderRowView, OrderView
from microshop_desktop.services.receipt_words import receipt_words
from microshop_desktop.ui.orders.detail_panel import DetailPanel
from microshop_desktop.ui.orders.list_pane import ListPane
from microshop_desktop.ui.orders.platform_acts import PlatformActs
from microshop_desktop.ui.orders.refund.page import RefundPane
from microshop_desktop.ui.orders.refund.view_model import RefundViewModel
from microshop_desktop.ui.orders.view_model import OrdersViewModel
from microshop_desktop.ui.page import Command, Page, Shell
from microshop_desktop.ui.pick.view_model import PickModel
from microshop_desktop.ui.sell.photos import Photos
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.toast import Toast

if TYPE_CHECKING:
    from microshop_desktop.ui.pick.page import PickPane


class OrdersPage(Page):
    """Looks for orders, shows one, refunds and exchanges."""

    def __init__(self, shell: Shell, model: OrdersViewModel, *, pictures: str = "") -> None:
        super().__init__()
        self._shell, self._model = shell, model
        self._photos = Photos(pictures, shell.runner, self)
        self.list = ListPane(model)
        self.detail = DetailPanel(model, self._photos)
        self.acts = PlatformActs(shell, model, detail=self.detail, refresh=self._refresh)
        self.refund: RefundPane | None = None
        self.pick: PickPane | None = None
        self._stack = QStackedWidget()
        self._build()
        self._connect()
        self._restore()

    # ------------------------------------------------------------------ what the shell asks

    @override
    def entered(self) -> None:
        self._try(self._refresh)
        self.focus_search()

    @override
    def asked_for(self, request: object) -> None:
        if isinstance(request, UUID):
            self._try(lambda: self._show(self._model.open(request)))
        elif isinstance(request, str):
            self.list.show_text(request)

    @override
    def focus_search(self) -> None:
        over = self._over
        if over is not None:
            over.focus_search()
            return
        self.list.search.setFocus()
        self.list.search.edit.selectAll()

    @override
    def escape(self) -> bool:
        over = self._over
        if over is not None:
            over.escape()
            return True
        if self.list.search.edit.hasFocus() and self.list.search.text:
            self.list.show_text("")
            return True
        if self.detail.end_asking():
            return True
        if self.detail.isVisible():
            self._close_detail()
            return True
        return False

    @override
    def commands(self) -> Sequence[Command]:
        over = self._over
        if over is not None:
            return over.commands()
        return [
            *self._ship_commands(),
            Command(_("Print a copy of the receipt"), self.print_copies, "Ctrl+P"),
            Command(_("Copy the receipt as a picture"), self.copy_picture),
            Command(_("Refund the order"), self.open_refund, "Alt+R"),
            Command(_("Exchange goods of the order"), self.open_exchange, "Alt+E"),
            Command(_("Put the order on hold, or lift it"), self.acts.turn_hold, "Alt+H"),
        ]

    def claims_scan(self, code: str) -> bool:
        """Take the scan of a receipt anywhere on the page; other codes while searching."""
        over = self._over
        if over is not None:
            return over.claims_scan(code)
        try:
            found = self._model.scanned(code)
        except ShopError as problem:
            self._shell.report(problem)
            return True
        if found is not None:
            self._show(found)
            self.list.mark(found.order)
            return True
        if self.list.search.edit.hasFocus():
            self.list.show_text(code)
            return True
        return False

    @override
    def undo(self) -> bool:
        return self.pick is not None and self.pick.undo()

    def orders_changed(self) -> None:
        """Show orders as they are now; behind another page that waits until this one is shown."""
        if self.isVisible():
            self._try(self._refresh)
            if self.pick is not None:
                self.pick.reload()

    # ------------------------------------------------------------------ acts

    def open_picking(self) -> None:
        """Pick, pack and ship the ticked orders, or all that wait."""
        orders = self._model.to_pick()
        self._try(lambda: self._show_pick(self._model.begin_picking(orders)))

    def open_shipping(self) -> None:
        """Enter the tracking number of the open order."""
        order = self._model.current
        if order is not None and self._model.may_ship(order):
            chosen = order.order
            self._try(lambda: self._show_pick(self._model.begin_picking([chosen], alone=chosen)))

    def print_copies(self) -> None:
        """Print copies of what is ticked, or of the open order."""

        def act() -> None:
            wanted = bool(self._model.ticked or self._model.current)
            count = self._model.print_ticked()
            self.list.refresh()
            if wanted and not count:
                text = _("What is not sent yet has no receipt")
                self._shell.toast(Toast(text, icon="printer"))
            if count:
                words = ngettext(
                    "{count} copy goes to the printer", "{count} copies go to the printer", count
                )
                text = words.format(count=count)
                self._shell.toast(Toast(text, icon="printer"))

        self._try(act)

    def copy_picture(self) -> None:
        """Put the receipt as a picture on the clipboard, to paste it into a chat."""

        def act() -> None:
            if self._model.current is not None:
                receipt = self._model.desk.receipt(self._model.current.order)
                clipboard.copy_picture(receipt_picture(receipt, receipt_words()))
                self._shell.toast(Toast(_("The receipt is copied as a picture"), icon="copy"))

        self._try(act)

    def _copy_number(self, number: str) -> None:
        QGuiApplication.clipboard().setText(number)
        self._shell.toast(Toast(_("The number is copied"), icon="copy"))

    def open_refund(self) -> None:
        """Show the refund page for the open order."""
        self._open_refund(exchange=False)

    def open_exchange(self) -> None:
        """Show the refund page for the open order, with goods to take instead."""
        self._open_refund(exchange=True)

    # ------------------------------------------------------------------ inside

    def _build(self) -> None:
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list, 1)
        row.addWidget(self.detail)
        self.detail.hide()
        if current().roomy:
            self.detail.take_whole_page()
        self._stack.addWidget(both)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def _connect(self) -> None:
        self.list.opened.connect(self._open_row)
        self.list.begun_anew.connect(self._hide_unlisted)
        self.list.print_asked.connect(self.print_copies)
        self.list.pick_asked.connect(self.open_picking)
        self.detail.ship_asked.connect(self.open_shipping)
        self.detail.closed.connect(self._close_detail)
        self.detail.print_asked.connect(self.print_copies)
        self.detail.picture_asked.connect(self.copy_picture)
        self.detail.refund_asked.connect(self.open_refund)
        self.detail.exchange_asked.connect(self.open_exchange)
        self.detail.other_order_asked.connect(self._open_number)
        self.detail.copy_asked.connect(self._copy_number)

    def _restore(self) -> None:
        """Show what was shown before a change of language built the page anew."""
        if self._model.filters.text:
            self.list.search.edit.setText(self._model.filters.text)
        if self._model.refunding is not None:
            self._show_refund(self._model.refunding)
        elif self._model.picking is not None:
            self._show_pick(self._model.picking)

    def _refresh(self) -> None:
        self._model.refresh()
        self.list.refresh()
        if self._model.current is not None:
            self._show(self._model.current)

    def _open_row(self, row: OrderRowView) -> None:
        if self._model.current is None or self._model.current.order != row.order:
            self._try(lambda: self._show(self._model.open(row.order)))

    def _open_number(self, number: str) -> None:
        found = self._model.scanned(number)
        if found is not None:
            self._show(found)

    def _show(self, order: OrderView) -> None:
        self.detail.show_order(order)
        self.detail.show()
        self.list.setVisible(not current().roomy)

    def _close_detail(self) -> None:
        self._model.close()
        self._hide_unlisted()
        self.list.table.clearSelection()
        self.focus_search()

    def _hide_unlisted(self) -> None:
        """Hide the panel where no order is open any more; the focus stays where it is typed."""
        if self._model.current is None:
            self.detail.hide()
            self.list.show()

    def _open_refund(self, *, exchange: bool) -> None:
        order = self._model.current
        if order is None or not order.can_be_refunded or self.refund is not None:
            return
        self._model.refunding = RefundViewModel(self._model.desk, order, exchange=exchange)
        self._show_refund(self._model.refunding)

    def _show_refund(self, model: RefundViewModel) -> None:
        self.refund = RefundPane(self._shell, model, self._photos)
        self.refund.ended.connect(self._close_refund)
        self._stack.addWidget(self.refund)
        self._stack.setCurrentWidget(self.refund)
        self.refund.focus_search()

    def _close_refund(self) -> None:
        pane, self.refund = self.refund, None
        self._model.refunding = None
        if pane is not None:
            self._stack.removeWidget(pane)
            pane.deleteLater()
        self.orders_changed()
        self.focus_search()

    @property
    def _over(self) -> "RefundPane | PickPane | None":
        """What lies over the list."""
        return self.refund or self.pick

    def _ship_commands(self) -> list[Command]:
        """What may be sent, where anything may."""
        if not self._model.waiting:
            return []
        pick = Command(_("Pick and ship"), self.open_picking)
        order = self._model.current
        if order is None or not self._model.may_ship(order):
            return [pick]
        return [Command(_("Enter tracking and ship"), self.open_shipping, "Ctrl+Enter"), pick]

    def _show_pick(self, model: PickModel) -> None:
        from microshop_desktop.ui.pick.page import PickPane  # loads late

        self.pick = PickPane(self._shell, model, self._photos)
        self.pick.ended.connect(self._close_pick)
        self._stack.addWidget(self.pick)
        self._stack.setCurrentWidget(self.pick)
        self.pick.begin()

    def _close_pick(self) -> None:
        pane, self.pick = self.pick, None
        self._model.picking = None
        if pane is not None:
            self._stack.removeWidget(pane)
            pane.deleteLater()
        self.orders_changed()
        self.focus_search()

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except ShopError as problem:
            self._shell.report(problem)
