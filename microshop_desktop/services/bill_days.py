"""What the books know of a day that a platform may have a bill of."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import bindparam, exists, select

from microshop_desktop.domain.bills import CHINA, CURRENCY
from microshop_desktop.persistence.columns import InstantType
from microshop_desktop.persistence.tables.orders import Payment
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.bill_books import CORRECTION, NOT_RECEIVED
from microshop_desktop.services.shop import Shop

_TOOK_MONEY = select(
    exists().where(
        Payment.account_id == bindparam("account"),
        Payment.currency == CURRENCY,
        Payment.state.not_in((CORRECTION, NOT_RECEIVED)),
        Payment.at >= bindparam("start", type_=InstantType()),
        Payment.at < bindparam("end", type_=InstantType()),
    )
)


class BillDays:
    """Days of bills, by the calendar of the platforms."""

    def __init__(self, shop: Shop) -> None:
        """Look into the books of this shop."""
        self._shop = shop

    @act(Right.SEE_REPORTS)
    def took_money(self, actor: Actor, account: UUID, day: date) -> bool:
        """Tell whether money came through an account on a day, so that a bill ought to follow."""
        start = datetime.combine(day, time(), CHINA)
        values = {"account": account, "start": start, "end": start + timedelta(days=1)}
        with self._shop.database.read() as connection:
            return bool(connection.scalar(_TOOK_MONEY, values))
