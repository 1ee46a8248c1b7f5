"""A till with goods, accounts of both platforms, and the customer's screen beside it."""

from collections.abc import Sequence
from uuid import UUID

import pytest

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.collection_code import CodeScheme, CollectionCode
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.persistence.database import Database
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.shop import Shop
from microshop_desktop.ui.customer_display.source import Surroundings
from microshop_desktop.ui.customer_display.view_model import CustomerViewModel
from tests.services.shelf import Shelf
from tests.ui.sell.phones import PhoneTill, phone_till
from tests.ui.sell.view import CRISPS, ORANGES, TEA

CODE = CollectionCode("wxp://f2f0AbCdEf", CodeScheme.WECHAT, "Lin")


@pytest.fixture
def shop(sqlite_database: Database, clock: FixedClock) -> Shop:
    return found_shop(sqlite_database, clock, name="Corner", currency_code="CNY", owner="Lin")


@pytest.fixture
def till(shop: Shop, actor: Actor, clock: FixedClock) -> PhoneTill:
    shelf = Shelf(shop, actor)
    shelf.stock(shelf.sku("Crisps 75g", CRISPS, 850, unit="bag"), 50_000, 100_000)
    shelf.sku("Green tea", TEA, 2000, unit="box")
    shelf.sku("Oranges", ORANGES, 1160, unit="kg", by_weight=True, plu="00021")
    return phone_till(shop, actor, clock)


@pytest.fixture
def codes() -> dict[Method, CollectionCode]:
    """Collection codes by the way to pay; a test puts one in."""
    return {}


@pytest.fixture
def display(
    till: PhoneTill, clock: FixedClock, codes: dict[Method, CollectionCode]
) -> CustomerViewModel:
    def pictures(skus: Sequence[UUID]) -> dict[UUID, str]:
        return dict.fromkeys(skus, "photo.png")

    around = Surroundings(lambda: "Corner", pictures, codes.get, clock.monotonic)
    return CustomerViewModel(till.vm, around)
