"""The fields of WeChat Pay's older requests; all of them are texts."""

from microshop_desktop.sandbox.fields import Fields, Text, one_of
from microshop_desktop.sandbox.wechat_shapes import NUMBER, REFUND_NUMBER

_FEN = Text(10, pattern=r"[1-9]\d*", needed=True)
_TIME = Text(14, 14, r"\d{14}")
_COMMON: Fields = {
    "appid": Text(32, needed=True),
    "mch_id": Text(32, needed=True),
    "nonce_str": Text(32, needed=True),
    "sign": Text(64, needed=True),
    "sign_type": one_of("MD5", "HMAC-SHA256"),
}
_NAMED: Fields = {
    **_COMMON,
    "transaction_id": Text(32),
    "out_trade_no": Text(32, 6, NUMBER),
}
MICROPAY: Fields = {
    **_COMMON,
    "device_info": Text(32),
    "body": Text(127, needed=True),
    "detail": Text(6000),
    "attach": Text(127),
    "out_trade_no": Text(32, 6, NUMBER, needed=True),
    "total_fee": _FEN,
    "fee_type": one_of("CNY"),
    "spbill_create_ip": Text(64, needed=True),
    "goods_tag": Text(32),
    "limit_pay": one_of("no_credit"),
    "time_start": _TIME,
    "time_expire": _TIME,
    "receipt": one_of("Y", "N"),
    "auth_code": Text(128, needed=True),
    "scene_info": Text(256),
}
ORDER_QUERY: Fields = _NAMED
REVERSE: Fields = _NAMED
REFUND: Fields = {
    **_NAMED,
    "out_refund_no": Text(64, pattern=REFUND_NUMBER, needed=True),
    "total_fee": _FEN,
    "refund_fee": _FEN,
    "refund_fee_type": one_of("CNY"),
    "refund_desc": Text(80),
    "refund_account": one_of("REFUND_SOURCE_UNSETTLED_FUNDS", "REFUND_SOURCE_RECHARGE_FUNDS"),
    "notify_url": Text(256),
}
REFUND_QUERY: Fields = {
    **_NAMED,
    "out_refund_no": Text(64, pattern=REFUND_NUMBER),
    "refund_id": Text(32),
    "offset": Text(10, pattern=r"\d+"),
}
