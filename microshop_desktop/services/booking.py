"""One act's transaction: the till's counters and its audit chain, read once and written once.

Every fact takes the next `seq` of its till. The audit chain links a digest of each fact to all
before it, so that a fact changed later no longer fits.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, select, update

from microshop_desktop.infra.ids import Ids
from microshop_desktop.persistence.bulk_insert import BulkInsert, table_of
from microshop_desktop.persistence.prepared import Prepared
from microshop_desktop.persistence.tables.shop import AuditEntry, Till

_READ_TILL = Prepared(
    select(
        Till.letter,
        Till.place_id,
        Till.last_seq,
        Till.last_order,
        Till.last_refund,
        Till.last_receipt,
        Till.audit_head,
    ).where(Till.id == bindparam("till"))
)
_WRITE_TILL = Prepared(
    update(Till)
    .where(Till.id == bindparam("till"))
    .values(
        last_seq=bindparam("seq"),
        last_order=bindparam("order"),
        last_refund=bindparam("refund"),
        last_receipt=bindparam("receipt"),
        audit_head=bindparam("head"),
    )
)
_WRITE_AUDIT = BulkInsert(table_of(AuditEntry))


@dataclass(frozen=True, slots=True)
class FactHead:
    """What every fact row begins with, as column values."""

    id: UUID
    till_id: UUID
    seq: int
    at: datetime
    shop_day: date
    staff_id: UUID | None

    def values(self) -> dict[str, object]:
        """Return them by column name."""
        return {
            "id": self.id,
            "till_id": self.till_id,
            "seq": self.seq,
            "at": self.at,
            "shop_day": self.shop_day,
            "staff_id": self.staff_id,
        }


class Booking:
    """The open transaction of one act. `at` and `day` are the moment all its facts carry."""

    def __init__(
        self,
        connection: Connection,
        *,
        ids: Ids,
        till: UUID,
        staff: UUID | None,
        at: datetime,
        day: date,
    ) -> None:
        """Read the till's counters; the transaction must be open for writing."""
        row = _READ_TILL.first(connection, till=till)
        self.connection = connection
        self.ids = ids
        self.till = till
        self.staff = staff
        self.at = at
        self.day = day
        self.letter: str = row.letter
        self.place: UUID = row.place_id
        self._seq: int = row.last_seq
        self._order: int = row.last_order
        self._refund: int = row.last_refund
        self._receipt: int = row.last_receipt
        self._head: str = row.audit_head
        self._links: list[dict[str, object]] = []
        self._last_linked = 0

    def fact(
        self,
        fact_id: UUID | None = None,
        *,
        day: date | None = None,
        at: datetime | None = None,
    ) -> FactHead:
        """Take the next `seq` for a fact; `day` and `at` only where the past is booked."""
        self._seq += 1
        return FactHead(
            id=fact_id or self.ids.new(),
            till_id=self.till,
            seq=self._seq,
            at=at or self.at,
            shop_day=day or self.day,
            staff_id=self.staff,
        )

    def order_number(self) -> str:
        """Take the next number of a counter order, `A-000123`."""
        self._order += 1
        return f"{self.letter}-{self._order:06d}"

    def refund_number(self) -> str:
        """Take the next number of a refund, `A-R000012`."""
        self._refund += 1
        return f"{self.letter}-R{self._refund:06d}"

    def receipt_number(self) -> str:
        """Take the next number of a goods receipt, `A-G000005`."""
        self._receipt += 1
        return f"{self.letter}-G{self._receipt:06d}"

    def audit(self, act: str, head: FactHead, facts: Mapping[str, object]) -> None:
        """Link a fact into the chain: `facts` are plain values (ids, amounts), never names.

        The chain follows `seq`: a `ValueError` says that a later fact was linked before this one.
        """
        if head.seq <= self._last_linked:
            message = f"fact {head.seq} must be linked before {self._last_linked}"
            raise ValueError(message)
        self._last_linked = head.seq
        digest = digest_of(facts)
        self._head = link_hash(self._head, act, head.id, digest)
        self._links.append(
            {
                "till_id": self.till,
                "seq": head.seq,
                "at": self.at,
                "shop_day": head.shop_day,
                "staff_id": self.staff,
                "act": act,
                "fact_id": head.id,
                "digest": digest,
                "hash": self._head,
            }
        )

    def close(self) -> None:
        """Write the counters and the links; nothing may be booked after it."""
        _WRITE_AUDIT(self.connection, self._links)
        _WRITE_TILL.run(
            self.connection,
            till=self.till,
            seq=self._seq,
            order=self._order,
            refund=self._refund,
            receipt=self._receipt,
            head=self._head,
        )


def digest_of(facts: Mapping[str, object]) -> str:
    """Return the SHA-256 of a fact's plain values in one fixed spelling."""
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def link_hash(before: str, act: str, fact_id: UUID, digest: str) -> str:
    """Return the hash of a link over the link before it."""
    return hashlib.sha256(f"{before}|{act}|{fact_id}|{digest}".encode()).hexdigest()
