"""The list of the basket's lines: stepper presses, the tool row of the current line, the flash."""

from PySide6.QtCore import (
    QEasingCurve,
    QModelIndex,
    QPoint,
    QPointF,
    QSize,
    Qt,
    QTimer,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QScrollBar
from typing_extensions import override

from microshop_desktop.infra.translations import _, pgettext
from microshop_desktop.ui.looks import looks
from microshop_desktop.ui.sell.key_button import key_button
from microshop_desktop.ui.sell.line_delegate import MARGIN, LineDelegate
from microshop_desktop.ui.sell.line_model import LineModel
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.stepper import stepper_zones

_FIRST_REPEAT_MS = 400
_REPEAT_MS = 90
_BAR_WIDTH = 10


class ToolRow(QFrame):
    """Discount, note, remove: for the current line."""

    def __init__(self, parent: QListView) -> None:
        super().__init__(parent.viewport())
        discount = pgettext("tool of a line|short", "Discount")
        note = pgettext("tool of a line|short", "Note")
        self.discount = key_button(discount, "F7", icon="tag", focus=False)
        self.note = key_button(note, "F4", icon="note-pencil", focus=False)
        self.remove = key_button(_("Remove"), "Ctrl+Del", icon="trash", focus=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 0, MARGIN, 10)
        row.setSpacing(4)
        for button in (self.discount, self.note, self.remove):
            button.tighten()
            row.addWidget(button)
        self.hide()


class LineList(QListView):
    """Shows lines; `stepped` and `picked` carry a line's number, `typed` a key on the list."""

    picked = Signal(int)
    stepped = Signal(int, int)
    quantity_pressed = Signal(int)
    typed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._model = LineModel(self)
        self._delegate = LineDelegate()
        self.tools = ToolRow(self)
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Lines of the basket"))
        self._held: tuple[int, int] | None = None
        self._repeat = QTimer(self)
        self._repeat.timeout.connect(self._again)
        self._bar = self._overlay_bar()
        self._flash = QVariantAnimation(self)
        self._flash.setStartValue(1.0)
        self._flash.setEndValue(0.0)
        self._flash.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._flash.valueChanged.connect(self._show_flash)

    @property
    def lines(self) -> LineModel:
        """The model behind it."""
        return self._model

    def show_current(self, no: int | None, *, locked: bool, tools_open: bool) -> None:
        """Show which line is current and whether lines may be changed."""
        delegate = self._delegate
        wanted = (no, locked, tools_open)
        if wanted != (delegate.current_no, delegate.locked, delegate.tools_open):
            delegate.current_no, delegate.locked, delegate.tools_open = wanted
            self.scheduleDelayedItemsLayout()
            self.viewport().update()
        place = self._model.place_of(no)
        if place >= 0:
            index = self._model.index(place)
            self.setCurrentIndex(index)
            self.scrollTo(index)
        self._place_tools()

    def flash_line(self, no: int | None) -> None:
        """Let a changed line shine for a moment."""
        duration = looks().duration("lineFlash")
        self._flash.stop()
        self._delegate.flash_no = no
        if no is not None and duration:
            self._flash.setDuration(duration)
            self._flash.start()

    @override
    def updateGeometries(self) -> None:
        super().updateGeometries()
        self._place_tools()

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._place_tools()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._bar.setGeometry(self.width() - _BAR_WIDTH, 0, _BAR_WIDTH, self.height())
        self.scrollTo(self.currentIndex())
        self._place_tools()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or self._delegate.locked:
            return
        row = self._model.row_at(index)
        zone = self._zone(index, event.position())
        if zone is None:
            self.picked.emit(row.no)
        elif zone == 0 or row.weighed:
            self.quantity_pressed.emit(row.no)
        else:
            self._held = (row.no, zone)
            self.stepped.emit(row.no, zone)
            self._repeat.start(_FIRST_REPEAT_MS)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._repeat.stop()
        self._held = None

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down} or (text and text in "+-*0123456789"):
            self.typed.emit(text or ("up" if event.key() == Qt.Key.Key_Up else "down"))
            return
        super().keyPressEvent(event)

    def _overlay_bar(self) -> QScrollBar:
        """Make a scroll bar in the margin of the lines, which moves nothing when it comes."""
        own, bar = self.verticalScrollBar(), QScrollBar(Qt.Orientation.Vertical, self)
        bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        bar.hide()
        own.rangeChanged.connect(self._fit_bar)
        own.valueChanged.connect(bar.setValue)
        bar.valueChanged.connect(own.setValue)
        return bar

    def _fit_bar(self, low: int, high: int) -> None:
        self._bar.setRange(low, high)
        self._bar.setPageStep(self.verticalScrollBar().pageStep())
        self._bar.setVisible(high > low)

    def _zone(self, index: QModelIndex, point: QPointF) -> int | None:
        """Return −1, 0 or +1 for the parts of the stepper, None beside it."""
        box = self._delegate.stepper_box(self.visualRect(index))
        left, middle, right = stepper_zones(box)
        for step, zone in ((-1, left), (0, middle), (1, right)):
            if zone.contains(point):
                return step
        return None

    def _again(self) -> None:
        self._repeat.setInterval(_REPEAT_MS)
        if self._held is not None:
            self.stepped.emit(*self._held)

    def _place_tools(self) -> None:
        no = self._delegate.current_no
        place = self._model.place_of(no)
        if no is None or place < 0 or not self._delegate.has_tools(no):
            self.tools.hide()
            return
        rect = self.visualRect(self._model.index(place))
        corner = QPoint(rect.left(), rect.top() + self._delegate.line_height)
        self.tools.setGeometry(rect)
        self.tools.move(corner)
        self.tools.resize(QSize(rect.width(), self._delegate.tool_height))
        self.tools.setVisible(rect.height() > self._delegate.line_height)

    def _show_flash(self, value: float) -> None:
        self._delegate.flash = value
        place = self._model.place_of(self._delegate.flash_no)
        if place >= 0:
            self.viewport().update(self.visualRect(self._model.index(place)))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(200, current().px(58))
