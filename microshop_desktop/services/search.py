"""Type-ahead search: any part of the name in any order, initials, pinyin, digits of any code.

On SQLite the tokens of the query are looked up in the full-text index, which gives SKUs in order of
their rank, so a search costs what it shows and not what it finds. Other databases compare the
stored text of each SKU.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from sqlalchemy import (
    Connection,
    String,
    and_,
    bindparam,
    column,
    func,
    or_,
    select,
    table,
    text,
)

from microshop_desktop.domain.search_keys import Term, loose_terms_of, terms_of
from microshop_desktop.persistence.search_tables import search_row
from microshop_desktop.persistence.streaming import AnyRow, AnySelect
from microshop_desktop.persistence.tables.catalogue import Sku, SkuCode
from microshop_desktop.persistence.tables.stock import StockLevel
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.key_tables import folding
from microshop_desktop.services.search_index import batches
from microshop_desktop.services.shop import Shop

LIMIT = 50
_MOST_TERMS = 8
_SHAPES = 32
"""Statements that are kept ready; the type-ahead asks in a few shapes, again and again."""
_ALL = -1
"""A limit that SQLite takes for none."""
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
            values = {"place": self._shop.profile.place}
            rows = _matches(connection, query, _FACTS, values, limit)
            codes = _codes(connection, [row.id for row in rows])
        return tuple(_hit(row, codes[row.id]) for row in rows)


def matching(
    connection: Connection, query: str, among: AnySelect, *, limit: int | None
) -> list[AnyRow]:
    """Return the rows of `among` whose SKU a typed text may mean, best first; None: all of them.

    `among` selects from `Sku`, its id with it, and says which SKUs are looked through.
    """
    return _matches(connection, query, among, {}, limit)


def _matches(
    connection: Connection,
    query: str,
    facts: AnySelect,
    values: Mapping[str, object],
    limit: int | None,
) -> list[AnyRow]:
    """Read the facts of SKUs a typed text may mean: those with a whole code, then by rank.

    Where the words find nothing as they stand, they are taken apart (`hslj500`, `牛肉红烧`).
    """
    terms = terms_of(folding(), query)[:_MOST_TERMS]
    if not terms:
        return []
    found: dict[UUID, AnyRow] = {}
    whole = connection.execute(_WHOLE_CODE, {"code": query.strip()}).scalars().all()
    if whole:
        named = facts.where(Sku.id.in_(whole))
        found = {row.id: row for row in connection.execute(named, values)}
        found = {sku: found[sku] for sku in whole if sku in found}
    found |= _by_terms(connection, terms, facts, values, limit)
    if not found:
        terms = loose_terms_of(folding(), query)[:_MOST_TERMS]
        found = _by_terms(connection, terms, facts, values, limit)
    return list(found.values())[:limit]


def _by_terms(
    connection: Connection,
    terms: Sequence[Term],
    facts: AnySelect,
    values: Mapping[str, object],
    limit: int | None,
) -> dict[UUID, AnyRow]:
    if connection.dialect.name == "sqlite":
        compared = [term.text for term in terms if not term.is_whole]
        found = {f"term{number}": text for number, text in enumerate(compared)}
        heads = dict.fromkeys(head for term in terms for head in term.heads)
        tokens = " AND ".join(_any_of(head) for head in heads)
        statement = _indexed(facts, len(compared))
        values = {**values, **found, "tokens": tokens, "limit": _ALL if limit is None else limit}
    else:
        statement = (
            facts.join(search_row, search_row.c.sku_id == Sku.id)
            .where(*(search_row.c.text.contains(term.text, autoescape=True) for term in terms))
            .order_by(search_row.c.position)
            .limit(limit)
        )
    return {row.id: row for row in connection.execute(statement, values)}


@lru_cache(maxsize=_SHAPES)
def _indexed(facts: AnySelect, compared: int) -> AnySelect:
    """Look tokens up, and compare so many terms that are more than their tokens.

    Kept for the next query of its shape: building a statement takes longer than running it.
    """
    statement = (
        facts.join(search_row, search_row.c.sku_id == Sku.id)
        .join(_index, _index.c.rowid == search_row.c.position)
        .where(_MATCHES)
        .order_by(_index.c.rowid)
        .limit(bindparam("limit"))
    )
    for number in range(compared):
        wanted = bindparam(f"term{number}", type_=String)
        statement = statement.where(func.instr(search_row.c.text, wanted) > 0)
    return statement


def _any_of(beginnings: Sequence[str]) -> str:
    """Ask the index for a token that begins in one of these ways."""
    return "(" + " OR ".join(f'"{beginning}" *' for beginning in beginnings) + ")"


def _codes(connection: Connection, skus: Sequence[UUID]) -> dict[UUID, list[str]]:
    codes: dict[UUID, list[str]] = defaultdict(list)
    for ids in batches(skus):
        for code in connection.execute(_CODES, {"skus": list(ids)}):
            codes[code.sku_id].append(code.code)
    return codes


def _hit(row: AnyRow, codes: Sequence[str]) -> SearchHit:
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
_FACTS: AnySelect = (
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
    .where(_IS_VISIBLE)
)
_CODES = (
    select(SkuCode.sku_id, SkuCode.code)
    .where(SkuCode.sku_id.in_(bindparam("skus", expanding=True)))
    .order_by(SkuCode.id)
)
