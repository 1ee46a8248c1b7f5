"""When the money of a bill reaches the bank, in the language of the person."""

from datetime import date

from microshop_desktop.domain.bill_payout import expected_day, paid_out
from microshop_desktop.domain.bills import CURRENCY, Bill
from microshop_desktop.domain.money import currency
from microshop_desktop.infra.formats import date_text, money_text
from microshop_desktop.infra.translations import _


def payout_texts(bill: Bill, today: date) -> list[str]:
    """Say what a bill has sent to the bank, and when the rest of it is expected there."""
    unit = currency(CURRENCY)
    texts = [
        _("{day}: {amount} went to the bank").format(
            day=_day(one.day, today), amount=money_text(one.amount, unit)
        )
        for one in paid_out(bill)
    ]
    due = expected_day(bill)
    if due is not None:
        texts.append(expected_text(due, today))
    return texts


def expected_text(due: date, today: date) -> str:
    """Say when money is due at the bank: `At the bank about 14 Mar`."""
    return _("At the bank about {day}").format(day=_day(due, today))


def _day(day: date, today: date) -> str:
    return date_text(day, with_year=day.year != today.year)
