"""WeChat Pay's door: only requests of the merchant they name, and of about now, come in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from microshop_desktop.sandbox.accounts import WechatMerchant
from microshop_desktop.sandbox.messages import Request
from microshop_desktop.sandbox.signing import is_signed
from microshop_desktop.sandbox.wechat_errors import WechatError

SCHEME = "WECHATPAY2-SHA256-RSA2048"
MAX_AGE = 300
"""How many seconds a request may be old or early."""
_PART = re.compile(r'([a-z_]+)="([^"]*)"')
_PARTS = frozenset({"mchid", "nonce_str", "signature", "timestamp", "serial_no"})


@dataclass(frozen=True, slots=True)
class Signed:
    """What the `Authorization` header of a request says."""

    mchid: str
    nonce_str: str
    signature: str
    timestamp: str
    serial_no: str


def admit(
    request: Request, merchants: Mapping[str, WechatMerchant], now: datetime
) -> WechatMerchant:
    """Return the merchant who surely sent a request; `WechatError` where that is not so."""
    _check_headers(request)
    said = read_authorization(request.headers.get("authorization", ""))
    merchant = merchants.get(said.mchid)
    if merchant is None:
        raise WechatError("MCH_NOT_EXISTS", "商户号不存在")
    if not said.timestamp.isdigit() or abs(int(said.timestamp) - now.timestamp()) > MAX_AGE:
        raise WechatError(
            "SIGN_ERROR", "Http头Authorization中的timestamp与发起请求的时间不得超过5分钟"
        )
    if said.serial_no != merchant.serial:
        raise WechatError("SIGN_ERROR", "商户证书序列号有误")
    text = signed_text(request, said)
    if not is_signed(merchant.verifying_key, text, said.signature):
        detail: dict[str, object] = {
            "field": "signature",
            "issue": "sign not match",
            "location": "authorization",
            "sign_information": {
                "method": request.method,
                "url": request.target,
                "sign_message_length": len(text),
                "truncated_sign_message": text.decode(errors="replace")[:120],
            },
        }
        raise WechatError("SIGN_ERROR", "错误的签名，验签失败", detail)
    _check_expected_key(request, merchant)
    return merchant


def read_authorization(header: str) -> Signed:
    """Take the header apart; every part is needed once."""
    scheme, _, rest = header.partition(" ")
    pieces = rest.split(",")
    found = [_PART.fullmatch(piece) for piece in pieces]
    parts = {match[1]: match[2] for match in found if match}
    if scheme != SCHEME or not all(found) or len(pieces) != len(_PARTS) or set(parts) != _PARTS:
        raise WechatError(
            "SIGN_ERROR", "Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》"
        )
    if not re.fullmatch(r"[0-9A-Za-z]{1,32}", parts["nonce_str"]):
        raise WechatError("SIGN_ERROR", "Http头Authorization中的nonce_str有误")
    return Signed(**parts)


def signed_text(request: Request, said: Signed) -> bytes:
    """Return the five lines that the signature is made over."""
    lines = (request.method, request.target, said.timestamp, said.nonce_str)
    return "".join(f"{line}\n" for line in lines).encode() + request.body + b"\n"


def _check_headers(request: Request) -> None:
    headers = request.headers
    if not headers.get("accept") or not headers.get("user-agent"):
        raise WechatError("PARAM_ERROR", "Http头缺少Accept或User-Agent")
    if not any(kind in headers["accept"] for kind in ("application/json", "*/*")):
        raise WechatError("PARAM_ERROR", "Http头Accept必须为application/json")
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.body and kind != "application/json":
        raise WechatError("PARAM_ERROR", "Http头Content-Type必须为application/json")


def _check_expected_key(request: Request, merchant: WechatMerchant) -> None:
    expected = request.headers.get("wechatpay-serial")
    if expected is not None and expected not in merchant.known_serials:
        raise WechatError("PARAM_ERROR", "平台证书序列号Wechatpay-Serial错误")
