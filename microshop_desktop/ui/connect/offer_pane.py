"""The third step: how the shop is called here, and how much of the stock it offers."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.domain.quantity import plain_quantity
from microshop_desktop.infra.messages import sentence
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.connect.view_model import ConnectModel
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.banner import Banner
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.form_field import FormField
from microshop_desktop.ui.widgets.labels import label


class OfferPane(QWidget):
    """`saved` when the account is kept."""

    saved = Signal()

    def __init__(self, model: ConnectModel) -> None:
        super().__init__()
        self._model = model
        offered = model.offered()
        self.name = QLineEdit(offered.name)
        self.percent = QLineEdit(str(offered.percent))
        self.buffer = QLineEdit(plain_quantity(offered.buffer))
        self.example = label(wrap=True, tone="muted")
        self.said = Banner(tone="danger")
        self.said.hide()
        text = _("Add the shop") if model.by_files else _("Connect and sync")
        self.save = Button(text, kind="primary", size="default", key="Ctrl+Enter")
        self._build()
        self._show_example()
        for edit in (self.percent, self.buffer):
            edit.textEdited.connect(self._show_example)
        self.save.clicked.connect(self._save)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        if not self._model.by_files:
            text = _("{name} takes the keys.").format(name=self._model.name)
            column.addWidget(Banner(text, tone="success"))
        if self._model.note:
            column.addWidget(Banner(self._model.note, tone="info"))
        hint = _("Only you see it, on this page and on orders")
        column.addWidget(FormField(_("How the shop is called here"), self.name, hint=hint))
        share = FormField(
            _("Share of the stock, in percent"),
            self.percent,
            hint=_("Of what is available here; 100 offers all of it"),
        )
        kept = FormField(
            _("Kept for the counter"),
            self.buffer,
            hint=_("So many pieces of each product are never offered there"),
        )
        both = QVBoxLayout() if current().roomy else QHBoxLayout()
        both.setSpacing(20)
        both.addWidget(share, 1)
        both.addWidget(kept, 1)
        column.addLayout(both)
        column.addWidget(self.example)
        column.addWidget(self.said)
        row = QHBoxLayout()
        note = _("The first sync reads orders and goods, then writes the stock of matched goods.")
        if self._model.by_files:
            note = _("What is to be uploaded there follows this share.")
        row.addWidget(label(note, kind="micro", tone="muted", wrap=True), 1)
        row.addWidget(self.save)
        column.addLayout(row)
        column.addStretch(1)

    def _show_example(self) -> None:
        self.example.setText(self._model.example(self.percent.text(), self.buffer.text()))

    def _save(self) -> None:
        model = self._model
        try:
            model.save(model.read_offer(self.name.text(), self.percent.text(), self.buffer.text()))
        except ShopError as problem:
            self.said.say(sentence(problem.code, problem.params), tone="danger")
            self.said.show()
            return
        self.saved.emit()
