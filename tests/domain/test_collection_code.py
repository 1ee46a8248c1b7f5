"""Whose collection code a text is, and which of several codes of a picture is meant."""

import pytest

from microshop_desktop.domain.collection_code import CodeScheme, collection_code, scheme_of
from microshop_desktop.domain.errors import ErrorCode, ShopError

WXP = "wxp://f2f0AbCdEfGh"
ALI = "https://qr.alipay.com/fkx12345"


@pytest.mark.parametrize(
    ("text", "scheme"),
    [
        (WXP, CodeScheme.WECHAT),
        ("WXP://F2F0AB", CodeScheme.WECHAT),
        (ALI, CodeScheme.ALIPAY),
        ("HTTPS://QR.ALIPAY.COM/FKX123", CodeScheme.ALIPAY),
        ("http://qr.alipay.com/fkx1", CodeScheme.OTHER),
        ("https://qr.alipay.com.example.com/fkx1", CodeScheme.OTHER),
        ("https://example.com/?qr.alipay.com", CodeScheme.OTHER),
        ("weixin://wxpay/bizpayurl?pr=x", CodeScheme.OTHER),
        ("", CodeScheme.OTHER),
    ],
)
def test_schemes(text: str, scheme: CodeScheme) -> None:
    assert scheme_of(text) is scheme


def test_the_code_of_a_platform_goes_before_others() -> None:
    assert collection_code(["https://example.com", f" {WXP}\n", WXP]) == WXP


def test_a_single_other_code_is_taken() -> None:
    assert collection_code(["https://pay.example.com/abc"]) == "https://pay.example.com/abc"


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ([], ErrorCode.CODE_NOT_IN_PICTURE),
        (["  "], ErrorCode.CODE_NOT_IN_PICTURE),
        ([WXP, ALI], ErrorCode.CODE_NOT_FOR_MONEY),
        (["one", "two"], ErrorCode.CODE_NOT_FOR_MONEY),
        (["x" * 600], ErrorCode.CODE_NOT_FOR_MONEY),
    ],
)
def test_what_is_refused(texts: list[str], code: ErrorCode) -> None:
    with pytest.raises(ShopError) as caught:
        collection_code(texts)
    assert caught.value.code is code
