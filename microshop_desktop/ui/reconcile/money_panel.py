"""The right column: where the money is, what will be booked, and the one button."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from microshop_desktop.domain.basket import Method
from microshop_desktop.infra.formats import amount_text, money_text
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.infra.words import method_text
from microshop_desktop.ui.reconcile.entries import YUAN
from microshop_desktop.ui.reconcile.loaded import icon_of, tone_of
from microshop_desktop.ui.reconcile.row_list import RowList
from microshop_desktop.ui.reconcile.view_model import PLATFORMS, ReconcileModel
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.banner import Banner
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.labels import IconLabel, hairline, label

_WIDTH = 340


class MoneyPanel(QFrame):
    """Shows a model's sums; `book_asked` is sent by the button and by Ctrl+Enter."""

    book_asked = Signal()

    def __init__(self, model: ReconcileModel) -> None:
        super().__init__()
        self._model = model
        self.setProperty("surface", "panel")
        self.setFixedWidth(current().px(_WIDTH))
        self._cells = {
            (row, column): label("", kind="strong" if row == 3 else "body")
            for row in range(4)
            for column in range(2)
        }
        self._fees = label(tone="muted", wrap=True)
        self._sum = label(kind="figure")
        self._payout = label(kind="micro", tone="muted", wrap=True)
        self.plan = RowList(narrow=True)
        self.area = QScrollArea()
        self.button = Button(kind="primary", icon="check", key="Ctrl+Enter", size="pay")
        self.button.clicked.connect(self.book_asked)
        self._left = label(kind="micro", tone="muted", wrap=True)
        self._left.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._build()
        self.refresh()

    def refresh(self) -> None:
        """Show the sums as they are now."""
        total = 0
        for column, (_method, figures) in enumerate(self._model.figures()):
            total += figures.to_bank
            amounts = (figures.received, -figures.returned, -figures.fees, figures.to_bank)
            for row, amount in enumerate(amounts):
                self._cells[row, column].setText(amount_text(amount, YUAN))
        self._sum.setText(money_text(total, YUAN))
        self._payout.setText(self._model.payout_text())
        self._payout.setVisible(bool(self._payout.text()))
        self._fees.setText(self._model.fee_text())
        self.plan.show_rows(self._model.to_book())
        settled, left = self._model.counts_to_book()
        text = ngettext("Book {count}", "Book {count}", settled).format(count=settled)
        self.button.set_label(text if settled else _("Book the bills"))
        self.button.setEnabled(self._model.has_work and self._model.desk.may_book)
        self._left.setText(self._left_text(left))

    def _left_text(self, left: int) -> str:
        if not self._model.desk.may_book:
            return _("Only the owner books bills, or somebody the owner allows it.")
        reason = self._model.idle_reason()
        if reason or not left:
            return reason
        return ngettext("{count} stays for later", "{count} stay for later", left).format(
            count=left
        )

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addWidget(self._scroll(), 1)
        column.addWidget(self.button)
        column.addWidget(self._left)

    def _scroll(self) -> QScrollArea:
        """Hold all that may need more height than there is, each row at its own height."""
        area = self.area
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(10)
        column.addWidget(label(_("Where the money is"), kind="title"))
        column.addLayout(self._grid())
        column.addWidget(hairline())
        column.addLayout(self._both())
        column.addWidget(hairline())
        column.addWidget(label(_("Will be booked"), kind="strong"))
        column.addWidget(self.plan)
        column.addStretch(1)
        text = _("This day can be reconciled again. The bill itself goes with the backups.")
        column.addWidget(Banner(text, tone="quiet"))
        area.setWidget(inside)
        return area

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(current().px(12))
        grid.setColumnStretch(0, 1)
        right = Qt.AlignmentFlag.AlignRight
        grid.addWidget(label(_("Yuan"), kind="micro", tone="muted"), 0, 0)
        for column, method in enumerate(PLATFORMS):
            grid.addWidget(_platform(method), 0, column + 1, right)
        heads = (
            label(_("Taken in"), tone="muted", wrap=True),
            label(_("Refunded"), tone="muted", wrap=True),
            self._fees,
            label(_("To the bank"), kind="strong", wrap=True),
        )
        for row, head in enumerate(heads):
            grid.addWidget(head, row + 1, 0)
            for column in range(2):
                cell = self._cells[row, column]
                cell.setMinimumWidth(current().px(84))
                cell.setAlignment(right)
                grid.addWidget(cell, row + 1, column + 1)
        return grid

    def _both(self) -> QHBoxLayout:
        row = QHBoxLayout()
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(label(_("Both together"), kind="strong", wrap=True))
        names.addWidget(self._payout)
        row.addLayout(names, 1)
        row.addWidget(self._sum)
        return row


def _platform(method: Method) -> QWidget:
    held = QWidget()
    row = QHBoxLayout(held)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    row.addStretch(1)
    row.addWidget(IconLabel(icon_of(method), 18, tone_of(method)))
    row.addWidget(label(method_text(method.value), kind="micro", tone="muted"))
    return held
