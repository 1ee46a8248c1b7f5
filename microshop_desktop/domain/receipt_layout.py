"""How a receipt is set out: rows that both the picture and the printer's own letters follow.

The rows say what stands where, never in which font; so a receipt reads alike on every printer.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from microshop_desktop.domain.money import Currency, currency, plain_amount
from microshop_desktop.domain.paper_text import paper_text
from microshop_desktop.domain.quantity import plain_quantity
from microshop_desktop.domain.receipt import (
    NamedAmount,
    Paper,
    Receipt,
    ReceiptKind,
    ReceiptLine,
)


class Weight(StrEnum):
    """How much a row of text counts. The total is the largest, then the name of the shop."""

    BODY = "body"
    STRONG = "strong"
    TITLE = "title"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture in the middle; `data` are the bytes of a PNG, JPEG or WebP file."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Centred:
    """A text in the middle; wraps."""

    text: str
    weight: Weight = Weight.BODY


@dataclass(frozen=True, slots=True)
class Mark:
    """A short text in a frame across the paper, or between striped bars: a copy, practice."""

    text: str
    striped: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """A text on the left, which wraps, and one on the right, which does not."""

    left: str
    right: str = ""
    weight: Weight = Weight.BODY
    indent: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """Goods on wide paper: name (wraps), quantity, unit price, amount."""

    name: str
    quantity: str
    unit_price: str
    amount: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A dashed line across the paper."""


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code with lines of text beside it, or under it on narrow paper."""

    text: str
    lines: tuple[str, ...]


Row = Logo | Centred | Mark | Pair | Columns | Rule | Code


@dataclass(frozen=True, slots=True)
class ReceiptWords:
    """The words of a receipt in one language; those with `{…}` are formatted.

    `pieces` takes a count and gives, for instance, `小计（8 件）`.
    """

    order: str
    refund: str
    of_order: str
    cashier: str
    customer: str
    name: str
    quantity: str
    price: str
    amount: str
    narrow_head: str
    subtotal: Callable[[int], str]
    total: str
    refunded: str
    change: str
    tax: str
    was: str
    discount_was: str
    name_with_discount: str
    copy: str
    practice: str
    decimal_sign: str = "."
    symbol_behind: bool = False
    """Whether the sign of the currency stands behind the total."""

    def plain(self, minor: int, money: Currency) -> str:
        """Write an amount as paper does: an ASCII minus, no grouping, no sign of a currency."""
        return plain_amount(minor, money.exponent).replace(".", self.decimal_sign)

    def with_symbol(self, minor: int, money: Currency) -> str:
        """Write an amount with the sign of its currency."""
        figure, sign = self.plain(abs(minor), money), "-" if minor < 0 else ""
        parts = (f"{figure} ", money.symbol) if self.symbol_behind else (money.symbol, figure)
        return sign + "".join(parts)


def lay_out(receipt: Receipt, words: ReceiptWords, paper: Paper) -> tuple[Row, ...]:
    """Set out a receipt for this paper; the parts are kept apart by rules."""
    parts = (
        tuple(_top(receipt, words)),
        tuple(_facts(receipt, words, paper)),
        tuple(_goods(receipt, words, paper)),
        tuple(_money(receipt, words)),
        tuple(Pair(left, right) for left, right in receipt.extras),
    )
    rows: list[Row] = []
    for part in parts:
        if part:
            rows.extend((*part, Rule()))
    return tuple(for_paper(row) for row in (*rows, *_bottom(receipt, words)))


def for_paper(row: Row) -> Row:
    """Take out of a row's texts what no paper can show."""
    match row:
        case Centred() | Mark():
            return replace(row, text=paper_text(row.text))
        case Pair():
            return replace(row, left=paper_text(row.left), right=paper_text(row.right))
        case Columns():
            return replace(row, name=paper_text(row.name), quantity=paper_text(row.quantity))
        case Code():
            return replace(row, lines=tuple(paper_text(line) for line in row.lines))
        case Logo() | Rule():
            return row


def _top(receipt: Receipt, words: ReceiptWords) -> Iterator[Row]:
    if receipt.practice:
        yield Mark(words.practice, striped=True)
    if receipt.head.logo:
        yield Logo(receipt.head.logo)
    yield Centred(receipt.head.name, Weight.TITLE)
    for detail in receipt.head.details:
        yield Centred(detail)
    if receipt.copy_at:
        yield Mark(words.copy.format(time=receipt.copy_at))


def _facts(receipt: Receipt, words: ReceiptWords, paper: Paper) -> Iterator[Row]:
    label = words.refund if receipt.kind is ReceiptKind.REFUND else words.order
    cashier = _named(words.cashier, receipt.cashier)
    customer = _named(words.customer, receipt.customer)
    if paper.is_narrow:
        yield Pair(label, receipt.number)
        yield Pair(receipt.date, receipt.time)
    else:
        yield Pair(f"{label} {receipt.number}", cashier)
        yield Pair(f"{receipt.date} {receipt.time}", customer)
    if receipt.of_order:
        yield Pair(words.of_order, receipt.of_order)


def _named(label: str, name: str) -> str:
    return f"{label} {name}" if name else ""


def _goods(receipt: Receipt, words: ReceiptWords, paper: Paper) -> Iterator[Row]:
    if not receipt.lines:
        return
    money = currency(receipt.money.currency)
    if paper.is_narrow:
        yield Pair(words.narrow_head, words.amount)
        for line in receipt.lines:
            yield from _narrow_line(line, words, money)
        return
    yield Columns(words.name, words.quantity, words.price, words.amount)
    for line in receipt.lines:
        yield from _wide_line(line, words, money)


def _wide_line(line: ReceiptLine, words: ReceiptWords, money: Currency) -> Iterator[Row]:
    price = words.plain(line.unit_price, money)
    amount = words.plain(line.total, money)
    yield Columns(line.name, _quantity(line, words), price, amount)
    if line.unit_price != line.list_price:
        was = words.plain(line.list_price, money)
        template = words.discount_was if line.discount_name else words.was
        yield Pair(template.format(discount=line.discount_name, amount=was), indent=True)
    if line.note:
        yield Pair(line.note, indent=True)


def _narrow_line(line: ReceiptLine, words: ReceiptWords, money: Currency) -> Iterator[Row]:
    price = words.plain(line.unit_price, money)
    amount = words.plain(line.total, money)
    yield Pair(_name_with_discount(line, words, money))
    yield Pair(f"{_quantity(line, words)} × {price}", amount, indent=True)
    if line.note:
        yield Pair(line.note, indent=True)


def _name_with_discount(line: ReceiptLine, words: ReceiptWords, money: Currency) -> str:
    if line.unit_price == line.list_price:
        return line.name
    was = words.was.format(amount=words.plain(line.list_price, money))
    return words.name_with_discount.format(name=line.name, discount=line.discount_name or was)


def _quantity(line: ReceiptLine, words: ReceiptWords) -> str:
    text = plain_quantity(line.quantity).replace(".", words.decimal_sign)
    return f"{text}{line.unit}"


def _money(receipt: Receipt, words: ReceiptWords) -> Iterator[Row]:
    money = receipt.money
    kept = currency(money.currency)

    def plain(amount: int) -> str:
        return words.plain(amount, kept)

    if receipt.lines:
        yield Pair(words.subtotal(receipt.pieces), plain(money.subtotal))
    for adjustment in money.adjustments:
        yield Pair(adjustment.name, plain(adjustment.amount))
    title = words.refunded if receipt.kind is ReceiptKind.REFUND else words.total
    yield Pair(title, words.with_symbol(money.total, kept), Weight.TOTAL)
    for payment in _payments(receipt, words):
        yield Pair(payment.name, plain(payment.amount))
    if money.tax:
        yield Pair(words.tax, plain(money.tax))


def _payments(receipt: Receipt, words: ReceiptWords) -> Iterator[NamedAmount]:
    yield from receipt.money.payments
    if receipt.money.change:
        yield NamedAmount(words.change, receipt.money.change)


def _bottom(receipt: Receipt, words: ReceiptWords) -> Iterator[Row]:
    footer = receipt.footer
    if footer.qr_text:
        yield Code(footer.qr_text, footer.qr_lines)
    else:
        for line in footer.qr_lines:
            yield Centred(line)
    if footer.thanks:
        yield Centred(footer.thanks, Weight.STRONG)
    if receipt.practice:
        yield Mark(words.practice, striped=True)
