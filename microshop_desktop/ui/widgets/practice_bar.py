"""The striped bar that says: this is practice, no real money moves."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.theme import current, radius
from microshop_desktop.ui.widgets.paint import icon_run, paint_centred, round_path, text_run

_STRIPES, _HEIGHT, _SLIM = 8, 44, 30
_STEP = 14


class PracticeBar(QWidget):
    """Amber under black stripes; icon, words and colour together say what it means.

    `slim`: across the window, for as long as the till practises.
    """

    def __init__(self, *, slim: bool = False) -> None:
        super().__init__()
        self._text, self._slim = "", slim
        self.retranslate()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """What it says."""
        return self._text

    def retranslate(self) -> None:
        """Say it in the language in use."""
        self._text = _("Practice, no real money")
        self.setAccessibleName(self._text)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, current().px(_SLIM if self._slim else _HEIGHT))

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current(), QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
        )
        box = QRectF(self.rect())
        painter.setClipPath(round_path(box, 0 if self._slim else radius("control")))
        painter.fillRect(box, theme.colour("warningFill"))
        self._paint_stripes(painter, box.width())
        ink = theme.colour("onWarning")
        line = box.adjusted(0, _STRIPES, 0, 0)
        runs = [
            icon_run("graduation-cap", theme.px(18 if self._slim else 22), ink),
            text_run(self._text, theme.font("strong", bold=True), ink),
        ]
        paint_centred(painter, line, runs, gap=8)

    def _paint_stripes(self, painter: QPainter, width: float) -> None:
        """Paint slanting stripes along the upper edge."""
        painter.setPen(current().colour("onWarning"))
        painter.setBrush(current().colour("onWarning"))
        left = -float(_STEP)
        while left < width:
            corners = [
                QPointF(left, _STRIPES),
                QPointF(left + _STRIPES, 0),
                QPointF(left + _STRIPES + _STEP, 0),
                QPointF(left + _STEP, _STRIPES),
            ]
            painter.drawPolygon(QPolygonF(corners))
            left += 2 * _STEP
