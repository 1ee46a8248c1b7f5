"""Parcels of a Vendure shop, which calls them fulfilments: what is in them, which are known."""

from collections import Counter
from collections.abc import Mapping

from microshop_desktop.channels.answers import Told
from microshop_desktop.channels.channel import ParcelToShip

_LEFT = frozenset({"Shipped", "Delivered"})
_CANCELLED = "Cancelled"
_METHOD_LENGTH = 255


def has_left(parcel: Told) -> bool:
    """Tell whether a parcel is on its way."""
    return parcel.text("state") in _LEFT


def contents(parcel: Told) -> Counter[str]:
    """Return the pieces in a parcel by the line that they belong to."""
    found: Counter[str] = Counter()
    for line in parcel.rows("lines"):
        found[line.word("orderLineId")] += line.whole("quantity")
    return found


def same_parcel(order: Told, parcel: ParcelToShip, tracking: str) -> Told | None:
    """Return the shop's own record of a parcel: its tracking number, and what it names is in it."""
    named = Counter({line.line_id: line.quantity for line in parcel.lines})
    for known in _kept(order):
        if known.text("trackingCode") == tracking and (not named or contents(known) == named):
            return known
    return None


def new_parcel(order: Told, parcel: ParcelToShip, tracking: str) -> Mapping[str, object]:
    """Return the input of a parcel that the shop is told of; one without lines takes all left."""
    arguments = {"method": parcel.courier[:_METHOD_LENGTH], "trackingCode": tracking}
    pieces = {line.line_id: line.quantity for line in parcel.lines} or _unpacked(order)
    return {
        "lines": [{"orderLineId": line, "quantity": count} for line, count in pieces.items()],
        "handler": {
            "code": "manual-fulfillment",
            "arguments": [{"name": name, "value": value} for name, value in arguments.items()],
        },
    }


def _unpacked(order: Told) -> dict[str, int]:
    packed: Counter[str] = Counter()
    for parcel in _kept(order):
        packed.update(contents(parcel))
    left = {line.word("id"): line.whole("quantity") for line in order.rows("lines")}
    return {line: count - packed[line] for line, count in left.items() if count > packed[line]}


def _kept(order: Told) -> list[Told]:
    return [one for one in order.rows("fulfillments") if one.text("state") != _CANCELLED]
