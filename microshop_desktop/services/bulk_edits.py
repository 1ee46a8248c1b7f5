"""Changing many products at once: prices with a preview, category, on or off sale.

Each is one act, and each can be undone while nobody changed the same since. No transaction
holds more than a chunk, so that the till goes on selling meanwhile. A change of prices that is cut
off is taken back at the next start (`price_swap`); of the others what was done stays.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, bindparam, exists, select, update

from microshop_desktop.domain.basket import PriceLevel
from microshop_desktop.domain.money import MOST_PRICE
from microshop_desktop.domain.price_change import PriceChange, changed_price
from microshop_desktop.infra.chunks import chunks
from microshop_desktop.persistence.tables.catalogue import Product, Sku
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.catalogue_checks import check_amount
from microshop_desktop.services.catalogue_rows import Writing
from microshop_desktop.services.events import CatalogueChanged
from microshop_desktop.services.price_swap import (
    CHUNK,
    PriceSwap,
    prices_of,
    swap_prices,
    take_back_unfinished,
)
from microshop_desktop.services.search_index import refresh
from microshop_desktop.services.shop import Shop

SEARCHED_CHUNK = 50
"""The same where their search rows change as well."""

_SET_ON_SALE = (
    update(Sku)
    .where(Sku.id == bindparam("sku"))
    .values(
        on_sale=bindparam("to"),
        version=Sku.version + 1,
        changed_at=bindparam("at"),
        changed_by_till=bindparam("till"),
    )
)


@dataclass(frozen=True, slots=True)
class PriceStep:
    """One price of a preview. `old` is None where the SKU has no own price of this level."""

    sku: UUID
    name: str
    spec: str
    old: int | None
    new: int
    cost: int | None

    @property
    def below_cost(self) -> bool:
        """Whether the goods would be sold for less than they cost."""
        return self.cost is not None and self.new < self.cost

    @property
    def impossible(self) -> bool:
        """Whether this cannot be a price."""
        return not 0 <= self.new <= MOST_PRICE


@dataclass(frozen=True, slots=True)
class PricePreview:
    """What a bulk change would do: only prices that become others, in the order of the list."""

    level: PriceLevel
    steps: tuple[PriceStep, ...]
    unchanged: int

    @property
    def below_cost(self) -> int:
        """How many would be below their cost."""
        return sum(step.below_cost for step in self.steps)

    @property
    def impossible(self) -> int:
        """How many cannot be prices; the whole change is refused while there are any."""
        return sum(step.impossible for step in self.steps)


@dataclass(frozen=True, slots=True)
class PricesBefore:
    """What a bulk change of prices replaced, for undoing it."""

    preview: PricePreview


@dataclass(frozen=True, slots=True)
class CategoriesBefore:
    """What a bulk change of category replaced, by product."""

    now: UUID | None
    before: Mapping[UUID, UUID | None]


@dataclass(frozen=True, slots=True)
class SaleBefore:
    """The SKUs that a bulk act put on or off sale."""

    skus: tuple[UUID, ...]
    now: bool


Before = PricesBefore | CategoriesBefore | SaleBefore


class BulkEdits:
    """Acts on a selection of SKUs or products."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.EDIT_PRODUCTS)
    def preview_prices(
        self,
        actor: Actor,
        skus: Sequence[UUID],
        change: PriceChange,
        *,
        level: PriceLevel = PriceLevel.RETAIL,
        base: PriceLevel | None = None,
    ) -> PricePreview:
        """Return what a price change would do to these SKUs; nothing is written.

        The rule is applied to the price of level `base` (the level itself where None); a SKU that
        has no such price starts from its retail price.
        """
        with self._shop.database.read() as connection:
            old = prices_of(connection, skus, level)
            start = old if base in {None, level} else prices_of(connection, skus, base or level)
            facts = _facts(connection, skus)
        exponent = self._shop.profile.currency.exponent
        steps = [
            PriceStep(
                sku=sku,
                name=facts[sku].name,
                spec=facts[sku].spec,
                old=old.get(sku),
                new=changed_price(start.get(sku, facts[sku].retail), change, exponent=exponent),
                cost=facts[sku].cost,
            )
            for sku in skus
            if sku in facts
        ]
        moved = tuple(step for step in steps if step.new != step.old)
        return PricePreview(level, moved, unchanged=len(steps) - len(moved))

    @act(Right.EDIT_PRODUCTS)
    def change_prices(self, actor: Actor, preview: PricePreview) -> PricesBefore:
        """Write the prices of a preview, all or none.

        `stale` when one of the old prices is another meanwhile, `bad_amount` while one is
        impossible.
        """
        for step in preview.steps:
            check_amount(step.new, self._shop.profile.currency.exponent)
        change = PriceSwap(
            preview.level,
            old={step.sku: step.old for step in preview.steps},
            new={step.sku: step.new for step in preview.steps},
        )
        swap_prices(self._shop, actor, change)
        return PricesBefore(preview)

    @act(Right.EDIT_PRODUCTS)
    def change_category(
        self, actor: Actor, products: Sequence[UUID], category: UUID | None
    ) -> CategoriesBefore:
        """Move products into a category, or out of every one."""
        before: dict[UUID, UUID | None] = {}
        for chunk in chunks(products, CHUNK):
            with self._writing(actor) as writing:
                rows = writing.connection.execute(
                    select(Product.id, Product.category_id).where(
                        Product.id.in_(chunk), Product.deleted_at.is_(None)
                    )
                ).all()
                moved = {row.id: row.category_id for row in rows}
                _write_categories(writing, dict.fromkeys(moved, category))
            before |= moved
        self._shop.events.send(CatalogueChanged())
        return CategoriesBefore(category, before)

    @act(Right.EDIT_PRODUCTS)
    def put_on_sale(self, actor: Actor, skus: Sequence[UUID], *, on_sale: bool) -> SaleBefore:
        """Put SKUs on or off sale; return those that were not so already."""
        moved: list[UUID] = []
        for chunk in chunks(skus, SEARCHED_CHUNK):
            with self._writing(actor) as writing:
                rows = writing.connection.execute(
                    select(Sku.id).where(
                        Sku.id.in_(chunk), Sku.on_sale.is_(not on_sale), Sku.deleted_at.is_(None)
                    )
                )
                changed = list(rows.scalars())
                _write_on_sale(writing, changed, on_sale=on_sale)
            moved += changed
        self._shop.events.send(CatalogueChanged(frozenset(moved)))
        return SaleBefore(tuple(moved), on_sale)

    @act(Right.EDIT_PRODUCTS)
    def undo(self, actor: Actor, before: Before) -> None:
        """Bring back what a bulk act replaced.

        `stale`, and nothing done, when one of the prices was changed again since.
        """
        match before:
            case PricesBefore(preview):
                change = PriceSwap(
                    preview.level,
                    old={step.sku: step.new for step in preview.steps},
                    new={step.sku: step.old for step in preview.steps},
                )
                swap_prices(self._shop, actor, change)
            case CategoriesBefore(_, old):
                for products in chunks(list(old), CHUNK):
                    with self._writing(actor) as writing:
                        _write_categories(writing, {one: old[one] for one in products})
                self._shop.events.send(CatalogueChanged())
            case SaleBefore(skus, now):
                for chunk in chunks(skus, SEARCHED_CHUNK):
                    with self._writing(actor) as writing:
                        _write_on_sale(writing, chunk, on_sale=not now)
                self._shop.events.send(CatalogueChanged(frozenset(skus)))

    @act(Right.EDIT_PRODUCTS)
    def recover(self, actor: Actor) -> int:
        """Put back the prices of a change that was cut off; return how many were put back.

        Does nothing while a change is being written.
        """
        return take_back_unfinished(self._shop, actor)

    @contextmanager
    def _writing(self, actor: Actor) -> Iterator[Writing]:
        with self._shop.database.write() as connection:
            yield Writing(connection, self._shop.ids, self._shop.clock.now(), actor.till)


@dataclass(frozen=True, slots=True)
class _Facts:
    name: str
    spec: str
    retail: int
    cost: int | None


def _facts(connection: Connection, skus: Sequence[UUID]) -> dict[UUID, _Facts]:
    return {
        row.id: _Facts(row.name, row.spec, row.price, row.cost)
        for chunk in chunks(skus, CHUNK)
        for row in connection.execute(
            select(Sku.id, Sku.name, Sku.spec, Sku.price, Sku.cost).where(
                Sku.id.in_(chunk), Sku.deleted_at.is_(None)
            )
        )
    }


def _write_categories(writing: Writing, categories: Mapping[UUID, UUID | None]) -> None:
    for product, category in categories.items():
        values = {"category_id": category, **writing.stamp()}
        writing.connection.execute(
            update(Product)
            .where(Product.id == product)
            .values(**values, version=Product.version + 1)
        )
        writing.connection.execute(
            update(Sku).where(Sku.product_id == product).values(**values, version=Sku.version + 1)
        )


def _write_on_sale(writing: Writing, skus: Sequence[UUID], *, on_sale: bool) -> None:
    """Set the SKUs, then each product to whether any of its SKUs is on sale."""
    if not skus:
        return
    stamp = {"at": writing.at, "till": writing.till, "to": on_sale}
    writing.connection.execute(_SET_ON_SALE, [{"sku": sku, **stamp} for sku in skus])
    products = select(Sku.product_id).where(Sku.id.in_(skus))
    any_left = exists().where(
        Sku.product_id == Product.id, Sku.on_sale.is_(True), Sku.deleted_at.is_(None)
    )
    writing.connection.execute(
        update(Product)
        .where(Product.id.in_(products))
        .values(on_sale=any_left, version=Product.version + 1)
        .values(**writing.stamp())
    )
    refresh(writing.connection, skus)
