"""What a merchant gets from the platforms, as the files they hand out."""

from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from microshop_desktop.sandbox.accounts import AlipayApp, Merchants, Mode, WechatMerchant
from microshop_desktop.sandbox.certificates import pem
from microshop_desktop.sandbox.keys import private_pem, public_pem, write_secret
from microshop_desktop.sandbox.odd_root import odd_root


@dataclass(frozen=True, slots=True)
class Credentials:
    """An account as `microshop accounts add` takes it: its kind, and its options in order."""

    kind: str
    mode: Mode
    options: dict[str, str]

    @property
    def command(self) -> list[str]:
        """The words after `microshop`."""
        words = ["accounts", "add", self.kind]
        for name, value in self.options.items():
            words += [f"--{name}", value]
        return words


def write_credentials(
    merchants: Merchants, folder: Path, *, wechat_url: str, alipay_url: str
) -> list[Credentials]:
    """Write the files of all practice merchants and say how to add them."""
    written = [
        _wechat(merchants, merchant, folder / f"wechat-{merchant.mode.replace('_', '-')}")
        for merchant in merchants.wechat.values()
    ]
    written += [
        _alipay(merchants, app, folder / f"alipay-{app.mode.replace('_', '-')}")
        for app in merchants.alipay.values()
    ]
    for each in written:
        each.options["base-url"] = wechat_url if each.kind == "wechat-pay" else alipay_url
    return written


def _wechat(merchants: Merchants, merchant: WechatMerchant, folder: Path) -> Credentials:
    files = {
        "apiclient_key.pem": private_pem(merchant.key),
        "apiclient_cert.pem": pem(merchants.wechat_certificate),
        "apiv3_key.txt": merchant.apiv3_key.encode(),
        "apiv2_key.txt": merchant.apiv2_key.encode(),
    }
    options = {
        "mch-id": merchant.mch_id,
        "app-id": merchant.app_id,
        "serial": merchant.serial,
        "key-file": str(folder / "apiclient_key.pem"),
        "apiv3-key-file": str(folder / "apiv3_key.txt"),
    }
    if merchant.mode is Mode.PUBLIC_KEY:
        files["pub_key.pem"] = public_pem(merchant.platform_key)
        options["public-key-id"] = merchant.public_key_id
        options["public-key-file"] = str(folder / "pub_key.pem")
    _write(folder, files)
    return Credentials("wechat-pay", merchant.mode, options)


def _alipay(merchants: Merchants, app: AlipayApp, folder: Path) -> Credentials:
    """Write keys as Alipay's tool does: bare base64, in either of its two forms."""
    form = PrivateFormat.TraditionalOpenSSL
    if app.mode is Mode.CERTIFICATES:
        form = PrivateFormat.PKCS8
    files = {"app_private_key.txt": _bare_private(app.key, form)}
    options = {"app-id": app.app_id, "key-file": str(folder / "app_private_key.txt")}
    if app.app_certificate is None or app.platform_certificate is None:
        files["alipay_public_key.txt"] = _bare_public(app.platform_key)
        options["alipay-public-key-file"] = str(folder / "alipay_public_key.txt")
    else:
        own = f"appCertPublicKey_{app.app_id}.crt"
        files[own] = pem(app.app_certificate)
        files["alipayCertPublicKey_RSA2.crt"] = pem(app.platform_certificate)
        files["alipayRootCert.crt"] = pem(merchants.root) + odd_root()
        options["app-cert"] = str(folder / own)
        options["alipay-cert"] = str(folder / "alipayCertPublicKey_RSA2.crt")
        options["root-cert"] = str(folder / "alipayRootCert.crt")
    _write(folder, files)
    return Credentials("alipay", app.mode, options)


def _write(folder: Path, files: dict[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        write_secret(folder / name, content)


def _bare_private(key: RSAPrivateKey, form: PrivateFormat) -> bytes:
    return b64encode(key.private_bytes(Encoding.DER, form, NoEncryption()))


def _bare_public(key: RSAPrivateKey) -> bytes:
    der = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return b64encode(der)
