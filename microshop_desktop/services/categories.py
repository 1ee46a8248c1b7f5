"""The categories of the shop: made, renamed, put in order, taken away."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, insert, select, update

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.persistence.tables.catalogue import Category, Product, Sku
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.catalogue_records import CategoryRow
from microshop_desktop.services.events import CatalogueChanged
from microshop_desktop.services.shop import Shop


class Categories:
    """Groups of products, shown as chips at the till."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SEE_STOCK)
    def all(self, actor: Actor) -> tuple[CategoryRow, ...]:
        """Return the categories in their order with the number of their products."""
        products = (
            select(func.count())
            .where(
                Product.category_id == Category.id,
                Product.deleted_at.is_(None),
                Product.hidden_by_batch.is_(None),
            )
            .scalar_subquery()
        )
        with self._shop.database.read() as connection:
            rows = connection.execute(
                select(Category.id, Category.name, Category.version, products.label("products"))
                .where(Category.deleted_at.is_(None))
                .order_by(Category.position, Category.name)
            ).all()
        return tuple(CategoryRow(row.id, row.name, row.version, row.products) for row in rows)

    @act(Right.EDIT_PRODUCTS)
    def add(self, actor: Actor, name: str) -> UUID:
        """Make a category and return its id; one of the same name is returned as it is."""
        cleaned = _cleaned(name)
        with self._shop.database.write() as connection:
            known: UUID | None = connection.scalar(
                select(Category.id).where(Category.name == cleaned, Category.deleted_at.is_(None))
            )
            if known is not None:
                return known
            category = self._shop.ids.new()
            last = connection.scalar(select(func.coalesce(func.max(Category.position), -1)))
            connection.execute(
                insert(Category),
                {
                    "id": category,
                    "name": cleaned,
                    "position": int(last or 0) + 1,
                    "changed_at": self._shop.clock.now(),
                    "changed_by_till": actor.till,
                },
            )
        self._shop.events.send(CatalogueChanged())
        return category

    @act(Right.EDIT_PRODUCTS)
    def rename(self, actor: Actor, category: UUID, name: str, *, version: int) -> None:
        """Give a category another name; `stale` when it was changed since `version`."""
        cleaned = _cleaned(name)
        with self._shop.database.write() as connection:
            result = connection.execute(
                update(Category)
                .where(Category.id == category, Category.version == version)
                .values(
                    name=cleaned,
                    version=version + 1,
                    changed_at=self._shop.clock.now(),
                    changed_by_till=actor.till,
                )
            )
            if result.rowcount != 1:
                raise ShopError(ErrorCode.STALE, category=str(category))
        self._shop.events.send(CatalogueChanged())

    @act(Right.EDIT_PRODUCTS)
    def arrange(self, actor: Actor, categories: Sequence[UUID]) -> None:
        """Put the categories in this order."""
        with self._shop.database.write() as connection:
            for position, category in enumerate(categories):
                connection.execute(
                    update(Category).where(Category.id == category).values(position=position)
                )
        self._shop.events.send(CatalogueChanged())

    @act(Right.EDIT_PRODUCTS)
    def delete(self, actor: Actor, category: UUID) -> None:
        """Take a category away; its products stay, without a category."""
        now = self._shop.clock.now()
        with self._shop.database.write() as connection:
            for table in (Product, Sku):
                connection.execute(
                    update(table)
                    .where(table.category_id == category)
                    .values(category_id=None, version=table.version + 1, changed_at=now)
                )
            connection.execute(
                update(Category)
                .where(Category.id == category)
                .values(deleted_at=now, version=Category.version + 1, changed_at=now)
            )
        self._shop.events.send(CatalogueChanged())


def _cleaned(name: str) -> str:
    cleaned = " ".join(name.split())
    if not cleaned:
        raise ShopError(ErrorCode.NAME_MISSING)
    return cleaned
