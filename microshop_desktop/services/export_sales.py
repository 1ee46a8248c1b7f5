"""Tables of an export about sales: orders line by line, the money that came, the customers."""

from collections import defaultdict
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from microshop_desktop.domain.export_table import ExportColumn, Kind
from microshop_desktop.infra.translations import _
from microshop_desktop.persistence.streaming import AnySelect, stream
from microshop_desktop.persistence.tables.customers import Customer, CustomerTag, Tag
from microshop_desktop.persistence.tables.orders import (
    OrderLine,
    OrderRow,
    Payment,
    PaymentAccount,
)
from microshop_desktop.services.export_pieces import Columns, Rows, pieces
from microshop_desktop.services.order_json import iso_text

_ORDERS: AnySelect = (
    select(
        OrderRow.number,
        OrderRow.at,
        OrderRow.shop_day,
        OrderRow.source,
        OrderRow.state,
        OrderRow.pay_state,
        OrderRow.currency,
        OrderRow.total.label("order_total"),
        OrderRow.refunded.label("order_refunded"),
        OrderLine.no,
        OrderLine.code,
        OrderLine.name,
        OrderLine.spec,
        OrderLine.quantity,
        OrderLine.unit,
        OrderLine.unit_price,
        OrderLine.discount,
        OrderLine.tax,
        OrderLine.total,
        OrderLine.refunded,
    )
    .join(OrderLine, OrderLine.order_id == OrderRow.id)
    .order_by(OrderRow.till_id, OrderRow.seq, OrderLine.no)
)
_PAYMENTS: AnySelect = (
    select(
        OrderRow.number,
        Payment.at,
        Payment.shop_day,
        Payment.method,
        Payment.amount,
        Payment.currency,
        Payment.state,
        Payment.reference,
        PaymentAccount.practice,
    )
    .join(OrderRow, OrderRow.id == Payment.order_id)
    .outerjoin(PaymentAccount, PaymentAccount.id == Payment.account_id)
    .order_by(Payment.till_id, Payment.seq)
)
_CUSTOMERS: AnySelect = (
    select(
        Customer.id,
        Customer.name,
        Customer.real_name,
        Customer.phone,
        Customer.code,
        Customer.points,
        Customer.note,
    )
    .where(Customer.deleted_at.is_(None))
    .order_by(Customer.id)
)
_TAGS = (
    select(CustomerTag.customer_id, Tag.name)
    .join(Tag, Tag.id == CustomerTag.tag_id)
    .where(CustomerTag.customer_id.in_(bindparam("customers", expanding=True)))
    .order_by(Tag.name)
)


def order_columns() -> Columns:
    """Return the columns of orders, a row a line."""
    return [
        ExportColumn("number", _("Order")),
        ExportColumn("at", _("Time"), Kind.TIME),
        ExportColumn("day", _("Shop day"), Kind.TIME),
        ExportColumn("source", _("Source")),
        ExportColumn("state", _("State")),
        ExportColumn("pay_state", _("Payment state")),
        ExportColumn("order_currency", _("Currency")),
        ExportColumn("order_total", _("Order total"), Kind.MONEY),
        ExportColumn("order_refunded", _("Order refunded"), Kind.MONEY),
        ExportColumn("line", _("Line"), Kind.COUNT),
        ExportColumn("code", _("Barcode")),
        ExportColumn("name", _("Product name")),
        ExportColumn("spec", _("Spec")),
        ExportColumn("quantity", _("Quantity"), Kind.QUANTITY),
        ExportColumn("unit", _("Unit")),
        ExportColumn("unit_price", _("Unit price"), Kind.MONEY),
        ExportColumn("discount", _("Discount"), Kind.MONEY),
        ExportColumn("tax", _("Tax"), Kind.MONEY),
        ExportColumn("total", _("Line total"), Kind.MONEY),
        ExportColumn("refunded", _("Refunded"), Kind.MONEY),
    ]


def order_rows(connection: Connection, _place: UUID, zone: str) -> Rows:
    """Give all lines of all orders, till by till in their order."""
    for row in stream(connection, _ORDERS, {}):
        yield (
            row.number,
            iso_text(row.at, zone),
            row.shop_day.isoformat(),
            row.source,
            row.state,
            row.pay_state,
            row.currency,
            row.order_total,
            row.order_refunded,
            row.no,
            row.code,
            row.name,
            row.spec,
            row.quantity,
            row.unit,
            row.unit_price,
            row.discount,
            row.tax,
            row.total,
            row.refunded,
        )


def payment_columns() -> Columns:
    """Return the columns of money that came."""
    return [
        ExportColumn("order", _("Order")),
        ExportColumn("at", _("Time"), Kind.TIME),
        ExportColumn("day", _("Shop day"), Kind.TIME),
        ExportColumn("method", _("Method")),
        ExportColumn("amount", _("Amount"), Kind.MONEY),
        ExportColumn("payment_currency", _("Currency")),
        ExportColumn("state", _("State")),
        ExportColumn("reference", _("Reference")),
        ExportColumn("practice", _("Practice"), Kind.FLAG),
    ]


def payment_rows(connection: Connection, _place: UUID, zone: str) -> Rows:
    """Give all payments, till by till in their order."""
    for row in stream(connection, _PAYMENTS, {}):
        yield (
            row.number,
            iso_text(row.at, zone),
            row.shop_day.isoformat(),
            row.method,
            row.amount,
            row.currency,
            row.state,
            row.reference,
            bool(row.practice),
        )


def customer_columns() -> Columns:
    """Return the columns of customers."""
    return [
        ExportColumn("name", _("Nickname")),
        ExportColumn("real_name", _("Real name")),
        ExportColumn("phone", _("Phone")),
        ExportColumn("code", _("Card number")),
        ExportColumn("tags", _("Tags")),
        ExportColumn("points", _("Points"), Kind.COUNT),
        ExportColumn("note", _("Note")),
    ]


def customer_rows(connection: Connection, _place: UUID, _zone: str) -> Rows:
    """Give the customers, with the tags of a few hundred at a time."""
    for customers in pieces(stream(connection, _CUSTOMERS, {})):
        tags: dict[UUID, list[str]] = defaultdict(list)
        for tag in connection.execute(_TAGS, {"customers": [one.id for one in customers]}):
            tags[tag.customer_id].append(tag.name)
        for one in customers:
            yield (
                one.name,
                one.real_name,
                one.phone,
                one.code,
                tags[one.id],
                one.points,
                one.note,
            )
