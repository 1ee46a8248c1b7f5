"""How a channel whose after-sales have a reader of their own tells them."""

from datetime import datetime
from typing import Generic, Protocol, TypeVar

from microshop_desktop.channels.channel import AftersaleWays, Page
from microshop_desktop.domain.aftersale import Aftersale


class AftersaleReader(Protocol):
    """Reads the after-sales of one shop."""

    @property
    def ways(self) -> AftersaleWays:
        """How they are told."""
        ...

    def changes(self, start: datetime, end: datetime, cursor: str) -> Page[Aftersale]:
        """Return what changed from `start` until before `end`."""
        ...

    def one(self, external_id: str) -> Aftersale:
        """Return one as it is now."""
        ...


Reader = TypeVar("Reader", bound=AftersaleReader)


class ReadsAftersales(Generic[Reader]):
    """The half of a channel that is `TellsAftersales`; the channel makes the reader."""

    _aftersales: Reader

    @property
    def aftersale_ways(self) -> AftersaleWays:
        """How after-sales are told."""
        return self._aftersales.ways

    def aftersale_changes(
        self, start: datetime, end: datetime, cursor: str = ""
    ) -> Page[Aftersale]:
        """Return what changed of what customers ask back."""
        return self._aftersales.changes(start, end, cursor)

    def aftersale(self, external_id: str) -> Aftersale:
        """Return one as it is now."""
        return self._aftersales.one(external_id)
