"""The head of the matching page: where back is, which listings are shown, and the button."""

from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from microshop_desktop.infra.translations import _, ngettext, pgettext
from microshop_desktop.services.matching import MatchState
from microshop_desktop.ui.online.match_model import MatchModel
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import Button, icon_button
from microshop_desktop.ui.widgets.choices import ComboBox
from microshop_desktop.ui.widgets.elided_label import ElidedLabel
from microshop_desktop.ui.widgets.labels import label
from microshop_desktop.ui.widgets.search_field import SearchField
from microshop_desktop.ui.widgets.segments import Segment, Segments

_ACCOUNTS = 200


class MatchHead(QWidget):
    """Texts and controls; the page listens to them."""

    def __init__(self, model: MatchModel) -> None:
        super().__init__()
        self._model = model
        self._shown: tuple[tuple[UUID, str], ...] = ()
        self.back = icon_button("arrow-left", _("Back to the online shops"))
        self._subtitle = ElidedLabel(tone="muted")
        self.link = Button(kind="primary", icon="link", key="Ctrl+Enter")
        self.states = Segments()
        self.accounts = ComboBox()
        self.accounts.setAccessibleName(_("Online shop"))
        self.accounts.setMinimumWidth(current().px(_ACCOUNTS))
        self.search = SearchField(_("Name or code there"))
        self.search.edit.setText(model.asked.text)
        self._build()

    @property
    def account(self) -> UUID | None:
        """The account whose listings are wanted, None for all."""
        found = self.accounts.currentData()
        return found if isinstance(found, UUID) else None

    def refresh(self) -> None:
        """Show how it stands now."""
        model, counts = self._model, self._model.counts
        names = {
            MatchState.OPEN: pgettext("listings", "Not matched"),
            MatchState.LINKED: pgettext("listings", "Matched"),
            MatchState.ALONE: pgettext("listings", "Left alone"),
        }
        self.states.set_segments(
            [Segment(s.value, names[s], count=str(counts.get(s, 0))) for s in MatchState]
        )
        self.states.choose(model.state.value)
        count = len(model.ticked())
        words = ngettext("Link the {count} ticked", "Link the {count} ticked", count)
        self.link.set_label(words.format(count=count))
        self.link.setEnabled(bool(count))
        self.link.setVisible(model.state is MatchState.OPEN)
        self._show_accounts()
        self._subtitle.setText(_("The stock here counts for what is matched"))

    def _show_accounts(self) -> None:
        wanted = tuple((view.id, view.name) for view in self._model.accounts)
        if wanted != self._shown:
            self._shown = wanted
            self.accounts.clear()
            self.accounts.addItem(_("All online shops"), None)
            for key, name in wanted:
                self.accounts.addItem(name, key)
        at = self.accounts.findData(self._model.asked.account)
        blocked = self.accounts.blockSignals(True)  # noqa: FBT003 (Qt's own)
        self.accounts.setCurrentIndex(max(0, at))
        self.accounts.blockSignals(blocked)
        self.accounts.setVisible(len(wanted) > 1)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        names = QHBoxLayout()
        names.setSpacing(10)
        names.addWidget(self.back)
        names.addWidget(label(_("Match goods"), kind="title"))
        names.addWidget(self._subtitle, 1)
        names.addWidget(self.link)
        column.addLayout(names)
        filters = QVBoxLayout() if current().roomy else QHBoxLayout()
        filters.setSpacing(12)
        filters.addWidget(self.states)
        filters.addWidget(self.accounts)
        filters.addWidget(self.search, 1)
        column.addLayout(filters)
