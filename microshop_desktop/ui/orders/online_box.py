"""What the platform says of an online order: until when it must leave, why it waits, its refund."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from microshop_desktop.infra.formats import moment_text, number_text
from microshop_desktop.infra.online_words import hold_sentence
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.infra.words import source_text
from microshop_desktop.services.order_values import OnlineFacts, OrderView
from microshop_desktop.ui.orders.words import hold_pill
from microshop_desktop.ui.widgets.banner import Banner
from microshop_desktop.ui.widgets.labels import label
from microshop_desktop.ui.widgets.pill import Pill

_HOUR = timedelta(hours=1)


def platform_text(order: OrderView) -> str:
    """Return where an order comes from, and whose shop that is: `Taobao · Corner shop`."""
    platform = source_text(order.source)
    if order.online is None or order.online.account == platform:
        return platform
    return f"{platform} · {order.online.account}"


def deadline_text(until: datetime, zone: str, now: datetime) -> tuple[str, bool]:
    """Return until when an order must leave and how long that is; true where it is too late."""
    local = ZoneInfo(zone)
    time = moment_text(until.astimezone(local), now.astimezone(local).date())
    left = until - now
    if left <= timedelta(0):
        return _("Should have left by {time}").format(time=time), True
    hours = left // _HOUR
    if not hours:
        return _("Ship by {time}, less than an hour left").format(time=time), False
    words = ngettext(
        "Ship by {time}, {count} hour left", "Ship by {time}, {count} hours left", hours
    )
    return words.format(time=time, count=number_text(hours)), False


class OnlineBox(QWidget):
    """Hidden for orders of the counter."""

    def __init__(self) -> None:
        super().__init__()
        self.deadline = Banner(tone="warning", icon="clock")
        self.refund = Banner(tone="quiet")
        self.hold = label(kind="micro", tone="muted", wrap=True)
        self._pill = Pill()
        self._held = QWidget()
        self._build()
        self.hide()

    def show_order(self, order: OrderView, zone: str, now: datetime) -> None:
        """Show what the platform says of an order."""
        online = order.online
        if online is None:
            self.hide()
            return
        waits = order.state in {"to_ship", "part_shipped"}
        until = online.ship_until if waits and not order.held else None
        if until is not None:
            text, late = deadline_text(until, zone, now)
            self.deadline.say(text, tone="danger" if late else "warning", icon="clock")
        self.deadline.setVisible(until is not None)
        self._show_hold(order, online)
        platform = source_text(order.source)
        text = _("Not booked before it leaves: refund it at {platform}.").format(platform=platform)
        self.refund.say(text, tone="quiet")
        self.refund.setVisible(waits)
        self.setVisible(waits or order.held)

    def _show_hold(self, order: OrderView, online: OnlineFacts) -> None:
        pill = hold_pill(held=order.held)
        self._held.setVisible(pill is not None)
        if pill is not None:
            self._pill.show_state(pill.text, tone=pill.tone, icon=pill.icon)
            platform = source_text(order.source)
            self.hold.setText(hold_sentence(online.hold, platform, online.raw_status))

    def _build(self) -> None:
        row = QHBoxLayout(self._held)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(label(_("Hold"), tone="muted"))
        row.addWidget(self._pill)
        row.addWidget(self.hold, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in (self.deadline, self._held, self.refund):
            column.addWidget(part)
