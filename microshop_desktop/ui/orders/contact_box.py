"""Whom an online order goes to: masked until somebody asks its platform, which counts that."""

from datetime import datetime
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from microshop_desktop.infra.formats import number_text
from microshop_desktop.infra.translations import _
from microshop_desktop.infra.words import source_text
from microshop_desktop.services.contacts import OPENLY, REVEALING, ContactView
from microshop_desktop.services.order_values import OrderView
from microshop_desktop.ui.orders.online_box import time_text
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.labels import label


class ContactBox(QWidget):
    """Name, phone and address, and how to see them where they are masked."""

    reveal_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.whom = label(wrap=True)
        self.more = label(kind="micro", tone="muted", wrap=True)
        self.button = Button(_("Show address"), icon="eye", size="compact")
        self.button.clicked.connect(self.reveal_asked)
        self._left: tuple[UUID, int] | None = None
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label(_("Ship to"), tone="muted"))
        row.addWidget(self.whom, 1)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.more)
        self.hide()

    def show_contact(
        self, order: OrderView, view: ContactView, *, may_ask: bool, zone: str, now: datetime
    ) -> None:
        """Show whom an order goes to; hidden where nobody told anything."""
        whom = (view.contact.name, view.contact.phone, view.contact.address)
        self.whom.setText(" · ".join(filter(None, whom)) or "—")
        is_masked = view.forget_at is None and order.source not in OPENLY
        self.button.setVisible(is_masked and may_ask and order.source in REVEALING)
        parts = [_more(order, view, is_masked=is_masked, zone=zone, now=now)]
        if self._left is not None and self._left[0] == order.order:
            count = number_text(self._left[1])
            parts.append(_("{count} more can be shown today.").format(count=count))
        self.more.setText(" ".join(filter(None, parts)))
        self.more.setVisible(bool(self.more.text()))
        self.setVisible(order.online is not None)

    def keep_left(self, order: UUID, left: int | None) -> None:
        """Say from now on beside this order how often more may be asked today, where it is told."""
        self._left = None if left is None else (order, left)


def _more(order: OrderView, view: ContactView, *, is_masked: bool, zone: str, now: datetime) -> str:
    platform = source_text(order.source)
    if view.forget_at is not None:
        text = _("Masked in lists, and forgotten by {time} at the latest.")
        return text.format(time=time_text(view.forget_at, zone, now))
    if not is_masked:
        return ""
    if order.source in REVEALING:
        return _("{platform} counts each address that is shown.").format(platform=platform)
    return _("{platform} shows the address only in its own pages.").format(platform=platform)
