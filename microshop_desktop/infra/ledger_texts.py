"""Sentences for what can be wrong with a row of a sales ledger."""

from microshop_desktop.infra.translations import _, mark

_SENTENCES: dict[str, str] = {
    "not_a_sale": mark("{value} is an entry of the accounts, not a sale."),
    "date_bad": mark("“{value}” is not a date such as 2026-03-01 14:30."),
    "number_bad": mark("“{value}” is not a number that can be booked here."),
    "number_negative": mark("A negative quantity with a price is neither sale nor cancellation."),
    "price_negative": mark("A price cannot be negative."),
    "code_missing": mark("A number or code is missing."),
    "code_unknown": mark("No product has the code {value}; the whole invoice was left out."),
    "price_rounded": mark("The price has more decimals than the currency; the line was rounded."),
}


def ledger_text(code: str, value: str) -> str:
    """Return what is wrong with a row in the current language; raises `KeyError`."""
    return _(_SENTENCES[code]).format(value=value)
