"""What the till asks of the catalogue: what a scan means, tiles, and the facts of one SKU."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping, and_, bindparam, select
from sqlalchemy.sql import Select

from microshop_desktop.domain.basket import Price, PriceLevel, SaleUnit, SkuFacts
from microshop_desktop.domain.codes import ScaleLabel, clean_code, read_scale_label
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.money import THOUSAND, divide_half_up
from microshop_desktop.domain.quantity import ONE
from microshop_desktop.domain.stock import BelowZero, rule_below_zero
from microshop_desktop.domain.tile import CategoryChip, Tile
from microshop_desktop.persistence.tables.catalogue import Category, PriceRow, Sku, SkuCode, SkuUnit
from microshop_desktop.persistence.tables.stock import StockLevel
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.shop_settings import read_settings

AnySelect = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Found:
    """Goods a scan or a choice means, ready to be put into the basket.

    `quantity` in thousandths of `unit`, `label_total` the price a scale printed, `available` what
    can be promised of the base unit.
    """

    goods: SkuFacts
    unit: SaleUnit
    quantity: int
    label_total: int | None
    available: int
    picture: str


def _goods(*columns: Any) -> AnySelect:  # noqa: ANN401 (any column or label)
    """Select what `_facts` reads of SKUs that may be sold, with their level at a place."""
    return (
        select(
            Sku.id,
            Sku.name,
            Sku.spec,
            Sku.main_code,
            Sku.unit,
            Sku.by_weight,
            Sku.price,
            Sku.tax_rate,
            Sku.below_zero,
            Sku.picture,
            Sku.on_sale,
            StockLevel.on_hand,
            StockLevel.reserved,
            *columns,
        )
        .select_from(Sku)
        .outerjoin(
            StockLevel,
            and_(
                StockLevel.sku_id == Sku.id,
                StockLevel.place_id == bindparam("place"),
                StockLevel.lot_id.is_(None),
            ),
        )
        .where(Sku.deleted_at.is_(None), Sku.hidden_by_batch.is_(None))
    )


_BY_CODE = (
    _goods(
        SkuCode.code,
        SkuUnit.id.label("unit_id"),
        SkuUnit.name.label("unit_name"),
        SkuUnit.factor,
        SkuUnit.price.label("unit_price"),
    )
    .join(SkuCode, SkuCode.sku_id == Sku.id)
    .outerjoin(SkuUnit, SkuUnit.id == SkuCode.sku_unit_id)
    .where(SkuCode.code == bindparam("code"))
)
_BY_MERCHANT_CODE = _goods().where(Sku.merchant_code == bindparam("code"))
_BY_PLU = _goods().where(Sku.plu == bindparam("plu"))
_BY_ID = _goods().where(Sku.id == bindparam("sku"))
_PRICES = select(PriceRow.level, PriceRow.unit_price, PriceRow.from_quantity).where(
    PriceRow.sku_id == bindparam("sku")
)
_TILES = (
    _goods(Sku.low_stock, Sku.category_id, Category.name.label("category_name"))
    .outerjoin(Category, Category.id == Sku.category_id)
    .where(Sku.on_sale.is_(True))
    .order_by(Sku.popularity.desc(), Sku.id.desc())
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
_CATEGORY_TILES = _TILES.where(Sku.category_id == bindparam("category"))
_CATEGORIES = (
    select(Category.id, Category.name)
    .where(Category.deleted_at.is_(None))
    .order_by(Category.position, Category.name)
)


class Lookup:
    """Reads of the selling path."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SELL)
    def scan(self, actor: Actor, code: str) -> tuple[Found, ...]:
        """Return the goods a code means: none, one, or several SKUs that share it.

        An exact barcode comes first, then the seller's own code, then a label of the shop's scale.
        """
        cleaned = clean_code(code)
        with self._shop.database.read() as connection:
            return self._by_code(connection, cleaned) or self._by_label(connection, cleaned)

    @act(Right.SELL)
    def sku(self, actor: Actor, sku: UUID) -> Found:
        """Return one SKU in its base unit; `not_found` when it is gone."""
        with self._shop.database.read() as connection:
            rows = self._rows(connection, _BY_ID, sku=sku)
            if not rows:
                raise ShopError(ErrorCode.NOT_FOUND, what="sku", key=str(sku))
            return _found(connection, rows[0])

    @act(Right.SELL)
    def units(self, actor: Actor, sku: UUID) -> tuple[SaleUnit, ...]:
        """Return the packs a SKU is sold in, beside its base unit."""
        with self._shop.database.read() as connection:
            rows = connection.execute(
                select(SkuUnit.name, SkuUnit.factor, SkuUnit.price, SkuUnit.id)
                .where(SkuUnit.sku_id == sku, SkuUnit.deleted_at.is_(None))
                .order_by(SkuUnit.factor)
            ).all()
        return tuple(SaleUnit(row.name, row.factor, row.price, row.id) for row in rows)

    @act(Right.SELL)
    def tiles(
        self, actor: Actor, *, category: UUID | None = None, offset: int = 0, limit: int = 60
    ) -> tuple[Tile, ...]:
        """Return a page of tiles, best sellers first."""
        statement = _TILES if category is None else _CATEGORY_TILES
        chosen = {} if category is None else {"category": category}
        with self._shop.database.read() as connection:
            rows = self._rows(connection, statement, offset=offset, limit=limit, **chosen)
        return tuple(_tile(row) for row in rows)

    @act(Right.SELL)
    def categories(self, actor: Actor) -> tuple[CategoryChip, ...]:
        """Return the categories in their order."""
        with self._shop.database.read() as connection:
            return tuple(CategoryChip(row.id, row.name) for row in connection.execute(_CATEGORIES))

    def _by_code(self, connection: Connection, code: str) -> tuple[Found, ...]:
        rows = self._rows(connection, _BY_CODE, code=code)
        if not rows and code:
            rows = self._rows(connection, _BY_MERCHANT_CODE, code=code)
        on_sale = [row for row in rows if row["on_sale"]]
        if rows and not on_sale:
            raise ShopError(ErrorCode.SKU_OFF_SALE, name=rows[0]["name"])
        return tuple(_found(connection, row) for row in on_sale)

    def _by_label(self, connection: Connection, code: str) -> tuple[Found, ...]:
        label = read_scale_label(code, read_settings(connection).scale_rule)
        if label is None:
            return ()
        rows = self._rows(connection, _BY_PLU, plu=label.plu)
        return tuple(_labelled(_found(connection, row), label) for row in rows if row["on_sale"])

    def _rows(
        self, connection: Connection, statement: AnySelect, **values: object
    ) -> Sequence[RowMapping]:
        place = self._shop.profile.place
        return connection.execute(statement, {"place": place, **values}).mappings().all()


def _found(connection: Connection, row: RowMapping) -> Found:
    goods = _facts(row, _prices(connection, row), _below_zero(connection, row))
    return Found(
        goods=goods,
        unit=_unit(row, goods),
        quantity=ONE,
        label_total=None,
        available=(row["on_hand"] or 0) - (row["reserved"] or 0),
        picture=row["picture"],
    )


def _below_zero(connection: Connection, row: RowMapping) -> BelowZero:
    return rule_below_zero(BelowZero(row["below_zero"]), read_settings(connection).below_zero)


def _facts(row: RowMapping, prices: tuple[Price, ...], below_zero: BelowZero) -> SkuFacts:
    return SkuFacts(
        sku=row["id"],
        name=row["name"],
        prices=prices,
        spec=row["spec"],
        code=row.get("code") or row["main_code"],
        unit=row["unit"],
        by_weight=row["by_weight"],
        tax_rate=row["tax_rate"],
        below_zero=below_zero,
    )


def _prices(connection: Connection, row: RowMapping) -> tuple[Price, ...]:
    others = connection.execute(_PRICES, {"sku": row["id"]})
    return (
        Price(PriceLevel.RETAIL, row["price"]),
        *(Price(PriceLevel(o.level), o.unit_price, o.from_quantity) for o in others),
    )


def _unit(row: RowMapping, goods: SkuFacts) -> SaleUnit:
    if row.get("unit_id") is None:
        return SaleUnit(goods.unit)
    return SaleUnit(row["unit_name"], row["factor"], row["unit_price"], row["unit_id"])


def _labelled(found: Found, label: ScaleLabel) -> Found:
    """Return the goods with the weight or price their label says.

    A label with a price alone is turned into a weight by the retail price, so that stock is right;
    goods without a price give none, and their label cannot be sold.
    """
    quantity = label.quantity
    if quantity is None:
        quantity = _weight_of(label.total or 0, found.goods)
    return Found(
        goods=replace(found.goods, by_weight=True),
        unit=found.unit,
        quantity=quantity,
        label_total=label.total,
        available=found.available,
        picture=found.picture,
    )


def _weight_of(total: int, goods: SkuFacts) -> int:
    price = goods.prices[0].unit_price
    if price == 0:
        raise ShopError(ErrorCode.SKU_WITHOUT_PRICE, name=goods.name)
    return divide_half_up(total * THOUSAND, price)


def _tile(row: RowMapping) -> Tile:
    available = (row["on_hand"] or 0) - (row["reserved"] or 0)
    return Tile(
        sku=row["id"],
        name=row["name"],
        spec=row["spec"],
        price=row["price"],
        unit=row["unit"],
        by_weight=row["by_weight"],
        on_hand=row["on_hand"],
        available=available,
        low=row["low_stock"] is not None and available <= row["low_stock"],
        picture=row["picture"],
        category=row["category_id"],
        category_name=row["category_name"] or "",
    )
