"""What the words of orders and payments are called in the language of the person.

The keys are the words of the books and of `--json`; what has no name is shown as it is.
"""

from collections.abc import Iterable

from microshop_desktop.infra.translations import _, mark

METHODS: dict[str, str] = {
    "cash": mark("Cash"),
    "wechat": mark("WeChat"),
    "alipay": mark("Alipay"),
    "collection_code": mark("Collection code"),
    "wallet": mark("Stored value"),
    "account": mark("On account"),
    "channel": mark("Paid online"),
    "other": mark("Other"),
}
SOURCES: dict[str, str] = {
    "counter": mark("Counter"),
    "group_buy": mark("Group buy"),
    "import": mark("Imported"),
    "wechat_shop": mark("WeChat Shop"),
    "taobao": mark("Taobao"),
    "jd": mark("JD"),
    "douyin": mark("Douyin"),
    "pinduoduo": mark("Pinduoduo"),
    "youzan": mark("Youzan"),
    "kuaituantuan": mark("Kuaituantuan"),
    "weidian": mark("Weidian"),
    "other": mark("Another platform"),
    "woocommerce": mark("WooCommerce"),
    "shopify": mark("Shopify"),
    "vendure": mark("Vendure"),
}
ORDER_STATES: dict[str, str] = {
    "pending_payment": mark("To pay"),
    "to_ship": mark("To ship"),
    "part_shipped": mark("Part shipped"),
    "shipped": mark("Shipped"),
    "completed": mark("Done"),
    "cancelled": mark("Cancelled"),
    "check": mark("To check"),
}
PAYMENT_STATES: dict[str, str] = {
    "received": mark("Received"),
    "confirmed_by_cashier": mark("Confirmed by cashier"),
    "to_verify": mark("To verify"),
    "proved": mark("Proved"),
    "not_received": mark("Did not arrive"),
    "correction": mark("Correction"),
}


def method_text(method: str) -> str:
    """How money came or went: `Cash`."""
    return _named(METHODS, method)


def methods_text(methods: Iterable[str]) -> str:
    """By which ways money came: `Cash + WeChat` where it was split."""
    return " + ".join(method_text(method) for method in methods)


def source_text(source: str) -> str:
    """Where an order comes from: `Counter`."""
    return _named(SOURCES, source)


def order_state_text(state: str) -> str:
    """How far an order is: `Done`."""
    return _named(ORDER_STATES, state)


def _named(names: dict[str, str], word: str) -> str:
    return _(names[word]) if word in names else word
