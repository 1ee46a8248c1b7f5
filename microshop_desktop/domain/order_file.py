"""Order exports of online shops as files: what their columns hold, and what was read of one.

A format is data: the heads that tell it, what each column holds, and what its words mean.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from microshop_desktop.domain.bill_cells import heads_of
from microshop_desktop.domain.online_order import Fulfilment, OnlineOrder
from microshop_desktop.domain.row_issues import RowIssue


class OrderField(StrEnum):
    """What a column of an order file holds."""

    ORDER = "order"
    NUMBER = "number"
    LINE = "line"
    STATUS = "status"
    SENT_STATUS = "sent_status"
    LINE_STATUS = "line_status"
    REFUND_STATUS = "refund_status"
    PLACED = "placed"
    PAID_AT = "paid_at"
    SENT_AT = "sent_at"
    CANCELLED_AT = "cancelled_at"
    SHIP_UNTIL = "ship_until"
    TOTAL = "total"
    SUBTOTAL = "subtotal"
    SHIPPING = "shipping"
    TAX = "tax"
    OUTSTANDING = "outstanding"
    REFUNDED = "refunded"
    CURRENCY = "currency"
    PRODUCT = "product"
    SKU = "sku"
    CODE = "code"
    TITLE = "title"
    SPEC = "spec"
    QUANTITY = "quantity"
    KINDS = "kinds"
    PRICE = "price"
    LINE_TOTAL = "line_total"
    LINE_DISCOUNT = "line_discount"
    BUYER = "buyer"
    NAME = "name"
    PHONE = "phone"
    ADDRESS = "address"
    NOTE = "note"
    COURIER = "courier"
    TRACKING = "tracking"


JOINED = frozenset({OrderField.NAME, OrderField.ADDRESS, OrderField.NOTE})
"""Fields whose columns are put together; of all others the first that says something counts."""
TIMES = (
    OrderField.PLACED,
    OrderField.PAID_AT,
    OrderField.SENT_AT,
    OrderField.CANCELLED_AT,
)
"""Times that have passed: the newest of a file is not after the moment it was written."""
ANY_KIND = "other"
"""Formats of no platform, and accounts that take whatever format there is."""
FILE_KINDS = (
    "taobao",
    "jd",
    "douyin",
    "kuaituantuan",
    "weidian",
    "youzan",
    "pinduoduo",
    "shopify",
    "woocommerce",
    ANY_KIND,
)
"""Kinds of accounts that can work by files."""
NEEDED_FIELDS = (OrderField.ORDER, OrderField.TITLE)
"""Without these no order can be read."""


class Back(StrEnum):
    """What a word says of money that goes back."""

    NONE = "none"
    ASKED = "asked"
    DONE = "done"


class TotalOf(StrEnum):
    """What the column of totals says: of the order (on each row or the first), or of its row."""

    ORDER = "order"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class OrderFormat:
    """How a platform writes its orders. `needed`: heads, in one spelling, that tell it.

    `confirmed`: tried on real rows; the others are built from heads alone. `identity` names an
    order, where the platform's number alone does not. `no_status`: how far orders are of a file
    that never says so. `beijing`: times without a zone are of China, else of the shop.
    """

    key: str
    kind: str
    columns: Mapping[OrderField, tuple[str, ...]]
    needed: frozenset[str]
    states: Mapping[str, Fulfilment] = field(default_factory=dict)
    backs: Mapping[str, Back] = field(default_factory=dict)
    confirmed: bool = False
    total_of: TotalOf = TotalOf.ORDER
    identity: tuple[OrderField, ...] = (OrderField.ORDER,)
    no_status: Fulfilment = Fulfilment.UNKNOWN
    currency: str = "CNY"
    beijing: bool = True


@dataclass(frozen=True, slots=True)
class OwnFormat:
    """What a person said of heads that nobody here knew: the field of each head, word by word."""

    fields: Mapping[str, OrderField]
    states: Mapping[str, Fulfilment] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileOrders:
    """What an order file holds. `moment`: when it was written, as near as can be told.

    `rejected` rows were not taken, each with its reason; `remarks` are on rows that were. `rows`
    counts those with something in them, `skipped` the sums below them. `timeless`: orders without
    a time of their own.
    """

    name: str
    format: OrderFormat
    moment: datetime
    orders: tuple[OnlineOrder, ...]
    rejected: tuple[RowIssue, ...]
    remarks: tuple[RowIssue, ...]
    rows: int
    skipped: int = 0
    timeless: frozenset[str] = frozenset()


def one_spelling(heads: Iterable[str]) -> list[str]:
    """Return heads as they are compared: plain signs, no units, no blanks, small letters."""
    return [head.strip("'\"*").casefold() for head in heads_of(heads)]


@lru_cache(maxsize=1024)
def spelled(word: str) -> str:
    """Return a word as it is compared."""
    return one_spelling([word])[0]


def heads_key(heads: Iterable[str]) -> str:
    """Return what names a set of heads, in whatever order they stand."""
    told = sorted({head for head in one_spelling(heads) if head})
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:24]


def goods_key(*, sku: str, code: str, product: str, title: str, spec: str) -> str:
    """Return what names goods within an account whose files say no more than this."""
    if sku or code:
        return sku or code
    return "|".join(filter(None, (product or title, spec)))
