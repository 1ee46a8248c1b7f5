"""The sentences of the page of picking."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from microshop_desktop.domain.picking import PickRow, Shelf, Wrong
from microshop_desktop.domain.tracking import Checked, Fault
from microshop_desktop.infra.formats import moment_text, number_text
from microshop_desktop.infra.messages import sentence
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.services.picking_values import Parcel, Scan, Sent, Stayed, Stays

_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
_SOON = timedelta(hours=2)
_SEVERAL = 3
"""More parcels than these are counted, not named."""


def pieces_text(count: int) -> str:
    """`16 pieces`."""
    return ngettext("{count} piece", "{count} pieces", count).format(count=number_text(count))


def orders_text(count: int) -> str:
    """`7 orders`."""
    return ngettext("{count} order", "{count} orders", count).format(count=number_text(count))


def crate_text(number: int) -> str:
    """`Crate 5`."""
    return _("Crate {number}").format(number=number_text(number))


def shelf_title(shelf: Shelf) -> str:
    """The name of a stretch of shelves; goods without one say so."""
    return shelf.title or _("No shelf")


def shelf_count(shelf: Shelf) -> str:
    """How many are taken there; what is cold comes last."""
    text = pieces_text(shelf.pieces)
    return _("{pieces}, last").format(pieces=text) if shelf.is_cold else text


def row_orders(row: PickRow) -> str:
    """Who gets goods: `T-50313 · crate 1`, or several orders with how many each."""
    if len(row.wants) == 1:
        return _("{order} · crate {number}").format(
            order=row.first.number, number=number_text(row.first.crate)
        )
    parts = [
        f"{want.number} × {number_text(want.pieces)}" if want.pieces > 1 else want.number
        for want in row.wants
    ]
    return _(", ").join(parts)


def parcel_line(parcel: Parcel, *, cold: bool) -> str:
    """Who gets a parcel and how much: `橙子 · 3 pieces · chilled`."""
    parts = [parcel.buyer, pieces_text(parcel.pieces), _("chilled") if cold else ""]
    return " · ".join(part for part in parts if part)


def wrong_title(scan: Scan, code: str) -> str:
    """What is the matter with a scanned piece."""
    match scan.wrong:
        case Wrong.UNKNOWN:
            return _("Unknown code {code}").format(code=code)
        case Wrong.ENOUGH:
            return _("Enough of {name}").format(name=scan.name)
        case Wrong.TOO_BIG:
            return _("Too many in it: {name}").format(name=scan.name)
        case _:
            return _("Wrong piece: {name}").format(name=scan.name)


def wrong_detail(scan: Scan, wanted: PickRow | None) -> str:
    """What is wanted instead, and where the piece in hand goes back to."""
    parts = []
    if scan.wrong is Wrong.TOO_BIG:
        parts.append(_("Take single pieces."))
    elif wanted is not None:
        text = _("Wanted: {name} ({order}).")
        parts.append(text.format(name=wanted.first.name, order=wanted.first.number))
    else:
        parts.append(_("Everything is picked."))
    if scan.shelf:
        parts.append(_("Put it back to {shelf}.").format(shelf=scan.shelf))
    elif scan.wrong is not Wrong.UNKNOWN:
        parts.append(_("Put it back."))
    return " ".join(parts)


def fault_text(checked: Checked, courier: str) -> str:
    """What is wrong with a number; empty where it is good or missing."""
    match checked.fault:
        case Fault.SHORT:
            text = ngettext(
                "{count} sign missing, should be {length}",
                "{count} signs missing, should be {length}",
                checked.off,
            )
        case Fault.LONG:
            text = ngettext(
                "{count} sign too many, should be {length}",
                "{count} signs too many, should be {length}",
                checked.off,
            )
        case Fault.SHAPE:
            return _("Not a number of {courier}").format(courier=courier)
        case Fault.SIGNS:
            return _("Letters and digits only")
        case Fault.TWICE:
            return _("Also at another parcel")
        case _:
            return ""
    return text.format(count=number_text(checked.off), length=number_text(checked.length))


def open_text(parcel: Parcel) -> str:
    """Why a parcel gets no number yet."""
    if parcel.is_held:
        return _("On hold")
    if not parcel.picked:
        return _("Not picked yet")
    return _("{picked} of {count} picked").format(
        picked=number_text(parcel.picked), count=number_text(parcel.pieces)
    )


def stayed_text(stayed: Stayed) -> str:
    """Why one parcel stayed."""
    if stayed.error is not None:
        return f"{stayed.number}: {sentence(stayed.error.code, stayed.error.params)}"
    reasons = {
        Stays.HELD: _("on hold"),
        Stays.NOT_PICKED: _("not all picked"),
        Stays.NO_NUMBER: _("no number yet"),
        Stays.NUMBER: _("number to be corrected"),
        Stays.COURIER: _("no courier"),
        Stays.PARTS: _("this shop takes whole orders only"),
    }
    return f"{stayed.number}: {reasons.get(stayed.why, '')}"


def sent_text(sent: Sent) -> str:
    """What left, and what stayed and why; empty where nothing was to leave."""
    parts = []
    if sent.shipped:
        text = ngettext(
            "{count} order packed; the next sync tells its shop",
            "{count} orders packed; the next sync tells their shops",
            len(sent.shipped),
        )
        parts.append(text.format(count=number_text(len(sent.shipped))))
    stayed = [stayed_text(one) for one in sent.stayed[:_SEVERAL]]
    more = len(sent.stayed) - len(stayed)
    if more:
        stayed.append(_("and {count} more").format(count=number_text(more)))
    if stayed:
        parts.append(_("Stays here: {orders}").format(orders=_("; ").join(stayed)))
    return " · ".join(parts)


def stay_text(numbers: Sequence[str]) -> str:
    """Which parcels stay until their numbers are right."""
    if not numbers:
        return ""
    if len(numbers) <= _SEVERAL:
        return _("{orders}: correct the number, then ship").format(orders=_(", ").join(numbers))
    text = ngettext(
        "{count} number is to be corrected first",
        "{count} numbers are to be corrected first",
        len(numbers),
    )
    return text.format(count=number_text(len(numbers)))


def left_text(parcel: Parcel, now: datetime) -> tuple[str, bool] | None:
    """How long the most urgent parcel has, and whether it is too late; None while there is time."""
    if parcel.ship_until is None or parcel.ship_until - now > _SOON:
        return None
    left = parcel.ship_until - now
    if left <= timedelta(0):
        return _("{order} is late").format(order=parcel.number), True
    minutes = number_text(max(1, left // _MINUTE))
    return _("{order}: {minutes} min left").format(order=parcel.number, minutes=minutes), False


def until_text(moment: datetime, now: datetime) -> str:
    """`first one by 15:00`."""
    return _("first one by {time}").format(time=moment_text(moment, now.date()))
