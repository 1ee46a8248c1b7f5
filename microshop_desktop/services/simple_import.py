"""What imports of customers and of counted stock share: one pass, written chunk by chunk."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import insert, update

from microshop_desktop.domain.columns import Layout
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.row_issues import RowIssue, RowRefusedError
from microshop_desktop.domain.row_values import RowReader
from microshop_desktop.domain.table_cells import TableSource, rows_after
from microshop_desktop.persistence.tables.shop import ImportBatch
from microshop_desktop.services.import_records import Progress
from microshop_desktop.services.shop import Shop

AT_ONCE = 200


@dataclass(slots=True)
class SimpleResult:
    """What such an import did, or would do (`batch` None)."""

    batch: UUID | None
    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[RowIssue] = field(default_factory=list)
    warnings: list[RowIssue] = field(default_factory=list)

    def refuse(self, row: int, refusal: RowRefusedError) -> None:
        """Reject a row for the reason of a refusal."""
        self.rejected.append(RowIssue(row, refusal.field, refusal.code, refusal.value))


def readers(
    shop: Shop,
    source: TableSource,
    layout: Layout,
    result: SimpleResult,
    progress: Progress | None,
) -> Iterator[list[RowReader]]:
    """Give the rows of a file some at a time; `heads_missing` without a column to know them by."""
    if not layout.is_usable:
        raise ShopError(ErrorCode.HEADS_MISSING, name=source.name)
    places = {held: place for place, held in enumerate(layout.fields) if held is not None}
    piece: list[RowReader] = []
    for row in rows_after(source, layout.header_row):
        cells = {held: row.cells[at] for held, at in places.items() if at < len(row.cells)}
        result.rows += 1
        piece.append(RowReader(row.number, cells, shop.profile.currency.exponent))
        if len(piece) == AT_ONCE:
            yield piece
            piece = []
            if progress:
                progress(result.rows, result.rows)
    if piece:
        yield piece


def begin_batch(shop: Shop, kind: str, name: str) -> UUID:
    """Write down that an import begins."""
    batch = shop.ids.new()
    with shop.database.write() as connection:
        connection.execute(
            insert(ImportBatch).values(
                id=batch,
                kind=kind,
                file_name=name,
                fingerprint="",
                state="running",
                started_at=shop.clock.now(),
            )
        )
    return batch


def end_batch(shop: Shop, result: SimpleResult) -> None:
    """Write down what an import did."""
    with shop.database.write() as connection:
        connection.execute(
            update(ImportBatch)
            .where(ImportBatch.id == result.batch)
            .values(
                state="done",
                ended_at=shop.clock.now(),
                rows=result.rows,
                created=result.created,
                updated=result.updated,
                unchanged=result.unchanged,
                rejected=len(result.rejected),
            )
        )
