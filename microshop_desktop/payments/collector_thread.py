"""The collector at work beside the window: a thread that waits for the next moment, and helpers.

A platform that lets us wait holds up nothing else: each attempt is asked about by a helper of its
own, never twice at once. One program of a shop follows what is open (a lease); what a till started
itself it follows in any case.
"""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

from microshop_desktop.payments.collector import Collector, key_of
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.attempt_records import AttemptRecord
from microshop_desktop.services.leases import Leases
from microshop_desktop.services.refund_ways import WayRecord
from microshop_desktop.services.shop import Shop

logger = logging.getLogger(__name__)

JOB = "collector"
HELPERS = 4
LONGEST_WAIT = timedelta(seconds=20)
"""At the latest then it looks again: the lease wants to be renewed, other programs book too."""
AFTER_FAILURE = timedelta(seconds=15)
"""What could not be written down is left alone so long: a full disk must not ask without end."""


class CollectorThread:
    """Runs a collector until it is ended."""

    def __init__(self, shop: Shop, actor: Actor, collector: Collector) -> None:
        self.collector = collector
        self._shop = shop
        self._actor = actor
        self._leases = Leases(shop)
        # A till has one window: killed and begun anew, it holds its lease still.
        self._holder = f"window {actor.till.hex}"
        self._ours: set[UUID] = set()
        self._busy: set[UUID] = set()
        self._lock = threading.Lock()
        self._changed = threading.Event()
        self._ended = threading.Event()
        self._helpers = ThreadPoolExecutor(HELPERS, thread_name_prefix="payments")
        self._urgent = ThreadPoolExecutor(HELPERS, thread_name_prefix="payments-now")
        self._resting: dict[UUID, float] = {}
        self._renewed: float | None = None
        self._holds = False
        self._thread = threading.Thread(target=self._run, name="collector", daemon=True)

    def begin(self) -> None:
        """Take up all that is open and follow it from now on."""
        self._thread.start()

    def start(self, attempt: UUID, code: str = "") -> None:
        """Send a new attempt at once."""
        self._ours.add(attempt)
        self._submit(attempt, lambda: self.collector.start(attempt, code), self._urgent)

    def ask_now(self, attempt: UUID) -> None:
        """Do what is next for an attempt now: the cashier asks, gave up or has the network back."""
        self._submit(attempt, lambda: self.collector.ask_now(attempt), self._urgent)

    def look_again(self) -> None:
        """Look into the book: something new is to be followed."""
        self._changed.set()

    def end(self, patience: float = 2.0) -> None:
        """Stop; requests under way are left alone, the next start asks what became of them."""
        with self._lock:  # what is being handed to a pool just now is handed over first
            self._ended.set()
        self._changed.set()
        if self._thread.is_alive():
            self._thread.join(patience)
        for pool in (self._helpers, self._urgent):
            pool.shutdown(wait=False, cancel_futures=True)

    def _run(self) -> None:
        woken = False
        while not self._ended.is_set():
            pause = LONGEST_WAIT
            try:
                holds = self.collector.next_due() is not None and self._may_follow_all()
                if holds and not woken:
                    self.collector.wake()
                woken = woken or holds
                self._look(follow_all=holds)
                pause = self._pause(self.collector.next_due())
            except Exception:
                # A full disk or a locked file passes; what is open is written down.
                logger.exception("the collector stumbled")
            self._changed.wait(pause.total_seconds())
            self._changed.clear()
        self._let_go()

    def _may_follow_all(self) -> bool:
        """Take or renew the lease, at most every so often: each time is a write to the disk.

        Asked only while something is open, so that an idle till writes nothing.
        """
        now = self._shop.clock.monotonic()
        if self._renewed is None or now - self._renewed >= LONGEST_WAIT.total_seconds():
            self._holds = self._leases.take(self._actor, JOB, self._holder)
            self._renewed = now
        return self._holds

    def _look(self, *, follow_all: bool) -> None:
        for record in self.collector.due():
            key = key_of(record)
            if (follow_all or key in self._ours) and not self._rests(key):
                self._submit(key, _handling(self.collector, record), self._helpers)

    def _submit(self, key: UUID, work: Callable[[], None], pool: ThreadPoolExecutor) -> None:
        with self._lock:
            if key in self._busy or self._ended.is_set():
                return
            self._busy.add(key)
            done = pool.submit(work)
        done.add_done_callback(lambda future: self._done(key, future))

    def _rests(self, key: UUID) -> bool:
        until = self._resting.get(key)
        return until is not None and self._shop.clock.monotonic() < until

    def _done(self, key: UUID, future: "Future[None]") -> None:
        failed = not future.cancelled() and future.exception() is not None
        with self._lock:
            self._busy.discard(key)
            self._resting.pop(key, None)
            if failed:
                later = self._shop.clock.monotonic() + AFTER_FAILURE.total_seconds()
                self._resting[key] = later
        if failed:
            logger.error("a payment could not be followed", exc_info=future.exception())
        else:
            self._changed.set()

    def _pause(self, moment: datetime | None) -> timedelta:
        """Return how long to wait; what is due now but busy wakes us when it is done."""
        if moment is None:
            return LONGEST_WAIT
        left = moment - self._shop.clock.now()
        return min(max(left, timedelta(seconds=1)), LONGEST_WAIT)

    def _let_go(self) -> None:
        try:
            self._leases.let_go(self._actor, JOB, self._holder)
        except Exception:
            # The program is about to end; the next one only waits a little longer.
            logger.warning("the lease ends by itself", exc_info=True)


def _handling(collector: Collector, record: AttemptRecord | WayRecord) -> Callable[[], None]:
    return lambda: collector.handle(record)
