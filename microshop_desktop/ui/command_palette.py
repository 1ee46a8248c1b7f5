"""Ctrl+K: find any page or act by its name."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget
from typing_extensions import override

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.overlay import Overlay
from microshop_desktop.ui.page import Command
from microshop_desktop.ui.theme import control, current
from microshop_desktop.ui.widgets.search_field import SearchField

_WIDTH = 560
_SHOWN_ROWS = 8


class CommandPalette(Overlay):
    """A field and the commands whose text holds every word that is typed."""

    def __init__(self, window: QWidget, commands: Sequence[Command]) -> None:
        super().__init__(window, width=_WIDTH)
        self._commands = tuple(commands)
        self._found: list[Command] = []
        self.field = SearchField(_("What would you like to do?"), key="Esc", large=True)
        self.results = QListWidget()
        self.results.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.results.setFixedHeight(_SHOWN_ROWS * current().px(control("compact")))
        self.card.column.addWidget(self.field)
        self.card.column.addWidget(self.results)
        self.field.text_changed.connect(self._find)
        self.field.edit.installEventFilter(self)
        self.results.itemClicked.connect(self._run_current)
        self._find("")

    @override
    def open(self) -> None:
        super().open()
        self.field.setFocus()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field.edit and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.setAccepted(Qt.Key(event.key()) == Qt.Key.Key_Escape)
                return event.isAccepted()
            return event.type() == QEvent.Type.KeyPress and self._take_key(Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _take_key(self, key: Qt.Key) -> bool:
        if key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            step = 1 if key == Qt.Key.Key_Down else -1
            count = max(1, self.results.count())
            self.results.setCurrentRow((self.results.currentRow() + step) % count)
            return True
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._run_current()
            return True
        if key == Qt.Key.Key_Escape:
            self.close_layer()
            return True
        return False

    def _find(self, typed: str) -> None:
        words = typed.casefold().split()
        self._found = [
            command
            for command in self._commands
            if all(word in command.text.casefold() for word in words)
        ]
        self.results.clear()
        for command in self._found:
            text = f"{command.text}    {command.key}".rstrip()
            item = QListWidgetItem(text, self.results)
            item.setSizeHint(QSize(0, current().px(control("compact"))))
        self.results.setCurrentRow(0)

    def _run_current(self) -> None:
        row = self.results.currentRow()
        if not 0 <= row < len(self._found):
            return
        command = self._found[row]
        self.close_layer()
        command.act()
