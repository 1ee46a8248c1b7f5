"""A receipt printer: takes rows of a receipt, in dots or in its own letters, and kicks the drawer.

Nothing here waits longer than the settings' time-outs. What goes wrong is a `ShopError` with a
`printer_…` code; whoever prints keeps the job and tries again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from microshop_desktop.devices import escpos
from microshop_desktop.devices.printer_connection import KINDS, Connection, PrinterKind, connect
from microshop_desktop.devices.printer_letters import WESTERN, CodePage
from microshop_desktop.devices.receipt_text import DrawRows, text_bytes
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.receipt import PAPER_80, Paper
from microshop_desktop.domain.receipt_layout import Centred, Pair, Row, Rule, Weight

TEST_TEXT = "测试 ¥ñ €8.50"
"""Chinese, the signs of money and a Spanish letter: what printers get wrong."""


@dataclass(frozen=True, slots=True)
class PrinterSettings:
    """What must be known of a printer.

    `kind` is a key of `KINDS`, or `none`. With `text_mode` the printer's own letters are used,
    with `code_page` for accents (None: accents are dropped). Time-outs are seconds.
    """

    kind: str = "none"
    address: str = ""
    paper: Paper = PAPER_80
    text_mode: bool = False
    code_page: CodePage | None = WESTERN
    cuts: bool = True
    time_out: float = 6.0
    status_time_out: float = 0.7


class ReceiptPrinter:
    """One printer as the settings describe it; a connection is opened for each job."""

    def __init__(self, settings: PrinterSettings, draw: DrawRows) -> None:
        """Take the settings and the function that draws rows as dots."""
        self._settings = settings
        self._draw = draw

    @property
    def paper(self) -> Paper:
        """The roll that is in the printer."""
        return self._settings.paper

    @property
    def is_set_up(self) -> bool:
        """Tell whether there is a printer at all."""
        return self._settings.kind in KINDS

    def print_rows(self, rows: Sequence[Row], *, open_drawer: bool = False) -> None:
        """Print rows and cut; the drawer opens first, so that change can be given meanwhile."""
        kick = escpos.DRAWER_KICK if open_drawer else b""
        self._send(kick + b"".join(self._job(rows)))

    def open_drawer(self) -> None:
        """Open the drawer alone."""
        self._send(escpos.RESET + escpos.DRAWER_KICK)

    def print_test(self, *, own_letters: str, picture: str) -> None:
        """Print the same text both ways, so that a person can say which line reads right."""
        page = self._settings.code_page
        first = (Centred(own_letters, Weight.STRONG), Pair(f"A  {TEST_TEXT}", "8.50"), Rule())
        second = (Centred(picture, Weight.STRONG), Pair(f"B  {TEST_TEXT}", "8.50"))
        parts = (
            escpos.RESET,
            *text_bytes(first, self.paper, self._draw, page=page),
            escpos.CHINESE_OFF,
            *escpos.raster(self._draw(second, self.paper)),
            self._end(),
        )
        self._send(b"".join(parts))

    def _job(self, rows: Sequence[Row]) -> Iterator[bytes]:
        yield escpos.RESET
        if self._settings.text_mode:
            page = self._settings.code_page
            yield from text_bytes(rows, self.paper, self._draw, page=page)
        else:
            yield from escpos.raster(self._draw(rows, self.paper))
        yield self._end()

    def _end(self) -> bytes:
        return escpos.FEED_AND_CUT if self._settings.cuts else escpos.FEED

    def _send(self, data: bytes) -> None:
        kind = self._kind()
        connection = connect(kind, self._settings.address, self._settings.time_out)
        try:
            answered = kind.answers and self._check(connection)
            connection.write(data)
            if answered:
                self._check_after(connection)
        finally:
            connection.close()

    def _kind(self) -> PrinterKind:
        kind = KINDS.get(self._settings.kind)
        if kind is None:
            raise ShopError(ErrorCode.PRINTER_NOT_SET)
        return kind

    def _check(self, connection: Connection) -> bool:
        """Refuse a printer that says why it cannot print; tell whether it speaks at all."""
        paper = connection.ask(escpos.ASK_PAPER, self._settings.status_time_out)
        if paper is None:
            return False
        if escpos.is_paper_out(paper):
            raise ShopError(ErrorCode.PRINTER_OUT_OF_PAPER, address=self._settings.address)
        offline = connection.ask(escpos.ASK_OFFLINE, self._settings.status_time_out)
        if offline is not None and escpos.is_cover_open(offline):
            raise ShopError(ErrorCode.PRINTER_COVER_OPEN, address=self._settings.address)
        return True

    def _check_after(self, connection: Connection) -> None:
        """Ask a printer that spoke before once more, whether the roll ended or it fell silent."""
        paper = connection.ask(escpos.ASK_PAPER, self._settings.time_out)
        if paper is None:
            raise ShopError(ErrorCode.PRINTER_NOT_ANSWERING, address=self._settings.address)
        if escpos.is_paper_out(paper):
            raise ShopError(ErrorCode.PRINTER_OUT_OF_PAPER, address=self._settings.address)
