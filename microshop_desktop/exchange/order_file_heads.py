"""All formats of order files that are known by their heads, and those that a person described.

Confirmed is what was tried on real rows. All others are built from published heads alone, and said
to be so wherever they are used.
"""

from microshop_desktop.domain.order_file import OrderField, OrderFormat, OwnFormat, one_spelling
from microshop_desktop.exchange.order_file_abroad import SHOPIFY, WOO_LIST, WOO_ROWS
from microshop_desktop.exchange.order_file_china import (
    DOUYIN,
    JD,
    KUAITUANTUAN,
    PINDUODUO,
    TAOBAO,
    WEIDIAN,
    YOUZAN,
)
from microshop_desktop.exchange.order_file_words import BACKS, STATES

FORMATS: tuple[OrderFormat, ...] = (
    TAOBAO,
    JD,
    DOUYIN,
    KUAITUANTUAN,
    WEIDIAN,
    YOUZAN,
    PINDUODUO,
    SHOPIFY,
    WOO_ROWS,
    WOO_LIST,
)


def own_format(key: str, own: OwnFormat, *, kind: str) -> OrderFormat:
    """Return the format that a person described; `key` names its heads."""
    columns: dict[OrderField, tuple[str, ...]] = {}
    for head, field in own.fields.items():
        columns[field] = (*columns.get(field, ()), head)
    return OrderFormat(
        key=f"own-{key}",
        kind=kind,
        columns=columns,
        needed=frozenset(one_spelling(own.fields)),
        states={**STATES, **own.states},
        backs=BACKS,
        currency="",
    )
