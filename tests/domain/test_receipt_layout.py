"""What stands on a receipt, whatever prints it."""

from dataclasses import replace

from microshop_desktop.domain.receipt import PAPER_58, PAPER_80, Receipt, ReceiptLine
from microshop_desktop.domain.receipt_layout import Columns, Pair, ReceiptWords, lay_out
from tests.receipt_samples import DESIGN, LINES, WORDS


def _names(receipt: Receipt) -> list[str]:
    return [row.name for row in lay_out(receipt, WORDS, PAPER_80) if isinstance(row, Columns)]


def _pairs(receipt: Receipt, words: ReceiptWords) -> list[tuple[str, str]]:
    rows = lay_out(receipt, words, PAPER_58)
    return [(row.left, row.right) for row in rows if isinstance(row, Pair)]


def test_pictures_in_names_and_notes_are_not_printed() -> None:
    line = ReceiptLine("丹东草莓🍓 500g", 1000, 3280, 3280, 3280, note="送妈妈❤️")
    receipt = replace(DESIGN, lines=(line,))
    assert _names(receipt)[1] == "丹东草莓 500g"
    assert ("送妈妈", "") in _pairs(receipt, WORDS)


def test_spanish_shops_of_the_euro_print_a_comma_and_the_sign_behind() -> None:
    spanish = replace(WORDS, decimal_sign=",", symbol_behind=True)
    receipt = replace(DESIGN, lines=LINES[2:3], money=replace(DESIGN.money, currency="EUR"))
    pairs = _pairs(receipt, spanish)
    assert ("合计", "98,00 €") in pairs
    assert ("1,26kg × 11,60", "14,62") in pairs


def test_refunds_carry_an_ascii_minus() -> None:
    receipt = replace(DESIGN, money=replace(DESIGN.money, total=-9800))
    assert ("合计", "-¥98.00") in _pairs(receipt, WORDS)
