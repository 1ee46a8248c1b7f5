"""What the platform says of an online order: three axes, until when it must leave, what to do."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QVBoxLayout, QWidget

from microshop_desktop.domain.aftersale import AftersaleState, holds_order
from microshop_desktop.domain.money import currency
from microshop_desktop.domain.online_order import Fulfilment
from microshop_desktop.infra.aftersale_words import (
    aftersale_state_text,
    asked_text,
    pieces_asked,
    rule_text,
)
from microshop_desktop.infra.formats import moment_text, number_text
from microshop_desktop.infra.online_words import hold_sentence
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.infra.words import source_text
from microshop_desktop.services.order_values import OnlineFacts, OrderView
from microshop_desktop.services.platform_refunds import ANSWERING
from microshop_desktop.ui.orders.axis_rows import AxisRows
from microshop_desktop.ui.orders.words import hold_pill, refund_pill, state_pill
from microshop_desktop.ui.widgets.banner import Banner

_HOUR = timedelta(hours=1)


def platform_text(order: OrderView) -> str:
    """Return where an order comes from, and whose shop that is: `Taobao · Corner shop`."""
    platform = source_text(order.source)
    if order.online is None or order.online.account == platform:
        return platform
    return f"{platform} · {order.online.account}"


def deadline_text(until: datetime, zone: str, now: datetime) -> tuple[str, bool]:
    """Return until when an order must leave and how long that is; true where it is too late."""
    time = time_text(until, zone, now)
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


def time_text(at: datetime, zone: str, now: datetime) -> str:
    """Return a moment in the shop's zone as seen from now."""
    local = ZoneInfo(zone)
    return moment_text(at.astimezone(local), now.astimezone(local).date())


def hold_reasons(order: OrderView, online: OnlineFacts) -> list[str]:
    """Return all that lets an order wait: its platform, somebody here, the rule."""
    reasons = []
    if online.hold:
        platform = source_text(order.source)
        reasons.append(hold_sentence(online.hold, platform, online.raw_status))
    if online.own_hold:
        reasons.append(
            f"{online.held_by}: {online.own_hold}" if online.held_by else online.own_hold
        )
    if is_held_by_rule(order, online):
        reasons.append(rule_text())
    return reasons


def is_held_by_rule(order: OrderView, online: OnlineFacts) -> bool:
    """Tell whether an order waits because something of it is asked back."""
    return online.asked is not None and holds_order(online.asked.state, Fulfilment(order.state))


class OnlineBox(QWidget):
    """Hidden for orders of the counter. `words`: what the customer said, shown under the goods."""

    def __init__(self) -> None:
        super().__init__()
        self.deadline = Banner(tone="warning", icon="clock")
        self.rows = AxisRows()
        self.refund = Banner(tone="quiet")
        self.words = Banner(tone="danger", icon="chat-circle-text")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in (self.deadline, self.rows, self.refund):
            column.addWidget(part)
        self.hide()

    def show_order(self, order: OrderView, zone: str, now: datetime) -> None:
        """Show what the platform says of an order."""
        online = order.online
        self.setVisible(online is not None)
        reason = "" if online is None or online.asked is None else online.asked.reason
        self.words.say(_("Customer: {words}").format(words=reason), tone="danger", icon=_SAID)
        self.words.setVisible(bool(reason))
        if online is None:
            return
        waits = order.state in {"to_ship", "part_shipped"}
        self._show_deadline(order, online, waits=waits, zone=zone, now=now)
        self._show_axes(order, online, zone, now)
        self._show_what_to_do(order, online, waits=waits, zone=zone, now=now)

    def _show_deadline(
        self, order: OrderView, online: OnlineFacts, *, waits: bool, zone: str, now: datetime
    ) -> None:
        until = online.ship_until if waits and not order.held else None
        if until is not None:
            text, late = deadline_text(until, zone, now)
            self.deadline.say(text, tone="danger" if late else "warning", icon="clock")
        self.deadline.setVisible(until is not None)

    def _show_axes(self, order: OrderView, online: OnlineFacts, zone: str, now: datetime) -> None:
        by = ""
        if order.held and online.ship_until is not None:
            by = _("by {time}").format(time=time_text(online.ship_until, zone, now))
        self.rows.state.say(state_pill(order.state, order.pay_state), by)
        asked = online.asked
        amount = 0 if asked is None else asked.amount
        unit = currency(order.currency)
        back = refund_pill(order.refund_state, order.refunded, unit, order.progress, amount)
        self.rows.refund.say(back, _asked_more(online, zone, now))
        self.rows.hold.say(hold_pill(held=order.held), " · ".join(hold_reasons(order, online)))

    def _show_what_to_do(
        self, order: OrderView, online: OnlineFacts, *, waits: bool, zone: str, now: datetime
    ) -> None:
        """Say where the platform's money is given back: Microshop moves none of it there."""
        platform = source_text(order.source)
        asked = online.asked
        text = _("Not booked before it leaves: refund it at {platform}.")
        time = ""
        if asked is not None:
            text = _("{asked}. Answer it at {platform}.")
            if asked.deadline is not None:
                time = time_text(asked.deadline, zone, now)
                text = _("{asked}. Answer it at {platform} by {time}, or the platform decides.")
        if asked is not None and order.source in ANSWERING:
            text = _("The money is on its way back. Settle the refund at {platform} once it is.")
        said = "" if asked is None else asked_text(asked.kind.value)
        text = text.format(platform=platform, asked=said, time=time)
        self.refund.say(text, tone="quiet" if asked is None else "warning")
        self.refund.setVisible(waits or asked is not None)


_SAID = "chat-circle-text"


def _asked_more(online: OnlineFacts, zone: str, now: datetime) -> str:
    """Return how much is asked back, how far that is and until when it must be answered."""
    asked = online.asked
    if asked is None:
        return ""
    parts = [] if asked.pieces is None else [pieces_asked(asked.pieces)]
    if asked.state is not AftersaleState.OPEN:
        parts.append(aftersale_state_text(asked.state.value, asked.raw_status))
    if asked.deadline is not None:
        parts.append(_("by {time}").format(time=time_text(asked.deadline, zone, now)))
    return " · ".join(parts)
