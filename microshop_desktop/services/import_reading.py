"""Reading a file for an import: rows are checked, brought together and decided over."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from microshop_desktop.domain.columns import Layout
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.heads import Field
from microshop_desktop.domain.product_groups import Gathering
from microshop_desktop.domain.product_rows import Checked, ProductChecker, ProductRow, RowRules
from microshop_desktop.domain.quantity import plain_quantity
from microshop_desktop.domain.row_issues import IssueCode, RowIssue
from microshop_desktop.domain.table_cells import TableSource, rows_after
from microshop_desktop.services.import_matching import Decision, Matching
from microshop_desktop.services.import_records import ImportOptions, Progress, Tally
from microshop_desktop.services.shop import Shop

T = TypeVar("T")
DECIDED_AT_ONCE = 400
MOST_REMEMBERED = 120_000
"""Rows of a plan that are kept in memory for its run."""


class Reading:
    """One pass over a file; `tally` counts what goes by, `checked` keeps the rows."""

    def __init__(
        self, shop: Shop, source: TableSource, layout: Layout, options: ImportOptions
    ) -> None:
        """Begin at the top of a file; `heads_missing` without a known column."""
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


def _count(tally: Tally, decision: Decision) -> None:
    tally.created += len(decision.new)
    tally.updated += len(decision.changed_skus)
    tally.unchanged += decision.unchanged
    tally.products += bool(decision.new) and decision.product is None


def _chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk
