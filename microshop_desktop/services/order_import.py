"""Taking in the sales of the past from another program's ledger: orders, refunds, write-offs.

The file is read twice as a stream: once to know what is in it, once to book it in short acts of
about 500 lines. Every invoice is booked once: one that is there already is left alone, so the same
file twice adds nothing, and an import that was cut off goes on where it stopped when it is run
again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, delete, insert, select, union_all, update

from microshop_desktop.domain.invoice_rows import InvoiceLine
from microshop_desktop.domain.row_issues import IssueCode, RowIssue
from microshop_desktop.domain.table_cells import TableSource
from microshop_desktop.persistence.import_lock import import_lock
from microshop_desktop.persistence.tables.catalogue import Sku, SkuCode
from microshop_desktop.persistence.tables.customers import Customer
from microshop_desktop.persistence.tables.orders import OrderRow, Refund
from microshop_desktop.persistence.tables.shop import ImportBatch
from microshop_desktop.persistence.tables.stock import StockMovement
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.events import CatalogueChanged, StockChanged
from microshop_desktop.services.order_import_booking import Invoice, InvoiceBooking, Known
from microshop_desktop.services.order_import_rows import SOURCE, Goods
from microshop_desktop.services.order_import_survey import CodeFacts, Survey, good_lines, survey
from microshop_desktop.services.product_writer import (
    NewProduct,
    NewSku,
    Stamp,
    prepare,
    write_products,
)
from microshop_desktop.services.shop import Shop

KIND = "orders"
UNFINISHED = "booking"
"""Apart from `running`, because what is booked is gone on with, never taken back."""
CHUNK_LINES = 500
CHUNK_RECORDS = 400

Progress = Callable[[int, int], None]
"""Told how many rows are done, of how many."""


@dataclass(slots=True)
class OrderImportResult:
    """What an import did; all counts are rows of the file.

    `created` were booked, `unchanged` belong to invoices that were there already. With
    `dry_run` nothing was written and `batch` is None.
    """

    batch: UUID | None
    rows: int
    created: int = 0
    unchanged: int = 0
    rejected: list[RowIssue] = field(default_factory=list)
    warnings: list[RowIssue] = field(default_factory=list)


class OrderImport:
    """Import of sales of the past."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.IMPORT_DATA)
    def run(
        self,
        actor: Actor,
        source: TableSource,
        *,
        create_products: bool = False,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> OrderImportResult:
        """Book a ledger; rows that cannot be booked are rejected with their reason.

        A code that no product has is rejected, unless `create_products` makes the product.
        Raises `heads_missing`, `import_running` and what reading the file raises.
        """
        found = survey(source, exponent=self._shop.profile.currency.exponent)
        result = OrderImportResult(None, found.rows, 0, 0, found.rejected, found.warnings)
        run = _Run(self._shop, actor, found, result=result, progress=progress)
        run.find_known()
        if dry_run:
            run.rehearse(source, create_products=create_products)
            return result
        with import_lock(self._shop.database):
            run.start(source.name)
            run.make_missing(create_products=create_products)
            run.book(source)
            run.finish()
        self._shop.events.send(CatalogueChanged())
        self._shop.events.send(StockChanged(frozenset()))
        return result


class _Run:
    """One run over one file."""

    def __init__(
        self,
        shop: Shop,
        actor: Actor,
        found: Survey,
        *,
        result: OrderImportResult,
        progress: Progress | None,
    ) -> None:
        self._shop = shop
        self._actor = actor
        self._found = found
        self._result = result
        self._progress = progress
        self._batch = shop.ids.new()
        self._goods: dict[str, Goods] = {}
        self._customers: dict[str, UUID] = {}

    def start(self, file_name: str) -> None:
        """Write the batch down before anything it makes, or go on with one that was cut off."""
        fingerprint = self._found.fingerprint
        with self._shop.database.write() as connection:
            cut_off = connection.scalar(_CUT_OFF, {"fingerprint": fingerprint})
            self._batch = cut_off or self._batch
            if cut_off is None:
                values = {
                    "id": self._batch,
                    "kind": KIND,
                    "file_name": file_name,
                    "fingerprint": fingerprint,
                    "state": UNFINISHED,
                    "started_at": self._shop.clock.now(),
                    "rows": self._found.rows,
                }
                connection.execute(insert(ImportBatch), values)

    def find_known(self) -> None:
        """Find what the codes and customers of the file mean here."""
        with self._shop.database.read() as connection:
            for codes in _pieces(self._found.codes, CHUNK_RECORDS):
                self._goods.update(_goods_of(connection, codes))
            for keys in _pieces(self._found.customers, CHUNK_RECORDS):
                self._customers.update(_customers_of(connection, keys))

    def make_missing(self, *, create_products: bool) -> None:
        """Make the customers, and where it is asked for the products, that are missing."""
        if create_products:
            for codes in _pieces(self._unknown_codes(), CHUNK_RECORDS):
                self._create_products(codes)
        new = [key for key in self._found.customers if key not in self._customers]
        for keys in _pieces(new, CHUNK_RECORDS):
            self._create_customers(keys)

    def rehearse(self, source: TableSource, *, create_products: bool) -> None:
        """Count what `book` would do, without writing anything."""
        if create_products:
            nothing = Goods(self._batch, 0, "")
            self._goods.update(dict.fromkeys(self._unknown_codes(), nothing))
        for chunk in self._chunks_of(source):
            with self._shop.database.read() as connection:
                there = _already_there(connection, chunk)
            self._count(chunk, there)

    def book(self, source: TableSource) -> None:
        """Book all invoices, some at a time; between two acts the till may sell."""
        known = Known(
            goods=self._goods,
            customers=self._customers,
            batch=self._batch,
            currency=self._shop.profile.currency.code,
            zone=ZoneInfo(self._shop.profile.zone),
        )
        for chunk in self._chunks_of(source):
            with self._shop.booking(self._actor, revocable=True) as booking:
                there = _already_there(booking.connection, chunk)
                new = [invoice for invoice in chunk if invoice.number not in there]
                InvoiceBooking(booking, known, new).write()
            self._count(chunk, there)

    def finish(self) -> None:
        """Close the batch; one that booked nothing leaves no trace."""
        result = self._result
        with self._shop.database.write() as connection:
            if not result.created and connection.scalar(_MADE, {"batch": self._batch}) is None:
                connection.execute(delete(ImportBatch).where(ImportBatch.id == self._batch))
                return
            connection.execute(
                update(ImportBatch)
                .where(ImportBatch.id == self._batch)
                .values(
                    state="done",
                    ended_at=self._shop.clock.now(),
                    created=ImportBatch.created + result.created,
                    unchanged=result.unchanged,
                    rejected=len(result.rejected),
                )
            )
        result.batch = self._batch

    def _create_products(self, codes: Sequence[str]) -> None:
        stamp = Stamp(self._shop.clock.now(), self._actor.till, self._batch)
        products = [_product(code, self._found.codes[code]) for code in codes]
        prepared = prepare(self._shop.ids, products, stamp)
        with self._shop.database.write() as connection:
            write_products(connection, prepared)
        for code, (sku,) in zip(codes, prepared.sku_ids, strict=True):
            self._goods[code] = Goods(sku, 0, "")

    def _create_customers(self, keys: Sequence[str]) -> None:
        now = self._shop.clock.now()
        made = {key: self._shop.ids.new() for key in keys}
        rows = [
            {
                "id": made[key],
                "name": key,
                "code": key,
                "external_id": key,
                "note": self._found.customers[key],
                "changed_at": now,
                "changed_by_till": self._actor.till,
                "import_batch_id": self._batch,
            }
            for key in keys
        ]
        with self._shop.database.write() as connection:
            connection.execute(insert(Customer), rows)
        self._customers.update(made)

    def _taken(self, invoices: Iterator[Invoice]) -> Iterator[Invoice]:
        """Pass on invoices whose codes are all known; reject the others whole, never in part."""
        for invoice in invoices:
            unknown = next((ln.code for ln in invoice.lines if ln.code not in self._goods), None)
            if unknown is None:
                yield invoice
                continue
            self._result.rejected += [
                RowIssue(line.row, "code", IssueCode.CODE_UNKNOWN, unknown)
                for line in invoice.lines
            ]

    def _unknown_codes(self) -> list[str]:
        return [code for code in self._found.codes if code not in self._goods]

    def _chunks_of(self, source: TableSource) -> Iterator[list[Invoice]]:
        exponent = self._shop.profile.currency.exponent
        lines = good_lines(source, self._found.layout, exponent=exponent)
        return _chunks(self._taken(_invoices(lines, self._found.lines)))

    def _count(self, chunk: Sequence[Invoice], there: set[str]) -> None:
        """Add a chunk to the result and tell how far it is."""
        result = self._result
        for invoice in chunk:
            if invoice.number in there:
                result.unchanged += len(invoice.lines)
            else:
                result.created += len(invoice.lines)
        if self._progress:
            done = result.created + result.unchanged + len(result.rejected)
            self._progress(done, self._found.rows)


_CUT_OFF = select(ImportBatch.id).where(
    ImportBatch.kind == KIND,
    ImportBatch.state == UNFINISHED,
    ImportBatch.fingerprint == bindparam("fingerprint"),
)
_MADE = union_all(
    *(
        select(table.id).where(table.import_batch_id == bindparam("batch"))
        for table in (Sku, Customer, OrderRow, Refund)
    )
).limit(1)


def _product(code: str, facts: CodeFacts) -> NewProduct:
    sku = NewSku(price=facts.last_price, codes=(code,), merchant_code=code, popularity=facts.lines)
    finished = bool(facts.name and facts.last_price)
    return NewProduct(name=facts.name or code, skus=(sku,), unfinished=not finished)


def _goods_of(connection: Connection, codes: Sequence[str]) -> dict[str, Goods]:
    """Return what codes mean: barcodes of base units first, else the seller's own codes."""
    live = select(Sku.id, Sku.tax_rate, Sku.unit).where(Sku.deleted_at.is_(None))
    own = live.add_columns(Sku.merchant_code.label("code")).where(Sku.merchant_code.in_(codes))
    barcodes = (
        live.add_columns(SkuCode.code)
        .join(SkuCode, SkuCode.sku_id == Sku.id)
        .where(SkuCode.code.in_(codes), SkuCode.sku_unit_id.is_(None))
    )
    return {
        row.code: Goods(row.id, row.tax_rate, row.unit)
        for statement in (own, barcodes)
        for row in connection.execute(statement.order_by(Sku.id.desc()))
    }


def _customers_of(connection: Connection, keys: Sequence[str]) -> dict[str, UUID]:
    found = connection.execute(
        select(Customer.external_id, Customer.id)
        .where(Customer.external_id.in_(keys), Customer.deleted_at.is_(None))
        .order_by(Customer.id.desc())
    )
    return {row.external_id: row.id for row in found}


def _already_there(connection: Connection, invoices: Sequence[Invoice]) -> set[str]:
    """Return the numbers that were booked before, as an order, a refund or a write-off."""
    numbers = [invoice.number for invoice in invoices]
    causes = {invoice.cause: invoice.number for invoice in invoices}
    there = set[str]()
    for table in (OrderRow, Refund):
        found = select(table.number).where(table.number.in_(numbers), table.source == SOURCE)
        there.update(connection.scalars(found))
    moved = select(StockMovement.cause_id).where(StockMovement.cause_id.in_(causes))
    there.update(causes[cause] for cause in connection.scalars(moved) if cause)
    return there


def _invoices(lines: Iterable[InvoiceLine], counts: Mapping[str, int]) -> Iterator[Invoice]:
    """Put lines together to invoices, each given out with its last line, also a scattered one."""
    waiting: dict[str, list[InvoiceLine]] = {}
    for line in lines:
        gathered = waiting.setdefault(line.invoice, [])
        gathered.append(line)
        if len(gathered) == counts[line.invoice]:
            yield Invoice(line.invoice, tuple(waiting.pop(line.invoice)))


def _chunks(invoices: Iterable[Invoice]) -> Iterator[list[Invoice]]:
    """Give invoices in groups of about `CHUNK_LINES` lines; an invoice is never parted."""
    chunk: list[Invoice] = []
    size = 0
    for invoice in invoices:
        if chunk and size + len(invoice.lines) > CHUNK_LINES:
            yield chunk
            chunk, size = [], 0
        chunk.append(invoice)
        size += len(invoice.lines)
    if chunk:
        yield chunk


def _pieces(items: Iterable[str], size: int) -> Iterator[list[str]]:
    rest = iter(items)
    while piece := list(islice(rest, size)):
        yield piece
