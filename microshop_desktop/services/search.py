"""Type-ahead search: any part of the name in any order, initials, pinyin, digits of any code.

On SQLite the tokens of the query are looked up in the full-text index, which gives SKUs in order of
their rank, so a search costs what it shows and not what it finds. Other databases compare the
stored text of each SKU.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, and_, bindparam, column, func, or_, select, table, text
from sqlalchemy.sql import Select

from microshop_desktop.domain.search_keys import Term, loose_terms_of, terms_of
from microshop_desktop.persistence.search_tables import search_row
from microshop_desktop.persistence.tables.catalogue import Sku, SkuCode
from microshop_desktop.persistence.tables.stock import StockLevel
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.key_tables import folding
from microshop_desktop.services.search_index import batches
from microshop_desktop.services.shop import Shop

LIMIT = 50
_MOST_TERMS = 8
_index = table("sku_search", column("rowid"))
_MATCHES = text("sku_search MATCH :tokens")


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One SKU that was found. Goods off sale come last and are shown grey."""

    sku: UUID
    product: UUID
    name: str
    spec: str
    codes: tuple[str, ...]
    price: int
    unit: str
    by_weight: bool
    on_hand: int
    available: int
    on_sale: bool
    picture: str


class Search:
    """Finds SKUs while a person types."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SELL)
    def find(self, actor: Actor, query: str, *, limit: int = LIMIT) -> tuple[SearchHit, ...]:
        """Return what a typed text may mean, best first; nothing for an empty one."""
        with self._shop.database.read() as connection:
            skus = matching_skus(connection, query, limit=limit)
            return _hits(connection, self._shop.profile.place, skus)


def matching_skus(connection: Connection, query: str, *, limit: int = LIMIT) -> list[UUID]:
    """Return the ids of SKUs a typed text may mean, best first: a whole code, then by rank.

    Where the words find nothing as they stand, they are taken apart (`hslj500`, `牛肉红烧`).
    """
    terms = terms_of(folding(), query)[:_MOST_TERMS]
    if not terms:
        return []
    found = _whole_code(connection, query.strip())
    found += _by_terms(connection, terms, limit)
    if not found:
        found = _by_terms(connection, loose_terms_of(folding(), query)[:_MOST_TERMS], limit)
    return list(dict.fromkeys(found))[:limit]


def _whole_code(connection: Connection, code: str) -> list[UUID]:
    rows = connection.execute(_WHOLE_CODE, {"code": code}).scalars()
    return list(rows)


def _by_terms(connection: Connection, terms: Sequence[Term], limit: int) -> list[UUID]:
    if not terms:
        return []
    if connection.dialect.name == "sqlite":
        return list(connection.execute(*_in_index(terms, limit)).scalars())
    statement = _VISIBLE.where(
        *(search_row.c.text.contains(term.text, autoescape=True) for term in terms)
    )
    ordered = statement.order_by(search_row.c.position).limit(limit)
    return list(connection.execute(ordered).scalars())


def _in_index(terms: Sequence[Term], limit: int) -> tuple[Select[Any], dict[str, object]]:
    """Build the look-up of tokens, and the comparison of terms that are more than their tokens."""
    tokens = dict.fromkeys(token for term in terms for token in term.tokens)
    values: dict[str, object] = {"tokens": " ".join(f'"{token}"' for token in tokens)}
    statement = _IN_INDEX
    for number, term in enumerate(terms):
        if term.tokens != (term.text,):
            statement = statement.where(
                func.instr(search_row.c.text, bindparam(f"term{number}", term.text)) > 0
            )
    return statement.order_by(_index.c.rowid).limit(limit), values


def _hits(connection: Connection, place: UUID, skus: Sequence[UUID]) -> tuple[SearchHit, ...]:
    """Read the facts of SKUs, in their order."""
    rows: dict[UUID, Row[Any]] = {}
    codes: dict[UUID, list[str]] = defaultdict(list)
    for ids in batches(skus):
        rows |= {
            row.id: row for row in connection.execute(_FACTS, {"place": place, "skus": list(ids)})
        }
        for code in connection.execute(_CODES, {"skus": list(ids)}):
            codes[code.sku_id].append(code.code)
    return tuple(_hit(rows[sku], codes[sku]) for sku in skus)


def _hit(row: Row[Any], codes: Sequence[str]) -> SearchHit:
    on_hand = row.on_hand or 0
    return SearchHit(
        sku=row.id,
        product=row.product_id,
        name=row.name,
        spec=row.spec,
        codes=tuple(sorted(codes, key=lambda code: code != row.main_code)),
        price=row.price,
        unit=row.unit,
        by_weight=row.by_weight,
        on_hand=on_hand,
        available=on_hand - (row.reserved or 0),
        on_sale=row.on_sale,
        picture=row.picture,
    )


_IS_VISIBLE = and_(Sku.deleted_at.is_(None), Sku.hidden_by_batch.is_(None))
_VISIBLE = (
    select(Sku.id)
    .select_from(search_row)
    .join(Sku, Sku.id == search_row.c.sku_id)
    .where(_IS_VISIBLE)
)
_IN_INDEX = (
    select(Sku.id)
    .select_from(_index)
    .join(search_row, search_row.c.position == _index.c.rowid)
    .join(Sku, Sku.id == search_row.c.sku_id)
    .where(_MATCHES, _IS_VISIBLE)
)
_WHOLE_CODE = (
    select(Sku.id)
    .where(
        _IS_VISIBLE,
        or_(
            Sku.id.in_(select(SkuCode.sku_id).where(SkuCode.code == bindparam("code"))),
            and_(Sku.merchant_code == bindparam("code"), Sku.merchant_code != ""),
        ),
    )
    .order_by(Sku.on_sale.desc(), Sku.popularity.desc(), Sku.id)
)
_FACTS = (
    select(
        Sku.id,
        Sku.product_id,
        Sku.name,
        Sku.spec,
        Sku.main_code,
        Sku.price,
        Sku.unit,
        Sku.by_weight,
        Sku.on_sale,
        Sku.picture,
        StockLevel.on_hand,
        StockLevel.reserved,
    )
    .outerjoin(
        StockLevel,
        and_(
            StockLevel.sku_id == Sku.id,
            StockLevel.place_id == bindparam("place"),
            StockLevel.lot_id.is_(None),
        ),
    )
    .where(Sku.id.in_(bindparam("skus", expanding=True)))
)
_CODES = (
    select(SkuCode.sku_id, SkuCode.code)
    .where(SkuCode.sku_id.in_(bindparam("skus", expanding=True)))
    .order_by(SkuCode.id)
)
