"""The selling page: catalogue or payment at the left, the basket at the right, its keys."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget
from typing_extensions import override

from microshop_desktop.domain.basket import Method
from microshop_desktop.infra.formats import money_text
from microshop_desktop.infra.settings import CAMERA
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.page import Command, Page, Shell
from microshop_desktop.ui.sell.basket_pane import BasketPane
from microshop_desktop.ui.sell.catalogue_pane import CataloguePane
from microshop_desktop.ui.sell.desk import Desk, Opening
from microshop_desktop.ui.sell.news import News, Sound
from microshop_desktop.ui.sell.phone_desk import PhoneDesk
from microshop_desktop.ui.sell.phone_stage import Stage
from microshop_desktop.ui.sell.photos import Photos
from microshop_desktop.ui.sell.sheet_place import SheetPlace
from microshop_desktop.ui.sell.view_model import SellViewModel
from microshop_desktop.ui.widgets.button import key_sequences
from microshop_desktop.ui.widgets.confirm_dialog import Question
from microshop_desktop.ui.widgets.toast import Toast

if TYPE_CHECKING:
    from microshop_desktop.domain.collection_code import CollectionCode
    from microshop_desktop.services.attempt_records import AttemptRecord
    from microshop_desktop.ui.sell.pay_pane import PayPane

# The payment page and the sheets are imported and built when they are first wanted: a till opens
# with its tiles and its basket.
KEY = "sell"
_NEWS_MS = 1000
"""Quiet news are read aloud once in this time, the last ones."""
_SOUND_MS = 20
_QUIET_MS = 400
_GOODS_MS = 150
"""Changes of goods that follow each other closely are read once."""


class SellPage(Page):
    """Built before the shop is open; `attach` gives it the shop. Its view-model tells it all.

    `pending_asked` when the list of pending payments shall be shown, `asking_changed` when an order
    that waits for its money came to the screen or left it, or when its payment ended.
    """

    pending_asked = Signal()
    asking_changed = Signal()
    camera_asked = Signal()
    """The camera's button was pressed."""
    refreshed = Signal()
    """Something of the open sale changed, for whoever shows it besides."""

    def __init__(self, shell: Shell, opening: Opening) -> None:
        super().__init__()
        self._shell = shell
        self.vm = SellViewModel(opening, self)
        self._photos = Photos(opening.pictures, shell.runner, self)
        self.sheets = SheetPlace(self, self.vm)
        self.sheets.closed.connect(self.focus_search)
        self.sheets.drop_asked.connect(self._drop_held)
        self._quiet_news = ""
        self._asking: tuple[UUID | None, bool] = (None, False)
        self._news_timer = _single_shot(self, _NEWS_MS, self._say_quiet_news)
        self._goods_timer = _single_shot(self, _GOODS_MS, self.vm.goods_changed)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._build()
        self._bind_keys()
        self.refresh()

    def attach(self, desk: Desk) -> None:
        """Open for work, once the shop is open; what was typed and scanned before is done now."""
        self.vm.attach(desk)
        self.refresh_tiles()
        QTimer.singleShot(_QUIET_MS, self, partial(self._warm_up, desk))

    def expect_phones(self) -> None:
        """Keep what needs collecting by phone until that is attached."""
        self.vm.expect_phones()

    def attach_phones(self, phones: PhoneDesk) -> None:
        """Collect by phone from now on."""
        self.vm.attach_phones(phones)

    def attempt_changed(self, record: "AttemptRecord") -> None:
        """Show what the collector found out about a payment."""
        self.vm.attempt_changed(record)

    def shows_attempt(self, attempt: UUID) -> bool:
        """Tell whether a payment is the one on the screen."""
        phone = self.vm.phone
        return phone is not None and phone.record is not None and phone.record.attempt.id == attempt

    @property
    def has_open_attempt(self) -> bool:
        """Whether the payment on the screen is still open."""
        return self.vm.phone is not None and self.vm.phone.is_open

    @property
    def order_in_hand(self) -> UUID | None:
        """The written order that is being paid here, whichever way; None without one."""
        return None if self.vm.phone is None else self.vm.phone.order

    def show_pending(self, count: int) -> None:
        """Say how many other payments are pending."""
        self.vm.pending_count = count
        if self._pay is not None:
            self._pay.unknown.show_others(count)

    def _warm_up(self, desk: Desk) -> None:
        """Load what typing and paying need off the main thread, so that no scan waits for it."""
        self._shell.runner.run(self, lambda _job: desk.warm_up(), done=lambda _nothing: None)

    def show_codes(
        self,
        code_for: "Callable[[Method], CollectionCode | None]",
        open_amounts: Callable[[], frozenset[int] | None],
    ) -> None:
        """Show the shop's own collection codes where a payment is confirmed by hand."""
        self.vm.code_for, self.vm.open_amounts = code_for, open_amounts

    def offer_camera(self) -> None:
        """Show the camera's button where the settings want it."""
        self.catalogue.camera.setVisible(self._shell.settings.get(CAMERA))

    def goods_changed(self) -> None:
        """Read tiles and rules again soon: stock, catalogue or settings changed."""
        if not self._goods_timer.isActive():
            self._goods_timer.start()

    def take_scan(self, code: str, *, elsewhere: bool = False) -> None:
        """Take a scan from any page; what stood in the field (`3*`) counts and is used up."""
        before = "" if elsewhere or self.vm.is_locked else self.catalogue.field.take_text()
        self.vm.scanned(code, before, elsewhere=elsewhere)

    # ------------------------------------------------------------------ the view of the view-model

    def refresh(self) -> None:
        """Show basket, question, payment and last sale."""
        paying = self.vm.payment is not None
        left = self.pay() if paying else self.catalogue
        switched = self._left.currentWidget() is not left
        if switched:
            self.sheets.close(quietly=True)
            self._left.setCurrentWidget(left)
        self.basket.refresh()
        self.catalogue.refresh()
        if self._pay is not None:
            self._pay.refresh()
        if switched and not paying and self.isVisible():
            self.catalogue.field.setFocus()
        asking = (self.order_in_hand, self.has_open_attempt)
        if self._asking != asking:
            self._asking = asking
            self.asking_changed.emit()
        self.refreshed.emit()

    def refresh_tiles(self) -> None:
        """Show tiles and chips."""
        self.catalogue.refresh_tiles()

    def tell(self, news: News) -> None:
        """Show a sentence for a while."""
        if news.undo is not None:
            self._shell.offer_undo(news.text, news.undo)
        elif news.from_elsewhere:
            go = partial(self._shell.go_to, KEY)
            self._shell.toast(Toast(news.text, icon=news.icon, action=_("Go to the till"), act=go))
        else:
            self._shell.toast(Toast(news.text, icon=news.icon))

    def play(self, sound: Sound) -> None:
        """Play a little sound, once what it goes with is on the screen."""
        QTimer.singleShot(_SOUND_MS, self, partial(self._shell.sounds.play, sound))

    def announce(self, text: str, *, urgent: bool = False) -> None:
        """Say something to screen readers; of quiet news only the last of a second is said."""
        if urgent:
            self._shell.announce(text, urgent=True)
            return
        self._quiet_news = text
        if not self._news_timer.isActive():
            self._news_timer.start()

    # ------------------------------------------------------------------ the page in the window

    @override
    def entered(self) -> None:
        focused = self.focusWidget()
        if focused is None or not focused.hasFocus():
            self._focus_field()

    @override
    def focus_search(self) -> None:
        if self.vm.payment is not None:
            self.pay().focus_amount()
        else:
            self.catalogue.field.setFocus()
            self.catalogue.field.edit.selectAll()

    def _focus_field(self) -> None:
        if self.vm.payment is not None:
            self.pay().focus_amount()
        else:
            self.catalogue.field.setFocus()

    @override
    def escape(self) -> bool:
        if self.sheets.close():
            return True
        if self.vm.payment is not None:
            if not self.pay().escape():
                self.vm.back()
            return True
        return self.catalogue.escape()

    @override
    def undo(self) -> bool:
        able = self.vm.can_undo
        self.vm.undo()
        return able

    @override
    def commands(self) -> Sequence[Command]:
        return [Command(text, act, key) for text, act, key in self._key_list() if text]

    def retranslate(self) -> None:
        """Build all widgets anew in the language and size in use; the basket stays."""
        self.sheets.close(quietly=True)
        for part in (self._left, self.basket):
            self._layout.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._build()
        self._size_basket()
        self.refresh()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size_basket()
        self.sheets.fit()

    # ------------------------------------------------------------------ building

    def _build(self) -> None:
        self.catalogue = CataloguePane(self.vm, self._photos)
        self._pay: PayPane | None = None
        self._left = QStackedWidget()
        self._left.addWidget(self.catalogue)
        self.basket = BasketPane(self.vm)
        self._layout.addWidget(self._left, 1)
        self._layout.addWidget(self.basket)
        self._connect()

    def pay(self) -> "PayPane":
        """The payment page, built when it is first wanted."""
        if self._pay is None:
            from microshop_desktop.ui.sell.pay_pane import PayPane

            self._pay = PayPane(self.vm)
            self._pay.give_back_asked.connect(self._give_back)
            self._pay.cancel_asked.connect(self._cancel_payment)
            self._pay.list_asked.connect(self._recall)
            self._pay.hand.code_wanted.connect(partial(self._shell.go_to, "settings", "payments"))
            self._left.addWidget(self._pay)
        return self._pay

    def _connect(self) -> None:
        basket = self.basket
        self.catalogue.products_wanted.connect(partial(self._shell.go_to, "products"))
        self.catalogue.camera.clicked.connect(self.camera_asked)
        self.offer_camera()
        basket.hold.clicked.connect(self._hold)
        basket.recall.clicked.connect(self._recall)
        basket.customer.asked.connect(self.sheets.customer)
        basket.customer.dropped.connect(partial(self.vm.set_customer, None))
        basket.discounts.asked.connect(self.sheets.discount_basket)
        basket.print_again.connect(self.vm.print_receipt)
        for method, button in basket.method_buttons().items():
            button.clicked.connect(partial(self._pay_with, method))
        basket.code.clicked.connect(self._pay_by_code)
        lines = basket.lines
        lines.picked.connect(self._pick_line)
        lines.stepped.connect(self._step_line)
        lines.quantity_pressed.connect(self._type_quantity)
        lines.typed.connect(self._typed_on_lines)
        lines.tools.discount.clicked.connect(self.sheets.discount_line)
        lines.tools.note.clicked.connect(self._note)
        lines.tools.remove.clicked.connect(self._remove)

    def _key_list(self) -> list[tuple[str, Callable[[], object], str]]:
        return [
            (_("Customer"), self.sheets.customer, "F3"),
            (_("Note on the line, reference of a payment"), self._note, "F4"),
            (_("Put the basket or its payment aside"), self._hold, "F5"),
            (_("Take a basket again; pending payments"), self._recall, "F6"),
            (_("Discount on the line"), self.sheets.discount_line, "F7"),
            (_("Discount on the basket"), self.sheets.discount_basket, "F8"),
            (_("Cash"), partial(self._pay_with, Method.CASH), "F9 / Alt+1"),
            (_("WeChat"), partial(self._pay_with, Method.WECHAT), "F10 / Alt+2"),
            (_("Alipay"), partial(self._pay_with, Method.ALIPAY), "F11 / Alt+3"),
            (_("Scan the customer's code"), self._pay_by_code, "F12 / Alt+4"),
            (_("Other ways to pay"), partial(self._pay_with, Method.COLLECTION_CODE), "Alt+5"),
            (_("Exact cash and done; confirm a payment"), self.vm.confirm, "Ctrl+Enter"),
            (_("Pay in parts"), self._split, "Ctrl+D"),
            (_("Cancel this payment"), self._cancel_payment, "Ctrl+W"),
            (_("Ask the platform about the payment now"), self.vm.ask_platform, "Ctrl+R"),
            (_("Remove the line"), self._remove, "Ctrl+Del"),
            (_("Empty the basket"), self._empty, "Ctrl+Shift+Del"),
            (_("Chinese input in the scan field"), self._toggle_input_method, "Ctrl+I"),
        ]

    def _bind_keys(self) -> None:
        for _text, act, keys in self._key_list():
            for key in keys.split(" / "):
                for sequence in key_sequences(key):
                    self._bind(sequence, act)

    def _bind(self, sequence: QKeySequence, act: Callable[[], object]) -> None:
        shortcut = QShortcut(sequence, self)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(act)

    def _size_basket(self) -> None:
        window = self.window()
        self.basket.set_room(window.width(), window.height())

    # ------------------------------------------------------------------ acts

    def _note(self) -> None:
        if self.vm.payment is not None:
            self.pay().note()
        else:
            self.sheets.note()

    def _pay_with(self, method: Method) -> None:
        self.vm.pay(method)

    def _pay_by_code(self) -> None:
        self.vm.pay(Method.WECHAT, by_code=True)

    def _hold(self) -> None:
        if self.vm.phone is not None:
            self.vm.park()
        else:
            self.sheets.hold()

    def _recall(self) -> None:
        if self.vm.is_locked or (self.vm.pending_count and not self.vm.held_count):
            self.pending_asked.emit()
        else:
            self.sheets.recall()

    def _split(self) -> None:
        if self.vm.payment is None:
            self.vm.split()
        else:
            self.pay().split()

    def _cancel_payment(self) -> None:
        """Have the payment on the screen closed; asked first while the customer is paying."""
        phone = self.vm.phone
        if phone is None:
            return
        question = Question(
            _("The customer is paying just now. Cancel all the same?"),
            verb=_("Cancel the payment"),
            text=_("What was taken goes back. If it is paid first, the sale is paid."),
            stay=_("Go on waiting"),
            moot=self.asking_changed,
        )
        if phone.stage is not Stage.PAYING or self._shell.ask(question):
            self.vm.cancel_payment()

    def _remove(self) -> None:
        self.vm.remove()

    def _empty(self) -> None:
        count = len(self.vm.basket.lines)
        if self.vm.is_locked or not count:
            return
        question = Question(
            _("Empty the basket?"),
            verb=_("Empty the basket"),
            text=_("All {count} lines are removed.").format(count=count),
        )
        if self._shell.ask(question):
            self.vm.empty()
        self.focus_search()

    def _give_back(self) -> None:
        taken = sum(tender.amount for tender in self.vm.basket.received)
        amount = money_text(taken, self.vm.currency)
        question = Question(
            _("Give {amount} back to the customer?").format(amount=amount),
            verb=_("{amount} is given back").format(amount=amount),
            text=_("The basket can be changed again afterwards."),
        )
        if self._shell.ask(question):
            self.vm.give_back()
        self.focus_search()

    def _drop_held(self, basket: UUID) -> None:
        question = Question(_("Throw this basket away?"), verb=_("Throw away"))
        if self._shell.ask(question):
            self.vm.drop_held(basket)
        self.sheets.recall()

    def _toggle_input_method(self) -> None:
        on = self.catalogue.field.toggle_input_method()
        text = _("Chinese input is on in the scan field") if on else _("Chinese input is off")
        self.tell(News(text, "translate"))

    def _pick_line(self, no: int) -> None:
        if no == self.vm.current_no:
            self.basket.ask_for_tools()
        self.vm.select(no)
        self.catalogue.field.setFocus()

    def _step_line(self, no: int, count: int) -> None:
        self.vm.step(count, no)

    def _type_quantity(self, no: int) -> None:
        self.vm.select(no)
        self.catalogue.field.begin_quantity()

    def _typed_on_lines(self, key: str) -> None:
        if key in {"up", "down"}:
            self.vm.move(-1 if key == "up" else 1)
        elif key in {"+", "-"}:
            self.vm.step(1 if key == "+" else -1)
        else:
            self.catalogue.field.begin_quantity(key.strip("*"))

    def _say_quiet_news(self) -> None:
        self._shell.announce(self._quiet_news)


def _single_shot(parent: QObject, wait_ms: int, act: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(wait_ms)
    timer.timeout.connect(act)
    return timer
