"""The middle column: the parcels by crate, and the column of numbers that is pasted into them."""

from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from microshop_desktop.infra.formats import number_text
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.ui.pick.parcel_row import COURIER, CRATE, GAP, NUMBER, SIDE, TICK, ParcelRow
from microshop_desktop.ui.pick.view_model import PickModel
from microshop_desktop.ui.style_sheet import set_look
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.choices import CheckBox
from microshop_desktop.ui.widgets.elided_label import ElidedLabel
from microshop_desktop.ui.widgets.empty_state import EmptyState
from microshop_desktop.ui.widgets.labels import hairline, label, surface

_BADGE = 22


class ParcelsPane(QFrame):
    """Signals tell what a person wants of which order; the page does it."""

    chosen = Signal(object, bool)
    all_chosen = Signal(bool)
    courier_chosen = Signal(object, str)
    typed = Signal(object, str)
    kept = Signal()
    scanned = Signal(object, str)
    pasted = Signal(object, str)
    part_asked = Signal(object)
    trust_asked = Signal(object)
    looked_at = Signal(object)
    tabbed = Signal()
    sheet_asked = Signal()

    def __init__(self, model: PickModel) -> None:
        super().__init__()
        set_look(self, surface="card")
        self._model = model
        self.rows: dict[UUID, ParcelRow] = {}
        self._title = ElidedLabel(kind="title")
        self.paste_button = Button(_("Paste a column of numbers"), icon="clipboard-text")
        self.sheet_button = Button(_("Excel"), icon="download-simple")
        self.sheet_button.setToolTip(_("Sheet for the courier's batch form"))
        self.all = CheckBox()
        self.all.setAccessibleName(_("Ship all that are picked"))
        self._list = QVBoxLayout()
        self._area = QScrollArea()
        self._empty = EmptyState("truck", _("Nothing to ship. New orders come with the next sync."))
        self._foot = label(kind="micro", tone="muted", wrap=True)
        self._build()

    def refresh(self) -> None:
        """Show the parcels; those that stay keep their fields."""
        parcels = self._model.parcels
        gone = set(self.rows) - {parcel.order for parcel in parcels}
        for order in gone:
            row = self.rows.pop(order)
            row.hide()
            row.deleteLater()
        shown = self._model.shown
        for place, parcel in enumerate(parcels):
            row = self.rows.get(parcel.order) or self._new_row(parcel.order)
            if self._list.indexOf(row) != place:
                self._list.insertWidget(place, row)
            row.show_parcel(parcel)
            row.mark(is_current=shown is not None and shown.order == parcel.order)
        self._empty.setVisible(not parcels)
        count = len(parcels)
        text = ngettext("{count} parcel", "{count} parcels", count)
        self._title.setText(text.format(count=number_text(count)))
        self._show_all()
        self.sheet_button.setEnabled(bool(parcels))
        self._foot.setText(self._foot_text())

    def show_current(self) -> None:
        """Bring the parcel whose slip is shown into view; the focus stays where it is."""
        shown = self._model.shown
        if shown is not None and shown.order in self.rows:
            self._list.activate()
            self._area.ensureWidgetVisible(self.rows[shown.order], 0, 0)

    def takes_number(self, order: UUID | None) -> bool:
        """Whether a parcel has a field for its number."""
        row = None if order is None else self.rows.get(order)
        return row is not None and not row.field.isHidden()

    def go_to(self, order: UUID | None) -> bool:
        """Place the focus in the number of a parcel; false where it takes none."""
        if order is None or not self.takes_number(order):
            return False
        row = self.rows[order]
        row.field.setFocus(Qt.FocusReason.TabFocusReason)
        row.field.selectAll()
        self._area.ensureWidgetVisible(row)
        return True

    def step(self, order: UUID, by: int) -> bool:
        """Go to the next number above or below; false where there is none."""
        places = [parcel.order for parcel in self._model.parcels]
        place = places.index(order) + by
        while 0 <= place < len(places):
            if self.go_to(places[place]):
                return True
            place += by
        return False

    def paste(self) -> None:
        """Take the clipboard as a column, from the first parcel without a number on."""
        self.pasted.emit(None, QGuiApplication.clipboard().text())

    def _show_all(self) -> None:
        """Tick the head where every parcel is to leave that may, half where some are."""
        free = [parcel for parcel in self._model.parcels if not parcel.is_held]
        chosen = [parcel for parcel in free if self._model.is_chosen(parcel)]
        self.all.show_share(every=bool(free) and len(chosen) == len(free), some=bool(chosen))
        self.all.setEnabled(any(parcel.is_ready for parcel in free))

    def _choose_all(self) -> None:
        """Choose what is packed; once all of that is to leave, let it stay."""
        ready = [parcel for parcel in self._model.parcels if parcel.is_ready]
        self.all_chosen.emit(not all(map(self._model.is_chosen, ready)))

    def _new_row(self, order: UUID) -> ParcelRow:
        row = ParcelRow(self._model, order)
        row.chosen.connect(self.chosen)
        row.courier_chosen.connect(self.courier_chosen)
        row.typed.connect(self.typed)
        row.kept.connect(self.kept)
        row.scanned.connect(self.scanned)
        row.column_pasted.connect(self.pasted)
        row.part_asked.connect(self.part_asked)
        row.trust_asked.connect(self.trust_asked)
        row.looked_at.connect(self.looked_at)
        row.tabbed.connect(self.tabbed)
        row.moved.connect(self.step)
        self.rows[order] = row
        return row

    def _foot_text(self) -> str:
        count, over = self._model.open_count, self._model.over
        said = _("Shops are told only of good numbers")
        if count:
            rest = ngettext("{count} not picked stays", "{count} not picked stay", count)
            text = rest.format(count=number_text(count))
            said = _("{first}; {second}").format(first=said, second=text)
        if over:
            more = ngettext(
                "{count} more waits for the next round",
                "{count} more wait for the next round",
                over,
            )
            text = more.format(count=number_text(over))
            said = _("{first}; {second}").format(first=said, second=text)
        return said

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(SIDE, 5, SIDE, 5)
        head.addWidget(self._title, 1)
        head.setSpacing(8)
        head.addWidget(self.sheet_button)
        head.addWidget(self.paste_button)
        column.addLayout(head)
        self.sheet_button.setVisible(self._model.desk.may_export)
        column.addWidget(hairline())
        column.addWidget(self._heads())
        column.addWidget(hairline())
        column.addWidget(self._scroll(), 1)
        foot = surface("foot")
        inside = QHBoxLayout(foot)
        inside.setContentsMargins(SIDE, 8, SIDE, 8)
        inside.addWidget(self._foot)
        column.addWidget(foot)
        self.paste_button.clicked.connect(self.paste)
        self.sheet_button.clicked.connect(self.sheet_asked)
        self.all.clicked.connect(self._choose_all)

    def _heads(self) -> QWidget:
        px = current().px
        heads = QWidget()
        row = QHBoxLayout(heads)
        row.setContentsMargins(SIDE, 0, SIDE, 0)
        row.setSpacing(GAP)
        self.all.setFixedWidth(px(TICK))
        row.addWidget(self.all)
        for text, width in ((_("Crate"), CRATE), ("", _BADGE)):
            part = ElidedLabel(text, kind="micro", tone="muted")
            part.setFixedWidth(px(width))
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            row.addWidget(part)
        row.addWidget(ElidedLabel(_("Order · buyer"), kind="micro", tone="muted"), 1)
        for text, width in ((_("Courier"), COURIER), (_("Tracking number"), NUMBER)):
            part = ElidedLabel(text, kind="micro", tone="muted")
            part.setFixedWidth(px(width))
            row.addWidget(part)
        return heads

    def _scroll(self) -> QScrollArea:
        area = self._area
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = surface("surface")
        outer = QVBoxLayout(inside)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._list.setSpacing(0)
        outer.addLayout(self._list)
        outer.addWidget(self._empty, 1)
        outer.addStretch(1)
        area.setWidget(inside)
        return area
