"""What the payment pages need of the shop to collect by phone.

Every act commits and returns at once; platforms are asked by the collector beside the window, and
what it finds out comes back as an event.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from microshop_desktop.domain.basket import Basket, Method, Tender
from microshop_desktop.domain.payment import AttemptKind

if TYPE_CHECKING:
    from microshop_desktop.services.attempt_records import AttemptRecord
    from microshop_desktop.services.order_values import OrderView
    from microshop_desktop.services.pending_orders import PaidRest, Placed

CODE_LIFE = timedelta(minutes=5)
"""How long a shown QR can be paid: the platforms' own limit that both gateways ask for."""


@dataclass(frozen=True, slots=True)
class PhoneAsk:
    """How money is asked for. `amount` in minor units, None for all that is due.

    `code` is what the customer showed; it is passed on once and kept nowhere.
    """

    method: Method
    amount: int | None = None
    code: str = field(default="", repr=False)

    @property
    def kind(self) -> AttemptKind:
        """Who scans whom."""
        return AttemptKind.CODE if self.code else AttemptKind.QR


class PhoneDesk(Protocol):
    """Collecting by phone at this till. Methods raise `ShopError`."""

    def takes(self, method: Method) -> bool:
        """Tell whether a merchant account collects this way."""
        ...

    def place(self, basket: Basket, ask: PhoneAsk, shown_total: int) -> "Placed":
        """Write the order of a basket and ask for its money."""
        ...

    def ask(self, order: UUID, ask: PhoneAsk) -> "Placed":
        """Ask for what is still due of an order."""
        ...

    def look(self, attempt: UUID) -> "AttemptRecord":
        """Return an attempt as it is now."""
        ...

    def order(self, order: UUID) -> "OrderView":
        """Return an order as it is now."""
        ...

    def ask_now(self, attempt: UUID) -> None:
        """Have the platform asked now."""
        ...

    def look_again(self) -> None:
        """Have what was written just now followed."""
        ...

    def give_up(self, attempt: UUID) -> None:
        """Have an attempt closed; it ends when the platform says so."""
        ...

    def hand_over(self, attempt: UUID, reference: str) -> None:
        """Let the goods go though it is not known whether the money came."""
        ...

    def pay(self, order: UUID, tenders: Sequence[Tender]) -> "PaidRest":
        """Take cash, or what was seen to arrive, for an order."""
        ...

    def cancel(self, order: UUID) -> None:
        """Cancel an order that nobody paid for."""
        ...

    def drop(self, order: UUID, key: UUID) -> None:
        """Cancel an order and give back what was paid for it."""
        ...

    @property
    def offline_since(self) -> datetime | None:
        """Since when no platform could be reached."""
        ...

    def local(self, moment: datetime) -> datetime:
        """Return a moment as the clocks of the shop show it."""
        ...
