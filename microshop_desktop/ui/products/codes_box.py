"""The barcodes of a variant: drawn bars, what they are of, a field that takes a scanned one."""

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.domain.barcode_bars import bars
from microshop_desktop.infra.translations import _
from microshop_desktop.services.catalogue_records import SkuForm
from microshop_desktop.ui.products.draft import unit_text
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import Button, icon_button
from microshop_desktop.ui.widgets.elided_label import ElidedLabel
from microshop_desktop.ui.widgets.labels import label
from microshop_desktop.ui.widgets.pill import Pill

_QUIET = 4


class BarsView(QWidget):
    """The bars of a code, black on white in every theme; empty for codes without bars."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self._modules = bars(code)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(95 + 2 * _QUIET, current().px(28))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._modules:
            return
        theme, painter = current(), QPainter(self)
        painter.fillRect(self.rect(), theme.colour("qrPaper"))
        left = (self.width() - len(self._modules)) // 2
        for place, module in enumerate(self._modules):
            if module == "1":
                bar = QRectF(left + place, 2, 1, self.height() - 4)
                painter.fillRect(bar, theme.colour("qrInk"))


class CodesBox(QWidget):
    """Sends what is added or removed; the panel keeps it."""

    added = Signal(str)
    removed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(label(_("Barcodes"), kind="strong"))
        head.addStretch(1)
        self._scan = Button(_("Scan one to add"), kind="ghost", icon="plus")
        self._scan.clicked.connect(self.begin)
        head.addWidget(self._scan)
        self._column.addLayout(head)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self._column.addLayout(self._rows)
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("Scan the code, or type it and press Enter"))
        self.field.setAccessibleName(_("New barcode"))
        self.field.returnPressed.connect(self._take)
        self.field.hide()
        self._column.addWidget(self.field)

    def begin(self) -> None:
        """Show the field; the next scan goes into it."""
        self.field.show()
        self.field.setFocus()

    @property
    def is_waiting(self) -> bool:
        """Whether the field is open."""
        return not self.field.isHidden()

    def stop(self) -> None:
        """Close the field."""
        self.field.clear()
        self.field.hide()

    def claims_scan(self, code: str) -> bool:
        """Add a scanned code while the field has the focus."""
        if not self.is_waiting:
            return False
        self.field.clear()
        self.added.emit(code)
        return True

    def show_codes(self, sku: SkuForm, *, editable: bool) -> None:
        """Show the codes of a variant and of its packs."""
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._scan.setVisible(editable)
        for code in sku.codes:
            self._rows.addWidget(self._row(code, sku.unit, editable=editable))
        for unit in sku.units:
            for code in unit.codes:
                self._rows.addWidget(self._row(code, unit_text(unit), editable=editable))

    def _row(self, code: str, of: str, *, editable: bool) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        if bars(code):
            line.addWidget(BarsView(code))
        line.addWidget(ElidedLabel(code), 1)
        if of:
            line.addWidget(Pill(of))
        if editable:
            remove = icon_button("x", _("Remove the code {code}").format(code=code))
            remove.clicked.connect(lambda: self.removed.emit(code))
            line.addWidget(remove)
        row.setFixedHeight(current().px(40))
        return row

    def _take(self) -> None:
        code = self.field.text().strip()
        if code:
            self.field.clear()
            self.added.emit(code)
