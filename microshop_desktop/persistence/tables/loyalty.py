"""What keeps customers: points, stored value, coupons, agents and group orders."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from microshop_desktop.persistence.columns import Base, Id, Instant, Json, Minor, ShopDay
from microshop_desktop.persistence.tables.kinds import Editable, Fact, Keyed


class PointsEntry(Fact, Base):
    """Points given or taken."""

    __tablename__ = "points_entry"

    customer_id: Mapped[Id] = mapped_column(ForeignKey("customer.id"), index=True)
    points: Mapped[int]
    cause_id: Mapped[Id | None]
    note: Mapped[str] = mapped_column(default="", server_default="")


class WalletEntry(Fact, Base):
    """Stored value put in or used."""

    __tablename__ = "wallet_entry"

    customer_id: Mapped[Id] = mapped_column(ForeignKey("customer.id"), index=True)
    kind: Mapped[str]
    amount: Mapped[Minor]
    currency: Mapped[str]
    cause_id: Mapped[Id | None]


class Promotion(Editable, Base):
    """A rule that lowers prices for a time."""

    __tablename__ = "promotion"

    name: Mapped[str]
    kind: Mapped[str]
    rule: Mapped[Json]
    starts_at: Mapped[Instant | None]
    ends_at: Mapped[Instant | None]
    enabled: Mapped[bool] = mapped_column(default=True)


class Coupon(Editable, Base):
    """A right to pay less, of one customer or of whoever shows its code."""

    __tablename__ = "coupon"

    code: Mapped[str] = mapped_column(index=True)
    customer_id: Mapped[Id | None] = mapped_column(ForeignKey("customer.id"), index=True)
    promotion_id: Mapped[Id] = mapped_column(ForeignKey("promotion.id"))
    used_by_order: Mapped[Id | None] = mapped_column(ForeignKey("orders.id"))


class FollowUp(Editable, Base):
    """A next step with a customer."""

    __tablename__ = "follow_up"

    customer_id: Mapped[Id] = mapped_column(ForeignKey("customer.id"), index=True)
    due_on: Mapped[ShopDay | None]
    text: Mapped[str]
    done_at: Mapped[Instant | None]


class Agent(Editable, Base):
    """A customer who sells for us, with a level."""

    __tablename__ = "agent"

    customer_id: Mapped[Id] = mapped_column(ForeignKey("customer.id"), unique=True)
    level: Mapped[str]
    parent_id: Mapped[Id | None] = mapped_column(ForeignKey("agent.id"))


class CommissionEntry(Fact, Base):
    """Commission earned, freed or paid out."""

    __tablename__ = "commission_entry"

    agent_id: Mapped[Id] = mapped_column(ForeignKey("agent.id"), index=True)
    order_id: Mapped[Id | None] = mapped_column(ForeignKey("orders.id"))
    kind: Mapped[str]
    amount: Mapped[Minor]
    currency: Mapped[str]
    free_on: Mapped[ShopDay | None]


class GroupBuy(Editable, Base):
    """A group order (接龙): its goods, its end, its place to fetch."""

    __tablename__ = "group_buy"

    name: Mapped[str]
    state: Mapped[str]
    text: Mapped[str] = mapped_column(default="", server_default="")
    ends_at: Mapped[Instant | None]


class GroupBuyItem(Keyed, Base):
    """One line of goods of a group buy, with the letter people answer with."""

    __tablename__ = "group_buy_item"

    group_buy_id: Mapped[Id] = mapped_column(ForeignKey("group_buy.id"), index=True)
    sku_id: Mapped[Id | None] = mapped_column(ForeignKey("sku.id"))
    letter: Mapped[str]
    name: Mapped[str]
    price: Mapped[Minor]
