"""The settings page."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.page import Command, Page, Shell
from microshop_desktop.ui.settings.about_section import AboutSection
from microshop_desktop.ui.settings.backup_section import BackupSection
from microshop_desktop.ui.settings.device_section import DeviceSection
from microshop_desktop.ui.settings.looks_section import LooksSection
from microshop_desktop.ui.settings.online_section import OnlineSection
from microshop_desktop.ui.settings.payments_section import PaymentsSection
from microshop_desktop.ui.settings.receipt_section import ReceiptSection
from microshop_desktop.ui.settings.section import Section
from microshop_desktop.ui.settings.section_list import SectionList
from microshop_desktop.ui.settings.selling_section import SellingSection
from microshop_desktop.ui.settings.shop_section import ShopSection
from microshop_desktop.ui.settings.view_model import SettingsViewModel
from microshop_desktop.ui.widgets.labels import IconLabel, label, surface

SECTIONS: tuple[type[Section], ...] = (
    ShopSection,
    LooksSection,
    SellingSection,
    PaymentsSection,
    OnlineSection,
    ReceiptSection,
    DeviceSection,
    BackupSection,
    AboutSection,
)


class SettingsPage(Page):
    """Sections at the left, one of them at the right. Every change is saved at once."""

    def __init__(self, shell: Shell, vm: SettingsViewModel) -> None:
        super().__init__()
        self._shell, self._vm = shell, vm
        self._sections = [kind(vm, shell) for kind in SECTIONS]
        self._list = SectionList(self._sections)
        self._stack = QStackedWidget()
        self._build()
        self._list.chosen.connect(self.show_section)
        vm.show_on(self)
        self.show_section(vm.section)

    @override
    def entered(self) -> None:
        self._vm.refresh()

    @override
    def left(self) -> None:
        self._list.search.edit.clear()

    @override
    def asked_for(self, request: object) -> None:
        if isinstance(request, str):
            self.show_section(request)

    @override
    def focus_search(self) -> None:
        self._list.search.setFocus()

    @override
    def commands(self) -> Sequence[Command]:
        return [Command(section.title(), self._opener(section.key)) for section in self._sections]

    def show_section(self, key: str) -> None:
        """Show a section."""
        keys = [section.key for section in self._sections]
        if key in keys:
            self._vm.section = key
            self._stack.setCurrentIndex(keys.index(key))
            self._list.show_current(key)

    def section(self, key: str) -> Section:
        """The section with this key."""
        return next(section for section in self._sections if section.key == key)

    def refresh(self) -> None:
        """Show all values and states anew."""
        for section in self._sections:
            section.refresh()
        self._list.refresh()

    def offer_undo(self, text: str, undo: Callable[[], None]) -> None:
        """Say what was changed and offer to take it back."""
        self._shell.offer_undo(text, undo)

    def report(self, problem: Exception) -> None:
        """Say why something was refused."""
        self._shell.report(problem)

    def _opener(self, key: str) -> Callable[[], None]:
        return lambda: self.show_section(key)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._list)
        line = surface("line")
        line.setFixedWidth(1)
        row.addWidget(line)
        right = QVBoxLayout()
        right.setContentsMargins(16, 12, 16, 14)
        right.setSpacing(8)
        right.addWidget(self._stack, 1)
        right.addLayout(_foot())
        row.addLayout(right, 1)
        for section in self._sections:
            self._stack.addWidget(_framed(section))


def _framed(section: Section) -> QWidget:
    """A section under its title, which scrolls where the window is low."""
    frame = QWidget()
    column = QVBoxLayout(frame)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    head = QHBoxLayout()
    head.setContentsMargins(0, 6, 0, 0)
    head.setSpacing(12)
    head.addWidget(label(section.title(), kind="title"))
    head.addWidget(label(section.subtitle(), tone="muted", wrap=True), 1)
    button = section.head_button()
    if button is not None:
        head.addWidget(button)
    column.addLayout(head)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    section.column.addStretch(1)
    area.setWidget(section)
    column.addWidget(area, 1)
    return frame


def _foot() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(IconLabel("check-circle", 18, "success"))
    text = _("Changes are saved at once and can be undone for 8 seconds.")
    row.addWidget(label(text, kind="micro", tone="muted", wrap=True), 1)
    return row
