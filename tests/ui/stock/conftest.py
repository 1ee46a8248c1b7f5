"""A Stock page over a real shop in a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from microshop_desktop.domain.stock import MovementKind
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.persistence.database import Database
from microshop_desktop.services.baskets import reserve
from microshop_desktop.services.catalogue import Catalogue
from microshop_desktop.services.catalogue_records import ProductForm, SkuForm
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.pictures import Pictures
from microshop_desktop.services.product_list import ProductList
from microshop_desktop.services.stock_records import Adjustment
from microshop_desktop.ui.stock.desk import StockDesk, stock_desk
from microshop_desktop.ui.stock.page import StockPage
from microshop_desktop.ui.stock.view_model import StockViewModel
from tests.ui.fakes import FakeShell


@pytest.fixture
def desk(sqlite_database: Database, clock: FixedClock, tmp_path: Path) -> StockDesk:
    """A shop with 10 chips, 2 of them kept, on shelf A1, and tea that is sold out."""
    shop = found_shop(sqlite_database, clock, name="Shop", currency_code="CNY", owner="Lin")
    actor = shop.owner()
    catalogue, products = Catalogue(shop), ProductList(shop)
    chips = SkuForm(price=850, cost=420, merchant_code="YX-1", shelf="A1", unit="bag")
    made = catalogue.create(actor, ProductForm(name="Chips", skus=(chips,)))
    tea = catalogue.create(actor, ProductForm(name="Tea", skus=(SkuForm(price=300),)))
    desk = stock_desk(shop, actor, Pictures(tmp_path / "pictures"))
    (sku,) = products.skus_of(actor, [made])
    (gone,) = products.skus_of(actor, [tea])
    for kind in (MovementKind.GAIN, MovementKind.LOSS):
        desk.stock.adjust(actor, Adjustment(gone, kind, 1000))
    desk.stock.adjust(actor, Adjustment(sku, MovementKind.GAIN, 10_000, "opening"))
    with shop.booking(actor) as booking:
        reserve(booking, booking.ids.new(), {sku: 2000})
    return desk


@pytest.fixture
def page(qtbot: QtBot, shell: FakeShell, desk: StockDesk) -> Iterator[StockPage]:
    """The page as it is when it was just entered."""
    page = StockPage(shell, StockViewModel(desk), receive=lambda: shell.go_to("goods_in"))
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    page.entered()
    yield page
    page.left()
