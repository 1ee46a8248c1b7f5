"""How orders are said on screen: states as pills, goods in a line, history in sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from microshop_desktop.domain.aftersale import AftersaleState
from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.money import Currency, currency
from microshop_desktop.domain.payment_refund import RefundProgress
from microshop_desktop.domain.refunds import RefundState
from microshop_desktop.infra.attempt_words import refund_progress_text
from microshop_desktop.infra.formats import amount_text, moment_text, money_text, quantity_text
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.infra.words import method_text, order_state_text, source_text
from microshop_desktop.services.order_values import (
    EventView,
    GoodsName,
    OrderRowView,
    OrderView,
    PaymentView,
    RefundView,
)
from microshop_desktop.ui.orders.event_words import ONLINE, event_words

Tone = Literal["neutral", "accent", "success", "warning", "danger", "ink"]
MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class PillText:
    """A state as icon, word and colour."""

    text: str
    tone: Tone
    icon: str


@dataclass(frozen=True, slots=True)
class Step:
    """One line of an order's history."""

    title: str
    detail: str
    time: str
    icon: str
    tone: str


_STATES: Mapping[str, tuple[Tone, str]] = {
    "pending_payment": ("neutral", "clock"),
    "to_ship": ("accent", "cube"),
    "part_shipped": ("accent", "truck"),
    "shipped": ("neutral", "truck"),
    "completed": ("success", "check-circle"),
    "cancelled": ("neutral", "x-circle"),
    "check": ("warning", "warning"),
}


_PROGRESS: Mapping[RefundProgress, tuple[Tone, str]] = {
    RefundProgress.STUCK: ("danger", "warning"),
    RefundProgress.REFUSED: ("danger", "x-circle"),
    RefundProgress.ON_WAY: ("warning", "hourglass-medium"),
    RefundProgress.DONE: ("success", "check-circle"),
}


def state_pill(state: str, pay_state: str) -> PillText:
    """How far an order is; money that nobody is sure of comes first."""
    if pay_state == "to_verify":
        return PillText(_("To verify"), "warning", "device-mobile")
    if pay_state == "unknown":
        return PillText(_("To confirm"), "warning", "hourglass-medium")
    if state == "pending_payment" and pay_state == "part":
        return PillText(_("Part paid"), "accent", "clock")
    tone, icon = _STATES.get(state, ("neutral", "circle-dashed"))
    return PillText(order_state_text(state), tone, icon)


def hold_pill(*, held: bool) -> PillText | None:
    """Whether an order must wait, or None."""
    return PillText(_("On hold"), "warning", "pause") if held else None


def refund_pill(
    state: RefundState,
    refunded: int,
    unit: Currency,
    progress: RefundProgress = RefundProgress.DONE,
    asked: int = 0,
) -> PillText | None:
    """What went back of an order, or None; money the customer does not have is not back.

    `asked`: what its customer waits for, 0 where the platform does not say.
    """
    if progress is not RefundProgress.DONE:
        tone, icon = _PROGRESS[progress]
        return PillText(refund_progress_text(progress.value), tone, icon)
    if state is RefundState.REQUESTED:
        text = _("Asked {amount}").format(amount=money_text(asked, unit)) if asked else ""
        return PillText(text or _("Refund asked"), "danger", "arrow-u-up-left")
    if state is RefundState.WHOLE:
        text = _("All back") if refunded else _("Given back")
        return PillText(text, "success", "check-circle")
    if state is RefundState.PART and not refunded:
        return PillText(_("Part back"), "neutral", "arrow-u-up-left")
    if state is RefundState.PART:
        text = _("Back {amount}").format(amount=money_text(refunded, unit))
        return PillText(text, "neutral", "arrow-u-up-left")
    return None


def goods_line(goods: Sequence[GoodsName]) -> str:
    """The first goods of an order, with how many where it is more than one, … where more follow."""
    names = [
        name.name if name.quantity == 1000 else f"{name.name} × {quantity_text(name.quantity)}"
        for name in goods[:MOST_NAMES]
    ]
    return _(", ").join(names) + ("…" if len(goods) > MOST_NAMES else "")


def pieces_text(pieces: int) -> str:
    """How many pieces: `8 items`."""
    return ngettext("{count} item", "{count} items", pieces).format(count=pieces)


def customer_text(name: str) -> str:
    """Whose order it is."""
    return name or _("Walk-in customer")


def local_text(at: datetime, zone: str, today: date) -> str:
    """A moment in the shop's zone as seen from today."""
    return moment_text(at.astimezone(ZoneInfo(zone)), today)


def row_amount(row: OrderRowView, own: str) -> str:
    """The total of a row; with its sign where it is another currency than the shop's."""
    unit = currency(row.currency)
    return (amount_text if row.currency == own else money_text)(row.total, unit)


def history(order: OrderView, zone: str, today: date) -> list[Step]:
    """What happened to an order, the newest first."""
    steps = [_event_step(order, event, zone, today) for event in order.events]
    if not any(event.kind in {"sold", "placed_online"} for event in order.events):
        steps.insert(0, _made_step(order, zone, today))
    waiting = _waiting_step(order, zone, today)
    return [*([waiting] if waiting else []), *steps[::-1]]


def _waiting_step(order: OrderView, zone: str, today: date) -> Step | None:
    """What is not decided yet, above all that happened; None where nothing waits."""
    asked = None if order.online is None else order.online.asked
    if asked is None or asked.state is not AftersaleState.OPEN:
        return None
    detail = ""
    if asked.deadline is not None:
        detail = _("No answer by {time}: {platform} decides").format(
            time=local_text(asked.deadline, zone, today), platform=source_text(order.source)
        )
    return Step(_("Waits for an answer"), detail, _("now"), "circle-dashed", "textMuted")


def _made_step(order: OrderView, zone: str, today: date) -> Step:
    time = local_text(order.at, zone, today)
    return Step(_("Order received"), "", time, "check-circle-fill", "success")


def _event_step(order: OrderView, event: EventView, zone: str, today: date) -> Step:
    time = local_text(event.at, zone, today)
    if event.kind == "sold":
        detail = _(", ").join(
            f"{method_text(payment.method)} {money_text(payment.amount, currency(order.currency))}"
            for payment in order.payments
        )
        return Step(
            _with_staff(_("Sold"), event.staff), detail, time, "check-circle-fill", "success"
        )
    if event.kind == "refunded":
        return _refund_step(order, event, time)
    words = event_words(event, currency(order.currency))
    if words is not None:
        # A sync is nobody's deed, though somebody has the till.
        title = words.title if event.kind in ONLINE else _with_staff(words.title, event.staff)
        return Step(title, words.detail, time, words.icon, words.tone)
    return Step(_with_staff(event.kind, event.staff), "", time, "circle-dashed", "textMuted")


def _refund_step(order: OrderView, event: EventView, time: str) -> Step:
    refund = next((r for r in order.refunds if r.number == event.facts.get("number")), None)
    title = _("Refunded")
    if refund is None:
        return Step(_with_staff(title, event.staff), "", time, "arrow-u-up-left", "warning")
    unit = currency(refund.currency)
    amount, goods = money_text(refund.amount, unit), refund_goods(refund)
    if refund.progress is RefundProgress.DONE:
        title = _("Refunded {amount}").format(amount=amount)
        return Step(_with_staff(title, event.staff), goods, time, "arrow-u-up-left", "warning")
    tone, icon = way_tone(refund)
    title = _("Refund of {amount} asked for").format(amount=amount)
    detail = " · ".join((goods, refund_progress_text(refund.progress.value)))
    return Step(_with_staff(title, event.staff), detail, time, icon, tone)


def refund_goods(refund: RefundView) -> str:
    """What came back, and why."""
    goods = _(", ").join(f"{line.name} × {quantity_text(line.quantity)}" for line in refund.lines)
    return f"{goods} · {refund.reason}" if refund.reason else goods


def ways_text(refund: RefundView) -> str:
    """How the money of a refund went back: `Cash ¥10.00`; what is not back yet says so."""
    unit = currency(refund.currency)
    sums = _(", ").join(
        f"{method_text(method)} {money_text(amount, unit)}"
        for method, amount in refund.by_method.items()
    )
    if refund.progress is RefundProgress.DONE:
        return sums
    return f"{sums} · {refund_progress_text(refund.progress.value)}"


def way_tone(refund: RefundView) -> tuple[Tone, str]:
    """The colour and icon of where a refund's money is."""
    return _PROGRESS[refund.progress]


def is_by_platform(payment: PaymentView) -> bool:
    """Tell whether a payment came through a platform, and goes back through it by itself."""
    return payment.method in {Method.WECHAT, Method.ALIPAY} and payment.state == "received"


def _with_staff(title: str, staff: str) -> str:
    return f"{title} · {staff}" if staff else title
