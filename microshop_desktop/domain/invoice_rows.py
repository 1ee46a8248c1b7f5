"""Rows of a sales ledger: one row a line of an invoice, as web shops and old tills export them.

What a row is shows in its number and its signs: a line of a sale; a line of a cancellation, whose
invoice begins with `C`; or a write-off, a negative quantity without price on any other invoice.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from microshop_desktop.domain.basket import MOST_QUANTITY
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.heads import plain_head
from microshop_desktop.domain.money import MOST_PRICE, MOST_TOTAL, THOUSAND, divide_half_up
from microshop_desktop.domain.row_issues import IssueCode, RowRefusedError
from microshop_desktop.domain.table_cells import TableRow

_NUMBER = re.compile(r"(-?)(\d{1,12})(?:\.(\d{1,12}))?")
_CANCELLED = re.compile(r"[Cc]\d")


class InvoiceField(StrEnum):
    """What the columns of a ledger hold."""

    INVOICE = "invoice"
    CODE = "code"
    NAME = "name"
    QUANTITY = "quantity"
    AT = "at"
    PRICE = "price"
    CUSTOMER = "customer"
    COUNTRY = "country"


_HEADS: dict[InvoiceField, str] = {
    InvoiceField.INVOICE: "invoiceno invoice invoicenumber 单号 订单号 销售单号 factura",
    InvoiceField.CODE: "stockcode code sku itemcode 货号 商品编码 条码 codigo",
    InvoiceField.NAME: "description name itemname 品名 商品名称 descripcion",
    InvoiceField.QUANTITY: "quantity qty 数量 cantidad",
    InvoiceField.AT: "invoicedate date datetime 时间 日期 销售时间 fecha",
    InvoiceField.PRICE: "unitprice price 单价 售价 precio",
    InvoiceField.CUSTOMER: "customerid customer 客户编号 会员号 cliente",
    InvoiceField.COUNTRY: "country 国家 pais",
}
_NEEDED = (
    InvoiceField.INVOICE,
    InvoiceField.CODE,
    InvoiceField.QUANTITY,
    InvoiceField.AT,
    InvoiceField.PRICE,
)


class LineKind(StrEnum):
    """What a row books."""

    SALE = "sale"
    REFUND = "refund"
    LOSS = "loss"


class InvoiceLine(NamedTuple):
    """One row, read. `quantity` (thousandths) and `total` (minor units) are never negative.

    `at` is the file's own wall-clock time without zone. `rounded` says that the file's price has
    more decimals than the currency; `total` is then rounded once, half up, from the exact product.
    """

    row: int
    kind: LineKind
    invoice: str
    code: str
    name: str
    quantity: int
    unit_price: int
    total: int
    at: datetime
    customer: str
    country: str
    rounded: bool


@dataclass(frozen=True, slots=True)
class LedgerLayout:
    """Which column holds which field, and the number of the row of heads."""

    header_row: int
    places: Mapping[InvoiceField, int]


def find_ledger_layout(rows: Sequence[TableRow], *, name: str) -> LedgerLayout:
    """Find the heads among the first rows; `heads_missing` without those that are needed."""
    for row in rows:
        heads = [plain_head(cell) for cell in row.cells]
        places = {
            field: heads.index(known)
            for field, names in _HEADS.items()
            for known in [next((name for name in names.split() if name in heads), "")]
            if known
        }
        if all(field in places for field in _NEEDED):
            return LedgerLayout(row.number, places)
    raise ShopError(ErrorCode.HEADS_MISSING, name=name)


class LedgerReader:
    """Reads rows of one ledger; `exponent` are the decimals of the currency."""

    def __init__(self, layout: LedgerLayout, *, exponent: int) -> None:
        """Read rows that are laid out like this."""
        self._places = layout.places
        self._exponent = exponent

    def read(self, row: TableRow) -> InvoiceLine:
        """Read one row; `RowRefusedError` with the field and reason where it cannot be booked."""
        invoice = self._needed(row, InvoiceField.INVOICE)
        code = self._needed(row, InvoiceField.CODE)
        quantity, parts = _number(self._cell(row, InvoiceField.QUANTITY), InvoiceField.QUANTITY)
        price, decimals = _number(self._cell(row, InvoiceField.PRICE), InvoiceField.PRICE)
        kind = _kind(invoice, quantity, price)
        minor = price * 10**self._exponent
        total = divide_half_up(abs(quantity) * minor, 10 ** (parts + decimals))
        counted = _thousandths(abs(quantity), parts)
        if counted > MOST_QUANTITY or total > MOST_TOTAL or minor > MOST_PRICE * 10**decimals:
            raise RowRefusedError(InvoiceField.QUANTITY, IssueCode.NUMBER_BAD, str(quantity))
        return InvoiceLine(
            row=row.number,
            kind=kind,
            invoice=invoice,
            code=code,
            name=self._cell(row, InvoiceField.NAME).strip(),
            quantity=counted,
            unit_price=divide_half_up(minor, 10**decimals),
            total=total,
            at=_moment(self._cell(row, InvoiceField.AT).strip()),
            customer=self._cell(row, InvoiceField.CUSTOMER).strip(),
            country=self._cell(row, InvoiceField.COUNTRY).strip(),
            rounded=minor % 10**decimals != 0,
        )

    def _cell(self, row: TableRow, field: InvoiceField) -> str:
        place = self._places.get(field)
        return row.cells[place] if place is not None and place < len(row.cells) else ""

    def _needed(self, row: TableRow, field: InvoiceField) -> str:
        text = self._cell(row, field).strip()
        if not text:
            raise RowRefusedError(field, IssueCode.CODE_MISSING)
        return text


def _kind(invoice: str, quantity: int, price: int) -> LineKind:
    """Tell what a row books, or refuse it."""
    cancelled = _CANCELLED.match(invoice) is not None
    if not cancelled and invoice[0].isalpha():
        raise RowRefusedError(InvoiceField.INVOICE, IssueCode.NOT_A_SALE, invoice)
    if price < 0:
        raise RowRefusedError(InvoiceField.PRICE, IssueCode.PRICE_NEGATIVE, str(price))
    if quantity == 0 or (cancelled and quantity > 0):
        raise RowRefusedError(InvoiceField.QUANTITY, IssueCode.NUMBER_BAD, str(quantity))
    if cancelled:
        return LineKind.REFUND
    if quantity > 0:
        return LineKind.SALE
    if price:
        raise RowRefusedError(InvoiceField.QUANTITY, IssueCode.NUMBER_NEGATIVE, str(quantity))
    return LineKind.LOSS


@lru_cache(maxsize=4096)
def _number(text: str, field: InvoiceField) -> tuple[int, int]:
    """Read a decimal number exactly: its digits as a whole number and how many are decimals."""
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        raise RowRefusedError(field, IssueCode.NUMBER_BAD, text)
    sign, whole, rest = found.groups(default="")
    return int(f"{sign}{whole}{rest}"), len(rest)


def _thousandths(quantity: int, decimals: int) -> int:
    """Bring a quantity to thousandths; finer ones cannot be counted."""
    scaled, rest = divmod(quantity * THOUSAND, int(10**decimals))
    if rest:
        raise RowRefusedError(InvoiceField.QUANTITY, IssueCode.NUMBER_BAD, str(quantity))
    return scaled


@lru_cache(maxsize=4096)
def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise RowRefusedError(InvoiceField.AT, IssueCode.DATE_BAD, text) from None
    return moment.replace(tzinfo=None)
