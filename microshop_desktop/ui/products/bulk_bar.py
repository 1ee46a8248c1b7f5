"""The dark bar under the table while something is ticked: what can be done with all of it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from microshop_desktop.infra.translations import _, pgettext
from microshop_desktop.ui.style_sheet import set_look
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.labels import label


class BulkBar(QFrame):
    """Docked, so that it never covers a row. Its signals tell what was pressed."""

    prices_asked = Signal()
    category_asked = Signal()
    on_sale_asked = Signal()
    off_sale_asked = Signal()
    delete_asked = Signal()
    dropped = Signal()

    def __init__(self) -> None:
        super().__init__()
        set_look(self, surface="ink")
        self._count = label(kind="strong", tone="onInk")
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 10, 10, 10)
        row.setSpacing(6)
        row.addWidget(self._count)
        row.addStretch(1)
        for text, icon, signal in (
            (pgettext("bulk|short", "Prices"), "currency-cny", self.prices_asked),
            (pgettext("bulk|short", "Category"), "folder", self.category_asked),
            (pgettext("bulk|short", "Put on sale"), "storefront", self.on_sale_asked),
            (pgettext("bulk|short", "Take off sale"), "archive-box", self.off_sale_asked),
            (_("Delete"), "trash", self.delete_asked),
        ):
            button = Button(text, kind="on_ink", icon=icon)
            button.clicked.connect(signal)
            row.addWidget(button)
        self._drop = Button(_("Cancel"), kind="on_ink")
        self._drop.print_key("Esc")
        self._drop.clicked.connect(self.dropped)
        row.addWidget(self._drop)
        self.setMinimumHeight(current().px(60))

    def say(self, text: str) -> None:
        """Show how many are ticked."""
        self._count.setText(text)
