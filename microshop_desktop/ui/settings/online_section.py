"""Online shops: which are synced, how much of the stock each offers, and how one is added."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.services.channel_accounts import ChannelView
from microshop_desktop.ui.connect.request import Connect
from microshop_desktop.ui.page import Shell
from microshop_desktop.ui.settings.online_section_model import Change
from microshop_desktop.ui.settings.online_shop_card import OnlineShopCard, removing
from microshop_desktop.ui.settings.rows import SettingRow, switch_row, text_row
from microshop_desktop.ui.settings.section import Section
from microshop_desktop.ui.settings.view_model import SettingsViewModel
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.card import Card
from microshop_desktop.ui.widgets.empty_state import EmptyState


class OnlineSection(Section):
    """A card an account, built anew when there are others."""

    key = "online"
    icon = "storefront"

    def __init__(self, vm: SettingsViewModel, shell: Shell) -> None:
        super().__init__(vm, shell)
        self._shown: tuple[tuple[UUID, str, str], ...] = ()
        self._body = QWidget()
        self.column.addWidget(self._body)
        self._build_body()

    @override
    def title(self) -> str:
        return _("Online shops")

    @override
    def subtitle(self) -> str:
        return _("Their stock follows the counter")

    @override
    def head_button(self) -> QWidget | None:
        """The button stands over the cards instead where large texts leave no room for it."""
        return None if current().roomy else self._connect_button()

    @override
    def words(self) -> Sequence[str]:
        return [_("Connect an online shop"), *super().words()]

    @override
    def state(self) -> tuple[str, str]:
        count = len(self.vm.online.accounts)
        if not count:
            return _("None yet"), "muted"
        text = ngettext("{count} online shop", "{count} online shops", count)
        return text.format(count=count), "muted"

    @override
    def refresh(self) -> None:
        """Show the accounts as they are now; a command may have added one."""
        self.vm.online.refresh()
        if self._names() != self._shown:
            self._build_body()
        super().refresh()

    def _names(self) -> tuple[tuple[UUID, str, str], ...]:
        model = self.vm.online
        return tuple((view.id, view.name, model.troubles[view.id]) for view in model.accounts)

    def _build_body(self) -> None:
        before, self._body = self._body, QWidget()
        self.column.replaceWidget(before, self._body)
        before.deleteLater()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._shown = self._names()
        self.shops = [self._card(view) for view in self.vm.online.accounts]
        if current().roomy and self.shops:
            column.addWidget(self._connect_button())
        self.cards = [*self.shops]
        for card in self.shops:
            column.addWidget(card)
        if not self.shops:
            column.addWidget(_invitation(self._connect_button()))

    def _connect_button(self) -> Button:
        button = Button(_("Connect an online shop"), kind="primary", icon="plus")
        button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self.shell.go_to("online", Connect()))
        return button

    def _remove(self, view: ChannelView) -> None:
        if not self.shell.ask(removing(view.name, self.vm.online.waiting(view.id))):
            return
        try:
            self.vm.online.remove(view.id)
        except ShopError as problem:
            self.shell.report(problem)
        self.refresh()
        self.vm.refresh()

    def _card(self, view: ChannelView) -> OnlineShopCard:
        card = OnlineShopCard(view, self.vm.online.troubles[view.id])
        card.keys_asked.connect(lambda: self.shell.go_to("online", Connect(view.id)))
        card.remove_asked.connect(lambda: self._remove(view))
        for row in (self._sync(view), self._percent(view), self._buffer(view)):
            card.add(row)
        return card

    def _sync(self, view: ChannelView) -> SettingRow:
        model, name = self.vm.online, _("Sync this shop")

        def write(on: bool) -> None:
            self._do(model.switch(view.id, on=on), name)

        return switch_row(
            name,
            read=lambda: model.enabled(view.id),
            write=write,
            hint=_("Off, its orders are not read and its stock stays as it is there"),
        )

    def _percent(self, view: ChannelView) -> SettingRow:
        model, name = self.vm.online, _("Share of the stock, in percent")
        return self._field(
            name,
            read=lambda: model.percent(view.id),
            change=lambda typed: model.offer(view.id, percent=typed),
            hint=_("Of what is available here; 100 offers all of it"),
        )

    def _buffer(self, view: ChannelView) -> SettingRow:
        model, name = self.vm.online, _("Kept for the counter")
        return self._field(
            name,
            read=lambda: model.buffer(view.id),
            change=lambda typed: model.offer(view.id, buffer=typed),
            hint=_("So many pieces of each product are never offered there"),
        )

    def _field(
        self,
        name: str,
        *,
        read: Callable[[], str],
        change: Callable[[str], Change | None],
        hint: str,
    ) -> SettingRow:
        """A line that shows again what counts where the typed text says nothing."""

        def write(typed: str) -> None:
            if typed != read() and not self._do(change(typed.strip()), name):
                self.refresh()

        return text_row(name, read=read, write=write, hint=hint)

    def _do(self, change: Change | None, name: str) -> bool:
        return change is not None and self.vm.do(change.act, name, change.undo)


def _invitation(connect: Button) -> Card:
    """What stands there while there is no online shop."""
    card = Card()
    text = _("No online shop is connected yet. One stock for all, every order in one list.")
    card.column.addWidget(EmptyState("storefront", text, connect))
    return card
