"""The shop itself: its tills, places, people, shifts and settings."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from microshop_desktop.persistence.columns import Base, Id, Instant, Json, Minor, ShopDay
from microshop_desktop.persistence.tables.kinds import Editable, Fact, Keyed


class ShopRow(Editable, Base):
    """The shop: one row in a till's file."""

    __tablename__ = "shop"

    name: Mapped[str]
    currency: Mapped[str]
    zone: Mapped[str]
    day_starts_at: Mapped[int] = mapped_column(default=0, server_default="0")
    founded_at: Mapped[Instant]


class ShopSetting(Base):
    """A setting of the whole shop, by its declared key."""

    __tablename__ = "shop_setting"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Json]
    changed_at: Mapped[Instant]


class Till(Keyed, Base):
    """A till and its counters. The counters are the last numbers given out."""

    __tablename__ = "till"
    __table_args__ = (UniqueConstraint("shop_id", "letter"),)

    shop_id: Mapped[Id] = mapped_column(ForeignKey("shop.id"))
    letter: Mapped[str]
    place_id: Mapped[Id] = mapped_column(ForeignKey("place.id"))
    last_seq: Mapped[int] = mapped_column(default=0, server_default="0")
    last_order: Mapped[int] = mapped_column(default=0, server_default="0")
    last_refund: Mapped[int] = mapped_column(default=0, server_default="0")
    last_receipt: Mapped[int] = mapped_column(default=0, server_default="0")
    audit_head: Mapped[str] = mapped_column(default="", server_default="")


class Place(Editable, Base):
    """Where goods lie: the shop floor, a store room."""

    __tablename__ = "place"

    shop_id: Mapped[Id] = mapped_column(ForeignKey("shop.id"))
    name: Mapped[str]


class Staff(Editable, Base):
    """A person who works here. `rights` is a list of right names, or `["*"]` for the owner."""

    __tablename__ = "staff"

    shop_id: Mapped[Id] = mapped_column(ForeignKey("shop.id"))
    name: Mapped[str]
    rights: Mapped[Json]
    pin_hash: Mapped[str | None]


class Shift(Fact, Base):
    """A span of work at one drawer. `closed_at` is the one column set later, once."""

    __tablename__ = "shift"
    __table_args__ = (
        Index(
            "uq_shift_open",
            "till_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
        ),
    )

    float_amount: Mapped[Minor]
    closed_at: Mapped[Instant | None]
    counted: Mapped[Minor | None]
    note: Mapped[str] = mapped_column(default="", server_default="")


class Lease(Base):
    """Who may do a job that only one till may do at a time, and until when."""

    __tablename__ = "lease"

    job: Mapped[str] = mapped_column(primary_key=True)
    till_id: Mapped[Id]
    holder: Mapped[str]
    until: Mapped[Instant]


class ImportBatch(Keyed, Base):
    """One import of a file: what it made (found by `import_batch_id`) and what it replaced.

    `state` is `running`, `done`, `undone`; a batch still running at a start was cut off and is
    undone.
    """

    __tablename__ = "import_batch"

    kind: Mapped[str]
    file_name: Mapped[str]
    fingerprint: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    started_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]
    rows: Mapped[int] = mapped_column(default=0, server_default="0")
    created: Mapped[int] = mapped_column(default=0, server_default="0")
    updated: Mapped[int] = mapped_column(default=0, server_default="0")
    unchanged: Mapped[int] = mapped_column(default=0, server_default="0")
    rejected: Mapped[int] = mapped_column(default=0, server_default="0")


class ImportChange(Base):
    """The values an import replaced in one record, so that it can be undone."""

    __tablename__ = "import_change"

    batch_id: Mapped[Id] = mapped_column(ForeignKey("import_batch.id"), primary_key=True)
    record_id: Mapped[Id] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    before: Mapped[Json]
    after: Mapped[Json]


class AuditEntry(Base):
    """One link of a till's chain: the digest of a fact and the hash over it and the link before."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_fact", "fact_id"),)

    till_id: Mapped[Id] = mapped_column(ForeignKey("till.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[Instant]
    shop_day: Mapped[ShopDay]
    staff_id: Mapped[Id | None]
    act: Mapped[str]
    fact_id: Mapped[Id]
    digest: Mapped[str]
    hash: Mapped[str]


class PrintJob(Keyed, Base):
    """Something to print; it waits here until a printer took it."""

    __tablename__ = "print_job"

    kind: Mapped[str]
    record_id: Mapped[Id | None]
    copy: Mapped[bool] = mapped_column(default=False)
    open_drawer: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(index=True)
    made_at: Mapped[Instant]
    tries: Mapped[int] = mapped_column(default=0, server_default="0")
    error: Mapped[str] = mapped_column(default="", server_default="")
