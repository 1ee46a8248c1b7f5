"""One line of the delivery: goods, pack, how many, what one costs, and what that does."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.infra.formats import amount_text, quantity_text
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.goods_in.delivery import Line
from microshop_desktop.ui.goods_in.view_model import CostChange, GoodsInModel
from microshop_desktop.ui.products.photo_cell import paint_photo
from microshop_desktop.ui.sell.photos import Photos
from microshop_desktop.ui.style_sheet import set_look
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.amount_edit import AmountEdit
from microshop_desktop.ui.widgets.button import Button, icon_button
from microshop_desktop.ui.widgets.choices import ComboBox
from microshop_desktop.ui.widgets.elided_label import ElidedLabel
from microshop_desktop.ui.widgets.labels import IconLabel, hairline, label, surface
from microshop_desktop.ui.widgets.stepper import Stepper

PACK_WIDTH, COST_WIDTH, LANDED_WIDTH, TOTAL_WIDTH, BIN_WIDTH = 150, 100, 92, 96, 40
_PHOTO = 40


class LineWidget(QFrame):
    """Shows a line of the model; signals say what is wanted, with the line's number."""

    quantity_set = Signal(int, int)
    pack_set = Signal(int, int)
    cost_set = Signal(int, object)
    price_taken = Signal(int, int)
    price_left = Signal(int)
    removed = Signal(int)
    entered = Signal()
    """Enter was pressed on the cost: the next scan can come."""

    def __init__(self, model: GoodsInModel, line: Line, *, photos: Photos) -> None:
        super().__init__()
        self._model, self.no = model, line.no
        set_look(self, surface="surface")
        self._newest = False
        self._photo = _Photo(photos, line)
        self._name = ElidedLabel(_full_name(line), kind="strong")
        self._pieces = ElidedLabel(kind="micro", tone="muted")
        self.pack = ComboBox()
        self.quantity = Stepper(low=1000)
        self.quantity.set_show(quantity_text)
        self.cost = AmountEdit(model.desk.currency.exponent)
        self.cost.setAccessibleName(_("Cost"))
        self._landed = label(kind="body")
        self._total = label(kind="strong")
        self._change = _ChangeBar()
        self._build()
        self._connect()
        self.show_line(line)

    def show_line(self, line: Line) -> None:
        """Show what the line is now, without touching a field that is being typed in."""
        model, currency = self._model, self._model.desk.currency
        self._pieces.setText(model.pieces_text(line))
        if self.pack.count() != len(line.packs):
            self.pack.clear()
            for place, pack in enumerate(line.packs):
                self.pack.addItem(model.pack_text(line, pack), place)
        self.pack.choose(line.place)
        self.pack.setEnabled(len(line.packs) > 1)
        self.quantity.set_value(line.quantity)
        if not self.cost.hasFocus():
            self.cost.set_value(line.unit_cost)
        set_look(self.cost, problem=line.unit_cost is None)
        self._landed.setText("" if line.unit_cost is None else model.landed_text(line))
        self._total.setText(amount_text(line.as_delivered.total, currency))
        change = model.cost_change(line)
        self._change.show_change(change if change is not None and change.rises else None)

    def mark_newest(self, *, newest: bool) -> None:
        """Paint it as the line that was scanned last."""
        self._newest = newest
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._newest:
            theme, painter = current(), QPainter(self)
            painter.fillRect(self.rect(), theme.colour("selected"))
            painter.fillRect(QRectF(0, 0, 3, self.height()), theme.colour("accent"))

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(10)
        row.addWidget(self._photo)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._name)
        texts.addWidget(self._pieces)
        row.addLayout(texts, 1)
        px = current().px
        self.pack.setFixedWidth(px(PACK_WIDTH))
        self.cost.setFixedWidth(px(COST_WIDTH))
        row.addWidget(self.pack)
        row.addWidget(self.quantity)
        row.addWidget(self.cost)
        for figure, width in ((self._landed, LANDED_WIDTH), (self._total, TOTAL_WIDTH)):
            figure.setFixedWidth(px(width))
            figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(figure)
        self._bin = icon_button("trash", _("Remove the line"))
        row.addWidget(self._bin)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._change)
        column.addWidget(hairline())

    def _connect(self) -> None:
        self.quantity.changed.connect(lambda value: self.quantity_set.emit(self.no, value))
        self.pack.activated.connect(lambda place: self.pack_set.emit(self.no, place))
        self.cost.editingFinished.connect(self._tell_cost)
        self.cost.returnPressed.connect(self.entered)
        self._bin.clicked.connect(lambda: self.removed.emit(self.no))
        self._change.taken.connect(lambda price: self.price_taken.emit(self.no, price))
        self._change.left.connect(lambda: self.price_left.emit(self.no))

    def _tell_cost(self) -> None:
        value = self.cost.value
        if self.cost.isModified() and (value is None or value >= 0):
            self.cost.setModified(False)
            self.cost_set.emit(self.no, value)


class _Photo(QWidget):
    """The photo of the goods."""

    def __init__(self, photos: Photos, line: Line) -> None:
        super().__init__()
        self._photos, self._goods = photos, line.goods
        side = current().px(_PHOTO)
        self.setFixedSize(side, side)
        photos.loaded.connect(self.update)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        paint_photo(
            QPainter(self),
            QRectF(self.rect()),
            self._photos,
            name=self._goods.name,
            picture=self._goods.picture,
        )


class _ChangeBar(QWidget):
    """Says that the cost rose, and offers a price that keeps the margin."""

    taken = Signal(int)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._price = 0
        self._text = label(kind="body", tone="onWarning", wrap=True)
        self._take = Button()
        self._leave = Button(_("Leave it"), kind="ghost")
        frame = surface("warning")
        row = QHBoxLayout(frame)
        row.setContentsMargins(12, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(IconLabel("trend-up", 20, "onWarningSoft"))
        row.addWidget(self._text, 1)
        row.addWidget(self._take)
        row.addWidget(self._leave)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(66, 0, 16, 8)
        outer.addWidget(frame)
        self._take.clicked.connect(lambda: self.taken.emit(self._price))
        self._leave.clicked.connect(self.left)

    def show_change(self, change: CostChange | None) -> None:
        """Show a change, or hide where there is none to settle."""
        self.setVisible(change is not None)
        if change is None:
            return
        self._text.setText(change.text)
        self._price = change.new_price or 0
        self._take.set_label(change.offer)
        self._take.setVisible(change.new_price is not None)


def _full_name(line: Line) -> str:
    return " ".join(part for part in (line.goods.name, line.goods.spec) if part)
