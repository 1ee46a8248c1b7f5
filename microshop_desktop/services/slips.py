"""Slips for payments that are still being confirmed, made of what the book says of them."""

from uuid import UUID
from zoneinfo import ZoneInfo

from microshop_desktop.domain.slip import Slip
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.attempt_records import AttemptRecord, open_attempt_of
from microshop_desktop.services.receipt_words import method_name
from microshop_desktop.services.shop import Shop

_TAIL = 4


class Slips:
    """Makes the slip of an order."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.PRINT)
    def of_order(self, actor: Actor, order: UUID) -> Slip | None:
        """Return the slip of an order; None where no payment of it is open any more."""
        with self._shop.database.read() as connection:
            record = open_attempt_of(connection, order)
        return None if record is None else self._slip(record)

    def _slip(self, record: AttemptRecord) -> Slip:
        attempt, profile = record.attempt, self._shop.profile
        asked = attempt.made_at.astimezone(ZoneInfo(profile.zone))
        return Slip(
            shop=profile.name,
            number=record.order_number,
            date=asked.strftime("%Y-%m-%d"),
            time=asked.strftime("%H:%M:%S"),
            method=method_name(attempt.method),
            amount=attempt.amount,
            currency=attempt.currency,
            tail=attempt.out_trade_no[-_TAIL:],
            practice=record.practice,
        )
