"""What the customer's screen reads of the till. It writes nothing and asks for nothing else.

Cost, stock and other customers are not in it, so they cannot be shown by mistake.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.collection_code import CollectionCode
from microshop_desktop.domain.money import Currency
from microshop_desktop.domain.pricing import PricedBasket

if TYPE_CHECKING:
    from microshop_desktop.ui.sell.news import LastSale
    from microshop_desktop.ui.sell.payment import Payment
    from microshop_desktop.ui.sell.phone_stage import PhoneOrder
    from microshop_desktop.ui.sell.rows import LineRow


class TillState(Protocol):
    """The open sale, as the selling page's view-model holds it."""

    @property
    def currency(self) -> Currency:
        """The currency of the shop."""
        ...

    @property
    def priced(self) -> PricedBasket:
        """The open basket with its money."""
        ...

    @property
    def rows(self) -> "tuple[LineRow, ...]":
        """The lines of the basket as texts."""
        ...

    @property
    def payment(self) -> "Payment | None":
        """The payment that is being taken."""
        ...

    @property
    def phone(self) -> "PhoneOrder | None":
        """The order and the attempt that are paid by phone."""
        ...

    @property
    def last_sale(self) -> "LastSale | None":
        """The sale that was just finished, until the next scan."""
        ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What else is shown: the shop's name, photos by SKU, collection codes, the idle picture.

    `seconds` count on whatever is done to the computer's clock.
    """

    shop: Callable[[], str]
    pictures: Callable[[Sequence[UUID]], dict[UUID, str]]
    code_for: Callable[[Method], CollectionCode | None]
    seconds: Callable[[], float]
    poster: Callable[[], str] = str
    """Name of the picture shown while nobody buys; empty for none."""
