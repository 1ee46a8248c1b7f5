"""The practice merchants: their names with the platforms, their keys, and the mode they are in."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.x509 import Certificate

from microshop_desktop.sandbox.certificates import (
    alipay_serial,
    certify,
    key_serial,
    name_of,
    wechat_serial,
)
from microshop_desktop.sandbox.keys import KeySet

APIV3_KEY = "practice0apiv3key0practice0apiv3"
APIV2_KEY = "practice0apiv2key0practice0apiv2"
PUBLIC_KEY_ID = "PUB_KEY_ID_0119000001092026010100000000000001"


class Mode(StrEnum):
    """How a platform proves that an answer is its own."""

    PUBLIC_KEY = "public_key"
    CERTIFICATES = "certificates"


@dataclass(slots=True)
class WechatMerchant:
    """A merchant of WeChat Pay. `signing` is the place of the certificate that signs just now."""

    mch_id: str
    app_id: str
    mode: Mode
    key: RSAPrivateKey
    platform_keys: tuple[RSAPrivateKey, ...]
    platform_certificates: tuple[Certificate, ...]
    apiv3_key: str = APIV3_KEY
    apiv2_key: str = APIV2_KEY
    public_key_id: str = PUBLIC_KEY_ID
    signing: int = 0

    @property
    def serial(self) -> str:
        """The serial of the merchant's own certificate."""
        return key_serial(self.key.public_key())

    @property
    def verifying_key(self) -> RSAPublicKey:
        """The key that the merchant's requests are checked with."""
        return self.key.public_key()

    @property
    def platform_serial(self) -> str:
        """The name of the key that signs our answers."""
        if self.mode is Mode.PUBLIC_KEY:
            return self.public_key_id
        return wechat_serial(self.platform_certificates[self.signing])

    @property
    def known_serials(self) -> frozenset[str]:
        """What a request may name as the key it expects."""
        if self.mode is Mode.PUBLIC_KEY:
            return frozenset({self.public_key_id})
        return frozenset(map(wechat_serial, self.listed_certificates))

    @property
    def listed_certificates(self) -> tuple[Certificate, ...]:
        """The certificates that are handed out: a new one as soon as it signs."""
        return self.platform_certificates[: self.signing + 1]

    @property
    def platform_key(self) -> RSAPrivateKey:
        """The key that signs our answers."""
        return self.platform_keys[self.signing]


@dataclass(frozen=True, slots=True)
class AlipayApp:
    """An application of a merchant of Alipay; certificates in the certificate mode only."""

    app_id: str
    seller_id: str
    mode: Mode
    key: RSAPrivateKey
    platform_key: RSAPrivateKey
    app_certificate: Certificate | None = None
    platform_certificate: Certificate | None = None
    root_serial: str = ""

    @property
    def app_serial(self) -> str:
        """The serial a request names as `app_cert_sn`."""
        return alipay_serial(self.app_certificate) if self.app_certificate else ""

    @property
    def platform_serial(self) -> str:
        """The serial an answer names as `alipay_cert_sn`."""
        return alipay_serial(self.platform_certificate) if self.platform_certificate else ""


@dataclass(frozen=True, slots=True)
class Merchants:
    """All practice merchants: of each platform one in either mode."""

    wechat: dict[str, WechatMerchant]
    alipay: dict[str, AlipayApp]
    root: Certificate
    wechat_certificate: Certificate

    def wechat_in(self, mode: Mode) -> WechatMerchant:
        """Return the WeChat merchant that is in a mode."""
        return next(merchant for merchant in self.wechat.values() if merchant.mode is mode)

    def alipay_in(self, mode: Mode) -> AlipayApp:
        """Return the Alipay application that is in a mode."""
        return next(app for app in self.alipay.values() if app.mode is mode)


def make_merchants(keys: KeySet) -> Merchants:
    """Make the practice merchants; the same keys always give the same ones."""
    papers = _papers(keys)
    wechat = (_wechat_public(keys), _wechat_certified(keys, papers))
    alipay = (_alipay_public(keys), _alipay_certified(keys, papers))
    return Merchants(
        {merchant.mch_id: merchant for merchant in wechat},
        {app.app_id: app for app in alipay},
        papers.root,
        papers.wechat_merchant,
    )


@dataclass(frozen=True, slots=True)
class _Papers:
    """All certificates of a key set."""

    root: Certificate
    wechat_merchant: Certificate
    wechat_platform: tuple[Certificate, ...]
    alipay_app: Certificate
    alipay_platform: Certificate


@lru_cache(maxsize=2)
def _papers(keys: KeySet) -> _Papers:
    """Sign the certificates once: thousands of short worlds are made in a test."""
    authority = name_of("Practice Root", "Authority")

    def signed(key: RSAPrivateKey, name: str) -> Certificate:
        return certify(key.public_key(), name_of(name), authority, keys.root)

    platform = (keys.wechat_platform, keys.wechat_platform_next)
    return _Papers(
        certify(keys.root.public_key(), authority, authority, keys.root),
        signed(keys.wechat_merchant, "Practice Merchant"),
        tuple(signed(key, "Practice Pay Platform") for key in platform),
        signed(keys.alipay_app, "9021000100000002-2088621000000022"),
        signed(keys.alipay_platform, "Practice Alipay Platform"),
    )


def _wechat_public(keys: KeySet) -> WechatMerchant:
    return WechatMerchant(
        "1900000109",
        "wx8888888888888888",
        Mode.PUBLIC_KEY,
        keys.wechat_merchant,
        (keys.wechat_public,),
        (),
    )


def _wechat_certified(keys: KeySet, papers: _Papers) -> WechatMerchant:
    return WechatMerchant(
        "1900000208",
        "wx9999999999999999",
        Mode.CERTIFICATES,
        keys.wechat_merchant,
        (keys.wechat_platform, keys.wechat_platform_next),
        papers.wechat_platform,
    )


def _alipay_public(keys: KeySet) -> AlipayApp:
    return AlipayApp(
        "9021000100000001",
        "2088621000000011",
        Mode.PUBLIC_KEY,
        keys.alipay_app,
        keys.alipay_platform,
    )


def _alipay_certified(keys: KeySet, papers: _Papers) -> AlipayApp:
    return AlipayApp(
        "9021000100000002",
        "2088621000000022",
        Mode.CERTIFICATES,
        keys.alipay_app,
        keys.alipay_platform,
        papers.alipay_app,
        papers.alipay_platform,
        alipay_serial(papers.root),
    )
