"""The rail at the left: a page each, the current one marked, counts on their icons."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QSizePolicy, QVBoxLayout
from typing_extensions import override

from microshop_desktop.ui.icons import icon_names, paint_icon
from microshop_desktop.ui.page import PageSpec
from microshop_desktop.ui.shop_mark import paint_shop_mark, shop_mark
from microshop_desktop.ui.theme import control, current, radius
from microshop_desktop.ui.widgets.paint import paint_badge, paint_box
from microshop_desktop.ui.widgets.pressable import Pressable

_BAR = 3
_MANY = 99


class RailButton(Pressable):
    """A page on the rail: icon over label, or beside it where the rail is wide."""

    def __init__(self, spec: PageSpec, number: int) -> None:
        super().__init__()
        self.spec, self._number = spec, number
        self.badge = 0
        self.wide = False
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def retranslate(self) -> None:
        """Show the label in the language in use."""
        self.setText(self.spec.label())
        self.setAccessibleName(self.text())
        self.show_number(self._number)
        self.updateGeometry()

    def show_number(self, number: int) -> None:
        """Say in its tip which key opens it."""
        self._number = number
        self.setToolTip(f"{self.text()}  Ctrl+{number}" if number <= 9 else self.text())

    @override
    def sizeHint(self) -> QSize:
        theme = current()
        if self.wide:
            return QSize(control("railWide") - 16, theme.px(56))
        lines = 0 if theme.roomy else self._lines()
        return QSize(control("rail") - 12, theme.px(28) + 18 + lines * theme.px(18))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        box = QRectF(self.rect()).adjusted(6, 0, -6, 0)
        ink = theme.colour("accent" if self.isChecked() else "textMuted")
        if self.isChecked():
            paint_box(painter, box, corner=radius("card"), fill=theme.colour("selected"))
            bar = QRectF(0, box.center().y() - box.height() / 4, _BAR, box.height() / 2)
            painter.fillRect(bar, theme.colour("accent"))
        elif self.underMouse():
            paint_box(painter, box, corner=radius("card"), fill=theme.colour("hover"))
        side = theme.px(control("iconRail"))
        icon = self._icon_box(box, side)
        paint_icon(painter, self._icon_name(), icon, ink)
        self._paint_label(painter, box, icon)
        self._paint_badge(painter, box, icon)

    def _icon_name(self) -> str:
        filled = f"{self.spec.icon}-fill"
        return filled if self.isChecked() and filled in icon_names() else self.spec.icon

    def _icon_box(self, box: QRectF, side: int) -> QRectF:
        if self.wide:
            return QRectF(box.left() + 16, box.center().y() - side / 2, side, side)
        if current().roomy:
            return QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
        return QRectF(box.center().x() - side / 2, box.top() + 9, side, side)

    def _paint_label(self, painter: QPainter, box: QRectF, icon: QRectF) -> None:
        theme = current()
        if theme.roomy and not self.wide:
            return
        painter.setPen(theme.colour("accent" if self.isChecked() else "textMuted"))
        bold = self.isChecked()
        painter.setFont(theme.font("body" if self.wide else "micro", bold=bold))
        if self.wide:
            place = box.adjusted(icon.right() - box.left() + 14, 0, -40, 0)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self.text())
            return
        place = QRectF(0, icon.bottom() + 2, self.width(), box.bottom() - icon.bottom() - 4)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(place, int(flags), self.text())

    def _paint_badge(self, painter: QPainter, box: QRectF, icon: QRectF) -> None:
        if not self.badge:
            return
        text = str(self.badge) if self.badge <= _MANY else f"{_MANY}+"
        middle = QPointF(icon.right() + 2, icon.top() + 4)
        if self.wide:
            middle = QPointF(box.right() - 22, box.center().y())
        paint_badge(painter, middle, text)

    def _lines(self) -> int:
        metrics = QFontMetricsF(current().font("micro", bold=True))
        room = QRectF(0, 0, control("rail"), 1000)
        flags = int(Qt.TextFlag.TextWordWrap)
        height = metrics.boundingRect(room, flags, self.text()).height()
        return 2 if height > 1.5 * metrics.height() else 1


class ShopMark(QFrame):
    """The sign of the shop above the rail."""

    def __init__(self) -> None:
        super().__init__()
        self._letter = ""
        self.setFixedHeight(58)

    def show_name(self, name: str) -> None:
        """Take the letter from the shop's name."""
        self._letter = shop_mark(name)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        wide = self.width() >= control("railWide") - 1
        paint_shop_mark(QPainter(self), self._letter, wide=wide)


class Rail(QFrame):
    """All pages in order; `chosen` tells the key of the one that was pressed."""

    chosen = Signal(str)

    def __init__(self, specs: Sequence[PageSpec]) -> None:
        super().__init__()
        self.setProperty("surface", "rail")
        self.mark = ShopMark()
        self._group = QButtonGroup(self)
        self._buttons = {
            spec.key: RailButton(spec, number) for number, spec in enumerate(specs, start=1)
        }
        self._build()
        self._group.buttonClicked.connect(self._choose)
        self.set_wide(wide=False)

    def buttons(self) -> list[RailButton]:
        """The buttons in their order."""
        return list(self._buttons.values())

    def show_current(self, key: str) -> None:
        """Mark a page as the current one."""
        self._buttons[key].setChecked(True)

    def set_badge(self, key: str, count: int) -> None:
        """Show a count on a page; 0 hides it. Pages that do not exist are left alone."""
        button = self._buttons.get(key)
        if button is not None:
            button.badge = count
            button.update()

    def set_wide(self, *, wide: bool) -> None:
        """Show labels beside the icons, as on a wide screen, or under them."""
        self.setFixedWidth(control("railWide") if wide else control("rail"))
        for button in self._buttons.values():
            button.wide = wide
            button.updateGeometry()

    def retranslate(self) -> None:
        """Show the labels in the language in use."""
        for button in self._buttons.values():
            button.retranslate()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 6)
        column.setSpacing(3)
        column.addWidget(self.mark)
        foot = [button for button in self._buttons.values() if button.spec.foot]
        for button in self._buttons.values():
            self._group.addButton(button)
            if button not in foot:
                column.addWidget(button)
        column.addStretch(1)
        for button in foot:
            column.addWidget(button)

    def _choose(self, button: QAbstractButton) -> None:
        if isinstance(button, RailButton):
            self.chosen.emit(button.spec.key)
