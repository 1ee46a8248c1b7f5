"""The platforms there are: which gateway an account gets. A new one is one line here."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.http import Http, HttpClient, presenting
from microshop_desktop.payments import key_files
from microshop_desktop.payments.accounts import alipay_account, wechat_account
from microshop_desktop.payments.alipay import Alipay
from microshop_desktop.payments.gateway import PaymentGateway
from microshop_desktop.payments.wechat import Wechat
from microshop_desktop.payments.wechat_v2 import WechatV2Codes
from microshop_desktop.payments.wechat_v2_refunds import WechatV2Refunds
from microshop_desktop.payments.wechat_v2_wire import WechatV2Wire

Values = Mapping[str, str]
Maker = Callable[[Values, Values, Http, Clock], PaymentGateway]


def _wechat(settings: Values, secrets: Values, http: Http, clock: Clock) -> PaymentGateway:
    account = wechat_account(settings, secrets)
    if account.v2 is None:
        return Wechat(account, http, clock)
    secure = _secure(account.v2.certificate, account.private_key, clock) or http
    wire = WechatV2Wire(account, account.v2, http, secure)
    codes = WechatV2Codes(wire) if account.v2.takes_codes else None
    refunds = WechatV2Refunds(wire) if account.v2.takes_refunds else None
    return Wechat(account, http, clock, codes=codes, refunds=refunds)


def _secure(certificate: str, key: RSAPrivateKey, clock: Clock) -> Http | None:
    """Return what presents the merchant's certificate; None where there is none, as in practice."""
    if not certificate:
        return None
    try:
        return HttpClient(clock, prepare=presenting(certificate, key_files.private_pem(key)))
    except ValueError as error:
        raise ShopError(ErrorCode.KEY_NOT_OF_CERTIFICATE) from error


def _alipay(settings: Values, secrets: Values, http: Http, clock: Clock) -> PaymentGateway:
    return Alipay(alipay_account(settings, secrets), http, clock)


GATEWAYS: Mapping[Method, Maker] = MappingProxyType(
    {Method.WECHAT: _wechat, Method.ALIPAY: _alipay}
)


def make_gateway(
    kind: Method, settings: Values, secrets: Values, *, http: Http, clock: Clock
) -> PaymentGateway:
    """Return the gateway of an account; the names of its values are in `accounts.py`.

    `ShopError` for values or keys that cannot be right, `account_value_wrong` for a kind of
    payment that no platform takes.
    """
    maker = GATEWAYS.get(kind)
    if maker is None:
        raise ShopError(ErrorCode.ACCOUNT_VALUE_WRONG, field="kind")
    return maker(settings, secrets, http, clock)
