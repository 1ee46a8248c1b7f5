"""What an account with a Vendure shop is made of, and how such a shop differs from others."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from microshop_desktop.channels.account_values import needed, switched
from microshop_desktop.channels.channel import Differences
from microshop_desktop.domain.merchant_accounts import address
from microshop_desktop.domain.online_stock import StockWay

SETTINGS = ("base_url", "username", "stock_location", "channel")
SECRETS = ("api_key", "password")
_USUAL_PATH = "/admin-api"
DIFFERENCES = Differences(
    way=StockWay.ABSOLUTE, stock_batch=100, read_batch=100, takes_when_placed=True
)
"""An order is there once it is placed, and its pieces are set aside in that moment. A write of
stock says how many are on hand, never how many more."""


@dataclass(frozen=True, slots=True)
class VendureAccount:
    """Where a Vendure shop's admin API is, and who asks: an API key, or a name with a password.

    `stock_location` is the id of the place whose stock is kept alike, needed where the shop has
    several; `channel` the token of one of its channels, empty for the usual one.
    """

    base_url: str
    api_key: str = field(default="", repr=False)
    username: str = ""
    password: str = field(default="", repr=False)
    stock_location: str = ""
    channel: str = ""
    differences: Differences = DIFFERENCES


def vendure_account(settings: Mapping[str, str], secrets: Mapping[str, str]) -> VendureAccount:
    """Make an account from `SETTINGS` and `SECRETS`; `ShopError` if wrong."""
    base_url = address(settings.get("base_url", ""))
    if not urlsplit(base_url).path:
        base_url += _USUAL_PATH
    by_name = bool(settings.get("username", "").strip())
    return VendureAccount(
        base_url=base_url,
        api_key="" if by_name else needed(secrets, "api_key"),
        username=settings["username"].strip() if by_name else "",
        password=_password(secrets) if by_name else "",
        stock_location=_optional(settings, "stock_location"),
        channel=_optional(settings, "channel"),
        differences=switched(DIFFERENCES, settings),
    )


def _password(secrets: Mapping[str, str]) -> str:
    """Return the password as it is: spaces and letters of any script are its own."""
    password = secrets.get("password", "")
    return password or needed(secrets, "password")


def _optional(settings: Mapping[str, str], name: str) -> str:
    return needed(settings, name) if settings.get(name, "").strip() else ""
