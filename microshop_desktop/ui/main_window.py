"""The window: shows its first picture at once, then builds its parts and the pages.

Nothing dear is imported with this module: what the window consists of is in `window_parts`, which
loads after the first picture.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QCoreApplication, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from microshop_desktop.infra.overriding import override
from microshop_desktop.infra.settings import WINDOW, Settings
from microshop_desktop.ui.theme import tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent, QResizeEvent

    from microshop_desktop.ui.page import Page, PageSpec
    from microshop_desktop.ui.rail import Rail
    from microshop_desktop.ui.runner import Runner
    from microshop_desktop.ui.top_bar import TopBar
    from microshop_desktop.ui.widgets.confirm_dialog import Question
    from microshop_desktop.ui.widgets.sounds import Sounds
    from microshop_desktop.ui.widgets.toast import Toast
    from microshop_desktop.ui.window_parts import Equipment, WindowParts

_log = logging.getLogger(__name__)
_KEYPAD = Qt.KeyboardModifier.KeypadModifier.value


class MainWindow(QMainWindow):
    """Builds pages when they are first visited and keeps them; it is the `Shell` of the pages.

    It begins with a picture and is whole once `complete` gave it what it consists of.
    """

    page_shown = Signal(str)
    first_painted = Signal()
    """Sent once, after the window's first picture is on its way to the screen."""
    closing = Signal()

    def __init__(self, settings: Settings, picture: QWidget | None = None) -> None:
        super().__init__()
        self._settings = settings
        self._specs: dict[str, PageSpec] = {}
        self._pages: dict[str, Page] = {}
        self._current = ""
        self._painted = False
        self._is_let_go = False
        self._equipment: Equipment | None = None
        self._parts: WindowParts | None = None
        self._stop_listening: Callable[[], None] = lambda: None
        self._early_keys: list[QKeyEvent] = []
        width, height = tokens()["breakpoint"]["minClient"]
        self.setMinimumSize(width, height)
        self.setWindowTitle("Microshop")
        if picture is not None:
            self.setCentralWidget(picture)
        self._restore_place()

    def complete(self, specs: Sequence[PageSpec], equipment: Equipment) -> None:
        """Put the window's parts in the place of its first picture."""
        from microshop_desktop.infra.translations import on_language_changed
        from microshop_desktop.ui.window_parts import WindowParts

        self._specs = {spec.key: spec for spec in specs}
        self._equipment = equipment
        self._parts = WindowParts(self, specs)
        self._parts.fit(self.width())
        self.setCentralWidget(self._parts)
        self._stop_listening = on_language_changed(self.rebuild)

    @property
    def is_complete(self) -> bool:
        """Whether it is more than a picture."""
        return self._parts is not None

    @property
    def parts(self) -> WindowParts:
        """What stands inside the window; raises `RuntimeError` before it is complete."""
        if self._parts is None:
            raise RuntimeError("the window is still a picture")
        return self._parts

    @property
    def equipment(self) -> Equipment:
        """What pages work with; raises `RuntimeError` before the window is complete."""
        if self._equipment is None:
            raise RuntimeError("the window is still a picture")
        return self._equipment

    @property
    def rail(self) -> Rail:
        """The rail at the left."""
        return self.parts.rail

    @property
    def top_bar(self) -> TopBar:
        """The bar at the top."""
        return self.parts.top_bar

    # ------------------------------------------------------------------ what pages may ask for

    @property
    def runner(self) -> Runner:
        """Where work over 50 ms goes."""
        return self.equipment.runner

    @property
    def settings(self) -> Settings:
        """The settings of this laptop."""
        return self._settings

    @property
    def sounds(self) -> Sounds:
        """The little sounds."""
        return self.equipment.sounds

    def toast(self, toast: Toast) -> None:
        """Show news that need no answer, and read them aloud."""
        self.parts.toasts.show_toast(toast)
        self.announce(toast.text)

    def offer_undo(self, text: str, undo: Callable[[], None]) -> None:
        """Say what was done; for eight seconds a press or Ctrl+Z takes it back."""
        self.parts.toasts.show_undo(text, undo)
        self.announce(text)

    def ask(self, question: Question) -> bool:
        """Ask before something that cannot be taken back."""
        from microshop_desktop.ui.widgets.confirm_dialog import confirm

        answer = confirm(self, question)
        # Not every desktop gives the keyboard back by itself, and without it no shortcut fires.
        self.activateWindow()
        return answer

    def report(self, problem: Exception) -> None:
        """Say in plain words that something failed; what nobody foresaw goes into the log too."""
        from microshop_desktop.domain.errors import ShopError
        from microshop_desktop.infra.messages import sentence
        from microshop_desktop.infra.translations import _
        from microshop_desktop.ui.widgets.toast import Toast

        if isinstance(problem, ShopError):
            text = sentence(problem.code, problem.params)
        else:
            _log.error("an act failed", exc_info=problem)
            text = _("That did not work, and nothing was changed. Details are in the log.")
        self.toast(Toast(text, icon="warning-circle"))
        self.sounds.play("attention")

    def go_to(self, key: str, request: object = None) -> None:
        """Show a page, built now if nobody was there yet."""
        if key not in self._specs:
            return
        page = self._page(key)
        before = self._pages.get(self._current)
        if key != self._current:
            self._current = key
            self.parts.stack.setCurrentWidget(page)
            self.rail.show_current(key)
            if before is not None:
                before.left()
            page.entered()
            self.page_shown.emit(key)
        if request is not None:
            page.asked_for(request)

    def set_badge(self, key: str, count: int) -> None:
        """Show a count on the rail."""
        self.rail.set_badge(key, count)

    def announce(self, text: str, *, urgent: bool = False) -> None:
        """Read news aloud to those who use a screen reader."""
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

        event = QAccessibleAnnouncementEvent(self, text)
        if urgent:
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)

    # ------------------------------------------------------------------ pages

    @property
    def current_key(self) -> str:
        """Key of the page that is shown."""
        return self._current

    @property
    def current_page(self) -> Page | None:
        """The page that is shown."""
        return self._pages.get(self._current)

    def page(self, key: str) -> Page | None:
        """A page that was visited already."""
        return self._pages.get(key)

    def rebuild(self) -> None:
        """Show everything in the language and size in use."""
        from microshop_desktop.ui.page import Retranslates

        if self._is_let_go:
            return

        self.parts.retranslate()
        self.parts.toasts.clear()
        for key, page in list(self._pages.items()):
            if isinstance(page, Retranslates):
                page.retranslate()
            elif key != self._current:
                self._drop(key)
        if self._current and not isinstance(self.current_page, Retranslates):
            key, self._current = self._current, ""
            self._drop(key)
            self.go_to(key)
        self.focus_search()

    def show_keys(self) -> None:
        """F1: the keys that work here."""
        from microshop_desktop.ui.key_help import KeyHelp

        page = self.current_page
        here = page.commands() if page is not None else ()
        KeyHelp(self, page=here, everywhere=self.parts.keys.commands()).open()

    def show_palette(self) -> None:
        """Ctrl+K: find any page or act by its name."""
        from microshop_desktop.ui.command_palette import CommandPalette

        page = self.current_page
        here = list(page.commands()) if page is not None else []
        CommandPalette(
            self, [*here, *self.parts.keys.page_commands(), *self.parts.keys.commands()]
        ).open()

    def undo_last(self) -> None:
        """Ctrl+Z: take back what the newest toast offers, else the last step of the page."""
        if not self.parts.toasts.undo_last() and self.current_page is not None:
            self.current_page.undo()

    def escape(self) -> None:
        """Esc: close one layer of the page, else give the focus back to its field."""
        page = self.current_page
        if page is not None and not page.escape():
            page.focus_search()

    def focus_search(self) -> None:
        """F2: the scan or search field of the page."""
        if self.current_page is not None:
            self.current_page.focus_search()

    def show_shop(self, name: str) -> None:
        """Show the shop's name and its sign."""
        from microshop_desktop.ui.shop_mark import mark_icon

        self.top_bar.show_shop(name)
        self.rail.mark.show_name(name)
        self.setWindowIcon(mark_icon(name))
        self.setWindowTitle(f"{name} · Microshop" if name else "Microshop")

    def shown_toasts(self) -> list[str]:
        """The news that can be read now, oldest first."""
        return self.parts.toasts.texts()

    def specs(self) -> list[PageSpec]:
        """The pages on the rail, in its order."""
        return list(self._specs.values())

    # ------------------------------------------------------------------ Qt

    def replay_early_keys(self) -> None:
        """Give the keys that were pressed on the picture to what stands in its place now."""
        keys, self._early_keys = self._early_keys, []
        for key in keys:
            QCoreApplication.sendEvent(self.windowHandle(), key)
            self._do_shortcut(key)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.is_complete:
            super().keyPressEvent(event)
        else:
            self._early_keys.append(event.clone())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.first_painted.emit)

    def let_go(self) -> None:
        """The program ends: hear of nothing any more and go once the open events are done."""
        self._is_let_go = True
        self._stop_listening()
        self.deleteLater()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._settings.put(WINDOW, bytes(self.saveGeometry().toHex().data()).decode("ascii"))
        self._stop_listening()
        self.closing.emit()
        super().closeEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._parts is not None:
            self._parts.fit(self.width())

    def _do_shortcut(self, key: QKeyEvent) -> None:
        """Do what a replayed chord asks for: Qt itself looks at keys of the keyboard alone."""
        from PySide6.QtGui import QKeySequence, QShortcut

        pressed = QKeySequence(key.modifiers().value & ~_KEYPAD | key.key())
        for shortcut in self.findChildren(QShortcut):
            owner = shortcut.parent()
            shown = isinstance(owner, QWidget) and owner.isVisible()
            if shown and shortcut.isEnabled() and shortcut.keys().count(pressed):
                shortcut.activated.emit()
                return

    def _page(self, key: str) -> Page:
        if key not in self._pages:
            page = self._specs[key].factory(self)
            self._pages[key] = page
            self.parts.stack.addWidget(page)
        return self._pages[key]

    def _drop(self, key: str) -> None:
        page = self._pages.pop(key)
        page.left()
        self.parts.stack.removeWidget(page)
        page.deleteLater()

    def _restore_place(self) -> None:
        place = self._settings.get(WINDOW)
        if not place or not self.restoreGeometry(QByteArray.fromHex(place.encode("ascii"))):
            self.resize(*_first_size())


def _first_size() -> tuple[int, int]:
    """The whole screen where it is a laptop's, else a comfortable part of it."""
    room = QApplication.primaryScreen().availableSize()
    return min(room.width(), 1600), min(room.height(), 1000)
