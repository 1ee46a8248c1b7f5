"""Reading whole orders inside an open transaction: a handful of statements for many at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    Connection,
    Executable,
    RowMapping,
    bindparam,
    func,
    select,
)

from microshop_desktop.domain.aftersale import Aftersale
from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.payment_refund import RefundProgress
from microshop_desktop.domain.refunds import RefundState
from microshop_desktop.persistence.tables.bills import BillLineRow
from microshop_desktop.persistence.tables.catalogue import Sku
from microshop_desktop.persistence.tables.channels import (
    AftersaleRow,
    ChannelAccount,
    OnlineOrderRow,
)
from microshop_desktop.persistence.tables.customers import Customer
from microshop_desktop.persistence.tables.orders import (
    OrderAdjustment,
    OrderContact,
    OrderEvent,
    OrderLine,
    OrderRow,
    Payment,
    PaymentAccount,
    Refund,
    RefundLine,
    RefundPayment,
)
from microshop_desktop.persistence.tables.shop import Staff
from microshop_desktop.services.aftersale_rows import aftersale_of
from microshop_desktop.services.customers import masked
from microshop_desktop.services.order_glance import progress_of, progress_of_row
from microshop_desktop.services.order_values import (
    AdjustmentView,
    EventView,
    OnlineFacts,
    OrderLineView,
    OrderView,
    PaymentView,
    RefundLineView,
    RefundView,
    RefundWayView,
)
from microshop_desktop.services.shown_name import SHOWN_NAME

CHUNK = 500
_IDS: BindParameter[Any] = bindparam("orders", expanding=True)
_EXCHANGED = OrderRow.__table__.alias()

CUSTOMER_NAME = func.coalesce(func.nullif(SHOWN_NAME, ""), Customer.name, "").label("customer_name")
"""How an order's customer is called: by the order itself, else by the customer's record."""

_ORDERS = (
    select(
        OrderRow,
        CUSTOMER_NAME,
        func.coalesce(func.nullif(OrderContact.phone, ""), Customer.phone, "").label("phone"),
        Staff.name.label("staff"),
        _EXCHANGED.c.number.label("exchange_number"),
    )
    .outerjoin(Customer, Customer.id == OrderRow.customer_id)
    .outerjoin(OrderContact, OrderContact.order_id == OrderRow.id)
    .outerjoin(Staff, Staff.id == OrderRow.staff_id)
    .outerjoin(_EXCHANGED, _EXCHANGED.c.id == OrderRow.exchange_of)
    .where(OrderRow.id.in_(_IDS))
)
_LINES = (
    select(OrderLine, Sku.picture)
    .outerjoin(Sku, Sku.id == OrderLine.sku_id)
    .where(OrderLine.order_id.in_(_IDS))
    .order_by(OrderLine.order_id, OrderLine.no)
)
_PAYMENTS = (
    select(Payment, PaymentAccount.practice)
    .outerjoin(PaymentAccount, PaymentAccount.id == Payment.account_id)
    .where(Payment.order_id.in_(_IDS))
    .order_by(Payment.till_id, Payment.seq)
)
_IN_BILLS = (
    select(BillLineRow.payment_id, BillLineRow.transaction_id)
    .join(Payment, Payment.id == BillLineRow.payment_id)
    .where(Payment.order_id.in_(_IDS), BillLineRow.transaction_id != "")
)
_RETURNED = (
    select(RefundPayment.payment_id, func.sum(RefundPayment.amount).label("returned"))
    .join(Payment, Payment.id == RefundPayment.payment_id)
    .where(Payment.order_id.in_(_IDS), RefundPayment.state != "failed")
    .group_by(RefundPayment.payment_id)
)
_ADJUSTMENTS = (
    select(OrderAdjustment, OrderLine.no.label("line_no"))
    .outerjoin(OrderLine, OrderLine.id == OrderAdjustment.line_id)
    .where(OrderAdjustment.order_id.in_(_IDS))
    .order_by(OrderAdjustment.id)
)
_EVENTS = (
    select(OrderEvent, Staff.name.label("staff"))
    .outerjoin(Staff, Staff.id == OrderEvent.staff_id)
    .where(OrderEvent.order_id.in_(_IDS))
    .order_by(OrderEvent.id)
)
_ONLINE = (
    select(OnlineOrderRow, ChannelAccount.name.label("account"), Staff.name.label("held_by"))
    .join(ChannelAccount, ChannelAccount.id == OnlineOrderRow.account_id)
    .outerjoin(Staff, Staff.id == OnlineOrderRow.own_hold_by)
    .where(OnlineOrderRow.order_id.in_(_IDS))
)
_AFTERSALES = (
    select(AftersaleRow)
    .where(AftersaleRow.order_id.in_(_IDS), AftersaleRow.deleted_at.is_(None))
    .order_by(AftersaleRow.asked_at.desc(), AftersaleRow.id.desc())
)
_REFUNDS = (
    select(Refund, OrderRow.number.label("order_number"), Staff.name.label("staff"))
    .outerjoin(OrderRow, OrderRow.id == Refund.order_id)
    .outerjoin(Staff, Staff.id == Refund.staff_id)
    .order_by(Refund.till_id, Refund.seq)
)
_REFUNDS_OF_ORDERS = _REFUNDS.where(Refund.order_id.in_(_IDS))
_REFUND_BY_ID = _REFUNDS.where(Refund.id == bindparam("refund"))
_REFUND_LINES = (
    select(RefundLine, OrderLine.no.label("line_no"))
    .outerjoin(OrderLine, OrderLine.id == RefundLine.order_line_id)
    .where(RefundLine.refund_id.in_(bindparam("refunds", expanding=True)))
    .order_by(RefundLine.refund_id, RefundLine.no)
)
_REFUND_WAYS = (
    select(RefundPayment, PaymentAccount.practice)
    .outerjoin(Payment, Payment.id == RefundPayment.payment_id)
    .outerjoin(PaymentAccount, PaymentAccount.id == Payment.account_id)
    .where(RefundPayment.refund_id.in_(bindparam("refunds", expanding=True)))
    .order_by(RefundPayment.refund_id, RefundPayment.no)
)

T = TypeVar("T")


def read_orders(
    connection: Connection, orders: Sequence[UUID], *, with_history: bool = False
) -> list[OrderView]:
    """Return orders in the given order; adjustments, refunds and events only `with_history`."""
    found: dict[UUID, OrderView] = {}
    for start in range(0, len(orders), CHUNK):
        chunk = list(orders[start : start + CHUNK])
        for view in _read_chunk(connection, chunk, with_history):
            found[view.order] = view
    return [found[order] for order in orders if order in found]


def read_order(connection: Connection, order: UUID) -> OrderView | None:
    """Return one order with its history, or None."""
    found = read_orders(connection, [order], with_history=True)
    return found[0] if found else None


def read_refund(connection: Connection, refund: UUID) -> RefundView | None:
    """Return one refund, or None."""
    rows = connection.execute(_REFUND_BY_ID, {"refund": refund}).mappings().all()
    found = _refund_views(connection, rows)
    return found[0] if found else None


def _read_chunk(
    connection: Connection,
    orders: list[UUID],
    with_history: bool,  # noqa: FBT001
) -> list[OrderView]:
    lines = _grouped(_rows(connection, _LINES, orders), "order_id")
    payments = _grouped(_rows(connection, _PAYMENTS, orders), "order_id")
    returned = {row["payment_id"]: row["returned"] for row in _rows(connection, _RETURNED, orders)}
    in_bills: dict[UUID, str] = {}
    if with_history:
        rows = _rows(connection, _IN_BILLS, orders)
        in_bills = {row["payment_id"]: row["transaction_id"] for row in rows}
    progress = progress_of(connection, orders)
    history = _History(connection, orders) if with_history else None
    return [
        _order_view(
            row,
            lines=tuple(_line(line) for line in lines[row["id"]]),
            payments=tuple(_payment(one, returned, in_bills) for one in payments[row["id"]]),
            progress=progress.get(row["id"], RefundProgress.DONE),
            history=history,
        )
        for row in _rows(connection, _ORDERS, orders)
    ]


class _History:
    """What became of some orders after they were made."""

    def __init__(self, connection: Connection, orders: list[UUID]) -> None:
        self.adjustments = _grouped(_rows(connection, _ADJUSTMENTS, orders), "order_id")
        self.events = _grouped(_rows(connection, _EVENTS, orders), "order_id")
        found = _rows(connection, _ONLINE, orders)
        asked: dict[UUID, list[Aftersale]] = defaultdict(list)
        if found:
            for one in connection.execute(_AFTERSALES, {"orders": orders}):
                asked[one.order_id].append(aftersale_of(one))
        self.online = {row["order_id"]: _online(row, asked[row["order_id"]]) for row in found}
        rows = _rows(connection, _REFUNDS_OF_ORDERS, orders)
        self.refunds: dict[UUID, list[RefundView]] = defaultdict(list)
        for row, view in zip(rows, _refund_views(connection, rows), strict=True):
            self.refunds[row["order_id"]].append(view)


def _rows(connection: Connection, statement: Executable, orders: list[UUID]) -> list[RowMapping]:
    return list(connection.execute(statement, {"orders": orders}).mappings())


def _grouped(rows: Iterable[RowMapping], key: str) -> dict[UUID, list[RowMapping]]:
    groups: dict[UUID, list[RowMapping]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return groups


def _order_view(
    row: RowMapping,
    *,
    lines: tuple[OrderLineView, ...],
    payments: tuple[PaymentView, ...],
    progress: RefundProgress,
    history: _History | None,
) -> OrderView:
    order = row["id"]
    return OrderView(
        order=order,
        number=row["number"],
        source=row["source"],
        state=row["state"],
        pay_state=row["pay_state"],
        refund_state=RefundState(row["refund_state"]),
        held=row["held"],
        at=row["at"],
        day=row["shop_day"],
        currency=row["currency"],
        customer=row["customer_id"],
        customer_name=row["customer_name"],
        customer_phone=masked(row["phone"]),
        staff=row["staff"] or "",
        subtotal=row["subtotal"],
        discount=row["discount"],
        rounding=row["rounding"],
        shipping=row["shipping"],
        tax=row["tax"],
        total=row["total"],
        paid=row["paid"],
        refunded=row["refunded"],
        note=row["note"],
        exchange_of=row["exchange_number"] or "",
        lines=lines,
        payments=payments,
        progress=progress,
        adjustments=tuple(map(_adjustment, history.adjustments[order])) if history else (),
        refunds=tuple(history.refunds[order]) if history else (),
        events=tuple(map(_event, history.events[order])) if history else (),
        online=history.online.get(order) if history else None,
    )


def _line(row: RowMapping) -> OrderLineView:
    return OrderLineView(
        line=row["id"],
        no=row["no"],
        sku=row["sku_id"],
        code=row["code"],
        name=row["name"],
        spec=row["spec"],
        unit=row["unit"],
        factor=row["factor"],
        quantity=row["quantity"],
        unit_price=row["unit_price"],
        gross=row["gross"],
        discount=row["discount"],
        tax=row["tax"],
        total=row["total"],
        cost_value=row["cost_value"],
        refunded_quantity=row["refunded_quantity"],
        refunded=row["refunded"],
        note=row["note"],
        picture=row["picture"] or "",
    )


def _payment(row: RowMapping, returned: dict[UUID, int], in_bills: dict[UUID, str]) -> PaymentView:
    return PaymentView(
        payment=row["id"],
        method=Method(row["method"]),
        amount=row["amount"],
        tendered=row["tendered"],
        state=row["state"],
        reference=row["reference"],
        at=row["at"],
        returned=returned.get(row["id"], 0),
        practice=bool(row["practice"]),
        in_bill=in_bills.get(row["id"], ""),
    )


def _adjustment(row: RowMapping) -> AdjustmentView:
    return AdjustmentView(row["line_no"], row["kind"], row["value"], row["amount"], row["reason"])


def _event(row: RowMapping) -> EventView:
    return EventView(row["at"], row["kind"], row["staff"] or "", row["facts"])


def _online(row: RowMapping, asked: Sequence[Aftersale]) -> OnlineFacts:
    return OnlineFacts(
        account=row["account"],
        raw_status=row["raw_status"],
        hold=row["hold"],
        paid=row["paid"],
        refunded=row["refunded"],
        ship_until=row["ship_until"],
        own_hold=row["own_hold"],
        held_by=row["held_by"] or "",
        aftersales=tuple(asked),
    )


def _refund_views(connection: Connection, rows: Sequence[RowMapping]) -> list[RefundView]:
    wanted = {"refunds": [row["id"] for row in rows]}
    if not rows:
        return []
    lines = _grouped(connection.execute(_REFUND_LINES, wanted).mappings(), "refund_id")
    ways = _grouped(connection.execute(_REFUND_WAYS, wanted).mappings(), "refund_id")
    return [
        RefundView(
            refund=row["id"],
            number=row["number"],
            order_number=row["order_number"] or "",
            at=row["at"],
            currency=row["currency"],
            method=Method(row["method"]),
            state=row["state"],
            amount=row["amount"],
            tax=row["tax"],
            reason=row["reason"],
            staff=row["staff"] or "",
            lines=tuple(_refund_line(line) for line in lines[row["id"]]),
            ways=tuple(_refund_way(way) for way in ways[row["id"]]),
        )
        for row in rows
    ]


def _refund_line(row: RowMapping) -> RefundLineView:
    return RefundLineView(
        no=row["no"],
        line_no=row["line_no"],
        name=row["name"],
        quantity=row["quantity"],
        amount=row["amount"],
        restocked=row["restocked"],
    )


def _refund_way(row: RowMapping) -> RefundWayView:
    progress = progress_of_row(row["state"], row["answer"])
    return RefundWayView(
        method=Method(row["method"]),
        amount=row["amount"],
        state=row["state"],
        progress=progress,
        practice=bool(row["practice"]),
    )
