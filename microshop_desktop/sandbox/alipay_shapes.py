"""The `biz_content` of Alipay's methods, as its pages list the fields."""

from microshop_desktop.sandbox.fields import Fields, Group, Rows, Text, Whole, Words, one_of

NUMBER = r"[0-9A-Za-z_]+"
MONEY = r"(0|[1-9]\d{0,8})\.\d{2}"
MINUTES = r"([1-9]\d*[mhd]|1c)"
_NO_CHINESE = r"[\x21-\x7e]+"
_MONEY_NEEDED = Text(12, pattern=MONEY, needed=True)
_OUT_NO = Text(64, pattern=NUMBER)
_OUT_NO_NEEDED = Text(64, pattern=NUMBER, needed=True)
_TRADE_NO = Text(64, pattern=r"\d+")

_ORDER: Fields = {
    "out_trade_no": _OUT_NO_NEEDED,
    "total_amount": _MONEY_NEEDED,
    "subject": Text(256, pattern=r"[^/=&]+", needed=True),
    "product_code": one_of("QR_CODE_OFFLINE", "FACE_TO_FACE_PAYMENT", "OFFLINE_PAYMENT"),
    "body": Text(128),
    "seller_id": Text(28, pattern=r"\d+"),
    "operator_id": Text(28),
    "store_id": Text(32, pattern=_NO_CHINESE),
    "terminal_id": Text(32),
    "timeout_express": Text(6, pattern=MINUTES),
    "time_expire": Text(19, 19, r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"),
    "discountable_amount": Text(12, pattern=MONEY),
    "goods_detail": Rows(
        {
            "goods_id": Text(32, needed=True),
            "goods_name": Text(256, needed=True),
            "quantity": Whole(needed=True),
            "price": _MONEY_NEEDED,
            "show_url": Text(400),
            "categories_tree": Text(128),
            "body": Text(400),
        }
    ),
    "extend_params": Group({"sys_service_provider_id": Text(64)}),
}
PRECREATE: Fields = {**_ORDER, "qr_code_timeout_express": Text(6, pattern=MINUTES)}
PAY: Fields = {
    **_ORDER,
    "auth_code": Text(64, needed=True),
    "scene": one_of("bar_code", "security_code", needed=True),
    "query_options": Words(),
}
_NAMED: Fields = {"out_trade_no": _OUT_NO, "trade_no": _TRADE_NO}
QUERY: Fields = {**_NAMED, "query_options": Words()}
CANCEL: Fields = _NAMED
CLOSE: Fields = {**_NAMED, "operator_id": Text(28)}
REFUND: Fields = {
    **_NAMED,
    "refund_amount": _MONEY_NEEDED,
    "out_request_no": _OUT_NO,
    "refund_reason": Text(256),
    "query_options": Words(),
    "refund_goods_detail": Rows(
        {
            "goods_id": Text(64, needed=True),
            "refund_amount": _MONEY_NEEDED,
            "out_item_id": Text(64),
            "out_sku_id": Text(64),
        }
    ),
}
REFUND_QUERY: Fields = {**_NAMED, "out_request_no": _OUT_NO_NEEDED, "query_options": Words()}
BILL: Fields = {
    "bill_type": one_of("trade", "signcustomer", needed=True),
    "bill_date": Text(10, 7, r"\d{4}-\d{2}(-\d{2})?", needed=True),
}
