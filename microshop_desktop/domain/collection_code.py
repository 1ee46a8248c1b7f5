"""The fixed QR code of a seller without a merchant account: whose platform it belongs to."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from microshop_desktop.domain.errors import ErrorCode, ShopError

LONGEST = 512
"""Characters; longer texts make codes that a phone cannot read from half a metre."""


class CodeScheme(StrEnum):
    """Which program on the customer's phone pays into a collection code."""

    WECHAT = "wechat"
    ALIPAY = "alipay"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class CollectionCode:
    """A collection code as it is shown: what it says, whose it is, who receives the money."""

    text: str
    scheme: CodeScheme
    owner: str


def scheme_of(text: str) -> CodeScheme:
    """Return whose code this is; WeChat and Alipay hand out codes of one form each."""
    if text.lower().startswith("wxp://"):
        return CodeScheme.WECHAT
    parts = urlsplit(text) if text.isascii() else urlsplit("")
    if parts.scheme.lower() == "https" and parts.hostname == "qr.alipay.com":
        return CodeScheme.ALIPAY
    return CodeScheme.OTHER


def collection_code(texts: Iterable[str]) -> str:
    """Return the collection code among the texts of QR codes that one picture shows.

    A code of a platform goes before any other. `code_not_in_picture` where the picture shows no
    code, `code_not_for_money` where it shows several of no platform, or one too long to show.
    """
    found = list(dict.fromkeys(text.strip() for text in texts if text.strip()))
    if not found:
        raise ShopError(ErrorCode.CODE_NOT_IN_PICTURE)
    known = [text for text in found if scheme_of(text) is not CodeScheme.OTHER]
    fitting = known or found
    if len(fitting) > 1 or len(fitting[0]) > LONGEST:
        raise ShopError(ErrorCode.CODE_NOT_FOR_MONEY)
    return fitting[0]
