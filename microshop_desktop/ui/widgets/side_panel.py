"""Where a page's right panel goes: beside the list, over it, or in its place."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from microshop_desktop.ui.theme import control, current

_FEW_PIXELS = 1320
"""Windows narrower than this have no room beside the list."""


def place_side_panel(page: QWidget, row: QHBoxLayout, panel: QWidget) -> None:
    """Put the panel beside the list; on a narrow window over it; with large text as a page."""
    theme = current()
    over = theme.roomy or page.window().width() < theme.px(_FEW_PIXELS)
    beside = row.indexOf(panel) >= 0
    if over and beside:
        row.removeWidget(panel)
    elif not over and not beside:
        row.addWidget(panel)
    width = page.width() if theme.roomy else theme.px(control("detailPanel"))
    panel.setFixedWidth(width)
    if over:
        panel.setGeometry(page.width() - width, 0, width, page.height())
        panel.raise_()
