"""Catching up after a time without the shops: which of them, since when, and how far it is.

It begins with the first sync of an account that was last in step long ago, and ends once none of
them is at work or waits for its turn. What fails is tried again by itself and holds up no other.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from microshop_desktop.channels.sync import Progress, Step

AWAY = timedelta(minutes=15)
"""Whoever was in step within this time has nothing to catch up: three usual syncs."""
_SURE_AFTER, _SURE_SHARE = timedelta(seconds=5), 0.1
"""Before that nobody can say how long it takes."""


class Reached(StrEnum):
    """How far an account is in catching up."""

    WAITS = "waits"
    RUNS = "runs"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class AccountCatchUp:
    """One account: orders taken up, numbers written `done` of `total` (0 until it is known)."""

    account: UUID
    reached: Reached = Reached.WAITS
    orders: int = 0
    done: int = 0
    total: int = 0

    @property
    def share(self) -> float:
        """How far its numbers are, 0 to 1."""
        if self.reached is Reached.DONE:
            return 1.0
        return self.done / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class CatchUp:
    """Catching up of all accounts: they were in step `since`, and it `began` later."""

    since: datetime
    began: datetime
    accounts: tuple[AccountCatchUp, ...]
    ended: datetime | None = None

    @property
    def orders(self) -> int:
        """Orders taken up."""
        return sum(each.orders for each in self.accounts)

    @property
    def done(self) -> int:
        """Numbers written or found right."""
        return sum(each.done for each in self.accounts)

    @property
    def total(self) -> int:
        """Numbers that are to be looked at, as far as that is known."""
        return sum(each.total for each in self.accounts)

    @property
    def share(self) -> float:
        """How far all of it is, each account counted alike."""
        return sum(each.share for each in self.accounts) / max(1, len(self.accounts))

    @property
    def is_something(self) -> bool:
        """Whether there is anything to catch up at all."""
        return bool(self.orders or self.total)

    def left(self, now: datetime) -> timedelta | None:
        """Return how long it still takes by how it went so far; None while nobody can say."""
        lasted, share = now - self.began, self.share
        if self.ended is not None or lasted < _SURE_AFTER or share < _SURE_SHARE or not self.total:
            return None
        return lasted * ((1 - share) / share)


class CatchingUp:
    """Follows the syncs of all accounts. Not safe by itself: whoever runs them holds a lock."""

    def __init__(self) -> None:
        self.now: CatchUp | None = None
        """What is, or was last; None as long as nobody was away."""

    def begins(self, account: UUID, well: Mapping[UUID, datetime], now: datetime) -> None:
        """A sync of an account begins; `well`: when each account was in step last."""
        away = {key: at for key, at in well.items() if now - at >= AWAY}
        if not self._waits_for(account):
            if account not in away:
                return
            accounts = tuple(AccountCatchUp(key) for key in away)
            self.now = CatchUp(min(away.values()), now, accounts)
        self._change(account, reached=Reached.RUNS)
        if self.now is not None:
            # Tries that reached nothing were part of the time away.
            began = self.now.began if self.now.is_something else now
            self.now = replace(self.now, began=began, ended=None)

    def moves(self, account: UUID, at: Progress) -> None:
        """A sync tells how far it is."""
        if at.step is Step.ORDERS:
            self._change(account, orders=at.done)
        elif at.step is Step.STOCK:
            self._change(account, done=at.done, total=at.total)

    def ends(self, account: UUID, now: datetime, *, well: bool) -> None:
        """A sync ended, well or not."""
        self._change(account, reached=Reached.DONE if well else Reached.FAILED)
        catching = self.now
        if catching is not None and catching.ended is None:
            busy = {Reached.RUNS, Reached.WAITS}
            if not any(each.reached in busy for each in catching.accounts):
                self.now = replace(catching, ended=now)

    def _waits_for(self, account: UUID) -> bool:
        """Tell whether an account has its turn still to come, or failed before."""
        catching = self.now
        return catching is not None and any(
            each.account == account and each.reached is not Reached.DONE
            for each in catching.accounts
        )

    def _change(self, account: UUID, **changes: object) -> None:
        if self.now is not None:
            accounts = tuple(
                replace(each, **changes) if each.account == account else each  # type: ignore[arg-type]
                for each in self.now.accounts
            )
            self.now = replace(self.now, accounts=accounts)
