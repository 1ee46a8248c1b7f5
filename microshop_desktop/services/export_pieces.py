"""What the tables of an export share: their shape, and rows a few hundred at a time."""

from collections.abc import Iterator, Sequence

from microshop_desktop.domain.export_table import ExportColumn
from microshop_desktop.persistence.streaming import AnyRow

_AT_ONCE = 400
Columns = list[ExportColumn]
Rows = Iterator[Sequence[object]]


def pieces(rows: Iterator[AnyRow]) -> Iterator[list[AnyRow]]:
    """Give streamed rows in lists, so that what belongs to them is read with few questions."""
    piece: list[AnyRow] = []
    for row in rows:
        piece.append(row)
        if len(piece) == _AT_ONCE:
            yield piece
            piece = []
    if piece:
        yield piece
