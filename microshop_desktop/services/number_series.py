"""The numbers people see: each number of a series is one record, in the order of the facts."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from microshop_desktop.persistence.streaming import AnyRow, AnySelect, stream
from microshop_desktop.persistence.tables.orders import OrderRow, Refund
from microshop_desktop.persistence.tables.shop import Till
from microshop_desktop.persistence.tables.stock_papers import GoodsReceipt

COUNTER = "counter"
_TILLS = select(Till.id, Till.letter, Till.last_order, Till.last_refund, Till.last_receipt)


def broken_series(connection: Connection) -> Iterator[str]:
    """Yield the first number of each series that is not what it must be."""
    for till in connection.execute(_TILLS).all():
        yield from _broken(connection, _orders(till), f"{till.letter}-", till.last_order)
        yield from _broken(connection, _refunds(till), f"{till.letter}-R", till.last_refund)
        yield from _broken(connection, _receipts(till), f"{till.letter}-G", till.last_receipt)


def _broken(connection: Connection, numbers: AnySelect, prefix: str, last: int) -> Iterator[str]:
    expected = 0
    for (number,) in stream(connection, numbers, {}):
        expected += 1
        if number != f"{prefix}{expected:06d}":
            yield f"{prefix}{expected:06d}: {number}"
            return
    if expected != last:
        yield f"{prefix}{last:06d}: {prefix}{expected:06d}"


def _orders(till: AnyRow) -> AnySelect:
    return (
        select(OrderRow.number)
        .where(OrderRow.till_id == till.id, OrderRow.source == COUNTER)
        .order_by(OrderRow.seq)
    )


def _refunds(till: AnyRow) -> AnySelect:
    """Select the refunds of the till's own series; those of an import keep the file's numbers."""
    return (
        select(Refund.number)
        .where(Refund.till_id == till.id, Refund.external_id.is_(None))
        .order_by(Refund.seq)
    )


def _receipts(till: AnyRow) -> AnySelect:
    return (
        select(GoodsReceipt.number)
        .where(GoodsReceipt.till_id == till.id)
        .order_by(GoodsReceipt.seq)
    )
