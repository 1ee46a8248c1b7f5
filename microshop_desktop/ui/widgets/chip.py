"""Chips: one of several categories, and a filter with its value."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy
from typing_extensions import override

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.theme import control, current
from microshop_desktop.ui.widgets.paint import (
    Run,
    icon_run,
    line_width,
    paint_box,
    paint_centred,
    text_run,
)
from microshop_desktop.ui.widgets.pressable import Pressable

GAP = 8


class _RoundButton(Pressable):
    """A button as round as it is high, painted as a line of runs."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        theme = current()
        width = round(line_width(self._runs(), GAP)) + theme.px(32)
        return QSize(max(width, theme.px(56)), theme.px(control("min")))

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() in {QEvent.Type.StyleChange, QEvent.Type.FontChange}:
            self.updateGeometry()
        super().changeEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        box = QRectF(self.rect())
        fill, border = self._colours()
        paint_box(painter, box, corner=box.height() / 2, fill=fill, border=border)
        paint_centred(painter, box, self._runs(), gap=GAP)

    def _runs(self) -> list[Run]:
        raise NotImplementedError

    def _colours(self) -> tuple[QColor, QColor | None]:
        raise NotImplementedError

    def _resting(self) -> tuple[QColor, QColor | None]:
        theme = current()
        name = "hover" if self.underMouse() else "surface"
        return theme.colour(name), theme.colour("border")


class Chip(_RoundButton):
    """A checkable chip: dark when chosen. Put several into a `ChipRow` to choose one of them."""

    def __init__(self, text: str, *, icon: str = "", count: str = "") -> None:
        super().__init__()
        self._icon, self._count = icon, count
        self.setText(text)
        self.setCheckable(True)

    def set_count(self, count: str) -> None:
        """Show a bold figure after the text."""
        self._count = count
        self.updateGeometry()
        self.update()

    @override
    def _runs(self) -> list[Run]:
        theme = current()
        ink = theme.colour("onInk" if self.isChecked() else "text")
        runs = [icon_run(self._icon, theme.px(20), ink)] if self._icon else []
        font = theme.font("body", bold=self.isChecked())
        runs.append(text_run(self.text(), theme.font("strong", bold=font.bold()), ink))
        if self._count:
            runs.append(text_run(self._count, theme.font("strong", bold=True), ink))
        return runs

    @override
    def _colours(self) -> tuple[QColor, QColor | None]:
        if self.isChecked():
            return current().colour("ink"), None
        return self._resting()


class FilterChip(_RoundButton):
    """A filter: its name and ⌄ while it lets everything through, name, value and × when set.

    `clicked` opens its choices; `cleared` is sent when the × is pressed.
    """

    cleared = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name, self._value = name, ""
        self._show_text()

    @property
    def value(self) -> str:
        """The value shown; empty while the filter lets everything through."""
        return self._value

    def set_value(self, value: str) -> None:
        """Show the value the filter is set to; empty: not set."""
        self._value = value
        self._show_text()

    def set_name(self, name: str) -> None:
        """Show another name, as after a change of language."""
        self._name = name
        self._show_text()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._value and event.position().x() > self.width() - current().px(36):
            self.setDown(False)
            self.cleared.emit()
            return
        super().mouseReleaseEvent(event)

    @override
    def _runs(self) -> list[Run]:
        theme = current()
        if not self._value:
            ink = theme.colour("text")
            name = text_run(self._name, theme.font("body"), ink)
            return [name, icon_run("caret-down", theme.px(16), ink)]
        ink = theme.colour("onAccentSoft")
        return [
            text_run(_("{name}:").format(name=self._name), theme.font("body"), ink),
            text_run(self._value, theme.font("body", bold=True), ink),
            icon_run("x", theme.px(16), ink),
        ]

    @override
    def _colours(self) -> tuple[QColor, QColor | None]:
        return (current().colour("selected"), None) if self._value else self._resting()

    def _show_text(self) -> None:
        self.setAccessibleName(f"{self._name} {self._value}".strip())
        self.updateGeometry()
        self.update()
