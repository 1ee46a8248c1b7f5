"""The cards of collection codes and of practising."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout

from microshop_desktop.domain.collection_code import CodeScheme
from microshop_desktop.domain.errors import ShopError
from microshop_desktop.infra.messages import sentence
from microshop_desktop.infra.translations import _
from microshop_desktop.services.payment_accounts import AccountView
from microshop_desktop.ui.page import Shell
from microshop_desktop.ui.settings.payments_section_model import PaymentsModel, code_scheme
from microshop_desktop.ui.settings.payments_section_tile import name_label
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.banner import Banner
from microshop_desktop.ui.widgets.button import Button, icon_button
from microshop_desktop.ui.widgets.card import Card
from microshop_desktop.ui.widgets.collection_card import scheme_name
from microshop_desktop.ui.widgets.dropping import take_files
from microshop_desktop.ui.widgets.labels import label
from microshop_desktop.ui.widgets.pill import Pill
from microshop_desktop.ui.widgets.practice_bar import PracticeBar
from microshop_desktop.ui.widgets.qr_code import QrCode
from microshop_desktop.ui.widgets.switch import Switch

_SIDE = 112
_PICTURES = "*.png *.jpg *.jpeg *.webp *.bmp *.gif"


class CodesCard(Card):
    """Collection codes: dropped as pictures, shown as they are drawn at the till."""

    def __init__(
        self, model: PaymentsModel, shell: Shell, *, owner: str, changed: Callable[[], None]
    ) -> None:
        super().__init__()
        self._model, self._shell, self._changed = model, shell, changed
        self._owner = owner
        take_files(self, self.take)
        self.edits: list[QLineEdit] = []
        self.said = Banner(tone="danger")
        self.said.hide()
        self.codes = model.codes()
        self._build()

    def take(self, picture: Path) -> None:
        """Read the code out of a picture and keep it."""
        self._shell.runner.run(
            self,
            lambda _job: self._model.desk.read_code(picture),
            done=self._read,
            failed=self._failed,
        )

    def _build(self) -> None:
        if not self.codes:
            self.column.addLayout(self._empty())
        for view in self.codes:
            self.column.addLayout(self._code(view))
        self.column.addWidget(self.said)
        self.column.addStretch(1)

    def _empty(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addLayout(
            _head(_("Collection code"), Pill(_("Not set up yet"), icon="circle-dashed"))
        )
        text = _(
            "For sellers without a merchant account: drop the picture of your own code of WeChat "
            "or Alipay here. The till draws it anew; you see on your phone whether money arrived."
        )
        column.addWidget(label(text, kind="micro", tone="muted", wrap=True))
        choose = Button(_("Choose a picture…"), icon="image")
        choose.clicked.connect(self._ask)
        column.addWidget(choose, 0, Qt.AlignmentFlag.AlignLeft)
        return column

    def _code(self, view: AccountView) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(16)
        code = QrCode()
        code.setFixedSize(current().px(_SIDE), current().px(_SIDE))
        code.show_text(view.settings.get("text", ""))
        code.setAccessibleName(_("Collection code of {name}").format(name=view.name))
        row.addWidget(code, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(6)
        pill = Pill(_("Confirmed by hand"), tone="warning", icon="eye")
        head = _head(scheme_name(code_scheme(view)), pill)
        head.addWidget(self._switch(view))
        column.addLayout(head)
        column.addWidget(self._owner_edit(view))
        note = _("Nothing tells by itself when the money arrives.")
        column.addWidget(label(note, kind="micro", tone="muted", wrap=True))
        column.addLayout(self._buttons(view))
        row.addLayout(column, 1)
        return row

    def _owner_edit(self, view: AccountView) -> QLineEdit:
        edit = QLineEdit(view.name)
        edit.setAccessibleName(_("Who receives the money"))
        edit.setPlaceholderText(_("Who receives the money"))
        edit.editingFinished.connect(lambda: self._rename(view, edit.text()))
        self.edits.append(edit)
        return edit

    def _buttons(self, view: AccountView) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        have = {code_scheme(code) for code in self.codes}
        other = CodeScheme.ALIPAY if CodeScheme.WECHAT in have else CodeScheme.WECHAT
        replace = Button(_("Replace the picture"))
        replace.clicked.connect(self._ask)
        row.addWidget(replace)
        if other not in have:
            text = _("Add a code of {platform}").format(platform=scheme_name(other))
            add = Button(text)
            add.clicked.connect(self._ask)
            row.addWidget(add)
        remove = icon_button("trash", _("Remove the code"))
        remove.clicked.connect(lambda: self._remove(view))
        row.addWidget(remove)
        row.addStretch(1)
        return row

    def _switch(self, view: AccountView) -> Switch:
        switch = Switch(_("Offer {name} at the till").format(name=view.name))
        switch.setChecked(view.enabled)
        switch.clicked.connect(lambda: self._act(partial(self._offer, view, on=not view.enabled)))
        return switch

    def _offer(self, view: AccountView, *, on: bool) -> None:
        self._model.desk.switch(view.id, on=on)

    def _ask(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(
            self, _("Choose a picture…"), "", f"{_('Pictures')} ({_PICTURES})"
        )
        if name:
            self.take(Path(name))

    def _read(self, text: str) -> None:
        self._act(lambda: self._model.save_code(text, self._owner))

    def _rename(self, view: AccountView, owner: str) -> None:
        if owner.strip() and owner.strip() != view.name:
            self._act(lambda: self._model.rename_code(view, owner))

    def _remove(self, view: AccountView) -> None:
        self._act(lambda: self._model.desk.remove(view.id))
        settings = view.settings.get("text", "")
        self._shell.offer_undo(
            _("Removed: {name}").format(name=view.name),
            lambda: self._act(lambda: self._model.save_code(settings, view.name)),
        )

    def _act(self, act: Callable[[], object]) -> None:
        try:
            act()
        except ShopError as problem:
            self._failed(problem)
            return
        self._changed()

    def _failed(self, problem: Exception) -> None:
        if isinstance(problem, ShopError):
            self.said.say(sentence(problem.code, problem.params), tone="danger")
            self.said.show()
        else:
            self._shell.report(problem)


class PracticeCard(Card):
    """Whether the till practises, and the bar that it shows meanwhile."""

    def __init__(self, model: PaymentsModel, shell: Shell, changed: Callable[[], None]) -> None:
        super().__init__(gap=8)
        self._model, self._shell, self._changed = model, shell, changed
        self.switch = Switch(_("Practice"))
        self.switch.setChecked(model.is_practising)
        self.switch.setEnabled(bool(model.practice()))
        self.switch.clicked.connect(self._practise)
        head = QHBoxLayout()
        head.addWidget(name_label(_("Practice")), 1)
        head.addWidget(self.switch)
        self.column.addLayout(head)
        self.column.addWidget(label(self._text(), kind="micro", tone="muted", wrap=True))
        self.column.addWidget(
            label(
                _("While it is on, till and receipts carry this mark:"),
                kind="micro",
                tone="muted",
                wrap=True,
            )
        )
        self.column.addWidget(PracticeBar())
        self.column.addStretch(1)

    def _text(self) -> str:
        if self._model.practice():
            return _("For learning: no real money moves. Money of practice never mixes with real.")
        if self._model.takes_real_money:
            return _("This shop takes real money, so it takes no practice account.")
        return _(
            "For learning without real money: set up an account with “Another address, for "
            "practice”. That ends with the first real account."
        )

    def _practise(self) -> None:
        try:
            self._model.practise(on=self.switch.isChecked())
        except ShopError as problem:
            self._shell.report(problem)
        self._changed()


def _head(title: str, pill: Pill) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(name_label(title))
    row.addWidget(pill)
    row.addStretch(1)
    return row
