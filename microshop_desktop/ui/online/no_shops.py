"""What stands in the place of the online shops while there is none: how to connect the first."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout
from typing_extensions import override

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.page import Command, Page
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.empty_state import EmptyState


class NoShopsPage(Page):
    """`connect_asked` begins to connect a shop."""

    connect_asked = Signal()

    def __init__(self, *, may_connect: bool) -> None:
        super().__init__()
        self.connect_shop: Button | None = None
        if may_connect:
            self.connect_shop = Button(
                _("Connect an online shop"), kind="primary", size="default", icon="plus"
            )
            self.connect_shop.clicked.connect(self.connect_asked)
        text = _("No online shop is connected yet. One stock for all, every order in one list.")
        column = QVBoxLayout(self)
        column.addWidget(EmptyState("storefront", text, self.connect_shop))

    @override
    def entered(self) -> None:
        if self.connect_shop is not None:
            self.connect_shop.setFocus()

    @override
    def commands(self) -> Sequence[Command]:
        if self.connect_shop is None:
            return ()
        return [Command(_("Connect an online shop"), self.connect_asked.emit)]
