"""The card of an online shop in the settings: its lines, its keys, and how it is removed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from microshop_desktop.channels.words import kind_name
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.services.channel_accounts import FILE, ChannelView
from microshop_desktop.ui.settings.rows import SettingsCard
from microshop_desktop.ui.theme import current
from microshop_desktop.ui.widgets.banner import Banner
from microshop_desktop.ui.widgets.button import Button
from microshop_desktop.ui.widgets.channel_badge import ChannelBadge
from microshop_desktop.ui.widgets.confirm_dialog import Question
from microshop_desktop.ui.widgets.elided_label import ElidedLabel
from microshop_desktop.ui.widgets.flow_layout import FlowLayout


class OnlineShopCard(SettingsCard):
    """`keys_asked` and `remove_asked` tell what a button wants."""

    keys_asked = Signal()
    remove_asked = Signal()

    def __init__(self, view: ChannelView, trouble: str) -> None:
        super().__init__()
        self.account = view.id
        self.keys = Button(_("Enter keys anew"), icon="lock-simple")
        self.remove = Button(_("Remove"), kind="danger_quiet", icon="trash")
        self.column.addLayout(self._head(view))
        self.trouble = Banner(trouble, tone="warning")
        self.column.addWidget(self.trouble)
        self.trouble.setVisible(bool(trouble))
        self.keys.clicked.connect(self.keys_asked)
        self.remove.clicked.connect(self.remove_asked)

    def _head(self, view: ChannelView) -> QHBoxLayout:
        platform = kind_name(view.kind)
        named = view.name if view.name == platform else f"{view.name} · {platform}"
        row, acts = QHBoxLayout(), FlowLayout(gap=8) if current().roomy else QHBoxLayout()
        row.setSpacing(10)
        acts.setSpacing(8)
        row.addWidget(ChannelBadge(view.kind, side=32))
        row.addWidget(ElidedLabel(named, kind="lead"), 1)
        if view.transport != FILE:
            acts.addWidget(self.keys)
        acts.addWidget(self.remove)
        row.addLayout(acts)
        return row


def removing(name: str, waiting: int) -> Question:
    """Return the question before a shop is removed: what goes, what stays and how much waits."""
    left = ngettext(
        "{count} order still waits: it keeps its goods until it is shipped or cancelled by hand.",
        "{count} orders still wait: they keep their goods until shipped or cancelled by hand.",
        waiting,
    )
    gone = _(
        "Its keys leave this computer, no order is read and no number is written there any "
        "more. Its orders and its matched goods stay; connected again, it goes on from there."
    )
    return Question(
        _("Remove {name}?").format(name=name),
        _("Remove {name}").format(name=name),
        text=f"{gone}\n\n{left.format(count=waiting)}" if waiting else gone,
    )
