"""A parcel in the middle column: tick, crate, order, courier, number with its check."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.domain.couriers import CourierChoice
from microshop_desktop.domain.tracking import Checked, Fault
from microshop_desktop.infra.formats import number_text
from microshop_desktop.infra.translations import _
from microshop_desktop.infra.words import source_text
from microshop_desktop.services.picking_values import Parcel
from microshop_desktop.ui.pick.pasting import pasted_column
from microshop_desktop.ui.pick.view_model import PickModel
from microshop_desktop.ui.pick.words import crate_text, fault_text, open_text, parcel_line
from microshop_desktop.ui.style_sheet import set_look
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.channel_badge import ChannelBadge
from microshop_desktop.ui.widgets.choices import CheckBox, ComboBox
from microshop_desktop.ui.widgets.elided_label import ElidedLabel
from microshop_desktop.ui.widgets.labels import IconLabel, hairline, label
from microshop_desktop.ui.widgets.paint import paint_box

TICK, CRATE, COURIER, NUMBER = 20, 46, 130, 176
"""Widths of the columns in pixels of normal text; the order takes the rest."""
SIDE, GAP = 14, 10
_LEAST_HEIGHT = 60


class NumberField(QLineEdit):
    """The field of a tracking number. A scan with the focus here is the number."""

    scanned = Signal(str)
    moved = Signal(int)
    column_pasted = Signal(str)
    left = Signal()
    tabbed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(_("Scan or type the number"))
        self._icon = IconLabel("check-circle-fill", 18, "success")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 9, 0)
        row.addStretch(1)
        row.addWidget(self._icon)
        self.setTextMargins(0, 0, current().px(22), 0)

    def claims_scan(self, code: str) -> bool:
        """Take a scan as the number."""
        self.scanned.emit(code)
        return True

    def show_check(self, checked: Checked) -> None:
        """Show whether the number is good."""
        empty = checked.fault is Fault.EMPTY
        self._icon.setVisible(not empty)
        if checked.is_good:
            self._icon.show_icon("check-circle-fill", "success")
        else:
            self._icon.show_icon("warning-circle-fill", "danger")
        set_look(self, problem=not checked.is_good and not empty)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        column = pasted_column(event)
        if column:
            self.column_pasted.emit(column)
            return
        moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Return: 1, Qt.Key.Key_Enter: 1}
        step = moves.get(Qt.Key(event.key()))
        if step is not None and not event.modifiers() & _COMMANDS:
            self.moved.emit(step)
            return
        super().keyPressEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        """Tab leads back to the scan field; Shift+Tab goes the usual way."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Tab
            and not event.modifiers()
        ):
            self.tabbed.emit()
            return True
        return super().event(event)


_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class _Crate(QWidget):
    """The number of a crate, large in a soft box."""

    def __init__(self) -> None:
        super().__init__()
        self._number = 0
        self.setFixedSize(current().px(CRATE), current().px(36))

    def show_number(self, number: int) -> None:
        """Show a number."""
        self._number = number
        self.setAccessibleName(crate_text(number))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        box = QRectF(self.rect())
        paint_box(painter, box, corner=8, fill=theme.colour("sunken"))
        painter.setFont(theme.font("lead", bold=True))
        painter.setPen(theme.colour("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, number_text(self._number))


class ParcelRow(QFrame):
    """Shows a parcel of the model; signals carry the order."""

    chosen = Signal(object, bool)
    courier_chosen = Signal(object, str)
    typed = Signal(object, str)
    kept = Signal()
    scanned = Signal(object, str)
    moved = Signal(object, int)
    column_pasted = Signal(object, str)
    part_asked = Signal(object)
    trust_asked = Signal(object)
    looked_at = Signal(object)
    tabbed = Signal()

    def __init__(self, model: PickModel, order: UUID) -> None:
        super().__init__()
        self._model, self.order = model, order
        set_look(self, surface="surface")
        self._is_current = False
        self.tick = CheckBox()
        self._crate, self._badge = _Crate(), ChannelBadge(side=22)
        self._number, self._who = (
            ElidedLabel(kind="strong", is_number=True),
            ElidedLabel(kind="micro", tone="muted"),
        )
        self.courier = ComboBox()
        self.field = NumberField()
        self._open = ElidedLabel(kind="micro", tone="muted")
        self.part = Button(_("Ship this part"), kind="link")
        self._fault = label(kind="micro", tone="danger", wrap=True)
        self.trust = Button(_("Use it anyway"), kind="link")
        self._build()
        self._connect()

    def show_parcel(self, parcel: Parcel) -> None:
        """Show the parcel as it is now; a number that is being typed is left alone."""
        model = self._model
        self.tick.setChecked(model.is_chosen(parcel))
        self.tick.setEnabled(not parcel.is_held)
        self.tick.setAccessibleName(_("Ship {order}").format(order=parcel.number))
        self._crate.show_number(parcel.crate)
        self._badge.show_source(parcel.source)
        self._badge.setToolTip(source_text(parcel.source))
        self._number.setText(parcel.number)
        self._who.setText(parcel_line(parcel, cold=model.is_cold(parcel)))
        self._show_couriers(parcel)
        takes = model.takes_number(parcel)
        self.field.setVisible(takes)
        self._open.setVisible(not takes)
        self._open.setText(open_text(parcel))
        self.part.setVisible(model.may_part(parcel) and not takes)
        self._show_number(parcel)

    def mark(self, *, is_current: bool) -> None:
        """Paint it as the parcel whose slip is shown."""
        if is_current != self._is_current:
            self._is_current = is_current
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._is_current:
            theme, painter = current(), QPainter(self)
            painter.fillRect(self.rect(), theme.colour("selected"))
            painter.fillRect(QRectF(0, 0, 3, self.height()), theme.colour("accent"))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.looked_at.emit(self.order)
        super().mousePressEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The slip follows the field that has the focus; what was typed is kept behind it."""
        if event.type() == QEvent.Type.FocusIn:
            self.looked_at.emit(self.order)
        elif event.type() == QEvent.Type.FocusOut:
            self.kept.emit()
        return super().eventFilter(watched, event)

    def _show_couriers(self, parcel: Parcel) -> None:
        book = self._model.book(parcel)
        choices = book.choices
        if [self.courier.itemData(place) for place in range(self.courier.count())] != [
            choice.code for choice in choices
        ]:
            self._fill(choices, editable=not book.platform)
        self.courier.choose(parcel.courier)
        edit = self.courier.lineEdit()
        if edit is not None and not edit.hasFocus():
            self.courier.setEditText(book.name_of(parcel.courier))
            edit.setCursorPosition(0)
        self.courier.setEnabled(not parcel.is_held)

    def _fill(self, choices: Sequence[CourierChoice], *, editable: bool) -> None:
        blocked = self.courier.blockSignals(True)  # noqa: FBT003 (Qt's own)
        self.courier.clear()
        for choice in choices:
            self.courier.addItem(choice.name, choice.code)
        self.courier.setEditable(editable)
        if editable:
            self.courier.setInsertPolicy(ComboBox.InsertPolicy.NoInsert)
            edit = self.courier.lineEdit()
            if edit is not None:
                set_look(edit, kind="bare")
                edit.editingFinished.connect(self._name_courier)
        self.courier.blockSignals(blocked)

    def _show_number(self, parcel: Parcel) -> None:
        model, checked = self._model, self._model.checked[parcel.order]
        may_change = not self.field.hasFocus() or model.is_kept(parcel.order)
        if may_change and self.field.text() != parcel.tracking:
            self.field.setText(parcel.tracking)
        takes = model.takes_number(parcel)
        self.field.show_check(checked)
        text = fault_text(checked, model.courier_name(parcel)) if takes else ""
        self._fault.setText(text)
        self._fault.setVisible(bool(text))
        self.trust.setVisible(bool(text) and model.may_trust(parcel.order))
        self.field.setAccessibleName(_("Tracking number of {order}").format(order=parcel.number))
        self.field.setAccessibleDescription(text)

    def _build(self) -> None:
        px = current().px
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addStretch(1)
        texts.addWidget(self._number)
        texts.addWidget(self._who)
        texts.addStretch(1)
        self.courier.setFixedWidth(px(COURIER))
        self.tick.setFixedWidth(px(TICK))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(SIDE, 8, SIDE, 8)
        row.setSpacing(GAP)
        for part in (self.tick, self._crate, self._badge):
            row.addWidget(part)
        row.addLayout(texts, 1)
        row.addWidget(self.courier)
        row.addWidget(self._number_cell())
        column.addLayout(row)
        column.addStretch(1)
        column.addWidget(hairline())
        self.setMinimumHeight(px(_LEAST_HEIGHT))

    def _number_cell(self) -> QWidget:
        cell = QWidget()
        cell.setFixedWidth(current().px(NUMBER))
        grid = QGridLayout(cell)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2)
        grid.addWidget(self.field, 0, 0, 1, 2)
        grid.addWidget(self._open, 1, 0, 1, 2)
        grid.addWidget(self.part, 2, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self._fault, 3, 0, 1, 2)
        grid.addWidget(self.trust, 4, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(0, 1)
        for part in (self.part, self._fault, self.trust):
            part.hide()
        return cell

    def _connect(self) -> None:
        order = self.order
        self.tick.clicked.connect(lambda checked: self.chosen.emit(order, checked))
        self.courier.activated.connect(self._choose_courier)
        self.field.textEdited.connect(lambda text: self.typed.emit(order, text))
        self.field.scanned.connect(lambda code: self.scanned.emit(order, code))
        self.field.moved.connect(lambda step: self.moved.emit(order, step))
        self.field.column_pasted.connect(lambda text: self.column_pasted.emit(order, text))
        self.field.tabbed.connect(self.tabbed)
        self.field.installEventFilter(self)
        self.part.clicked.connect(lambda: self.part_asked.emit(order))
        self.trust.clicked.connect(lambda: self.trust_asked.emit(order))

    def _choose_courier(self, place: int) -> None:
        self.courier_chosen.emit(self.order, self.courier.itemData(place))

    def _name_courier(self) -> None:
        """A name that is typed is a courier where any name will do."""
        name = self.courier.currentText().strip()
        parcel = self._model.parcel(self.order)
        if parcel is not None and name and name != self._model.courier_name(parcel):
            self.courier_chosen.emit(self.order, name)
