"""Taking an import back: whole where nobody used it, and saying what was used since.

Rows that were never shown are deleted. Goods that were shown may have facts, and facts stay: what
was booked as opening is booked out again, and the goods get a tombstone. Goods that were sold,
received or reserved since are left, as are values that somebody changed after the import.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, exists, func, or_, select, update
from sqlalchemy.sql import ColumnElement

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.stock import MovementKind
from microshop_desktop.persistence.tables.catalogue import (
    Category,
    PriceRow,
    Product,
    Sku,
    SkuCode,
    SkuUnit,
)
from microshop_desktop.persistence.tables.customers import Customer
from microshop_desktop.persistence.tables.orders import OrderLine
from microshop_desktop.persistence.tables.shop import ImportBatch, ImportChange
from microshop_desktop.persistence.tables.stock import Reservation, StockMovement
from microshop_desktop.services import search_index
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.import_applying import apply_changes
from microshop_desktop.services.import_categories import Categories
from microshop_desktop.services.import_changes import CATEGORY_NAME, CODES, PRODUCT, SKU
from microshop_desktop.services.import_records import BatchState, Change, Kept, UndoResult
from microshop_desktop.services.import_writing import OPENING, change_of
from microshop_desktop.services.pace import Pace
from microshop_desktop.services.product_writer import Stamp, book_linked
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.stock_book import Cause, Move

SOLD = "sold"
CHANGED = "changed"

_BOOKED_KIND = "orders"
"""Sales of the past are facts; they stay."""


class Undoing:
    """Takes imports back."""

    def __init__(self, shop: Shop, actor: Actor) -> None:
        """Work in this shop for this person."""
        self._shop = shop
        self._actor = actor
        self._pace = Pace(shop.clock)

    def take_back(self, batch: UUID) -> UndoResult:
        """Take one import back, in short transactions; may be repeated after it was cut off.

        So only the last one waits for the disk.
        """
        self._check(batch)
        kept = self._restore(batch)
        removed = self._delete_hidden(batch)
        gone, used = self._bury_shown(batch)
        restored = self._restored + self._book_stock_back(batch)
        with self._shop.database.write() as connection:
            _remove_categories(connection, batch)
            removed += _remove_customers(connection, batch, self._shop.clock.now())
            connection.execute(
                update(ImportBatch)
                .where(ImportBatch.id == batch)
                .values(state=BatchState.UNDONE, ended_at=self._shop.clock.now())
            )
        return UndoResult(batch, removed + gone, restored, (*used, *kept))

    def _check(self, batch: UUID) -> None:
        with self._shop.database.read() as connection:
            found = connection.execute(
                select(ImportBatch.state, ImportBatch.kind).where(ImportBatch.id == batch)
            ).one_or_none()
        if found is None:
            raise ShopError(ErrorCode.IMPORT_UNKNOWN, batch=str(batch))
        if found.kind == _BOOKED_KIND:
            raise ShopError(ErrorCode.IMPORT_BOOKED, batch=str(batch))
        if found.state == BatchState.UNDONE:
            raise ShopError(ErrorCode.IMPORT_UNDONE, batch=str(batch))
        self._was_shown = found.state != BatchState.RUNNING
        self._is_stock = found.kind == "stock"

    def _restore(self, batch: UUID) -> list[Kept]:
        """Give changed records their old values, where nobody changed them again."""
        self._restored = 0
        kept: list[Kept] = []
        if not self._was_shown:
            return kept
        now = self._shop.clock.now()
        categories = Categories(self._shop.ids, Stamp(now, self._actor.till, batch))
        for changes in self._pace.pieces(self._changes(batch)):
            with self._pace.measured(), self._shop.database.write_revocable() as connection:
                back = []
                for change in changes:
                    if _still(connection, change):
                        back.append(_reversed(change))
                    else:
                        kept.append(Kept(change.record, _name(connection, change), CHANGED))
                apply_changes(connection, back, categories, ids=self._shop.ids, at=now)
            self._restored += len({change.record for change in back})
        return kept

    def _changes(self, batch: UUID) -> list[Change]:
        with self._shop.database.read() as connection:
            rows = connection.execute(
                select(ImportChange)
                .where(ImportChange.batch_id == batch, ImportChange.kind != OPENING)
                .order_by(ImportChange.record_id)
            )
            return [change_of(row) for row in rows]

    def _delete_hidden(self, batch: UUID) -> int:
        """Delete goods that were never shown, and so have no facts."""
        skus = self._skus(Sku.hidden_by_batch == batch, batch)
        for some in self._pace.pieces(skus):
            with self._pace.measured(), self._shop.database.write_revocable() as connection:
                search_index.remove(connection, some)
                for table in (SkuCode, PriceRow, SkuUnit):
                    connection.execute(delete(table).where(table.sku_id.in_(some)))
                connection.execute(delete(Sku).where(Sku.id.in_(some)))
        products = self._hidden_products(batch)
        for some in self._pace.pieces(products):
            with self._pace.measured(), self._shop.database.write_revocable() as connection:
                connection.execute(delete(Product).where(Product.id.in_(some)))
        return len(skus)

    def _bury_shown(self, batch: UUID) -> tuple[int, list[Kept]]:
        """Put a tombstone on goods that were shown and not used; say how many, and the others."""
        shown = (Sku.hidden_by_batch.is_(None), Sku.deleted_at.is_(None))
        skus = self._skus(shown[0] & shown[1], batch)
        buried = 0
        kept: list[Kept] = []
        for some in self._pace.pieces(skus):
            with self._pace.measured(), self._booking() as booking:
                used = _used(booking.connection, some, batch)
                kept += [Kept(sku, name, SOLD) for sku, name in used.items()]
                unused = [sku for sku in some if sku not in used]
                _book_out(booking, unused, batch)
                _bury(booking, unused)
                buried += len(unused)
        return buried, kept

    def _book_stock_back(self, batch: UUID) -> int:
        """Book back what an import of counted stock booked; returns the number of SKUs."""
        if not self._is_stock:
            return 0
        with self._shop.database.read() as connection:
            skus = list(
                connection.execute(
                    select(StockMovement.sku_id).where(StockMovement.cause_id == batch).distinct()
                ).scalars()
            )
        for some in self._pace.pieces(skus):
            with self._pace.measured(), self._booking() as booking:
                _book_out(booking, some, batch)
        return len(skus)

    def _booking(self) -> AbstractContextManager[Booking]:
        return self._shop.booking(self._actor, revocable=True)

    def _skus(self, which: ColumnElement[bool], batch: UUID) -> list[UUID]:
        with self._shop.database.read() as connection:
            return list(
                connection.execute(
                    select(Sku.id).where(Sku.import_batch_id == batch, which)
                ).scalars()
            )

    def _hidden_products(self, batch: UUID) -> list[UUID]:
        with self._shop.database.read() as connection:
            return list(
                connection.execute(
                    select(Product.id).where(Product.hidden_by_batch == batch)
                ).scalars()
            )


def _used(connection: Connection, skus: Sequence[UUID], batch: UUID) -> dict[UUID, str]:
    """Return the SKUs with facts or promises beside those of the import itself, and their names."""
    moved = exists().where(
        StockMovement.sku_id == Sku.id,
        or_(StockMovement.cause_id.is_(None), StockMovement.cause_id != batch),
    )
    sold = exists().where(OrderLine.sku_id == Sku.id)
    promised = exists().where(Reservation.sku_id == Sku.id)
    rows = connection.execute(
        select(Sku.id, Sku.name).where(Sku.id.in_(skus), or_(moved, sold, promised))
    )
    return {row.id: row.name for row in rows}


def _book_out(booking: Booking, skus: Sequence[UUID], batch: UUID) -> None:
    """Book out what the import booked in."""
    quantity, value = func.sum(StockMovement.quantity), func.sum(StockMovement.cost_value)
    rows = booking.connection.execute(
        select(
            StockMovement.sku_id,
            StockMovement.kind,
            quantity.label("quantity"),
            value.label("cost_value"),
        )
        .where(StockMovement.sku_id.in_(skus), StockMovement.cause_id == batch)
        .group_by(StockMovement.sku_id, StockMovement.kind)
        .having(or_(quantity != 0, value != 0))
    ).all()
    moves = [
        Move(row.sku_id, MovementKind(row.kind), -row.quantity, -row.cost_value) for row in rows
    ]
    book_linked(booking, moves, Cause("import", batch), act="stock.undo")


def _bury(booking: Booking, skus: Sequence[UUID]) -> None:
    connection = booking.connection
    search_index.remove(connection, skus)
    connection.execute(delete(SkuCode).where(SkuCode.sku_id.in_(skus)))
    gone: dict[str, Any] = {"deleted_at": booking.at, "changed_at": booking.at}
    connection.execute(update(Sku).where(Sku.id.in_(skus)).values(**gone, version=Sku.version + 1))
    products = select(Sku.product_id).where(Sku.id.in_(skus))
    left = exists().where(Sku.product_id == Product.id, Sku.deleted_at.is_(None))
    connection.execute(
        update(Product)
        .where(Product.id.in_(products), ~left)
        .values(**gone, version=Product.version + 1)
    )


def _remove_categories(connection: Connection, batch: UUID) -> None:
    """Delete categories that the import made and nothing refers to."""
    referred = or_(
        exists().where(Product.category_id == Category.id),
        exists().where(Sku.category_id == Category.id),
    )
    connection.execute(delete(Category).where(Category.import_batch_id == batch, ~referred))
    in_use = exists().where(Product.category_id == Category.id, Product.deleted_at.is_(None))
    connection.execute(
        update(Category)
        .where(Category.import_batch_id == batch, ~in_use)
        .values(deleted_at=Category.changed_at)
    )


def _remove_customers(connection: Connection, batch: UUID, at: datetime) -> int:
    """Put a tombstone on customers that came with the import."""
    done = connection.execute(
        update(Customer)
        .where(Customer.import_batch_id == batch, Customer.deleted_at.is_(None))
        .values(deleted_at=at)
    )
    return done.rowcount


def _still(connection: Connection, change: Change) -> bool:
    """Tell whether a record still has the values that the import gave it."""
    if change.kind == CODES:
        wanted = change.after["codes"]
        there = connection.execute(
            select(SkuCode.code).where(SkuCode.sku_id == change.record)
        ).scalars()
        return set(wanted if isinstance(wanted, list) else ()) <= set(there)
    if change.kind in {PRODUCT, SKU}:
        return _same_columns(connection, change)
    level = change.kind.partition(":")[2]
    amount = connection.execute(
        select(PriceRow.unit_price).where(
            PriceRow.sku_id == change.record,
            PriceRow.level == level,
            PriceRow.from_quantity == change.after["from_quantity"],
        )
    ).scalar()
    return bool(amount == change.after["unit_price"])


def _same_columns(connection: Connection, change: Change) -> bool:
    table = Product if change.kind == PRODUCT else Sku
    columns: list[Any] = [
        Category.name.label(name) if name == CATEGORY_NAME else getattr(table, name)
        for name in change.after
    ]
    row = connection.execute(
        select(*columns)
        .select_from(table)
        .outerjoin(Category, Category.id == table.category_id)
        .where(table.id == change.record)
    ).one_or_none()
    return row is not None and list(row) == list(change.after.values())


def _reversed(change: Change) -> Change:
    """Swap before and after; a price that was none before is taken away."""
    return Change(change.kind, change.record, change.after, change.before)


def _name(connection: Connection, change: Change) -> str:
    table = Product if change.kind == PRODUCT else Sku
    found = connection.execute(select(table.name).where(table.id == change.record)).scalar()
    return found or ""
