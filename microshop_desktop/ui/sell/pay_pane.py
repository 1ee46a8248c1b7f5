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
from microshop_desktop.ui.sell.phone_stage import Stage
from microshop_desktop.ui.sell.qr_page import QrPage
from microshop_desktop.ui.sell.unknown_page import UnknownPage
from microshop_desktop.ui.sell.view_model import SellViewModel
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.labels import label
from microshop_desktop.ui.widgets.pill import Pill
from microshop_desktop.ui.widgets.segments import Segment, Segments

CASH, WECHAT, ALIPAY, CODE, OTHER = "cash", "wechat", "alipay", "code", "other"


class PayPane(QWidget):
    """Shows the view-model's payment, a page for each way; what needs a question goes out.

    `give_back_asked` when received money shall go back, `cancel_asked` when a payment shall be
    closed, `list_asked` when the pending payments shall be shown.
    """

    give_back_asked = Signal()
    cancel_asked = Signal()
    list_asked = Signal()

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
        self.qr = QrPage(vm)
        self.unknown = UnknownPage(vm)
        self._pages = QStackedWidget()
        self._shown: tuple[object, ...] | None = None
        self._build()
        self._connect()

    def refresh(self) -> None:
        """Show the payment as it is, the focus on its amount."""
        payment = self._vm.payment
        if payment is None:
            self._shown = None
            return
        self._show_head(payment)
        self.methods.choose(_key_of(payment, self._vm))
        self._show_page(payment)

    def _show_head(self, payment: Payment) -> None:
        taken = sum(tender.amount for tender in self._vm.basket.received)
        free = self._vm.may_go_back
        self.back.setVisible(free)
        self.received.setVisible(not free)
        self.give_back.setVisible(taken > 0)
        words = _("Being paid, the basket is locked")
        if taken:
            figure = amount_text(taken, payment.currency)
            words = _("Received {amount}, the basket is locked").format(amount=figure)
        self.received.show_state(words, tone="neutral", icon="lock-simple")
        self._due.setText(money_text(payment.due, payment.currency))

    def focus_amount(self) -> None:
        """Give the keyboard to what can be done next: mostly the amount."""
        page = self._pages.currentWidget()
        if isinstance(page, QrPage | UnknownPage):
            page.focus_what_is_next()
        elif isinstance(page, CashPage | HandPage):
            page.entry.setFocus()
        else:
            self.methods.setFocus()

    def escape(self) -> bool:
        """Close a question on the page in front; false where there is none."""
        return self.qr.split.close_entry() or self.unknown.close_question()

    def note(self) -> None:
        """Go to the reference of the payment, on the page in front."""
        if self._pages.currentWidget() is self.unknown:
            self.unknown.ask_reference()
        else:
            self.hand.reference.setFocus()

    def split(self) -> None:
        """Take a part of the money: typed here where a code is on the screen."""
        if self._pages.currentWidget() is self.qr:
            self.qr.split.open_entry()
        else:
            self._vm.split()

    def _show_page(self, payment: Payment) -> None:
        page = self._page_of(payment)
        if isinstance(page, CashPage | HandPage | QrPage):
            page.refresh(payment)
        elif isinstance(page, UnknownPage):
            page.refresh()
        else:
            self.code.show_ready(ready=self._vm.takes_by_phone())
        self.methods.setVisible(page is not self.unknown)
        self._pages.setCurrentWidget(page)
        stage = None if self._vm.phone is None else self._vm.phone.stage
        shown = (page, payment.method, len(self._vm.basket.received), stage)
        if shown != self._shown:
            self._shown = shown
            self.focus_amount()

    def _page_of(self, payment: Payment) -> QWidget:
        phone = self._vm.phone
        if phone is not None and phone.stage is not None:
            return self.unknown if phone.stage is Stage.UNKNOWN else self.qr
        if payment.code_wanted:
            return self.code
        return self.cash if payment.method is Method.CASH else self.hand

    def _build(self) -> None:
        column = QVBoxLayout(self)
        roomy = current().roomy
        column.setContentsMargins(16, *((8, 16, 8) if roomy else (14, 16, 16)))
        column.setSpacing(8 if roomy else 12)
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
        for page in (self.cash, self.hand, self.code, self.qr, self.unknown):
            self._pages.addWidget(page)
        column.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self.back.clicked.connect(self._vm.back)
        self.give_back.clicked.connect(self.give_back_asked)
        self.methods.chosen.connect(self.choose)
        self.qr.cancel_asked.connect(self.cancel_asked)
        self.unknown.list_asked.connect(self.list_asked)
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


def _key_of(payment: Payment, vm: SellViewModel) -> str:
    if payment.code_wanted or vm.code_tail:
        return CODE
    return {Method.CASH: CASH, Method.WECHAT: WECHAT, Method.ALIPAY: ALIPAY}.get(
        payment.method, OTHER
    )
