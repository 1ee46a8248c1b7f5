"""Alipay's gateway door: parameters, clock, application and signature of a request."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

from microshop_desktop.sandbox.accounts import AlipayApp, Mode
from microshop_desktop.sandbox.alipay_errors import GatewayError
from microshop_desktop.sandbox.clock import CHINA
from microshop_desktop.sandbox.messages import Request
from microshop_desktop.sandbox.signing import is_signed

MAX_AGE = 300
"""How many seconds a request may be old or early."""
_NEEDED = ("app_id", "method", "sign", "sign_type", "timestamp", "version", "charset")
_KNOWN = frozenset(
    {
        *_NEEDED,
        "format",
        "notify_url",
        "app_auth_token",
        "biz_content",
        "app_cert_sn",
        "alipay_root_cert_sn",
    }
)


@dataclass(frozen=True, slots=True)
class Call:
    """A request that was let in: of which application, for which method, with which content."""

    app: AlipayApp
    method: str
    content: Mapping[str, object]


def parameters_of(request: Request) -> dict[str, str]:
    """Return the parameters of query and form; one that comes twice counts as the form's."""
    query, form = urlsplit(request.target).query, b""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        form = request.body
    return dict(_pairs(query) + _pairs(form.decode("ascii", errors="replace")))


@lru_cache(maxsize=32)
def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Take a form apart; each request is looked at several times."""
    return tuple(parse_qsl(text, keep_blank_values=True, errors="replace"))


def admit(request: Request, apps: Mapping[str, AlipayApp], now: datetime) -> Call:
    """Return what surely comes from an application of ours; `GatewayError` otherwise."""
    given = parameters_of(request)
    _check_present(request, given)
    app = apps.get(given["app_id"])
    if app is None:
        raise GatewayError("40002", "isv.invalid-app-id", "无效的AppID参数")
    _check_fixed(given)
    _check_time(given["timestamp"], now)
    _check_certificates(given, app)
    if not is_signed(app.key.public_key(), signed_text(given), given["sign"]):
        raise GatewayError(
            "40002", "isv.invalid-signature", "验签出错，请确认charset参数放在了URL查询字符串中"
        )
    return Call(app, given["method"], _content(given))


def signed_text(given: Mapping[str, str]) -> bytes:
    """Return the text the signature is made over: all but `sign` and what is empty, sorted."""
    pairs = sorted((name, value) for name, value in given.items() if name != "sign" and value)
    return "&".join(f"{name}={value}" for name, value in pairs).encode()


def _check_present(request: Request, given: Mapping[str, str]) -> None:
    if request.method != "POST":
        raise GatewayError("40002", "isv.invalid-method", "请使用POST")
    for name in _NEEDED:
        if not given.get(name):
            wire = {"sign": "signature", "sign_type": "signature-type"}.get(name, name)
            raise GatewayError("40001", f"isv.missing-{wire.replace('_', '-')}", f"缺少{name}参数")
    if "charset" not in dict(_pairs(urlsplit(request.target).query)):
        raise GatewayError("40002", "isv.invalid-charset", "charset参数必须在URL查询字符串中")
    for name in given:
        if name not in _KNOWN:
            raise GatewayError("40002", "isv.invalid-parameter", f"未知参数{name}")


def _check_fixed(given: Mapping[str, str]) -> None:
    if given["sign_type"] != "RSA2":
        raise GatewayError("40002", "isv.invalid-signature-type", "无效的签名类型")
    if given["charset"].lower() != "utf-8":
        raise GatewayError("40002", "isv.invalid-charset", "字符集错误")
    if given["version"] != "1.0":
        raise GatewayError("40002", "isv.invalid-version", "无效的版本号")
    if given.get("format", "JSON").upper() != "JSON":
        raise GatewayError("40002", "isv.invalid-format", "无效的数据格式")
    if len(given.get("notify_url", "")) > 256:
        raise GatewayError("40002", "isv.invalid-notify-url", "无效的通知地址")


def _check_time(written: str, now: datetime) -> None:
    try:
        moment = datetime.strptime(written, "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA)
    except ValueError:
        moment = None
    if moment is None or abs((moment - now).total_seconds()) > MAX_AGE:
        raise GatewayError("40002", "isv.invalid-timestamp", "非法的时间戳参数")


def _check_certificates(given: Mapping[str, str], app: AlipayApp) -> None:
    said = (given.get("app_cert_sn"), given.get("alipay_root_cert_sn"))
    if app.mode is Mode.PUBLIC_KEY:
        if any(said):
            raise GatewayError("40002", "isv.invalid-app-cert-sn", "应用未使用公钥证书模式")
        return
    if not all(said):
        raise GatewayError("40001", "isv.missing-app-cert-sn", "缺少应用公钥证书或支付宝根证书SN")
    if said[0] != app.app_serial:
        raise GatewayError("40002", "isv.invalid-app-cert-sn", "应用公钥证书SN无效")
    if said[1] != app.root_serial:
        raise GatewayError("40002", "isv.invalid-alipay-root-cert-sn", "支付宝根证书SN无效")


def _content(given: Mapping[str, str]) -> Mapping[str, object]:
    """Read `biz_content`; what cannot be read is refused at the gateway."""
    try:
        content = json.loads(given.get("biz_content") or "{}")
    except ValueError:
        content = None
    if not isinstance(content, dict):
        raise GatewayError("40002", "isv.invalid-biz-content", "biz_content不是有效的JSON对象")
    return content
