"""The first pass over a sales ledger: what it holds, before anything of it is booked.

It keeps one small entry for each invoice, code and customer, never the rows.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from microshop_desktop.domain.invoice_rows import (
    InvoiceLine,
    LedgerLayout,
    LedgerReader,
    LineKind,
    find_ledger_layout,
)
from microshop_desktop.domain.row_issues import IssueCode, RowIssue, RowRefusedError
from microshop_desktop.domain.table_cells import TableSource, first_rows, rows_after

HEADS_WITHIN = 30


@dataclass(slots=True)
class CodeFacts:
    """What a ledger says of a code: its names with how often, its last price, lines sold."""

    names: Counter[str] = field(default_factory=Counter)
    last_price: int = 0
    lines: int = 0

    @property
    def name(self) -> str:
        """The commonest name, the first of several equally common; empty when it has none."""
        return self.names.most_common(1)[0][0] if self.names else ""

    def add(self, line: InvoiceLine) -> None:
        """Take one line into account."""
        if line.kind is LineKind.SALE:
            self.lines += 1
            self.last_price = line.unit_price or self.last_price
        if line.name and line.kind is not LineKind.LOSS:
            self.names[line.name] += 1


@dataclass(slots=True)
class Survey:
    """What a ledger holds. `lines` counts the good rows of each invoice."""

    layout: LedgerLayout
    fingerprint: str = ""
    rows: int = 0
    lines: Counter[str] = field(default_factory=Counter)
    codes: dict[str, CodeFacts] = field(default_factory=dict)
    customers: dict[str, str] = field(default_factory=dict)
    rejected: list[RowIssue] = field(default_factory=list)
    warnings: list[RowIssue] = field(default_factory=list)


def survey(source: TableSource, *, exponent: int) -> Survey:
    """Read a whole ledger once; raises `heads_missing` and what reading the file raises."""
    found = Survey(find_ledger_layout(first_rows(source, HEADS_WITHIN), name=source.name))
    reader = LedgerReader(found.layout, exponent=exponent)
    digest = hashlib.sha256()
    for row in rows_after(source, found.layout.header_row):
        found.rows += 1
        digest.update("\x1f".join(row.cells).encode())
        digest.update(b"\x1e")
        try:
            line = reader.read(row)
        except RowRefusedError as refused:
            found.rejected.append(RowIssue(row.number, refused.field, refused.code, refused.value))
            continue
        _count(found, line)
    found.fingerprint = digest.hexdigest()
    return found


def good_lines(
    source: TableSource, layout: LedgerLayout, *, exponent: int
) -> Iterator[InvoiceLine]:
    """Read a ledger again and yield the rows that can be booked, in the order of the file."""
    reader = LedgerReader(layout, exponent=exponent)
    for row in rows_after(source, layout.header_row):
        try:
            yield reader.read(row)
        except RowRefusedError:
            continue


def _count(found: Survey, line: InvoiceLine) -> None:
    found.lines[line.invoice] += 1
    found.codes.setdefault(line.code, CodeFacts()).add(line)
    if line.customer:
        found.customers.setdefault(line.customer, line.country)
    if line.rounded:
        found.warnings.append(RowIssue(line.row, "price", IssueCode.PRICE_ROUNDED, str(line.total)))
