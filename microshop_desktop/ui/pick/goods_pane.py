"""The left column: the scan field, what is wrong with the last piece, and the goods by shelf."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.infra.formats import number_text
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.pick.goods_list import GoodsList
from microshop_desktop.ui.pick.pasting import pasted_column
from microshop_desktop.ui.pick.view_model import PickModel
from microshop_desktop.ui.sell.photos import Photos
from microshop_desktop.ui.style_sheet import set_look
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import Button, icon_button
from microshop_desktop.ui.widgets.elided_label import ElidedLabel
from microshop_desktop.ui.widgets.labels import IconLabel, hairline, label, surface
from microshop_desktop.ui.widgets.search_field import SearchField


class WrongBar(QFrame):
    """The red bar: a wrong piece, what is wanted, where this one goes back to."""

    seen = Signal()

    def __init__(self, *, one_line: bool) -> None:
        super().__init__()
        set_look(self, surface="danger")
        self._one_line = one_line
        self.title = label(kind="strong", tone="onDanger", wrap=not one_line)
        self.detail = label(kind="micro", tone="onDanger", wrap=True)
        self.line = ElidedLabel(kind="strong", tone="onDanger")
        self.button = Button(_("Got it"))
        self.button.clicked.connect(self.seen)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        for part in (self.line,) if one_line else (self.title, self.detail):
            texts.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 4 if one_line else 10, 14, 4 if one_line else 10)
        row.setSpacing(12)
        row.addWidget(IconLabel("warning-circle-fill", 28, "danger"))
        row.addLayout(texts, 1)
        row.addWidget(self.button)
        self.hide()

    def say(self, title: str, detail: str) -> None:
        """Show what is wrong; an empty title hides the bar."""
        self.line.setText(f"{title} · {detail}")
        self.title.setText(title)
        self.detail.setText(detail)
        self.setVisible(bool(title))


class GoodsPane(QFrame):
    """`scanned` tells a code that was typed, `ticked` goods, `left_right` that Tab was pressed."""

    scanned = Signal(str)
    ticked = Signal(object)
    print_asked = Signal()
    left_right = Signal()
    column_pasted = Signal(str)

    def __init__(self, model: PickModel, photos: Photos) -> None:
        super().__init__()
        set_look(self, surface="card")
        self._model = model
        self._count = label(kind="body", tone="muted")
        self.print_button = icon_button("printer", _("A4 pick list"))
        self.field = SearchField(
            _("Scan each piece you take"), icon="barcode", key="F2", large=True
        )
        self.wrong = WrongBar(one_line=False)
        self.list = GoodsList(photos)
        self._build()
        self._connect()

    def refresh(self) -> None:
        """Show what is to be taken, and what is wrong."""
        model = self._model
        done, count = model.counts
        text = _("{picked} / {count} pcs").format(
            picked=number_text(done), count=number_text(count)
        )
        self._count.setText(text)
        self.list.show_shelves(model.shelves, model.wanted)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tab leads from the scan field to the numbers, and a pasted column goes there too."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Tab and not event.modifiers():
                self.left_right.emit()
                return True
            column = pasted_column(event)
            if column:
                self.column_pasted.emit(column)
                return True
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(hairline())
        around = QWidget()
        inside = QVBoxLayout(around)
        inside.setContentsMargins(14, 10, 14, 10)
        inside.addWidget(self.field)
        column.addWidget(around)
        column.addWidget(self.wrong)
        column.addWidget(self.list, 1)

    def _head(self) -> QWidget:
        head = surface("head")
        row = QHBoxLayout(head)
        row.setContentsMargins(14, 4, 8, 4)
        row.setSpacing(10)
        row.addWidget(ElidedLabel(_("Pick by shelf"), kind="title"), 1)
        row.addWidget(self._count)
        row.addWidget(self.print_button)
        head.setMinimumHeight(current().px(50))
        return head

    def _connect(self) -> None:
        self.field.submitted.connect(self._submit)
        self.field.edit.installEventFilter(self)
        self.field.left_down.connect(self._into_list)
        self.list.ticked.connect(self.ticked)
        self.print_button.clicked.connect(self.print_asked)

    def _submit(self, text: str) -> None:
        self.field.edit.clear()
        self.scanned.emit(text)

    def _into_list(self) -> None:
        self.list.setFocus(Qt.FocusReason.TabFocusReason)
        place = self.list.goods.next_place()
        if place >= 0:
            self.list.setCurrentIndex(self.list.goods.index(place))
