"""The words and icons of the ways to pay."""

from microshop_desktop.domain.basket import Method
from microshop_desktop.infra.translations import _, mark

_NAMES = {
    Method.CASH: mark("Cash"),
    Method.WECHAT: mark("WeChat"),
    Method.ALIPAY: mark("Alipay"),
    Method.COLLECTION_CODE: mark("Collection code"),
    Method.WALLET: mark("Stored value"),
    Method.ACCOUNT: mark("On account"),
    Method.CHANNEL: mark("Online shop"),
    Method.OTHER: mark("Other"),
}
_RECEIVED = {
    Method.CASH: mark("Received in cash"),
    Method.WECHAT: mark("Received by WeChat"),
    Method.ALIPAY: mark("Received by Alipay"),
}
_RECEIVED_ELSE = mark("Received otherwise")
_ICONS = {
    Method.CASH: "money-fill",
    Method.WECHAT: "wechat-pay",
    Method.ALIPAY: "alipay",
}


def method_word(method: Method) -> str:
    """Return the name of a way to pay."""
    return _(_NAMES[method])


def received_word(method: Method) -> str:
    """Return the words before an amount that was received."""
    return _(_RECEIVED.get(method, _RECEIVED_ELSE))


def method_icon(method: Method) -> str:
    """Return the icon of a way to pay."""
    return _ICONS.get(method, "wallet")
