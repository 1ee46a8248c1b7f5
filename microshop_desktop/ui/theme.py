"""Colours, sizes and fonts of the design, taken from `resources/tokens.json` alone.

A `Theme` is one colour scheme at one text scale. Whoever paints asks `current()` for it each time;
`ui.looks` changes it and dresses the application.
"""

import json
from functools import cache
from typing import Any, Literal, NamedTuple, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication

from microshop_desktop.infra.resources import resource_text
from microshop_desktop.infra.settings import TEXT_SCALE, THEME, Settings
from microshop_desktop.infra.translations import current_language

Scheme = Literal["light", "dark"]
TypeName = Literal["micro", "body", "strong", "lead", "title", "figure", "total", "billboard"]
BOLD = 700
_NARROW_MARKS = QFont.Tag("palt")
"""Quotes and dots as wide as in Latin text: the fonts make them as wide as a Chinese sign."""
SCALES = (100, 125, 150, 175, 200)
"""Text sizes a person can choose, in percent."""


@cache
def tokens() -> dict[str, Any]:
    """The design tokens as they are in the file."""
    return cast("dict[str, Any]", json.loads(resource_text("tokens.json")))


class Theme(NamedTuple):
    """One colour scheme at one text scale (100 to 200 percent)."""

    scheme: Scheme = "light"
    scale: int = 100

    @property
    def colours(self) -> dict[str, str]:
        """Names of the design and their colours as `#RRGGBB`."""
        colours: dict[str, str] = tokens()["color"][self.scheme]
        return colours

    @property
    def dark(self) -> bool:
        """Whether the background is dark."""
        return self.scheme == "dark"

    def hex(self, name: str) -> str:
        """The colour with this name as `#RRGGBB`; raises `KeyError` for an unknown name."""
        return self.colours[name]

    def colour(self, name: str, *, alpha: float = 1.0) -> QColor:
        """The colour with this name for a painter."""
        colour = QColor(self.colours[name])
        if alpha < 1:
            colour.setAlphaF(alpha)
        return colour

    def px(self, size: float) -> int:
        """A size that follows the text, in pixels at this scale."""
        return round(size * self.scale / 100)

    def type_size(self, name: TypeName) -> int:
        """Size of a kind of text in pixels at this scale."""
        return self.px(tokens()["type"][name]["size"])

    def font(self, name: TypeName = "body", *, bold: bool | None = None) -> QFont:
        """The font of a kind of text; `bold` where it differs from the design's weight."""
        entry = tokens()["type"][name]
        heavy = entry["weight"] >= BOLD if bold is None else bold
        return QFont(_font(self.px(entry["size"]), bold=heavy, latin=current_language() != "zh"))

    def mono_font(self, name: TypeName = "body") -> QFont:
        """A font whose letters are all equally wide."""
        font = QFont(tokens()["font"]["mono"])
        font.setPixelSize(self.type_size(name))
        return font

    @property
    def roomy(self) -> bool:
        """Whether texts are so large that key hints and rail labels give way (150 % and up)."""
        return self.scale >= 150


@cache
def _font(size: int, *, bold: bool, latin: bool) -> QFont:
    font = QFont(tokens()["font"]["ui"])
    font.setPixelSize(size)
    font.setBold(bold)
    if latin:
        font.setFeature(_NARROW_MARKS, 1)
    return font


def control(name: str) -> int:
    """A size of the design's controls in pixels at 100 %."""
    size: int = tokens()["control"][name]
    return size


def radius(name: str) -> int:
    """A corner radius of the design in pixels."""
    size: int = tokens()["radius"][name]
    return size


def motion(name: str) -> int:
    """A duration of the design in milliseconds."""
    duration: int = tokens()["motion"][name]
    return duration


class _InUse:
    """The theme that painters use; `ui.looks` changes it."""

    theme = Theme()


def current() -> Theme:
    """The theme in use."""
    return _InUse.theme


def use(theme: Theme) -> None:
    """Let painters use a theme; to dress the application call `Looks.apply` instead."""
    _InUse.theme = theme


def chosen_theme(settings: Settings) -> Theme:
    """The theme that the settings of this laptop ask for."""
    scheme = scheme_of(settings.get(THEME))
    return Theme(scheme, settings.get(TEXT_SCALE))


def scheme_of(setting: str) -> Scheme:
    """The scheme for the setting `light`, `dark` or `system`."""
    if setting in {"light", "dark"}:
        return cast("Scheme", setting)
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return "dark" if dark else "light"
