"""What pages need to give a customer the slip of a payment that is still being confirmed."""

from typing import Protocol
from uuid import UUID

from microshop_desktop.infra.translations import _


class Slips(Protocol):
    """Gives slips out; what goes wrong is told by itself."""

    @property
    def on_paper(self) -> bool:
        """Whether there is a printer; without one a slip is shown on the screen."""
        ...

    def hand_out(self, order: UUID) -> None:
        """Print the slip of an order, or show it."""
        ...

    def put_aside(self, order: UUID) -> None:
        """An order goes to the pending payments: print its slip where receipts print themselves."""
        ...


def slip_label(slips: Slips) -> tuple[str, str]:
    """Return text and icon of the button that gives a slip."""
    if slips.on_paper:
        return _("Print a slip for the customer"), "printer"
    return _("Show a slip to the customer"), "receipt"
