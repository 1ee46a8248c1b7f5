"""What the Products page needs of the shop."""

from dataclasses import dataclass
from datetime import date

from microshop_desktop.domain.money import Currency
from microshop_desktop.services.actor import Actor, Right
from microshop_desktop.services.bulk_edits import BulkEdits
from microshop_desktop.services.catalogue import Catalogue
from microshop_desktop.services.categories import Categories
from microshop_desktop.services.pictures import Pictures
from microshop_desktop.services.product_list import ProductList
from microshop_desktop.services.shop import Shop


@dataclass(frozen=True, slots=True)
class ProductsDesk:
    """The services of the page, and who works with them."""

    actor: Actor
    currency: Currency
    zone: str
    products: ProductList
    catalogue: Catalogue
    bulk: BulkEdits
    categories: Categories
    pictures: Pictures
    shop: Shop

    @property
    def may_edit(self) -> bool:
        """Whether this person may change products; otherwise the page only shows them."""
        return Right.EDIT_PRODUCTS in self.actor.rights

    def today(self) -> date:
        """The shop day of this moment."""
        return self.shop.today()


def products_desk(shop: Shop, actor: Actor, pictures: Pictures) -> ProductsDesk:
    """Make the desk over the services of an open shop."""
    return ProductsDesk(
        actor=actor,
        currency=shop.profile.currency,
        zone=shop.profile.zone,
        products=ProductList(shop),
        catalogue=Catalogue(shop),
        bulk=BulkEdits(shop),
        categories=Categories(shop),
        pictures=pictures,
        shop=shop,
    )
