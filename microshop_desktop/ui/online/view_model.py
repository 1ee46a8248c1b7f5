"""The Online page as a person knows it: accounts, what is to be decided, the log, a dry run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from microshop_desktop.channels.sync_rounds import AccountState
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.services.channel_accounts import ChannelView
from microshop_desktop.services.conflicts import AGAIN, SEEN
from microshop_desktop.services.listings import ListingView
from microshop_desktop.services.online_overview import Glance, SyncLine, ToSettle
from microshop_desktop.services.online_stock import Waiting
from microshop_desktop.ui.online import words
from microshop_desktop.ui.online.desk import Likely, OnlineDesk
from microshop_desktop.ui.online.entries import (
    IDLE,
    Card,
    ChoiceKind,
    Entry,
    conflict_entry,
    link_entry,
)
from microshop_desktop.ui.online.words import LogRow, StateText

if TYPE_CHECKING:
    from datetime import datetime

_IDLE_STATE = AccountState()
_NOTHING = Glance(0, 0, Waiting(0, None), 0, None)


@dataclass(frozen=True, slots=True)
class AccountLook:
    """An account as its card shows it. `share` is how far its sync is, None while none runs."""

    account: UUID
    source: str
    name: str
    under: str
    state: StateText
    matched: str
    unmatched: str
    linked: int
    listed: int
    foot: str
    problem: str
    enabled: bool
    share: float | None


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A write that a dry run would send."""

    name: str
    account: str
    change: str


@dataclass
class OnlineModel:
    """State and commands of the page; `desk` does the work."""

    desk: OnlineDesk
    only_bad: bool = False
    shows_plan: bool = False
    _glance: Mapping[UUID, Glance] = field(default_factory=dict)
    _conflicts: Sequence[ToSettle] = ()
    _listings: Sequence[ListingView] = ()
    _log: Sequence[SyncLine] = ()
    _likely: dict[UUID, Sequence[Likely]] = field(default_factory=dict)
    _picked: dict[UUID, tuple[ChoiceKind, UUID | None]] = field(default_factory=dict)

    def refresh(self) -> None:
        """Read anew what is shown."""
        desk = self.desk
        self._glance, self._log = desk.glance(), desk.log()
        self._conflicts, self._listings = desk.to_settle(), desk.to_link()

    # ------------------------------------------------------------------ the accounts

    @property
    def accounts(self) -> Sequence[ChannelView]:
        """The accounts, the oldest first."""
        return self.desk.syncs.accounts

    @property
    def running(self) -> bool:
        """Whether an account is synced now, or is about to be."""
        return any(state.doing or state.asked for state in self.desk.syncs.states().values())

    @property
    def can_sync(self) -> bool:
        """Whether there is an account that is not paused."""
        return any(view.enabled for view in self.accounts)

    def looks(self) -> list[AccountLook]:
        """Return the accounts as their cards show them."""
        states = self.desk.syncs.states()
        return [self._look(view, states.get(view.id, _IDLE_STATE)) for view in self.accounts]

    def problems(self) -> list[str]:
        """Return in sentences what keeps accounts from being synced, and when it is tried again."""
        return [look.problem for look in self.looks() if look.problem]

    def subtitle(self) -> str:
        """Return the line beside the title."""
        count = len(self.accounts)
        shops = ngettext("{count} online shop", "{count} online shops", count)
        return f"{shops.format(count=count)} · {_('the stock here counts')}"

    def to_match(self) -> int:
        """Return how many listings of all accounts are none of our goods yet."""
        return sum(glance.listed - glance.linked for glance in self._glance.values())

    # ------------------------------------------------------------------ syncing

    def sync_now(self) -> None:
        """Sync all accounts that are not paused."""
        self.shows_plan = False
        self.desk.syncs.ask()

    def dry_run(self) -> None:
        """Find out what would be written, without writing it."""
        self.shows_plan = True
        self.desk.syncs.ask(dry_run=True)

    def stop(self) -> None:
        """Break off what runs."""
        self.desk.syncs.stop()

    def pause(self, account: UUID) -> None:
        """Let an account rest, or sync it again."""
        enabled = any(view.id == account and view.enabled for view in self.accounts)
        self.desk.switch(account, on=not enabled)

    def plan(self) -> list[PlanRow] | None:
        """Return what would be written, None until all accounts were looked at."""
        states = self.desk.syncs.states()
        names = {view.id: view.name for view in self.accounts}
        if any(each.doing or each.asked for each in states.values()):
            return None
        return [
            PlanRow(write.listing.name, names.get(account, ""), words.planned_text(write))
            for account, state in states.items()
            for write in state.planned or ()
        ]

    def plan_text(self) -> str:
        """Return what the dry run found, in a sentence."""
        rows = self.plan()
        if rows is None:
            return _("Looking what would be written…")
        failed = [state for state in self.desk.syncs.states().values() if state.planned is None]
        if failed and not rows:
            return _("It could not be found out; see above why.")
        if not rows:
            return _("Nothing would be written: every online shop shows what it should.")
        count = len(rows)
        text = ngettext(
            "{count} number would be written; nothing was.",
            "{count} numbers would be written; nothing was.",
            count,
        )
        return text.format(count=count)

    # ------------------------------------------------------------------ decisions

    def entries(self) -> list[Entry]:
        """Return what is to be decided, conflicts first."""
        views: dict[UUID | None, ChannelView] = {view.id: view for view in self.accounts}
        found = []
        for each in self._conflicts:
            account = each.conflict.account
            if account in views:
                found.append(conflict_entry(each, views[account].name, views[account].kind))
        for listing in self._listings:
            if listing.account in views:
                view, likely = views[listing.account], self._likely.get(listing.id)
                found.append(link_entry(listing, likely, view.name, view.kind))
        return found

    def entry(self, key: UUID) -> Entry | None:
        """Return an entry as it is now, None where it is gone."""
        return next((entry for entry in self.entries() if entry.key == key), None)

    def hidden(self) -> int:
        """Return how many listings come once those that are shown are matched."""
        return max(0, self.to_match() - len(self._listings))

    def index(self, entry: Entry) -> int:
        """Return which card of an entry is chosen."""
        picked = self._picked.get(entry.key)
        kinds = [(card.kind, card.sku) for card in entry.cards]
        return kinds.index(picked) if picked in kinds else entry.likely

    def pick(self, entry: Entry, index: int) -> None:
        """Choose a card."""
        card = entry.cards[index]
        self._picked[entry.key] = (card.kind, card.sku)

    def chosen(self) -> list[tuple[Entry, Card]]:
        """Return what would be carried out."""
        pairs = [(entry, entry.cards[self.index(entry)]) for entry in self.entries()]
        return [(entry, card) for entry, card in pairs if card.kind not in IDLE]

    def settle(self) -> int:
        """Carry out what was chosen; return how many things."""
        chosen = self.chosen()
        for entry, card in chosen:
            self._carry_out(entry, card)
            self._picked.pop(entry.key, None)
        self.refresh()
        return len(chosen)

    def to_suggest(self) -> UUID | None:
        """Return the next listing nobody looked for goods alike of, None where all were."""
        keys = (listing.id for listing in self._listings)
        return next((key for key in keys if key not in self._likely), None)

    def suggested(self, listing: UUID, likely: Sequence[Likely]) -> None:
        """Take in what a listing may be."""
        self._likely[listing] = likely

    def search(self, entry: Entry, text: str) -> bool:
        """Offer what a person looked for; the first of it is chosen. False where nothing is."""
        found = self.desk.find(text)
        if found:
            self._likely[entry.key] = found
            self._picked[entry.key] = (ChoiceKind.LINK, found[0].sku)
        return bool(found)

    # ------------------------------------------------------------------ the log

    def log(self) -> list[LogRow]:
        """Return what the syncs did, the newest first."""
        names = {view.id: view.name for view in self.accounts}
        rows = words.log_rows(self._log, names, self.desk.zone, self.desk.today())
        return [row for row in rows if row.bad or not self.only_bad]

    # ------------------------------------------------------------------ inside

    def _look(self, view: ChannelView, state: AccountState) -> AccountLook:
        glance = self._glance.get(view.id, _NOTHING)
        synced = self._moment(glance.synced_at)
        return AccountLook(
            account=view.id,
            source=view.kind,
            name=view.name,
            under=words.under_name(view, synced),
            state=words.state_text(view, state, glance),
            matched=_("Matched {linked} / {listed}").format(
                linked=glance.linked, listed=glance.listed
            ),
            unmatched=words.unmatched_text(glance),
            linked=glance.linked,
            listed=glance.listed,
            foot=words.waiting_text(glance, self._moment(glance.waiting.since)),
            problem=self._problem(view, state),
            enabled=view.enabled,
            share=None if state.doing is None else words.share_of(state.doing),
        )

    def _problem(self, view: ChannelView, state: AccountState) -> str:
        if state.problem is None or state.doing is not None:
            return ""
        text = words.problem_sentence(state.problem, view.name)
        again = _("Next try {time}.").format(time=self._moment(state.again_at))
        return f"{text} {again}"

    def _moment(self, at: "datetime | None") -> str:
        return "" if at is None else words.moment(at, self.desk.zone, self.desk.today())

    def _carry_out(self, entry: Entry, card: Card) -> None:
        subject = next(
            (e.conflict.subject for e in self._conflicts if e.conflict.id == entry.key), None
        )
        if card.kind is ChoiceKind.LINK and card.sku is not None:
            self.desk.link(entry.key, card.sku)
            self._likely.pop(entry.key, None)
        elif card.kind is ChoiceKind.AGAIN and subject is not None:
            self.desk.try_again(subject)
            self.desk.settle(entry.key, AGAIN)
        elif card.kind is ChoiceKind.ALONE and subject is not None:
            self.desk.leave_alone(subject)
            self.desk.settle(entry.key, SEEN)
        elif card.kind is ChoiceKind.SEEN:
            self.desk.settle(entry.key, SEEN)


def _nothing() -> Glance:
    from microshop_desktop.services.online_stock import Waiting

    return Glance(0, 0, Waiting(0, None), 0, None)
