"""The window: rail, top bar, pages, the keys that work everywhere, and what pages ask for."""

import logging
from collections.abc import Callable, Sequence

from PySide6.QtCore import QByteArray, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QCloseEvent,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.infra.messages import sentence
from microshop_desktop.infra.settings import WINDOW, Settings
from microshop_desktop.infra.translations import _, on_language_changed
from microshop_desktop.ui.looks import looks
from microshop_desktop.ui.page import Page, PageSpec, Retranslates
from microshop_desktop.ui.rail import Rail
from microshop_desktop.ui.runner import Runner
from microshop_desktop.ui.theme import tokens
from microshop_desktop.ui.top_bar import TopBar
from microshop_desktop.ui.widgets.confirm_dialog import Question, confirm
from microshop_desktop.ui.widgets.focus_ring import FocusRing
from microshop_desktop.ui.widgets.sounds import Sounds
from microshop_desktop.ui.widgets.toast import Toast, ToastLayer
from microshop_desktop.ui.window_keys import WindowKeys

_log = logging.getLogger(__name__)


class MainWindow(QMainWindow):
    """Builds pages when they are first visited and keeps them; it is the `Shell` of the pages."""

    page_shown = Signal(str)
    first_painted = Signal()
    """Sent once, after the window's first picture is on its way to the screen."""
    closing = Signal()

    def __init__(
        self, specs: Sequence[PageSpec], *, settings: Settings, runner: Runner, sounds: Sounds
    ) -> None:
        super().__init__()
        self._specs = {spec.key: spec for spec in specs}
        self._pages: dict[str, Page] = {}
        self._current = ""
        self._painted = False
        self._settings, self._runner, self._sounds = settings, runner, sounds
        self.rail = Rail(specs)
        self.top_bar = TopBar()
        self._stack = QStackedWidget()
        self._build()
        self._toasts = ToastLayer(self)
        self._ring = FocusRing(self)
        self._keys = WindowKeys(self)
        self._stop_listening = on_language_changed(self.rebuild)
        self.rail.chosen.connect(self.go_to)
        self.top_bar.help.clicked.connect(self.show_keys)
        looks().changed.connect(self._restyle)
        looks().scaled.connect(self.rebuild)
        self._restore_place()

    # ------------------------------------------------------------------ what pages may ask for

    @property
    def runner(self) -> Runner:
        """Where work over 50 ms goes."""
        return self._runner

    @property
    def settings(self) -> Settings:
        """The settings of this laptop."""
        return self._settings

    @property
    def sounds(self) -> Sounds:
        """The little sounds."""
        return self._sounds

    def toast(self, toast: Toast) -> None:
        """Show news that need no answer, and read them aloud."""
        self._toasts.show_toast(toast)
        self.announce(toast.text)

    def offer_undo(self, text: str, undo: Callable[[], None]) -> None:
        """Say what was done; for eight seconds a press or Ctrl+Z takes it back."""
        self._toasts.show_undo(text, undo)
        self.announce(text)

    def ask(self, question: Question) -> bool:
        """Ask before something that cannot be taken back."""
        return confirm(self, question)

    def report(self, problem: Exception) -> None:
        """Say in plain words that something failed; what nobody foresaw goes into the log too."""
        if isinstance(problem, ShopError):
            text = sentence(problem.code, problem.params)
        else:
            _log.error("an act failed", exc_info=problem)
            text = _("That did not work, and nothing was changed. Details are in the log.")
        self.toast(Toast(text, icon="warning-circle"))
        self._sounds.play("attention")

    def go_to(self, key: str, request: object = None) -> None:
        """Show a page, built now if nobody was there yet."""
        if key not in self._specs:
            return
        page = self._page(key)
        before = self._pages.get(self._current)
        if key != self._current:
            self._current = key
            self._stack.setCurrentWidget(page)
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
        self.rail.retranslate()
        self.top_bar.retranslate()
        self._keys.retranslate()
        for key, page in list(self._pages.items()):
            if isinstance(page, Retranslates):
                page.retranslate()
            elif key != self._current:
                self._drop(key)
        if self._current and not isinstance(self.current_page, Retranslates):
            key, self._current = self._current, ""
            self._drop(key)
            self.go_to(key)

    def show_keys(self) -> None:
        """F1: the keys that work here."""
        from microshop_desktop.ui.key_help import KeyHelp

        page = self.current_page
        here = page.commands() if page is not None else ()
        KeyHelp(self, page=here, everywhere=self._keys.commands()).open()

    def show_palette(self) -> None:
        """Ctrl+K: find any page or act by its name."""
        from microshop_desktop.ui.command_palette import CommandPalette

        page = self.current_page
        here = list(page.commands()) if page is not None else []
        CommandPalette(self, [*here, *self._keys.page_commands(), *self._keys.commands()]).open()

    def undo_last(self) -> None:
        """Ctrl+Z: take back what the newest toast offers."""
        self._toasts.undo_last()

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
        self.top_bar.show_shop(name)
        self.rail.mark.show_name(name)
        self.setWindowTitle(f"{name} · Microshop" if name else "Microshop")

    def shown_toasts(self) -> list[str]:
        """The news that can be read now, oldest first."""
        return self._toasts.texts()

    def specs(self) -> list[PageSpec]:
        """All pages in the order of the rail."""
        return list(self._specs.values())

    # ------------------------------------------------------------------ Qt

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.first_painted.emit)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._settings.put(WINDOW, bytes(self.saveGeometry().toHex().data()).decode("ascii"))
        self._stop_listening()
        self.closing.emit()
        super().closeEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.set_wide(wide=self.width() >= tokens()["breakpoint"]["wide"])

    def _build(self) -> None:
        width, height = tokens()["breakpoint"]["minClient"]
        self.setMinimumSize(width, height)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.top_bar)
        right.addWidget(self._stack, 1)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        self.setCentralWidget(middle)
        self.setWindowTitle("Microshop")

    def _page(self, key: str) -> Page:
        if key not in self._pages:
            page = self._specs[key].factory(self)
            self._pages[key] = page
            self._stack.addWidget(page)
        return self._pages[key]

    def _drop(self, key: str) -> None:
        page = self._pages.pop(key)
        page.left()
        self._stack.removeWidget(page)
        page.deleteLater()

    def _restyle(self) -> None:
        self.top_bar.restyle()
        self.rail.updateGeometry()

    def _restore_place(self) -> None:
        place = self._settings.get(WINDOW)
        if not place or not self.restoreGeometry(QByteArray.fromHex(place.encode("ascii"))):
            self.resize(*_first_size())


def _first_size() -> tuple[int, int]:
    """The whole screen where it is a laptop's, else a comfortable part of it."""
    room = QApplication.primaryScreen().availableSize()
    return min(room.width(), 1600), min(room.height(), 1000)
