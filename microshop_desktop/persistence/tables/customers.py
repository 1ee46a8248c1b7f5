"""People: customers and what ties them to the shop. Names and phones live here alone."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from microshop_desktop.persistence.columns import Base, Id, Json, ShopDay
from microshop_desktop.persistence.tables.kinds import Editable


class Customer(Editable, Base):
    """A customer or fan. `name` leads on screen (the nickname), `real_name` only in the detail."""

    __tablename__ = "customer"
    __table_args__ = (Index("ix_customer_name", "name"),)

    name: Mapped[str]
    real_name: Mapped[str] = mapped_column(default="", server_default="")
    phone: Mapped[str] = mapped_column(default="", server_default="", index=True)
    code: Mapped[str] = mapped_column(default="", server_default="", index=True)
    external_id: Mapped[str] = mapped_column(default="", server_default="", index=True)
    search_key: Mapped[str] = mapped_column(default="", server_default="")
    member: Mapped[bool] = mapped_column(default=False)
    points: Mapped[int] = mapped_column(default=0, server_default="0")
    birthday: Mapped[ShopDay | None]
    addresses: Mapped[Json | None]
    note: Mapped[str] = mapped_column(default="", server_default="")
    import_batch_id: Mapped[Id | None] = mapped_column(index=True)


class Tag(Editable, Base):
    """A word that groups customers."""

    __tablename__ = "tag"

    name: Mapped[str]


class CustomerTag(Base):
    """A customer carries a tag."""

    __tablename__ = "customer_tag"

    customer_id: Mapped[Id] = mapped_column(ForeignKey("customer.id"), primary_key=True)
    tag_id: Mapped[Id] = mapped_column(ForeignKey("tag.id"), primary_key=True)
