"""The categories that an import names: found, or made out of sight until the import is shown."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Connection, exists, insert, or_, select, update

from microshop_desktop.infra.ids import Ids
from microshop_desktop.persistence.tables.catalogue import (
    Category,
    Product,
)
from microshop_desktop.services.product_writer import (
    Stamp,
)


class Categories:
    """Categories by name."""

    def __init__(self, ids: Ids, stamp: Stamp) -> None:
        """Begin without knowing any."""
        self._ids = ids
        self._stamp = stamp
        self._known: dict[str, UUID] | None = None

    def make(self, connection: Connection, names: Iterable[str | None]) -> None:
        """Make sure that there is a category of each name."""
        known = self._read(connection)
        missing = [name for name in dict.fromkeys(names) if name and name not in known]
        for name in missing:
            known[name] = self._ids.new()
            connection.execute(
                insert(Category).values(
                    id=known[name],
                    name=name,
                    changed_at=self._stamp.at,
                    changed_by_till=self._stamp.till,
                    import_batch_id=self._stamp.batch,
                    deleted_at=self._stamp.at,
                )
            )

    def id_of(self, name: str | None) -> UUID | None:
        """Return the category of a name that was made or was there."""
        return (self._known or {}).get(name or "")

    def missing(self, names: Iterable[str | None]) -> bool:
        """Tell whether some name has no category yet that this object knows of."""
        known = self._known
        return any(name and (known is None or name not in known) for name in names)

    def _read(self, connection: Connection) -> dict[str, UUID]:
        if self._known is None:
            rows = connection.execute(
                select(Category.name, Category.id).where(
                    or_(
                        Category.deleted_at.is_(None),
                        Category.import_batch_id == self._stamp.batch,
                    )
                )
            )
            self._known = {row.name: row.id for row in rows}
        return self._known


def show_categories(connection: Connection, batch: UUID) -> None:
    """Let the categories of an import be seen that have products."""
    has_products = exists().where(Product.category_id == Category.id, Product.deleted_at.is_(None))
    connection.execute(
        update(Category)
        .where(Category.import_batch_id == batch, has_products)
        .values(deleted_at=None)
    )
