"""Printer, drawer and scanner of this laptop, each with a way to try it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QVBoxLayout
from typing_extensions import override

from microshop_desktop.devices.find_printers import FoundPrinter, find_printers
from microshop_desktop.devices.printer_connection import KINDS
from microshop_desktop.domain.errors import ShopError
from microshop_desktop.infra.messages import sentence
from microshop_desktop.infra.settings import (
    CAMERA,
    OPEN_DRAWER,
    PRINTER_ADDRESS,
    PRINTER_KIND,
    PRINTER_TEXT_MODE,
    SCANNER_GAP_MS,
)
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.page import Shell
from microshop_desktop.ui.settings.customer_display_card import CustomerDisplayCard
from microshop_desktop.ui.settings.found_printers import FoundPrinters
from microshop_desktop.ui.settings.printer_names import printer_names
from microshop_desktop.ui.settings.rows import (
    SettingRow,
    list_row,
    segment_row,
    switch_row,
    text_row,
)
from microshop_desktop.ui.settings.scanner_test import ScannerTest
from microshop_desktop.ui.settings.section import Section
from microshop_desktop.ui.settings.view_model import SettingsViewModel
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.banner import Banner
from microshop_desktop.ui.widgets.button import Button

GAPS = (20, 35, 60, 100)
"""Milliseconds between the keys of fast, usual, slow and very slow scanners."""


class DeviceSection(Section):
    """Settings of this laptop alone."""

    key = "devices"
    icon = "printer"

    def __init__(self, vm: SettingsViewModel, shell: Shell) -> None:
        super().__init__(vm, shell)
        self._failed = ""
        printer = self.add_card(_("Receipt printer"))
        printer.add(self._kind())
        self._address_row = printer.add(self._address())
        printer.add(self._letters())
        printer.add(self._drawer())
        printer.column.addLayout(self._trials())
        self.result = Banner(tone="quiet")
        self.result.hide()
        printer.column.addWidget(self.result)
        self.found = FoundPrinters(self._choose)
        printer.column.addWidget(self.found)
        scanner = self.add_card(_("Scanner"))
        self.scanner_test = ScannerTest(vm.laptop)
        scanner.column.addWidget(self.scanner_test)
        scanner.add(self._gap())
        scanner.add(self._camera())
        self.display = CustomerDisplayCard(vm, shell)
        self.cards.append(self.display)
        self.column.addWidget(self.display)
        self.refresh()

    @override
    def title(self) -> str:
        return _("Printer and scanner")

    @override
    def state(self) -> tuple[str, str]:
        if self._failed:
            return self._failed, "warning"
        kind = self.vm.laptop.get(PRINTER_KIND)
        return printer_names()[kind], "muted"

    @override
    def refresh(self) -> None:
        super().refresh()
        kind = self.vm.laptop.get(PRINTER_KIND)
        known = KINDS.get(kind)
        self._address_row.setEnabled(known is not None)
        self.test.setEnabled(known is not None)
        self.drawer.setEnabled(known is not None)
        field = self._address_row.control
        if isinstance(field, QLineEdit):
            field.setPlaceholderText(known.example if known is not None else "")

    def _kind(self) -> SettingRow:
        name = _("Connected by")
        return list_row(
            name,
            list(printer_names().items()),
            read=lambda: self.vm.laptop.get(PRINTER_KIND),
            write=lambda key: self.vm.put(PRINTER_KIND, key, name),
        )

    def _address(self) -> SettingRow:
        name = _("Address of the printer")
        return text_row(
            name,
            read=lambda: self.vm.laptop.get(PRINTER_ADDRESS),
            write=lambda text: self.vm.put(PRINTER_ADDRESS, text.strip(), name),
            hint=_("Printed on its self-test page; hold the feed button while switching it on"),
        )

    def _letters(self) -> SettingRow:
        name = _("Use the printer's own letters")
        return switch_row(
            name,
            read=lambda: self.vm.laptop.get(PRINTER_TEXT_MODE),
            write=lambda on: self.vm.put(PRINTER_TEXT_MODE, on, name),
            hint=_("Faster, but only where line A of the test reads right"),
        )

    def _drawer(self) -> SettingRow:
        name = _("Open the drawer when cash is taken")
        return switch_row(
            name,
            read=lambda: self.vm.laptop.get(OPEN_DRAWER),
            write=lambda on: self.vm.put(OPEN_DRAWER, on, name),
        )

    def _gap(self) -> SettingRow:
        name = _("Speed of the scanner")
        texts = (_("Fast"), _("Usual"), _("Slow"), _("Very slow"))
        return segment_row(
            name,
            [(str(gap), text) for gap, text in zip(GAPS, texts, strict=True)],
            read=lambda: str(self.vm.laptop.get(SCANNER_GAP_MS)),
            write=lambda key: self.vm.put(SCANNER_GAP_MS, int(key), name),
            hint=_("Slower lets slow scanners in, but fast typing may count as a scan"),
        )

    def _camera(self) -> SettingRow:
        name = _("Scan with this computer's camera")
        return switch_row(
            name,
            read=lambda: self.vm.laptop.get(CAMERA),
            write=lambda on: self.vm.put(CAMERA, on, name),
            hint=_("A button beside the scan field switches the camera on and off"),
        )

    def _trials(self) -> QBoxLayout:
        self.test = Button(_("Print a test"), icon="printer")
        self.drawer = Button(_("Open the drawer"), icon="tray")
        self.test.clicked.connect(
            lambda: self._try(self.vm.desk.test_print, _("Sent to the printer"))
        )
        self.drawer.clicked.connect(lambda: self._try(self.vm.desk.open_drawer, _("Drawer opened")))
        row = QVBoxLayout() if current().roomy else QHBoxLayout()
        row.setSpacing(8)
        self.look = Button(_("Find printers"), icon="magnifying-glass")
        self.look.clicked.connect(self._look_for_printers)
        for button in (self.look, self.test, self.drawer):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        row.addStretch(1)
        return row

    def _look_for_printers(self) -> None:
        """Look what this computer sees, off the main thread."""
        self.look.setEnabled(False)
        self.shell.runner.run(self, lambda _job: find_printers(), done=self._show_found)

    def _show_found(self, printers: Sequence[FoundPrinter]) -> None:
        self.look.setEnabled(True)
        self.found.show_printers(printers)
        if not printers:
            self._say(_("None found. Is it on and plugged in? Type its address then."), "warning")

    def _choose(self, printer: FoundPrinter) -> None:
        self.vm.put(PRINTER_KIND, printer.kind, _("Connected by"))
        self.vm.put(PRINTER_ADDRESS, printer.address, _("Address of the printer"))
        self.result.hide()

    def _try(self, work: Callable[[], None], done: str) -> None:
        """Speak to the printer off the main thread and say in place what came of it."""
        self.test.setEnabled(False)
        self._say(_("Speaking to the printer"), "quiet")
        self.shell.runner.run(
            self,
            lambda _job: work(),
            done=lambda _nothing: self._tried(done),
            failed=self._not_tried,
        )

    def _tried(self, text: str) -> None:
        self._failed = ""
        self.test.setEnabled(True)
        self._say(text, "success")
        self.vm.refresh()

    def _not_tried(self, problem: Exception) -> None:
        self.test.setEnabled(True)
        if not isinstance(problem, ShopError):
            raise problem
        self._failed = _("The printer did not print")
        self._say(sentence(problem.code, problem.params), "warning")
        self.vm.refresh()

    def _say(self, text: str, tone: str) -> None:
        self.result.show()
        if tone == "success":
            self.result.say(text, tone="success")
        elif tone == "warning":
            self.result.say(text, tone="warning")
        else:
            self.result.say(text, tone="quiet", icon="hourglass-medium")
