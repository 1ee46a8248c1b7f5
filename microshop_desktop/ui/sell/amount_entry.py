"""The field an amount is typed into on the payment pages, digit by digit, never by mistake."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy
from typing_extensions import override

from microshop_desktop.domain.money import Currency
from microshop_desktop.infra.formats import entry_text, money_text, with_symbol
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.style_sheet import set_look
from microshop_desktop.ui.theme import current

_POINTS = {".", ",", "。", "．"}
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class AmountEntry(QLineEdit):
    """Shows the amount of a payment; `typed`, `erased` and `entered` say what was pressed."""

    typed = Signal(str)
    erased = Signal()
    entered = Signal()

    def __init__(self, currency: Currency) -> None:
        super().__init__()
        self._currency = currency
        set_look(self, kind="figure")
        self.setStyleSheet(f"font-size: {current().px(34)}px;")
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Amount received"))

    def show_amount(self, entry: str, due: int) -> None:
        """Show what was typed, or quietly all that is due."""
        self.setText(with_symbol(entry_text(entry), self._currency) if entry else "")
        self.setPlaceholderText(money_text(due, self._currency))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, text = Qt.Key(event.key()), event.text()
        if event.modifiers() & _COMMANDS:
            event.ignore()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if not event.isAutoRepeat():
                self.entered.emit()
        elif key in {Qt.Key.Key_Backspace, Qt.Key.Key_Delete}:
            self.erased.emit()
        elif text.isdecimal():
            self.typed.emit(str(int(text)))
        elif text in _POINTS:
            self.typed.emit(".")
        else:
            event.ignore()
