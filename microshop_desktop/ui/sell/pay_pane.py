"""The payment page that lies over the tiles: methods, and a page for each of them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from microshop_desktop.domain.basket import Method
from microshop_desktop.infra.formats import amount_text, money_text
from microshop_desktop.infra.translations import _, pgettext
from microshop_desktop.ui.sell.cash_page import CashPage
from microshop_desktop.ui.sell.figures import set_size
from microshop_desktop.ui.sell.hand_page import CodePage, HandPage
from microshop_desktop.ui.sell.key_button import key_button
from microshop_desktop.ui.sell.payment import Payment
from microshop_desktop.ui.sell.view_model import SellViewModel
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.labels import label
from microshop_desktop.ui.widgets.pill import Pill
from microshop_desktop.ui.widgets.segments import Segment, Segments

CASH, WECHAT, ALIPAY, CODE, OTHER = "cash", "wechat", "alipay", "code", "other"


class PayPane(QWidget):
    """Shows the view-model's payment; `give_back_asked` when received money shall go back."""

    give_back_asked = Signal()

    def __init__(self, vm: SellViewModel) -> None:
        super().__init__()
        self._vm = vm
        self.back = key_button(_("Back to the basket"), "Esc", icon="arrow-left", focus=False)
        if current().roomy:
            self.back.set_label("", tip=_("Back to the basket"))
        self.received = Pill(icon="lock-simple")
        self.give_back = key_button(_("Give it back"), kind="danger_quiet", focus=False)
        self._due_word = label(_("Still due"), kind="lead", tone="muted")
        self._due = label(kind="title")
        set_size(self._due, 36)
        self.methods = Segments(_segments(), compact=False)
        self.cash = CashPage(vm)
        self.hand = HandPage(vm)
        self.code = CodePage()
        self._pages = QStackedWidget()
        self._shown: tuple[Method, bool, int] | None = None
        self._build()
        self._connect()

    def refresh(self) -> None:
        """Show the payment as it is, the focus on its amount."""
        payment = self._vm.payment
        if payment is None:
            self._shown = None
            return
        taken = sum(tender.amount for tender in self._vm.basket.received)
        self.back.setVisible(not taken)
        self.received.setVisible(taken > 0)
        self.give_back.setVisible(taken > 0)
        words = _("Received {amount}, the basket is locked")
        figure = amount_text(taken, payment.currency)
        self.received.show_state(words.format(amount=figure), tone="neutral", icon="lock-simple")
        self._due.setText(money_text(payment.due, payment.currency))
        self.methods.choose(_key_of(payment))
        self._show_page(payment)

    def focus_amount(self) -> None:
        """Give the keyboard to the amount."""
        payment = self._vm.payment
        if payment is None or payment.code_wanted:
            self.methods.setFocus()
        elif payment.method is Method.CASH:
            self.cash.entry.setFocus()
        else:
            self.hand.entry.setFocus()

    def _show_page(self, payment: Payment) -> None:
        if payment.code_wanted:
            self._pages.setCurrentWidget(self.code)
        elif payment.method is Method.CASH:
            self.cash.refresh(payment)
            self._pages.setCurrentWidget(self.cash)
        else:
            self.hand.refresh(payment)
            self._pages.setCurrentWidget(self.hand)
        shown = (payment.method, payment.code_wanted, len(self._vm.basket.received))
        if shown != self._shown:
            self._shown = shown
            self.focus_amount()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(8)
        for part in (self.back, self.received, self.give_back):
            head.addWidget(part)
        head.addStretch(1)
        self._due.setMaximumHeight(self.back.sizeHint().height())
        head.addWidget(self._due_word)
        head.addWidget(self._due)
        column.addLayout(head)
        column.addWidget(self.methods)
        for page in (self.cash, self.hand, self.code):
            self._pages.addWidget(page)
        column.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self.back.clicked.connect(self._vm.back)
        self.give_back.clicked.connect(self.give_back_asked)
        self.methods.chosen.connect(self.choose)
        self.code.wechat.connect(lambda: self.choose(WECHAT))
        self.code.alipay.connect(lambda: self.choose(ALIPAY))

    def choose(self, key: str) -> None:
        """Go on by another method."""
        method = {
            CASH: Method.CASH,
            WECHAT: Method.WECHAT,
            ALIPAY: Method.ALIPAY,
            CODE: Method.WECHAT,
            OTHER: Method.COLLECTION_CODE,
        }[key]
        self._vm.pay(method, by_code=key == CODE)


def _segments() -> list[Segment]:
    return [
        Segment(CASH, _("Cash"), icon="money-fill", hint="F9"),
        Segment(WECHAT, _("WeChat"), icon="wechat-pay", hint="F10"),
        Segment(ALIPAY, _("Alipay"), icon="alipay", hint="F11"),
        Segment(CODE, pgettext("payment|short", "Their code"), icon="barcode", hint="F12"),
        Segment(OTHER, pgettext("payment|short", "Other"), icon="wallet", hint="Alt+5"),
    ]


def _key_of(payment: Payment) -> str:
    if payment.code_wanted:
        return CODE
    return {Method.CASH: CASH, Method.WECHAT: WECHAT, Method.ALIPAY: ALIPAY}.get(
        payment.method, OTHER
    )
