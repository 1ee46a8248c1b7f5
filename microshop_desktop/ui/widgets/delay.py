"""Acting once after a pause, such as when the typing stops."""

from PySide6.QtCore import QObject, QTimer


def once_after(owner: QObject, milliseconds: int) -> QTimer:
    """A timer that ends once, so long after it was started last."""
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    return timer
