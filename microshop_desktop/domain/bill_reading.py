"""Telling by its heads which bill a file is, and reading it."""

import csv
from collections.abc import Iterable, Sequence

from microshop_desktop.domain.bill_alipay import is_summary, read_alipay
from microshop_desktop.domain.bill_cells import lines_of
from microshop_desktop.domain.bill_personal import read_personal
from microshop_desktop.domain.bill_wechat import read_wechat
from microshop_desktop.domain.bills import Bill
from microshop_desktop.domain.table_cells import TableRow


def bill_of_texts(texts: Iterable[str]) -> Bill | None:
    """Read the bill among some files that came together, one of which may be its summary."""
    tables = []
    for text in texts:
        found = read_wechat(text)
        if found is not None:
            return found
        tables.append(table_of(text))
    return bill_of_tables(tables)


def bill_of_tables(tables: Sequence[Sequence[TableRow]]) -> Bill | None:
    """Read the bill among some tables; None where none of them is one."""
    summary = next((table for table in tables if is_summary(table)), ())
    for table in tables:
        found = read_alipay(table, summary) or read_personal(table)
        if found is not None:
            return found
    return None


def table_of(text: str) -> list[TableRow]:
    """Part a text into rows and cells, each row with the number of its last line."""
    reader = csv.reader(lines_of(text.removeprefix("\ufeff")))
    return [TableRow(reader.line_num, cells) for cells in reader]
