"""Slips of pending payments: printed where there is a printer, else shown on the screen."""

from typing import TYPE_CHECKING
from uuid import UUID

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.infra.translations import _
from microshop_desktop.services.slips import Slips
from microshop_desktop.ui.widgets.toast import Toast

if TYPE_CHECKING:
    from microshop_desktop.app.opened import OpenedShop
    from microshop_desktop.domain.slip import Slip
    from microshop_desktop.ui.main_window import MainWindow


class PendingSlips:
    """Acts for the pages of one window; an order's slip prints by itself once."""

    def __init__(self, opened: "OpenedShop", window: "MainWindow") -> None:
        self._opened, self._window = opened, window
        self._slips = Slips(opened.shop)
        self._given: set[UUID] = set()

    @property
    def on_paper(self) -> bool:
        """Whether there is a printer."""
        return self._opened.queue.has_printer

    def hand_out(self, order: UUID) -> None:
        """Print the slip of an order, or show it where there is no printer."""
        try:
            slip = self._slips.of_order(self._opened.actor, order)
            if slip is None:
                self._tell(_("This payment is settled by now, it needs no slip"), "info")
            elif self.on_paper:
                self._print(order)
                self._tell(_("The slip goes to the printer"), "printer")
            else:
                self._show(slip)
        except ShopError as problem:
            self._window.report(problem)

    def put_aside(self, order: UUID) -> None:
        """Print the slip of an order where receipts print by themselves, unless it was given."""
        if order in self._given or not self._opened.queue.prints_by_itself:
            return
        try:
            self._print(order)
        except ShopError as problem:
            self._window.report(problem)

    def _print(self, order: UUID) -> None:
        self._opened.queue.print_slip(self._opened.actor, order)
        self._given.add(order)

    def _show(self, slip: "Slip") -> None:
        from microshop_desktop.domain.receipt import PAPER_80
        from microshop_desktop.domain.slip import lay_out_slip
        from microshop_desktop.drawing.receipt import draw_rows, with_margin
        from microshop_desktop.services.receipt_words import slip_words
        from microshop_desktop.ui.printing.slip_card import SlipCard

        rows = lay_out_slip(slip, slip_words(), PAPER_80)
        card = SlipCard(self._window, with_margin(draw_rows(rows, PAPER_80)))
        card.copied.connect(lambda: self._tell(_("The slip is copied as a picture"), "copy"))
        card.open()

    def _tell(self, text: str, icon: str) -> None:
        self._window.toast(Toast(text, icon=icon))
