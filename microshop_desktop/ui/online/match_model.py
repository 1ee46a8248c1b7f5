"""Matching goods as a person knows it: what is listed, what it may be, what is ticked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from microshop_desktop.services.channel_accounts import ChannelView
from microshop_desktop.services.matching import Asked, MatchRow, MatchState
from microshop_desktop.ui.online.match_desk import Candidate, MatchDesk

AT_ONCE = 8
"""Listings whose likeness is worked out together, so that the first of them show soon."""
Undo = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a listing would be linked to. `by_hand`: a person chose the goods or the factor."""

    candidate: Candidate
    factor: int
    by_hand: bool = False

    @property
    def may_tick(self) -> bool:
        """Whether it may be ticked in the list."""
        return self.by_hand or self.candidate.is_likely


@dataclass
class MatchModel:
    """State and commands of the page; it outlives the page, so that no tick is lost."""

    desk: MatchDesk
    asked: Asked = field(default_factory=Asked)
    state: MatchState = MatchState.OPEN
    counts: Mapping[MatchState, int] = field(default_factory=dict)
    accounts: Sequence[ChannelView] = ()
    current: MatchRow | None = None
    """The listing whose panel is open."""
    _candidates: dict[UUID, tuple[Candidate, ...]] = field(default_factory=dict)
    _found: dict[UUID, Sequence[Candidate]] = field(default_factory=dict)
    _by_hand: dict[UUID, Choice] = field(default_factory=dict)
    _ticks: dict[UUID, bool] = field(default_factory=dict)
    _wanted: list[UUID] = field(default_factory=list)

    # ------------------------------------------------------------------ the list

    def refresh(self) -> None:
        """Read anew how many listings there are, and the one whose panel is open."""
        self.accounts = self.desk.accounts()
        if self.asked.account not in {None, *(view.id for view in self.accounts)}:
            self.asked = Asked(None, self.asked.text)
        self.counts = self.desk.counts(self.asked)
        if self.current is not None:
            self.current = self.desk.row(self.current.id)

    def ask(self, *, account: UUID | None, text: str) -> None:
        """Want other listings."""
        self.asked = Asked(account, text)
        self.refresh()

    def show_state(self, state: MatchState) -> None:
        """Want the listings of another state."""
        self.state, self.current = state, None

    def fetch(self, first: int, count: int) -> Sequence[MatchRow]:
        """Return some of the listings."""
        return self.desk.page(self.asked, self.state, first=first, count=count)

    def source(self, account: UUID) -> str:
        """Return the platform of an account, by which its sign is painted."""
        return next((view.kind for view in self.accounts if view.id == account), "counter")

    def account_name(self, account: UUID) -> str:
        """Return how an account is called."""
        return next((view.name for view in self.accounts if view.id == account), "")

    # ------------------------------------------------------------------ what it may be

    def want(self, listing: UUID) -> None:
        """Have it worked out what a listing may be, unless that was done; the latest come first."""
        if listing not in self._candidates and listing not in self._wanted:
            self._wanted.append(listing)

    def next_wanted(self) -> list[UUID]:
        """Return listings to work out now, those that were looked at last."""
        some = self._wanted[-AT_ONCE:]
        self._wanted = self._wanted[:-AT_ONCE]
        return some

    def proposed(self, found: Mapping[UUID, tuple[Candidate, ...]]) -> None:
        """Take in what listings may be."""
        self._candidates.update(found)

    def is_known(self, listing: UUID) -> bool:
        """Whether it was worked out what a listing may be."""
        return listing in self._candidates

    def candidates(self, listing: UUID) -> list[Candidate]:
        """Return what is offered for a listing: what was looked up first, then what is alike."""
        offered = list(self._found.get(listing, ()))
        known = {each.own.sku for each in offered}
        return offered + [
            each for each in self._candidates.get(listing, ()) if each.own.sku not in known
        ]

    def choice(self, listing: UUID) -> Choice | None:
        """Return what a listing would be linked to, None where nothing is like it."""
        by_hand = self._by_hand.get(listing)
        if by_hand is not None:
            return by_hand
        first = next(iter(self._candidates.get(listing, ())), None)
        return None if first is None else Choice(first, first.factor or 1)

    def choose(self, listing: UUID, candidate: Candidate, factor: int | None = None) -> None:
        """Choose goods for a listing by hand, and how many of them one piece there is."""
        pieces = factor or candidate.factor or 1
        self._by_hand[listing] = Choice(candidate, pieces, by_hand=True)

    def find(self, listing: UUID, text: str) -> bool:
        """Offer what a person looked for, the first of it chosen; false where nothing is."""
        found = self.desk.find(text)
        self._found[listing] = found
        if found:
            self.choose(listing, found[0])
        return bool(found)

    # ------------------------------------------------------------------ ticks

    def is_ticked(self, listing: UUID) -> bool:
        """Whether a listing would be linked by the button; likely ones are ticked beforehand."""
        choice = self.choice(listing)
        if choice is None or not choice.may_tick:
            return False
        return self._ticks.get(listing, choice.candidate.is_likely)

    def tick(self, listing: UUID) -> bool:
        """Tick a listing or take the tick away; false where only a person can say what it is."""
        choice = self.choice(listing)
        if choice is None or not choice.may_tick:
            return False
        self._ticks[listing] = not self.is_ticked(listing)
        return True

    def ticked(self) -> list[UUID]:
        """Return all that would be linked by the button."""
        known = dict.fromkeys((*self._candidates, *self._by_hand))
        return [listing for listing in known if self.is_ticked(listing)]

    # ------------------------------------------------------------------ acts

    def link_ticked(self) -> tuple[int, Undo]:
        """Link what is ticked; return how many were, and what takes it back."""
        linked: list[UUID] = []
        try:
            for listing in self.ticked():
                choice = self.choice(listing)
                if choice is not None and self._is_open(listing):
                    self.desk.link(listing, choice.candidate.own.sku, choice.factor)
                    linked.append(listing)
                self._forget(listing)
        finally:
            self.refresh()
        return len(linked), lambda: self._unlink_all(linked)

    def link(self, row: MatchRow) -> Undo | None:
        """Link a listing to what is chosen for it; None where nothing is."""
        choice = self.choice(row.id)
        if choice is None:
            return None
        before = self.desk.row(row.id)
        self.desk.link(row.id, choice.candidate.own.sku, choice.factor)
        if row.state is MatchState.ALONE:
            self.desk.take_up(row.id)
        self._forget(row.id)
        self.refresh()
        return lambda: self._put_back(before)

    def unlink(self, row: MatchRow) -> Undo:
        """Say that a listing is none of our goods."""
        before = self.desk.row(row.id)
        self.desk.unlink(row.id)
        self._forget(row.id)
        self.refresh()
        return lambda: self._put_back(before)

    def leave_alone(self, row: MatchRow) -> Undo:
        """Write the number of a listing no more."""
        self.desk.leave_alone(row.id)
        self.refresh()
        return lambda: self.take_up(row)

    def take_up(self, row: MatchRow) -> None:
        """Write the number of a listing again."""
        self.desk.take_up(row.id)
        self.refresh()

    def create(self, row: MatchRow) -> Undo:
        """Make goods from a listing and link them."""
        undo = self.desk.create(row)
        self._forget(row.id)
        self.refresh()

        def back() -> None:
            undo()
            self.refresh()

        return back

    # ------------------------------------------------------------------ inside

    def _is_open(self, listing: UUID) -> bool:
        row = self.desk.row(listing)
        return row is not None and row.state is MatchState.OPEN

    def _forget(self, listing: UUID) -> None:
        for kept in (self._by_hand, self._ticks, self._found, self._candidates):
            kept.pop(listing, None)

    def _unlink_all(self, listings: Sequence[UUID]) -> None:
        for listing in listings:
            self.desk.unlink(listing)
            # Taken back by hand, it is not ticked a second time by itself.
            self._ticks[listing] = False
        self.refresh()

    def _put_back(self, before: MatchRow | None) -> None:
        if before is None:
            return
        if before.own is None:
            self.desk.unlink(before.id)
            self._ticks[before.id] = False
        else:
            self.desk.link(before.id, before.own.sku, before.factor)
        if before.state is MatchState.ALONE:
            self.desk.leave_alone(before.id)
        self.refresh()
