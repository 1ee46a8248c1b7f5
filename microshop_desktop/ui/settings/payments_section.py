"""How the shop takes money on phones: accounts of platforms, collection codes, practice."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.services.payment_accounts import AccountView
from microshop_desktop.ui.page import Shell
from microshop_desktop.ui.settings.pay_buttons_card import PayButtonsCard
from microshop_desktop.ui.settings.payments_section_card import AccountCard, InvitingCard
from microshop_desktop.ui.settings.payments_section_code import CodesCard, PracticeCard
from microshop_desktop.ui.settings.payments_section_fields import PLATFORMS
from microshop_desktop.ui.settings.payments_section_form import AccountFormCard
from microshop_desktop.ui.settings.payments_section_model import PaymentsModel
from microshop_desktop.ui.settings.rows import SettingRow, switch_row
from microshop_desktop.ui.settings.section import Section
from microshop_desktop.ui.settings.view_model import SettingsViewModel
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import Button, Size


class PaymentsSection(Section):
    """Cards of accounts as they are now, built anew when one of them changes."""

    key = "payments"
    icon = "wallet"

    def __init__(self, vm: SettingsViewModel, shell: Shell) -> None:
        super().__init__(vm, shell)
        self.model: PaymentsModel = vm.payments
        self._shown: Sequence[AccountView] = ()
        self._body = QWidget()
        self.column.addWidget(self._body)
        self.add_card().add(self._unique_fen())
        self.rebuild()

    @override
    def title(self) -> str:
        return _("Payments")

    @override
    def subtitle(self) -> str:
        return _("Cash works at any time, without settings")

    @override
    def head_button(self) -> QWidget:
        size: Size = "large" if current().roomy else "compact"
        button = Button(_("Order of the till's buttons"), icon="list", size=size)
        button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        button.clicked.connect(self._order_buttons)
        return button

    def _order_buttons(self) -> None:
        PayButtonsCard(self.window(), self.vm).open()

    @override
    def state(self) -> tuple[str, str]:
        count = self.model.unfinished()
        if count:
            text = ngettext("{count} is not filled in", "{count} are not filled in", count)
            return text.format(count=count), "warning"
        used = [view for view in self.model.desk.accounts() if view.enabled]
        if self.model.is_practising:
            return _("Practice, no real money"), "warning"
        return ", ".join(dict.fromkeys(view.name for view in used)) or _("Cash only"), "muted"

    @override
    def words(self) -> Sequence[str]:
        names = [platform.title() for platform in PLATFORMS.values()]
        return [*names, _("Collection code"), _("Practice"), *super().words()]

    @override
    def refresh(self) -> None:
        super().refresh()
        if tuple(self.model.desk.accounts()) != tuple(self._shown):
            self.rebuild()

    def rebuild(self) -> None:
        """Show all cards as the accounts are now."""
        self._shown = tuple(self.model.desk.accounts())
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for kind in PLATFORMS:
            for card in self._platform_cards(kind):
                column.addWidget(card)
        column.addLayout(self._lower())
        self.column.replaceWidget(self._body, body)
        self._body.hide()
        self._body.deleteLater()
        self._body = body

    def _unique_fen(self) -> SettingRow:
        name = _("Make amounts by collection code unique")
        return switch_row(
            name,
            read=lambda: self.vm.shop.unique_fen,
            write=lambda on: self.vm.change("unique_fen", on, name),
            hint=_(
                "A sale that costs the same as another within ten minutes becomes a cent cheaper, "
                "so that a bill can tell them apart. Not where small change is dropped."
            ),
        )

    def _platform_cards(self, kind: str) -> list[QWidget]:
        draft = self.model.drafts.get(kind)
        changed = draft.account.id if draft is not None and draft.account is not None else None
        zone = self.vm.facts.zone
        cards: list[QWidget] = [
            AccountCard(self.model, view, self.shell, zone=zone, changed=self._changed)
            for view in self.model.platform_accounts(kind)
            if view.id != changed
        ]
        if draft is not None:
            cards.append(AccountFormCard(self.model, draft, self.shell, self._changed))
        return cards or [InvitingCard(self.model, kind, self._changed)]

    def _lower(self) -> QHBoxLayout | QVBoxLayout:
        row = QVBoxLayout() if current().roomy else QHBoxLayout()
        row.setSpacing(12)
        owner = self.vm.facts.name
        row.addWidget(CodesCard(self.model, self.shell, owner=owner, changed=self._changed), 1)
        row.addWidget(PracticeCard(self.model, self.shell, self._changed), 1)
        return row

    def _changed(self) -> None:
        """Build the cards anew, once the press that asked for it is over."""
        QTimer.singleShot(0, self, self._show_change)

    def _show_change(self) -> None:
        self.rebuild()
        self.vm.refresh()
