"""The rows of a file that could not be taken, as a file to be mended and read again."""

import csv
from collections.abc import Mapping
from pathlib import Path

from microshop_desktop.domain.table_cells import TableSource


def write_rejects(
    source: TableSource, reasons: Mapping[int, str], path: Path, *, header_row: int = 0
) -> None:
    """Write the rows that have a reason, under the heads of their file; the reason is last."""
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        for row in source.rows():
            if row.number == header_row:
                writer.writerow(row.cells)
            elif row.number in reasons:
                writer.writerow([*row.cells, f"{row.number}: {reasons[row.number]}"])
