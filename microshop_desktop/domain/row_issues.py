"""What can be wrong with a row of a file, or was changed in it, by stable code.

Scripts rely on the codes; `infra/row_texts.py` gives each its sentence.
"""

from dataclasses import dataclass
from enum import StrEnum


class IssueCode(StrEnum):
    """Why a row is not taken, or what a person should know about one that is."""

    NAME_MISSING = "name_missing"
    CODE_MISSING = "code_missing"
    CODE_NOTATION = "code_notation"
    CODE_DIGITS_LOST = "code_digits_lost"
    CODE_TOO_LONG = "code_too_long"
    CODE_REPEATED = "code_repeated"
    CODE_AMBIGUOUS = "code_ambiguous"
    CODE_UNKNOWN = "code_unknown"
    PRICE_BAD = "price_bad"
    PRICE_NEGATIVE = "price_negative"
    PRICE_ZERO_LEFT_OUT = "price_zero_left_out"
    NUMBER_BAD = "number_bad"
    NUMBER_NEGATIVE = "number_negative"
    KIND_NOT_SOLD = "kind_not_sold"
    NOT_A_SALE = "not_a_sale"
    DATE_BAD = "date_bad"

    CODE_CLEANED = "code_cleaned"
    CODE_FROM_NUMBER = "code_from_number"
    CHECK_DIGIT = "check_digit"
    TEXT_CLEANED = "text_cleaned"
    NAME_BROKEN = "name_broken"
    NAME_LONG = "name_long"
    PRICE_ZERO = "price_zero"
    PRICE_MISSING = "price_missing"
    PRICE_ROUNDED = "price_rounded"
    BELOW_COST = "below_cost"
    ZERO_NOT_TAKEN = "zero_not_taken"
    NUMBER_ROUNDED = "number_rounded"
    WORD_UNKNOWN = "word_unknown"
    WHOLESALE_FROM = "wholesale_from"
    SEPARATOR_MIXED = "separator_mixed"
    CELLS_BEYOND = "cells_beyond"
    GROUP_LINE = "group_line"
    STOCK_KEPT = "stock_kept"
    PHONE_BAD = "phone_bad"

    ORDER_NUMBER_MISSING = "order_number_missing"
    ORDER_ROWS_DISAGREE = "order_rows_disagree"
    ORDER_SENSELESS = "order_senseless"
    ORDER_ROW_BAD = "order_row_bad"
    ORDER_CURRENCY_OTHER = "order_currency_other"
    STATUS_UNKNOWN = "status_unknown"
    GOODS_NOT_PARTED = "goods_not_parted"


@dataclass(frozen=True, slots=True)
class RowIssue:
    """One remark on a row: `field` as in `heads.Field`, `value` what the sentence names."""

    row: int
    field: str
    code: IssueCode
    value: str = ""


class RowRefusedError(Exception):
    """A row cannot be taken, for one reason."""

    def __init__(self, field: str, code: IssueCode, value: str = "") -> None:
        """Remember the field, the code and the value that is wrong."""
        super().__init__(field, code, value)
        self.field = field
        self.code = code
        self.value = value
