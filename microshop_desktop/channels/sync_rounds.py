"""Which online shop is synced next, and how the syncs of each go: one after the other.

What fails is tried again after a while, longer each time, and never before the time that a platform
asks for. Any thread may ask for a sync or stop it; `turn` belongs to one thread alone.
"""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from microshop_desktop.channels.catching_up import CatchingUp, CatchUp
from microshop_desktop.channels.channel import PASSING, ChannelError, ShopChannel
from microshop_desktop.channels.pace import Pace
from microshop_desktop.channels.sync import AccountSync, Progress, Step, SyncReport, new_pace
from microshop_desktop.channels.sync_stock import PlannedWrite
from microshop_desktop.domain.errors import ShopError
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.channel_accounts import FILE, ChannelAccounts, ChannelView
from microshop_desktop.services.online_overview import OnlineOverview
from microshop_desktop.services.shop import Shop

logger = logging.getLogger(__name__)

MakeChannel = Callable[[ChannelView, Pace], ShopChannel]
EVERY = timedelta(minutes=5)
"""So often an account is synced that nobody asks for."""
AFTER_SALE = timedelta(minutes=1)
"""So soon after goods moved here their numbers are told; what moves meanwhile goes with them."""
BUSY_WAIT = timedelta(minutes=1)
"""So long an account is left to another program that syncs it."""
LONGEST_PAUSE = timedelta(minutes=5)
_TELL_EVERY_S = 0.1
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=30)
_FIRST_REST, _LONGEST_REST = timedelta(minutes=5), timedelta(hours=1)
_MOST_DOUBLINGS = 10


def wait_after(problem: Exception, failures: int) -> timedelta:
    """Return how long to wait after so many failures in a row.

    What may pass is tried again sooner than what waits for a person.
    """
    passes = isinstance(problem, ChannelError) and problem.trouble in PASSING
    first, longest = (_FIRST_WAIT, _LONGEST_WAIT) if passes else (_FIRST_REST, _LONGEST_REST)
    grown = first * (1 << min(failures - 1, _MOST_DOUBLINGS))
    return max(min(grown, longest), rest_wanted(problem))


def rest_wanted(problem: Exception | None) -> timedelta:
    """Return how long a platform wants to be left alone; nothing shortens this."""
    wait = problem.wait if isinstance(problem, ChannelError) else None
    return wait or timedelta(0)


@dataclass(frozen=True, slots=True)
class AccountState:
    """How the syncs of an account go now.

    `doing`: what the one that runs is at; `asked`: one is wanted and has not begun. `problem` is
    what ended the last one, `failures` how many failed in a row, `again_at` when the next one
    begins by itself. `planned`: what the last dry run would have written.
    """

    doing: Progress | None = None
    asked: bool = False
    problem: Exception | None = None
    failures: int = 0
    again_at: datetime | None = None
    busy: bool = False
    planned: tuple[PlannedWrite, ...] | None = None


@dataclass(slots=True)
class _Plan:
    """When an account comes next, seconds of the steady counter, and what is wanted of it."""

    version: int
    due: float
    rests_until: float = 0.0
    asked: bool = False
    dry_run: bool = False


class SyncRounds:
    """Syncs what is due. `tell` is called when anything changed, in the thread that changed it."""

    def __init__(
        self, shop: Shop, actor: Actor, make: MakeChannel, tell: Callable[[], None]
    ) -> None:
        """Prepare; nothing is synced before `turn`."""
        self._shop, self._actor = shop, actor
        self._make, self._tell = make, tell
        self._accounts = ChannelAccounts(shop)
        self._lock = threading.Lock()
        self._plans: dict[UUID, _Plan] = {}
        self._states: dict[UUID, AccountState] = {}
        self._well: dict[UUID, datetime] = {}
        self._catching = CatchingUp()
        self._stop, self._ended = threading.Event(), False
        self._worker: int | None = None
        self._told = 0.0
        self.woken = threading.Event()
        """Set when the waiting thread should look again."""

    # ---------------------------------------------------------------- asked from any thread

    def states(self) -> Mapping[UUID, AccountState]:
        """Return how each account stands, as far as it was looked at."""
        with self._lock:
            return dict(self._states)

    def catch_up(self) -> CatchUp | None:
        """Return how far catching up is, or was last; None where nobody was away."""
        with self._lock:
            return self._catching.now

    def well(self) -> Mapping[UUID, datetime]:
        """Return when each account was in step last, those left out that never were."""
        with self._lock:
            return dict(self._well)

    def ask(self, account: UUID | None = None, *, dry_run: bool = False) -> None:
        """Sync an account, or all, as soon as possible; a rest that a platform wants is kept."""
        with self._lock:
            for key, plan in self._plans.items():
                if account in {None, key}:
                    plan.asked, plan.dry_run = True, dry_run
                    self._states[key] = replace(self._states[key], asked=True)
        self._tell()
        self.woken.set()

    def stop(self) -> None:
        """Break off the sync that runs and put off all others; they come by themselves later."""
        later = self._shop.clock.monotonic() + EVERY.total_seconds()
        with self._lock:
            self._stop.set()
            for key, plan in self._plans.items():
                plan.asked = plan.dry_run = False
                plan.due = max(plan.due, later)
                self._states[key] = replace(self._states[key], asked=False)
        self._tell()

    def goods_moved(self) -> None:
        """Let the accounts that are well be told soon of new numbers."""
        if threading.get_ident() == self._worker:
            return
        soon = self._shop.clock.monotonic() + AFTER_SALE.total_seconds()
        with self._lock:
            for key, plan in self._plans.items():
                if self._states[key].problem is None:
                    plan.due = min(plan.due, soon)
        self.woken.set()

    def end(self) -> None:
        """Begin nothing any more and break off what runs."""
        with self._lock:
            self._ended = True
            self._stop.set()
        self.woken.set()

    # ---------------------------------------------------------------- the thread that syncs

    def turn(self) -> timedelta:
        """Sync the account that is due longest; return how long nothing is to be done then."""
        self._worker = threading.get_ident()
        every = self._accounts.every(self._actor)
        views = [view for view in every if view.enabled and view.transport != FILE]
        self._keep(views)
        view = self._next(views)
        if view is not None:
            self._sync(view)
            return timedelta(0)
        return self._pause()

    def _keep(self, views: Sequence[ChannelView]) -> None:
        """Plan for new accounts and those that were changed; forget those that are off or gone."""
        now = self._shop.clock.monotonic()
        known = self._known_well([view.id for view in views if view.id not in self._plans])
        versions = {view.id: view.version for view in views}
        with self._lock:
            gone = self._plans.keys() - versions.keys()
            for key in gone:
                del self._plans[key], self._states[key]
            new = [
                key
                for key, version in versions.items()
                if key not in self._plans or self._plans[key].version != version
            ]
            for key in gone:
                self._well.pop(key, None)
            self._well |= {key: at for key, at in known.items() if key not in self._well}
            for key in new:
                self._plans[key] = _Plan(versions[key], due=now)
                self._states[key] = AccountState()
        if gone or new:
            self._tell()

    def _known_well(self, accounts: Sequence[UUID]) -> dict[UUID, datetime]:
        """Return when accounts that are new here were in step last, by the log."""
        if not accounts:
            return {}
        found = OnlineOverview(self._shop).glance(self._actor, accounts)
        return {key: each.synced_at for key, each in found.items() if each.synced_at is not None}

    def _next(self, views: Sequence[ChannelView]) -> ChannelView | None:
        now = self._shop.clock.monotonic()
        with self._lock:
            if self._ended:
                return None
            ready = [view for view in views if _begins(self._plans[view.id]) <= now]
            # The plan of what is asked for says 0: it comes before whatever is due by itself.
            return min(ready, key=lambda view: _begins(self._plans[view.id]), default=None)

    def _pause(self) -> timedelta:
        now = self._shop.clock.monotonic()
        with self._lock:
            left = min((_begins(plan) - now for plan in self._plans.values()), default=None)
        if left is None:
            return LONGEST_PAUSE
        return min(timedelta(seconds=max(0.0, left)), LONGEST_PAUSE)

    def _sync(self, view: ChannelView) -> None:
        stop = threading.Event()
        with self._lock:
            plan = self._plans[view.id]
            dry_run, plan.asked, plan.dry_run = plan.dry_run, False, False
            if self._ended:
                return
            self._stop = stop
            if not dry_run:
                self._catching.begins(view.id, self._well, self._shop.clock.now())
            begun = Progress(Step.LISTINGS, 0.0)
            self._show(view.id, doing=begun, asked=False, busy=False, planned=None)
        self._tell()
        report, problem = self._run(view, stop, dry_run=dry_run)
        self._note(view.id, report, problem)
        self._tell()

    def _run(
        self, view: ChannelView, stop: threading.Event, *, dry_run: bool
    ) -> tuple[SyncReport | None, Exception | None]:
        """Sync an account; whatever goes wrong is told, and the next one comes all the same."""
        pace = new_pace(self._shop, stop, beside_window=True)
        try:
            channel = self._make(view, pace)
            sync = AccountSync(self._shop, self._actor, view, channel, pace)
            report = sync.run(dry_run=dry_run, tell=lambda at: self._on_progress(view.id, at))
        except (ShopError, ChannelError) as problem:
            logger.warning("no sync of %s: %s", view.kind, problem)
            return None, problem
        except Exception as problem:
            logger.exception("a sync of %s failed", view.kind)
            return None, problem
        if dry_run and not (report.trouble or report.stopped or report.busy):
            with self._lock:
                self._show(view.id, planned=report.planned)
        return report, report.trouble

    def _note(self, account: UUID, report: SyncReport | None, problem: Exception | None) -> None:
        """Plan the next sync of an account by how this one went."""
        busy = report is not None and report.busy
        with self._lock:
            if account not in self._plans:
                return
            self._note_catching(account, report, problem)
            before = self._states[account]
            failures = before.failures + 1 if problem is not None else 0
            wait = BUSY_WAIT if busy else EVERY
            if problem is not None:
                wait = wait_after(problem, failures)
            now, plan = self._shop.clock.monotonic(), self._plans[account]
            plan.due = now + wait.total_seconds()
            plan.rests_until = now + rest_wanted(problem).total_seconds()
            again = self._shop.clock.now() + wait
            self._show(
                account, doing=None, busy=busy, problem=problem, failures=failures, again_at=again
            )

    def _note_catching(
        self, account: UUID, report: SyncReport | None, problem: Exception | None
    ) -> None:
        """Note how catching up went with an account; the lock is held."""
        now = self._shop.clock.now()
        looked = report is not None and bool(report.planned)
        well = problem is None and report is not None and not (report.stopped or report.busy)
        if well and not looked:
            self._well[account] = now
        self._catching.ends(account, now, well=well)

    def _on_progress(self, account: UUID, at: Progress) -> None:
        """Tell how far a sync is, a few times a second."""
        now = self._shop.clock.monotonic()
        with self._lock:
            before = self._states[account].doing if account in self._states else None
            self._show(account, doing=at)
            self._catching.moves(account, at)
            if before is not None and before.step is at.step and now - self._told < _TELL_EVERY_S:
                return
            self._told = now
        self._tell()

    def _show(self, account: UUID, **changes: object) -> None:
        """Change how an account stands, where it still does; the lock is held."""
        if account in self._states:
            self._states[account] = replace(self._states[account], **changes)  # type: ignore[arg-type]


def _begins(plan: _Plan) -> float:
    """Return when a sync may begin, on the steady counter."""
    return plan.rests_until if plan.asked else max(plan.due, plan.rests_until)
