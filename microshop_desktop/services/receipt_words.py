"""The words of receipts in the language of the till."""

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.money import BASIS, Currency, plain_amount
from microshop_desktop.domain.pricing import AdjustmentKind
from microshop_desktop.domain.quantity import plain_quantity
from microshop_desktop.domain.receipt_layout import ReceiptWords
from microshop_desktop.domain.slip import SlipWords
from microshop_desktop.infra.formats import decimal_sign, entry_text, symbol_is_behind
from microshop_desktop.infra.translations import _, mark, ngettext, pgettext
from microshop_desktop.services.order_values import AdjustmentView

_METHODS = {
    Method.CASH: mark("Cash"),
    Method.WECHAT: mark("WeChat Pay"),
    Method.ALIPAY: mark("Alipay"),
    Method.COLLECTION_CODE: mark("Payment code"),
    Method.WALLET: mark("Stored value"),
    Method.ACCOUNT: mark("On account"),
    Method.CHANNEL: mark("Paid online"),
    Method.OTHER: mark("Other payment"),
}
_TAIL = 4
_LONG_REFERENCE = 8


def receipt_words() -> ReceiptWords:
    """Return the words in the current language."""
    return ReceiptWords(
        order=_("Order no."),
        refund=_("Refund no."),
        of_order=_("Original order"),
        cashier=_("Cashier"),
        customer=_("Member"),
        name=_("Item"),
        quantity=pgettext("receipt|short", "Qty"),
        price=pgettext("receipt|short", "Price"),
        amount=pgettext("receipt|short", "Amount"),
        narrow_head=_("Item, qty × price"),
        subtotal=_subtotal,
        total=pgettext("receipt|short", "Total"),
        refunded=_("Refunded"),
        change=pgettext("receipt|short", "Change"),
        tax=_("Tax included"),
        was=_("was {amount}"),
        discount_was=_("{discount}, was {amount}"),
        name_with_discount=_("{name} ({discount})"),
        copy=_("Copy, printed {time}"),
        practice=_("Practice, no real money"),
        decimal_sign=decimal_sign(),
        symbol_behind=symbol_is_behind(),
    )


def slip_words() -> SlipWords:
    """Return the words of the slip for a payment that is being confirmed."""
    return SlipWords(
        receipt=receipt_words(),
        title=_("Payment being confirmed"),
        time=_("Asked for at"),
        amount=pgettext("receipt|short", "Amount"),
        method=_("Paid by"),
        tail=_("Payment number ends in"),
        advice=_("We are checking whether this payment arrived. Please don't pay again."),
        no_receipt=_("This slip is no receipt"),
        code=_("Show this code if you come to ask"),
    )


def method_name(method: Method, reference: str = "") -> str:
    """Return how a payment is called; of a long reference its last four signs."""
    name = _(_METHODS[method])
    if len(reference) < _LONG_REFERENCE:
        return name
    return _("{method}, ending {tail}").format(method=name, tail=reference[-_TAIL:])


def adjustment_name(adjustment: AdjustmentView, currency: Currency) -> str:
    """Return how a discount is called on paper: by its reason, else by what it takes off."""
    if adjustment.kind == AdjustmentKind.ROUNDING:
        return _("Rounded off")
    return adjustment.reason or _kind_name(adjustment, currency)


def _kind_name(adjustment: AdjustmentView, currency: Currency) -> str:
    match adjustment.kind:
        case AdjustmentKind.PERCENT:
            return percent_off(adjustment.value)
        case AdjustmentKind.AMOUNT:
            amount = entry_text(plain_amount(adjustment.amount, currency.exponent))
            return _("{amount} off").format(amount=amount)
        case AdjustmentKind.NEW_PRICE:
            return _("Special price")
        case _:
            return _("Discount")


def percent_off(hundredths: int) -> str:
    """Return a discount of hundredths of a percent as it is said: `9 折`, `10% off`.

    Chinese says how many tenths are left to pay.
    """
    percent = entry_text(plain_quantity(hundredths * 10))
    tenths = plain_quantity(BASIS - hundredths)
    return _("{percent}% off").format(percent=percent, tenths=tenths)


def _subtotal(pieces: int) -> str:
    return ngettext("Subtotal ({count} item)", "Subtotal ({count} items)", pieces).format(
        count=pieces
    )
