"""What an account of Youzan is made of. Facts: `reference/shops.md` §7."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from microshop_desktop.channels.account_values import (
    Values,
    choice,
    needed,
    number,
    switched,
    wrong,
)
from microshop_desktop.channels.channel import Differences
from microshop_desktop.domain.merchant_accounts import address
from microshop_desktop.domain.online_stock import StockWay

YOUZAN_ADDRESS = "https://open.youzanyun.com"
SETTINGS = ("client_id", "shop_id", "base_url", "orders_version", "stock_way", "window_minutes")
SECRETS = ("client_secret",)
_ORDERS_VERSION = "4.0.0"
DIFFERENCES = Differences(
    StockWay.DELTA,
    window=timedelta(hours=12),
    lag=timedelta(minutes=1),
    read_batch=20,
    takes_when_placed=True,
)


@dataclass(frozen=True, slots=True)
class YouzanAccount:
    """A shop on Youzan. `shop_id`: its number there (kdt_id).

    `orders_version`: of the interface that lists orders.
    """

    client_id: str
    client_secret: str = field(repr=False)
    shop_id: str
    base_url: str = YOUZAN_ADDRESS
    orders_version: str = _ORDERS_VERSION
    differences: Differences = DIFFERENCES


def youzan_account(settings: Values, secrets: Values) -> YouzanAccount:
    """Make an account from `SETTINGS`, `SWITCHES` and `SECRETS`; `ShopError` if wrong."""
    shop_id = needed(settings, "shop_id")
    if not shop_id.isdecimal():
        raise wrong("shop_id")
    version = settings.get("orders_version", "").strip() or _ORDERS_VERSION
    if not version.isascii() or not version.replace(".", "").isdecimal():
        raise wrong("orders_version")
    return YouzanAccount(
        client_id=needed(settings, "client_id"),
        client_secret=needed(secrets, "client_secret"),
        shop_id=shop_id,
        base_url=address(settings.get("base_url") or YOUZAN_ADDRESS),
        orders_version=version,
        differences=_differences(settings),
    )


def _differences(settings: Values) -> Differences:
    """Return the differences: a list has at most a hundred pages, so busy shops ask for less."""
    minutes = number(settings, "window_minutes", 12 * 60, least=10, most=24 * 60)
    absolute = choice(settings, "stock_way", "delta", "absolute") == "absolute"
    way = StockWay.ABSOLUTE if absolute else StockWay.DELTA
    usual = switched(DIFFERENCES, settings)
    return replace(usual, way=way, window=timedelta(minutes=minutes))
