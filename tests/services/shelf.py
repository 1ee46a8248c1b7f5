"""Goods on the shelf for tests of services, put there by the tables alone."""

from dataclasses import dataclass
from uuid import UUID

from microshop_desktop.domain.basket import Basket, add
from microshop_desktop.domain.stock import MovementKind
from microshop_desktop.persistence.tables.catalogue import PriceRow, Product, Sku, SkuCode, SkuUnit
from microshop_desktop.services import search_index
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.baskets import Baskets
from microshop_desktop.services.lookup import Lookup
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.stock_book import Cause, Level, Move, book_moves, read_levels


@dataclass(frozen=True, slots=True)
class Shelf:
    """Makes goods in a shop and rings them up."""

    shop: Shop
    actor: Actor

    def sku(self, name: str, code: str, price: int, **more: object) -> UUID:
        """Make a product with one SKU and its barcode; `more` are columns of the SKU."""
        now, new = self.shop.clock.now(), self.shop.ids.new
        with self.shop.database.session() as session:
            product = Product(id=new(), name=name, options=[], changed_at=now)
            session.add(product)
            session.flush()
            sku = Sku(
                id=new(),
                product_id=product.id,
                name=name,
                option_values=[],
                price=price,
                main_code=code,
                changed_at=now,
                **more,
            )
            session.add(sku)
            session.flush()
            session.add(SkuCode(id=new(), code=code, sku_id=sku.id))
            session.flush()
            search_index.refresh(session.connection(), [sku.id])
            return sku.id

    def pack(self, sku: UUID, code: str, factor: int, price: int | None = None) -> UUID:
        """Give a SKU a pack with its own barcode."""
        with self.shop.database.session() as session:
            unit = SkuUnit(
                id=self.shop.ids.new(),
                sku_id=sku,
                name="box",
                factor=factor,
                price=price,
                changed_at=self.shop.clock.now(),
            )
            session.add(unit)
            session.flush()
            session.add(SkuCode(id=self.shop.ids.new(), code=code, sku_id=sku, sku_unit_id=unit.id))
            return unit.id

    def price(self, sku: UUID, level: str, unit_price: int, from_quantity: int = 0) -> None:
        """Give a SKU another price."""
        with self.shop.database.session() as session:
            session.add(
                PriceRow(
                    id=self.shop.ids.new(),
                    sku_id=sku,
                    level=level,
                    from_quantity=from_quantity,
                    unit_price=unit_price,
                )
            )

    def stock(self, sku: UUID, quantity: int, cost_value: int) -> None:
        """Book goods in as an opening movement."""
        with self.shop.booking(self.actor) as booking:
            move = Move(sku, MovementKind.OPENING, quantity, cost_value)
            book_moves(booking, [move], Cause("test", sku))

    def level(self, sku: UUID) -> Level:
        """Return what lies there of a SKU."""
        with self.shop.database.read() as connection:
            return read_levels(connection, self.shop.profile.place, [sku])[sku]

    def basket(self, *codes: str) -> Basket:
        """Scan codes into a new basket."""
        basket = Baskets(self.shop).new()
        for code in codes:
            found = Lookup(self.shop).scan(self.actor, code)[0]
            basket, _ = add(
                basket,
                found.goods,
                quantity=found.quantity,
                unit=found.unit,
                label_total=found.label_total,
            )
        return basket
