"""Importing customers: by phone or card number known ones are changed, others are made."""

import re
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import Connection, and_, insert, or_, select, update

from microshop_desktop.domain.columns import Layout
from microshop_desktop.domain.heads import Field
from microshop_desktop.domain.row_issues import IssueCode, RowRefusedError
from microshop_desktop.domain.row_values import RowReader
from microshop_desktop.domain.table_cells import TableSource
from microshop_desktop.domain.variants import split_values
from microshop_desktop.persistence.import_lock import import_lock
from microshop_desktop.persistence.tables.customers import Customer, CustomerTag, Tag
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.customers import search_key
from microshop_desktop.services.import_records import Progress
from microshop_desktop.services.import_undo import Undoing
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.simple_import import SimpleResult, begin_batch, end_batch, readers

_PHONE = re.compile(r"\+?\d{5,20}")
_PHONE_JOINTS = re.compile(r"[\s\-()]+")
_TEXTS = {
    "name": Field.NAME,
    "real_name": Field.REAL_NAME,
    "code": Field.CODE,
    "note": Field.NOTE,
}


class CustomerImport:
    """Brings customers in from files."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.IMPORT_DATA)
    def run(
        self,
        actor: Actor,
        source: TableSource,
        layout: Layout,
        *,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> SimpleResult:
        """Import the customers of a file; after any error nothing of it is kept."""
        result = SimpleResult(None)
        if dry_run:
            for some in readers(self._shop, source, layout, result, progress):
                with self._shop.database.read() as connection:
                    self._take(connection, some, result)
            return result
        with import_lock(self._shop.database):
            result.batch = begin_batch(self._shop, "customers", source.name)
            try:
                for some in readers(self._shop, source, layout, result, progress):
                    with self._shop.database.write() as connection:
                        self._take(connection, some, result)
            except BaseException:
                Undoing(self._shop, actor).take_back(result.batch)
                raise
            end_batch(self._shop, result)
        return result

    def _take(
        self, connection: Connection, some: Sequence[RowReader], result: SimpleResult
    ) -> None:
        for reader in some:
            try:
                values = _values(reader)
            except RowRefusedError as refusal:
                result.refuse(reader.row, refusal)
                continue
            self._write(connection, reader, values, result)
            result.warnings += reader.warnings

    def _write(
        self,
        connection: Connection,
        reader: RowReader,
        values: dict[str, str],
        result: SimpleResult,
    ) -> None:
        tags = split_values(reader.text(Field.TAGS) or "")
        known = _known(connection, values)
        writes = result.batch is not None
        if known is None:
            customer = self._shop.ids.new()
            result.created += 1
            if writes:
                self._insert(connection, customer, values, result.batch)
        else:
            customer, there = known
            differing = {name: text for name, text in values.items() if there[name] != text}
            result.updated += bool(differing)
            result.unchanged += not differing
            if writes and differing:
                self._update(connection, customer, differing)
        if writes and tags:
            self._tag(connection, customer, tags)

    def _insert(
        self, connection: Connection, customer: UUID, values: dict[str, str], batch: UUID | None
    ) -> None:
        named = {"name": values.get("phone", "")[-4:], **values}
        connection.execute(
            insert(Customer).values(
                id=customer,
                **named,
                search_key=search_key(named["name"]),
                member=True,
                changed_at=self._shop.clock.now(),
                import_batch_id=batch,
            )
        )

    def _update(self, connection: Connection, customer: UUID, values: dict[str, str]) -> None:
        found = {"search_key": search_key(values["name"])} if "name" in values else {}
        connection.execute(
            update(Customer)
            .where(Customer.id == customer)
            .values(
                **values,
                **found,
                version=Customer.version + 1,
                changed_at=self._shop.clock.now(),
            )
        )

    def _tag(self, connection: Connection, customer: UUID, names: Sequence[str]) -> None:
        for name in names:
            tag = connection.execute(
                select(Tag.id).where(Tag.name == name, Tag.deleted_at.is_(None))
            ).scalar()
            if tag is None:
                tag = self._shop.ids.new()
                connection.execute(
                    insert(Tag).values(id=tag, name=name, changed_at=self._shop.clock.now())
                )
            pair = and_(CustomerTag.customer_id == customer, CustomerTag.tag_id == tag)
            if connection.execute(select(CustomerTag.tag_id).where(pair)).first() is None:
                connection.execute(insert(CustomerTag).values(customer_id=customer, tag_id=tag))


def _values(reader: RowReader) -> dict[str, str]:
    """Read what a row says of a customer; what it does not say is not in the result."""
    values = {name: text for name, held in _TEXTS.items() if (text := reader.text(held))}
    phone = _PHONE_JOINTS.sub("", reader.text(Field.PHONE) or "")
    if phone:
        values["phone"] = phone
        if not _PHONE.fullmatch(phone):
            reader.warn(Field.PHONE, IssueCode.PHONE_BAD, phone)
    if not values.get("name") and not phone:
        raise RowRefusedError(Field.NAME, IssueCode.NAME_MISSING)
    return values


def _known(
    connection: Connection, values: Mapping[str, str]
) -> tuple[UUID, Mapping[str, str]] | None:
    """Find the one customer with this phone or card number; else one of this very name."""
    marks = [
        column == values[name]
        for name, column in (("phone", Customer.phone), ("code", Customer.code))
        if values.get(name)
    ]
    if not marks:
        marks = [and_(Customer.name == values["name"], Customer.phone == "", Customer.code == "")]
    rows = connection.execute(
        select(
            Customer.id,
            Customer.name,
            Customer.real_name,
            Customer.phone,
            Customer.code,
            Customer.note,
        )
        .where(or_(*marks), Customer.deleted_at.is_(None))
        .limit(2)
    ).all()
    if len(rows) != 1:
        return None
    row = rows[0]
    return row.id, {
        "name": row.name,
        "real_name": row.real_name,
        "phone": row.phone,
        "code": row.code,
        "note": row.note,
    }
