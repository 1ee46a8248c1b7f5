"""A field for a day: typed, stepped by the arrow keys, or chosen from a calendar."""

from datetime import date

from PySide6.QtCore import QDate, QEvent, QLocale, QRectF, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QDateEdit
from typing_extensions import override

from microshop_desktop.infra.translations import current_language
from microshop_desktop.ui.icons import paint_icon
from microshop_desktop.ui.theme import current

_FORMAT = "yyyy-MM-dd"
_SIGNS = ("-", "/", ".")
_WIDTH, _ICON, _EDGE = 148, 18, 10
_SHEET = 42
"""So many days a calendar shows at once."""


class DayField(QDateEdit):
    """Shows a day; `day_chosen` tells that a person wants another one."""

    day_chosen = Signal(object)
    """A `date`."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._typing_over = False
        self.setLocale(QLocale(current_language()))
        self.setDisplayFormat(_FORMAT)
        self.setCalendarPopup(True)
        self.setKeyboardTracking(False)
        self.setMinimumWidth(current().px(_WIDTH))
        self.setAccessibleName(name)
        self.setToolTip(name)
        calendar = self.calendarWidget()
        calendar.setLocale(self.locale())
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self._dress()
        self.dateChanged.connect(self._tell)

    def show_day(self, day: date, *, last: date) -> None:
        """Show a day; none after `last` can be chosen."""
        with QSignalBlocker(self):
            self.setMaximumDate(QDate(last.year, last.month, last.day))
            self.setDate(QDate(day.year, day.month, day.day))
        self._dress()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let digits over a marked day begin at its year, with or without signs between them."""
        digit = event.text().isdigit()
        if digit and self.lineEdit().selectedText() == self.text():
            self._typing_over = True
            self.setSelectedSection(QDateEdit.Section.YearSection)
        if self._typing_over and event.text() in _SIGNS:
            return
        self._typing_over = self._typing_over and digit
        super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a calendar where it is opened."""
        super().paintEvent(event)
        side = current().px(_ICON)
        left = self.width() - side - current().px(_EDGE)
        box = QRectF(left, (self.height() - side) / 2, side, side)
        paint_icon(QPainter(self), "calendar", box, "textMuted")

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.calendarPopup():
            self._dress()

    def _dress(self) -> None:
        """Give the calendar the theme's colours: all days alike, faint those after the last."""
        calendar = self.calendarWidget()
        plain, faint = QTextCharFormat(), QTextCharFormat()
        plain.setForeground(current().colour("text"))
        faint.setForeground(current().colour("textDisabled"))
        for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(weekend, plain)
        calendar.setDateTextFormat(QDate(), QTextCharFormat())
        for days in range(1, _SHEET + 1):
            calendar.setDateTextFormat(self.maximumDate().addDays(days), faint)

    def _tell(self, chosen: QDate) -> None:
        self.day_chosen.emit(date(chosen.year(), chosen.month(), chosen.day()))
