"""Labels in the largest kinds of text, which the style sheet does not dress."""

from PySide6.QtWidgets import QLabel

from microshop_desktop.ui.theme import TypeName, current


def set_figure_font(target: QLabel, kind: TypeName) -> None:
    """Give a label the size and weight of a kind of text."""
    size = current().type_size(kind)
    target.setStyleSheet(f"font-size: {size}px; font-weight: bold;")
