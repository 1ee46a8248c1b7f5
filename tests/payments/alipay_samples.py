"""An Alipay merchant of the tests and what the platform says about its trades."""

import json
from collections.abc import Mapping
from datetime import timedelta

from microshop_desktop.infra.http import HttpAnswer
from microshop_desktop.payments.accounts import AlipayAccount, AlipayCertificates
from tests.payments.platform_fakes import NUMBER, rsa_key, rsa_sign

APP = "2021001161683774"
TRADE = "2026112422001432790585537960"
CERTIFICATES = AlipayCertificates("ours", "root_one_root_two", "theirs")


def account(*, certificates: bool = False) -> AlipayAccount:
    return AlipayAccount(
        app_id=APP,
        private_key=rsa_key("app"),
        alipay_key=rsa_key("alipay").public_key(),
        certificates=CERTIFICATES if certificates else None,
    )


def says(
    method: str,
    body: Mapping[str, object],
    *,
    key: str = "alipay",
    signature: str | None = None,
    skew: timedelta | None = None,
    **also: str,
) -> HttpAnswer:
    """A signed answer to a method of `alipay.…`; `signature` replaces the right one."""
    raw = json.dumps(body, ensure_ascii=False)
    sign = rsa_sign(key, raw.encode()) if signature is None else signature
    name = f"alipay_{method.replace('.', '_')}_response"
    more = "".join(f',"{member}":{json.dumps(value)}' for member, value in also.items())
    text = f'{{"{name}":{raw},"sign":"{sign}"{more}}}'
    return HttpAnswer(200, {"content-type": "text/html;charset=utf-8"}, text.encode(), skew)


def done(method: str, **values: object) -> HttpAnswer:
    return says(method, {"code": "10000", "msg": "Success", **values})


def refuses(method: str, word: str, code: str = "40004") -> HttpAnswer:
    return says(method, {"code": code, "msg": "Business Failed", "sub_code": word})


def unsigned(
    method: str, code: str, word: str = "", *, skew: timedelta | None = None
) -> HttpAnswer:
    """Trouble of the gateway itself."""
    told = {"code": code, "msg": "…", **({"sub_code": word} if word else {})}
    name = f"alipay_{method.replace('.', '_')}_response" if method else "error_response"
    return HttpAnswer(200, {}, json.dumps({name: told}).encode(), skew)


def trade(status: str, **changed: object) -> HttpAnswer:
    """The trade of the tests as a question finds it."""
    told: dict[str, object] = {
        "trade_no": TRADE,
        "out_trade_no": NUMBER,
        "trade_status": status,
        "total_amount": "42.50",
        "receipt_amount": "42.00",
    }
    return done("trade.query", **{**told, **changed})
