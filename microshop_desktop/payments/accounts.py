"""A merchant's account with a platform: numbers, address, and keys ready to use.

Made from settings (plain values) and secrets (texts that are kept encrypted elsewhere); nothing is
stored here, and no key ever shows in a `repr`. What is missing or wrong is a `ShopError`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.merchant_accounts import ALIPAY_ADDRESS, WECHAT_ADDRESS, address
from microshop_desktop.payments import key_files
from microshop_desktop.payments.alipay_certificates import (
    certificate_number,
    root_number,
    roots_of,
    rsa_certificates,
)
from microshop_desktop.payments.wechat_v2_form import HMAC, MD5

WECHAT_SWITCHES = ("code_api", "refund_api", "v2_sign", "notify_url", "shop_code")
ALIPAY_SWITCHES = ("product_code",)
"""Settings for what nobody outside a platform can confirm (`docs/payments.md`)."""
WECHAT_SECRETS = ("private_key", "apiv3_key", "public_key", "v2_key", "certificate")
ALIPAY_SECRETS = (
    "private_key",
    "alipay_public_key",
    "app_certificate",
    "alipay_certificate",
    "root_certificate",
)

_UNUSED_NOTICES = "https://example.com/"
"""WeChat Pay wants an address for its notices even from those who ask for themselves."""
_SERIAL = re.compile(r"[0-9A-F]{16,40}")


@dataclass(frozen=True, slots=True)
class V2Access:
    """What the older WeChat Pay API wants: its own key, and for giving back a certificate.

    `takes_codes`, `takes_refunds`: what goes through it in place of API v3.
    """

    key: str = field(repr=False)
    sign_type: str = HMAC
    certificate: str = field(default="", repr=False)
    takes_codes: bool = True
    takes_refunds: bool = False


@dataclass(frozen=True, slots=True)
class WechatAccount:
    """A direct merchant of WeChat Pay.

    `serial` is that of the merchant's own certificate. `public_key_id` with `public_key`: answers
    are signed by that key; without them by platform certificates. `v2` is there when something
    goes through the older API. `shop_code` names the shop in a code payment.
    """

    mch_id: str
    app_id: str
    serial: str
    private_key: RSAPrivateKey = field(repr=False)
    apiv3_key: bytes = field(repr=False)
    public_key_id: str = ""
    public_key: RSAPublicKey | None = field(default=None, repr=False)
    v2: V2Access | None = None
    base_url: str = WECHAT_ADDRESS
    notify_url: str = _UNUSED_NOTICES
    shop_code: str = "1"

    @property
    def uses_certificates(self) -> bool:
        """Whether answers are signed by platform certificates, which are fetched."""
        return self.public_key is None


@dataclass(frozen=True, slots=True)
class AlipayCertificates:
    """Certificate mode: numbers of our certificate and of the roots, and of Alipay's own.

    `alipay` is the certificate it signs by, `between` what leads from there to one of the `roots`.
    """

    app_number: str
    root_number: str
    alipay_number: str
    alipay: x509.Certificate = field(repr=False)
    between: tuple[x509.Certificate, ...] = field(default=(), repr=False)
    roots: tuple[x509.Certificate, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class AlipayAccount:
    """An app of a direct Alipay merchant; `certificates` is there in certificate mode only.

    `product_code` is what the merchant signed up for to show QR codes.
    """

    app_id: str
    private_key: RSAPrivateKey = field(repr=False)
    alipay_key: RSAPublicKey = field(repr=False)
    certificates: AlipayCertificates | None = None
    base_url: str = ALIPAY_ADDRESS
    product_code: str = "QR_CODE_OFFLINE"


def wechat_account(settings: Mapping[str, str], secrets: Mapping[str, str]) -> WechatAccount:
    """Make an account from settings and `WECHAT_SECRETS`; `ShopError` if wrong.

    Settings: `mch_id`, `app_id`, `serial`, `public_key_id`, `base_url` and `WECHAT_SWITCHES`.
    """
    apiv3_key = secrets.get("apiv3_key", "").strip().encode()
    if len(apiv3_key) != 32:
        raise ShopError(ErrorCode.APIV3_KEY_WRONG)
    serial = settings.get("serial", "").strip().upper()
    if not _SERIAL.fullmatch(serial):
        raise ShopError(ErrorCode.ACCOUNT_VALUE_WRONG, field="serial")
    public = secrets.get("public_key", "")
    public_id = settings.get("public_key_id", "").strip()
    if bool(public) != bool(public_id):
        raise ShopError(ErrorCode.ACCOUNT_VALUE_WRONG, field="public_key_id")
    return WechatAccount(
        mch_id=_name(settings, "mch_id"),
        app_id=_name(settings, "app_id"),
        serial=serial,
        private_key=key_files.private_key(secrets.get("private_key", "")),
        apiv3_key=apiv3_key,
        public_key_id=public_id,
        public_key=key_files.public_key(public) if public else None,
        v2=_v2(settings, secrets),
        base_url=address(settings.get("base_url") or WECHAT_ADDRESS),
        notify_url=settings.get("notify_url") or _UNUSED_NOTICES,
        shop_code=settings.get("shop_code") or "1",
    )


def alipay_account(settings: Mapping[str, str], secrets: Mapping[str, str]) -> AlipayAccount:
    """Make an account from settings and `ALIPAY_SECRETS`; `ShopError` if wrong.

    Settings: `app_id`, `base_url` and `ALIPAY_SWITCHES`.
    """
    own = key_files.private_key(secrets.get("private_key", ""))
    certificates, alipay_key = None, secrets.get("alipay_public_key", "")
    if not alipay_key:
        certificates = _certificates(own, secrets)
        alipay_key = secrets["alipay_certificate"]
    return AlipayAccount(
        app_id=_name(settings, "app_id"),
        private_key=own,
        alipay_key=key_files.public_key(alipay_key),
        certificates=certificates,
        base_url=address(settings.get("base_url") or ALIPAY_ADDRESS),
        product_code=settings.get("product_code") or "QR_CODE_OFFLINE",
    )


def _v2(settings: Mapping[str, str], secrets: Mapping[str, str]) -> V2Access | None:
    codes, refunds = (_is_v2(settings, name) for name in ("code_api", "refund_api"))
    if not (codes or refunds):
        return None
    sign_type = settings.get("v2_sign") or HMAC
    if sign_type not in {HMAC, MD5}:
        raise ShopError(ErrorCode.ACCOUNT_VALUE_WRONG, field="v2_sign")
    key = secrets.get("v2_key", "").strip()
    if len(key) != 32:
        raise ShopError(ErrorCode.V2_KEY_WRONG)
    certificate = secrets.get("certificate", "")
    return V2Access(key, sign_type, certificate, takes_codes=codes, takes_refunds=refunds)


def _is_v2(settings: Mapping[str, str], name: str) -> bool:
    api = settings.get(name) or "v3"
    if api not in {"v2", "v3"}:
        raise ShopError(ErrorCode.ACCOUNT_VALUE_WRONG, field=name)
    return api == "v2"


def _certificates(own: RSAPrivateKey, secrets: Mapping[str, str]) -> AlipayCertificates:
    app = key_files.certificate(secrets.get("app_certificate", ""))
    if not key_files.belong_together(own, app):
        raise ShopError(ErrorCode.KEY_NOT_OF_CERTIFICATE)
    given = secrets.get("alipay_certificate", "")
    theirs, roots = key_files.certificate(given), secrets.get("root_certificate", "")
    return AlipayCertificates(
        app_number=certificate_number(app),
        root_number=root_number(roots),
        alipay_number=certificate_number(theirs),
        alipay=theirs,
        between=rsa_certificates(given),
        roots=roots_of(roots),
    )


def _name(settings: Mapping[str, str], name: str) -> str:
    value = settings.get(name, "").strip()
    if not (value.isascii() and value.isalnum()):
        raise ShopError(ErrorCode.ACCOUNT_VALUE_WRONG, field=name)
    return value
