"""What goes on beside selling."""

from datetime import timedelta

from pytestqt.qtbot import QtBot
from sqlalchemy import insert, select

from microshop_desktop.app.caretaker import Caretaker
from microshop_desktop.app.till import Till
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.persistence.tables.orders import OrderContact, OrderRow
from microshop_desktop.services.selling import Selling
from tests.services.shelf import Shelf
from tests.ui.app.conftest import CODE
from tests.ui.app.test_till import opened


def test_a_clock_that_was_set_back_is_said_until_it_is_right(
    till: Till, clock: FixedClock, qtbot: QtBot
) -> None:
    window = opened(till, qtbot)
    services = till.open_services()
    shelf = Shelf(services.shop, services.actor)
    clock.advance(timedelta(hours=3))
    Selling(services.shop).finish(services.actor, shelf.basket(CODE))
    caretaker = till.findChild(Caretaker)
    assert caretaker is not None
    caretaker.check_clock()
    assert window.top_bar.chip("clock").isHidden()
    clock.set(clock.now() - timedelta(hours=1))
    caretaker.check_clock()
    assert not window.top_bar.chip("clock").isHidden()
    assert "15:00" in window.top_bar.chip("clock").text()
    clock.advance(timedelta(hours=1))
    caretaker.check_clock()
    assert window.top_bar.chip("clock").isHidden()


def test_a_revealed_address_is_forgotten_though_no_online_shop_is_synced(
    till: Till, clock: FixedClock, qtbot: QtBot
) -> None:
    opened(till, qtbot)
    services = till.open_services()
    shop = services.shop
    Selling(shop).finish(services.actor, Shelf(shop, services.actor).basket(CODE))
    with shop.database.write() as connection:
        order = connection.scalars(select(OrderRow.id)).one()
        due = {"forget_at": clock.now() + timedelta(days=1)}
        connection.execute(insert(OrderContact).values(order_id=order, name="Wang", **due))

    def name() -> str:
        with shop.database.read() as connection:
            kept: str = connection.scalars(select(OrderContact.name)).one()
        return kept

    caretaker = till.findChild(Caretaker)
    assert caretaker is not None
    caretaker.tend_goods()
    assert name() == "Wang"
    clock.advance(timedelta(days=1))
    caretaker.tend_goods()
    qtbot.waitUntil(lambda: not name(), timeout=10_000)
