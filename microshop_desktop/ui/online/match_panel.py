"""The panel of one listing: its goods here, how many of them it is, and what else can be done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from microshop_desktop.infra.translations import _
from microshop_desktop.services.matching import MatchRow, MatchState
from microshop_desktop.ui.online import match_words as words
from microshop_desktop.ui.online.match_desk import Candidate
from microshop_desktop.ui.online.match_model import MatchModel
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.channel_badge import ChannelBadge
from microshop_desktop.ui.widgets.labels import label
from microshop_desktop.ui.widgets.panel import Panel
from microshop_desktop.ui.widgets.radio_card import RadioCard
from microshop_desktop.ui.widgets.search_field import SearchField
from microshop_desktop.ui.widgets.stepper import Stepper

_WIDTH, _MOST = 400, 1000


class MatchPanel(Panel):
    """Its buttons tell what they want; `searched` a text; `changed`: another choice was made."""

    link_asked = Signal()
    unlink_asked = Signal()
    alone_asked = Signal()
    new_asked = Signal()
    searched = Signal(str)
    changed = Signal()

    def __init__(self, model: MatchModel) -> None:
        super().__init__(width=_WIDTH)
        self._model = model
        self.cards: list[RadioCard] = []
        self._badge = ChannelBadge(side=32)
        self._there = label(kind="body", wrap=True)
        self._linked = label(kind="strong", wrap=True)
        self.search = SearchField(_("Another product: name, pinyin or code"), key="")
        self._offered = QVBoxLayout()
        self._none = label(kind="micro", tone="muted", wrap=True)
        self.factor = Stepper(low=1, high=_MOST, step=1)
        self._unit = label(kind="body")
        self._prices = label(kind="micro", tone="muted", wrap=True)
        self.link = Button(kind="primary", size="large", icon="link")
        self.make_new = Button(_("New product from this"), icon="plus")
        self.alone = Button(icon="prohibit")
        self.unlink = Button(_("Unlink"), icon="x")
        self._build()
        self._connect()

    def show_row(self, row: MatchRow) -> None:
        """Show a listing and what is offered for it."""
        name = self._model.account_name(row.account)
        self.set_title(row.name, name)
        self._badge.show_source(self._model.source(row.account))
        self._there.setText(words.there_text(row) or _("No price and no code is told."))
        self._linked.setVisible(row.own is not None)
        if row.own is not None:
            goods = words.goods_text(row.own.name, row.factor)
            self._linked.setText(_("Linked to {goods}").format(goods=goods))
        self._show_candidates(row)
        self._show_factor(row)
        self._show_buttons(row)

    def _show_candidates(self, row: MatchRow) -> None:
        for card in self.cards:
            self._offered.removeWidget(card)
            card.hide()
            card.deleteLater()
        offered = self._model.candidates(row.id)
        choice = self._model.choice(row.id)
        chosen = None if choice is None else choice.candidate.own.sku
        self.cards = [self._card(row, each, chosen=each.own.sku == chosen) for each in offered]
        for card in self.cards:
            self._offered.addWidget(card)
        self._none.setVisible(not offered and row.state is MatchState.OPEN)
        known = self._model.is_known(row.id)
        self._none.setText(_("Nothing is like it") if known else _("Looking for something alike…"))

    def _card(self, row: MatchRow, candidate: Candidate, *, chosen: bool) -> RadioCard:
        effect = words.effect_text(candidate, self._model.desk.currency)
        card = RadioCard(candidate.own.name, effect)
        card.setChecked(chosen)
        card.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        card.clicked.connect(lambda: self._choose(row, candidate))
        return card

    def _show_factor(self, row: MatchRow) -> None:
        choice = self._model.choice(row.id)
        for part in (self._factor_row, self._prices):
            part.setVisible(choice is not None)
        if choice is None:
            return
        self.factor.set_value(choice.factor)
        own = choice.candidate.own
        unit = own.unit or _("piece")
        self._unit.setText(_("× {unit} here").format(unit=unit))
        self._prices.setText(words.prices_text(row, own, choice.factor, self._model.desk.currency))

    def _show_buttons(self, row: MatchRow) -> None:
        choice = self._model.choice(row.id)
        self.link.setVisible(choice is not None)
        self.link.set_label(_("Link to other goods") if row.own is not None else _("Link"))
        self.make_new.setVisible(row.own is None and self._model.desk.may_create)
        self.unlink.setVisible(row.own is not None)
        alone = row.state is MatchState.ALONE
        self.alone.set_label(_("Sync it again") if alone else _("Do not sync this one"))
        self.alone.set_icon_name("play" if alone else "prohibit")

    def _choose(self, row: MatchRow, candidate: Candidate) -> None:
        self._model.choose(row.id, candidate)
        self.changed.emit()

    def _set_factor(self, value: int) -> None:
        row = self._model.current
        choice = None if row is None else self._model.choice(row.id)
        if row is not None and choice is not None:
            self._model.choose(row.id, choice.candidate, value)
            self.changed.emit()

    def _connect(self) -> None:
        self.factor.changed.connect(self._set_factor)
        self.search.submitted.connect(self.searched)
        self.link.clicked.connect(self.link_asked)
        self.make_new.clicked.connect(self.new_asked)
        self.alone.clicked.connect(self.alone_asked)
        self.unlink.clicked.connect(self.unlink_asked)

    def _build(self) -> None:
        self.put_before_title(self._badge)
        self.body.addWidget(self._there)
        self.body.addWidget(self._linked)
        self.body.addWidget(label(_("Which goods are these here?"), kind="strong", wrap=True))
        self.body.addWidget(self.search)
        self._offered.setSpacing(8)
        self.body.addLayout(self._offered)
        self.body.addWidget(self._none)
        self._factor_row = QWidget()
        row = QHBoxLayout(self._factor_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(label(_("One piece there is"), wrap=True), 1)
        row.addWidget(self.factor)
        row.addWidget(self._unit)
        self.factor.setAccessibleName(_("One piece there is so many here"))
        self.body.addWidget(self._factor_row)
        self.body.addWidget(self._prices)
        self.add_action(self.link)
        for button in (self.make_new, self.alone, self.unlink):
            self.add_action(button)
