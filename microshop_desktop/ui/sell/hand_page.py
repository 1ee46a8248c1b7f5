"""Payments that a person confirms: the customer scans the seller's own collection code.

Nothing tells the program that the money came, so the page says to look at the phone, and the sale
is recorded as confirmed by the cashier.
"""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from microshop_desktop.domain.basket import Method
from microshop_desktop.infra.formats import money_text
from microshop_desktop.infra.translations import _, mark
from microshop_desktop.ui.sell.amount_entry import AmountEntry
from microshop_desktop.ui.sell.figures import set_size
from microshop_desktop.ui.sell.key_button import key_button
from microshop_desktop.ui.sell.payment import Payment
from microshop_desktop.ui.sell.payment_words import method_icon
from microshop_desktop.ui.sell.scroll_column import scrolling
from microshop_desktop.ui.sell.view_model import SellViewModel
from microshop_desktop.ui.theme import control, current, radius
from microshop_desktop.ui.widgets.banner import Banner
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.card import Card
from microshop_desktop.ui.widgets.collection_card import CollectionCard
from microshop_desktop.ui.widgets.form_field import FormField
from microshop_desktop.ui.widgets.labels import IconLabel, label
from microshop_desktop.ui.widgets.segments import Segment, Segments


@dataclass(frozen=True, slots=True)
class HandKind:
    """A way to pay that is confirmed by hand; `reference` is written with the payment."""

    key: str
    method: Method
    name: str
    reference: str = ""


OTHER_KINDS = (
    HandKind("collection", Method.COLLECTION_CODE, mark("Collection code")),
    HandKind("card", Method.OTHER, mark("Card machine"), mark("Card machine")),
    HandKind("bank", Method.OTHER, mark("Bank transfer"), mark("Bank transfer")),
    HandKind("other", Method.OTHER, mark("Something else")),
)


class HandPage(QWidget):
    """Shows the amount big and waits for the person to say that it came.

    `code_wanted`: the seller wants to add the collection code that is not there yet.
    """

    code_wanted = Signal()

    def __init__(self, vm: SellViewModel) -> None:
        super().__init__()
        self._vm = vm
        self.kinds = Segments([Segment(kind.key, _(kind.name)) for kind in OTHER_KINDS])
        self.entry = AmountEntry(vm.currency)
        self.reference = QLineEdit()
        self._head = BrandHead()
        self._amount = label()
        self._words = label(
            _("The customer scans your collection code and pays this amount"),
            kind="lead",
            tone="muted",
            wrap=True,
        )
        self.code: CollectionCard | None = None
        self._advice = Banner(tone="info", icon="device-mobile")
        self.add_code = Button(_("Add your collection code in the settings"), kind="link")
        self.add_code.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.problem = Banner(tone="danger")
        self.part = key_button(
            _("Take only a part, the rest another way"), "Ctrl+D", icon="plus", focus=False
        )
        self.take = key_button("", "Ctrl+Enter", icon="check-circle", kind="primary", size="pay")
        self._build()
        self._connect()

    def refresh(self, payment: Payment) -> None:
        """Show method, amount and what to look at."""
        other = payment.method in {Method.COLLECTION_CODE, Method.OTHER}
        self.kinds.setVisible(other)
        self._head.show_method(payment.method)
        amount = money_text(payment.amount, payment.currency)
        self._amount.setText(amount)
        self._show_code(payment, amount)
        self.entry.show_amount(payment.entry, payment.due)
        self._advice.say(_advice(payment.method), tone="info", icon="device-mobile")
        by_code = payment.method is not Method.OTHER
        self.add_code.setVisible(by_code and self._vm.code_for(payment.method) is None)
        self.take.set_label(_take_text(payment, amount))
        self.problem.setVisible(bool(self._vm.problem))
        self.problem.say(self._vm.problem, tone="danger")
        if self.reference.text() != payment.reference:
            self.reference.setText(payment.reference)

    def _build(self) -> None:
        facts = QWidget()
        column = QVBoxLayout(facts)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._facts_card())
        column.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(8 if current().roomy else 12)
        right.addWidget(scrolling(facts), 1)
        for part in (self.problem, self.part, self.take):
            right.addWidget(part)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(self._amount_card(), 49)
        whole.addLayout(right, 51)

    def _amount_card(self) -> Card:
        card = Card(padding=0, gap=0)
        column = self._column = card.column
        column.addWidget(self._head)
        column.addStretch(1)
        set_size(self._amount, 64)
        self._amount.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._amount)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words.setContentsMargins(24, 8, 24, 0)
        column.addWidget(self._words)
        if current().roomy:
            column.addWidget(self.add_code, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)
        return card

    def _show_code(self, payment: Payment, amount: str) -> None:
        """Show the shop's own collection code with the amount, where the settings have one."""
        code = self._vm.code_for(payment.method)
        if code is not None and self.code is None:
            self.code = CollectionCard(inside=True)
            self._column.insertWidget(self._column.indexOf(self._amount), self.code)
        if self.code is not None and code is not None:
            self.code.show_code(code, amount)
        if self.code is not None:
            self.code.setVisible(code is not None)
        for part in (self._amount, self._words):
            part.setVisible(code is None)

    def _facts_card(self) -> Card:
        """What to look at, the amount and the reference: beside each other with large texts."""
        roomy = current().roomy
        card = Card(padding=14 if roomy else 20, gap=8 if roomy else 12)
        card.column.addWidget(self._advice)
        if not roomy:
            card.column.addWidget(self.add_code, 0, Qt.AlignmentFlag.AlignLeft)
        card.column.addWidget(self.kinds)
        amount = FormField(_("Amount received"), self.entry)
        words = _("Reference (F4), such as the last digits of the bill")
        reference = FormField(_("Reference (F4)") if roomy else words, self.reference)
        self.reference.setToolTip(words)
        if roomy:
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addWidget(amount, 1)
            row.addWidget(reference, 1)
            card.column.addLayout(row)
        else:
            card.column.addWidget(amount)
            card.column.addWidget(reference)
        return card

    def _connect(self) -> None:
        self.kinds.chosen.connect(self._choose_kind)
        self.add_code.clicked.connect(self.code_wanted)
        self.entry.typed.connect(self._type)
        self.entry.erased.connect(self._erase)
        self.reference.textEdited.connect(self._refer)
        self.take.clicked.connect(self._vm.take)
        self.part.clicked.connect(self._vm.take_part)

    def _choose_kind(self, key: str) -> None:
        kind = next(kind for kind in OTHER_KINDS if kind.key == key)
        self._vm.pay(kind.method)
        if self._vm.payment is not None:
            self._vm.payment.reference = _(kind.reference) if kind.reference else ""
            self.refresh(self._vm.payment)

    def _type(self, text: str) -> None:
        if self._vm.payment is not None:
            self._vm.payment.type(text)
            self.refresh(self._vm.payment)

    def _erase(self) -> None:
        if self._vm.payment is not None:
            self._vm.payment.erase()
            self.refresh(self._vm.payment)

    def _refer(self, text: str) -> None:
        if self._vm.payment is not None:
            self._vm.payment.reference = text


class BrandHead(QFrame):
    """The coloured head of the card: whose code the customer scans."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = IconLabel("wallet", 24, "onWechat")
        self._text = label(kind="lead", wrap=True)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        self.setObjectName("brand")
        self.setMinimumHeight(current().px(control("default")))

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def needed(self, width: int) -> int:
        """Return how high it is with its words, in pixels, when it is so wide."""
        theme = current()
        words = self._text.heightForWidth(width - theme.px(24) - 42)
        return max(self.minimumHeight(), words + 8)

    def set_band(self, *, low: bool, high: int) -> None:
        """Show colour alone, so many pixels high, or all of it."""
        self._icon.setVisible(not low)
        self._text.setVisible(not low)
        self._row.setContentsMargins(*((0, 0, 0, 0) if low else (16, 4, 16, 4)))
        self.setMinimumHeight(high)

    def show_method(self, method: Method, words: str = "") -> None:
        """Show a way to pay in its colours; `words` in place of asking the customer to scan."""
        theme = current()
        fill, ink = {
            Method.WECHAT: ("wechatFill", "onWechat"),
            Method.ALIPAY: ("alipayFill", "onAlipay"),
        }.get(method, ("ink", "onInk"))
        self._icon.show_icon(method_icon(method), ink)
        self._text.setText(words or _head_text(method))
        corner = radius("panel") - 1
        self.setStyleSheet(
            f"#brand {{ background: {theme.hex(fill)}; border-top-left-radius: {corner}px;"
            f" border-top-right-radius: {corner}px; }}"
            f"QLabel {{ color: {theme.hex(ink)}; font-weight: bold; }}"
        )


class CodePage(QWidget):
    """Waits for the customer's code; without an account says what it needs and what can be done."""

    wechat = Signal()
    alipay = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.ready = self._ready_card()
        self.missing = self._missing_card()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.ready)
        column.addWidget(self.missing)
        column.addStretch(1)
        self.show_ready(ready=False)

    def show_ready(self, *, ready: bool) -> None:
        """Show whether a scanned code can be charged."""
        self.ready.setVisible(ready)
        self.missing.setVisible(not ready)

    def _ready_card(self) -> Card:
        card = Card(padding=24)
        card.column.addWidget(IconLabel("barcode", 48, "accent"))
        card.column.addWidget(label(_("Scan the code on the customer's phone"), kind="title"))
        words = _(
            "WeChat or Alipay is recognised by the code itself. Next time scan it right after the "
            "goods, without a key."
        )
        card.column.addWidget(label(words, kind="lead", wrap=True))
        return card

    def _missing_card(self) -> Card:
        card = Card(padding=24)
        card.column.addWidget(IconLabel("barcode", 48, "textMuted"))
        card.column.addWidget(label(_("Phone payments are not set up yet"), kind="title"))
        words = _(
            "To take money from the code on a customer's phone, Microshop needs a merchant account "
            "of WeChat or Alipay. Until then let the customer scan your own collection code, look "
            "at your phone, and confirm by hand."
        )
        card.column.addWidget(label(words, kind="lead", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(8)
        by_wechat = key_button(_("WeChat"), "F10", icon="wechat-pay", kind="wechat", size="large")
        by_alipay = key_button(_("Alipay"), "F11", icon="alipay", kind="alipay", size="large")
        by_wechat.clicked.connect(self.wechat)
        by_alipay.clicked.connect(self.alipay)
        row.addWidget(by_wechat)
        row.addWidget(by_alipay)
        row.addStretch(1)
        card.column.addLayout(row)
        return card


def _head_text(method: Method) -> str:
    if method is Method.WECHAT:
        return _("Please scan with WeChat")
    if method is Method.ALIPAY:
        return _("Please scan with Alipay")
    return _("Confirmed by hand")


def _advice(method: Method) -> str:
    if method is Method.OTHER:
        return _("Look at the slip or the account: did the money arrive?")
    return _("Look at your phone: did the money arrive?")


def _take_text(payment: Payment, amount: str) -> str:
    if payment.is_part:
        return _("{amount} arrived, more to come").format(amount=amount)
    return _("I saw {amount} arrive").format(amount=amount)
