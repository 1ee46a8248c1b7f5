"""A Products page over a real shop in a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from microshop_desktop.domain.basket import Price, PriceLevel
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.persistence.database import Database
from microshop_desktop.services.catalogue import Catalogue
from microshop_desktop.services.catalogue_records import ProductForm, SkuForm
from microshop_desktop.services.categories import Categories
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.pictures import Pictures
from microshop_desktop.ui.products.desk import ProductsDesk, products_desk
from microshop_desktop.ui.products.page import ProductsPage
from microshop_desktop.ui.products.view_model import ProductsViewModel
from tests.ui.fakes import FakeShell

CHIPS = SkuForm(
    price=850, cost=420, prices=(Price(PriceLevel.MEMBER, 790),), codes=("6900001003199",)
)
LIPSTICK = tuple(
    SkuForm(price=8900, values=(value,), codes=(code,))
    for value, code in (("#01", "6900002001170"), ("#03", "6900002001316"))
)


@pytest.fixture
def desk(sqlite_database: Database, clock: FixedClock, tmp_path: Path) -> ProductsDesk:
    """A shop with chips, a lipstick of two colours and tea, in that order."""
    shop = found_shop(sqlite_database, clock, name="Shop", currency_code="CNY")
    actor = shop.owner()
    snacks = Categories(shop).add(actor, "Snacks")
    catalogue = Catalogue(shop)
    catalogue.create(actor, ProductForm(name="Chips", skus=(CHIPS,), category=snacks))
    catalogue.create(actor, ProductForm(name="Lipstick", skus=LIPSTICK, options=("Colour",)))
    catalogue.create(actor, ProductForm(name="Tea", skus=(SkuForm(price=300),)))
    return products_desk(shop, actor, Pictures(tmp_path / "pictures"))


@pytest.fixture
def page(qtbot: QtBot, shell: FakeShell, desk: ProductsDesk) -> Iterator[ProductsPage]:
    """The page as it is when it was just entered."""
    page = ProductsPage(shell, ProductsViewModel(desk))
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    page.entered()
    yield page
    page.left()
