"""An Alipay merchant of the tests and what the platform says about its trades."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from microshop_desktop.infra.http import HttpAnswer, HttpRequest
from microshop_desktop.payments.accounts import AlipayAccount, AlipayCertificates
from microshop_desktop.payments.alipay import Alipay
from tests.payments.alipay_chain import between, issued, root
from tests.payments.platform_fakes import NUMBER, Scripted, ScriptedHttp, clock, rsa_key, rsa_sign

APP = "2021001161683774"
TRADE = "2026112422001432790585537960"
CERTIFICATES = AlipayCertificates(
    "ours",
    "root_one_root_two",
    "theirs",
    alipay=issued("alipay"),
    between=(between(),),
    roots=(root(),),
)


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


UNKNOWN = refuses("trade.query", "ACQ.TRADE_NOT_EXIST")


def gateway(*answers: Scripted, certificates: bool = False) -> tuple[Alipay, ScriptedHttp]:
    http = ScriptedHttp(*answers)
    return Alipay(account(certificates=certificates), http, clock()), http


def sent(request: HttpRequest) -> dict[str, str]:
    """The parameters of a request, of its address and its form."""
    assert request.body is not None
    return dict(parse_qsl(urlsplit(request.url).query) + parse_qsl(request.body.decode()))


def asked_of(http: ScriptedHttp) -> list[str]:
    return [sent(request)["method"].removeprefix("alipay.trade.") for request in http.requests]


def content(request: HttpRequest) -> Any:
    return json.loads(sent(request)["biz_content"])


def changed(answer: HttpAnswer, old: bytes, new: bytes) -> HttpAnswer:
    assert old in answer.body
    return HttpAnswer(200, answer.headers, answer.body.replace(old, new))
