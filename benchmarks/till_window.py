"""The whole till in this process, its frames measured while something else is at work."""

import sys
import time
from typing import Any

from PySide6.QtWidgets import QApplication

from benchmarks.till_measure import scan
from microshop_desktop.app.start import build_app
from microshop_desktop.app.till import Overrides, Till
from microshop_desktop.channels.sync_rounds import MakeChannel
from microshop_desktop.infra.folders import choose_folders
from microshop_desktop.infra.settings import Settings
from microshop_desktop.infra.translations import use_language
from microshop_desktop.payments.collector import MakeGateway
from microshop_desktop.ui.sell.page import SellPage
from microshop_desktop.ui.widgets.sounds import SilentSounds

MOST_FRAME_MS = 32.0
_SCAN_EACH = 60
"""Frames from one scan to the next."""
_REST = 0.008
_PATIENCE = 60.0


def open_till(
    folder: str,
    code: str,
    *,
    gateways: MakeGateway | None = None,
    channels: MakeChannel | None = None,
) -> "Window":
    """Open the till on the shop of a folder and warm it up; `code` is what will be scanned."""
    folders = choose_folders(folder)
    use_language("zh")
    app = QApplication([])
    overrides = Overrides(sounds=SilentSounds(), gateways=gateways, channels=channels)
    made = build_app(folders, settings=Settings(folders.settings_file), overrides=overrides)
    made.listen_for_scans(app)
    made.show()
    assert made.window is not None
    made.window.resize(1366, 768)
    made.begin()
    till = Window(made, app, code)
    till.wait_until_open()
    till.frames(2)
    return till


class Window:
    """The selling page as a seller uses it."""

    def __init__(self, made: Till, app: QApplication, code: str) -> None:
        assert made.window is not None
        page = made.window.page("sell")
        assert isinstance(page, SellPage)
        self.made = made
        self._app, self._page, self._window, self._code = app, page, made.window, code
        self._frame = 0

    def wait_until_open(self) -> None:
        """Wait for the shop behind the first picture."""
        end = time.monotonic() + _PATIENCE
        while not self._page.vm.is_ready:
            assert time.monotonic() < end, "the shop did not open"
            self._app.processEvents()
            time.sleep(_REST)

    def frames(self, seconds: float) -> list[float]:
        """Scroll and scan for so long; return the milliseconds that each frame took."""
        times: list[float] = []
        bar = self._page.catalogue.grid.verticalScrollBar()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._frame += 1
            began = time.perf_counter()
            bar.setValue(24 * (self._frame % 40))
            if self._frame % _SCAN_EACH == 0:
                scan(self._window, self._code)
            self._app.processEvents()
            times.append(1000 * (time.perf_counter() - began))
            time.sleep(_REST)
        return times


def frames_row(measured: dict[str, Any], name: str) -> dict[str, object]:
    """The row of the worst frame, beside payments and without any; more is said on stderr."""
    worst = {}
    for when in ("alone", "beside"):
        frames = sorted(measured[when])
        middle, high = frames[len(frames) // 2], frames[int(0.99 * len(frames))]
        worst[when] = frames[-1]
        text = f"{name}, {when}: {len(frames)}, median {middle:.1f}, p99 {high:.1f}"
        print(f"{text}, max {frames[-1]:.1f} ms", file=sys.stderr)
    return row(name, worst["beside"], worst["alone"], MOST_FRAME_MS, "ms")


def row(
    name: str, value: float, baseline: float | None, budget: float, unit: str
) -> dict[str, object]:
    """A row of a report, rounded to a tenth."""
    rounded = None if baseline is None else round(baseline, 1)
    return {
        "name": name,
        "value": round(value, 1),
        "baseline": rounded,
        "budget": budget,
        "unit": unit,
    }
