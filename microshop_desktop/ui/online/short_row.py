"""Goods that are short, in the list of decisions: who gets how many, and what of the rest."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.infra.formats import number_text
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.ui.online.entries import Entry
from microshop_desktop.ui.online.entry_row import EntryRow
from microshop_desktop.ui.online.shortages import ClaimLook, ShortLook, stopped_text
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.channel_badge import ChannelBadge
from microshop_desktop.ui.widgets.elided_label import ElidedLabel
from microshop_desktop.ui.widgets.labels import hairline, label
from microshop_desktop.ui.widgets.pill import Pill
from microshop_desktop.ui.widgets.stepper import Stepper

_NUMBER, _CUSTOMER, _TIME, _STATE, _FIGURE = 130, 110, 110, 96, 62
Moment = Callable[[datetime], str]


class _Figure(QWidget):
    """A number under its name."""

    def __init__(self, name: str, value: str, *, tone: str = "text") -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for text in (
            label(name, kind="micro", tone="muted"),
            label(value, kind="title", tone=tone),
        ):
            text.setAlignment(Qt.AlignmentFlag.AlignRight)
            column.addWidget(text)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(current().px(_FIGURE), super().minimumSizeHint().height())


class ClaimRow(QWidget):
    """An order that wants the goods, with what it gets between − and +."""

    def __init__(self, look: ClaimLook, moment: Moment) -> None:
        super().__init__()
        self.look = look
        self.stepper = Stepper(high=max(look.most, look.given), step=1)
        self.stepper.set_value(look.given)
        self.stepper.setAccessibleName(
            _("{number}: {given} of {wanted}").format(
                number=look.number, given=look.given, wanted=look.wanted
            )
        )
        self.state = Pill()
        self._build(moment)

    def _build(self, moment: Moment) -> None:
        theme, look = current(), self.look
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(ChannelBadge(look.source, side=22))
        row.addWidget(
            _wide(ElidedLabel(look.number, kind="strong", is_number=True), theme.px(_NUMBER))
        )
        if not theme.roomy:
            row.addWidget(_wide(ElidedLabel(look.customer, tone="muted"), theme.px(_CUSTOMER)))
        row.addStretch(1)
        when = moment(look.since) if look.is_paid else _("not paid yet")
        time = _wide(ElidedLabel(when, kind="micro", tone="muted"), theme.px(_TIME))
        row.addWidget(time)
        row.addWidget(label(_("wants {count}").format(count=number_text(look.wanted))))
        row.addWidget(self.stepper)
        state = QHBoxLayout()
        state.addStretch(1)
        state.addWidget(self.state)
        holder = QWidget()
        state.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(state)
        row.addWidget(_wide(holder, theme.px(_STATE)))
        self._show_state()

    def _show_state(self) -> None:
        look = self.look
        if look.lacks:
            text = _("lacks {count}").format(count=number_text(look.lacks))
            self.state.show_state(text, tone="danger", icon="warning-circle")
        else:
            text = _("gets {count}").format(count=number_text(look.given))
            self.state.show_state(text, tone="success", icon="check-circle")


class ShortRow(EntryRow):
    """`given` tells what an order gets; `copied` asks for the text for buyers."""

    given = Signal(object, object, int)
    copied = Signal(object)

    def __init__(self, entry: Entry, index: int, short: ShortLook, moment: Moment) -> None:
        self._short, self._moment = short, moment
        self.claims: list[ClaimRow] = []
        self.copy = Button(_("Copy the text for buyers"), icon="copy")
        super().__init__(entry, index)
        self.copy.clicked.connect(lambda: self.copied.emit(self.entry))

    @override
    def head(self) -> QHBoxLayout:
        head = super().head()
        head.addWidget(_Figure(_("On the shelf"), self._short.there))
        head.addWidget(_Figure(_("Wanted"), self._short.wanted))
        head.addWidget(_Figure(_("Missing"), self._short.missing, tone="danger"))
        return head

    @override
    def middle(self) -> Sequence[QWidget]:
        parts: list[QWidget] = []
        for look in self._short.claims:
            claim = ClaimRow(look, self._moment)
            claim.stepper.changed.connect(partial(self._give, look))
            self.claims.append(claim)
            parts += [hairline(), claim]
        return [*parts, self._question()] if parts else []

    @override
    def foot(self) -> Sequence[QWidget]:
        if not self._short.claims:
            return ()
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(ElidedLabel(stopped_text(self._short), kind="micro", tone="muted"), 1)
        row.addWidget(self.copy)
        return (foot,)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step the pieces of the first order that lacks some: + gives, − takes."""
        steps = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}
        step = steps.get(Qt.Key(event.key()))
        if step is None or not self.claims:
            super().keyPressEvent(event)
            return
        lacking = [claim for claim in self.claims if claim.look.lacks]
        claim = (lacking or self.claims[-1:])[0]
        self._give(claim.look, claim.look.given + step)

    def _question(self) -> QLabel:
        lacks = self._short.lacks
        text = ngettext(
            "What of the {count} missing piece?", "What of the {count} missing pieces?", lacks
        )
        return label(text.format(count=number_text(lacks)), kind="micro", tone="muted")

    def _give(self, look: ClaimLook, pieces: int) -> None:
        self.given.emit(self.entry, look.line, pieces)


def _wide(part: QWidget, width: int) -> QWidget:
    part.setFixedWidth(width)
    return part
