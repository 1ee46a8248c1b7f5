"""Lists for people as tables, for scripts as one JSON array; both in bounded memory."""

import io
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Annotated, TypeVar
from zoneinfo import ZoneInfo

import typer

from microshop_desktop.infra.translations import _

if TYPE_CHECKING:
    from microshop_desktop.domain.export_table import ExportTable

_BLOCK = 500
_WIDE = 400
T = TypeVar("T")


def typed_day(text: str) -> date:
    """Read a typed day; a wrong one is wrong usage."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise typer.BadParameter(
            _("“{text}” is not a day. Type it as 2026-03-14.").format(text=text)
        ) from None


FirstDay = Annotated[
    date | None, typer.Option("--from", parser=typed_day, help=_("First day, as 2026-03-14."))
]
LastDay = Annotated[
    date | None, typer.Option("--to", parser=typed_day, help=_("Last day, as 2026-03-14."))
]
MOST_SHOWN = 1_000_000_000
Limit = Annotated[
    int | None, typer.Option(min=1, max=MOST_SHOWN, help=_("How many to show at most."))
]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, and whether figures stand at the right."""

    title: str
    right: bool = False


def print_array(documents: Iterable[object]) -> None:
    """Print documents as one JSON array, each as soon as it is there."""
    out = sys.stdout.buffer
    sys.stdout.flush()
    separator = b"["
    for document in documents:
        out.write(separator + json.dumps(document, ensure_ascii=False).encode())
        separator = b",\n"
    out.write(b"[]\n" if separator == b"[" else b"]\n")
    out.flush()


def print_table(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> None:
    """Print rows as tables of a few hundred each; where there are none, say so."""
    from rich.console import Console

    # Into a file or a pipe a row stays one line.
    width = None if sys.stdout.isatty() else _WIDE
    console = Console(highlight=False, width=width)
    blocks = _blocks(rows)
    first = next(blocks, None)
    if first is None:
        print(_("There is nothing to show."))
        return
    console.print(_table(columns, first))
    for block in blocks:
        console.print(_table(columns, block))


def print_csv(table: "ExportTable") -> None:
    """Print a table as csv: marked as UTF-8 where it goes into a file, for spreadsheets."""
    from microshop_desktop.exchange.writers import write_csv_lines

    text = io.StringIO(newline="")
    write_csv_lines(text, table)
    encoding = "utf-8" if sys.stdout.isatty() else "utf-8-sig"
    sys.stdout.flush()
    sys.stdout.buffer.write(text.getvalue().encode(encoding))
    sys.stdout.buffer.flush()


def local_minute(at: datetime, zone: str) -> str:
    """Return a moment in the shop's zone, to the minute."""
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def _table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> object:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column.title, justify="right" if column.right else "left")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table


def _blocks(rows: Iterable[T]) -> Iterator[list[T]]:
    source = iter(rows)
    while block := list(islice(source, _BLOCK)):
        yield block
