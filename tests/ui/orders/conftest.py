"""An Orders page over a real shop in a file, with three orders and no printer."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import insert

from microshop_desktop.devices.receipt_printer import PrinterSettings, ReceiptPrinter
from microshop_desktop.domain.basket import Discount, DiscountKind, Method, Tender
from microshop_desktop.drawing.receipt import rows_dots
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.persistence.database import Database
from microshop_desktop.persistence.tables.catalogue import SkuCode
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.print_queue import PrintQueue
from microshop_desktop.services.shop import Shop
from microshop_desktop.ui.orders.desk import OrdersDesk
from microshop_desktop.ui.orders.page import OrdersPage
from microshop_desktop.ui.orders.view_model import OrdersViewModel
from tests.services.order_samples import Taken, put_customer, put_goods, sell
from tests.ui.fakes import FakeShell

MASK_CODE, CREAM_CODE, LIPSTICK_CODE = "6900001000011", "6900001000028", "6900001000035"


@pytest.fixture
def shop(sqlite_database: Database, clock: FixedClock) -> Shop:
    """Yesterday A-000001 at 189.70 to Aly, part by collection code; today two of one mask each."""
    shop = found_shop(sqlite_database, clock, name="Shop", currency_code="CNY", owner="Lin")
    actor = shop.owner()
    mask = put_goods(shop, actor, "mask", price=4990, cost_value=10_000_000, on_hand=10_000)
    cream = put_goods(shop, actor, "cream", price=2500, cost_value=5_000_000, on_hand=10_000)
    lipstick = put_goods(shop, actor, "lipstick", price=8900)
    codes = {mask.sku: MASK_CODE, cream.sku: CREAM_CODE, lipstick.sku: LIPSTICK_CODE}
    with shop.database.write() as connection:
        for sku, code in codes.items():
            row = {"id": shop.ids.new(), "code": code, "sku_id": sku}
            connection.execute(insert(SkuCode), row)
    sell(
        shop,
        actor,
        Taken(mask, 3000),
        Taken(cream, 2000),
        discount=Discount(DiscountKind.AMOUNT, 1000),
        customer=put_customer(shop, "Aly", "13812347731"),
        tenders=[Tender(Method.COLLECTION_CODE, 10_000), Tender(Method.CASH, 9000)],
    )
    clock.advance(timedelta(days=1))
    for _ in range(2):
        sell(shop, actor, Taken(mask))
        clock.advance(timedelta(minutes=1))
    return shop


@pytest.fixture
def actor(shop: Shop) -> Actor:
    return shop.owner()


@pytest.fixture
def desk(shop: Shop, actor: Actor) -> OrdersDesk:
    queue = PrintQueue(shop, lambda: ReceiptPrinter(PrinterSettings(), rows_dots))
    return OrdersDesk(shop, actor, queue)


@pytest.fixture
def model(desk: OrdersDesk) -> OrdersViewModel:
    return OrdersViewModel(desk)


@pytest.fixture
def page(qtbot: QtBot, shell: FakeShell, model: OrdersViewModel) -> Iterator[OrdersPage]:
    """The page as it is when it was just entered."""
    page = OrdersPage(shell, model)
    qtbot.addWidget(page)
    page.resize(1282, 712)
    page.show()
    page.entered()
    yield page
    page.hide()
