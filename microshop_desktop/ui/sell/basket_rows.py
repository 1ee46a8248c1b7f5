"""Rows of the basket beside its lines: the customer, what is taken off, and sums."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from microshop_desktop.domain.money import Currency
from microshop_desktop.domain.pricing import PricedBasket
from microshop_desktop.infra.formats import amount_text, money_text, number_text
from microshop_desktop.infra.translations import _, pgettext
from microshop_desktop.ui.sell.avatar import Avatar
from microshop_desktop.ui.sell.key_button import key_button
from microshop_desktop.ui.sell.rows import discount_tag
from microshop_desktop.ui.sell.view_model import SellViewModel
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import icon_button
from microshop_desktop.ui.widgets.elided_label import ElidedLabel
from microshop_desktop.ui.widgets.labels import IconLabel, label
from microshop_desktop.ui.widgets.pill import Pill

STRIP_HEIGHT = 52


class CustomerStrip(QFrame):
    """Who buys: a strip that asks for a customer while there is none."""

    asked = Signal()
    dropped = Signal()

    def __init__(self, vm: SellViewModel) -> None:
        super().__init__()
        self.setProperty("surface", "head")
        self._vm = vm
        self._face = Avatar()
        self._nobody = IconLabel("user-plus", 20, "textMuted")
        self._name = ElidedLabel(kind="strong")
        self._level = Pill(pgettext("customer|short", "Member"), tone="accent")
        self._points = label(kind="micro", tone="muted")
        self._choose = key_button("", "F3", kind="ghost", focus=False)
        self._drop = icon_button("x", _("Sell without a customer"))
        self._choose.clicked.connect(self.asked)
        self._drop.clicked.connect(self.dropped)
        self._build()

    def refresh(self, *, low: bool) -> None:
        """Show the customer of the basket; in a low window nobody takes no room."""
        vm, customer = self._vm, self._vm.basket.customer
        self.setVisible(not (low and customer is None) and not (vm.is_locked and customer is None))
        known = customer is not None
        self._face.setVisible(known)
        self._nobody.setVisible(not known)
        self._level.setVisible(customer is not None and customer.member)
        self._points.setVisible(customer is not None and customer.member)
        self._drop.setVisible(known and not vm.is_locked)
        self._choose.setVisible(not vm.is_locked)
        if customer is None:
            self._name.setText(_("Walk-in customer"))
            self._name_button(pgettext("customer|short", "Customer"))
            return
        self._face.show_name(customer.name)
        self._name.setText(customer.name)
        self._points.setText(_("{count} points").format(count=number_text(customer.points)))
        self._name_button(pgettext("customer|short", "Change"))

    def _name_button(self, text: str) -> None:
        if text != self._choose.text():
            self._choose.set_label(text)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 6, 4)
        row.setSpacing(8)
        row.addWidget(self._face)
        row.addWidget(self._nobody)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self._name)
        first.addWidget(self._level)
        first.addStretch(1)
        texts.addStretch(1)
        texts.addLayout(first)
        texts.addWidget(self._points)
        texts.addStretch(1)
        row.addSpacing(4)
        row.addLayout(texts, 1)
        row.addWidget(self._choose)
        row.addWidget(self._drop)
        self.setMinimumHeight(current().px(STRIP_HEIGHT))


class DiscountRow(QWidget):
    """What the basket's discount and 抹零 take off, and the way to give one."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._what = ElidedLabel(kind="body")
        self._rounding = label(kind="micro", tone="muted")
        self._amount = label(kind="strong")
        self._give = key_button(
            pgettext("basket|short", "Discount"), "F8", kind="ghost", focus=False
        )
        self._give.clicked.connect(self.asked)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(16, 2, 6, 2)
        row.setSpacing(8)
        row.addWidget(IconLabel("ticket", 20, "textMuted"))
        row.addWidget(self._what)
        row.addWidget(self._rounding)
        row.addStretch(1)
        row.addWidget(self._amount)
        row.addWidget(self._give)
        self.setMinimumHeight(current().px(44))

    def refresh(self, priced: PricedBasket, currency: Currency, *, locked: bool, low: bool) -> None:
        """Show what is taken off; in a low window only where there is something."""
        discount = priced.basket.discount
        given = sum(a.amount for a in priced.adjustments if a.line_no is None)
        self.setVisible(not (low or locked) or given != 0)
        text = _("No discount on the basket")
        if discount is not None:
            reason = discount.reason or _("Basket discount")
            text = f"{reason} {discount_tag(discount, currency)}"
        elif priced.rounding:
            text = ""
        self._what.setText(text)
        self._what.setVisible(bool(text))
        self._rounding.setText(
            _("Small change {amount}").format(amount=amount_text(priced.rounding, currency))
        )
        self._rounding.setVisible(priced.rounding != 0)
        self._amount.setText(money_text(-given, currency))
        self._amount.setVisible(given != 0)
        self._give.setVisible(not locked)
        self._row.setContentsMargins(16, 2, 16 if locked else 6, 2)


class SumRow(QWidget):
    """A name and an amount."""

    def __init__(self, name: str, amount: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label(name, tone="muted"))
        row.addStretch(1)
        figure = label(amount, kind="strong")
        figure.setAlignment(Qt.AlignmentFlag.AlignRight)
        row.addWidget(figure)
