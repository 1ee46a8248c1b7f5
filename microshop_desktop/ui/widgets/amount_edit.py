"""A line edit for an amount or a quantity: exact integers in, exact integers out."""

from collections.abc import Callable

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.domain.money import parse_amount, plain_amount
from microshop_desktop.domain.quantity import parse_quantity, plain_quantity
from microshop_desktop.infra.formats import entry_text

# Digits (full-width too), one decimal sign of any kind and a sign before them; the parser decides.
_TYPED = QRegularExpression(r"[-+−＋－]?[0-9０-９]{0,12}[.,．。，]?[0-9０-９]{0,4}")


class DecimalEdit(QLineEdit):
    """Reads and writes a decimal number as an integer of its smallest unit."""

    value_changed = Signal(object)
    """The new value: an `int`, or None while the field holds no number."""

    def __init__(
        self,
        parse: Callable[[str], int],
        write: Callable[[int], str],
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._parse, self._write = parse, write
        self.setValidator(QRegularExpressionValidator(_TYPED, self))
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        self.textEdited.connect(self._tell)

    @property
    def value(self) -> int | None:
        """The number in its smallest unit; None for an empty field and for what is no number."""
        try:
            return self._parse(self.text())
        except ShopError:
            return None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is typed."""
        return not self.text().strip()

    def set_value(self, value: int | None) -> None:
        """Show a number, or nothing, without telling about it."""
        self.setText("" if value is None else self._write(value))

    def _tell(self) -> None:
        self.value_changed.emit(self.value)


class AmountEdit(DecimalEdit):
    """An amount in minor units of a currency with `exponent` decimals."""

    def __init__(self, exponent: int, *, parent: QWidget | None = None) -> None:
        super().__init__(
            lambda text: parse_amount(text, exponent),
            lambda minor: entry_text(plain_amount(minor, exponent)),
            parent=parent,
        )


class QuantityEdit(DecimalEdit):
    """A quantity in thousandths."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(
            parse_quantity,
            lambda quantity: entry_text(plain_quantity(quantity)),
            parent=parent,
        )
