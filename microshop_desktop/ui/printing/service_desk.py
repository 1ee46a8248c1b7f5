"""The desk of the print list over the print queue of an open shop."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from microshop_desktop.services.actor import Actor
from microshop_desktop.services.print_queue import JobView, PrintQueue
from microshop_desktop.services.shop import Shop


class QueueDesk:
    """Acts as one actor on the queue."""

    def __init__(self, shop: Shop, actor: Actor, queue: PrintQueue) -> None:
        self._shop, self._actor, self._queue = shop, actor, queue

    def failed(self) -> tuple[JobView, ...]:
        """What could not be printed, the oldest first."""
        return self._queue.failed(self._actor)

    def retry(self, *jobs: UUID) -> None:
        """Print these once more; without any: all."""
        self._queue.retry(self._actor, *jobs)

    def drop(self, *jobs: UUID) -> None:
        """Forget these."""
        self._queue.drop(self._actor, *jobs)

    def local(self, moment: datetime) -> datetime:
        """A moment in the shop's zone."""
        return moment.astimezone(ZoneInfo(self._shop.profile.zone))

    def now(self) -> datetime:
        """The moment of now in the shop's zone."""
        return self.local(self._shop.clock.now())
