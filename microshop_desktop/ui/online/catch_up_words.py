"""Catching up after a time offline, in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from microshop_desktop.channels.catching_up import AccountCatchUp, CatchUp, Reached
from microshop_desktop.infra.formats import number_text
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.ui.online.words import StateText

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
Moment = Callable[[datetime], str]


@dataclass(frozen=True, slots=True)
class ShopCatchUp:
    """A shop as its small card shows it while all catch up."""

    account: UUID
    source: str
    name: str
    state: StateText
    line: str
    share: float
    is_done: bool


@dataclass(frozen=True, slots=True)
class CatchUpLook:
    """All of it: `title` and `hint`, how far it is, and figures with what they count."""

    title: str
    hint: str
    when: str
    share: float
    figures: tuple[tuple[str, str], ...]
    shops: tuple[ShopCatchUp, ...]
    runs: bool


def lasting(time: timedelta) -> str:
    """Return a time in its two largest units, such as 1 day 2 hours; a minute at least."""
    days, rest = divmod(time, _DAY)
    hours, rest = divmod(rest, _HOUR)
    minutes = max(1, rest // timedelta(minutes=1)) if not days and not hours else 0
    if hours and not days:
        minutes = rest // timedelta(minutes=1)
    parts = [
        (days, ngettext("{count} day", "{count} days", days)),
        (hours, ngettext("{count} hour", "{count} hours", hours)),
        (minutes, ngettext("{count} minute", "{count} minutes", minutes)),
    ]
    return " ".join(text.format(count=number_text(count)) for count, text in parts if count)


def title_of(catching: CatchUp) -> str:
    """Return what goes on, or what is done."""
    away = lasting(catching.began - catching.since)
    if catching.ended is None:
        return _("{time} offline, catching up").format(time=away)
    if any(each.reached is Reached.FAILED for each in catching.accounts):
        return _("Caught up after {time} offline, but for some").format(time=away)
    return _("Caught up after {time} offline").format(time=away)


def when_of(catching: CatchUp, moment: Moment) -> str:
    """Return since when the shops were away, and when they came back."""
    text = _("Offline since {since}, back at {back}")
    return text.format(since=moment(catching.since), back=moment(catching.began))


def figures_of(catching: CatchUp, now: datetime) -> tuple[tuple[str, str], ...]:
    """Return the figures with what they count; how long it takes only where that is known."""
    done, total = number_text(catching.done), number_text(catching.total)
    figures = [
        (number_text(catching.orders), _("orders taken up")),
        (f"{done} / {total}", _("numbers looked at")),
    ]
    left = catching.left(now)
    if left is not None:
        figures.append((_("about {time}").format(time=lasting(left)), _("still to go")))
    return tuple(figures)


def state_of(shop: AccountCatchUp, *, trouble: StateText | None) -> StateText:
    """Return how far a shop is; `trouble` is what its last sync failed of."""
    if shop.reached is Reached.FAILED:
        return trouble or StateText(_("Stopped"), "neutral", "pause")
    return {
        Reached.WAITS: StateText(_("Comes next"), "neutral", "clock"),
        Reached.RUNS: StateText(_("Catching up"), "accent", "arrows-clockwise"),
        Reached.DONE: StateText(_("Caught up"), "success", "check-circle"),
    }[shop.reached]


def line_of(shop: AccountCatchUp, *, again: str) -> str:
    """Return what was done of a shop; `again` is when it is tried once more."""
    if shop.reached is Reached.FAILED and again:
        return _("Tried again {time}; the others go on").format(time=again)
    orders = ngettext("{count} order", "{count} orders", shop.orders)
    parts = [orders.format(count=number_text(shop.orders))]
    if shop.total:
        done, total = number_text(shop.done), number_text(shop.total)
        parts.append(_("stock {done} / {total}").format(done=done, total=total))
    return " · ".join(parts)
