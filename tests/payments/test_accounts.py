"""Accounts out of settings and secrets, and the gateway that each one gets."""

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.merchant_accounts import (
    ALIPAY_ADDRESS,
    WECHAT_ADDRESS,
    WECHAT_SPARE_ADDRESS,
    is_practice,
)
from microshop_desktop.payments.accounts import (
    alipay_account,
    wechat_account,
)
from microshop_desktop.payments.alipay_certificates import certificate_number
from microshop_desktop.payments.registry import GATEWAYS, make_gateway
from tests.payments.platform_fakes import ScriptedHttp, clock, private_pem, public_pem, rsa_key
from tests.payments.test_key_files import ELLIPTIC, certificate, certificate_pem
from tests.payments.wechat_samples import APIV3_KEY, APP, MERCHANT, PUBLIC_KEY_ID, SERIAL

WECHAT = {
    "mch_id": MERCHANT,
    "app_id": APP,
    "serial": SERIAL.lower(),
    "public_key_id": PUBLIC_KEY_ID,
}
WECHAT_KEYS = {
    "private_key": private_pem("merchant"),
    "apiv3_key": APIV3_KEY.decode() + "\n",
    "public_key": public_pem("wechat"),
}
V2 = {"v2_key": "192006250b4c09247ec02edce69f6a2d"}
ALIPAY = {"app_id": "2021001161683774"}
ALIPAY_KEYS = {"private_key": private_pem("app"), "alipay_public_key": public_pem("alipay")}
OWN = certificate_pem(rsa_key("app")).decode()
THEIRS = certificate_pem(rsa_key("alipay")).decode()
ROOTS = certificate(rsa_key("root")).public_bytes(Encoding.PEM).decode()
CERTIFIED = {
    "private_key": private_pem("app"),
    "app_certificate": OWN,
    "alipay_certificate": THEIRS,
    "root_certificate": ROOTS + certificate_pem(ELLIPTIC).decode(),
}


def test_a_wechat_account_with_a_public_key() -> None:
    account = wechat_account(WECHAT, WECHAT_KEYS)
    assert (account.mch_id, account.app_id, account.serial) == (MERCHANT, APP, SERIAL)
    assert account.private_key.public_key() == rsa_key("merchant").public_key()
    assert account.public_key == rsa_key("wechat").public_key()
    assert account.apiv3_key == APIV3_KEY
    assert not account.uses_certificates
    assert account.v2 is None
    assert account.base_url == WECHAT_ADDRESS


def test_a_wechat_account_with_platform_certificates() -> None:
    settings = {**WECHAT, "public_key_id": "", "base_url": WECHAT_SPARE_ADDRESS + "/"}
    account = wechat_account(settings, {**WECHAT_KEYS, "public_key": ""})
    assert account.uses_certificates
    assert account.base_url == WECHAT_SPARE_ADDRESS


def test_payment_codes_may_go_through_the_older_api() -> None:
    account = wechat_account({**WECHAT, "code_api": "v2", "v2_sign": "MD5"}, {**WECHAT_KEYS, **V2})
    assert account.v2 is not None
    assert (account.v2.sign_type, account.v2.key) == ("MD5", V2["v2_key"])
    assert (account.v2.takes_codes, account.v2.takes_refunds) == (True, False)
    account = wechat_account({**WECHAT, "refund_api": "v2"}, {**WECHAT_KEYS, **V2})
    assert account.v2 is not None
    assert (account.v2.takes_codes, account.v2.takes_refunds) == (False, True)
    with pytest.raises(ShopError) as raised:
        wechat_account({**WECHAT, "code_api": "v2"}, WECHAT_KEYS)
    assert raised.value.code is ErrorCode.V2_KEY_WRONG


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"mch_id": ""}, "mch_id"),
        ({"mch_id": "19 0"}, "mch_id"),
        ({"app_id": "应用"}, "app_id"),
        ({"serial": ""}, "serial"),
        ({"serial": "XYZ"}, "serial"),
        ({"public_key_id": ""}, "public_key_id"),
        ({"code_api": "v4"}, "code_api"),
        ({"refund_api": "v4"}, "refund_api"),
        ({"code_api": "v2", "v2_sign": "SHA1"}, "v2_sign"),
    ],
)
def test_a_wrong_value_of_a_wechat_account_is_named(changed: dict[str, str], field: str) -> None:
    with pytest.raises(ShopError) as raised:
        wechat_account({**WECHAT, **changed}, {**WECHAT_KEYS, **V2})
    assert raised.value.code is ErrorCode.ACCOUNT_VALUE_WRONG
    assert raised.value.params == {"field": field}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"apiv3_key": "short"}, ErrorCode.APIV3_KEY_WRONG),
        ({"private_key": ""}, ErrorCode.KEY_MISSING),
        ({"private_key": public_pem("merchant")}, ErrorCode.KEY_WRONG_KIND),
        ({"public_key": "x"}, ErrorCode.KEY_UNREADABLE),
    ],
)
def test_a_wrong_key_of_a_wechat_account_is_named(changed: dict[str, str], code: ErrorCode) -> None:
    with pytest.raises(ShopError) as raised:
        wechat_account(WECHAT, {**WECHAT_KEYS, **changed})
    assert raised.value.code is code


def test_an_alipay_account_with_a_public_key() -> None:
    account = alipay_account({**ALIPAY, "product_code": "FACE_TO_FACE_PAYMENT"}, ALIPAY_KEYS)
    assert account.alipay_key == rsa_key("alipay").public_key()
    assert account.certificates is None
    assert account.product_code == "FACE_TO_FACE_PAYMENT"
    assert account.base_url == ALIPAY_ADDRESS


def test_an_alipay_account_with_certificates_has_their_numbers() -> None:
    account = alipay_account(ALIPAY, CERTIFIED)
    assert account.alipay_key == rsa_key("alipay").public_key()
    numbers = account.certificates
    assert numbers is not None
    assert numbers.app_number == certificate_number(certificate(rsa_key("app")))
    assert numbers.alipay_number == certificate_number(certificate(rsa_key("alipay")))
    assert numbers.root_number == certificate_number(certificate(rsa_key("root")))
    assert numbers.alipay == certificate(rsa_key("alipay"))
    assert numbers.roots == (certificate(rsa_key("root")),)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"app_certificate": THEIRS}, ErrorCode.KEY_NOT_OF_CERTIFICATE),
        ({"app_certificate": "x"}, ErrorCode.CERTIFICATE_UNREADABLE),
        ({"alipay_certificate": ""}, ErrorCode.CERTIFICATE_UNREADABLE),
        ({"root_certificate": ""}, ErrorCode.CERTIFICATE_UNREADABLE),
        ({"root_certificate": OWN[:200]}, ErrorCode.CERTIFICATE_UNREADABLE),
        ({"private_key": ""}, ErrorCode.KEY_MISSING),
    ],
)
def test_a_wrong_certificate_is_named(changed: dict[str, str], code: ErrorCode) -> None:
    with pytest.raises(ShopError) as raised:
        alipay_account(ALIPAY, {**CERTIFIED, **changed})
    assert raised.value.code is code


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:8765", "http://localhost:1/x", "http://[::1]:9", "https://example.com/a"],
)
def test_another_address_is_for_practice(address: str) -> None:
    assert alipay_account({**ALIPAY, "base_url": address}, ALIPAY_KEYS).base_url == address
    assert is_practice(address)


@pytest.mark.parametrize(
    "address",
    [
        WECHAT_ADDRESS,
        WECHAT_SPARE_ADDRESS + "/",
        ALIPAY_ADDRESS,
        "https://API.mch.weixin.qq.com",
        "https://api.mch.weixin.qq.com:443",
        "https://api.mch.weixin.qq.com./",
        "https://openapi.alipay.com/other",
    ],
)
def test_the_platforms_own_addresses_are_no_practice(address: str) -> None:
    assert not is_practice(address)


@pytest.mark.parametrize(
    "address",
    [
        "http://192.168.1.5",
        "http://127.0.0.1.example.com",
        "ftp://x",
        "https://",
        "x",
        "https://x/?a=1",
        "https://name:password@x",
        "https://x:port",
    ],
)
def test_an_address_that_is_not_safe_is_refused(address: str) -> None:
    with pytest.raises(ShopError) as raised:
        wechat_account({**WECHAT, "base_url": address}, WECHAT_KEYS)
    assert raised.value.code is ErrorCode.ADDRESS_NOT_SAFE


def test_every_kind_of_account_gets_its_gateway() -> None:
    assert set(GATEWAYS) == {Method.WECHAT, Method.ALIPAY}
    wechat = make_gateway(Method.WECHAT, WECHAT, WECHAT_KEYS, http=ScriptedHttp(), clock=clock())
    alipay = make_gateway(Method.ALIPAY, ALIPAY, ALIPAY_KEYS, http=ScriptedHttp(), clock=clock())
    assert (wechat.merchant, alipay.merchant) == (MERCHANT, ALIPAY["app_id"])


def test_cash_has_no_gateway() -> None:
    with pytest.raises(ShopError) as raised:
        make_gateway(Method.CASH, {}, {}, http=ScriptedHttp(), clock=clock())
    assert raised.value.code is ErrorCode.ACCOUNT_VALUE_WRONG


def test_a_certificate_of_another_key_cannot_be_presented() -> None:
    secrets = {**WECHAT_KEYS, **V2, "certificate": OWN}
    with pytest.raises(ShopError) as raised:
        make_gateway(
            Method.WECHAT, {**WECHAT, "code_api": "v2"}, secrets, http=ScriptedHttp(), clock=clock()
        )
    assert raised.value.code is ErrorCode.KEY_NOT_OF_CERTIFICATE
