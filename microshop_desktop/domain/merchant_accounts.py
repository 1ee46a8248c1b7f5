"""Merchant accounts as plain facts: kinds, the platforms' own addresses, practice or real."""

from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import SplitResult, urlsplit

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.errors import ErrorCode, ShopError

WECHAT_PAY, ALIPAY, COLLECTION_CODE = "wechat_pay", "alipay", "collection_code"
WECHAT_ADDRESS = "https://api.mch.weixin.qq.com"
WECHAT_SPARE_ADDRESS = "https://api2.mch.weixin.qq.com"
ALIPAY_ADDRESS = "https://openapi.alipay.com/gateway.do"
METHODS: Mapping[str, Method] = MappingProxyType({WECHAT_PAY: Method.WECHAT, ALIPAY: Method.ALIPAY})
"""How money arrives through each kind of account that a platform keeps."""
_OWN_HOSTS = frozenset(
    {urlsplit(own).hostname for own in (WECHAT_ADDRESS, WECHAT_SPARE_ADDRESS, ALIPAY_ADDRESS)}
)
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_RECEIVER = {WECHAT_PAY: "mch_id", ALIPAY: "app_id"}


def receiver(kind: str, settings: Mapping[str, str]) -> str:
    """Return who receives the money of an account, as the platform's answers name it."""
    return settings.get(_RECEIVER.get(kind, ""), "").strip()


def is_practice(base_url: str) -> bool:
    """Tell whether this is not a platform's own host, so that no real money moves."""
    return (urlsplit(base_url).hostname or "").rstrip(".") not in _OWN_HOSTS


def address(text: str) -> str:
    """Return a base address in its one spelling, without its last slash.

    `address_not_safe` unless it is encrypted: plain http is for this computer alone, where a
    sandbox runs. A name or password in it is refused as well: it would be shown and kept.
    """
    parts = _parts(text.strip())
    local = parts.scheme == "http" and parts.hostname in _LOOPBACK
    extras = parts.query or parts.fragment or "@" in parts.netloc
    if not (local or parts.scheme == "https") or not parts.hostname or extras:
        raise ShopError(ErrorCode.ADDRESS_NOT_SAFE, address=text)
    place = parts.netloc.lower()
    if parts.scheme == "https":
        place = place.removesuffix(":443")
    return f"{parts.scheme}://{place}{parts.path}".rstrip("/")


def _parts(text: str) -> SplitResult:
    """Part an address; `address_not_safe` where it is none."""
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 (it is read to find out whether it is one)
    except ValueError as error:
        raise ShopError(ErrorCode.ADDRESS_NOT_SAFE, address=text) from error
    return parts
