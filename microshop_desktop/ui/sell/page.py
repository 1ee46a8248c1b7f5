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
from microshop_desktop.infra.settings import CAMERA, PAY_BUTTONS
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.page import Command, Page, Shell
from microshop_desktop.ui.sell.basket_pane import BasketPane
from microshop_desktop.ui.sell.catalogue_pane import CataloguePane
from microshop_desktop.ui.sell.desk import Desk, Opening
from microshop_desktop.ui.sell.goods_reading import GoodsReading
from microshop_desktop.ui.sell.news import News, Sound
from microshop_desktop.ui.sell.page_acts import PageActs
from microshop_desktop.ui.sell.phone_desk import PhoneDesk
from microshop_desktop.ui.sell.photos import Photos
from microshop_desktop.ui.sell.sheet_place import SheetPlace
from microshop_desktop.ui.sell.view_model import SellViewModel
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import key_sequences
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
        self.shell = shell
        self.vm = SellViewModel(opening, self)
        self._photos = Photos(opening.pictures, shell.runner, self)
        self.sheets = SheetPlace(self, self.vm)
        self.acts = PageActs(self)
        self.sheets.closed.connect(self.focus_search)
        self.sheets.drop_asked.connect(self.acts.drop_held)
        self._quiet_news = ""
        self._asking: tuple[UUID | None, bool] = (None, False)
        self._news_timer = _single_shot(self, _NEWS_MS, self._say_quiet_news)
        self._goods = GoodsReading(self.vm, shell.runner, self)
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
        self.shell.runner.run(self, lambda _job: desk.warm_up(), done=lambda _nothing: None)

    def show_codes(
        self,
        code_for: "Callable[[Method], CollectionCode | None]",
        open_amounts: Callable[[], frozenset[int] | None],
    ) -> None:
        """Show the shop's own collection codes where a payment is confirmed by hand."""
        self.vm.code_for, self.vm.open_amounts = code_for, open_amounts

    def offer_camera(self) -> None:
        """Show the camera's button where the settings want it."""
        self.catalogue.camera.setVisible(self.shell.settings.get(CAMERA))

    def order_pay_buttons(self) -> None:
        """Show the payment buttons in the order of this laptop's settings."""
        self.basket.order_pay_buttons(self.shell.settings.get(PAY_BUTTONS).split())

    def goods_changed(self) -> None:
        """Read tiles and rules again soon: stock, catalogue or settings changed."""
        self._goods.soon()

    def take_scan(self, code: str, *, elsewhere: bool = False) -> None:
        """Take a scan from any page; what stood in the field (`3*`) counts and is used up."""
        before = "" if elsewhere or self.vm.is_locked else self.catalogue.take_before()
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
        # With large texts the payment takes the whole page: the locked basket would leave it none.
        self.basket.setVisible(not (paying and current().roomy))
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
            self.shell.offer_undo(news.text, news.undo)
        elif news.from_elsewhere:
            go = partial(self.shell.go_to, KEY)
            self.shell.toast(Toast(news.text, icon=news.icon, action=_("Go to the till"), act=go))
        else:
            self.shell.toast(Toast(news.text, icon=news.icon))

    def play(self, sound: Sound) -> None:
        """Play a little sound, once what it goes with is on the screen."""
        QTimer.singleShot(_SOUND_MS, self, partial(self.shell.sounds.play, sound))

    def focus_question(self) -> None:
        """Give the keyboard to the field that asks for a weight or a price."""
        self.catalogue.field.setFocus()

    def announce(self, text: str, *, urgent: bool = False) -> None:
        """Say something to screen readers; of quiet news only the last of a second is said."""
        if urgent:
            self.shell.announce(text, urgent=True)
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
        return [Command(text, act, key) for text, act, key in self.acts.key_list() if text]

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
        self.order_pay_buttons()
        self._layout.addWidget(self._left, 1)
        self._layout.addWidget(self.basket)
        self._connect()

    def pay(self) -> "PayPane":
        """The payment page, built when it is first wanted."""
        if self._pay is None:
            from microshop_desktop.ui.sell.pay_pane import PayPane

            self._pay = PayPane(self.vm)
            self._pay.give_back_asked.connect(self.acts.give_back)
            self._pay.cancel_asked.connect(self.acts.cancel_payment)
            self._pay.list_asked.connect(self.acts.recall)
            self._pay.hand.code_wanted.connect(partial(self.shell.go_to, "settings", "payments"))
            self._left.addWidget(self._pay)
        return self._pay

    def _connect(self) -> None:
        basket = self.basket
        self.catalogue.products_wanted.connect(partial(self.shell.go_to, "products"))
        self.catalogue.camera.clicked.connect(self.camera_asked)
        self.offer_camera()
        basket.hold.clicked.connect(self.acts.hold)
        basket.recall.clicked.connect(self.acts.recall)
        basket.customer.asked.connect(self.sheets.customer)
        basket.customer.dropped.connect(partial(self.vm.set_customer, None))
        basket.discounts.asked.connect(self.sheets.discount_basket)
        basket.print_again.connect(self.vm.print_receipt)
        for method, button in basket.method_buttons().items():
            button.clicked.connect(partial(self.acts.pay_with, method))
        basket.code.clicked.connect(self.acts.pay_by_code)
        lines = basket.lines
        lines.picked.connect(self.acts.pick_line)
        lines.stepped.connect(self.acts.step_line)
        lines.quantity_pressed.connect(self.acts.type_quantity)
        lines.typed.connect(self.acts.typed_on_lines)
        lines.tools.discount.clicked.connect(self.sheets.discount_line)
        lines.tools.note.clicked.connect(self.acts.note)
        lines.tools.remove.clicked.connect(self.acts.remove)

    def _bind_keys(self) -> None:
        for _text, act, keys in self.acts.key_list():
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

    def _say_quiet_news(self) -> None:
        self.shell.announce(self._quiet_news)


def _single_shot(parent: QObject, wait_ms: int, act: Callable[[], None]) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(wait_ms)
    timer.timeout.connect(act)
    return timer
