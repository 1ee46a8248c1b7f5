"""The platforms there are: which channel an account gets. A new one is one line here."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from microshop_desktop.channels.account_values import Values
from microshop_desktop.channels.channel import ShopChannel
from microshop_desktop.channels.douyin import Douyin
from microshop_desktop.channels.douyin_account import douyin_account
from microshop_desktop.channels.jd import Jd
from microshop_desktop.channels.jd_account import jd_account
from microshop_desktop.channels.pinduoduo import Pinduoduo
from microshop_desktop.channels.pinduoduo_account import pinduoduo_account
from microshop_desktop.channels.shopify import Shopify
from microshop_desktop.channels.shopify_account import shopify_account
from microshop_desktop.channels.taobao import Taobao
from microshop_desktop.channels.taobao_account import taobao_account
from microshop_desktop.channels.tokens import Tokens
from microshop_desktop.channels.vendure import Vendure
from microshop_desktop.channels.vendure_account import vendure_account
from microshop_desktop.channels.wechat_shop import WechatShop
from microshop_desktop.channels.wechat_shop_account import wechat_shop_account
from microshop_desktop.channels.woocommerce import WooCommerce
from microshop_desktop.channels.woocommerce_account import woocommerce_account
from microshop_desktop.channels.youzan import Youzan
from microshop_desktop.channels.youzan_account import youzan_account
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.http import Http

Maker = Callable[[Values, Values, Http, Clock, Tokens], ShopChannel]


def _douyin(
    settings: Values, secrets: Values, http: Http, clock: Clock, tokens: Tokens
) -> ShopChannel:
    return Douyin(douyin_account(settings, secrets), http, clock, tokens)


def _jd(settings: Values, secrets: Values, http: Http, clock: Clock, tokens: Tokens) -> ShopChannel:
    return Jd(jd_account(settings, secrets), http, clock, tokens)


def _pinduoduo(
    settings: Values, secrets: Values, http: Http, clock: Clock, tokens: Tokens
) -> ShopChannel:
    return Pinduoduo(pinduoduo_account(settings, secrets), http, clock, tokens)


def _taobao(
    settings: Values, secrets: Values, http: Http, clock: Clock, _tokens: Tokens
) -> ShopChannel:
    return Taobao(taobao_account(settings, secrets), http, clock)


def _vendure(
    settings: Values, secrets: Values, http: Http, clock: Clock, tokens: Tokens
) -> ShopChannel:
    return Vendure(vendure_account(settings, secrets), http, clock, tokens)


def _wechat_shop(
    settings: Values, secrets: Values, http: Http, clock: Clock, tokens: Tokens
) -> ShopChannel:
    return WechatShop(wechat_shop_account(settings, secrets), http, clock, tokens)


def _woocommerce(
    settings: Values, secrets: Values, http: Http, clock: Clock, _tokens: Tokens
) -> ShopChannel:
    return WooCommerce(woocommerce_account(settings, secrets), http, clock)


def _shopify(
    settings: Values, secrets: Values, http: Http, clock: Clock, tokens: Tokens
) -> ShopChannel:
    return Shopify(shopify_account(settings, secrets), http, clock, tokens)


def _youzan(
    settings: Values, secrets: Values, http: Http, clock: Clock, tokens: Tokens
) -> ShopChannel:
    return Youzan(youzan_account(settings, secrets), http, clock, tokens)


CHANNELS: Mapping[str, Maker] = MappingProxyType(
    {
        "douyin": _douyin,
        "shopify": _shopify,
        "jd": _jd,
        "pinduoduo": _pinduoduo,
        "taobao": _taobao,
        "vendure": _vendure,
        "wechat_shop": _wechat_shop,
        "woocommerce": _woocommerce,
        "youzan": _youzan,
    }
)


def make_channel(
    kind: str, settings: Values, secrets: Values, *, http: Http, clock: Clock, tokens: Tokens
) -> ShopChannel:
    """Return the channel of an account; the names of its values are in `<platform>_account.py`.

    `ShopError` for values that cannot be right, `account_value_wrong` for a kind that no platform
    has.
    """
    maker = CHANNELS.get(kind)
    if maker is None:
        raise ShopError(ErrorCode.ACCOUNT_VALUE_WRONG, field="kind")
    return maker(settings, secrets, http, clock, tokens)
