"""What an account is made of, as the settings ask for it: numbers, keys in files, choices."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from microshop_desktop.domain.merchant_accounts import ALIPAY, WECHAT_PAY
from microshop_desktop.infra.translations import _

BY_KEY, BY_CERTIFICATE = "key", "certificates"
"""How the platform signs its answers: by one public key, or by certificates."""


@dataclass(frozen=True, slots=True)
class ValueField:
    """A number or word that is typed. `secret`: it is a key, which nothing shows afterwards."""

    name: str
    title: Callable[[], str]
    secret: bool = False
    optional: bool = False
    length: int = 0
    pattern: str = ""
    """What it looks like, as a regular expression; `wrong` says so in words."""
    wrong: Callable[[], str] = lambda: ""

    def problem(self, text: str) -> str:
        """Say what is wrong with a text; empty where nothing is, or nothing was typed."""
        fits = not self.pattern or re.fullmatch(self.pattern, text, re.ASCII) is not None
        return "" if fits or not text else self.wrong()


@dataclass(frozen=True, slots=True)
class KeyField:
    """A key that comes as a file or is pasted; `file` is how the platform calls the file."""

    name: str
    title: Callable[[], str]
    file: str
    optional: bool = False

    @property
    def is_certificate(self) -> bool:
        """Whether it is a certificate, which is no secret."""
        return self.name.endswith("certificate")


@dataclass(frozen=True, slots=True)
class Option:
    """A choice beyond the usual: its name in the settings, its values with their texts."""

    name: str
    title: Callable[[], str]
    choices: Callable[[], tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Platform:
    """All that is asked about an account of a platform. Per way of signing: what is needed."""

    kind: str
    title: Callable[[], str]
    icon: str
    colour: str
    values: tuple[ValueField, ...]
    mode_values: Mapping[str, tuple[ValueField, ...]]
    keys: Mapping[str, tuple[KeyField, ...]]
    modes: Callable[[], tuple[tuple[str, str], ...]]
    options: tuple[Option, ...]
    help: Callable[[], str]

    def values_of(self, mode: str) -> tuple[ValueField, ...]:
        """What is typed when the platform signs in this way."""
        return self.values + self.mode_values.get(mode, ())


def _wechat_help() -> str:
    return _(
        "All of it is on WeChat Pay's page for merchants, pay.weixin.qq.com: the merchant number, "
        "the API certificate (apiclient_key.pem, apiclient_cert.pem and a p12 file), the APIv3 key "
        "that you set there, and pub_key.pem with its number PUB_KEY_ID_…. The app must be bound "
        "to the merchant."
    )


def _alipay_help() -> str:
    return _(
        "All of it is on open.alipay.com, with your app: Alipay's key tool makes the private key; "
        "its other half goes up there. Then download appCertPublicKey_….crt, "
        "alipayCertPublicKey_RSA2.crt and alipayRootCert.crt, or copy Alipay's public key."
    )


_WECHAT_KEYS = (
    KeyField("private_key", lambda: _("Merchant's private key"), "apiclient_key.pem"),
    KeyField(
        "certificate", lambda: _("Merchant's certificate"), "apiclient_cert.pem", optional=True
    ),
)
_ALIPAY_KEY = KeyField("private_key", lambda: _("App's private key"), "app_private_key.txt")
WECHAT = Platform(
    kind=WECHAT_PAY,
    title=lambda: _("WeChat Pay"),
    icon="wechat-pay",
    colour="wechat",
    values=(
        ValueField(
            "mch_id",
            lambda: _("Merchant number"),
            pattern=r"\d{8,10}",
            wrong=lambda: _("The merchant number has 8 to 10 digits and nothing else."),
        ),
        ValueField(
            "app_id",
            lambda: _("App number (AppID)"),
            pattern=r"wx[0-9A-Za-z]{16}",
            wrong=lambda: _("WeChat's AppID is wx and 16 letters or digits after it."),
        ),
        ValueField("apiv3_key", lambda: _("APIv3 key (32 characters)"), secret=True, length=32),
        ValueField("serial", lambda: _("Serial number of the certificate")),
    ),
    mode_values={BY_KEY: (ValueField("public_key_id", lambda: _("Number of the public key")),)},
    keys={
        BY_KEY: (
            *_WECHAT_KEYS,
            KeyField("public_key", lambda: _("WeChat Pay's public key"), "pub_key.pem"),
        ),
        BY_CERTIFICATE: _WECHAT_KEYS,
    },
    modes=lambda: (
        (BY_KEY, _("Public key (new merchants)")),
        (BY_CERTIFICATE, _("Platform certificates")),
    ),
    options=(
        Option(
            "code_api",
            lambda: _("Payment codes go through"),
            lambda: (("", _("API v3 (usual)")), ("v2", _("API v2 (where v3 is refused)"))),
        ),
    ),
    help=_wechat_help,
)
ALIPAY_PLATFORM = Platform(
    kind=ALIPAY,
    title=lambda: _("Alipay"),
    icon="alipay",
    colour="alipay",
    values=(
        ValueField(
            "app_id",
            lambda: _("App number (AppID)"),
            pattern=r"\d{16}",
            wrong=lambda: _("Alipay's AppID has 16 digits and nothing else."),
        ),
    ),
    mode_values={},
    keys={
        BY_CERTIFICATE: (
            _ALIPAY_KEY,
            KeyField("app_certificate", lambda: _("App's certificate"), "appCertPublicKey.crt"),
            KeyField(
                "alipay_certificate",
                lambda: _("Alipay's certificate"),
                "alipayCertPublicKey_RSA2.crt",
            ),
            KeyField(
                "root_certificate", lambda: _("Alipay's root certificate"), "alipayRootCert.crt"
            ),
        ),
        BY_KEY: (
            _ALIPAY_KEY,
            KeyField(
                "alipay_public_key", lambda: _("Alipay's public key"), "alipay_public_key.txt"
            ),
        ),
    },
    modes=lambda: (
        (BY_CERTIFICATE, _("Certificates (recommended)")),
        (BY_KEY, _("Public key")),
    ),
    options=(
        Option(
            "product_code",
            lambda: _("Product that was signed up for"),
            lambda: (
                ("", _("Order code payment (usual)")),
                ("FACE_TO_FACE_PAYMENT", _("Face-to-face payment")),
            ),
        ),
    ),
    help=_alipay_help,
)
PLATFORMS: Mapping[str, Platform] = {WECHAT_PAY: WECHAT, ALIPAY: ALIPAY_PLATFORM}
V2_KEY = ValueField(
    "v2_key", lambda: _("API key of version 2 (32 characters)"), secret=True, length=32
)
"""Asked for as soon as something goes through the older interface."""
BASE_URL = ValueField("base_url", lambda: _("Another address, for practice"), optional=True)
