"""Qt without a window: what a command needs before it draws its first picture."""

import os
import sys
from functools import cache

from PySide6.QtGui import QGuiApplication


def ensure_application() -> QGuiApplication:
    """Return the running application, or start one that draws without a display."""
    running = QGuiApplication.instance()
    if isinstance(running, QGuiApplication):
        return running
    return _start()


@cache
def _start() -> QGuiApplication:
    """Start Qt once and keep it; where Linux has no display, its offscreen platform is taken."""
    if sys.platform.startswith("linux") and not _has_display():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QGuiApplication(["microshop"])


def _has_display() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
