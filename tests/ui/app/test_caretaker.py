"""What goes on beside selling."""

from datetime import timedelta

from pytestqt.qtbot import QtBot

from microshop_desktop.app.caretaker import Caretaker
from microshop_desktop.app.till import Till
from microshop_desktop.infra.clock import FixedClock
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
