"""What the programs of `bench_sell` do and note: an empty window, and the till.

Times are of the monotonic clock, which all processes of a machine share; the parent noted it right
before the start. Prints one JSON document.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from microshop_desktop.infra.overriding import override

if TYPE_CHECKING:
    from microshop_desktop.app.till import Till
    from microshop_desktop.ui.sell.page import SellPage

_SCANS = 100
_LINES = 20
"""Lines of a basket before it is emptied and a new one begins."""
_FRAMES = 40
_REST_MS = 1500


class Painted(QObject):
    """Calls back once, after a widget was painted."""

    def __init__(self, target: QWidget, then: Callable[[], None]) -> None:
        super().__init__(target)
        self._then: Callable[[], None] | None = then
        target.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._then is not None:
            then, self._then = self._then, None
            QTimer.singleShot(0, then)
        return False


def empty_window() -> None:
    """The bare program: a window with nothing in it."""
    app = QApplication([])
    window = QMainWindow()
    window.resize(1366, 768)

    def note() -> None:
        _print(painted=time.monotonic(), resident=resident())
        app.quit()

    Painted(window, note)
    window.show()
    app.exec()


def till(folder: str, codes: list[str]) -> None:
    """Our program; one scan comes as soon as it can be answered, many when it is at rest."""
    from microshop_desktop.app.start import build_app
    from microshop_desktop.infra.folders import choose_folders
    from microshop_desktop.infra.settings import Settings
    from microshop_desktop.infra.translations import use_language

    folders = choose_folders(folder)
    settings = Settings(folders.settings_file)
    use_language("zh")
    app = QApplication([])
    made = build_app(folders, settings=settings)
    made.listen_for_scans(app)
    made.show()
    assert made.window is not None
    made.window.resize(1366, 768)
    measure = Measure(made, app, codes)
    measure.begin()
    app.exec()
    made.end()


class Measure:
    """Notes the first picture, the first line, then scans and scrolls."""

    def __init__(self, made: "Till", app: QApplication, codes: list[str]) -> None:
        self._made, self._app, self._codes = made, app, codes
        self._painted = 0.0
        self._first_line = 0.0

    def begin(self) -> None:
        """Wait for the first picture; what was scanned meanwhile lies in the queue."""
        window = self._made.window
        assert window is not None
        window.first_painted.disconnect(self._made.begin)
        window.first_painted.connect(self._on_painted)

    @property
    def _page(self) -> "SellPage":
        from microshop_desktop.ui.sell.page import SellPage

        window = self._made.window
        page = None if window is None else window.page("sell")
        assert isinstance(page, SellPage)
        return page

    def _on_painted(self) -> None:
        self._painted = time.monotonic()
        from microshop_desktop.ui.widgets.sounds import SilentSounds

        self._made.sounds = SilentSounds()
        self._made.begin()
        assert self._made.window is not None
        Painted(self._page.basket.lines.viewport(), self._on_line)
        scan(self._made.window, self._codes[0])

    def _on_line(self) -> None:
        self._first_line = time.monotonic()
        self._wait_until_open()

    def _wait_until_open(self) -> None:
        """Measure the rest once the shop has been open for a while."""
        ready = self._page.vm.is_ready
        then = self._measure_rest if ready else self._wait_until_open
        QTimer.singleShot(_REST_MS if ready else 100, then)

    def _measure_rest(self) -> None:
        idle = resident()
        scans = [self._scan_time(number) for number in range(_SCANS)]
        frames = self._frame_times()
        _print(
            painted=self._painted,
            line=self._first_line,
            scans=scans,
            frames=frames,
            resident=idle,
        )
        # The end would make the backup of the day, which nobody waits for here.
        os._exit(0)

    def _scan_time(self, number: int) -> float:
        """Seconds from the last key of a burst until its line is on the screen, saved."""
        window = self._made.window
        assert window is not None
        if number % _LINES == 0:
            self._page.vm.empty()
            self._app.processEvents()
        code = self._codes[1 + number % (len(self._codes) - 1)]
        for sign in code:
            press(window, sign)
        before = time.monotonic()
        press(window, "\r")
        self._app.processEvents()
        assert self._page.vm.basket.lines
        return time.monotonic() - before

    def _frame_times(self) -> list[float]:
        """Seconds that each step of scrolling through the tiles takes to be painted."""
        grid = self._page.catalogue.grid
        times = []
        for step in range(_FRAMES):
            before = time.monotonic()
            grid.verticalScrollBar().setValue(step * 24)
            self._app.processEvents()
            times.append(time.monotonic() - before)
        return times


def resident() -> int | None:
    """Bytes of memory this program has in use, its libraries with it; None where nobody says."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    return sum(1024 * int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


def scan(window: QWidget, code: str) -> None:
    """Send the keys of a scanner."""
    for sign in f"{code}\r":
        press(window, sign)


def press(window: QWidget, sign: str) -> None:
    """Send one key as the window system does, one millisecond after the one before."""
    key = Qt.Key.Key_Return if sign == "\r" else Qt.Key(ord(sign))
    target = window.windowHandle()
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, sign)
        QApplication.sendEvent(target, event)


def _print(**values: object) -> None:
    sys.stdout.write(json.dumps(values) + "\n")
    sys.stdout.flush()
