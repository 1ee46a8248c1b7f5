"""Listings inside an open act: seen in an order, and what they are expected to show."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, case, insert, or_, update

from microshop_desktop.domain.online_order import OnlineLine
from microshop_desktop.domain.online_stock import CLOCKS_APART
from microshop_desktop.persistence.columns import InstantType
from microshop_desktop.persistence.prepared import Prepared
from microshop_desktop.persistence.tables.channels import Listing
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.online_order_rows import Linked, linked

_INSERT = insert(Listing)
_LESS = Listing.expected - bindparam("pieces")
_MOMENT = {name: bindparam(name, type_=InstantType()) for name in ("latest", "earliest")}
_TAKE = Prepared(
    update(Listing)
    .where(
        Listing.id == bindparam("listing"),
        Listing.expected.is_not(None),
        Listing.confirmed_at < _MOMENT["latest"],
    )
    .values(
        expected=case((_LESS < 0, 0), else_=_LESS),
        ask=or_(Listing.ask, Listing.confirmed_at > _MOMENT["earliest"], bindparam("pieces") < 0),
    )
)


def see_line(booking: Booking, account: UUID, line: OnlineLine, currency: str) -> Linked:
    """Return the listing of a line; one that was never seen is noted, so that it can be linked.

    Goods without an id there (a surcharge, a product that was deleted) are listed nowhere.
    """
    if not line.sku:
        return Linked(None, None, 1)
    found = linked(booking.connection, account, line.sku)
    if found is not None:
        return found
    listing = booking.ids.new()
    booking.connection.execute(
        _INSERT,
        {
            "id": listing,
            "account_id": account,
            "external_sku": line.sku,
            "external_product": line.product,
            "merchant_code": line.code,
            "name": line.title,
            "spec": line.spec,
            "currency": currency,
            "extra": {},
            "changed_at": booking.at,
            "changed_by_till": booking.till,
        },
    )
    return Linked(listing, None, 1)


def note_taken(booking: Booking, listing: UUID, pieces: int, moment: datetime) -> None:
    """Expect so many pieces less of a listing (more, where negative) since a moment.

    A number that was seen or set later holds them already; where that is not sure, it is asked for.
    So it is for pieces given back: a platform may keep those of a part that is wanted no more.
    """
    if pieces:
        span = {"latest": moment + CLOCKS_APART, "earliest": moment - CLOCKS_APART}
        _TAKE.run(booking.connection, listing=listing, pieces=pieces, **span)
