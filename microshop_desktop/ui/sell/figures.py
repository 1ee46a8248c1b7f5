"""Labels larger than the style sheet's kinds of text, at the text size in use."""

from PySide6.QtWidgets import QLabel

from microshop_desktop.ui.theme import current


def set_size(target: QLabel, size: int) -> None:
    """Give a label a bold text of so many pixels at 100 %."""
    target.setStyleSheet(f"font-size: {current().px(size)}px; font-weight: bold;")
