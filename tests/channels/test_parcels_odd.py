"""Parcels when things go oddly: none told twice, none kept for ever, none too large."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from microshop_desktop.channels.channel import ChannelError, ParcelToShip, Shipped, Trouble
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.online_order import OnlineLine, OnlineOrder
from microshop_desktop.domain.refunds import RefundState
from microshop_desktop.persistence.tables.channels import Outbox
from microshop_desktop.persistence.tables.shipping import ShipmentLine
from microshop_desktop.services.conflicts import ConflictKind, Conflicts
from microshop_desktop.services.leases import HELD_FOR, Leases
from microshop_desktop.services.online_order_lines import Source
from microshop_desktop.services.online_orders import OnlineOrders
from microshop_desktop.services.shipping import Shipping
from tests.channels.conftest import Both
from tests.channels.test_parcels import bought, pack, parcel_state


def change_line(both: Both, external: str, **changes: object) -> None:
    line: OnlineLine = both.online.orders[external].lines[0]
    both.online._change(external, lines=(replace(line, **changes),))  # type: ignore[arg-type]


def take(both: Both, external: str) -> None:
    """Take up an order as it is there now, before any parcel is told of."""
    both.clock.advance(timedelta(minutes=1))
    source = Source(both.account.id, both.account.kind)
    taken = OnlineOrders(both.shop).take(both.actor, source, [both.online.orders[external]])
    assert taken.changed == 1


def pieces_in(both: Both, parcel: UUID) -> int:
    query = select(ShipmentLine.quantity).where(ShipmentLine.shipment_id == parcel)
    with both.shop.database.read() as connection:
        return (connection.scalar(query) or 0) // 1000


def test_a_parcel_that_waits_for_days_is_tried_on(both: Both) -> None:
    _, order = bought(both)
    pack(both, order)
    shipping = Shipping(both.shop)
    (command,) = shipping.due(both.actor, both.account.id)
    shipping.later(both.actor, replace(command, tries=60), "busy")
    assert shipping.due(both.actor, both.account.id) == ()
    both.clock.advance(timedelta(hours=2))
    assert [due.tries for due in shipping.due(both.actor, both.account.id)] == [61]


def test_an_order_that_is_gone_there_does_not_stop_the_others(
    both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, first = bought(both, 1)
    _, second = bought(both, 2)
    lost, good = pack(both, first, "SF1"), pack(both, second, "SF2")
    real = both.online.order

    def order(external_id: str) -> OnlineOrder:
        if external_id == gone:
            raise ChannelError(Trouble.REFUSED, "NOT_FOUND")
        return real(external_id)

    monkeypatch.setattr(both.online, "order", order)
    report = both.sync()
    assert (report.trouble, report.parcels.shipped, report.parcels.refused) == (None, 1, 1)
    assert (parcel_state(both, lost), parcel_state(both, good)) == ("refused", "shipped")
    (found,) = Conflicts(both.shop).open(both.actor)
    assert (found.kind, found.facts["why"]) == (ConflictKind.SHIP_REFUSED, "NOT_FOUND")
    with both.shop.database.read() as connection:
        assert set(connection.scalars(select(Outbox.state))) == {"done", "refused"}


def test_what_left_there_and_what_waits_here_are_both_gone(both: Both) -> None:
    external, order = bought(both, 3)
    pack(both, order, "SF1", 1)
    change_line(both, external, shipped=1)
    take(both, external)
    assert pieces_in(both, pack(both, order, "SF2")) == 1


def test_less_wanted_than_was_packed_does_not_keep_the_rest(both: Both) -> None:
    external, order = bought(both, 2)
    line = both.online.orders[external].lines[0]
    more = replace(line, line_id="more", quantity=1)
    both.online._change(external, lines=(line, more))
    both.sync()
    pack(both, order, "SF1", 2)
    both.online._change(external, lines=(replace(line, cancelled=1), more))
    take(both, external)
    assert pieces_in(both, pack(both, order, "SF2")) == 1


def test_what_was_refunded_whole_is_not_packed(both: Both) -> None:
    external, order = bought(both)
    both.online._change(external, refund=RefundState.WHOLE, refunded=3000)
    both.sync()
    with pytest.raises(ShopError) as refused:
        pack(both, order)
    assert refused.value.code is ErrorCode.ORDER_NOT_SHIPPABLE


def test_nor_is_it_told_of_once_its_money_went_back(both: Both) -> None:
    external, order = bought(both)
    pack(both, order)
    both.online._change(external, refund=RefundState.WHOLE, refunded=3000)
    assert both.syncing().run().parcels.refused == 1


def test_the_account_is_held_however_long_the_requests_take(
    both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each request takes most of the time that the account is held."""
    _, first = bought(both, 1)
    _, second = bought(both, 2)
    pack(both, first, "SF1")
    pack(both, second, "SF2")
    syncing = both.syncing()
    taken: list[bool] = []

    def ship(parcel: ParcelToShip, key: str) -> Shipped:
        for _ in range(3):
            both.clock.advance(HELD_FOR * 0.7)
            syncing._pace.wait()
        taken.append(Leases(both.shop).take(both.actor, f"sync:{both.account.id}", key))
        both.online.send(parcel.external_id)
        return Shipped.DONE

    monkeypatch.setattr(both.online, "ship", ship)
    assert syncing.run().parcels.shipped == 2
    assert taken == [False, False]
