"""Importing products: plan, run, undo.

A run checks and prepares outside any transaction and writes in short ones, so that the till goes on
selling. New goods stay hidden until all of them are written; then they are shown, what lies there
of them is booked, and the changes of goods that were there before are applied. What is cut off
before the showing begins is taken back at the next start, what is cut off after it is shown to the
end.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import islice
from typing import TypeVar
from uuid import UUID

from sqlalchemy import insert, select, update

from microshop_desktop.domain.columns import Layout
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.heads import Field
from microshop_desktop.domain.product_groups import Gathering
from microshop_desktop.domain.product_rows import Checked, ProductChecker, ProductRow, RowRules
from microshop_desktop.domain.quantity import plain_quantity
from microshop_desktop.domain.row_issues import IssueCode, RowIssue
from microshop_desktop.domain.table_cells import TableSource, rows_after
from microshop_desktop.persistence.import_lock import import_lock
from microshop_desktop.persistence.tables.catalogue import Sku
from microshop_desktop.persistence.tables.shop import ImportBatch, ImportChange
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.events import CatalogueChanged
from microshop_desktop.services.import_matching import Decision, Matching
from microshop_desktop.services.import_records import (
    BatchRow,
    Cancelled,
    Change,
    ImportOptions,
    ImportPlan,
    ImportResult,
    Progress,
    Tally,
    UndoResult,
)
from microshop_desktop.services.import_undo import Undoing
from microshop_desktop.services.import_writing import (
    OPENING,
    Categories,
    apply_changes,
    change_of,
    change_row,
    prepare_chunk,
    show_categories,
    show_chunk,
    write_changes,
)
from microshop_desktop.services.pace import Pace, few_collections
from microshop_desktop.services.product_writer import Stamp, write_products
from microshop_desktop.services.shop import Shop

T = TypeVar("T")
DECIDED_AT_ONCE = 400
MOST_REMEMBERED = 120_000
"""Rows of a plan that are kept in memory for its run."""


class BatchState(StrEnum):
    """Where an import is: its rows are written hidden, are being shown, stay or were taken back."""

    RUNNING = "running"
    SHOWING = "showing"
    DONE = "done"
    UNDONE = "undone"


class Imports:
    """Brings products in from files."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.IMPORT_DATA)
    def plan(
        self,
        actor: Actor,
        source: TableSource,
        layout: Layout,
        options: ImportOptions | None = None,
        progress: Progress | None = None,
    ) -> ImportPlan:
        """Say what an import would do; changes nothing. `heads_missing` without a known column."""
        chosen = options or ImportOptions()
        reading = _Reading(self._shop, source, layout, chosen)
        with few_collections():
            for _ in reading.decisions(progress):
                pass
        tally = reading.tally
        checked = reading.checked if tally.rows <= MOST_REMEMBERED else None
        return ImportPlan(
            source=source,
            layout=layout,
            options=chosen,
            rows=tally.rows,
            created=tally.created,
            updated=tally.updated,
            unchanged=tally.unchanged,
            products=tally.products,
            rejected=_in_order(tally.rejected),
            warnings=_in_order(tally.warnings),
            checked=checked,
        )

    @act(Right.IMPORT_DATA)
    def run(
        self,
        actor: Actor,
        plan: ImportPlan,
        *,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> ImportResult:
        """Import the rows of a plan that can be taken.

        `import_running` while another import runs, `import_stopped` when `cancelled` says so: then,
        and after any error, nothing of it is kept.
        """
        with import_lock(self._shop.database), few_collections():
            run = _Run(self._shop, actor, plan, cancelled or _never)
            try:
                run.write(progress)
            except BaseException:
                self._undoing(actor).take_back(run.batch)
                raise
            _finish(self._shop, actor, run.batch)
        self._shop.events.send(CatalogueChanged())
        return run.result()

    @act(Right.IMPORT_DATA)
    def undo(self, actor: Actor, batch: UUID) -> UndoResult:
        """Take an import back; what was sold or changed since stays and is listed.

        `import_unknown`, `import_undone`, `import_running`.
        """
        with import_lock(self._shop.database):
            result = self._undoing(actor).take_back(batch)
        self._shop.events.send(CatalogueChanged())
        return result

    @act(Right.IMPORT_DATA)
    def recover(self, actor: Actor) -> tuple[UUID, ...]:
        """Bring imports that were cut off to an end; returns those that were taken back.

        Cheap where there is none, so that every start of the program can ask. Does nothing while an
        import is running.
        """
        open_batches = self._open_batches()
        if not open_batches:
            return ()
        try:
            with import_lock(self._shop.database):
                return self._end(actor, self._open_batches())
        except ShopError as error:
            if error.code is ErrorCode.IMPORT_RUNNING:
                return ()
            raise

    @act(Right.IMPORT_DATA)
    def batches(self, actor: Actor, *, limit: int = 50) -> tuple[BatchRow, ...]:
        """Return the imports of the past, newest first."""
        with self._shop.database.read() as connection:
            rows = connection.execute(
                select(ImportBatch).order_by(ImportBatch.id.desc()).limit(limit)
            ).all()
        return tuple(
            BatchRow(
                batch=row.id,
                kind=row.kind,
                file_name=row.file_name,
                state=row.state,
                started_at=row.started_at,
                rows=row.rows,
                created=row.created,
                updated=row.updated,
                unchanged=row.unchanged,
                rejected=row.rejected,
            )
            for row in rows
        )

    def _undoing(self, actor: Actor) -> Undoing:
        return Undoing(self._shop, actor)

    def _open_batches(self) -> dict[UUID, str]:
        with self._shop.database.read() as connection:
            rows = connection.execute(
                select(ImportBatch.id, ImportBatch.state).where(
                    ImportBatch.state.in_([BatchState.RUNNING, BatchState.SHOWING])
                )
            )
            return {row.id: row.state for row in rows}

    def _end(self, actor: Actor, open_batches: dict[UUID, str]) -> tuple[UUID, ...]:
        taken_back = []
        for batch, state in open_batches.items():
            if state == BatchState.SHOWING:
                _finish(self._shop, actor, batch)
            else:
                self._undoing(actor).take_back(batch)
                taken_back.append(batch)
        return tuple(taken_back)


class _Reading:
    """One pass over a file: rows are checked, brought together and decided over."""

    def __init__(
        self, shop: Shop, source: TableSource, layout: Layout, options: ImportOptions
    ) -> None:
        if not layout.is_usable:
            raise ShopError(ErrorCode.HEADS_MISSING, name=source.name)
        rules = RowRules(shop.profile.currency.exponent, options.take_price_zero)
        self.tally = Tally()
        self._shop = shop
        self._source = source
        self._layout = layout
        self._checker = ProductChecker(layout, rules)
        self._gathering = Gathering(layout.head(Field.SPEC))
        self._matching = Matching(options)
        self.checked: list[Checked] = []
        self._known: Sequence[Checked] | None = None
        if layout.has(Field.WHOLESALE_PRICE):
            self._remark_on_wholesale(options)

    def decisions(self, progress: Progress | None, total: int = 0) -> Iterator[list[Decision]]:
        """Give what becomes of the goods, some hundred at a time; counts grow in `tally`."""
        tally = self.tally
        for goods in _chunks(self._gathering.products(self._rows()), DECIDED_AT_ONCE):
            with self._shop.database.read() as connection:
                decisions = self._matching.decide(connection, goods)
            for decision in decisions:
                _count(tally, decision)
            yield decisions
            if progress:
                progress(tally.rows, max(total, tally.rows))
        tally.rejected += self._gathering.refused + self._matching.refused
        tally.warnings += self._gathering.warnings + self._matching.warnings

    def use(self, checked: Sequence[Checked] | None) -> None:
        """Take rows that were checked before instead of reading the file again."""
        self._known = checked

    def _checked(self) -> Iterator[Checked]:
        if self._known is not None:
            yield from self._known
            return
        check, kept = self._checker.check, self.checked
        for row in rows_after(self._source, self._layout.header_row):
            checked = check(row)
            if len(kept) <= MOST_REMEMBERED:
                kept.append(checked)
            yield checked

    def _rows(self) -> Iterator[ProductRow]:
        tally = self.tally
        for checked in self._checked():
            tally.rows += 1
            if checked.warnings:
                tally.warnings += checked.warnings
            if checked.refused is not None:
                tally.rejected.append(checked.refused)
            elif checked.goods is not None:
                yield checked.goods

    def _remark_on_wholesale(self, options: ImportOptions) -> None:
        self.tally.warnings.append(
            RowIssue(
                self._layout.header_row,
                Field.WHOLESALE_PRICE.value,
                IssueCode.WHOLESALE_FROM,
                plain_quantity(options.wholesale_from),
            )
        )


class _Run:
    """The writing half of an import, up to the point where it is shown."""

    def __init__(self, shop: Shop, actor: Actor, plan: ImportPlan, cancelled: Cancelled) -> None:
        self.batch = shop.ids.new()
        self._shop = shop
        self._plan = plan
        self._cancelled = cancelled
        self._stamp = Stamp(shop.clock.now(), actor.till, self.batch, hidden=True)
        self._categories = Categories(shop.ids, self._stamp)
        self._reading = _Reading(shop, plan.source, plan.layout, plan.options)
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
            rejected=_in_order(tally.rejected),
            warnings=_in_order(tally.warnings),
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


def _finish(shop: Shop, actor: Actor, batch: UUID) -> None:
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


def _count(tally: Tally, decision: Decision) -> None:
    tally.created += len(decision.new)
    tally.updated += len(decision.changed_skus)
    tally.unchanged += decision.unchanged
    tally.products += bool(decision.new) and decision.product is None


def _chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def _in_order(issues: Sequence[RowIssue]) -> tuple[RowIssue, ...]:
    return tuple(sorted(issues, key=lambda issue: issue.row))


def _never() -> bool:
    return False
