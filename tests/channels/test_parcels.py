"""Parcels: packed here, told once, and only while the order may go."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select

from microshop_desktop.channels.channel import ChannelError, ParcelToShip, Shipped, Trouble
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.online_order import Fulfilment, Parcel
from microshop_desktop.domain.refunds import RefundState
from microshop_desktop.persistence.tables.orders import OrderRow
from microshop_desktop.persistence.tables.shipping import Shipment
from microshop_desktop.services.conflicts import ConflictKind, Conflicts
from microshop_desktop.services.order_holds import OrderHolds
from microshop_desktop.services.shipping import Packing, Shipping
from tests.channels.conftest import Both


def bought(both: Both, pieces: int = 3) -> tuple[str, UUID]:
    """Let a customer buy tea; return the order's id there and here."""
    both.sync()
    external = both.online.buy("tea", pieces)
    assert external is not None
    both.sync()
    with both.shop.database.read() as connection:
        order = connection.scalar(select(OrderRow.id).where(OrderRow.external_id == external))
    assert order is not None
    return external, order


def pack(both: Both, order: UUID, tracking: str = "SF1", pieces: int | None = None) -> UUID:
    wanted = None if pieces is None else {1: pieces}
    return Shipping(both.shop).pack(both.actor, Packing(order, "SF", tracking, wanted))


def parcel_state(both: Both, parcel: UUID) -> str:
    with both.shop.database.read() as connection:
        return connection.scalar(select(Shipment.state).where(Shipment.id == parcel)) or ""


def test_a_packed_parcel_is_told_and_its_goods_leave(both: Both) -> None:
    external, order = bought(both)
    parcel = pack(both, order)
    assert both.sync().parcels.shipped == 1
    assert both.online.orders[external].fulfilment is Fulfilment.SHIPPED
    level = both.shelf.level(both.skus["tea"])
    assert (level.on_hand, level.reserved) == (17_000, 0)
    assert parcel_state(both, parcel) == "shipped"
    assert both.sync().parcels.shipped == 0


def test_a_lost_answer_does_not_ship_twice(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    external, order = bought(both)
    pack(both, order)
    told: list[ParcelToShip] = []

    def ship(parcel: ParcelToShip, key: str) -> Shipped:
        told.append(parcel)
        both.online.send(external)
        known = both.online.orders[external]
        both.online.orders[external] = replace(known, parcels=(Parcel("SF", parcel.tracking),))
        raise ChannelError(Trouble.NO_ANSWER, key)

    monkeypatch.setattr(both.online, "ship", ship)
    assert both.sync().parcels.shipped == 0
    assert both.sync().parcels.shipped == 1
    assert len(told) == 1


def test_no_parcel_holds_more_than_is_left(both: Both) -> None:
    _, order = bought(both)
    pack(both, order, "SF1", 2)
    with pytest.raises(ShopError) as refused:
        pack(both, order, "SF2", 2)
    assert refused.value.code is ErrorCode.BAD_QUANTITY
    pack(both, order, "SF2")
    with pytest.raises(ShopError):
        pack(both, order, "SF3")


def test_a_parcel_needs_a_number(both: Both) -> None:
    _, order = bought(both)
    with pytest.raises(ShopError) as refused:
        pack(both, order, "  ")
    assert refused.value.code is ErrorCode.TRACKING_MISSING


@pytest.mark.parametrize(
    "change",
    [{"hold": "risk"}, {"refund": RefundState.REQUESTED}, {"fulfilment": Fulfilment.CANCELLED}],
    ids=["held", "refunding", "cancelled"],
)
def test_what_must_wait_is_not_packed(both: Both, change: dict[str, object]) -> None:
    external, order = bought(both)
    both.online._change(external, **change)
    both.sync()
    with pytest.raises(ShopError) as refused:
        pack(both, order)
    assert refused.value.code is ErrorCode.ORDER_NOT_SHIPPABLE


def test_an_order_is_read_again_before_it_is_shipped(both: Both) -> None:
    """It was cancelled after it was packed."""
    external, order = bought(both)
    parcel = pack(both, order)
    both.online.cancel(external)
    report = both.syncing().run()
    assert (report.parcels.shipped, report.parcels.refused) == (0, 1)
    assert both.online.orders[external].fulfilment is Fulfilment.CANCELLED
    assert parcel_state(both, parcel) == "refused"
    (found,) = Conflicts(both.shop).open(both.actor)
    assert (found.kind, found.facts["why"]) == (ConflictKind.SHIP_REFUSED, "cancelled")


def test_a_refusal_is_said_and_not_repeated(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    _, order = bought(both)
    pack(both, order)

    def refuse(parcel: ParcelToShip, key: str) -> Shipped:
        raise ChannelError(Trouble.REFUSED, key, detail=f"no courier {parcel.courier}")

    monkeypatch.setattr(both.online, "ship", refuse)
    assert both.sync().parcels.refused == 1
    assert both.sync().parcels.refused == 0
    (found,) = Conflicts(both.shop).open(both.actor)
    assert found.facts == {"tracking": "SF1", "why": "no courier SF"}
    pack(both, order, "SF2")


def test_an_order_that_is_held_while_others_are_told_stays_here(
    both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = bought(both)[1], bought(both)[1]
    pack(both, first, "SF1")
    parcel = pack(both, second, "SF2")
    ship = both.online.ship

    def held_meanwhile(parcel: ParcelToShip, key: str) -> Shipped:
        OrderHolds(both.shop).hold(both.actor, second, "wrong address")
        return ship(parcel, key)

    monkeypatch.setattr(both.online, "ship", held_meanwhile)
    assert both.sync().parcels.shipped == 1
    assert parcel_state(both, parcel) == "packed"
    OrderHolds(both.shop).release(both.actor, second)
    assert both.sync().parcels.shipped == 1
