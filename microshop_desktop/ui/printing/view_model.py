"""The list of receipts that were not printed, without a widget."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from microshop_desktop.infra.formats import moment_text
from microshop_desktop.infra.messages import sentence
from microshop_desktop.infra.translations import _
from microshop_desktop.services.print_queue import JobView


class PrintDesk(Protocol):
    """What the list asks of the shop."""

    def failed(self) -> tuple[JobView, ...]:
        """Return what could not be printed, the oldest first."""
        ...

    def retry(self, *jobs: UUID) -> None:
        """Print these once more; without any: all."""
        ...

    def drop(self, *jobs: UUID) -> None:
        """Forget these."""
        ...

    def local(self, moment: datetime) -> datetime:
        """Return a moment in the shop's zone."""
        ...

    def now(self) -> datetime:
        """Return the moment of now in the shop's zone."""
        ...


@dataclass(frozen=True, slots=True)
class JobLine:
    """One receipt in the list: which one and when, and why it is here."""

    job: UUID
    title: str
    reason: str


class PrintListViewModel:
    """What is shown and what can be done; `changed` is called after each act."""

    def __init__(self, desk: PrintDesk, changed: Callable[[], None] = lambda: None) -> None:
        """Begin with what waits now."""
        self._desk = desk
        self._changed = changed
        self.lines: tuple[JobLine, ...] = ()
        self.refresh()

    @property
    def is_empty(self) -> bool:
        """Tell whether everything is printed or dropped."""
        return not self.lines

    def refresh(self) -> None:
        """Read the list anew."""
        self.lines = tuple(self._line(job) for job in self._desk.failed())

    def retry(self, job: UUID) -> None:
        """Print one more time."""
        self._desk.retry(job)
        self._renew()

    def retry_all(self) -> None:
        """Print all of them once more."""
        self._desk.retry()
        self._renew()

    def drop(self, job: UUID) -> None:
        """Do without this one; it can be printed from its order at any time."""
        self._desk.drop(job)
        self._renew()

    def _renew(self) -> None:
        self.refresh()
        self._changed()

    def _line(self, job: JobView) -> JobLine:
        when = moment_text(self._desk.local(job.made_at), self._desk.now().date())
        return JobLine(
            job=job.job,
            title=_("{number} · {time}").format(number=job.number, time=when),
            reason=sentence(job.error, job.params),
        )
