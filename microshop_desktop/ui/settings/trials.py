"""What the settings need of trial payments, without a widget."""

from collections.abc import Callable
from typing import Any, Protocol
from uuid import UUID

from microshop_desktop.services.trial_payments import TrialView


class ViewSignal(Protocol):
    """A signal that carries the view of a trial."""

    def connect(self, slot: Callable[[TrialView], object]) -> object:
        """Have a function called each time."""
        ...

    def disconnect(self, slot: Callable[[TrialView], object]) -> object:
        """Have it called no more."""
        ...


class Trials(Protocol):
    """Trial payments of the program, followed to their end also after nobody looks."""

    @property
    def changed(self) -> ViewSignal:
        """Sent in the main thread whenever one of them changed."""
        ...

    def begin(
        self,
        account: UUID,
        owner: Any,  # noqa: ANN401 (a widget, and Qt is not named here)
        *,
        done: Callable[[TrialView], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Ask for the smallest amount through an account; `done` while the owner lives."""
        ...

    def look(self, order: UUID) -> None:
        """Have a trial looked at now."""
        ...

    def stop(self, order: UUID) -> None:
        """Have a trial closed."""
        ...
