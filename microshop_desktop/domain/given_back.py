"""What of an online order's money went back on two sides: at its platform, and here.

A platform gives money back without asking us, and a customer may stand at the counter. What went
back here *by the platform's own way* is our note of what the platform does, not a second time;
cash and goods of an exchange are. All amounts in minor units.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GivenBack:
    """The money of one order. `paid_there` was taken in there, `booked` of it is in our books.

    `refunded_there`: what the platform gave back. `by_platform` is booked here as given back by it,
    `by_hand` was given back here in cash or for other goods.
    """

    paid_there: int
    booked: int
    refunded_there: int
    by_platform: int = 0
    by_hand: int = 0

    @property
    def gone_there(self) -> int:
        """What the platform gave back of the money in our books, not of what never came in."""
        never_booked = max(0, self.paid_there - self.booked)
        return max(0, self.refunded_there - never_booked)

    @property
    def more(self) -> int:
        """What the platform gave back that our books do not know of."""
        return max(0, self.gone_there - self.by_platform)

    @property
    def gone(self) -> int:
        """What the customer got back on both sides."""
        return self.by_hand + max(self.gone_there, self.by_platform)

    @property
    def twice(self) -> int:
        """What was given back beyond all that the customer paid."""
        return max(0, self.gone - self.booked)

    def allows(self, *, by_hand: int, by_platform: int) -> bool:
        """Tell whether so much more may go back: both sides together never give more than came."""
        there = max(self.gone_there, self.by_platform + by_platform)
        return self.by_hand + by_hand + there <= self.booked

    @property
    def left(self) -> int:
        """What may still be given back here by hand."""
        return max(0, self.booked - self.gone)
