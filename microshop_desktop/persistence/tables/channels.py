"""Online shops: accounts, linked listings and the queues to and from them."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text, true
from sqlalchemy.orm import Mapped, mapped_column

from microshop_desktop.persistence.columns import Base, Id, Instant, Json, Minor
from microshop_desktop.persistence.tables.kinds import Editable, Keyed


class ChannelAccount(Editable, Base):
    """One shop on a channel."""

    __tablename__ = "channel_account"

    kind: Mapped[str]
    name: Mapped[str]
    transport: Mapped[str]
    settings: Mapped[Json]
    enabled: Mapped[bool] = mapped_column(default=True)


class Listing(Editable, Base):
    """An online SKU and, when linked, ours: one piece there is `factor` base units here.

    `target`: the pieces it is to show, None where it is left alone. `expected`: what it shows by
    what we know, None before it was seen, to be asked first where `ask`; less since
    `missing_since`. `own_price`: its price is not ours and need not be. A write that was begun and
    not heard of is kept in `sent_*`: pieces set or (`sent_delta`) added, to `sent_before` of them.
    """

    __tablename__ = "listing"
    __table_args__ = (UniqueConstraint("account_id", "external_sku"),)

    account_id: Mapped[Id] = mapped_column(ForeignKey("channel_account.id"))
    external_sku: Mapped[str]
    external_product: Mapped[str]
    merchant_code: Mapped[str]
    name: Mapped[str]
    price: Mapped[Minor | None]
    sku_id: Mapped[Id | None] = mapped_column(ForeignKey("sku.id"), index=True)
    factor: Mapped[int] = mapped_column(default=1, server_default="1")
    confirmed_at: Mapped[Instant | None]
    spec: Mapped[str] = mapped_column(default="", server_default="")
    barcode: Mapped[str] = mapped_column(default="", server_default="")
    currency: Mapped[str] = mapped_column(default="", server_default="")
    extra: Mapped[Json] = mapped_column(default=dict, server_default="{}")
    on_sale: Mapped[bool] = mapped_column(default=True, server_default=true())
    pushes: Mapped[bool] = mapped_column(default=True, server_default=true())
    own_price: Mapped[bool] = mapped_column(default=False, server_default=false())
    target: Mapped[int | None]
    expected: Mapped[int | None]
    sent_pieces: Mapped[int | None]
    sent_before: Mapped[int | None]
    sent_key: Mapped[str | None]
    sent_delta: Mapped[bool] = mapped_column(default=False, server_default=false())
    ask: Mapped[bool] = mapped_column(default=False, server_default=false())
    missing_since: Mapped[Instant | None]
    seen_at: Mapped[Instant | None]


class OnlineOrderRow(Base):
    """What the platform says of an order, and how new that is.

    `hold`: why it must wait there; `own_hold`: why somebody here, `own_hold_by`, lets it wait.
    `paid` and `refunded` are what its customer gave and got back there; the books take them up
    once the goods have left.
    """

    __tablename__ = "online_order"

    order_id: Mapped[Id] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    account_id: Mapped[Id] = mapped_column(ForeignKey("channel_account.id"), index=True)
    raw_status: Mapped[str]
    updated_at: Mapped[Instant]
    content_hash: Mapped[str]
    hold: Mapped[str] = mapped_column(default="", server_default="")
    paid: Mapped[Minor]
    refunded: Mapped[Minor]
    paid_at: Mapped[Instant | None]
    ship_until: Mapped[Instant | None]
    own_hold: Mapped[str] = mapped_column(default="", server_default="")
    own_hold_by: Mapped[Id | None]


class OnlineLineRow(Base):
    """What the platform calls a line. `taken`: the pieces its own number has lost to it."""

    __tablename__ = "online_line"

    order_line_id: Mapped[Id] = mapped_column(ForeignKey("order_line.id"), primary_key=True)
    listing_id: Mapped[Id | None] = mapped_column(ForeignKey("listing.id"), index=True)
    line_id: Mapped[str]
    sku: Mapped[str]
    pieces: Mapped[int]
    taken: Mapped[int]
    shipped: Mapped[int]


class AftersaleRow(Editable, Base):
    """What a customer asks back on a platform; `order_id` None where the order is not ours.

    `amount` in minor units, `pieces` None where the platform does not say. `revision` is what an
    answer must name; `raw_status` is the platform's own word. No answer until `deadline`: the
    platform decides.
    """

    __tablename__ = "aftersale"
    __table_args__ = (UniqueConstraint("account_id", "external_id"),)

    account_id: Mapped[Id] = mapped_column(ForeignKey("channel_account.id"))
    order_id: Mapped[Id | None] = mapped_column(ForeignKey("orders.id"), index=True)
    external_id: Mapped[str]
    external_order: Mapped[str]
    line_id: Mapped[str] = mapped_column(default="", server_default="")
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    raw_status: Mapped[str]
    amount: Mapped[Minor]
    pieces: Mapped[int | None]
    reason: Mapped[str] = mapped_column(default="", server_default="")
    revision: Mapped[str] = mapped_column(default="", server_default="")
    deadline: Mapped[Instant | None]
    asked_at: Mapped[Instant | None]
    updated_at: Mapped[Instant]


class StockDirty(Base):
    """A SKU whose online stock must be compared again."""

    __tablename__ = "stock_dirty"

    sku_id: Mapped[Id] = mapped_column(ForeignKey("sku.id"), primary_key=True)
    since: Mapped[Instant]


class Outbox(Keyed, Base):
    """A command to the outside, written with its act. `key` makes repeats harmless."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_due", "state", "next_at"),)

    kind: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[Id | None]
    subject_id: Mapped[Id] = mapped_column(index=True)
    payload_version: Mapped[int] = mapped_column(default=1, server_default="1")
    payload: Mapped[Json]
    state: Mapped[str]
    tries: Mapped[int] = mapped_column(default=0, server_default="0")
    made_at: Mapped[Instant]
    next_at: Mapped[Instant | None]
    error: Mapped[str] = mapped_column(default="", server_default="")


class SyncCursor(Base):
    """How far an account was read, per stream."""

    __tablename__ = "sync_cursor"

    account_id: Mapped[Id] = mapped_column(ForeignKey("channel_account.id"), primary_key=True)
    stream: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Json]
    changed_at: Mapped[Instant]


class SyncEvent(Keyed, Base):
    """One line of the log of an account."""

    __tablename__ = "sync_event"
    __table_args__ = (Index("ix_sync_event_account", "account_id", "at"),)

    account_id: Mapped[Id] = mapped_column(ForeignKey("channel_account.id"))
    at: Mapped[Instant]
    kind: Mapped[str]
    facts: Mapped[Json]


class Conflict(Editable, Base):
    """What no rule can decide and a person settles."""

    __tablename__ = "conflict"
    __table_args__ = (
        Index(
            "uq_conflict_open",
            "account_id",
            "kind",
            "subject_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
        ),
    )

    account_id: Mapped[Id | None] = mapped_column(ForeignKey("channel_account.id"))
    kind: Mapped[str]
    subject_id: Mapped[Id] = mapped_column(index=True)
    facts: Mapped[Json]
    state: Mapped[str] = mapped_column(index=True)
    decision: Mapped[Json | None]
    settled_at: Mapped[Instant | None]
