"""What each step of the first run shows."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.devices.printer_connection import KINDS
from microshop_desktop.domain.money import currencies
from microshop_desktop.infra.settings import PRINTER_ADDRESS, PRINTER_KIND
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.first_run.choice_card import ChoiceCard
from microshop_desktop.ui.first_run.view_model import FirstRunViewModel, Goods
from microshop_desktop.ui.settings.printer_names import printer_names
from microshop_desktop.ui.settings.scanner_test import ScannerTest
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.card import Card
from microshop_desktop.ui.widgets.choices import ComboBox
from microshop_desktop.ui.widgets.dropping import take_copy
from microshop_desktop.ui.widgets.form_field import FormField
from microshop_desktop.ui.widgets.key_hint import KeyHint
from microshop_desktop.ui.widgets.labels import IconLabel, label

TABLES = ("*.csv", "*.xlsx", "*.xls")
_FORM_WIDTH = 460


class StepPage(QWidget):
    """A step at the right: its content below the title that the window shows."""

    def __init__(self, vm: FirstRunViewModel) -> None:
        super().__init__()
        self.vm = vm
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(16)

    def title(self) -> str:
        """The question of the step."""
        raise NotImplementedError

    def subtitle(self) -> str:
        """A line under it."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Show the answers as they are now."""

    def focus(self) -> None:
        """Put the keyboard where the person goes on."""


class ShopStep(StepPage):
    """Name, who sells, currency."""

    def __init__(self, vm: FirstRunViewModel) -> None:
        super().__init__(vm)
        self.name = QLineEdit(vm.name)
        self.name.setMaxLength(60)
        self.name.textEdited.connect(vm.set_name)
        self.owner = QLineEdit(vm.owner)
        self.owner.setMaxLength(40)
        self.owner.textEdited.connect(self._set_owner)
        self.currency = ComboBox()
        for money in currencies():
            self.currency.addItem(f"{money.code}  {money.symbol}", money.code)
        self.currency.activated.connect(self._set_currency)
        hint = _("On the window and on top of each receipt")
        self.name_field = FormField(_("Name of the shop"), self.name, hint=hint)
        owner = FormField(
            _("Your name"), self.owner, hint=_("Printed as the cashier; may be empty")
        )
        money_hint = _("Stays as it is once the shop is open")
        money_field = FormField(_("Currency"), self.currency, hint=money_hint)
        card = Card(padding=20, gap=16)
        card.setMaximumWidth(current().px(_FORM_WIDTH))
        for field in (self.name_field, owner, money_field):
            card.column.addWidget(field)
        self.column.addWidget(card)
        self.column.addStretch(1)
        self.refresh()

    @override
    def title(self) -> str:
        return _("What is your shop called?")

    @override
    def subtitle(self) -> str:
        return _("Everything can be changed later except the currency.")

    @override
    def refresh(self) -> None:
        self.name_field.set_problem(self.vm.problem)
        self.currency.choose(self.vm.currency)

    @override
    def focus(self) -> None:
        self.name.setFocus()

    def _set_owner(self, text: str) -> None:
        self.vm.owner = text

    def _set_currency(self) -> None:
        self.vm.set_currency(str(self.currency.currentData()))


class GoodsStep(StepPage):
    """Where the first goods come from; a table can be dropped onto its card."""

    def __init__(self, vm: FirstRunViewModel) -> None:
        super().__init__(vm)
        self.setAcceptDrops(True)
        self.cards = {
            Goods.FILE: ChoiceCard(
                "upload-simple",
                _("From a table"),
                _("Choose a file, or drop it here"),
                [
                    _("CSV or Excel, from any till or shop"),
                    _("You see all of it before it counts"),
                ],
            ),
            Goods.SAMPLE: ChoiceCard(
                "package",
                _("Sample goods"),
                _("To look around at once"),
                [_("Fruit, snacks and more, with pictures"), _("Ten days of made-up sales")],
            ),
            Goods.NONE: ChoiceCard(
                "barcode",
                _("Begin empty"),
                _("Goods come as you scan them"),
                [_("An unknown barcode asks for name and price")],
            ),
        }
        row = QHBoxLayout()
        row.setSpacing(12)
        for goods, card in self.cards.items():
            card.picked.connect(self._picker(goods))
            row.addWidget(card, 1)
        self.column.addLayout(row)
        self.column.addStretch(1)
        self.refresh()

    @override
    def title(self) -> str:
        return _("What do you sell?")

    @override
    def subtitle(self) -> str:
        return _("You can import, add and change goods at any time.")

    @override
    def refresh(self) -> None:
        for goods, card in self.cards.items():
            card.choose(chosen=goods is self.vm.goods)
        file = self.vm.goods_file
        self.cards[Goods.FILE].line.setText(
            file.name if file is not None else _("Choose a file, or drop it here")
        )

    @override
    def focus(self) -> None:
        self.cards[self.vm.goods].setFocus()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _table_in(event) is not None:
            take_copy(event)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        path = _table_in(event)
        if path is not None:
            take_copy(event)
            self.vm.choose_goods(Goods.FILE, path)

    def _picker(self, goods: Goods) -> Callable[[], None]:
        return self._choose_file if goods is Goods.FILE else lambda: self.vm.choose_goods(goods)

    def _choose_file(self) -> None:
        kinds = f"{_('Tables')} ({' '.join(TABLES)})"
        chosen, _kind = QFileDialog.getOpenFileName(self, _("From a table"), "", kinds)
        if chosen:
            self.vm.choose_goods(Goods.FILE, Path(chosen))


class PrinterStep(StepPage):
    """The receipt printer, and a field to try the scanner in."""

    def __init__(self, vm: FirstRunViewModel) -> None:
        super().__init__(vm)
        self.kind = ComboBox()
        for key, name in printer_names().items():
            self.kind.addItem(name, key)
        self.kind.activated.connect(self._put)
        self.address = QLineEdit(vm.laptop.get(PRINTER_ADDRESS))
        self.address.editingFinished.connect(self._put)
        printer = Card(_("Receipt printer"), padding=20, gap=16)
        printer.column.addWidget(FormField(_("Connected by"), self.kind))
        self.address_field = FormField(_("Address of the printer"), self.address)
        printer.column.addWidget(self.address_field)
        printer.column.addStretch(1)
        scanner = Card(_("Scanner"), padding=20, gap=16)
        text = _("Most scanners work as soon as they are plugged in.")
        scanner.column.addWidget(label(text, tone="muted", wrap=True))
        self.scanner = ScannerTest(vm.laptop)
        scanner.column.addWidget(self.scanner)
        scanner.column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(printer, 1)
        row.addWidget(scanner, 1)
        self.column.addLayout(row)
        self.column.addStretch(1)
        self.refresh()

    @override
    def title(self) -> str:
        return _("Do you have a printer or a scanner?")

    @override
    def subtitle(self) -> str:
        return _("You can sell without either and connect them later.")

    @override
    def refresh(self) -> None:
        kind = self.vm.laptop.get(PRINTER_KIND)
        self.kind.choose(kind)
        known = KINDS.get(kind)
        self.address_field.setVisible(known is not None)
        self.address.setPlaceholderText(known.example if known is not None else "")

    @override
    def focus(self) -> None:
        self.kind.setFocus()

    def _put(self) -> None:
        self.vm.set_printer(str(self.kind.currentData()), self.address.text())


class TryStep(StepPage):
    """How a sale goes, in three steps."""

    def __init__(self, vm: FirstRunViewModel) -> None:
        super().__init__(vm)
        row = QHBoxLayout()
        row.setSpacing(12)
        for number, (icon, key, title, text) in enumerate(_lessons(), start=1):
            row.addWidget(_lesson(number, icon=icon, key=key, texts=(title, text)), 1)
        self.column.addLayout(row)
        self.column.addStretch(1)

    @override
    def title(self) -> str:
        return _("Ready to sell")

    @override
    def subtitle(self) -> str:
        return _("A sale is three steps. Everything is saved on this computer at once.")


def _lessons() -> list[tuple[str, str, str, str]]:
    return [
        ("barcode", "F2", _("Scan or press"), _("The goods go into the basket at the right.")),
        ("money", "F9", _("Take cash"), _("Type what you get; the change is shown.")),
        ("receipt", "Enter", _("Done"), _("The receipt prints and the next customer can come.")),
    ]


def _lesson(number: int, *, icon: str, key: str, texts: tuple[str, str]) -> Card:
    card = Card(padding=20, gap=12)
    head = QHBoxLayout()
    head.setSpacing(12)
    head.addWidget(IconLabel(icon, 28, "accent"))
    head.addWidget(label(f"{number}  {texts[0]}", kind="strong"), 1)
    head.addWidget(KeyHint(key, always=True))
    card.column.addLayout(head)
    card.column.addWidget(label(texts[1], tone="muted", wrap=True))
    return card


def _table_in(event: QDropEvent) -> Path | None:
    """The table that is being dropped, if it is one."""
    for url in event.mimeData().urls():
        path = Path(url.toLocalFile())
        if f"*{path.suffix.lower()}" in TABLES:
            return path
    return None
