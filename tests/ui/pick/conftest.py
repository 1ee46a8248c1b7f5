"""A page of picking over a real shop with three orders of two online shops."""

from datetime import timedelta
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from microshop_desktop.devices.receipt_printer import PrinterSettings, ReceiptPrinter
from microshop_desktop.drawing.receipt import rows_dots
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.infra.translations import use_language
from microshop_desktop.persistence.database import Database
from microshop_desktop.persistence.tables.orders import OrderRow
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.print_queue import PrintQueue
from microshop_desktop.services.shop import Shop
from microshop_desktop.ui.orders.desk import OrdersDesk
from microshop_desktop.ui.orders.page import OrdersPage
from microshop_desktop.ui.orders.view_model import OrdersViewModel
from microshop_desktop.ui.pick.desk import PickDesk
from microshop_desktop.ui.pick.page import PickPane
from microshop_desktop.ui.pick.view_model import PickModel
from microshop_desktop.ui.sell.photos import Photos
from tests.services.online_shop import OnlineShop, line, open_online_shop, order
from tests.services.shelf import Shelf
from tests.ui.fakes import FakeShell

TEA, CAKE, CUP = "6901234567892", "6900001000011", "6900001000028"


@pytest.fixture
def shop(sqlite_database: Database, clock: FixedClock) -> Shop:
    """Tea on A1, cups on B1, cake in the cold."""
    use_language("en")
    return found_shop(sqlite_database, clock, name="Shop", currency_code="CNY", owner="Lin")


@pytest.fixture
def web(shop: Shop, clock: FixedClock) -> OnlineShop:
    """W1: two teas. W2: a tea and a cake, chilled. W3: a cup, to leave within the hour."""
    shelf = Shelf(shop, shop.owner())
    made = open_online_shop(shop, shop.owner())
    for name, code, place in (("tea", TEA, "A1"), ("cake", CAKE, "Cold 1"), ("cup", CUP, "B1")):
        sku = shelf.sku(name.title(), code, 1200, shelf=place)
        shelf.stock(sku, 50_000, 10_000_000)
        made.list_goods(name, sku)
    now = clock.now()
    made.take(
        order("1", line(1, "tea", 2, 2400), ship_until=now + timedelta(hours=5)),
        order(
            "2",
            line(1, "tea", 1, 1200),
            line(2, "cake", 1, 1200),
            ship_until=now + timedelta(hours=8),
        ),
        order("3", line(1, "cup", 1, 1200), ship_until=now + timedelta(minutes=28)),
    )
    return made


def id_of(shop: Shop, external: str) -> UUID:
    """Return the id of an order here."""
    with shop.database.read() as connection:
        query = select(OrderRow.id).where(OrderRow.external_id == external)
        found: UUID = connection.execute(query).scalar_one()
    return found


@pytest.fixture
def model(web: OnlineShop) -> PickModel:
    """A round with all three: W3 in crate 1, W1 in crate 2, W2 in crate 3."""
    made = PickModel(PickDesk(web.shop, web.actor))
    made.begin(made.desk.waiting())
    return made


@pytest.fixture
def pane(qtbot: QtBot, shell: FakeShell, model: PickModel) -> PickPane:
    made = PickPane(shell, model, Photos("", shell.runner))
    qtbot.addWidget(made)
    made.resize(1282, 712)
    made.show()
    made.begin()
    return made


@pytest.fixture
def orders_page(qtbot: QtBot, shell: FakeShell, web: OnlineShop) -> OrdersPage:
    """The list of orders, all days."""
    queue = PrintQueue(web.shop, lambda: ReceiptPrinter(PrinterSettings(), rows_dots))
    view = OrdersViewModel(OrdersDesk(web.shop, web.actor, queue))
    view.show_period(None)
    page = OrdersPage(shell, view)
    qtbot.addWidget(page)
    page.resize(1282, 712)
    page.show()
    page.entered()
    return page
