"""What bills and their differences are called in the language of the person.

The keys are the words of `domain/bills.py` and its neighbours, and those of `--json`.
"""

from microshop_desktop.infra.translations import _, mark

FORMS: dict[str, str] = {
    "wechat_trade": mark("WeChat Pay bill"),
    "wechat_funds": mark("WeChat Pay flow of funds"),
    "wechat_personal": mark("Export of a WeChat app"),
    "alipay_trade": mark("Alipay bill"),
    "alipay_funds": mark("Alipay flow of funds"),
    "alipay_personal": mark("Export of an Alipay app"),
    "jd_personal": mark("Export of a JD app"),
}
FINDINGS: dict[str, str] = {
    "matched": mark("Matched"),
    "money_without_sale": mark("Money without a sale"),
    "sale_without_money": mark("Sale without money"),
    "different": mark("Amounts differ"),
}
WHYS: dict[str, str] = {
    "number": mark("Same number"),
    "proved": mark("An earlier bill says so"),
    "reference": mark("The cashier noted its last digits"),
    "amount_and_time": mark("Only this one has its amount and time"),
    "taken_back": mark("The platform took the payment back"),
    "late": mark("The shop did not know that it was paid"),
    "several_fit": mark("Several sales have this amount at that time"),
    "none_fits": mark("No sale has this amount at that time"),
    "not_in_bill": mark("The shop has it, the bill does not"),
}
CLAIMS: dict[str, str] = {
    "rows": mark("The bill says {claimed} rows, it has {found}"),
    "payments": mark("The bill says {claimed} payments, it has {found}"),
    "refunds": mark("The bill says {claimed} refunds, it has {found}"),
    "incomes": mark("The bill says {claimed} incomes, it has {found}"),
    "outgoings": mark("The bill says {claimed} expenses, it has {found}"),
    "neutral_rows": mark("The bill says {claimed} neutral rows, it has {found}"),
    "received": mark("The bill says {claimed} received, its rows make {found}"),
    "returned": mark("The bill says {claimed} refunded, its rows make {found}"),
    "fees": mark("The bill says {claimed} of fees, its rows make {found}"),
    "income": mark("The bill says {claimed} of income, its rows make {found}"),
    "outgoing": mark("The bill says {claimed} of expenses, its rows make {found}"),
    "neutral": mark("The bill says {claimed} of neutral money, its rows make {found}"),
}
REMARKS: dict[str, str] = {
    "unreadable": mark("Row {row} cannot be read and is not counted: {text}"),
    "repeated_number": mark("Row {row} has the number of another payment: {text}"),
    "part_refunded": mark("Row {row} was refunded in part: {text}"),
}
CHOICES: dict[str, str] = {
    "order": mark("Count as {number}"),
    "income": mark("Record as other income"),
    "outgo": mark("Record as given back elsewhere"),
    "later": mark("Put off"),
    "owed": mark("Customer owes it"),
    "short": mark("Record {amount} as lost"),
    "rounding": mark("Treat as rounded off"),
}


def bill_form_text(form: str) -> str:
    """What a bill is: `WeChat Pay bill`."""
    return _(FORMS[form])


def finding_text(finding: str) -> str:
    """Where bill and books stand: `Money without a sale`."""
    return _(FINDINGS[finding])


def why_text(why: str) -> str:
    """What a finding rests on: `Same number`."""
    return _(WHYS[why])


def claim_text(claim: str, claimed: str, found: str) -> str:
    """How a bill contradicts itself; the figures are written as they are to be shown."""
    return _(CLAIMS[claim]).format(claimed=claimed, found=found)


def remark_text(remark: str, row: int, text: str) -> str:
    """What is to be said of a row."""
    return _(REMARKS[remark]).format(row=row, text=text)


def choice_text(choice: str, *, number: str, amount: str) -> str:
    """What a difference may be taken for: `Count as A-000419`."""
    return _(CHOICES[choice]).format(number=number, amount=amount)
