"""The second step: what the platform needs, and the check before anything is kept."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from microshop_desktop.channels.needs import Need
from microshop_desktop.channels.platforms import TRANSPORTS
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.ui.connect.transport_row import TransportRow
from microshop_desktop.ui.connect.value_field import ValueField
from microshop_desktop.ui.connect.view_model import ConnectModel
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.banner import Banner
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.labels import IconLabel, label
from microshop_desktop.ui.widgets.segments import Segment, Segments

_COLUMNS = 2


class KeysPane(QWidget):
    """Built anew for each platform. `checked` and `stopped` are buttons, `changed` a choice."""

    checked = Signal()
    stopped = Signal()
    changed = Signal()

    def __init__(self, model: ConnectModel) -> None:
        super().__init__()
        self._model = model
        self.fields: dict[str, ValueField] = {}
        self.said = Banner(tone="danger")
        self.copy = Button(_("Copy the address"), icon="copy")
        self.said.add_action(self.copy)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 0)
        self.missing = label(kind="micro", tone="muted", wrap=True)
        self.more = Button(_("More fields, for few shops"), kind="link", icon="caret-down")
        self.check = Button(
            _("Check"), kind="primary", size="default", icon="check-circle", key="Ctrl+Enter"
        )
        self.stop = Button(_("Stop"), size="default", icon="x")
        self._spare = QWidget()
        self.transports: TransportRow | None = None
        self._build()
        self.refresh()
        self.check.clicked.connect(self.checked)
        self.stop.clicked.connect(self.stopped)
        self.copy.clicked.connect(self._copy)
        self.more.clicked.connect(self._show_spare)

    def refresh(self) -> None:
        """Show what is missing, whether the platform is being asked, and what it said."""
        model = self._model
        missing = [] if model.draft is None else model.draft.missing()
        self.check.setVisible(not model.checking)
        self.check.set_label(_("Go on") if model.by_files else _("Check"))
        self.check.setEnabled(not missing)
        self.stop.setVisible(model.checking)
        self.progress.setVisible(model.checking)
        words = ngettext(
            "{count} field is still empty", "{count} fields are still empty", len(missing)
        )
        self.missing.setText(words.format(count=len(missing)) if missing else "")
        if model.checking:
            self.missing.setText(_("Asking {name}…").format(name=model.name))
        self._show_problem()

    def focus_first(self) -> None:
        """Give the keyboard to the first value that is missing, to the button without any."""
        empty = (field for field in self.fields.values() if not field.edit.text())
        first = next(empty, next(iter(self.fields.values()), None))
        if first is not None:
            first.edit.setFocus()
        else:
            self.check.setFocus()

    # ------------------------------------------------------------------ inside

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        draft = self._model.draft
        if draft is None:
            return
        if len(draft.transports) > 1:
            self.transports = TransportRow(draft.transports, draft.transport)
            self.transports.chosen.connect(self._set_transport)
            column.addWidget(self.transports)
        column.addWidget(Banner(self._before(), tone="info"))
        if draft.platform.ways and draft.asks:
            column.addLayout(self._ways())
        usual = [need for need in draft.needs if not need.spare]
        column.addLayout(self._grid(usual))
        spare = [need for need in draft.needs if need.spare]
        self._spare.setLayout(self._grid(spare))
        more = QHBoxLayout()
        more.addWidget(self.more)
        more.addStretch(1)
        column.addLayout(more)
        column.addWidget(self._spare)
        self._spare.setVisible(any(draft.text_of(need) for need in spare))
        self.more.setVisible(bool(spare) and self._spare.isHidden())
        if draft.platform.unconfirmed and draft.asks:
            column.addWidget(Banner(_(draft.platform.unconfirmed), tone="warning", icon="info"))
        column.addWidget(self.said)
        column.addWidget(self.progress)
        column.addLayout(self._foot())
        column.addStretch(1)

    def _before(self) -> str:
        """Say what is to be done beforehand."""
        draft = self._model.draft
        if draft is None:
            return ""
        by_files = _("Nothing is to be entered: give the shop a name in the next step.")
        return _(draft.platform.before) if draft.asks else by_files

    def _ways(self) -> QHBoxLayout:
        draft, row = self._model.draft, QHBoxLayout()
        ways = () if draft is None else draft.platform.ways
        self.ways = Segments([Segment(way.key, _(way.title)) for way in ways])
        if draft is not None:
            self.ways.choose(draft.way)
        self.ways.chosen.connect(self._set_way)
        row.addWidget(self.ways)
        row.addStretch(1)
        return row

    def _grid(self, needs: list[Need]) -> QGridLayout:
        grid, draft = QGridLayout(), self._model.draft
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(14)
        columns = 1 if current().roomy else _COLUMNS
        for place, need in enumerate(needs):
            kept = draft is not None and need.name in draft.kept
            text = "" if draft is None else draft.text_of(need)
            field = ValueField(need, text, kept=kept)
            field.typed.connect(self._typed)
            field.submitted.connect(self._go_on)
            self.fields[need.name] = field
            grid.addWidget(field, place // columns, place % columns)
        for place in range(columns):
            grid.setColumnStretch(place, 1)
        return grid

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(IconLabel("lock-simple", 18, "textMuted"))
        kept = label(self._model.desk.where_kept(), kind="micro", tone="muted", wrap=True)
        row.addWidget(kept, 2)
        row.addWidget(self.missing, 1)
        row.addWidget(self.stop)
        row.addWidget(self.check)
        return row

    def _show_problem(self) -> None:
        problem = self._model.problem
        for name, field in self.fields.items():
            wrong = problem is not None and problem.field == name
            field.say(problem.text if problem is not None and wrong else "")
        at_field = problem is not None and problem.field in self.fields
        if at_field and problem is not None and self.fields[problem.field].need.spare:
            self._show_spare()
        self.said.setVisible(problem is not None and not at_field)
        self.said.say("" if problem is None else problem.text, tone="danger")
        self.copy.setVisible(problem is not None and bool(problem.copy))

    def _typed(self, need: Need, text: str) -> None:
        if self._model.draft is not None:
            self._model.draft.put(need, text)
        self._model.problem = None
        self.refresh()

    def _go_on(self) -> None:
        """Enter leads to the next empty field, from the last one to the button."""
        draft = self._model.draft
        missing = [] if draft is None else draft.missing()
        if missing:
            self.fields[missing[0].name].edit.setFocus()
        else:
            self.check.setFocus()

    def _set_way(self, key: str) -> None:
        if self._model.draft is not None:
            self._model.draft.way = key
        self.changed.emit()

    def _set_transport(self, key: str) -> None:
        draft = self._model.draft
        if draft is None or key not in TRANSPORTS:
            return
        before, draft.transport = draft.transport, key
        was, now = TRANSPORTS[before], TRANSPORTS[key]
        if was.needs or now.needs or was.asks is not now.asks:
            self.changed.emit()

    def _copy(self) -> None:
        if self._model.problem is not None:
            QGuiApplication.clipboard().setText(self._model.problem.copy)

    def _show_spare(self) -> None:
        self._spare.show()
        self.more.hide()
