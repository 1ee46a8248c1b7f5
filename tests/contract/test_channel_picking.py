"""A round picked by scans and shipped by our names of couriers, before each practice shop."""

from microshop_desktop.domain.couriers import platform_choice
from microshop_desktop.sandbox.shops.shop import Wish
from microshop_desktop.services.courier_list import CourierList
from microshop_desktop.services.picking import Picking
from microshop_desktop.services.picking_values import ParcelChange
from tests.contract.shop_contenders import NUMBER
from tests.contract.test_channel_syncs import CODES, Both, both

__all__ = ["both"]


def test_a_round_is_picked_packed_and_told(both: Both) -> None:
    both.sync()
    order = both.online.bought(Wish(both.online.apple.sku_id, 2))
    both.sync()
    picking, actor = Picking(both.shop), both.actor
    (parcel,) = picking.begin(actor, picking.waiting(actor)).parcels
    for _ in range(2):
        assert picking.scan(actor, CODES["APPLE-1"]).wrong is None
    book = CourierList(both.shop).book(actor, both.account.id)
    courier = platform_choice("顺丰速运", book.platform)
    assert courier is not None
    assert not book.platform or courier.code == both.online.entry.courier
    assert book.parts == both.online.channel.differences.parts
    picking.change(actor, parcel.order, ParcelChange(courier.code, NUMBER))
    assert picking.ship(actor, [parcel.order]).shipped == (parcel.order,)
    assert both.sync().parcels.shipped == 1
    assert [sent.tracking for sent in both.online.told(order).parcels] == [NUMBER]
    assert picking.waiting(actor) == ()
