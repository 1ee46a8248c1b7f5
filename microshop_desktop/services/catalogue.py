"""Making and editing products: each act one transaction, the search rows written with it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select, update

from microshop_desktop.domain.basket import Price, PriceLevel
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.persistence.tables.catalogue import Product, ProductImage, Sku
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.catalogue_checks import (
    checked_codes,
    checked_form,
    holders,
    refuse_taken,
)
from microshop_desktop.services.catalogue_records import (
    CodeHolder,
    ProductDetail,
    ProductForm,
    SkuForm,
    UnitForm,
)
from microshop_desktop.services.catalogue_rows import (
    Writing,
    bury_products,
    bury_skus,
    insert_product,
    read_form,
    read_product,
    update_product,
    write_sku,
)
from microshop_desktop.services.events import CatalogueChanged
from microshop_desktop.services.product_list import read_stock
from microshop_desktop.services.search_index import refresh
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.stock_book import mark_offered

DEFAULT_WHOLESALE = 10_000
"""Thousandths a wholesale price holds from where nobody said: ten pieces."""


class Catalogue:
    """The products of the shop, one at a time; `BulkEdits` changes many at once."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SEE_STOCK)
    def detail(self, actor: Actor, product: UUID) -> ProductDetail:
        """Return a product with everything that can be edited; `not_found` when it is gone."""
        with self._shop.database.read() as connection:
            return _detail(connection, product)

    @act(Right.SEE_STOCK)
    def product_of(self, actor: Actor, sku: UUID) -> UUID:
        """Return the product a SKU belongs to; `not_found` when it is gone."""
        with self._shop.database.read() as connection:
            return _product_of(connection, sku)

    @act(Right.SEE_STOCK)
    def holders(self, actor: Actor, code: str) -> tuple[CodeHolder, ...]:
        """Return the SKUs that carry a barcode, on sale or not."""
        with self._shop.database.read() as connection:
            return holders(connection, checked_codes([code]))

    @act(Right.EDIT_PRODUCTS)
    def create(self, actor: Actor, form: ProductForm, *, allow_taken: bool = False) -> UUID:
        """Make a product with its SKUs and return its id.

        Raises what is wrong with the form; `code_taken` when a code belongs to another SKU, unless
        `allow_taken` says that this is meant.
        """
        return self._create(actor, form, allow_taken=allow_taken)

    @act(Right.SELL)
    def quick_product(
        self, actor: Actor, code: str, name: str, *, price: int, unit: str = ""
    ) -> UUID:
        """Make goods that the till does not know yet and return their SKU.

        Whoever sells may do it, so that no sale waits; the product is marked unfinished.
        """
        codes = (code,) if code.strip() else ()
        sku = SkuForm(price=price, unit=unit, codes=codes)
        product = self._create(
            actor, ProductForm(name=name, skus=(sku,), unfinished=True), allow_taken=False
        )
        with self._shop.database.read() as connection:
            return connection.execute(select(Sku.id).where(Sku.product_id == product)).scalar_one()

    @act(Right.EDIT_PRODUCTS)
    def save(
        self,
        actor: Actor,
        product: UUID,
        form: ProductForm,
        *,
        version: int,
        allow_taken: bool = False,
    ) -> ProductDetail:
        """Write an edited form, SKUs left out of it get a tombstone; return what is there now.

        `stale` when the product or one of its SKUs was changed since `version` was read.
        """
        checked = self._checked(form)
        with self._writing(actor) as writing:
            old = read_form(writing.connection, read_product(writing.connection, product))
            if not allow_taken:
                refuse_taken(writing.connection, checked, old)
            update_product(writing, product, checked, version=version)
            touched = _write_skus(writing, product, checked, old)
            refresh(writing.connection, touched)
            saved = _detail(writing.connection, product)
        self._shop.events.send(CatalogueChanged(frozenset(touched)))
        return saved

    @act(Right.EDIT_PRODUCTS)
    def set_price(
        self, actor: Actor, sku: UUID, level: PriceLevel, *, price: int | None, version: int
    ) -> None:
        """Set one price of a SKU that is still at `version`; None takes a member price away.

        A wholesale price keeps the quantity it holds from, ten pieces where there was none.
        """
        self._edit_sku(actor, sku, lambda form: _with_price(form, level, price), version=version)

    @act(Right.EDIT_PRODUCTS)
    def add_code(
        self,
        actor: Actor,
        sku: UUID,
        code: str,
        *,
        unit: UUID | None = None,
        allow_taken: bool = False,
    ) -> None:
        """Give a SKU, or one of its packs, another barcode; `code_taken` unless that is meant."""
        self._edit_sku(
            actor, sku, lambda form: _with_code(form, code, unit), allow_taken=allow_taken
        )

    @act(Right.EDIT_PRODUCTS)
    def remove_code(self, actor: Actor, sku: UUID, code: str) -> None:
        """Take a barcode from a SKU and from its packs."""
        self._edit_sku(actor, sku, lambda form: _without_code(form, code))

    @act(Right.EDIT_PRODUCTS)
    def set_picture(self, actor: Actor, product: UUID, file_name: str) -> None:
        """Show a product by a file of the picture folder; an empty name takes the picture away."""
        with self._writing(actor) as writing:
            read_product(writing.connection, product)
            _write_picture(writing, product, file_name)
        self._shop.events.send(CatalogueChanged())

    @act(Right.EDIT_PRODUCTS)
    def delete(self, actor: Actor, products: Sequence[UUID]) -> tuple[UUID, ...]:
        """Take products out of the catalogue; return the SKUs that were on sale, for `restore`."""
        with self._writing(actor) as writing:
            rows = writing.connection.execute(
                select(Sku.id, Sku.on_sale).where(
                    Sku.product_id.in_(products), Sku.deleted_at.is_(None)
                )
            ).all()
            skus = [row.id for row in rows]
            bury_skus(writing, skus)
            bury_products(writing, products)
            refresh(writing.connection, skus)
        self._shop.events.send(CatalogueChanged(frozenset(skus)))
        return tuple(row.id for row in rows if row.on_sale)

    @act(Right.EDIT_PRODUCTS)
    def restore(
        self, actor: Actor, products: Sequence[UUID], *, on_sale: Sequence[UUID] = ()
    ) -> None:
        """Bring deleted products back with the SKUs they were deleted with."""
        with self._writing(actor) as writing:
            skus = [sku for product in products for sku in _dig_up(writing, product, set(on_sale))]
            refresh(writing.connection, skus)
        self._shop.events.send(CatalogueChanged(frozenset(skus)))

    def _create(self, actor: Actor, form: ProductForm, *, allow_taken: bool) -> UUID:
        checked = self._checked(form)
        with self._writing(actor) as writing:
            if not allow_taken:
                refuse_taken(writing.connection, checked, None)
            product, skus = insert_product(writing, checked)
            refresh(writing.connection, skus)
        self._shop.events.send(CatalogueChanged(frozenset(skus)))
        return product

    def _edit_sku(
        self,
        actor: Actor,
        sku: UUID,
        edit: Callable[[SkuForm], SkuForm],
        *,
        version: int | None = None,
        allow_taken: bool = False,
    ) -> None:
        """Change one SKU by `edit`, checked and written like a whole form."""
        with self._writing(actor) as writing:
            product = _product_of(writing.connection, sku)
            row = read_product(writing.connection, product)
            old = read_form(writing.connection, row)
            known = next(one for one in old.skus if one.id == sku)
            if version is not None and known.version != version:
                raise ShopError(ErrorCode.STALE, sku=str(sku))
            edited = tuple(edit(one) if one.id == sku else one for one in old.skus)
            form = self._checked(replace(old, skus=edited))
            if not allow_taken:
                refuse_taken(writing.connection, form, old)
            _write_skus(writing, product, form, old)
            refresh(writing.connection, [sku])
        self._shop.events.send(CatalogueChanged(frozenset({sku})))

    def _checked(self, form: ProductForm) -> ProductForm:
        return checked_form(form, exponent=self._shop.profile.currency.exponent)

    @contextmanager
    def _writing(self, actor: Actor) -> Iterator[Writing]:
        with self._shop.database.write() as connection:
            yield Writing(connection, self._shop.ids, self._shop.clock.now(), actor.till)


def _detail(connection: Connection, product: UUID) -> ProductDetail:
    row = read_product(connection, product)
    form = read_form(connection, row)
    pictures = connection.execute(
        select(ProductImage.file_name)
        .where(ProductImage.product_id == product)
        .order_by(ProductImage.position, ProductImage.id)
    ).scalars()
    return ProductDetail(
        product=product,
        version=row.version,
        form=form,
        pictures=tuple(pictures),
        changed_at=row.changed_at,
        stock=read_stock(connection, [sku.id for sku in form.skus if sku.id is not None]),
    )


def _product_of(connection: Connection, sku: UUID) -> UUID:
    found: UUID | None = connection.scalar(
        select(Sku.product_id).where(Sku.id == sku, Sku.deleted_at.is_(None))
    )
    if found is None:
        raise ShopError(ErrorCode.NOT_FOUND, sku=str(sku))
    return found


def _write_skus(writing: Writing, product: UUID, form: ProductForm, old: ProductForm) -> list[UUID]:
    """Write the SKUs that changed and bury those that are gone; return all that were touched."""
    before = {sku.id: (position, sku) for position, sku in enumerate(old.skus)}
    own_changed = replace(form, skus=()) != replace(old, skus=())
    touched = []
    for position, sku in enumerate(form.skus):
        known = before.pop(sku.id, None) if sku.id is not None else None
        if sku.id is not None and known is None:
            raise ShopError(ErrorCode.STALE, sku=str(sku.id))
        if known is None or own_changed or known != (position, sku):
            previous = known[1] if known else None
            touched.append(write_sku(writing, product, form, sku, position=position, old=previous))
    if any(sku.id is None for sku in form.skus):
        _share_picture(writing, product)
    gone = [sku.id for _, sku in before.values() if sku.id is not None]
    if gone:
        bury_skus(writing, gone)
    return touched + gone


def _write_picture(writing: Writing, product: UUID, file_name: str) -> None:
    writing.connection.execute(delete(ProductImage).where(ProductImage.product_id == product))
    if file_name:
        writing.connection.execute(
            insert(ProductImage),
            {
                "id": writing.ids.new(),
                "product_id": product,
                "sku_id": None,
                "file_name": file_name,
                "position": 0,
            },
        )
    writing.connection.execute(
        update(Sku).where(Sku.product_id == product).values(picture=file_name)
    )


def _share_picture(writing: Writing, product: UUID) -> None:
    """Show variants that have no picture yet by the one of their product."""
    first: str | None = writing.connection.scalar(
        select(ProductImage.file_name)
        .where(ProductImage.product_id == product)
        .order_by(ProductImage.position, ProductImage.id)
        .limit(1)
    )
    if first is not None:
        writing.connection.execute(
            update(Sku).where(Sku.product_id == product, Sku.picture == "").values(picture=first)
        )


def _dig_up(writing: Writing, product: UUID, on_sale: set[UUID]) -> list[UUID]:
    """Lift the tombstones of a product and of the SKUs buried at the same moment."""
    connection = writing.connection
    buried_at = connection.scalar(select(Product.deleted_at).where(Product.id == product))
    if buried_at is None:
        raise ShopError(ErrorCode.NOT_FOUND, product=str(product))
    skus = list(
        connection.execute(
            select(Sku.id).where(Sku.product_id == product, Sku.deleted_at == buried_at)
        ).scalars()
    )
    for sku in skus:
        connection.execute(
            update(Sku)
            .where(Sku.id == sku)
            .values(deleted_at=None, on_sale=sku in on_sale, version=Sku.version + 1)
            .values(**writing.stamp())
        )
    connection.execute(
        update(Product)
        .where(Product.id == product)
        .values(deleted_at=None, on_sale=bool(on_sale), version=Product.version + 1)
        .values(**writing.stamp())
    )
    mark_offered(connection, writing.at, skus)
    return skus


def _with_price(form: SkuForm, level: PriceLevel, price: int | None) -> SkuForm:
    if level is PriceLevel.RETAIL:
        if price is None:
            raise ShopError(ErrorCode.BAD_AMOUNT, text="")
        return replace(form, price=price)
    known = form.level_price(level)
    others = tuple(one for one in form.prices if one is not known)
    if price is None:
        return replace(form, prices=others)
    start = DEFAULT_WHOLESALE if level is PriceLevel.WHOLESALE else 0
    from_quantity = known.from_quantity if known else start
    return replace(form, prices=(*others, Price(level, price, from_quantity)))


def _with_code(form: SkuForm, code: str, unit: UUID | None) -> SkuForm:
    if unit is None:
        return replace(form, codes=(*form.codes, code))
    if all(one.id != unit for one in form.units):
        raise ShopError(ErrorCode.NOT_FOUND, unit=str(unit))
    return replace(form, units=tuple(_unit_with_code(one, code, unit) for one in form.units))


def _unit_with_code(form: UnitForm, code: str, unit: UUID) -> UnitForm:
    return replace(form, codes=(*form.codes, code)) if form.id == unit else form


def _without_code(form: SkuForm, code: str) -> SkuForm:
    return replace(
        form,
        codes=tuple(one for one in form.codes if one != code),
        units=tuple(
            replace(unit, codes=tuple(one for one in unit.codes if one != code))
            for unit in form.units
        ),
    )
