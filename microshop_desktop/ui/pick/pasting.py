"""What Ctrl+V means on this page: a column from a sheet, or a text like any other."""

from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence


def pasted_column(event: QKeyEvent) -> str:
    """Return the clipboard where a key pastes several cells; empty for any other key or text."""
    if not event.matches(QKeySequence.StandardKey.Paste):
        return ""
    text = QGuiApplication.clipboard().text()
    return text if "\n" in text.strip() or "\t" in text else ""
