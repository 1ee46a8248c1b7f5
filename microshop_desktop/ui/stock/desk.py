"""What the Stock page needs of the shop."""

from dataclasses import dataclass
from datetime import date

from microshop_desktop.domain.money import Currency
from microshop_desktop.services.actor import Actor, Right
from microshop_desktop.services.categories import Categories
from microshop_desktop.services.pictures import Pictures
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.stock import Stock
from microshop_desktop.services.stock_list import StockList


@dataclass(frozen=True, slots=True)
class StockDesk:
    """The services of the page, and who works with them."""

    actor: Actor
    currency: Currency
    zone: str
    levels: StockList
    stock: Stock
    categories: Categories
    pictures: Pictures
    shop: Shop

    @property
    def may_adjust(self) -> bool:
        """Whether this person may correct what is on hand."""
        return Right.ADJUST_STOCK in self.actor.rights

    @property
    def may_receive(self) -> bool:
        """Whether this person may book deliveries in."""
        return Right.RECEIVE_GOODS in self.actor.rights

    def today(self) -> date:
        """The shop day of this moment."""
        return self.shop.today()


def stock_desk(shop: Shop, actor: Actor, pictures: Pictures) -> StockDesk:
    """Make the desk over the services of an open shop."""
    return StockDesk(
        actor=actor,
        currency=shop.profile.currency,
        zone=shop.profile.zone,
        levels=StockList(shop),
        stock=Stock(shop),
        categories=Categories(shop),
        pictures=pictures,
        shop=shop,
    )
