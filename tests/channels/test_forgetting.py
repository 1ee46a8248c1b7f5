"""Revealed addresses are forgotten in time whatever the platform does."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from microshop_desktop.channels.channel import ChannelError, Trouble
from microshop_desktop.domain.online_order import Contact
from microshop_desktop.persistence.tables.orders import OrderRow
from microshop_desktop.services.contacts import LONGEST, Contacts
from tests.channels.conftest import Both


def test_a_platform_that_does_not_answer_keeps_no_address_from_being_forgotten(
    both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    both.online.buy("tea", 1)
    both.sync()
    with both.shop.database.read() as connection:
        order = connection.scalars(select(OrderRow.id)).one()
    contacts = Contacts(both.shop)
    contacts.keep_revealed(both.actor, order, Contact("Wang", "13800138000", "Wensan Road 1"))

    def silent(*_: object) -> None:
        raise ChannelError(Trouble.NOT_REACHED)

    for name in ("listings", "order_changes"):
        monkeypatch.setattr(both.online, name, silent)
    both.clock.advance(LONGEST + timedelta(days=1))
    report = both.sync()
    assert report.trouble is not None
    assert contacts.of_order(both.actor, order).contact == Contact()
