"""The Online page as a person knows it: accounts, what is to be decided, the log, a dry run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from microshop_desktop.channels.catching_up import AccountCatchUp, Reached
from microshop_desktop.channels.sync_rounds import AccountState
from microshop_desktop.domain.decisions import COMES_BACK, SHORT_ANSWERS, Choice
from microshop_desktop.domain.errors import ShopError
from microshop_desktop.infra.decision_words import hold_reason
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.services.channel_accounts import FILE, ChannelView
from microshop_desktop.services.decisions import Question, Verdict
from microshop_desktop.services.listings import ListingView
from microshop_desktop.services.online_overview import Glance, SyncLine
from microshop_desktop.services.online_stock import Waiting
from microshop_desktop.ui.online import catch_up_words, words
from microshop_desktop.ui.online.catch_up_words import CatchUpLook, ShopCatchUp
from microshop_desktop.ui.online.desk import Likely, OnlineDesk
from microshop_desktop.ui.online.entries import (
    IDLE,
    NOTHING_CHOSEN,
    Card,
    CardKind,
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
    by_files: bool = False


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
    _questions: Sequence[Question] = ()
    _listings: Sequence[ListingView] = ()
    _log: Sequence[SyncLine] = ()
    _likely: dict[UUID, Sequence[Likely]] = field(default_factory=dict)
    _picked: dict[UUID, Card | None] = field(default_factory=dict)
    _given: dict[UUID, dict[UUID, int]] = field(default_factory=dict)
    _words: dict[UUID, tuple[str, str]] = field(default_factory=dict)
    _seen_ends: "set[datetime | None]" = field(default_factory=set)

    def refresh(self) -> None:
        """Read anew what is shown."""
        desk = self.desk
        self._glance, self._log = desk.glance(), desk.log()
        self._questions, self._listings = desk.questions(), desk.to_link()

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
        """Whether there is an account that is not paused and can be asked."""
        return any(view.enabled and view.transport != FILE for view in self.accounts)

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

    # ------------------------------------------------------------------ catching up

    def catch_up(self) -> CatchUpLook | None:
        """Return how far catching up is; None where there is nothing, or it was seen."""
        catching = self.desk.syncs.catch_up()
        if catching is None or not catching.is_something or catching.ended in self._seen_ends:
            return None
        states, views = self.desk.syncs.states(), {view.id: view for view in self.accounts}
        shops = [
            self._shop_catch_up(each, views[each.account], states.get(each.account, _IDLE_STATE))
            for each in catching.accounts
            if each.account in views
        ]
        runs = catching.ended is None
        return CatchUpLook(
            title=catch_up_words.title_of(catching),
            hint=_("Selling goes on, no need to wait") if runs else "",
            when=catch_up_words.when_of(catching, self.moment),
            share=catching.share,
            figures=catch_up_words.figures_of(catching, self.desk.now()),
            shops=tuple(shops),
            runs=runs,
        )

    def dismiss_catch_up(self) -> None:
        """Show no more of what is caught up."""
        catching = self.desk.syncs.catch_up()
        if catching is not None and catching.ended is not None:
            self._seen_ends.add(catching.ended)

    def _shop_catch_up(
        self, shop: AccountCatchUp, view: ChannelView, state: AccountState
    ) -> ShopCatchUp:
        trouble = None if state.problem is None else words.problem_text(state.problem)
        again = "" if state.problem is None else self.moment(state.again_at)
        return ShopCatchUp(
            account=shop.account,
            source=view.kind,
            name=view.name,
            state=catch_up_words.state_of(shop, trouble=trouble),
            line=catch_up_words.line_of(shop, again=again),
            share=shop.share,
            is_done=shop.reached is Reached.DONE,
        )

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
        """Return what is to be decided, conflicts first, and of those goods that are short."""
        views: dict[UUID | None, ChannelView] = {view.id: view for view in self.accounts}
        found = []
        for each in sorted(self._questions, key=lambda each: each.shortage is None):
            account, given = each.about.conflict.account, self._given.get(each.id)
            if account in views:
                view = views[account]
                found.append(conflict_entry(each, view.name, view.kind, given))
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
        """Return which card of an entry is chosen, `NOTHING_CHOSEN` where none is."""
        if entry.key not in self._picked:
            return entry.likely
        picked = self._picked[entry.key]
        keys = [_key(card) for card in entry.cards]
        if picked is None:
            return NOTHING_CHOSEN
        return keys.index(_key(picked)) if _key(picked) in keys else entry.likely

    def pick(self, entry: Entry, index: int) -> None:
        """Choose a card, or none."""
        self._picked[entry.key] = None if index == NOTHING_CHOSEN else entry.cards[index]

    def give(self, entry: Entry, line: UUID, pieces: int) -> None:
        """Give an order so many pieces of goods that are short, as far as there are."""
        if entry.short is None:
            return
        most = {claim.line: claim.most for claim in entry.short.claims}
        self._given[entry.key] = {**entry.short.given, line: max(0, min(pieces, most[line]))}

    def say_parcel(self, entry: Entry, courier: str, tracking: str) -> None:
        """Tell a parcel with another courier or number; empty where that stays."""
        self._words[entry.key] = (courier.strip(), tracking.strip())

    def parcel_words(self, entry: Entry) -> tuple[str, str]:
        """Return the courier and number that a parcel is told with."""
        return self._words.get(entry.key, ("", ""))

    def chosen(self) -> list[tuple[Entry, Card]]:
        """Return what would be carried out."""
        pairs = [
            (entry, entry.cards[index])
            for entry in self.entries()
            if (index := self.index(entry)) != NOTHING_CHOSEN
        ]
        return [(entry, card) for entry, card in pairs if card.kind not in IDLE]

    def letters(self, entry: Entry) -> str:
        """Return what buyers may be told of goods that are short; empty where nobody is."""
        index = self.index(entry)
        choice = entry.cards[index].choice if index != NOTHING_CHOSEN else None
        if entry.short is None or choice not in SHORT_ANSWERS:
            return ""
        return entry.short.letters(choice)

    def settle(self) -> int:
        """Carry out what was chosen; return how many things.

        What cannot be done stays in the list, and the first trouble is raised once all was tried.
        """
        done, trouble = 0, None
        for entry, card in self.chosen():
            try:
                self._carry_out(entry, card)
            except ShopError as problem:
                trouble = trouble or problem
                continue
            done += 1
            for kept in (self._picked, self._given, self._words):
                kept.pop(entry.key, None)
        self.refresh()
        if trouble is not None:
            raise trouble
        return done

    def to_suggest(self) -> UUID | None:
        """Return the next listing nobody looked for goods alike of, None where all were."""
        keys = (listing.id for listing in self._listings)
        return next((key for key in keys if key not in self._likely), None)

    def suggested(self, listing: UUID, likely: Sequence[Likely]) -> None:
        """Take in what a listing may be."""
        self._likely[listing] = likely

    def search(self, entry: Entry, text: str) -> bool:
        """Offer what a person looked for; the first of it is chosen. False where nothing is."""
        listing = next((each for each in self._listings if each.id == entry.key), None)
        listed = "" if listing is None else f"{listing.name} {listing.spec}".strip()
        found = self.desk.find(text, listed)
        if found:
            self._likely[entry.key] = found
            self._picked[entry.key] = Card(CardKind.LINK, "", "", sku=found[0].sku)
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
        synced = self.moment(glance.synced_at)
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
            foot=words.waiting_text(glance, self.moment(glance.waiting.since)),
            problem=self._problem(view, state),
            enabled=view.enabled,
            share=None if state.doing is None else words.share_of(state.doing),
            by_files=view.transport == FILE,
        )

    def _problem(self, view: ChannelView, state: AccountState) -> str:
        if state.problem is None or state.doing is not None:
            return ""
        text = words.problem_sentence(state.problem, view.name)
        again = _("Next try {time}.").format(time=self.moment(state.again_at))
        return f"{text} {again}"

    def moment(self, at: "datetime | None") -> str:
        """Return a moment as the shop's clock shows it, empty for none."""
        return "" if at is None else words.moment(at, self.desk.zone, self.desk.today())

    def _carry_out(self, entry: Entry, card: Card) -> None:
        if card.kind is CardKind.LINK and card.sku is not None:
            self.desk.link(entry.key, card.sku, card.factor)
            self._likely.pop(entry.key, None)
        elif card.choice is not None:
            self.desk.settle(self._verdict(entry, card.choice))
            if card.choice in COMES_BACK and entry.account is not None:
                self.desk.syncs.ask(entry.account)

    def _verdict(self, entry: Entry, choice: Choice) -> Verdict:
        courier, tracking = self.parcel_words(entry)
        short = entry.short if choice in SHORT_ANSWERS else None
        return Verdict(
            entry.key,
            choice,
            courier=courier,
            tracking=tracking,
            given=None if short is None else short.given,
            reason="" if short is None else hold_reason(choice, short.name),
        )


def _key(card: Card) -> tuple[CardKind, Choice | None, UUID | None]:
    """Return what makes a card the same one, whatever it is called by now."""
    return card.kind, card.choice, card.sku
