"""Keeps the rows that the type-ahead search reads. Works inside the caller's transaction.

Whoever makes or changes SKUs calls `refresh` with their ids before the transaction ends; an import
hands in keys it made beforehand. A row's position is its rank: goods on sale before goods off sale,
best sellers first, then in the order they were made.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Connection, delete, func, select

from microshop_desktop.domain.search_keys import SearchKey
from microshop_desktop.persistence.bulk_insert import BulkInsert
from microshop_desktop.persistence.search_tables import search_row
from microshop_desktop.persistence.tables.catalogue import Product, Sku, SkuCode
from microshop_desktop.services.key_tables import key_maker

T = TypeVar("T")
BATCH = 400
"""Ids in one statement; SQLite and PostgreSQL take more, but not any number."""
_STEPS_A_DOUBLING = 8
_LOWEST_RANK = 400
_OFF_SALE = 1 << 20
_ROOM = 1 << 32

_ADD_TOKENS = "INSERT INTO sku_search (rowid, tokens) VALUES (?, ?)"
_REMOVE_TOKENS = "INSERT INTO sku_search (sku_search, rowid, tokens) VALUES ('delete', ?, ?)"
_CLEAR_TOKENS = "INSERT INTO sku_search (sku_search) VALUES ('delete-all')"
_INSERT_ROWS = BulkInsert(search_row)


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """A SKU to be found by a key, in its rank."""

    sku: UUID
    key: SearchKey
    rank: int


def rank_of(popularity: int, *, on_sale: bool) -> int:
    """Return the group a SKU is shown in, lowest first: about nine per cent more sales a step."""
    sold = min(_LOWEST_RANK, int(_STEPS_A_DOUBLING * math.log2(1 + max(popularity, 0))))
    return _LOWEST_RANK - sold + (0 if on_sale else _OFF_SALE)


def sku_key(name: str, spec: str = "", brand: str = "", *, codes: Iterable[str] = ()) -> SearchKey:
    """Make the key of a SKU; `codes` are all its barcodes, its merchant code and its PLU."""
    texts = (name, spec) if not brand or brand in name else (name, spec, brand)
    return key_maker().key(texts, codes)


def add_entries(connection: Connection, entries: Sequence[SearchEntry]) -> None:
    """Make SKUs findable that were not before."""
    if not entries:
        return
    places = _Places(connection)
    rows = [(places.next(entry.rank), entry) for entry in entries]
    _INSERT_ROWS(
        connection,
        [
            {
                "position": position,
                "sku_id": entry.sku,
                "source": entry.key.source,
                "text": entry.key.text,
            }
            for position, entry in rows
        ],
    )
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(
            _ADD_TOKENS, [(position, " ".join(entry.key.tokens)) for position, entry in rows]
        )


def refresh(connection: Connection, skus: Iterable[UUID]) -> None:
    """Make SKUs findable by what they are called now; those that were deleted are found no more."""
    for ids in batches(list(dict.fromkeys(skus))):
        remove(connection, ids)
        add_entries(connection, _entries(connection, ids))


def remove(connection: Connection, skus: Iterable[UUID]) -> None:
    """Let SKUs be found no more; those that are not kept are passed over."""
    for ids in batches(list(skus)):
        found = connection.execute(
            select(search_row.c.position, search_row.c.source).where(search_row.c.sku_id.in_(ids))
        ).all()
        if not found:
            continue
        if connection.dialect.name == "sqlite":
            maker = key_maker()
            connection.exec_driver_sql(
                _REMOVE_TOKENS,
                [(row.position, " ".join(maker.remake(row.source).tokens)) for row in found],
            )
        connection.execute(
            delete(search_row).where(search_row.c.position.in_([row.position for row in found]))
        )


def clear(connection: Connection) -> None:
    """Let nothing be found any more, before all rows are made anew."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_CLEAR_TOKENS)
    connection.execute(delete(search_row))


def batches(items: Sequence[T], size: int = BATCH) -> Iterator[Sequence[T]]:
    """Cut a sequence into pieces of at most `size`."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


class _Places:
    """The next free position of each rank, within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._next: dict[int, int] = {}

    def next(self, rank: int) -> int:
        place = self._next.get(rank)
        if place is None:
            place = self._first_free(rank)
        self._next[rank] = place + 1
        return place

    def _first_free(self, rank: int) -> int:
        first = rank * _ROOM + 1
        position = search_row.c.position
        last = self._connection.execute(
            select(func.max(position)).where(position >= first, position < first - 1 + _ROOM)
        ).scalar()
        return first if last is None else int(last) + 1


def _entries(connection: Connection, skus: Sequence[UUID]) -> list[SearchEntry]:
    """Read what the SKUs are called, and make their keys."""
    codes: dict[UUID, list[str]] = defaultdict(list)
    for code in connection.execute(
        select(SkuCode.sku_id, SkuCode.code).where(SkuCode.sku_id.in_(skus)).order_by(SkuCode.id)
    ):
        codes[code.sku_id].append(code.code)
    rows = connection.execute(
        select(
            Sku.id,
            Sku.name,
            Sku.spec,
            Sku.merchant_code,
            Sku.plu,
            Sku.popularity,
            Sku.on_sale,
            Product.brand,
        )
        .join(Product, Product.id == Sku.product_id)
        .where(Sku.id.in_(skus), Sku.deleted_at.is_(None), Product.deleted_at.is_(None))
        .order_by(Sku.id)
    )
    return [
        SearchEntry(
            row.id,
            sku_key(
                row.name,
                row.spec,
                row.brand,
                codes=(*codes[row.id], row.merchant_code, row.plu),
            ),
            rank_of(row.popularity, on_sale=row.on_sale),
        )
        for row in rows
    ]
