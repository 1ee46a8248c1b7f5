"""Reading the cells of one row: each value exactly, or a reason; each change with a remark."""

import re
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from microshop_desktop.domain.basket import MOST_QUANTITY
from microshop_desktop.domain.codes import clean_code, has_valid_check, is_retail_length
from microshop_desktop.domain.heads import Field
from microshop_desktop.domain.money import MOST_PRICE
from microshop_desktop.domain.row_issues import IssueCode, RowIssue, RowRefusedError
from microshop_desktop.domain.table_cells import EXACT_DIGITS, NumberText

LONGEST_CODE = 64
LONG_NAME = 200
MOST_DIGITS = 12

_PLAIN_NUMBER = re.compile(r"\d{1,12}(\.\d+)?")
_MONEY_SIGNS = re.compile(r"(?:CNY|RMB|USD|EUR|HK\$|US\$|NT\$|[¥￥$€£元])", re.IGNORECASE)
_THOUSANDS = re.compile(r"\d{1,3}(?:([,.' \u00a0\u202f])\d{3})(?:\1\d{3})*")
_NOTATION = re.compile(r"\d(?:[.,]\d*)?[eE][+]?\d{1,3}")
_FORMULA_SIGNS = frozenset("=+-@＝＋－＠")
_FORMULA_TEXT = re.compile(r'="([^"]*)"')
_CODE_SEPARATORS = re.compile(r"[,;，；、|\n]+")
_FULL_WIDTH = {0xFF01 + offset: chr(0x21 + offset) for offset in range(94)} | {0x3000: " "}
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200b\ufeff]+")

_YES = frozenset(
    "√ ✓ ✔ ☑ ■ 是 有 y yes true 1 on si sí 正常 启用 上架 在售 已上架 销售中 active".split()
)
_NO = frozenset(
    "□ ☐ × ✗ 否 无 n no false 0 -1 off 停用 停售 下架 已下架 停购 作废 draft inactive".split()
)
_WEIGHED = frozenset("计重 称重 按重量 散称 weight weighed kg 公斤 peso".split())
_COUNTED = frozenset("普通 计件 计数 按件 piece pieces each unit 定量 pieza unidad".split())


class RowReader:
    """The cells of one row by field. Remarks gather in `warnings`; a refusal is raised."""

    __slots__ = ("_cells", "_exponent", "row", "warnings")

    def __init__(self, row: int, cells: Mapping[Field, str], exponent: int) -> None:
        """Take the cells of the mapped columns; `exponent` are the decimals of the currency."""
        self.row = row
        self.warnings: list[RowIssue] = []
        self._cells = cells
        self._exponent = exponent

    def warn(self, field: Field, code: IssueCode, value: str = "") -> None:
        """Remark on something that a person should know."""
        self.warnings.append(RowIssue(self.row, field.value, code, value))

    def text(self, field: Field) -> str | None:
        """Return a text without blanks at its ends; None where the file says nothing."""
        cell = self._cells.get(field)
        if not cell:
            return None
        cleaned = cell
        if not cell.isprintable():
            cleaned = _CONTROL.sub(" ", cell)
        cleaned = cleaned.strip()
        if cleaned[:1] == "'" and cleaned[1:2] in _FORMULA_SIGNS:
            cleaned = cleaned[1:]
        if cleaned != cell:
            self.warn(field, IssueCode.TEXT_CLEANED, cleaned)
        return cleaned or None

    def codes(self, field: Field) -> tuple[str, ...]:
        """Return the codes of a cell, or of several put together with line breaks."""
        cell = self._cells.get(field)
        if not cell:
            return ()
        if cell.isascii() and cell.isalnum() and not _NOTATION.fullmatch(cell):
            return (self._code(field, cell),)
        return tuple(
            dict.fromkeys(
                code
                for part in _CODE_SEPARATORS.split(cell)
                if (code := self._clean_code(field, _as_cell(part, cell)))
            )
        )

    def own_code(self, field: Field) -> str | None:
        """Return the seller's own code, which may hold any sign; None where the file says none."""
        cell = self._cells.get(field)
        return (self._clean_code(field, cell) if cell else "") or None

    def money(self, field: Field) -> int | None:
        """Return an amount in minor units; None where the file says nothing."""
        amount = self._number(field, self._exponent, IssueCode.PRICE_ROUNDED, IssueCode.PRICE_BAD)
        if amount is not None and amount < 0:
            raise RowRefusedError(field, IssueCode.PRICE_NEGATIVE, self._cells[field].strip())
        if amount is not None and amount > MOST_PRICE:
            raise RowRefusedError(field, IssueCode.PRICE_BAD, self._cells[field].strip())
        return amount

    def money_above_zero(self, field: Field) -> int | None:
        """Return an amount, where 0 is how programs write that there is none."""
        amount = self.money(field)
        if amount == 0:
            self.warn(field, IssueCode.ZERO_NOT_TAKEN)
            return None
        return amount

    def quantity(self, field: Field) -> int | None:
        """Return a quantity in thousandths; None where the file says nothing."""
        quantity = self._number(field, 3, IssueCode.NUMBER_ROUNDED, IssueCode.NUMBER_BAD)
        if quantity is not None and abs(quantity) > MOST_QUANTITY:
            raise RowRefusedError(field, IssueCode.NUMBER_BAD, self._cells[field].strip())
        return quantity

    def rate(self, field: Field) -> int | None:
        """Return a tax rate in hundredths of a percent: `13`, `13%` and `0.13` are the same."""
        cell = self._cells.get(field, "").strip()
        if not cell:
            return None
        value = _decimal(cell.rstrip("%％").strip())
        if value is None or not 0 <= value < 100:
            raise RowRefusedError(field, IssueCode.NUMBER_BAD, cell)
        percent = value if cell.endswith(("%", "％")) or value >= 1 else value * 100
        return int((percent * 100).quantize(Decimal(1), ROUND_HALF_UP))

    def flag(self, field: Field) -> bool | None:
        """Return yes or no, in words, ticks or figures; None where the file says nothing."""
        return self._word(field, lambda word: _which(word, _YES, _NO))

    def weighed(self, field: Field) -> bool | None:
        """Return whether goods are sold by weight, from yes or no or from the way they are sold."""
        return self._word(field, lambda word: _which(word, _WEIGHED | _YES, _COUNTED | _NO))

    def _word(self, field: Field, meaning: Callable[[str], bool | None]) -> bool | None:
        word = self._cells.get(field, "").strip()
        if not word:
            return None
        found = meaning(word.casefold())
        if found is None:
            self.warn(field, IssueCode.WORD_UNKNOWN, word)
        return found

    def _number(
        self, field: Field, decimals: int, rounded: IssueCode, bad: IssueCode
    ) -> int | None:
        cell = self._cells.get(field)
        if not cell or not (typed := cell.strip()):
            return None
        value = Decimal(typed) if _PLAIN_NUMBER.fullmatch(typed) else _decimal(typed)
        if value is None:
            raise RowRefusedError(field, bad, typed)
        scaled = value.scaleb(decimals)
        whole = scaled.to_integral_value(ROUND_HALF_UP)
        if whole != scaled:
            self.warn(field, rounded, typed)
        return int(whole)

    def _clean_code(self, field: Field, cell: str) -> str:
        formula = _FORMULA_TEXT.fullmatch(cell.strip())
        plain = formula.group(1) if formula else cell.strip().removeprefix("'")
        code = clean_code(plain)
        if not code:
            return ""
        if code != cell:
            self.warn(field, IssueCode.CODE_CLEANED, code)
        return self._code(field, NumberText(code) if isinstance(cell, NumberText) else code)

    def _code(self, field: Field, code: str) -> str:
        """Refuse what is surely not the code that was meant, and remark on what may be wrong."""
        if _NOTATION.fullmatch(code):
            raise RowRefusedError(field, IssueCode.CODE_NOTATION, code)
        if len(code) > LONGEST_CODE:
            raise RowRefusedError(field, IssueCode.CODE_TOO_LONG, code[:LONGEST_CODE])
        if isinstance(code, NumberText):
            if len(code) > EXACT_DIGITS:
                raise RowRefusedError(field, IssueCode.CODE_DIGITS_LOST, code)
            self.warn(field, IssueCode.CODE_FROM_NUMBER, code)
        if field is Field.CODE and is_retail_length(code) and not has_valid_check(code):
            self.warn(field, IssueCode.CHECK_DIGIT, code)
        return str(code)


def _as_cell(part: str, cell: str) -> str:
    return NumberText(part) if isinstance(cell, NumberText) else part


def _which(word: str, yes: frozenset[str], no: frozenset[str]) -> bool | None:
    if word in yes:
        return True
    return False if word in no else None


def _decimal(typed: str) -> Decimal | None:
    """Read a number as people type it: a sign of money, thousands parted, a decimal comma."""
    plain = _MONEY_SIGNS.sub("", typed.translate(_FULL_WIDTH)).strip()
    sign = -1 if plain.startswith("-") else 1
    digits = _with_point(plain.lstrip("+-").strip())
    if not _PLAIN_NUMBER.fullmatch(digits):
        return None
    return sign * Decimal(digits)


def _with_point(text: str) -> str:
    """Bring `1,234.50`, `1.234,50`, `1 234` and `12,5` to a plain number with a point."""
    comma, point = text.rfind(","), text.rfind(".")
    if comma >= 0 and point >= 0:
        decimal = "," if comma > point else "."
        whole, _, rest = text.rpartition(decimal)
        return f"{_joined(whole)}.{rest}"
    if comma >= 0 and not _THOUSANDS.fullmatch(text):
        return text.replace(",", ".", 1)
    return text if point >= 0 else _joined(text)


def _joined(text: str) -> str:
    """Take out what parts thousands, where it parts nothing else."""
    return re.sub(r"\D", "", text) if _THOUSANDS.fullmatch(text) else text
