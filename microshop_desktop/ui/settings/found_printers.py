"""The printers this computer sees, a button each; a press chooses one."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from microshop_desktop.devices.find_printers import FoundPrinter
from microshop_desktop.ui.settings.printer_names import printer_names
from microshop_desktop.ui.widgets.button import Button


class FoundPrinters(QWidget):
    """Hidden until there is something to choose from, and again after the choice."""

    def __init__(self, choose: Callable[[FoundPrinter], None]) -> None:
        super().__init__()
        self._choose = choose
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.buttons: list[Button] = []
        self.hide()

    def show_printers(self, printers: Sequence[FoundPrinter]) -> None:
        """Offer these instead of those before."""
        for button in self.buttons:
            button.deleteLater()
        self.buttons = [self._button(printer) for printer in printers]
        self.setVisible(bool(printers))

    def _button(self, printer: FoundPrinter) -> Button:
        text = " · ".join(
            part for part in (printer.name or printer.address, printer_names()[printer.kind])
        )
        button = Button(text, kind="soft", icon="printer")
        button.clicked.connect(partial(self._chosen, printer))
        self._column.addWidget(button)
        return button

    def _chosen(self, printer: FoundPrinter) -> None:
        self._choose(printer)
        self.hide()
