"""WeChat Pay's certificates, encrypted for the merchant with the APIv3 key."""

from base64 import b64encode

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.x509 import Certificate

from microshop_desktop.sandbox import wechat_shapes as shapes
from microshop_desktop.sandbox.accounts import Mode, WechatMerchant
from microshop_desktop.sandbox.certificates import pem, wechat_serial
from microshop_desktop.sandbox.clock import rfc3339
from microshop_desktop.sandbox.desk import Desk
from microshop_desktop.sandbox.wechat_errors import WechatError
from microshop_desktop.sandbox.wechat_requests import Reply, query_of

PURPOSE = "certificate"


def certificates(desk: Desk, merchant: WechatMerchant) -> Reply:
    """List the certificates; a merchant in the public-key mode has none."""
    query_of(desk, shapes.NO_QUERY)
    if merchant.mode is Mode.PUBLIC_KEY:
        raise WechatError(
            "RESOURCE_NOT_EXISTS", "无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥"
        )
    listed = [_entry(desk, merchant, each) for each in merchant.listed_certificates]
    return Reply({"data": listed})


def _entry(desk: Desk, merchant: WechatMerchant, certificate: Certificate) -> dict[str, object]:
    nonce = desk.world.word(12)
    sealed = AESGCM(merchant.apiv3_key.encode()).encrypt(
        nonce.encode(), pem(certificate), PURPOSE.encode()
    )
    return {
        "serial_no": wechat_serial(certificate),
        "effective_time": rfc3339(certificate.not_valid_before_utc),
        "expire_time": rfc3339(certificate.not_valid_after_utc),
        "encrypt_certificate": {
            "algorithm": "AEAD_AES_256_GCM",
            "nonce": nonce,
            "associated_data": PURPOSE,
            "ciphertext": b64encode(sealed).decode(),
        },
    }
