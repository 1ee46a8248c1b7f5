"""How online shops are said on screen: how an account stands, what a sync did, what it would do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from microshop_desktop.channels.channel import ChannelError, Trouble
from microshop_desktop.channels.sync import Progress, Step
from microshop_desktop.channels.sync_rounds import AccountState
from microshop_desktop.channels.sync_stock import PlannedWrite
from microshop_desktop.channels.words import kind_name, trouble_sentence
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.formats import moment_text, number_text
from microshop_desktop.infra.messages import sentence
from microshop_desktop.infra.translations import _, mark, ngettext
from microshop_desktop.services.channel_accounts import FILE, ChannelView
from microshop_desktop.services.online_overview import Glance, SyncLine

Tone = Literal["neutral", "accent", "success", "warning", "danger", "ink"]
_STEPS: Mapping[Step, tuple[str, float, float]] = {
    Step.LISTINGS: (mark("Reading goods"), 0.0, 0.2),
    Step.ORDERS: (mark("Reading orders"), 0.2, 0.5),
    Step.STOCK: (mark("Writing stock"), 0.7, 0.3),
}
_TROUBLES: Mapping[Trouble, tuple[str, Tone, str]] = {
    Trouble.NOT_REACHED: (mark("Cannot be reached"), "danger", "wifi-slash"),
    Trouble.NO_ANSWER: (mark("No answer"), "warning", "hourglass-medium"),
    Trouble.BUSY: (mark("Busy there"), "warning", "hourglass-medium"),
    Trouble.LIMITED: (mark("Wants a rest"), "warning", "clock"),
    Trouble.LOGIN: (mark("Keys not taken"), "danger", "lock-simple"),
    Trouble.IP_BLOCKED: (mark("Address not allowed"), "danger", "prohibit"),
    Trouble.NOT_ALLOWED: (mark("Rights missing"), "danger", "prohibit"),
    Trouble.CLOCK_OFF: (mark("Clock is wrong"), "danger", "clock"),
    Trouble.REFUSED: (mark("Refused"), "danger", "x-circle"),
    Trouble.BAD_ANSWER: (mark("Answer not understood"), "danger", "warning"),
    Trouble.RELAY: (mark("Relay refuses"), "danger", "prohibit"),
}
_KEYS_AWAY = frozenset({ErrorCode.SECRETS_MISSING, ErrorCode.KEYRING_CLOSED})


@dataclass(frozen=True, slots=True)
class StateText:
    """A state as icon, word and colour."""

    text: str
    tone: Tone
    icon: str


@dataclass(frozen=True, slots=True)
class LogRow:
    """A line of the log; `bad` where something failed."""

    title: str
    detail: str
    time: str
    icon: str
    tone: str
    bad: bool = False


def share_of(progress: Progress) -> float:
    """Return how far a whole sync is, 0 to 1."""
    _name, before, own = _STEPS[progress.step]
    return before + own * progress.share


def state_text(account: ChannelView, state: AccountState, glance: Glance) -> StateText:
    """Return how an account stands."""
    if not account.enabled:
        return StateText(_("Paused"), "neutral", "pause")
    if account.transport == FILE:
        return StateText(_("By files"), "neutral", "file-text")
    if state.doing is not None:
        name = _(_STEPS[state.doing.step][0])
        return StateText(f"{name} {share_of(state.doing):.0%}", "accent", "arrows-clockwise")
    if state.problem is not None:
        return problem_text(state.problem)
    return _calm_text(state, synced=glance.synced_at is not None)


def _calm_text(state: AccountState, *, synced: bool) -> StateText:
    """Return how an account stands that nothing is wrong with."""
    if state.busy:
        return StateText(_("Synced by another program"), "neutral", "arrows-clockwise")
    if state.asked:
        return StateText(_("Comes next"), "accent", "hourglass-medium")
    if synced:
        return StateText(_("In order"), "success", "check-circle")
    return StateText(_("Not synced yet"), "neutral", "circle-dashed")


def problem_text(problem: Exception) -> StateText:
    """Return what ended a sync, in a word or two."""
    if isinstance(problem, ChannelError):
        text, tone, icon = _TROUBLES[problem.trouble]
        return StateText(_(text), tone, icon)
    if isinstance(problem, ShopError) and problem.code in _KEYS_AWAY:
        return StateText(_("Keys are not here"), "danger", "lock-simple")
    return StateText(_("Sync failed"), "danger", "warning-circle")


def problem_sentence(problem: Exception, name: str) -> str:
    """Return what ended a sync and what to do about it."""
    if isinstance(problem, ChannelError):
        return trouble_sentence(problem, name)
    if isinstance(problem, ShopError):
        return f"{name}: {sentence(problem.code, problem.params)}"
    return _("{name} could not be synced. Details are in the log.").format(name=name)


def moment(at: datetime, zone: str, today: date) -> str:
    """Return a moment as the shop's clocks show it."""
    return moment_text(at.astimezone(ZoneInfo(zone)), today)


def under_name(account: ChannelView, synced: str) -> str:
    """Return the line under an account's name: its platform, and when it was synced last."""
    platform = kind_name(account.kind)
    parts = [] if platform == account.name else [platform]
    if synced:
        words = _("file of {time}") if account.transport == FILE else _("synced {time}")
        parts.append(words.format(time=synced))
    return " · ".join(parts)


def waiting_text(glance: Glance, since: str) -> str:
    """Return what waits to be told there, and since when; else how the day goes."""
    count = glance.waiting.count
    if not count:
        orders = ngettext("{count} order today", "{count} orders today", glance.orders_today)
        return orders.format(count=number_text(glance.orders_today))
    words = ngettext("{count} number to write", "{count} numbers to write", count)
    if since:
        words = ngettext(
            "{count} number to write since {time}", "{count} numbers to write since {time}", count
        )
    return words.format(count=number_text(count), time=since)


def unmatched_text(glance: Glance) -> str:
    """Return how many listings are not linked; empty where nothing is listed."""
    left = glance.listed - glance.linked
    if left:
        return ngettext("{count} not matched", "{count} not matched", left).format(count=left)
    return _("all matched") if glance.listed else ""


def planned_text(planned: PlannedWrite) -> str:
    """Return what a write would change: `18 → 20`."""
    write, before = planned.write, planned.write.expected
    if write.is_delta:
        after = (before or 0) + write.pieces
        return f"{number_text(before or 0)} → {number_text(after)}"
    start = "" if before is None else f"{number_text(before)} "
    return f"{start}→ {number_text(write.pieces)}"


def log_rows(
    lines: Sequence[SyncLine], names: Mapping[UUID, str], zone: str, today: date
) -> list[LogRow]:
    """Return what the syncs did, the newest first.

    Syncs of an account that did nothing, or failed alike, are one line with their number.
    """
    groups: list[tuple[SyncLine, int]] = []
    last: dict[UUID, int] = {}
    for line in lines:
        place = last.get(line.account)
        if place is not None and _is_like(groups[place][0], line):
            groups[place] = (groups[place][0], groups[place][1] + 1)
            continue
        last[line.account] = len(groups)
        groups.append((line, 1))
    return [
        _log_row(line, times, names.get(line.account, ""), moment(line.at, zone, today))
        for line, times in groups
        if line.account in names
    ]


def _is_like(one: SyncLine, other: SyncLine) -> bool:
    """Tell whether two syncs failed alike, or both did nothing."""
    trouble = one.facts.get("trouble")
    if trouble or other.facts.get("trouble"):
        return bool(trouble == other.facts.get("trouble"))
    return not _deeds(one.facts) and not _deeds(other.facts)


def _log_row(line: SyncLine, times: int, name: str, time: str) -> LogRow:
    facts = line.facts
    if facts.get("trouble"):
        text, tone, icon = _TROUBLES[Trouble(facts["trouble"])]
        again = ngettext("{count} time", "{count} times", times).format(count=times)
        detail = f"{name} · {again}" if times > 1 else name
        code = f" ({facts['code']})" if facts.get("code") else ""
        return LogRow(_(text) + code, detail, time, icon, tone, bad=True)
    deeds = _deeds(facts)
    if not deeds:
        return LogRow(_("Nothing to do"), name, time, "check", "textMuted")
    new, _changed, _same = facts.get("orders", (0, 0, 0))
    failed = bool(facts.get("conflicts") or facts.get("stock", (0, 0, 0))[2])
    icon = "download-simple" if new else "check-circle"
    tone = "accent" if new else "success"
    if failed:
        icon, tone = "warning", "warning"
    return LogRow(_(", ").join(deeds), name, time, icon, tone, bad=failed)


def _deeds(facts: Mapping[str, Any]) -> list[str]:
    """Return what a sync did, in words; nothing where all was as it should be."""
    new, changed, _same = facts.get("orders", (0, 0, 0))
    pushed, _right, refused = facts.get("stock", (0, 0, 0))
    sent, held = facts.get("parcels", (0, 0))
    prices = facts.get("prices", 0)
    told = [
        (new, ngettext("{count} new order", "{count} new orders", new)),
        (changed, ngettext("{count} order changed", "{count} orders changed", changed)),
        (pushed, ngettext("{count} number written", "{count} numbers written", pushed)),
        (refused, ngettext("{count} number refused", "{count} numbers refused", refused)),
        (prices, ngettext("{count} price changed there", "{count} prices changed there", prices)),
        (sent, ngettext("{count} parcel told", "{count} parcels told", sent)),
        (held, ngettext("{count} parcel refused", "{count} parcels refused", held)),
        (facts.get("conflicts", 0), _("{count} for you to decide")),
        (facts.get("planned", 0), _("looked: {count} would be written")),
    ]
    deeds = [text.format(count=number_text(count)) for count, text in told if count]
    if facts.get("stopped"):
        deeds.append(_("stopped"))
    return [deeds[0][:1].upper() + deeds[0][1:], *deeds[1:]] if deeds else []
