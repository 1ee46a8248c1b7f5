"""Sentences for what is wrong with a row of a file or was changed in it, by its code."""

from microshop_desktop.infra.translations import _, mark

SENTENCES: dict[str, str] = {
    "name_missing": mark("There is no name."),
    "code_missing": mark("There is no code."),
    "code_notation": mark(
        "“{value}” is a rounded number; the code behind it is lost. Format the column as text."
    ),
    "code_digits_lost": mark(
        "“{value}” has more digits than a spreadsheet keeps. Format the column as text."
    ),
    "code_too_long": mark("The code “{value}…” is too long."),
    "code_repeated": mark("The code {value} stood in a row before already."),
    "code_ambiguous": mark("The code {value} belongs to several products of the shop."),
    "code_unknown": mark("The code {value} belongs to no product."),
    "price_bad": mark("“{value}” is not an amount."),
    "price_negative": mark("The amount {value} is below zero."),
    "price_zero_left_out": mark("Left out, because it has no price."),
    "number_bad": mark("“{value}” is not a number."),
    "number_negative": mark("The number {value} is below zero."),
    "kind_not_sold": mark("This entry only groups other products; it cannot be sold itself."),
    "not_a_sale": mark("This row is no sale."),
    "date_bad": mark("“{value}” is not a date."),
    "code_cleaned": mark("Blanks or signs were taken out of the code; it is {value} now."),
    "code_from_number": mark(
        "The code {value} was kept as a number; zeros before it may be missing."
    ),
    "check_digit": mark("The check digit of {value} is wrong. It was taken as it is."),
    "text_cleaned": mark("Blanks at the ends were taken away: “{value}”."),
    "name_broken": mark("Some signs of the name “{value}” are broken."),
    "name_long": mark("The name has {value} letters. It was taken whole."),
    "price_zero": mark("The price is 0. Set one before you sell it."),
    "price_missing": mark("There is no price. Set one before you sell it."),
    "price_rounded": mark("{value} has more decimals than the currency. It was rounded."),
    "below_cost": mark("The price is below the cost."),
    "zero_not_taken": mark("A value of 0 was read as none."),
    "number_rounded": mark("{value} has more than three decimals. It was rounded."),
    "word_unknown": mark("“{value}” was not understood and left out."),
    "wholesale_from": mark("Wholesale prices count from {value} pieces on."),
    "separator_mixed": mark("This row is parted by another sign than the others."),
    "cells_beyond": mark("There is more in the row than the table has columns: “{value}”."),
    "group_line": mark("This row only describes other rows: {value}."),
    "stock_kept": mark("The stock was not changed, because the product is already counted."),
    "phone_bad": mark("“{value}” is not a phone number."),
    "order_number_missing": mark("There is no order number."),
    "order_rows_disagree": mark(
        "The rows of order {value} disagree; the whole order was left out."
    ),
    "order_senseless": mark("Order {value} makes no sense; it was left out."),
    "order_row_bad": mark("Row {value} of the same order cannot be read; the order was left out."),
    "order_currency_other": mark("Nobody here knows the currency “{value}”."),
    "status_unknown": mark(
        "The state “{value}” is not known. The order is kept and held until you look at it."
    ),
    "goods_not_parted": mark(
        "Several goods stand in one cell: “{value}”. The order is taken, its goods are not counted."
    ),
}


def row_sentence(code: str, value: str = "") -> str:
    """The sentence for an issue in the current language; raises `KeyError` for an unknown code."""
    return _(SENTENCES[code]).format(value=value)
