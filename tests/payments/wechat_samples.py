"""A WeChat Pay merchant of the tests and what the platform says about its orders."""

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from microshop_desktop.payments.accounts import WechatAccount
from tests.payments.platform_fakes import NUMBER, REFUND_NUMBER, rsa_key

APP, MERCHANT = "wxd678efh567hg6787", "1900007291"
SERIAL = "408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB"
PUBLIC_KEY_ID = "PUB_KEY_ID_0119000000012026010100000000000001"
APIV3_KEY = b"a7cde1ZJB1kG2e7VfTs3jQzaWizur8Gb"


def account(*, certificates: bool = False) -> WechatAccount:
    key: RSAPrivateKey = rsa_key("merchant")
    return WechatAccount(
        mch_id=MERCHANT,
        app_id=APP,
        serial=SERIAL,
        private_key=key,
        apiv3_key=APIV3_KEY,
        public_key_id="" if certificates else PUBLIC_KEY_ID,
        public_key=None if certificates else rsa_key("wechat").public_key(),
    )


def order(state: str) -> dict[str, object]:
    """The order of the tests as a question finds it."""
    told: dict[str, object] = {
        "appid": APP,
        "mchid": MERCHANT,
        "out_trade_no": NUMBER,
        "trade_state": state,
        "trade_state_desc": "…",
    }
    if state in {"SUCCESS", "REFUND", "REVOKED"}:
        told["transaction_id"] = "4200001234567890123456789012"
        told["amount"] = {"total": 4250, "payer_total": 4000, "currency": "CNY"}
    return told


def refund(status: str) -> dict[str, object]:
    """The refund of the tests as WeChat Pay tells it."""
    return {
        "refund_id": "50300001234567890123456789012",
        "out_refund_no": REFUND_NUMBER,
        "out_trade_no": NUMBER,
        "status": status,
        "amount": {"total": 4250, "refund": 1250, "payer_refund": 1250, "currency": "CNY"},
    }
