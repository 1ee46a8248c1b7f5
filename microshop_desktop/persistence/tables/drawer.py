"""Money that moves apart from sales."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from microshop_desktop.persistence.columns import Base, Id, Minor
from microshop_desktop.persistence.tables.kinds import Fact


class CashMovement(Fact, Base):
    """Cash put into or taken out of the drawer apart from sales; `amount` is signed."""

    __tablename__ = "cash_movement"

    shift_id: Mapped[Id] = mapped_column(ForeignKey("shift.id"), index=True)
    kind: Mapped[str]
    amount: Mapped[Minor]
    currency: Mapped[str]
    reason: Mapped[str]


class Expense(Fact, Base):
    """Money spent on running the shop."""

    __tablename__ = "expense"

    kind: Mapped[str]
    amount: Mapped[Minor]
    currency: Mapped[str]
    note: Mapped[str]
    cash_movement_id: Mapped[Id | None] = mapped_column(ForeignKey("cash_movement.id"))
