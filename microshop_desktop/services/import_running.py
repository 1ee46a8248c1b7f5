"""The two halves of an import: everything is written hidden, then it is shown.

Each half goes in short transactions. The first can be taken back without a trace, the second can be
repeated after it was cut off.
"""

import hashlib
from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import insert, select, update

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.persistence.tables.catalogue import Sku
from microshop_desktop.persistence.tables.shop import ImportBatch, ImportChange
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.import_applying import apply_changes
from microshop_desktop.services.import_categories import Categories, show_categories
from microshop_desktop.services.import_matching import Decision
from microshop_desktop.services.import_reading import Reading
from microshop_desktop.services.import_records import (
    BatchState,
    Cancelled,
    Change,
    ImportPlan,
    ImportResult,
    Progress,
    in_order,
)
from microshop_desktop.services.import_writing import (
    OPENING,
    change_of,
    change_row,
    prepare_chunk,
    show_chunk,
    write_changes,
)
from microshop_desktop.services.pace import Pace
from microshop_desktop.services.product_writer import Stamp, write_products
from microshop_desktop.services.shop import Shop


class Run:
    """The writing half of an import, up to the point where it is shown."""

    def __init__(self, shop: Shop, actor: Actor, plan: ImportPlan, cancelled: Cancelled) -> None:
        """Take what was planned; nothing is written yet."""
        self.batch = shop.ids.new()
        self._shop = shop
        self._plan = plan
        self._cancelled = cancelled
        self._stamp = Stamp(shop.clock.now(), actor.till, self.batch, hidden=True)
        self._categories = Categories(shop.ids, self._stamp)
        self._reading = Reading(shop, plan.source, plan.layout, plan.options)
        self._reading.use(plan.checked)
        self._pace = Pace(shop.clock)
        self._changed: set[tuple[UUID, str]] = set()

    def write(self, progress: Progress | None) -> None:
        """Write everything hidden and hand the batch over to be shown."""
        self._begin()
        for decisions in self._reading.decisions(progress, self._plan.rows):
            self._write(decisions)
        self._stop_if_asked()
        self._hand_over()

    def result(self) -> ImportResult:
        """Return what was done."""
        tally = self._reading.tally
        return ImportResult(
            batch=self.batch,
            rows=tally.rows,
            created=tally.created,
            updated=tally.updated,
            unchanged=tally.unchanged,
            products=tally.products,
            rejected=in_order(tally.rejected),
            warnings=in_order(tally.warnings),
        )

    def _begin(self) -> None:
        with self._shop.database.write() as connection:
            connection.execute(
                insert(ImportBatch).values(
                    id=self.batch,
                    kind="products",
                    file_name=self._plan.source.name,
                    fingerprint=fingerprint(self._plan),
                    state=BatchState.RUNNING,
                    started_at=self._stamp.at,
                )
            )

    def _write(self, decisions: list[Decision]) -> None:
        for some in self._pace.pieces(decisions):
            self._stop_if_asked()
            self._make_categories(some)
            chunk = prepare_chunk(
                some, self._shop.ids, self._stamp, self._categories, self._plan.options
            )
            changes = chunk.changes + [
                change_row(self.batch, change) for change in self._new_changes(some)
            ]
            if not changes and not chunk.prepared.skus:
                continue
            with self._pace.measured(), self._shop.database.write_revocable() as connection:
                write_products(connection, chunk.prepared)
                write_changes(connection, changes)

    def _make_categories(self, decisions: Sequence[Decision]) -> None:
        names = [decision.goods.category for decision in decisions if decision.new]
        if self._categories.missing(names):
            with self._shop.database.write() as connection:
                self._categories.make(connection, names)

    def _new_changes(self, decisions: Sequence[Decision]) -> Iterator[Change]:
        """Give each record's change once, however many rows of a product say it."""
        for decision in decisions:
            for change in decision.changes:
                place = (change.record, change.kind)
                if place not in self._changed:
                    self._changed.add(place)
                    yield change

    def _stop_if_asked(self) -> None:
        if self._cancelled():
            raise ShopError(ErrorCode.IMPORT_STOPPED)

    def _hand_over(self) -> None:
        tally = self._reading.tally
        with self._shop.database.write() as connection:
            connection.execute(
                update(ImportBatch)
                .where(ImportBatch.id == self.batch)
                .values(
                    state=BatchState.SHOWING,
                    rows=tally.rows,
                    created=tally.created,
                    updated=tally.updated,
                    unchanged=tally.unchanged,
                    rejected=len(tally.rejected),
                )
            )


def fingerprint(plan: ImportPlan) -> str:
    """Return a digest of how a file was read, by which a repeated import is known."""
    text = f"{plan.source.name}|{plan.rows}|{plan.layout.heads}|{plan.layout.fields}"
    return hashlib.sha256(text.encode()).hexdigest()


def finish(shop: Shop, actor: Actor, batch: UUID) -> None:
    """Show an import and apply its changes; may be repeated after it was cut off."""
    pace = Pace(shop.clock)
    for some in pace.pieces(_hidden(shop, batch)):
        with pace.measured(), shop.booking(actor, revocable=True) as booking:
            products = list(dict.fromkeys(product for product, _ in some))
            show_chunk(booking, batch, products, [sku for _, sku in some])
    now = shop.clock.now()
    categories = Categories(shop.ids, Stamp(now, actor.till, batch))
    for changes in pace.pieces(_changes(shop, batch)):
        with pace.measured(), shop.database.write() as connection:
            apply_changes(connection, changes, categories, ids=shop.ids, at=now)
    with shop.database.write() as connection:
        show_categories(connection, batch)
        connection.execute(
            update(ImportBatch)
            .where(ImportBatch.id == batch)
            .values(state=BatchState.DONE, ended_at=now)
        )


def _hidden(shop: Shop, batch: UUID) -> list[tuple[UUID, UUID]]:
    """Return product and SKU of all that is still hidden of an import."""
    with shop.database.read() as connection:
        rows = connection.execute(
            select(Sku.product_id, Sku.id).where(
                Sku.import_batch_id == batch, Sku.hidden_by_batch == batch
            )
        )
        return [(row.product_id, row.id) for row in rows]


def _changes(shop: Shop, batch: UUID) -> list[Change]:
    with shop.database.read() as connection:
        rows = connection.execute(
            select(ImportChange)
            .where(ImportChange.batch_id == batch, ImportChange.kind != OPENING)
            .order_by(ImportChange.record_id)
        )
        return [change_of(row) for row in rows]
