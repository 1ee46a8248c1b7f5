"""A Shopify shop as an account: its name, the app that may act for it, and what can be switched.

Facts: `reference/shops.md` §10; what is unconfirmed can be switched here and is listed in
`docs/shops.md`.
"""

import re
from dataclasses import dataclass, field
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

SETTINGS = (
    "shop",
    "base_url",
    "version",
    "location",
    "authorized",
    "notify",
    "contact",
    "order_page",
)
SECRETS = ("client_id", "client_secret", "access_token")
DIFFERENCES = Differences(
    StockWay.COMPARE,
    lag=timedelta(seconds=15),
    history=timedelta(days=60),
    stock_batch=250,
    read_batch=100,
    repeatable=True,
    takes_when_placed=True,
    ascending=True,
    rate=4.0,
)
FIRST_VERSION = "2026-04"
"""From this version on a write of stock names what was there before and carries a key."""
_LOCATION = "gid://shopify/Location/"
_SHOP = re.compile(r"[a-z0-9][a-z0-9-]*")
_VERSION = re.compile(r"20\d\d-(01|04|07|10)")


@dataclass(frozen=True, slots=True)
class ShopifyAccount:
    """A shop and the app of its own organisation.

    `access_token`: a token for good, as apps made before 2026 have. `location`: the id of the place
    whose stock is meant, empty where there is one only. `ships_authorized`: whether an order may be
    sent whose money is promised but not taken. `notify`: whether Shopify writes to the customer of
    a parcel. `contact`: whether names and addresses are asked for. `order_page`: orders to ask for
    at once; fewer are, where that costs too much.
    """

    base_url: str
    client_id: str = field(repr=False)
    client_secret: str = field(repr=False)
    access_token: str = field(default="", repr=False)
    version: str = FIRST_VERSION
    location: str = ""
    ships_authorized: bool = False
    notify: bool = False
    contact: bool = True
    order_page: int = 50
    differences: Differences = DIFFERENCES


def shopify_account(settings: Values, secrets: Values) -> ShopifyAccount:
    """Make an account from `SETTINGS` and `SECRETS`; `ShopError` where one is wrong.

    Either `client_id` with `client_secret` or an `access_token` must be there.
    """
    token = secrets.get("access_token", "").strip()
    version = settings.get("version", "").strip() or FIRST_VERSION
    if not _VERSION.fullmatch(version) or version < FIRST_VERSION:
        raise wrong("version")
    return ShopifyAccount(
        base_url=_base(settings),
        client_id="" if token else needed(secrets, "client_id"),
        client_secret="" if token else needed(secrets, "client_secret"),
        access_token=needed(secrets, "access_token") if token else "",
        version=version,
        location=_location(settings.get("location", "").strip()),
        ships_authorized=choice(settings, "authorized", "wait", "ship") == "ship",
        notify=choice(settings, "notify", "no", "yes") == "yes",
        contact=choice(settings, "contact", "yes", "no") == "yes",
        order_page=number(settings, "order_page", 50, least=1, most=250),
        differences=switched(DIFFERENCES, settings),
    )


def _base(settings: Values) -> str:
    """Return the shop's address, from its name or as it was given."""
    if settings.get("base_url", "").strip():
        return address(settings["base_url"])
    name = settings.get("shop", "").strip().lower().removesuffix(".myshopify.com")
    if not _SHOP.fullmatch(name):
        raise wrong("shop")
    return f"https://{name}.myshopify.com"


def _location(text: str) -> str:
    """Return a location's global id, from that or from its number."""
    figures = text.removeprefix(_LOCATION)
    if figures and not (figures.isascii() and figures.isdigit()):
        raise wrong("location")
    return f"{_LOCATION}{figures}" if figures else ""
