"""Online shops: which are synced, how much of the stock each offers, and how one is added."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from microshop_desktop.channels.words import kind_name
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.services.channel_accounts import ChannelView
from microshop_desktop.ui.page import Shell
from microshop_desktop.ui.settings.online_section_model import COMMAND, Change
from microshop_desktop.ui.settings.rows import SettingRow, SettingsCard, switch_row, text_row
from microshop_desktop.ui.settings.section import Section
from microshop_desktop.ui.settings.view_model import SettingsViewModel
from microshop_desktop.ui.widgets.labels import label


class OnlineSection(Section):
    """A card an account, built anew when there are others."""

    key = "online"
    icon = "storefront"

    def __init__(self, vm: SettingsViewModel, shell: Shell) -> None:
        super().__init__(vm, shell)
        self._shown: tuple[tuple[UUID, str], ...] = ()
        self._body = QWidget()
        self.column.addWidget(self._body)
        self._build_body()
        self.column.addWidget(_how_to_add())

    @override
    def title(self) -> str:
        return _("Online shops")

    @override
    def subtitle(self) -> str:
        return _("Their stock follows the counter")

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

    def _names(self) -> tuple[tuple[UUID, str], ...]:
        return tuple((view.id, view.name) for view in self.vm.online.accounts)

    def _build_body(self) -> None:
        before, self._body = self._body, QWidget()
        self.column.replaceWidget(before, self._body)
        before.deleteLater()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._shown = self._names()
        self.cards = [self._card(view) for view in self.vm.online.accounts]
        for card in self.cards:
            column.addWidget(card)

    def _card(self, view: ChannelView) -> SettingsCard:
        platform = kind_name(view.kind)
        named = view.name if view.name == platform else f"{view.name} · {platform}"
        card = SettingsCard(named)
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


def _how_to_add() -> SettingsCard:
    card = SettingsCard(_("Add an online shop"))
    text = _("On this computer's command line. It asks for what the platform needs:")
    card.column.addWidget(label(text, wrap=True))
    command = label(f"{COMMAND} --help", kind="strong")
    command.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    command.setAlignment(Qt.AlignmentFlag.AlignLeft)
    _no_tab(command)
    card.column.addWidget(command)
    return card


def _no_tab(command: QLabel) -> None:
    """Keep the keyboard's way through the fields as short as it is."""
    command.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
