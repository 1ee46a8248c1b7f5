"""Telling Shopify of parcels: pieces are sent from the fulfilment orders that hold them."""

from collections import defaultdict
from collections.abc import Iterator

from microshop_desktop.channels import shopify_queries as queries
from microshop_desktop.channels.answers import Told
from microshop_desktop.channels.channel import ChannelError, ParcelToShip, Shipped, Trouble
from microshop_desktop.channels.shipping import is_known, packed
from microshop_desktop.channels.shopify_goods import next_cursor
from microshop_desktop.channels.shopify_wire import ShopifyWire
from microshop_desktop.domain.online_order import Fulfilment, OnlineOrder

_OPEN = frozenset({Fulfilment.TO_SHIP, Fulfilment.PART_SHIPPED})
_READY = frozenset({"OPEN", "IN_PROGRESS"})


def ship(wire: ShopifyWire, order: OnlineOrder, parcel: ParcelToShip, *, notify: bool) -> Shipped:
    """Tell of a parcel of an order that was just read; `refused` says why in `detail`."""
    if is_known(order, parcel):
        return Shipped.ALREADY
    if order.fulfilment not in _OPEN or order.hold:
        raise _refused("not_open", order.hold or order.raw_status)
    groups = _groups(wire, order, packed(order, parcel))
    wish = {
        "lineItemsByFulfillmentOrder": groups,
        "trackingInfo": {"number": parcel.tracking, "company": parcel.courier},
        "notifyCustomer": notify,
    }
    payload = wire.ask(queries.SHIP, {"fulfillment": wish}).part("fulfillmentCreate")
    said = " ".join(error.text("message") for error in payload.rows("userErrors"))
    if said or not payload.part("fulfillment").values:
        raise _refused("user_error", said or order.raw_status)
    return Shipped.DONE


def _groups(
    wire: ShopifyWire, order: OnlineOrder, pieces: dict[str, int]
) -> list[dict[str, object]]:
    """Share the pieces out over the fulfilment orders that still hold them."""
    left = dict(pieces)
    groups: defaultdict[str, list[dict[str, object]]] = defaultdict(list)
    for holder in _holders(wire, order.external_id):
        for line in holder.part("lineItems").rows("nodes"):
            line_id = line.part("lineItem").word("id")
            taken = min(left.get(line_id, 0), line.whole("remainingQuantity"))
            if taken > 0:
                left[line_id] -= taken
                groups[holder.word("id")].append({"id": line.word("id"), "quantity": taken})
    if not pieces or any(left.values()) or min(pieces.values()) < 1:
        raise _refused("too_many", order.raw_status)
    return [
        {"fulfillmentOrderId": holder, "fulfillmentOrderLineItems": lines}
        for holder, lines in groups.items()
    ]


def _holders(wire: ShopifyWire, external_id: str) -> Iterator[Told]:
    """Yield the fulfilment orders from which something may be sent."""
    after: str | None = None
    while after != "":
        asked = {"id": external_id, "after": after}
        page = wire.ask(queries.TO_FULFIL, asked).part("order").part("fulfillmentOrders")
        yield from (row for row in page.rows("nodes") if row.text("status") in _READY)
        after = next_cursor(page)


def _refused(code: str, detail: str) -> ChannelError:
    return ChannelError(Trouble.REFUSED, code, detail=detail)
