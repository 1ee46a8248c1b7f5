"""What was picked and shipped in a round is told to the shop by the next sync."""

from microshop_desktop.domain.online_order import Fulfilment
from microshop_desktop.services.picking import Picking
from microshop_desktop.services.picking_values import ParcelChange
from tests.channels.conftest import Both
from tests.channels.test_parcels import bought


def test_a_picked_parcel_is_told_and_is_picked_no_more(both: Both) -> None:
    external, order = bought(both)
    picking = Picking(both.shop)
    picking.begin(both.actor, picking.waiting(both.actor))
    picking.pick_all(both.actor, order)
    picking.change(both.actor, order, ParcelChange("顺丰速运", "SF1234567890001"))
    assert picking.ship(both.actor, [order]).shipped == (order,)
    assert both.online.orders[external].fulfilment is Fulfilment.TO_SHIP
    assert both.sync().parcels.shipped == 1
    assert both.online.orders[external].fulfilment is Fulfilment.SHIPPED
    assert picking.waiting(both.actor) == ()
    assert picking.begin(both.actor, [order]).parcels == ()
