"""Sending the money of a refund right after it was booked, as far as platforms answer at once."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from microshop_desktop.payments.collector import Collector
    from microshop_desktop.services.actor import Actor
    from microshop_desktop.services.order_values import RefundView
    from microshop_desktop.services.shop import Shop

_SECONDS = 20.0
"""Longer than a platform needs; a bank may take days, and that is followed later."""


def follow_refund(
    shop: "Shop", actor: "Actor", refund: "RefundView", make: "Callable[[], Collector]"
) -> "RefundView":
    """Ask the platforms for the money of a refund; return it as it is then.

    Without anything to ask nothing is loaded. What is not done in time is followed by the window
    and by `microshop payments resolve`.
    """
    from microshop_desktop.domain.payment_refund import OPEN_WAYS, WayState

    if refund.state not in OPEN_WAYS:
        return refund
    from microshop_desktop.cli.collecting import waiting
    from microshop_desktop.cli.following import Follower
    from microshop_desktop.services.refund_ways import WayRecord
    from microshop_desktop.services.refunds import Refunds

    refunds = Refunds(shop)

    def is_open() -> bool:
        return refunds.get(actor, refund.refund).state in {WayState.REQUESTED, WayState.UNKNOWN}

    with waiting() as ended:
        Follower(shop, make(), ended).follow(
            lambda record: isinstance(record, WayRecord) and record.refund == refund.refund,
            is_open,
            seconds=_SECONDS,
        )
    return refunds.get(actor, refund.refund)
