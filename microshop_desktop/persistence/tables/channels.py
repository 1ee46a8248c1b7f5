"""Online shops: accounts, linked listings and the queues to and from them."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from microshop_desktop.persistence.columns import Base, Id, Instant, Json, Minor, Thousandths
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
    """An online SKU and, when linked, ours; with the last target the platform confirmed."""

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
    confirmed_quantity: Mapped[Thousandths | None]
    confirmed_at: Mapped[Instant | None]


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

    account_id: Mapped[Id | None] = mapped_column(ForeignKey("channel_account.id"))
    kind: Mapped[str]
    subject_id: Mapped[Id] = mapped_column(index=True)
    facts: Mapped[Json]
    state: Mapped[str] = mapped_column(index=True)
    decision: Mapped[Json | None]
    settled_at: Mapped[Instant | None]
