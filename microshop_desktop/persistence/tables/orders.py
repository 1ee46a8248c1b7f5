"""Orders from any source, their money and what became of them."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from microshop_desktop.persistence.columns import (
    Base,
    CostValue,
    Id,
    Instant,
    Json,
    Minor,
    ShopDay,
    TaxRate,
    Thousandths,
)
from microshop_desktop.persistence.tables.kinds import Editable, Fact, Keyed

REMARKABLE = text(
    "(state IN ('pending_payment', 'to_ship', 'part_shipped')"
    " OR pay_state IN ('unknown', 'to_verify') OR refund_state <> 'none' OR held)"
)
"""Orders somebody may have to see to, a handful among those that were paid and taken along.

Whoever looks for some of them repeats this condition word for word, so that their index is used.
"""

OVERPAID = text("(paid > total OR (state = 'cancelled' AND paid > 0))")
"""Orders with more money than they cost, a handful; to be repeated word for word as well."""


class OrderRow(Fact, Base):
    """An order: `subtotal` − `discount` − `rounding` = `total` = Σ line totals, in `currency`.

    `paid` is what stayed with the shop (Σ payments), `refunded` what went back. State, pay state,
    refund state and the hold flag are separate axes and change; the money of the lines never does.
    """

    __tablename__ = "orders"
    __table_args__ = (
        Index("ix_orders_day", "shop_day", "till_id", "seq"),
        Index("ix_orders_seq", "till_id", "seq", unique=True),
        Index("ix_orders_at", "at", "id"),
        Index("ix_orders_number", "number"),
        Index("ix_orders_customer", "customer_id", "at"),
        Index("ix_orders_state", "state", "at"),
        Index("ix_orders_total", "total"),
        Index(
            "ix_orders_remarkable",
            "shop_day",
            "till_id",
            "seq",
            "state",
            "pay_state",
            "refund_state",
            "held",
            sqlite_where=REMARKABLE,
        ),
        Index("ix_orders_overpaid", "at", "id", sqlite_where=OVERPAID),
        Index(
            "uq_orders_counter_number",
            "number",
            unique=True,
            sqlite_where=text("source = 'counter'"),
        ),
        Index(
            "uq_orders_account_external",
            "account_id",
            "external_id",
            unique=True,
            sqlite_where=text("account_id IS NOT NULL"),
        ),
        Index(
            "uq_orders_source_external",
            "source",
            "external_id",
            unique=True,
            sqlite_where=text("account_id IS NULL AND external_id IS NOT NULL"),
        ),
    )

    number: Mapped[str]
    source: Mapped[str]
    account_id: Mapped[Id | None] = mapped_column(ForeignKey("channel_account.id"))
    external_id: Mapped[str | None]
    basket_id: Mapped[Id | None] = mapped_column(unique=True)
    shift_id: Mapped[Id | None] = mapped_column(ForeignKey("shift.id"), index=True)
    place_id: Mapped[Id] = mapped_column(ForeignKey("place.id"))
    customer_id: Mapped[Id | None] = mapped_column(ForeignKey("customer.id"))
    currency: Mapped[str]
    state: Mapped[str]
    pay_state: Mapped[str]
    refund_state: Mapped[str] = mapped_column(default="none", server_default="none")
    held: Mapped[bool] = mapped_column(default=False)
    subtotal: Mapped[Minor]
    discount: Mapped[Minor]
    rounding: Mapped[Minor]
    shipping: Mapped[Minor] = mapped_column(default=0, server_default="0")
    tax: Mapped[Minor]
    total: Mapped[Minor]
    paid: Mapped[Minor]
    refunded: Mapped[Minor] = mapped_column(default=0, server_default="0")
    note: Mapped[str] = mapped_column(default="", server_default="")
    exchange_of: Mapped[Id | None] = mapped_column(ForeignKey("orders.id"))
    import_batch_id: Mapped[Id | None] = mapped_column(index=True)


class OrderLine(Keyed, Base):
    """A line with its frozen goods and money. `gross` − `discount` = `total`.

    `quantity` counts `unit`s of `factor` base units. `cost_value` left the stock with it.
    `refunded_quantity` and `refunded` repeat the sum of its refund lines.
    """

    __tablename__ = "order_line"
    __table_args__ = (
        UniqueConstraint("order_id", "no"),
        Index("ix_order_line_sku", "sku_id"),
    )

    order_id: Mapped[Id] = mapped_column(ForeignKey("orders.id"))
    no: Mapped[int]
    sku_id: Mapped[Id | None] = mapped_column(ForeignKey("sku.id"))
    sku_unit_id: Mapped[Id | None] = mapped_column(ForeignKey("sku_unit.id"))
    code: Mapped[str]
    name: Mapped[str]
    spec: Mapped[str]
    unit: Mapped[str]
    factor: Mapped[int] = mapped_column(default=1, server_default="1")
    quantity: Mapped[Thousandths]
    unit_price: Mapped[Minor]
    gross: Mapped[Minor]
    discount: Mapped[Minor]
    tax_rate: Mapped[TaxRate]
    tax: Mapped[Minor]
    total: Mapped[Minor]
    cost_value: Mapped[CostValue]
    refunded_quantity: Mapped[Thousandths] = mapped_column(default=0, server_default="0")
    refunded: Mapped[Minor] = mapped_column(default=0, server_default="0")
    note: Mapped[str] = mapped_column(default="", server_default="")


class OrderAdjustment(Keyed, Base):
    """Why less was paid: a discount on a line or on the order, or 抹零."""

    __tablename__ = "order_adjustment"

    order_id: Mapped[Id] = mapped_column(ForeignKey("orders.id"), index=True)
    line_id: Mapped[Id | None] = mapped_column(ForeignKey("order_line.id"))
    kind: Mapped[str]
    value: Mapped[int]
    amount: Mapped[Minor]
    reason: Mapped[str]


class OrderContact(Base):
    """Name, phone and address of an order: the only place of an order that holds them.

    What a platform revealed is emptied at `forget_at`; None keeps it for good.
    """

    __tablename__ = "order_contact"

    order_id: Mapped[Id] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    name: Mapped[str] = mapped_column(default="", server_default="")
    phone: Mapped[str] = mapped_column(default="", server_default="")
    address: Mapped[str] = mapped_column(default="", server_default="")
    forget_at: Mapped[Instant | None] = mapped_column(index=True)


class OrderEvent(Keyed, Base):
    """A line of an order's timeline; `facts` holds ids and amounts, never names."""

    __tablename__ = "order_event"

    order_id: Mapped[Id] = mapped_column(ForeignKey("orders.id"), index=True)
    at: Mapped[Instant]
    kind: Mapped[str]
    staff_id: Mapped[Id | None]
    facts: Mapped[Json]


class PaymentAccount(Editable, Base):
    """A merchant account of a payment platform, or a personal collection code."""

    __tablename__ = "payment_account"

    kind: Mapped[str]
    name: Mapped[str]
    practice: Mapped[bool] = mapped_column(default=False)
    settings: Mapped[Json]
    enabled: Mapped[bool] = mapped_column(default=True)


class PaymentAttempt(Keyed, Base):
    """A try to collect through a platform, committed before the request. One open per order.

    `answer` keeps what was asked and said last (`services/attempt_records.py`), never a code.
    """

    __tablename__ = "payment_attempt"
    __table_args__ = (
        Index(
            "uq_payment_attempt_open",
            "order_id",
            unique=True,
            sqlite_where=text("state IN ('created','sent','waiting','unknown')"),
        ),
        Index("ix_payment_attempt_next", "state", "next_at"),
    )

    order_id: Mapped[Id] = mapped_column(ForeignKey("orders.id"), index=True)
    account_id: Mapped[Id] = mapped_column(ForeignKey("payment_account.id"))
    till_id: Mapped[Id] = mapped_column(ForeignKey("till.id"))
    out_trade_no: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    method: Mapped[str]
    amount: Mapped[Minor]
    currency: Mapped[str]
    state: Mapped[str]
    goods_handed_over: Mapped[bool] = mapped_column(default=False)
    giving_up: Mapped[bool] = mapped_column(default=False, server_default=false())
    sent_at: Mapped[Instant | None]
    transaction_id: Mapped[str | None]
    made_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]
    next_at: Mapped[Instant | None]
    tries: Mapped[int] = mapped_column(default=0, server_default="0")
    answer: Mapped[Json | None]


class Payment(Fact, Base):
    """Money that arrived: `amount` stays, `tendered` − `amount` was given back as change."""

    __tablename__ = "payment"
    __table_args__ = (
        Index("ix_payment_day", "shop_day", "method"),
        Index("ix_payment_reference", "reference"),
    )

    order_id: Mapped[Id] = mapped_column(ForeignKey("orders.id"), index=True)
    shift_id: Mapped[Id | None] = mapped_column(ForeignKey("shift.id"), index=True)
    attempt_id: Mapped[Id | None] = mapped_column(ForeignKey("payment_attempt.id"))
    account_id: Mapped[Id | None] = mapped_column(ForeignKey("payment_account.id"))
    method: Mapped[str]
    amount: Mapped[Minor]
    tendered: Mapped[Minor]
    currency: Mapped[str]
    state: Mapped[str]
    reference: Mapped[str] = mapped_column(default="", server_default="")


class Refund(Fact, Base):
    """Money given back for part of an order, with a number of its own series (`A-R000012`).

    `order_id` is None for a refund of the past that names no order. `money_only`: money that
    came twice or too late goes back; no goods and no sale are behind it.
    """

    __tablename__ = "refund"
    __table_args__ = (Index("ix_refund_day", "shop_day"),)

    number: Mapped[str] = mapped_column(index=True)
    order_id: Mapped[Id | None] = mapped_column(ForeignKey("orders.id"), index=True)
    source: Mapped[str] = mapped_column(default="counter", server_default="counter")
    external_id: Mapped[str | None]
    shift_id: Mapped[Id | None] = mapped_column(ForeignKey("shift.id"), index=True)
    place_id: Mapped[Id] = mapped_column(ForeignKey("place.id"))
    customer_id: Mapped[Id | None] = mapped_column(ForeignKey("customer.id"))
    currency: Mapped[str]
    amount: Mapped[Minor]
    tax: Mapped[Minor] = mapped_column(default=0, server_default="0")
    method: Mapped[str]
    state: Mapped[str]
    reason: Mapped[str] = mapped_column(default="", server_default="")
    money_only: Mapped[bool] = mapped_column(default=False, server_default=false())
    import_batch_id: Mapped[Id | None] = mapped_column(index=True)


class RefundLine(Keyed, Base):
    """What came back of one order line; `cost_value` came back with it when restocked."""

    __tablename__ = "refund_line"
    __table_args__ = (UniqueConstraint("refund_id", "no"),)

    refund_id: Mapped[Id] = mapped_column(ForeignKey("refund.id"))
    no: Mapped[int]
    order_line_id: Mapped[Id | None] = mapped_column(ForeignKey("order_line.id"), index=True)
    sku_id: Mapped[Id | None] = mapped_column(ForeignKey("sku.id"))
    code: Mapped[str] = mapped_column(default="", server_default="")
    name: Mapped[str] = mapped_column(default="", server_default="")
    quantity: Mapped[Thousandths]
    amount: Mapped[Minor]
    tax: Mapped[Minor]
    restocked: Mapped[bool]
    cost_value: Mapped[CostValue]


class RefundPayment(Keyed, Base):
    """One way the money of a refund went back; cash and the old payment may share it.

    What a platform gives back is followed from `next_at` on, under its `out_refund_no`.
    """

    __tablename__ = "refund_payment"
    __table_args__ = (
        UniqueConstraint("refund_id", "no"),
        Index("ix_refund_payment_next", "state", "next_at"),
    )

    refund_id: Mapped[Id] = mapped_column(ForeignKey("refund.id"))
    no: Mapped[int]
    payment_id: Mapped[Id | None] = mapped_column(ForeignKey("payment.id"), index=True)
    method: Mapped[str]
    amount: Mapped[Minor]
    state: Mapped[str]
    out_refund_no: Mapped[str | None] = mapped_column(unique=True)
    reference: Mapped[str] = mapped_column(default="", server_default="")
    next_at: Mapped[Instant | None]
    tries: Mapped[int] = mapped_column(default=0, server_default="0")
    answer: Mapped[Json | None]


class HeldBasket(Keyed, Base):
    """A basket that is not an order yet. `state`: `open` (at most one a till) or `held`.

    `damaged` is one that could not be read any more: put away, kept for whoever looks into it.
    """

    __tablename__ = "held_basket"
    __table_args__ = (
        Index(
            "uq_held_basket_open",
            "till_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
        ),
    )

    till_id: Mapped[Id] = mapped_column(ForeignKey("till.id"))
    state: Mapped[str]
    name: Mapped[str] = mapped_column(default="", server_default="")
    content: Mapped[Json]
    total: Mapped[Minor]
    made_at: Mapped[Instant]
    changed_at: Mapped[Instant]
    staff_id: Mapped[Id | None] = mapped_column(ForeignKey("staff.id"))


class SalesByDay(Base):
    """Derived: what a shop day brought, per currency and source, in minor units of the currency."""

    __tablename__ = "sales_by_day"

    shop_day: Mapped[ShopDay] = mapped_column(primary_key=True)
    currency: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    orders: Mapped[int] = mapped_column(default=0, server_default="0")
    refunds: Mapped[int] = mapped_column(default=0, server_default="0")
    gross: Mapped[Minor] = mapped_column(default=0, server_default="0")
    discount: Mapped[Minor] = mapped_column(default=0, server_default="0")
    refunded: Mapped[Minor] = mapped_column(default=0, server_default="0")
    tax: Mapped[Minor] = mapped_column(default=0, server_default="0")
    cost_value: Mapped[CostValue] = mapped_column(default=0, server_default="0")


class SalesBySkuDay(Base):
    """Derived: what a SKU sold on a shop day, refunds taken off. `quantity` in base units."""

    __tablename__ = "sales_by_sku_day"
    __table_args__ = (Index("ix_sales_by_sku_day_sku", "sku_id", "shop_day"),)

    shop_day: Mapped[ShopDay] = mapped_column(primary_key=True)
    sku_id: Mapped[Id] = mapped_column(primary_key=True)
    currency: Mapped[str] = mapped_column(primary_key=True)
    quantity: Mapped[Thousandths] = mapped_column(default=0, server_default="0")
    net: Mapped[Minor] = mapped_column(default=0, server_default="0")
    cost_value: Mapped[CostValue] = mapped_column(default=0, server_default="0")
