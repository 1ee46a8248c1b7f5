"""What the application wears: applies a theme and tells of the change."""

from functools import cache

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from microshop_desktop.infra.settings import REDUCED_MOTION, Settings
from microshop_desktop.infra.translations import on_language_changed
from microshop_desktop.ui.style_sheet import style_sheet
from microshop_desktop.ui.theme import Theme, chosen_theme, current, motion, use


class Looks(QObject):
    """Dresses the application. Lives in the main thread."""

    changed = Signal()
    """After another scheme or scale was applied; kept pictures are out of date."""
    scaled = Signal()
    """After another scale was applied: texts and sizes are to be made anew."""

    def __init__(self) -> None:
        super().__init__()
        self.reduced_motion = False
        self._dressed: QApplication | None = None
        on_language_changed(self._take_font)

    def apply(self, theme: Theme) -> None:
        """Dress the application in a theme; does nothing where it is worn already."""
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            return
        if self._dressed is app and theme == current():
            return
        first, self._dressed = self._dressed is not app, app
        scaled = theme.scale != current().scale
        use(theme)
        if first:
            app.setStyle("Fusion")
        app.setPalette(palette(theme))
        app.setFont(theme.font())
        app.setStyleSheet(style_sheet(theme))
        self.changed.emit()
        if scaled:
            self.scaled.emit()

    def _take_font(self) -> None:
        """Take the font of the language in use, before pages are built anew in it."""
        if self._dressed is not None:
            self._dressed.setFont(current().font())

    def duration(self, name: str) -> int:
        """A duration in milliseconds, or 0 where motion is not wanted."""
        return 0 if self.reduced_motion else motion(name)


@cache
def looks() -> Looks:
    """The one holder of what the application wears."""
    return Looks()


def apply_looks(settings: Settings) -> None:
    """Dress the application as the settings of this laptop say."""
    looks().reduced_motion = settings.get(REDUCED_MOTION)
    looks().apply(chosen_theme(settings))


_ROLES = {
    QPalette.ColorRole.Window: "canvas",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "sunken",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "textMuted",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "danger",
    QPalette.ColorRole.Highlight: "accentFill",
    QPalette.ColorRole.HighlightedText: "onAccent",
    QPalette.ColorRole.ToolTipBase: "ink",
    QPalette.ColorRole.ToolTipText: "onInk",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.Light: "raised",
    QPalette.ColorRole.Midlight: "hover",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Dark: "borderStrong",
    QPalette.ColorRole.Shadow: "scrim",
    QPalette.ColorRole.Accent: "accentFill",
}


def palette(theme: Theme) -> QPalette:
    """The same colours for menus, tool tips and delegates, which do not read the style sheet."""
    result = QPalette()
    for role, name in _ROLES.items():
        result.setColor(role, theme.colour(name))
    disabled = theme.colour("textDisabled")
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        result.setColor(QPalette.ColorGroup.Disabled, role, disabled)
    return result
