"""Importing products: plan, run, undo.

A run checks and prepares outside any transaction and writes in short ones, so that the till goes on
selling. New goods stay hidden until all of them are written; then they are shown, what lies there
of them is booked, and the changes of goods that were there before are applied. What is cut off
before the showing begins is taken back at the next start, what is cut off after it is shown to the
end.
"""

from uuid import UUID

from sqlalchemy import select

from microshop_desktop.domain.columns import Layout
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.table_cells import TableSource
from microshop_desktop.persistence.import_lock import import_lock
from microshop_desktop.persistence.tables.shop import ImportBatch
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.events import CatalogueChanged
from microshop_desktop.services.import_reading import MOST_REMEMBERED, Reading
from microshop_desktop.services.import_records import (
    BatchRow,
    BatchState,
    Cancelled,
    ImportOptions,
    ImportPlan,
    ImportResult,
    Progress,
    UndoResult,
    in_order,
)
from microshop_desktop.services.import_running import Run, finish
from microshop_desktop.services.import_undo import Undoing
from microshop_desktop.services.pace import few_collections
from microshop_desktop.services.shop import Shop


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
        reading = Reading(self._shop, source, layout, chosen)
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
            rejected=in_order(tally.rejected),
            warnings=in_order(tally.warnings),
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
            run = Run(self._shop, actor, plan, cancelled or _never)
            try:
                run.write(progress)
            except BaseException:
                self._undoing(actor).take_back(run.batch)
                raise
            finish(self._shop, actor, run.batch)
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
                finish(self._shop, actor, batch)
            else:
                self._undoing(actor).take_back(batch)
                taken_back.append(batch)
        return tuple(taken_back)


def _never() -> bool:
    return False
