"""The fields of WeChat Pay's requests, as its pages list them."""

from microshop_desktop.sandbox.fields import (
    Fields,
    Flag,
    Group,
    Rows,
    Text,
    Whole,
    one_of,
)

NUMBER = r"[0-9A-Za-z_\-|*]+"
REFUND_NUMBER = r"[0-9A-Za-z_\-|*@]+"
ADDRESS = r"https://[^?#\s]+"


def _goods(wechat_name: str) -> Rows:
    return Rows(
        {
            "merchant_goods_id": Text(32, needed=True),
            wechat_name: Text(32),
            "goods_name": Text(256),
            "quantity": Whole(needed=True),
            "unit_price": Whole(0, needed=True),
        }
    )


def _detail(wechat_name: str) -> Group:
    return Group(
        {
            "cost_price": Whole(0),
            "invoice_id": Text(32),
            "goods_detail": _goods(wechat_name),
        }
    )


_CURRENCY = one_of("CNY")
_SETTLE = Group({"profit_sharing": Flag()})
_EXTRAS: Fields = {
    "attach": Text(128),
    "goods_tag": Text(32),
    "support_fapiao": Flag(),
    "settle_info": _SETTLE,
}
NATIVE: Fields = {
    "appid": Text(32, needed=True),
    "mchid": Text(32, needed=True),
    "description": Text(127, needed=True),
    "out_trade_no": Text(32, 6, NUMBER, needed=True),
    "notify_url": Text(255, pattern=ADDRESS, needed=True),
    "amount": Group({"total": Whole(needed=True), "currency": _CURRENCY}, needed=True),
    "time_expire": Text(64),
    "scene_info": Group(
        {
            "payer_client_ip": Text(45, needed=True),
            "device_id": Text(32),
            "store_info": Group(
                {
                    "id": Text(32, needed=True),
                    "name": Text(256),
                    "area_code": Text(32),
                    "address": Text(512),
                }
            ),
        }
    ),
    "detail": _detail("wechatpay_goods_id"),
    **_EXTRAS,
}
CODEPAY: Fields = {
    "appid": Text(32, needed=True),
    "mchid": Text(32, needed=True),
    "description": Text(127, needed=True),
    "out_trade_no": Text(32, 6, r"[0-9A-Za-z_\-*]+", needed=True),
    "payer": Group({"auth_code": Text(32, needed=True)}, needed=True),
    "amount": Group({"total": Whole(needed=True), "currency": _CURRENCY}, needed=True),
    "scene_info": Group(
        {
            "device_id": Text(32),
            "device_ip": Text(45),
            "store_info": Group({"id": Text(32, pattern=r"\d+"), "out_id": Text(32)}, needed=True),
        },
        needed=True,
    ),
    "detail": _detail("wxpay_goods_id"),
    **_EXTRAS,
}
CLOSE: Fields = {"mchid": Text(32, needed=True)}
REVERSE: Fields = {"appid": Text(32, needed=True), "mchid": Text(32, needed=True)}
REFUND: Fields = {
    "transaction_id": Text(32),
    "out_trade_no": Text(32, 6, NUMBER),
    "out_refund_no": Text(64, pattern=REFUND_NUMBER, needed=True),
    "reason": Text(80),
    "notify_url": Text(256, pattern=ADDRESS),
    "funds_account": one_of("AVAILABLE", "UNSETTLED"),
    "amount": Group(
        {
            "refund": Whole(needed=True),
            "total": Whole(needed=True),
            "currency": one_of("CNY", needed=True),
            "from": Rows(
                {
                    "account": one_of("AVAILABLE", "UNAVAILABLE", needed=True),
                    "amount": Whole(needed=True),
                }
            ),
        },
        needed=True,
    ),
    "goods_detail": Rows(
        {
            "merchant_goods_id": Text(32, needed=True),
            "wechatpay_goods_id": Text(32),
            "goods_name": Text(256),
            "unit_price": Whole(needed=True),
            "refund_amount": Whole(needed=True),
            "refund_quantity": Whole(needed=True),
        }
    ),
}
MCHID_QUERY: Fields = {"mchid": Text(32, needed=True)}
NO_QUERY: Fields = {}
_DATE = Text(10, 10, r"\d{4}-\d{2}-\d{2}", needed=True)
TRADE_BILL: Fields = {
    "bill_date": _DATE,
    "bill_type": one_of("ALL", "SUCCESS", "REFUND"),
    "tar_type": one_of("GZIP"),
}
FUNDS_BILL: Fields = {
    "bill_date": _DATE,
    "account_type": one_of("BASIC", "OPERATION", "FEES"),
    "tar_type": one_of("GZIP"),
}
DOWNLOAD: Fields = {"token": Text(64, needed=True), "tartype": one_of("gzip")}
