"""Pick, pack and ship: opened over the list of orders, left by Esc."""

from collections.abc import Callable, Sequence
from typing import TypeVar
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.infra.formats import number_text
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.services.picking_values import Sent
from microshop_desktop.ui.page import Command, Shell
from microshop_desktop.ui.pick.columns import GOODS, PARCELS, Columns
from microshop_desktop.ui.pick.goods_pane import GoodsPane, WrongBar
from microshop_desktop.ui.pick.papers import PaperActs
from microshop_desktop.ui.pick.parcels_pane import ParcelsPane
from microshop_desktop.ui.pick.slip_pane import SlipPane
from microshop_desktop.ui.pick.view_model import PickModel
from microshop_desktop.ui.pick.words import (
    left_text,
    orders_text,
    pieces_text,
    sent_text,
    until_text,
    wrong_detail,
    wrong_title,
)
from microshop_desktop.ui.sell.photos import Photos
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.confirm_dialog import Question
from microshop_desktop.ui.widgets.elided_label import ElidedLabel
from microshop_desktop.ui.widgets.labels import label
from microshop_desktop.ui.widgets.pill import Pill
from microshop_desktop.ui.widgets.toast import Toast

Result = TypeVar("Result")
_LOW = 664
"""Below this height of the page, what is wrong is said in one line."""


class PickPane(QWidget):
    """One round of the shop; `ended` when the person goes back to the orders."""

    ended = Signal()

    def __init__(self, shell: Shell, model: PickModel, photos: Photos) -> None:
        super().__init__()
        self._shell, self.model = shell, model
        self._summary = ElidedLabel(kind="body", tone="muted")
        self._hurry = Pill()
        self.back = Button(_("Orders"), icon="arrow-left", size="default")
        self.back.print_key("Esc")
        self.goods, self.parcels = GoodsPane(model, photos), ParcelsPane(model)
        self.slip = SlipPane(model)
        self._papers = PaperActs(shell, model, self)
        self.wrong_line = WrongBar(one_line=True)
        self.columns = Columns(self.goods, self.parcels, self.slip)
        self._build()
        self._connect()
        self.refresh()

    # ------------------------------------------------------------------ what the page asks

    def focus_search(self) -> None:
        """Place the focus in the scan field."""
        self.columns.show_pane(GOODS)
        self.goods.field.setFocus()

    def begin(self) -> None:
        """Place the focus where the person begins: at the number of an order opened for that."""
        if self.model.opened_alone is None or not self._go_to(self.model.opened_alone):
            self.focus_search()

    def escape(self) -> None:
        """Close the red bar, else empty the field, else go back to the orders."""
        if self.model.wrong is not None:
            self._settle_wrong()
        elif self.goods.field.text:
            self.goods.field.edit.clear()
        elif not self.goods.field.edit.hasFocus() and self.model.parcels:
            self.focus_search()
        else:
            self._try(self.model.keep_numbers)
            self.ended.emit()

    def undo(self) -> bool:
        """Put the last piece back."""
        done = self._try(self.model.undo)
        self._show_piece()
        return bool(done)

    def claims_scan(self, code: str) -> bool:
        """Every scan on this page is a piece that was taken; none goes to the basket."""
        self.scan(code)
        return True

    def commands(self) -> Sequence[Command]:
        """What can be done here."""
        return [
            Command(self.slip.ship_button.text(), self.ship, "Ctrl+Enter"),
            Command(self.slip.print_button.text(), self.print_slips, "Ctrl+P"),
            Command(_("Paste a column of numbers"), self.parcels.paste, "Ctrl+V"),
            Command(_("A4 pick list"), self.print_list),
            *(
                [Command(_("Sheet for the courier's batch form"), self._papers.write_sheet)]
                if self._may_export
                else []
            ),
            Command(_("Put the last piece back"), self.undo, "Ctrl+Z"),
            Command(_("Take the order out of this round"), self.drop),
            Command(_("End this round"), self.drop_all),
            Command(_("Back to the orders"), self.ended.emit, "Esc"),
        ]

    def refresh(self) -> None:
        """Show everything as it is now."""
        self.goods.refresh()
        self.parcels.refresh()
        self.slip.refresh()
        self._show_head()
        self._show_wrong()

    def reload(self) -> None:
        """Read the round anew, as after a sync or another till changed it."""
        self._try(self.model.refresh)
        self.refresh()

    # ------------------------------------------------------------------ taking goods

    def scan(self, code: str) -> None:
        """Tick a piece, or say loudly that it is a wrong one."""
        right = self._try(lambda: self.model.scan(code))
        self._show_piece()
        if right:
            self._shell.sounds.play("tick")
        elif self.model.wrong is not None:
            self._shell.sounds.play("unknown")
            title = wrong_title(self.model.wrong, code)
            detail = wrong_detail(self.model.wrong, self.model.wanted)
            self._shell.announce(f"{title}. {detail}", urgent=True)

    def _tick(self, row: object) -> None:
        done = self._try(lambda: self.model.tick(row))  # type: ignore[arg-type]
        self._shell.sounds.play("tick" if done else "unknown")
        self._show_piece()

    def _show_piece(self) -> None:
        """Show what became of a piece, with the parcel it belongs to in view."""
        self.refresh()
        self.parcels.show_current()

    def _settle_wrong(self) -> None:
        self.model.settle_wrong()
        self.refresh()
        self.focus_search()

    # ------------------------------------------------------------------ parcels

    def paste(self, first: UUID | None, text: str) -> None:
        """Put a column of numbers into the parcels."""
        pasted = self._try(lambda: self.model.paste(text, first))
        self.refresh()
        if pasted is None:
            return
        words = ngettext("{count} number pasted", "{count} numbers pasted", pasted.taken)
        said = words.format(count=number_text(pasted.taken))
        if not pasted.taken and not pasted.over:
            said = _("There are no numbers on the clipboard")
        elif pasted.over:
            more = ngettext(
                "{count} found no packed parcel", "{count} found no packed parcel", pasted.over
            )
            said = _("{first}; {second}").format(
                first=said, second=more.format(count=number_text(pasted.over))
            )
        self._shell.toast(Toast(said, icon="clipboard-text"))

    def _scan_number(self, order: UUID, code: str) -> None:
        """Keep a scanned number and go on to the next parcel that has none."""

        def keep() -> UUID | None:
            self.model.type_number(order, code)
            self.model.keep_numbers()
            return self.model.next_without_number(order)

        following = self._try(keep)
        self.refresh()
        good = order not in self.model.checked or self.model.checked[order].is_good
        self._shell.sounds.play("tick" if good else "unknown")
        if good:
            self._go_to(following)

    def _type(self, order: UUID, text: str) -> None:
        self._try(lambda: self.model.type_number(order, text))
        self.refresh()

    def _choose_all(self, chosen: bool) -> None:
        for parcel in self.model.parcels:
            if parcel.is_ready:
                self.model.choose(parcel.order, chosen=chosen)
        self.refresh()

    def _look_at(self, order: UUID) -> None:
        if self.model.current != order:
            self.model.current = order
            self.refresh()

    def drop(self) -> None:
        """Take the shown order out of the round."""
        shown = self.model.shown
        if shown is not None and self._may_drop():
            self._try(lambda: self.model.drop(shown.order))
            self.refresh()

    def drop_all(self) -> None:
        """End the round."""
        if self.model.parcels and self._may_drop():
            self._try(self.model.drop_all)
            self.ended.emit()

    def _may_drop(self) -> bool:
        if not self.model.is_touched:
            return True
        return self._shell.ask(
            Question(
                _("Take it out of this round?"),
                _("What is in its crate goes back to the shelf; the order stays to be shipped."),
                _("Take out"),
            )
        )

    # ------------------------------------------------------------------ papers and sending

    def ship(self) -> None:
        """Send what is good, and say what stays and why."""
        sent = self._try(self.model.ship)
        self.refresh()
        if sent is None:
            return
        self._tell(sent)
        if not self.model.parcels:
            self.ended.emit()

    def print_slips(self) -> None:
        """Print the slips of what is good."""
        self._try(self.model.keep_numbers)
        self._try(self._papers.print_slips)

    def print_list(self) -> None:
        """Print the pick list on A4."""
        self._try(self._papers.print_list)

    def _tell(self, sent: Sent) -> None:
        said = sent_text(sent)
        if said:
            self._shell.sounds.play("attention" if sent.stayed else "paid")
            self._shell.toast(Toast(said, icon="warning-circle" if sent.stayed else "truck"))
            self._shell.announce(said)

    # ------------------------------------------------------------------ inside

    @property
    def _may_export(self) -> bool:
        return self.model.desk.may_export

    def _show_head(self) -> None:
        model = self.model
        earliest, now = model.earliest, model.desk.now()
        pieces = sum(parcel.pieces for parcel in model.parcels)
        parts = [orders_text(len(model.parcels)), pieces_text(pieces)]
        if earliest is not None and earliest.ship_until is not None:
            parts.append(until_text(model.desk.local(earliest.ship_until), now))
        self._summary.setText(" · ".join(parts) if model.parcels else "")
        hurry = None if earliest is None else left_text(earliest, now)
        self._hurry.setVisible(hurry is not None)
        if hurry is not None:
            text, late = hurry
            self._hurry.show_state(text, tone="danger" if late else "warning", icon="clock")

    def _show_wrong(self) -> None:
        """Show what is wrong over the goods; in a low window in one line over all columns."""
        low = self.height() < current().px(_LOW)
        shown, hidden = self.goods.wrong, self.wrong_line
        if low:
            shown, hidden = hidden, shown
        hidden.say("", "")
        wrong = self.model.wrong
        if wrong is None:
            shown.say("", "")
        else:
            title = wrong_title(wrong, self.model.wrong_code)
            shown.say(title, wrong_detail(wrong, self.model.wanted))

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(label(_("Pick and ship"), kind="title"))
        head.addWidget(self._summary, 1)
        if not current().roomy:
            head.addWidget(self.columns.tabs)
        head.addWidget(self._hurry)
        head.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(12)
        column.addLayout(head)
        if current().roomy:
            column.addWidget(self.columns.tabs)
        column.addWidget(self.wrong_line)
        column.addWidget(self.columns, 1)

    def _connect(self) -> None:
        goods, parcels, slip = self.goods, self.parcels, self.slip
        goods.scanned.connect(self.scan)
        goods.ticked.connect(self._tick)
        for bar in (goods.wrong, self.wrong_line):
            bar.seen.connect(self._settle_wrong)
        goods.print_asked.connect(self.print_list)
        goods.column_pasted.connect(lambda text: self.paste(None, text))
        goods.left_right.connect(self._to_numbers)
        parcels.tabbed.connect(self.focus_search)
        parcels.looked_at.connect(self._look_at)
        parcels.typed.connect(self._type)
        parcels.kept.connect(self._doer(self.model.keep_numbers))
        parcels.scanned.connect(self._scan_number)
        parcels.pasted.connect(self.paste)
        parcels.all_chosen.connect(self._choose_all)
        parcels.chosen.connect(
            self._doer(lambda order, chosen: self.model.choose(order, chosen=chosen))
        )
        parcels.courier_chosen.connect(self._doer(self.model.set_courier))
        parcels.part_asked.connect(self._doer(self.model.send_part))
        parcels.trust_asked.connect(self._doer(self.model.trust))
        slip.stepped.connect(self._doer(self.model.step))
        slip.list_asked.connect(self.print_list)
        parcels.sheet_asked.connect(self._papers.write_sheet)
        slip.print_asked.connect(self.print_slips)
        slip.ship_asked.connect(self.ship)
        self.back.clicked.connect(self._leave)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        paste.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        paste.activated.connect(parcels.paste)

    def _to_numbers(self) -> None:
        """Go to the first number that is missing, else to that of the shown parcel."""
        shown = self.model.shown
        if shown is None:
            return
        if not self._go_to(self.model.next_without_number(shown.order)):
            self._go_to(shown.order)

    def _go_to(self, order: UUID | None) -> bool:
        """Place the focus in the number of a parcel; false where it takes none."""
        if self.parcels.takes_number(order):
            self.columns.show_pane(PARCELS)
        return self.parcels.go_to(order)

    def _leave(self) -> None:
        self._try(self.model.keep_numbers)
        self.ended.emit()

    def _doer(self, act: Callable[..., object]) -> Callable[..., None]:
        """Return a slot that does something with the model and shows what came of it."""

        def do(*values: object) -> None:
            self._try(lambda: act(*values))
            self.refresh()

        return do

    def _try(self, act: Callable[[], Result]) -> Result | None:
        try:
            return act()
        except ShopError as problem:
            self._shell.report(problem)
            return None

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_wrong()
