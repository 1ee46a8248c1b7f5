"""Where the sheets lie: over the basket, one at a time, each built when its key is pressed."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtWidgets import QWidget

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.sell.view_model import SellViewModel
from microshop_desktop.ui.theme import current

if TYPE_CHECKING:
    from microshop_desktop.ui.sell.sheets import Sheet

_WIDTH = 404
_TOP, _EDGE = 48, 8


class SheetPlace(QObject):
    """Shows a sheet on `page`; a key pressed before the shop is open shows it once it is."""

    closed = Signal()
    """A sheet was done or given up: the keyboard goes back to where it was."""
    drop_asked = Signal(object)
    """A basket that was put aside shall be thrown away."""

    def __init__(self, page: QWidget, vm: SellViewModel) -> None:
        super().__init__(page)
        self._page = page
        self._vm = vm
        self.sheet: Sheet | None = None

    def close(self, *, quietly: bool = False) -> bool:
        """Take the sheet away; return whether there was one. `quietly` tells nobody."""
        sheet, self.sheet = self.sheet, None
        if sheet is None:
            return False
        sheet.hide()
        sheet.deleteLater()
        if not quietly:
            self.closed.emit()
        return True

    def fit(self) -> None:
        """Place the sheet by the size of the page."""
        if self.sheet is None:
            return
        page = self._page
        width = min(current().px(_WIDTH), page.width() - 16)
        height = max(self.sheet.sizeHint().height(), self.sheet.heightForWidth(width))
        left = page.width() - width - _EDGE
        top = max(_EDGE, min(_TOP, page.height() - height - _EDGE))
        self.sheet.setGeometry(QRect(left, top, width, min(height, page.height() - 2 * _EDGE)))

    def customer(self) -> None:
        """Ask who buys."""
        from microshop_desktop.ui.sell.sheets import CustomerSheet

        self._show(lambda: CustomerSheet(self._vm))

    def hold(self) -> None:
        """Ask under which name the basket is put aside."""
        from microshop_desktop.ui.sell.sheets import HoldSheet

        if self._has_goods(_("The basket is empty: there is nothing to put aside")):
            self._show(lambda: HoldSheet(self._vm))

    def recall(self) -> None:
        """Show the baskets that were put aside."""
        self._show(self._recall_sheet)

    def discount_line(self) -> None:
        """Ask for a discount on the current line."""
        if self._has_line(_("Choose a line first, then its discount")):
            self._discount(whole=False)

    def discount_basket(self) -> None:
        """Ask for a discount on the whole basket."""
        if self._has_goods(_("The basket is empty: there is nothing to take a discount off")):
            self._discount(whole=True)

    def note(self) -> None:
        """Ask for a note on the current line."""
        from microshop_desktop.ui.sell.sheets import NoteSheet

        if self._has_line(_("Choose a line first, then its note")):
            self._show(lambda: NoteSheet(self._vm))

    def _has_goods(self, otherwise: str) -> bool:
        if self._vm.basket.is_empty:
            self._vm.say(otherwise)
        return not self._vm.basket.is_empty

    def _has_line(self, otherwise: str) -> bool:
        line = self._vm.line()
        if line is None and not self._vm.is_locked:
            self._vm.say(otherwise)
        return line is not None

    def _discount(self, *, whole: bool) -> None:
        from microshop_desktop.ui.sell.sheets import DiscountSheet

        self._show(lambda: DiscountSheet(self._vm, whole=whole))

    def _recall_sheet(self) -> "Sheet":
        from microshop_desktop.ui.sell.sheets import RecallSheet

        sheet = RecallSheet(self._vm)
        sheet.drop_asked.connect(self.drop_asked)
        return sheet

    def _show(self, make: Callable[[], "Sheet"]) -> None:
        self.close(quietly=True)
        if not self._vm.is_ready:
            self._vm.wait(partial(self._show, make))
            return
        if self._vm.is_locked:
            self._vm.say(_("Finish or leave the payment first"))
            return
        sheet = self.sheet = make()
        sheet.setParent(self._page)
        sheet.closed.connect(self.close)
        sheet.content_changed.connect(self.fit)
        self.fit()
        sheet.show()
        sheet.raise_()
        sheet.begin()
