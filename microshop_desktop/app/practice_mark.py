"""The mark over every page while an account of practice is offered at the till."""

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from microshop_desktop.services.payment_accounts import PaymentAccounts

if TYPE_CHECKING:
    from microshop_desktop.app.opened import OpenedShop
    from microshop_desktop.ui.main_window import MainWindow


class PracticeMark(QObject):
    """Lives as long as its window and hears of every change of the accounts."""

    def __init__(self, window: "MainWindow", opened: "OpenedShop") -> None:
        super().__init__(window)
        self._window, self._opened = window, opened
        opened.bridge.accounts_changed.connect(self._on_account)
        self.refresh()

    def refresh(self) -> None:
        """Show the mark or take it away, as the accounts are now."""
        views = PaymentAccounts(self._opened.shop).every(self._opened.actor)
        self._window.parts.show_practice(on=any(view.practice and view.enabled for view in views))

    def _on_account(self, _account: UUID) -> None:
        self.refresh()
