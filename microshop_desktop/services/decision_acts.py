"""What the ways out of questions about online shops do, each inside the act that settles one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import bindparam, select, update

from microshop_desktop.domain.decisions import Choice, ConflictKind, Option
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.online_refund import pieces_for
from microshop_desktop.domain.refunds import Wanted
from microshop_desktop.domain.stock import MovementKind
from microshop_desktop.persistence.tables.channels import Listing
from microshop_desktop.services.booking import Booking
from microshop_desktop.services.conflicts import ConflictView
from microshop_desktop.services.decision_options import listed_price, price_here
from microshop_desktop.services.order_records import read_order
from microshop_desktop.services.parcel_retry import shipped_there, tell_again
from microshop_desktop.services.price_commands import tell_price
from microshop_desktop.services.price_swap import SET_RETAIL
from microshop_desktop.services.refund_booking import RefundWish, book_refund
from microshop_desktop.services.refunds import is_booked
from microshop_desktop.services.shortages import read_shortage, share_out
from microshop_desktop.services.stock import book_adjustment
from microshop_desktop.services.stock_book import mark_dirty
from microshop_desktop.services.stock_records import Adjustment
from microshop_desktop.services.unclear_writes import ask_again, write_ours

_SKU_OF = select(Listing.sku_id).where(Listing.id == bindparam("listing"))
_UPDATE = update(Listing).where(Listing.id == bindparam("row"))
_ALONE = {
    "pushes": False,
    "target": None,
    "sent_pieces": None,
    "sent_before": None,
    "sent_key": None,
    "sent_delta": False,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person decided of a question.

    `courier` and `tracking`: the words a parcel is told with now, empty where they stay. `given`:
    the pieces of each order line of goods that are short, None for those by time of payment.
    `reason`: what is read at orders that must wait; `note`: what the person has to say.
    """

    conflict: UUID
    choice: Choice
    courier: str = ""
    tracking: str = ""
    given: Mapping[UUID, int] | None = None
    reason: str = ""
    note: str = ""


@dataclass(slots=True)
class Touched:
    """What a decision changed, for those who are told afterwards."""

    skus: set[UUID] = field(default_factory=set)
    goods: set[UUID] = field(default_factory=set)
    orders: dict[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Deciding:
    """A question being settled: the open act, what is decided, and the way out as it stands now."""

    booking: Booking
    conflict: ConflictView
    verdict: Verdict
    option: Option
    touched: Touched


Effect = Callable[[Deciding], None]


def effect_of(kind: ConflictKind, choice: Choice) -> Effect:
    """Return what a way out does; most of those that leave a thing as it is do nothing."""
    return _EFFECTS.get((kind, choice), _nothing)


def _nothing(_deciding: Deciding) -> None:
    """Leave everything as it is."""


def _refund(deciding: Deciding, *, restock: bool) -> None:
    """Book what the platform gave back: for its pieces where they are known, else money alone."""
    order = read_order(deciding.booking.connection, deciding.conflict.subject)
    if order is None:
        raise ShopError(ErrorCode.NOT_FOUND, what="order", key=str(deciding.conflict.subject))
    amount = deciding.option.amount
    pieces = pieces_for(amount, [line.sold for line in order.lines])
    if restock and not pieces:
        raise ShopError(ErrorCode.REFUND_TOO_HIGH, wanted=amount, left=0)
    if not pieces:
        _money_back(deciding)
        return
    lines = tuple(Wanted(each.no, each.quantity, restock) for each in pieces)
    _book(
        deciding, RefundWish(deciding.conflict.id, order.order, lines=lines, reason=_why(deciding))
    )


def _money_back(deciding: Deciding) -> None:
    """Book money alone as given back by the platform."""
    wish = RefundWish(
        deciding.conflict.id,
        deciding.conflict.subject,
        money=deciding.option.amount,
        reason=_why(deciding),
    )
    _book(deciding, wish)


def _all_back(deciding: Deciding) -> None:
    """Take a sale back: goods on the shelf, money as the platform gave it."""
    subject = deciding.conflict.subject
    _book(deciding, RefundWish(deciding.conflict.id, subject, reason=_why(deciding)))


def _book(deciding: Deciding, wish: RefundWish) -> None:
    """Book a refund under the key of the question: once, however often it is asked for."""
    if is_booked(deciding.booking, wish.key):
        return
    booked = book_refund(deciding.booking, wish)
    deciding.touched.skus |= booked.skus
    deciding.touched.orders[booked.order] = booked.order_number


def _why(deciding: Deciding) -> str:
    return deciding.verdict.note or deciding.conflict.kind.value


def _write_again(deciding: Deciding) -> None:
    sku = deciding.booking.connection.scalar(_SKU_OF, {"listing": deciding.conflict.subject})
    if sku is not None:
        mark_dirty(deciding.booking, [sku])


def _leave_alone(deciding: Deciding) -> None:
    row = {"row": deciding.conflict.subject, **_ALONE}
    deciding.booking.connection.execute(_UPDATE, row)


def _parcel_again(deciding: Deciding) -> None:
    verdict, order = deciding.verdict, deciding.conflict.subject
    tell_again(deciding.booking, order, verdict.courier, verdict.tracking)
    deciding.touched.orders[order] = ""


def _parcel_known(deciding: Deciding) -> None:
    shipped_there(deciding.booking, deciding.conflict.subject)
    deciding.touched.orders[deciding.conflict.subject] = ""


def _ours_there(deciding: Deciding) -> None:
    conflict = deciding.conflict
    account, currency = conflict.account, str(conflict.facts["currency"])
    if account is not None:
        price = deciding.option.amount
        tell_price(deciding.booking, account, conflict.subject, price, currency)


def _theirs_here(deciding: Deciding) -> None:
    booking, conflict = deciding.booking, deciding.conflict
    row = listed_price(booking.connection, conflict.subject)
    price = None if row is None else price_here(row, deciding.option.amount)
    if row is None or price is None:
        raise ShopError(ErrorCode.NOT_FOUND, what="sku", key=str(conflict.subject))
    values = {"sku": row.sku, "new": price, "at": booking.at, "till": booking.till}
    booking.connection.execute(SET_RETAIL, values)
    deciding.touched.goods.add(row.sku)


def _own_price(deciding: Deciding) -> None:
    row = {"row": deciding.conflict.subject, "own_price": True}
    deciding.booking.connection.execute(_UPDATE, row)


def _share_out(deciding: Deciding) -> None:
    booking, sku, verdict = deciding.booking, deciding.conflict.subject, deciding.verdict
    shortage = read_shortage(booking.connection, booking.place, sku)
    if shortage is None:
        raise ShopError(ErrorCode.NOT_FOUND, what="sku", key=str(sku))
    given = shortage.first_given() if verdict.given is None else verdict.given
    reason = verdict.reason or verdict.choice.value
    marked = share_out(booking, shortage, given, answer=verdict.choice.value, reason=reason)
    deciding.touched.orders |= marked


def _take_off(deciding: Deciding) -> None:
    facts = deciding.conflict.facts
    adjustment = Adjustment(
        sku=UUID(str(facts["sku"])),
        kind=MovementKind.LOSS,
        quantity=int(facts["quantity"]),
        reason=_why(deciding),
    )
    book_adjustment(deciding.booking, adjustment)
    deciding.touched.skus.add(adjustment.sku)


_EFFECTS: Mapping[tuple[ConflictKind, Choice], Effect] = {
    (ConflictKind.REFUNDED_ONLINE, Choice.GOODS_BACK): lambda it: _refund(it, restock=True),
    (ConflictKind.REFUNDED_ONLINE, Choice.GOODS_GONE): lambda it: _refund(it, restock=False),
    (ConflictKind.WENT_BACK, Choice.GOODS_BACK): _all_back,
    (ConflictKind.CHANGED_AFTER_SALE, Choice.BOOK_DIFFERENCE): _money_back,
    (ConflictKind.STOCK_REFUSED, Choice.AGAIN): _write_again,
    (ConflictKind.STOCK_REFUSED, Choice.LEAVE_ALONE): _leave_alone,
    (ConflictKind.SHIP_REFUSED, Choice.AGAIN): _parcel_again,
    (ConflictKind.SHIP_REFUSED, Choice.SHIPPED_THERE): _parcel_known,
    (ConflictKind.WRITE_UNCLEAR, Choice.ASK_AGAIN): lambda it: ask_again(
        it.booking, it.conflict.subject
    ),
    (ConflictKind.WRITE_UNCLEAR, Choice.WRITE_OURS): lambda it: write_ours(
        it.booking, it.conflict.subject
    ),
    (ConflictKind.PRICE_DIFFERS, Choice.OURS_THERE): _ours_there,
    (ConflictKind.PRICE_DIFFERS, Choice.THEIRS_HERE): _theirs_here,
    (ConflictKind.PRICE_DIFFERS, Choice.OWN_PRICE): _own_price,
    (ConflictKind.OVERSOLD, Choice.WAIT): _share_out,
    (ConflictKind.OVERSOLD, Choice.OTHER_GOODS): _share_out,
    (ConflictKind.OVERSOLD, Choice.GIVE_BACK): _share_out,
    (ConflictKind.SOLD_UNLINKED, Choice.TAKE_OFF): _take_off,
}
