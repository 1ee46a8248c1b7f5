"""The keys that work on every page, and their names in the language in use."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut

from microshop_desktop.infra.settings import TEXT_SCALE, THEME
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.page import Command
from microshop_desktop.ui.theme import SCALES, current
from microshop_desktop.ui.widgets.button import key_sequences

if TYPE_CHECKING:
    from microshop_desktop.ui.main_window import MainWindow

_NUMBERS = 9


class WindowKeys:
    """Binds the keys once and lists them as often as asked."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._commands = self._list()
        self._shortcuts = [
            self._bind(key, command.act)
            for command in [*self._commands, *self._numbered(), *self._quiet()]
            for key in command.key.split(" / ")
        ]

    def commands(self) -> list[Command]:
        """The keys with their names, as F1 and Ctrl+K list them."""
        return self._commands

    def page_commands(self) -> list[Command]:
        """A command a page, with Ctrl and its number on the rail."""
        return [
            Command(spec.label(), _opener(self._window, spec.key), f"Ctrl+{number}")
            for number, spec in enumerate(self._window.specs(), start=1)
            if number <= _NUMBERS
        ]

    def retranslate(self) -> None:
        """Take the names anew."""
        self._commands = self._list()

    def _list(self) -> list[Command]:
        window = self._window
        return [
            Command(_("Keys that work here"), window.show_keys, "F1"),
            Command(_("Scan or search field"), window.focus_search, "F2"),
            Command(_("Find any page or act"), window.show_palette, "Ctrl+K"),
            Command(_("Undo the last change"), window.undo_last, "Ctrl+Z"),
            Command(_("Settings"), _opener(window, "settings"), "Ctrl+,"),
            Command(_("Full screen"), self._full_screen, "Ctrl+Shift+F"),
            Command(_("Dark or light"), self._flip_theme, "Ctrl+Shift+D"),
            Command(_("Larger text"), lambda: self._scale(1), "Ctrl++"),
            Command(_("Smaller text"), lambda: self._scale(-1), "Ctrl+-"),
            Command(_("Normal text size"), lambda: self._scale(0), "Ctrl+0"),
        ]

    def _quiet(self) -> list[Command]:
        """Keys that are not listed: Esc is said on each layer, Ctrl+= is Ctrl++ without Shift."""
        return [
            Command("", self._window.escape, "Esc"),
            Command("", lambda: self._scale(1), "Ctrl+="),
        ]

    def _numbered(self) -> list[Command]:
        """Ctrl and a number open the page that has this place on the rail then."""
        return [Command("", self._go_to(place), f"Ctrl+{place + 1}") for place in range(_NUMBERS)]

    def _go_to(self, place: int) -> Callable[[], None]:
        def go() -> None:
            specs = self._window.specs()
            if place < len(specs):
                self._window.go_to(specs[place].key)

        return go

    def _bind(self, key: str, act: Callable[[], object]) -> list[QShortcut]:
        shortcuts = []
        for sequence in key_sequences(key):
            shortcut = QShortcut(sequence, self._window)
            shortcut.activated.connect(act)
            shortcuts.append(shortcut)
        return shortcuts

    def _full_screen(self) -> None:
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _flip_theme(self) -> None:
        scheme = "light" if current().dark else "dark"
        self._window.settings.put(THEME, scheme)

    def _scale(self, step: int) -> None:
        """Take the next size up or down, or the normal one for 0."""
        now = current().scale
        place = min(range(len(SCALES)), key=lambda index: abs(SCALES[index] - now))
        place = 0 if step == 0 else min(max(place + step, 0), len(SCALES) - 1)
        if SCALES[place] != now:
            self._window.settings.put(TEXT_SCALE, SCALES[place])


def _opener(window: "MainWindow", key: str) -> Callable[[], None]:
    return lambda: window.go_to(key)
