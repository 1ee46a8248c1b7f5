"""Bills of payment platforms that were held against the books, and what was decided about them."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from microshop_desktop.persistence.columns import Base, Id, Instant, Json, Minor, ShopDay
from microshop_desktop.persistence.tables.kinds import Fact, Keyed


class BillRow(Keyed, Base):
    """A bill that was booked. The file itself is `stored_name` in the folder of bills.

    `fingerprint` is that of its content. `notes` keeps where it contradicts itself.
    """

    __tablename__ = "bill"

    fingerprint: Mapped[str] = mapped_column(unique=True)
    form: Mapped[str]
    account_id: Mapped[Id | None] = mapped_column(ForeignKey("payment_account.id"))
    first_day: Mapped[ShopDay | None]
    last_day: Mapped[ShopDay | None]
    file_name: Mapped[str]
    stored_name: Mapped[str]
    read_at: Mapped[Instant]
    staff_id: Mapped[Id | None] = mapped_column(ForeignKey("staff.id"))
    rows: Mapped[int]
    notes: Mapped[Json]


class BillLineRow(Keyed, Base):
    """A line, kept once however many bills hold it (`key`), with what it turned out to be.

    Minor units of CNY, signed. `transaction_id` and its neighbours are the platform's numbers.
    """

    __tablename__ = "bill_line"
    __table_args__ = (Index("ix_bill_line_at", "at"),)

    bill_id: Mapped[Id] = mapped_column(ForeignKey("bill.id"), index=True)
    key: Mapped[str] = mapped_column(unique=True)
    row: Mapped[int]
    kind: Mapped[str]
    state: Mapped[str]
    at: Mapped[Instant]
    amount: Mapped[Minor]
    settled: Mapped[Minor]
    fee: Mapped[Minor]
    transaction_id: Mapped[str]
    out_trade_no: Mapped[str]
    refund_id: Mapped[str]
    out_refund_no: Mapped[str]
    channel: Mapped[str]
    payment_id: Mapped[Id | None] = mapped_column(ForeignKey("payment.id"), index=True)
    refund_payment_id: Mapped[Id | None] = mapped_column(ForeignKey("refund_payment.id"))
    attempt_id: Mapped[Id | None] = mapped_column(ForeignKey("payment_attempt.id"))


class BillDecision(Fact, Base):
    """What a person made of a difference; the newest one about an `item_key` counts.

    `amount` is what the decision is about, minor units of `currency`: money that came (positive),
    or that did not.
    """

    __tablename__ = "bill_decision"
    __table_args__ = (Index("ix_bill_decision_item", "item_key", "seq"),)

    bill_id: Mapped[Id] = mapped_column(ForeignKey("bill.id"), index=True)
    item_key: Mapped[str]
    kind: Mapped[str]
    amount: Mapped[Minor]
    currency: Mapped[str]
    order_id: Mapped[Id | None] = mapped_column(ForeignKey("orders.id"), index=True)
    payment_id: Mapped[Id | None] = mapped_column(ForeignKey("payment.id"))
    attempt_id: Mapped[Id | None] = mapped_column(ForeignKey("payment_attempt.id"))
    reason: Mapped[str] = mapped_column(default="", server_default="")
