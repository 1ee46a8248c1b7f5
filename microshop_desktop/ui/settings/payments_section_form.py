"""The card in which an account is entered: numbers, keys as files or text, check and save."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.messages import sentence
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.ui.page import Shell
from microshop_desktop.ui.settings.payments_section_desk import BIGGEST_FILE
from microshop_desktop.ui.settings.payments_section_draft import AccountDraft
from microshop_desktop.ui.settings.payments_section_fields import (
    BASE_URL,
    V2_KEY,
    KeyField,
    Option,
    ValueField,
)
from microshop_desktop.ui.settings.payments_section_model import PaymentsModel
from microshop_desktop.ui.settings.payments_section_tile import KeyTile, name_label
from microshop_desktop.ui.settings.payments_section_words import end_line
from microshop_desktop.ui.widgets.banner import Banner
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.card import Card
from microshop_desktop.ui.widgets.choices import ComboBox
from microshop_desktop.ui.widgets.form_field import FormField
from microshop_desktop.ui.widgets.labels import IconLabel, label
from microshop_desktop.ui.widgets.pill import Pill

if TYPE_CHECKING:
    from microshop_desktop.payments.account_setup import AccountWish
    from microshop_desktop.payments.gateway import Checked
    from microshop_desktop.payments.key_intake import Intake

_COLUMNS = 2


class AccountFormCard(Card):
    """Enters one account. `changed` is called when it is saved, dropped, or asks for more."""

    def __init__(
        self, model: PaymentsModel, draft: AccountDraft, shell: Shell, changed: Callable[[], None]
    ) -> None:
        super().__init__(gap=10)
        self.setProperty("surface", "entering")
        self._model, self.draft, self._shell, self._changed = model, draft, shell, changed
        self.edits: dict[str, QLineEdit] = {}
        self.tiles: dict[str, KeyTile] = {}
        self.troubles: dict[str, QLabel] = {}
        """What was wrong with the file that was given last, under its tile."""
        self._pill = Pill()
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.hide()
        self.said = Banner(tone="danger")
        self.said.hide()
        self.help = Banner(draft.platform.help(), tone="quiet")
        self.help.hide()
        self.check = Button(_("Check and switch on"), kind="primary", size="default")
        self.check.clicked.connect(self._check)
        self.cancel = Button(_("Cancel"), size="default")
        self.cancel.clicked.connect(self._drop)
        self._build()
        self.refresh()

    def refresh(self) -> None:
        """Show what is there and what is missing."""
        missing = len(self.draft.missing_keys())
        fields = len(self.draft.missing_values())
        if missing:
            text = ngettext("{count} file is missing", "{count} files are missing", missing)
            self._pill.show_state(text.format(count=missing), tone="warning", icon="warning")
        elif fields:
            text = ngettext("{count} number is missing", "{count} numbers are missing", fields)
            self._pill.show_state(text.format(count=fields), tone="warning", icon="warning")
        else:
            self._pill.show_state(_("Ready to be checked"), tone="accent", icon="check-circle")
        self.check.setEnabled(self.draft.is_complete and self._progress.isHidden())
        for field in self.draft.key_fields:
            self._show_tile(field)
        for name, edit in self.edits.items():
            if not edit.hasFocus() and name in self.draft.settings:
                edit.setText(self.draft.settings[name])

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Say no more of old trouble once a person has left."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.said.hide()
            for trouble in self.troubles.values():
                trouble.hide()

    # ------------------------------------------------------------------ building

    def _build(self) -> None:
        self.column.addLayout(self._head())
        self.column.addWidget(self.help)
        self.column.addLayout(self._values())
        tiles = QGridLayout()
        tiles.setSpacing(8)
        fields = self.draft.key_fields
        columns = 3 if len(fields) == 3 else 2
        for index, field in enumerate(fields):
            tiles.addWidget(self._tile(field), *divmod(index, columns))
        self.column.addLayout(tiles)
        self.column.addWidget(self._progress)
        self.column.addWidget(self.said)
        self.column.addLayout(self._foot())

    def _head(self) -> QHBoxLayout:
        platform = self.draft.platform
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(IconLabel(platform.icon, 32, platform.colour))
        texts, first = QVBoxLayout(), QHBoxLayout()
        texts.setSpacing(2)
        first.setSpacing(8)
        first.addWidget(name_label(platform.title()))
        first.addWidget(self._pill)
        first.addStretch(1)
        texts.addLayout(first)
        note = _("Until it is filled in, the cashier looks at a phone and confirms by hand.")
        if self.draft.account is None:
            texts.addWidget(label(note, kind="micro", tone="muted", wrap=True))
        row.addLayout(texts, 1)
        where = Button(_("Where to download the files"), kind="link", icon="question")
        where.clicked.connect(lambda: self.help.setVisible(self.help.isHidden()))
        row.addWidget(where)
        return row

    def _values(self) -> QGridLayout:
        """Numbers and choices, two beside each other."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        fields = [self._value(field) for field in (*self.draft.value_fields, *self._practice())]
        fields.insert(len(self.draft.platform.values), self._mode())
        fields += [self._option(option) for option in self.draft.platform.options]
        for index, field in enumerate(fields):
            grid.addWidget(field, *divmod(index, _COLUMNS), Qt.AlignmentFlag.AlignTop)
        return grid

    def _practice(self) -> tuple[ValueField, ...]:
        """The address for practice, where the shop may practise or the account has one."""
        wanted = self.draft.settings.get(BASE_URL.name) or not self._model.takes_real_money
        return (BASE_URL,) if wanted else ()

    def _value(self, field: ValueField) -> FormField:
        edit = QLineEdit(self.draft.text_of(field))
        if field.secret:
            edit.setEchoMode(QLineEdit.EchoMode.Password)
            if field.name in self.draft.kept:
                edit.setPlaceholderText(_("Kept; type another one to replace it"))
        edit.textEdited.connect(partial(self._typed, field))
        self.edits[field.name] = edit
        shown = FormField(field.title(), edit)
        edit.textEdited.connect(lambda _text: shown.set_problem(""))
        edit.editingFinished.connect(lambda: shown.set_problem(field.problem(edit.text().strip())))
        return shown

    def _mode(self) -> FormField:
        box = ComboBox()
        for key, text in self.draft.platform.modes():
            box.addItem(text, key)
        box.choose(self.draft.mode)
        box.activated.connect(lambda _index: self._set_mode(str(box.currentData())))
        return FormField(_("How answers are signed"), box)

    def _option(self, option: Option) -> FormField:
        box = ComboBox()
        for key, text in option.choices():
            box.addItem(text, key)
        box.choose(self.draft.settings.get(option.name, ""))
        box.activated.connect(lambda _index: self._set_option(option.name, str(box.currentData())))
        return FormField(option.title(), box)

    def _tile(self, field: KeyField) -> QWidget:
        by_text = (
            _("Paste the certificate as text")
            if field.is_certificate
            else _("Paste the key as text")
        )
        tile = KeyTile(field.title(), by_text)
        tile.chosen.connect(partial(self._take_file, field))
        tile.pasted.connect(partial(self._take_text, field))
        self.tiles[field.name] = tile
        self.troubles[field.name] = label(kind="micro", tone="danger", wrap=True)
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(tile)
        column.addWidget(self.troubles[field.name])
        column.addStretch(1)
        self._say_at(field, "")
        return box

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(IconLabel("lock-simple", 18, "textMuted"))
        row.addWidget(label(self._model.desk.where_kept(), tone="muted", wrap=True), 1)
        row.addWidget(self.cancel)
        row.addWidget(self.check)
        return row

    def _show_tile(self, field: KeyField) -> None:
        tile, draft = self.tiles[field.name], self.draft
        chosen = draft.chosen.get(field.name)
        if chosen is not None:
            line = end_line(chosen.until) if chosen.until else _("only on this computer")
            tile.show_state(f"{chosen.label} · {line}", filled=True)
        elif field.name in draft.kept:
            tile.show_state(_("Kept; drop another one to replace it"), filled=True)
        elif field.optional:
            tile.show_state(
                _("{file}, tells its number").format(file=field.file),
                filled=False,
                needed=False,
            )
        else:
            text = _("Drop {file} here, or press")
            tile.show_state(text.format(file=field.file), filled=False)

    # ------------------------------------------------------------------ entering

    def _typed(self, field: ValueField, text: str) -> None:
        self.draft.put(field, text)
        self.refresh()

    def _set_mode(self, mode: str) -> None:
        self.draft.mode = mode
        QTimer.singleShot(0, self, self._changed)

    def _set_option(self, name: str, value: str) -> None:
        self.draft.put_option(name, value)
        if name == "code_api" and (value == "v2") is not (V2_KEY.name in self.edits):
            QTimer.singleShot(0, self, self._changed)

    def _take_file(self, field: KeyField, path: Path) -> None:
        try:
            with path.open("rb") as file:
                data = file.read(BIGGEST_FILE)
        except OSError as error:
            detail = error.strerror or ""
            problem = ShopError(ErrorCode.FILE_NOT_READ, name=path.name, detail=detail)
            self._refused(field, path.name, problem)
            return
        self._take(field, data, path.name)

    def _take_text(self, field: KeyField, text: str) -> None:
        self._take(field, text.encode(), _("pasted"))

    def _take(self, field: KeyField, data: bytes, name: str) -> None:
        password = self.draft.settings.get("mch_id", "")
        self._shell.runner.run(
            self,
            lambda _job: self._model.desk.take_in(field.name, data, password=password),
            done=partial(self._took, field, name),
            failed=partial(self._refused, field, name),
        )

    def _refused(self, field: KeyField, name: str, problem: Exception) -> None:
        """Say at its tile why a file was not taken, and which one it was."""
        if not isinstance(problem, ShopError):
            self._shell.report(problem)
            return
        text = f"{name}: {sentence(problem.code, problem.params)}"
        self._say_at(field, text)
        self._shell.announce(text, urgent=True)

    def _say_at(self, field: KeyField, text: str) -> None:
        trouble = self.troubles[field.name]
        trouble.setText(text)
        trouble.setVisible(bool(text))

    def _took(self, field: KeyField, name: str, intake: "Intake") -> None:
        self.said.hide()
        self._say_at(field, "")
        self.draft.take(field, intake, name)
        self.refresh()

    def say(self, problem: Exception) -> None:
        """Say in place why something was refused."""
        self._busy(on=False)
        if not isinstance(problem, ShopError):
            self._shell.report(problem)
            return
        self.said.say(sentence(problem.code, problem.params), tone="danger")
        self.said.show()

    # ------------------------------------------------------------------ checking

    def _check(self) -> None:
        """Ask the platform before anything is saved."""
        wish = self.draft.wish()
        self.said.hide()
        self._busy(on=True)
        self._shell.runner.run(
            self,
            lambda _job: self._model.desk.check(wish),
            done=partial(self._checked, wish),
            failed=self.say,
        )

    def _checked(self, wish: "AccountWish", checked: "Checked | None") -> None:
        from microshop_desktop.payments.check_words import check_sentence
        from microshop_desktop.payments.gateway import CheckState

        self._busy(on=False)
        if checked is None:
            return
        said = check_sentence(checked, self.draft.platform.title())
        if checked.state is not CheckState.GOOD:
            problem = ShopError(ErrorCode.ACCOUNT_NOT_GOOD, sentence=said)
            self.say(problem)
            self._shell.announce(self.said.text, urgent=True)
            return
        try:
            self._model.save_checked(self.draft, wish, checked)
        except ShopError as refused:
            self.say(refused)
            return
        self._shell.announce(said)
        self._changed()

    def _busy(self, *, on: bool) -> None:
        self._progress.setVisible(on)
        self.check.setEnabled(not on and self.draft.is_complete)
        text = _("Asking {platform}…").format(platform=self.draft.platform.title())
        self.check.setText(text if on else _("Check and switch on"))

    def _drop(self) -> None:
        self._model.drop(self.draft.platform.kind)
        self._changed()
