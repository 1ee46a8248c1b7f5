"""A WooCommerce shop as an account: where it is, its key pair, and what differs from shop to shop.

Facts: `reference/shops.md` §9; what is unconfirmed can be switched here and is listed in
`docs/shops.md`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from types import MappingProxyType

from microshop_desktop.channels.account_values import Values, choice, needed, switched, wrong
from microshop_desktop.channels.channel import Differences
from microshop_desktop.domain.merchant_accounts import address
from microshop_desktop.domain.online_order import Fulfilment
from microshop_desktop.domain.online_stock import StockWay

SETTINGS = ("base_url", "auth", "orders_by", "note", "shipped_status", "statuses")
SECRETS = ("consumer_key", "consumer_secret")
DIFFERENCES = Differences(
    StockWay.ABSOLUTE, window=timedelta(days=1), stock_batch=100, read_batch=100, rate=4.0
)
"""The shop counts pieces off when an order is paid or put on hold, and back when it is cancelled.

It takes any window; by days, a reading that is broken off goes on with the day that it was at. No
limit of requests is published; four a second spare a small host.
"""
_API = "/wp-json/wc/v3"


@dataclass(frozen=True, slots=True)
class WooAccount:
    """A shop and its REST key.

    `in_query`: the key goes into the address, for hosts that strip the header that it belongs in.
    `orders_by`: `auto`, `modified` or `id`. `note`: whom the note of a parcel is for, `customer`,
    `private` or `none`. `shipped_status`: the word for an order that was sent whole. `statuses`:
    what the words mean that a plugin added.
    """

    base_url: str
    key: str = field(repr=False)
    secret: str = field(repr=False)
    in_query: bool = False
    orders_by: str = "auto"
    note: str = "customer"
    shipped_status: str = "completed"
    statuses: Mapping[str, Fulfilment] = field(default_factory=dict)
    differences: Differences = DIFFERENCES

    @property
    def signs(self) -> bool:
        """Whether requests are signed, since anyone on the way could read the key."""
        return self.base_url.startswith("http://")


def woocommerce_account(settings: Values, secrets: Values) -> WooAccount:
    """Make an account from `SETTINGS` and `SECRETS`; `ShopError` where one is wrong."""
    orders_by = choice(settings, "orders_by", "auto", "modified", "id")
    ways = replace(switched(DIFFERENCES, settings), ascending=orders_by == "modified")
    base = address(settings.get("base_url", "").strip().rstrip("/").removesuffix(_API))
    return WooAccount(
        base_url=base,
        key=_key(secrets, "consumer_key", "ck_"),
        secret=_key(secrets, "consumer_secret", "cs_"),
        in_query=choice(settings, "auth", "basic", "query") == "query",
        orders_by=orders_by,
        note=choice(settings, "note", "customer", "private", "none"),
        shipped_status=settings.get("shipped_status", "").strip() or "completed",
        statuses=_statuses(settings.get("statuses", "")),
        differences=ways,
    )


def _key(secrets: Values, name: str, start: str) -> str:
    value = needed(secrets, name)
    if not value.startswith(start):
        raise wrong(name)
    return value


def _statuses(text: str) -> Mapping[str, Fulfilment]:
    """Read `packing=to_ship, handed-over=shipped`."""
    meanings: dict[str, Fulfilment] = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        word, _, meaning = (part.strip() for part in pair.partition("="))
        if not word or meaning not in set(Fulfilment):
            raise wrong("statuses")
        meanings[word] = Fulfilment(meaning)
    return MappingProxyType(meanings)
