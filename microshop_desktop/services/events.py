"""What happened, told to whoever listens after the commit. A failing listener undoes nothing."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from blinker import Signal

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OrderChanged:
    """An order was made, paid, refunded or changed its state."""

    order: UUID
    number: str


@dataclass(frozen=True, slots=True)
class AttemptChanged:
    """A payment attempt was made, sent, answered or ended. Often sent by the collector's thread."""

    attempt: UUID
    order: UUID


@dataclass(frozen=True, slots=True)
class RefundChanged:
    """Where the money of a refund is changed. Often sent by the collector's thread."""

    refund: UUID
    order: UUID


@dataclass(frozen=True, slots=True)
class SaleFinished:
    """A sale at the counter is done: time for receipt and drawer."""

    order: UUID
    number: str
    took_cash: bool


@dataclass(frozen=True, slots=True)
class StockChanged:
    """What is on hand or reserved of these SKUs changed."""

    skus: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class CatalogueChanged:
    """Products were made or edited; without ids: many of them."""

    skus: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class SettingsChanged:
    """Settings of the shop changed."""


@dataclass(frozen=True, slots=True)
class AccountsChanged:
    """A merchant account was added, changed, switched or removed."""

    account: UUID


@dataclass(frozen=True, slots=True)
class PrintJobsChanged:
    """Something was printed or could not be. Sent by the thread that prints."""


Event = (
    PrintJobsChanged
    | AttemptChanged
    | RefundChanged
    | OrderChanged
    | SaleFinished
    | StockChanged
    | CatalogueChanged
    | SettingsChanged
    | AccountsChanged
)
E = TypeVar("E", bound=Event)


class Events:
    """Brings events to their listeners, in the thread that sends them.

    Listeners are held weakly: bound methods live as long as their object.
    """

    def __init__(self) -> None:
        """Start without listeners."""
        self._signals: dict[type, Signal] = {}

    def listen(self, kind: type[E], listener: Callable[[E], None]) -> None:
        """Call `listener` with each event of this kind."""
        self._signal(kind).connect(listener)

    def send(self, event: Event) -> None:
        """Tell everybody; what a listener raises is logged and stops nobody else."""
        for listener in list(self._signal(type(event)).receivers_for(None)):
            try:
                listener(event)
            except Exception:  # the act is committed: a listener must not undo it
                logger.exception("a listener of %s failed", type(event).__name__)

    def _signal(self, kind: type) -> Signal:
        return self._signals.setdefault(kind, Signal())
