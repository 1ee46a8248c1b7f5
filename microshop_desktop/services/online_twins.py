"""Orders that came here already by the other way: by file before the shop was asked, or after.

A shop that worked by files and is connected later is another account, whose platform tells of the
same orders again. Booked once more, their money would count twice. Numbers of two shops may be
alike; number and time together, of one platform's kind, are not.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from microshop_desktop.domain.online_order import OnlineOrder
from microshop_desktop.persistence.prepared import Prepared
from microshop_desktop.persistence.tables.channels import ChannelAccount
from microshop_desktop.persistence.tables.orders import OrderRow
from microshop_desktop.services.channel_accounts import FILE

_ALIKE = Prepared(
    select(OrderRow.at, ChannelAccount.transport)
    .join(ChannelAccount, ChannelAccount.id == OrderRow.account_id)
    .where(
        OrderRow.number == bindparam("number"),
        OrderRow.source == bindparam("kind"),
        OrderRow.account_id != bindparam("account"),
    )
)
_TRANSPORT = select(ChannelAccount.transport).where(ChannelAccount.id == bindparam("account"))
_APART = timedelta(minutes=2)
"""So far two ways of telling the time of an order may differ: some files leave out seconds."""


def came_otherwise(connection: Connection, account: UUID, kind: str, order: OnlineOrder) -> bool:
    """Whether an order that this account does not know came by file, or did not and this one does.

    It stays with the account that brought it.
    """
    alike = _ALIKE.rows(connection, number=order.number, kind=kind, account=account)
    if not alike:
        return False
    by_file = connection.scalar(_TRANSPORT, {"account": account}) == FILE
    return any(
        (row.transport == FILE) != by_file and abs(row.at - order.placed_at) <= _APART
        for row in alike
    )
