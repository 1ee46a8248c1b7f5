"""What an account of Taobao or Tmall is made of. Facts: `reference/shops.md` §3."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from microshop_desktop.channels.account_values import Values, choice, needed, number, switched
from microshop_desktop.channels.channel import Differences
from microshop_desktop.channels.signing import HMAC_MD5, HMAC_SHA256, MD5
from microshop_desktop.domain.merchant_accounts import address
from microshop_desktop.domain.online_stock import StockWay

TAOBAO_ADDRESS = "https://eco.taobao.com/router/rest"
SETTINGS = (
    "app_key",
    "base_url",
    "sign_method",
    "simplify",
    "trade_types",
    "window_minutes",
)
SECRETS = ("app_secret", "session")
TRADE_TYPES = (
    "fixed,auction,guarantee_trade,step,independent_simple_trade,independent_shop_trade,"
    "auto_delivery,ec,cod,nopaid,eticket,tmall_i18n"
)
"""Left to itself, Taobao leaves out several kinds of trades."""
DIFFERENCES = Differences(
    StockWay.DELTA,
    window=timedelta(hours=12),
    lag=timedelta(minutes=3),
    history=timedelta(days=89),
    stock_batch=20,
    by_product=True,
    read_batch=40,
    takes_when_placed=True,
)


@dataclass(frozen=True, slots=True)
class TaobaoAccount:
    """A shop on Taobao or Tmall. `simplify`: answers are asked for without their wrappings."""

    app_key: str
    app_secret: str = field(repr=False)
    session: str = field(repr=False)
    base_url: str = TAOBAO_ADDRESS
    sign_method: str = MD5
    simplify: bool = True
    trade_types: str = TRADE_TYPES
    differences: Differences = DIFFERENCES


def taobao_account(settings: Values, secrets: Values) -> TaobaoAccount:
    """Make an account from `SETTINGS`, `SWITCHES` and `SECRETS`."""
    return TaobaoAccount(
        app_key=needed(settings, "app_key"),
        app_secret=needed(secrets, "app_secret"),
        session=needed(secrets, "session"),
        base_url=address(settings.get("base_url") or TAOBAO_ADDRESS),
        sign_method=choice(settings, "sign_method", MD5, HMAC_MD5, HMAC_SHA256),
        simplify=choice(settings, "simplify", "yes", "no") == "yes",
        trade_types=settings.get("trade_types") or TRADE_TYPES,
        differences=_differences(settings),
    )


def _differences(settings: Values) -> Differences:
    """Return the differences: a day at once is taken, half an hour advised to busy shops."""
    minutes = number(settings, "window_minutes", 12 * 60, least=30, most=23 * 60)
    return replace(switched(DIFFERENCES, settings), window=timedelta(minutes=minutes))
