"""What an account of a Douyin shop is made of. Facts: `reference/shops.md` §5."""

from dataclasses import dataclass, field
from datetime import timedelta

from microshop_desktop.channels.account_values import Values, choice, needed, switched
from microshop_desktop.channels.channel import Differences
from microshop_desktop.domain.merchant_accounts import address
from microshop_desktop.domain.online_stock import StockWay

DOUYIN_ADDRESS = "https://openapi-fxg.jinritemai.com"
SETTINGS = ("app_key", "shop_id", "base_url", "test_shop", "timestamp_form")
SECRETS = ("app_secret",)
DIFFERENCES = Differences(
    StockWay.DELTA,
    window=timedelta(days=1),
    lag=timedelta(minutes=2),
    stock_batch=50,
    read_batch=50,
    repeatable=True,
    takes_when_placed=True,
)


@dataclass(frozen=True, slots=True)
class DouyinAccount:
    """A shop on Douyin with an app of its own. `stamps_text`: signed times are Beijing texts."""

    app_key: str
    app_secret: str = field(repr=False)
    shop_id: str
    base_url: str = DOUYIN_ADDRESS
    is_test_shop: bool = False
    stamps_text: bool = False
    differences: Differences = DIFFERENCES


def douyin_account(settings: Values, secrets: Values) -> DouyinAccount:
    """Make an account from `SETTINGS`, `SWITCHES` and `SECRETS`."""
    return DouyinAccount(
        app_key=needed(settings, "app_key"),
        app_secret=needed(secrets, "app_secret"),
        shop_id=needed(settings, "shop_id"),
        base_url=address(settings.get("base_url") or DOUYIN_ADDRESS),
        is_test_shop=choice(settings, "test_shop", "no", "yes") == "yes",
        stamps_text=choice(settings, "timestamp_form", "unix", "text") == "text",
        differences=switched(DIFFERENCES, settings),
    )
