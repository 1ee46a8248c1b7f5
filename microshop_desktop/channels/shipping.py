"""What a parcel means for an order that was just read."""

from microshop_desktop.channels.channel import ParcelToShip
from microshop_desktop.domain.online_order import OnlineLine, OnlineOrder


def is_known(order: OnlineOrder, parcel: ParcelToShip) -> bool:
    """Tell whether the platform knows the parcel already."""
    return any(known.tracking == parcel.tracking for known in order.parcels)


def packed(order: OnlineOrder, parcel: ParcelToShip) -> dict[str, int]:
    """Return the pieces in a parcel by `line_id`; one that names none holds all that is left."""
    if parcel.lines:
        return {line.line_id: line.quantity for line in parcel.lines}
    return {line.line_id: left(line) for line in order.lines if left(line) > 0}


def left(line: OnlineLine) -> int:
    """Return the pieces of a line that are still to be sent."""
    return line.wanted - line.shipped


def takes_all(order: OnlineOrder, pieces: dict[str, int]) -> bool:
    """Tell whether nothing is left of an order once these pieces are sent."""
    return all(pieces.get(line.line_id, 0) >= left(line) for line in order.lines)
