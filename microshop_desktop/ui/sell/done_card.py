"""The sale that was just finished: its change, big, until the next scan."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from microshop_desktop.domain.money import Currency
from microshop_desktop.infra.formats import money_text
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.sell.figures import set_size
from microshop_desktop.ui.sell.key_button import key_button
from microshop_desktop.ui.sell.news import LastSale
from microshop_desktop.ui.style_sheet import set_look
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.labels import IconLabel, label, set_tone, surface


class DoneCard(QWidget):
    """Says what goes back to the customer and offers the receipt once more."""

    print_again = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._card = surface("success")
        self._icon = IconLabel("check-circle-fill", 28, "onSuccessSoft")
        self._word = label(kind="lead", tone="onSuccess")
        self._figure = label(tone="onSuccess")
        set_size(self._figure, 56)
        self._facts = label(tone="onSuccess", wrap=True)
        self._next = label(_("Scan the next item to begin a new sale"), tone="muted", wrap=True)
        self._again = key_button(_("Print the receipt"), icon="printer", focus=False)
        self._again.clicked.connect(self.print_again)
        self._build()

    def show_sale(self, sale: LastSale, currency: Currency) -> None:
        """Show a sale; one whose money nobody knows of is no success yet."""
        self._show_mood(to_verify=sale.to_verify)
        self._word.setText(_("Change due") if sale.change else sale.words or _("Paid"))
        self._figure.setText(money_text(sale.change or sale.total, currency))
        facts = _("{number} · total {total} · received {given}").format(
            number=sale.number,
            total=money_text(sale.total, currency),
            given=money_text(sale.given, currency),
        )
        self._facts.setText(facts)
        self.setAccessibleName(f"{self._word.text()} {self._figure.text()}")

    def _show_mood(self, *, to_verify: bool) -> None:
        set_look(self._card, surface="warning" if to_verify else "success")
        icon, ink = "check-circle-fill", "onSuccess"
        if to_verify:
            icon, ink = "hourglass-medium", "onWarning"
        self._icon.show_icon(icon, f"{ink}Soft")
        for part in (self._word, self._figure, self._facts):
            set_tone(part, ink)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(20, 16, 20, 18)
        inside.setSpacing(4)
        if not current().roomy:
            inside.addWidget(self._icon)
        for part in (self._word, self._figure, self._facts):
            inside.addWidget(part)
        column.addWidget(self._card)
        column.addWidget(self._again, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._next)
        column.addStretch(1)
