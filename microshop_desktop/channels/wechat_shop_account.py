"""What an account of WeChat Shop is made of. Facts: `reference/shops.md` §1."""

from dataclasses import dataclass, field
from datetime import timedelta

from microshop_desktop.channels.account_values import Values, choice, needed, switched
from microshop_desktop.channels.channel import Differences
from microshop_desktop.domain.merchant_accounts import address
from microshop_desktop.domain.online_stock import StockWay

WECHAT_SHOP_ADDRESS = "https://api.weixin.qq.com"
SETTINGS = ("app_id", "base_url", "courier_list")
SECRETS = ("app_secret",)
DIFFERENCES = Differences(
    StockWay.DELTA,
    window=timedelta(days=1),
    lag=timedelta(minutes=2),
    read_batch=50,
    takes_when_placed=True,
    gives_back=False,
)
"""Only an unpaid order that is cancelled gives its pieces back; a refund does not."""


@dataclass(frozen=True, slots=True)
class WechatShopAccount:
    """A shop of WeChat. `new_couriers`: which of the two documented lists of couriers is asked."""

    app_id: str
    app_secret: str = field(repr=False)
    base_url: str = WECHAT_SHOP_ADDRESS
    new_couriers: bool = True
    differences: Differences = DIFFERENCES


def wechat_shop_account(settings: Values, secrets: Values) -> WechatShopAccount:
    """Make an account from `SETTINGS`, `SWITCHES` and `SECRETS`."""
    return WechatShopAccount(
        app_id=needed(settings, "app_id"),
        app_secret=needed(secrets, "app_secret"),
        base_url=address(settings.get("base_url") or WECHAT_SHOP_ADDRESS),
        new_couriers=choice(settings, "courier_list", "new", "old") == "new",
        differences=switched(DIFFERENCES, settings),
    )
