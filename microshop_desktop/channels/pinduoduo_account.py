"""What an account of Pinduoduo is made of. Facts: `reference/shops.md` §6."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from microshop_desktop.channels.account_values import Values, choice, needed, switched
from microshop_desktop.channels.channel import Differences
from microshop_desktop.domain.merchant_accounts import address
from microshop_desktop.domain.online_stock import StockWay

PINDUODUO_ADDRESS = "https://gw-api.pinduoduo.com/api/router"
SETTINGS = ("client_id", "base_url", "prices", "stock_counts", "stock_way")
SECRETS = ("client_secret", "access_token", "refresh_token")
DIFFERENCES = Differences(
    StockWay.DELTA,
    window=timedelta(minutes=30),
    lag=timedelta(minutes=3),
    history=timedelta(days=89),
    read_batch=20,
    takes_when_placed=True,
    parts=False,
    rate=10.0,
)


@dataclass(frozen=True, slots=True)
class PinduoduoAccount:
    """A shop on Pinduoduo.

    `reads_prices`: each product is asked for by itself, because lists tell no prices.
    `less_reserved`: what can be sold is the stock less what orders hold.
    """

    client_id: str
    client_secret: str = field(repr=False)
    access_token: str = field(repr=False)
    refresh_token: str = field(default="", repr=False)
    base_url: str = PINDUODUO_ADDRESS
    reads_prices: bool = False
    less_reserved: bool = False
    differences: Differences = DIFFERENCES


def pinduoduo_account(settings: Values, secrets: Values) -> PinduoduoAccount:
    """Make an account from `SETTINGS`, `SWITCHES` and `SECRETS`; `ShopError` if wrong."""
    absolute = choice(settings, "stock_way", "delta", "absolute") == "absolute"
    way = StockWay.ABSOLUTE if absolute else StockWay.DELTA
    counts = choice(settings, "stock_counts", "quantity", "less_reserved")
    return PinduoduoAccount(
        client_id=needed(settings, "client_id"),
        client_secret=needed(secrets, "client_secret"),
        access_token=needed(secrets, "access_token"),
        refresh_token=secrets.get("refresh_token", "").strip(),
        base_url=address(settings.get("base_url") or PINDUODUO_ADDRESS),
        reads_prices=choice(settings, "prices", "no", "yes") == "yes",
        less_reserved=counts == "less_reserved",
        differences=replace(switched(DIFFERENCES, settings), way=way),
    )
