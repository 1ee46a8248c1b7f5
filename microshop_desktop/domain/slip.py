"""The slip for a payment that is still being confirmed: short, and surely no receipt.

The customer takes it along when the order goes to the shelf, and the seller finds the order by it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from microshop_desktop.domain.money import currency
from microshop_desktop.domain.receipt import Paper
from microshop_desktop.domain.receipt_layout import (
    Centred,
    Code,
    Mark,
    Pair,
    ReceiptWords,
    Row,
    Rule,
    Weight,
    for_paper,
)


@dataclass(frozen=True, slots=True)
class Slip:
    """What is being confirmed: `amount` minor units asked for by `method`, for an order.

    `date` and `time` are texts of the shop's zone, of when it was asked for. `tail` are the last
    digits of the number under which the customer's phone lists the payment.
    """

    shop: str
    number: str
    date: str
    time: str
    method: str
    amount: int
    currency: str
    tail: str
    practice: bool = False


@dataclass(frozen=True, slots=True)
class SlipWords:
    """The words of a slip in one language; the other ones are those of receipts."""

    receipt: ReceiptWords
    title: str
    time: str
    amount: str
    method: str
    tail: str
    advice: str
    no_receipt: str
    code: str


def lay_out_slip(slip: Slip, words: SlipWords, paper: Paper) -> tuple[Row, ...]:
    """Set out a slip for this paper; its code leads to the order."""
    return tuple(for_paper(row) for row in _rows(slip, words, paper))


def _rows(slip: Slip, words: SlipWords, paper: Paper) -> Iterator[Row]:
    if slip.practice:
        yield Mark(words.receipt.practice, striped=True)
    yield Centred(slip.shop, Weight.TITLE)
    yield Mark(words.title)
    yield Pair(words.receipt.order, slip.number, Weight.STRONG)
    if paper.is_narrow:
        yield Pair(slip.date, slip.time)
    else:
        yield Pair(words.time, f"{slip.date} {slip.time}")
    yield Pair(words.method, slip.method)
    yield Pair(words.tail, slip.tail)
    yield Rule()
    money = words.receipt.with_symbol(slip.amount, currency(slip.currency))
    yield Pair(words.amount, money, Weight.TOTAL)
    yield Rule()
    yield Centred(words.advice)
    yield Centred(words.no_receipt, Weight.STRONG)
    yield Code(slip.number, (words.code,))
    if slip.practice:
        yield Mark(words.receipt.practice, striped=True)
