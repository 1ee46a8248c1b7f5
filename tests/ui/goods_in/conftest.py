"""A goods-in page over a real shop in a file."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.persistence.database import Database
from microshop_desktop.services.catalogue import Catalogue
from microshop_desktop.services.catalogue_records import ProductForm, SkuForm, UnitForm
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.pictures import Pictures
from microshop_desktop.ui.goods_in.desk import GoodsInDesk, goods_in_desk
from microshop_desktop.ui.goods_in.page import GoodsInPage
from microshop_desktop.ui.goods_in.view_model import GoodsInModel
from tests.ui.fakes import FakeShell

WATER = SkuForm(
    price=550,
    cost=310,
    codes=("111111",),
    unit="bottle",
    units=(UnitForm("box", 24, codes=("222222",)),),
)


@pytest.fixture
def desk(sqlite_database: Database, clock: FixedClock, tmp_path: Path) -> GoodsInDesk:
    """A shop with water by the bottle and the box, and nougat whose cost nobody knows."""
    shop = found_shop(sqlite_database, clock, name="Shop", currency_code="CNY")
    actor = shop.owner()
    catalogue = Catalogue(shop)
    catalogue.create(actor, ProductForm(name="Water", skus=(WATER,)))
    nougat = SkuForm(price=1900, codes=("333333",))
    catalogue.create(actor, ProductForm(name="Nougat", skus=(nougat,)))
    return goods_in_desk(shop, actor, Pictures(tmp_path / "pictures"))


@pytest.fixture
def model(desk: GoodsInDesk) -> GoodsInModel:
    """An empty delivery."""
    return GoodsInModel(desk)


@pytest.fixture
def page(qtbot: QtBot, shell: FakeShell, model: GoodsInModel) -> GoodsInPage:
    """The page as it is when it was just entered."""
    page = GoodsInPage(shell, model)
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    page.entered()
    return page
