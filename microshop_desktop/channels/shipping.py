"""What a parcel means for an order that was just read."""

from collections.abc import Mapping

from microshop_desktop.channels.channel import ChannelError, ParcelToShip, Trouble
from microshop_desktop.domain.online_order import OnlineLine, OnlineOrder


def is_known(order: OnlineOrder, parcel: ParcelToShip) -> bool:
    """Tell whether the platform knows the parcel already: by its number, else by what has left."""
    if parcel.tracking:
        return any(known.tracking == parcel.tracking for known in order.parcels)
    named = {line.line_id for line in parcel.lines}
    lines = [line for line in order.lines if not named or line.line_id in named]
    return bool(lines) and not any(left(line) > 0 for line in lines)


def packed(order: OnlineOrder, parcel: ParcelToShip) -> dict[str, int]:
    """Return the pieces in a parcel by `line_id`; one that names none holds all that is left.

    `refused` where it holds nothing, or lines that the order does not have.
    """
    pieces = {line.line_id: line.quantity for line in parcel.lines if line.quantity > 0}
    if not parcel.lines:
        pieces = {line.line_id: left(line) for line in order.lines if left(line) > 0}
    if not pieces or not pieces.keys() <= {line.line_id for line in order.lines}:
        raise ChannelError(Trouble.REFUSED, "no_pieces", detail=parcel.external_id)
    return pieces


def left(line: OnlineLine) -> int:
    """Return the pieces of a line that are still to be sent."""
    return line.wanted - line.shipped


def takes_all(order: OnlineOrder, pieces: Mapping[str, int]) -> bool:
    """Tell whether nothing is left of an order once these pieces are sent."""
    return all(pieces.get(line.line_id, 0) >= left(line) for line in order.lines)
