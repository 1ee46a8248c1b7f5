"""What the goods-in page needs of the shop."""

from dataclasses import dataclass
from uuid import UUID

from microshop_desktop.domain.basket import PriceLevel
from microshop_desktop.domain.money import Currency
from microshop_desktop.domain.price_change import ChangeKind, PriceChange
from microshop_desktop.services.actor import Actor, Right
from microshop_desktop.services.bulk_edits import Before, BulkEdits
from microshop_desktop.services.catalogue import Catalogue
from microshop_desktop.services.categories import Categories
from microshop_desktop.services.delivery_drafts import DeliveryDrafts
from microshop_desktop.services.pictures import Pictures
from microshop_desktop.services.receiving import Receiving
from microshop_desktop.services.search import Search
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.stock_list import StockList


@dataclass(frozen=True, slots=True)
class GoodsInDesk:
    """The services of the page, and who works with them."""

    actor: Actor
    currency: Currency
    receiving: Receiving
    levels: StockList
    search: Search
    catalogue: Catalogue
    categories: Categories
    bulk: BulkEdits
    pictures: Pictures
    drafts: DeliveryDrafts
    shop: Shop

    @property
    def may_edit(self) -> bool:
        """Whether this person may make products and change prices on the way."""
        return Right.EDIT_PRODUCTS in self.actor.rights

    def new_key(self) -> UUID:
        """Choose the key of a delivery, so that it is booked once."""
        return self.shop.ids.new()

    def set_retail(self, sku: UUID, price: int) -> Before:
        """Give a SKU another retail price."""
        change = PriceChange(ChangeKind.SET, price)
        preview = self.bulk.preview_prices(self.actor, [sku], change, level=PriceLevel.RETAIL)
        return self.bulk.change_prices(self.actor, preview)


def goods_in_desk(shop: Shop, actor: Actor, pictures: Pictures) -> GoodsInDesk:
    """Make the desk over the services of an open shop."""
    return GoodsInDesk(
        actor=actor,
        currency=shop.profile.currency,
        receiving=Receiving(shop),
        levels=StockList(shop),
        search=Search(shop),
        catalogue=Catalogue(shop),
        categories=Categories(shop),
        bulk=BulkEdits(shop),
        pictures=pictures,
        drafts=DeliveryDrafts(shop),
        shop=shop,
    )
