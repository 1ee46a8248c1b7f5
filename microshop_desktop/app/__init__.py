"""The composition root: builds the window and the shop behind it. The only place that knows all."""

from microshop_desktop.app.start import open_window

__all__ = ["open_window"]
