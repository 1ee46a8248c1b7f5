"""What rows have in common: facts are appended and numbered, editable rows carry their version."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from microshop_desktop.persistence.columns import Id, Instant, ShopDay


class Keyed:
    """A row with a UUIDv7 of its own."""

    id: Mapped[Id] = mapped_column(primary_key=True, sort_order=-10)


class Fact(Keyed):
    """An appended row, never edited. `seq` counts the facts of its till and gives their order."""

    till_id: Mapped[Id] = mapped_column(ForeignKey("till.id"), sort_order=-9)
    seq: Mapped[int] = mapped_column(sort_order=-8)
    at: Mapped[Instant] = mapped_column(sort_order=-7)
    shop_day: Mapped[ShopDay] = mapped_column(sort_order=-6)
    staff_id: Mapped[Id | None] = mapped_column(ForeignKey("staff.id"), sort_order=-5)


class Editable(Keyed):
    """A row that people change: its version, who changed it last, and a tombstone when deleted."""

    version: Mapped[int] = mapped_column(default=1, server_default="1", sort_order=90)
    changed_at: Mapped[Instant] = mapped_column(sort_order=91)
    changed_by_till: Mapped[Id | None] = mapped_column(sort_order=92)
    deleted_at: Mapped[Instant | None] = mapped_column(sort_order=93)

    def touch(self, at: datetime, till: UUID) -> None:
        """Note who changed it when; its version is another one from now on."""
        self.changed_at, self.changed_by_till = at, till
        self.version += 1
