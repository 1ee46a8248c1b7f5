"""Money of online orders that goes back on two sides: here, and at the platform.

Neither side gives out what the other gave back already; what did go back twice is for a person.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, bindparam, case, func, select

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.given_back import GivenBack
from microshop_desktop.domain.refunds import MoneyBack
from microshop_desktop.persistence.tables.channels import Outbox
from microshop_desktop.persistence.tables.orders import OrderRow, Refund, RefundPayment
from microshop_desktop.services.order_values import OrderView

GIVE_BACK = "give_back"
"""The kind of commands by which a platform is asked to give money back."""
_BY_PLATFORM = RefundPayment.method == Method.CHANNEL.value
_BACK = (
    select(
        func.sum(case((_BY_PLATFORM, RefundPayment.amount), else_=0)).label("by_platform"),
        func.sum(case((_BY_PLATFORM, 0), else_=RefundPayment.amount)).label("by_hand"),
    )
    .join(Refund, Refund.id == RefundPayment.refund_id)
    .where(Refund.order_id == bindparam("order"))
)
_PAID = select(OrderRow.paid).where(OrderRow.id == bindparam("order"))

_WISHED = select(Outbox.payload).where(
    Outbox.subject_id == bindparam("order"), Outbox.kind == GIVE_BACK, Outbox.state == "waiting"
)


def wished_back(connection: Connection, order: UUID) -> int:
    """Return what a platform is still to give back of an order because we ask it to."""
    return sum(int(payload["amount"]) for payload in connection.scalars(_WISHED, {"order": order}))


def given_back(connection: Connection, order: UUID, paid: int, refunded: int) -> GivenBack:
    """Return what went back of a booked order; `paid` and `refunded` as its platform says."""
    booked = connection.scalar(_PAID, {"order": order}) or 0
    back = connection.execute(_BACK, {"order": order}).one()
    return GivenBack(
        paid_there=paid,
        booked=booked,
        refunded_there=refunded,
        by_platform=int(back.by_platform or 0),
        by_hand=int(back.by_hand or 0),
    )


def refund_facts(back: GivenBack) -> dict[str, object]:
    """Return what there is to decide of money that went back there; nothing where all is booked.

    `more` is what our books lack of it, where that is not all; `by_hand` what was given back here
    besides, `twice` what went back beyond all that was paid.
    """
    if not back.more:
        return {}
    facts: dict[str, object] = {"refunded": back.refunded_there}
    if back.more != back.refunded_there:
        facts["more"] = back.more
    if back.by_hand:
        facts["by_hand"] = back.by_hand
    if back.twice:
        facts["twice"] = back.twice
    return facts


def check_given_back(order: OrderView, ways: Sequence[MoneyBack], refunded: int = 0) -> None:
    """Raise `refunded_online` where money would go back that its platform gave back already.

    `refunded`: what it gave back by all it says, where more is known than the order's own word.
    """
    if order.online is None:
        return
    before = [way for refund in order.refunds for way in refund.ways]
    booked = sum(way.amount for way in before if way.method is Method.CHANNEL)
    back = GivenBack(
        paid_there=order.online.paid,
        booked=order.paid,
        refunded_there=max(order.online.refunded, refunded),
        by_platform=booked,
        by_hand=sum(way.amount for way in before) - booked,
    )
    by_platform = sum(way.amount for way in ways if way.method is Method.CHANNEL)
    by_hand = sum(way.amount for way in ways) - by_platform
    if by_hand and not back.allows(by_hand=by_hand, by_platform=by_platform):
        raise ShopError(
            ErrorCode.REFUNDED_ONLINE,
            number=order.number,
            refunded=back.refunded_there,
            left=back.left,
        )
