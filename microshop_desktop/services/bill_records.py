"""Bills between their rows and the values that reconciling works with; the raw files as well."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol
from uuid import UUID

from sqlalchemy import Connection, bindparam, insert, select, update

from microshop_desktop.domain.bill_choices import ChoiceKind
from microshop_desktop.domain.bill_matching import BookKind, Item
from microshop_desktop.domain.bills import Bill
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.persistence.tables.bills import BillDecision, BillLineRow, BillRow
from microshop_desktop.services.booking import Booking

_CHUNK = 400
_BY_FINGERPRINT = select(BillRow.id).where(BillRow.fingerprint == bindparam("fingerprint"))
_LINK = (
    update(BillLineRow)
    .where(BillLineRow.key == bindparam("line_key"))
    .values(
        state=bindparam("line_state"),
        payment_id=bindparam("payment"),
        refund_payment_id=bindparam("refund_payment"),
        attempt_id=bindparam("attempt"),
    )
)


class BillSource(Protocol):
    """A bill with the file it was read from."""

    @property
    def name(self) -> str:
        """The name of the file, without a folder."""
        ...

    @property
    def content(self) -> bytes:
        """The file as it came."""
        ...

    @property
    def bill(self) -> Bill:
        """What stands in it."""
        ...


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided last about a difference."""

    kind: ChoiceKind
    amount: int
    at: datetime
    reason: str
    payment: UUID | None
    attempt: UUID | None


def fingerprint(source: BillSource) -> str:
    """Return what tells one file from another, whatever it is called."""
    return hashlib.sha256(source.content).hexdigest()


def stored_name(source: BillSource) -> str:
    """Return the name under which a bill is kept: by its content, so that it is kept once."""
    return f"{fingerprint(source)[:32]}.bill"


def keep_file(source: BillSource, folder: Path) -> None:
    """Keep the bill as it came; harmless where it is kept already. `file_not_written`."""
    target = folder / stored_name(source)
    if target.exists():
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_suffix(".part")
        unfinished.write_bytes(source.content)
        unfinished.replace(target)
    except OSError as error:
        raise ShopError(ErrorCode.FILE_NOT_WRITTEN, path=str(target)) from error


def find_bill(connection: Connection, source: BillSource) -> UUID | None:
    """Return the bill of a file that was booked before."""
    found: UUID | None = connection.scalar(_BY_FINGERPRINT, {"fingerprint": fingerprint(source)})
    return found


def write_bill(booking: Booking, source: BillSource, account: UUID | None) -> UUID:
    """Write a bill, or return the one that is there."""
    known = find_bill(booking.connection, source)
    if known is not None:
        return known
    bill, new = source.bill, booking.ids.new()
    notes = {
        "contradictions": [[c.of.value, c.claimed, c.found] for c in bill.contradictions],
        "remarks": [[remark.kind.value, remark.row] for remark in bill.remarks],
    }
    booking.connection.execute(
        insert(BillRow),
        {
            "id": new,
            "fingerprint": fingerprint(source),
            "form": bill.form.value,
            "account_id": account,
            "first_day": bill.first_day,
            "last_day": bill.last_day,
            "file_name": source.name,
            "stored_name": stored_name(source),
            "read_at": booking.at,
            "staff_id": booking.staff,
            "rows": len(bill.lines),
            "notes": notes,
        },
    )
    return new


def write_lines(booking: Booking, bill: UUID, source: Bill, keys: Sequence[str]) -> int:
    """Write the lines that no bill brought before; return how many."""
    known = _known(booking.connection, keys)
    rows = [
        {
            "id": booking.ids.new(),
            "bill_id": bill,
            "key": key,
            "row": line.row,
            "kind": line.kind.value,
            "state": line.state.value,
            "at": line.at,
            "amount": line.amount,
            "settled": line.settled,
            "fee": line.fee,
            "transaction_id": line.transaction_id,
            "out_trade_no": line.out_trade_no,
            "refund_id": line.refund_id,
            "out_refund_no": line.out_refund_no,
            "channel": line.channel,
        }
        for key, line in zip(keys, source.lines, strict=True)
        if key not in known
    ]
    if rows:
        booking.connection.execute(insert(BillLineRow), rows)
    return len(rows)


def link_lines(booking: Booking, items: Sequence[Item]) -> None:
    """Write for each line what of the books it is."""
    rows = [_link(item) for item in items if item.line is not None and item.book is not None]
    if rows:
        booking.connection.execute(_LINK, rows)


def decisions_about(connection: Connection, keys: Sequence[str]) -> Mapping[str, Decided]:
    """Return the newest decision about each of these differences."""
    found: dict[str, Decided] = {}
    for start in range(0, len(keys), _CHUNK):
        rows = connection.execute(
            select(BillDecision)
            .where(BillDecision.item_key.in_(keys[start : start + _CHUNK]))
            .with_only_columns(
                BillDecision.item_key,
                BillDecision.kind,
                BillDecision.amount,
                BillDecision.at,
                BillDecision.reason,
                BillDecision.payment_id,
                BillDecision.attempt_id,
            )
            .order_by(BillDecision.seq, BillDecision.id)
        )
        for row in rows:
            found[row.item_key] = Decided(
                ChoiceKind(row.kind),
                row.amount,
                row.at,
                row.reason,
                row.payment_id,
                row.attempt_id,
            )
    return found


def _known(connection: Connection, keys: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(keys), _CHUNK):
        chunk = keys[start : start + _CHUNK]
        found |= set(connection.scalars(select(BillLineRow.key).where(BillLineRow.key.in_(chunk))))
    return found


def _link(item: Item) -> dict[str, object]:
    assert item.line is not None and item.book is not None  # noqa: S101, PT018 (chosen above)
    kind, key = item.book.kind, item.book.id
    return {
        "line_key": item.key,
        "line_state": item.line.state.value,
        "payment": key if kind is BookKind.PAYMENT else None,
        "refund_payment": key if kind is BookKind.REFUND else None,
        "attempt": key if kind is BookKind.ATTEMPT else None,
    }
