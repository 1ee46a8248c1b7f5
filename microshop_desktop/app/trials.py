"""Trial payments that run: followed to their end whether somebody looks at them or not."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from microshop_desktop.services.trial_payments import TrialPayments, TrialView

if TYPE_CHECKING:
    from microshop_desktop.app.collecting import Collecting
    from microshop_desktop.app.opened import OpenedShop
    from microshop_desktop.services.events import AttemptChanged, RefundChanged
    from microshop_desktop.ui.runner import Runner

_log = logging.getLogger(__name__)


class Trials(QObject):
    """Begins and ends trials. Lives in the main thread; the work is done beside it."""

    changed = Signal(object)
    """The `TrialView` as it is now."""

    def __init__(self, opened: "OpenedShop", collecting: "Collecting", runner: "Runner") -> None:
        super().__init__()
        self._opened, self._collecting, self._runner = opened, collecting, runner
        self._payments = TrialPayments(opened.shop)
        self._running: set[UUID] = set()
        opened.bridge.attempt_changed.connect(self._on_event)
        opened.bridge.refund_changed.connect(self._on_event)

    def begin(
        self,
        account: UUID,
        owner: QObject,
        *,
        done: Callable[[TrialView], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Ask for the smallest amount through an account; `done` while the owner lives."""
        self._runner.run(owner, lambda _job: self._begin(account), done=done, failed=failed)

    def look(self, order: UUID) -> None:
        """Have a trial looked at now."""
        self._do(lambda: self._payments.settle(self._opened.actor, order))

    def stop(self, order: UUID) -> None:
        """Have a trial closed; what was paid all the same goes back."""
        self._do(lambda: self._stop(order))

    def owns(self, order: UUID) -> bool:
        """Tell whether an order is a trial, so that its end is no news of a sale."""
        return order in self._running

    def _begin(self, account: UUID) -> TrialView:
        placed = self._payments.begin(self._opened.actor, account)
        self._running.add(placed.order)
        if placed.attempt is not None:
            self._collecting.thread.start(placed.attempt.attempt.id)
        return self._payments.settle(self._opened.actor, placed.order)

    def _stop(self, order: UUID) -> TrialView:
        attempt = self._payments.stop(self._opened.actor, order)
        self._collecting.thread.ask_now(attempt)
        return self._payments.settle(self._opened.actor, order)

    def _on_event(self, event: "AttemptChanged | RefundChanged") -> None:
        if event.order in self._running:
            self.look(event.order)

    def _do(self, work: Callable[[], TrialView]) -> None:
        self._runner.run(self, lambda _job: work(), done=self.changed.emit, failed=_log_failure)


def _log_failure(problem: Exception) -> None:
    """Nothing is lost: the order stands with the pending payments."""
    _log.warning("a trial payment did not go on: %s", problem)
