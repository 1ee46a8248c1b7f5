"""The drawer “Why 11?”: who the goods are kept for, then every movement with the balance after."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from microshop_desktop.infra.formats import quantity_text
from microshop_desktop.infra.translations import _, pgettext
from microshop_desktop.services.stock_records import MovementRow, ReservationRow, Why
from microshop_desktop.ui.stock.texts import (
    ICONS,
    available_text,
    change_text,
    full_name,
    moment,
    movement_detail,
    movement_text,
    reservation_line,
)
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.elided_label import ElidedLabel
from microshop_desktop.ui.widgets.labels import IconLabel, hairline, label, surface
from microshop_desktop.ui.widgets.panel import Panel

_CHANGE_WIDTH = 56


class WhyPanel(Panel):
    """Shows a `Why`; `adjust_asked` when the quantity is to be changed."""

    adjust_asked = Signal()

    def __init__(self, *, zone: str) -> None:
        super().__init__()
        self._zone = zone
        self._content = QVBoxLayout()
        self._content.setSpacing(12)
        self.body.addLayout(self._content)
        self.adjust = Button(_("Change the quantity…"), icon="note-pencil", size="default")
        self.adjust.print_key("F4")
        self.adjust.clicked.connect(self.adjust_asked)
        self.add_action(self.adjust)

    def show_why(self, why: Why, *, today: date, may_adjust: bool) -> None:
        """Show the reasons for a SKU's figures."""
        row = why.row
        self.set_title(
            _("Why {quantity}?").format(quantity=available_text(row)),
            " · ".join(part for part in (full_name(row), row.shelf) if part),
        )
        self.adjust.setVisible(may_adjust)
        _empty(self._content)
        self._content.addWidget(_sum_card(why))
        if why.reservations:
            self._content.addWidget(label(_("Kept for"), kind="strong"))
            for reservation in why.reservations:
                self._content.addWidget(self._reservation(reservation, today))
            self._content.addWidget(hairline())
        self._content.addLayout(_movements_head())
        for movement in why.movements:
            self._content.addWidget(self._movement(movement, today))
        if not why.movements:
            self._content.addWidget(label(_("Nothing came or went yet."), tone="muted", wrap=True))
        if why.more:
            self._content.addWidget(
                label(_("There are older movements."), kind="micro", tone="muted")
            )

    def _reservation(self, row: ReservationRow, today: date) -> QWidget:
        line, layout = _line()
        layout.addWidget(IconLabel("clock", 20, "textMuted"))
        layout.addWidget(ElidedLabel(reservation_line(row)), 1)
        layout.addWidget(label(moment(row.at, self._zone, today), kind="micro", tone="muted"))
        layout.addWidget(label(quantity_text(row.quantity), kind="strong"))
        return line

    def _movement(self, movement: MovementRow, today: date) -> QWidget:
        line, layout = _line()
        layout.addWidget(
            IconLabel(ICONS[movement.kind], 20, "textMuted"), 0, Qt.AlignmentFlag.AlignTop
        )
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(ElidedLabel(movement_text(movement)))
        detail = movement_detail(movement, zone=self._zone, today=today)
        texts.addWidget(ElidedLabel(detail, kind="micro", tone="muted"))
        layout.addLayout(texts, 1)
        change = label(
            change_text(movement),
            kind="strong",
            tone="accent" if movement.quantity > 0 else "danger" if _is_loss(movement) else "",
        )
        balance = label(quantity_text(movement.balance or 0))
        for figure in (change, balance):
            figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            figure.setMinimumWidth(current().px(_CHANGE_WIDTH - 8))
            layout.addWidget(figure)
        return line


def _is_loss(movement: MovementRow) -> bool:
    return movement.quantity < 0 and movement.kind.value in {"loss", "count"}


def _sum_card(why: Why) -> QFrame:
    """On hand − reserved = available, in large figures."""
    row = why.row
    card = surface("sunken")
    grid = QGridLayout(card)
    grid.setContentsMargins(16, 10, 16, 10)
    figures = (
        (_("On hand"), quantity_text(row.on_hand), ""),
        (_("Reserved"), quantity_text(row.reserved), ""),
        (_("Available"), quantity_text(row.available), "accent"),
    )
    for place, (head, figure, tone) in enumerate(figures):
        for line, widget in enumerate(
            (label(head, kind="micro", tone="muted"), label(figure, kind="figure", tone=tone))
        ):
            widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(widget, line, 2 * place)
    for place, sign in ((1, "−"), (3, "=")):
        between = label(sign, kind="title", tone="muted")
        between.setAlignment(Qt.AlignmentFlag.AlignCenter)
        grid.addWidget(between, 0, place, 2, 1)
    for place in range(5):
        grid.setColumnStretch(place, 2 if place % 2 == 0 else 1)
    return card


def _movements_head() -> QHBoxLayout:
    head = QHBoxLayout()
    head.addWidget(label(_("How it came about"), kind="strong"), 1)
    for text in (pgettext("stock", "Change"), pgettext("stock", "Left")):
        part = label(text, kind="micro", tone="muted")
        part.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        part.setMinimumWidth(current().px(_CHANGE_WIDTH))
        head.addWidget(part)
    return head


def _line() -> tuple[QWidget, QHBoxLayout]:
    line = QWidget()
    layout = QHBoxLayout(line)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(10)
    return line, layout


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner, QHBoxLayout):
            while (part := inner.takeAt(0)) is not None:
                inside = part.widget()
                if inside is not None:
                    inside.hide()
                    inside.deleteLater()
