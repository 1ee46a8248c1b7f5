"""Rows of a ledger of the past: read exactly or refused with their field."""

import pytest

from microshop_desktop.domain.invoice_rows import LedgerReader, find_ledger_layout
from microshop_desktop.domain.row_issues import IssueCode, RowRefusedError
from microshop_desktop.domain.table_cells import TableRow

HEADS = ["Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price"]


def _read(quantity: str, price: str) -> tuple[int, int]:
    layout = find_ledger_layout([TableRow(1, HEADS)], name="ledger.csv")
    cells = ["536365", "85123A", "holder", quantity, "2010-12-01 08:26:00", price]
    line = LedgerReader(layout, exponent=2).read(TableRow(2, cells))
    return line.quantity, line.total


def test_a_total_is_rounded_once_from_the_exact_product() -> None:
    assert _read("6", "2.555") == (6000, 1533)
    assert _read("10000000", "0.01") == (10_000_000_000, 10_000_000)


@pytest.mark.parametrize(
    ("quantity", "price"),
    [("10000001", "0.01"), ("1", "10000000000.01"), ("10000000", "1000000")],
)
def test_what_no_sum_could_hold_is_refused(quantity: str, price: str) -> None:
    with pytest.raises(RowRefusedError) as caught:
        _read(quantity, price)
    assert caught.value.code is IssueCode.NUMBER_BAD
