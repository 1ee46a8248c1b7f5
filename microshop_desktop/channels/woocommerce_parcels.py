"""Telling a WooCommerce shop of parcels: the order's status, what was sent, and a note.

One write sets status and parcels together and may be repeated; the note comes after it, and only
where no note names the tracking number yet, so that a repeat adds none.
"""

from microshop_desktop.channels.answers import Told
from microshop_desktop.channels.channel import (
    ChannelError,
    ParcelToShip,
    ShipLine,
    Shipped,
    Trouble,
)
from microshop_desktop.channels.shipping import is_known, left, packed, takes_all
from microshop_desktop.channels.woocommerce_account import WooAccount
from microshop_desktop.channels.woocommerce_orders import (
    PARCELS,
    SentParcel,
    online_order,
    parcels_text,
    sent_parcels,
)
from microshop_desktop.channels.woocommerce_wire import WooWire
from microshop_desktop.domain.online_order import Fulfilment, OnlineOrder

_OPEN = frozenset({Fulfilment.TO_SHIP, Fulfilment.PART_SHIPPED})


def ship(
    wire: WooWire, account: WooAccount, row: Told, order: OnlineOrder, parcel: ParcelToShip
) -> Shipped:
    """Tell of a parcel of an order that was just read; `refused` says why in `detail`."""
    if is_known(order, parcel):
        _note(wire, account, parcel)
        return Shipped.ALREADY
    if order.fulfilment not in _OPEN:
        raise ChannelError(Trouble.REFUSED, "not_open", detail=order.raw_status)
    pieces = packed(order, parcel)
    _raise_if_too_many(order, pieces)
    lines = tuple(ShipLine(line, count) for line, count in pieces.items())
    sent = (*sent_parcels(row), SentParcel(parcel.courier, parcel.tracking, lines))
    values: dict[str, object] = {"meta_data": [{"key": PARCELS, "value": parcels_text(sent)}]}
    if takes_all(order, pieces):
        values["status"] = account.shipped_status
    wire.write("PUT", f"orders/{parcel.external_id}", values)
    _note(wire, account, parcel)
    return Shipped.DONE


def read_order(wire: WooWire, account: WooAccount, external_id: str) -> tuple[Told, OnlineOrder]:
    """Return an order as the shop tells it and as we understand it, with its refunds."""
    row = wire.one(f"orders/{external_id}")
    refunds: tuple[Told, ...] = ()
    if row.rows("refunds"):
        refunds = wire.page(f"orders/{external_id}/refunds", {"per_page": "100"}).rows
    return row, online_order(row, refunds, account)


def _raise_if_too_many(order: OnlineOrder, pieces: dict[str, int]) -> None:
    most = {line.line_id: left(line) for line in order.lines}
    if not pieces or any(not 0 < n <= most.get(line, 0) for line, n in pieces.items()):
        raise ChannelError(Trouble.REFUSED, "too_many", detail=order.raw_status)


def _note(wire: WooWire, account: WooAccount, parcel: ParcelToShip) -> None:
    """Write the note of a parcel unless there is one already."""
    if account.note == "none":
        return
    path, text = f"orders/{parcel.external_id}/notes", f"{parcel.courier}: {parcel.tracking}"
    if any(text in note.text("note") for note in wire.page(path, {}).rows):
        return
    wire.write("POST", path, {"note": text, "customer_note": account.note == "customer"})
