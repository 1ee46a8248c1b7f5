"""Prices of many SKUs at once, all or none, also across a power cut.

A few hundred are one transaction. More are written chunk by chunk, so that the till never waits
long, each chunk with a note of what it replaced; the notes are dropped when all is done. A change
that is refused half-way or cut off is put back by its notes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from microshop_desktop.domain.basket import Price, PriceLevel
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.chunks import chunks
from microshop_desktop.persistence.import_lock import import_lock
from microshop_desktop.persistence.tables.catalogue import PriceRow, Sku
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.catalogue_rows import Writing, price_values
from microshop_desktop.services.events import CatalogueChanged
from microshop_desktop.services.price_journal import (
    PriceNote,
    drop_note,
    drop_notes,
    has_notes,
    keep_note,
    read_notes,
)
from microshop_desktop.services.shop import Shop

CHUNK = 300
"""SKUs that one transaction changes: some 20 ms."""

SET_RETAIL = (
    update(Sku)
    .where(Sku.id == bindparam("sku"))
    .values(
        price=bindparam("new"),
        version=Sku.version + 1,
        changed_at=bindparam("at"),
        changed_by_till=bindparam("till"),
    )
)
"""Sets the retail price of a `sku` to `new`."""


@dataclass(frozen=True, slots=True)
class PriceSwap:
    """Prices of a level to be written in place of others; None where a SKU has none of its own."""

    level: PriceLevel
    old: Mapping[UUID, int | None]
    new: Mapping[UUID, int | None]


def swap_prices(shop: Shop, actor: Actor, swap: PriceSwap) -> None:
    """Write the new prices, all or none; `stale` when one of the old ones is another meanwhile.

    `import_running` while another long change of the catalogue is being written.
    """
    if len(swap.new) <= CHUNK:
        _swap_chunk(shop, actor, swap, list(swap.new))
    else:
        with import_lock(shop.database):
            _swap_many(shop, actor, swap)
    shop.events.send(CatalogueChanged(frozenset(swap.new)))


def take_back_unfinished(shop: Shop, actor: Actor) -> int:
    """Put back the prices of a change that was cut off; return how many were put back."""
    if not has_notes(shop.database):
        return 0
    try:
        with import_lock(shop.database):
            put_back = _put_back(shop, actor)
    except ShopError as error:
        if error.code is ErrorCode.IMPORT_RUNNING:
            return 0
        raise
    shop.events.send(CatalogueChanged())
    return put_back


def prices_of(connection: Connection, skus: Sequence[UUID], level: PriceLevel) -> dict[UUID, int]:
    """Return the price of a level by SKU, of several wholesale prices that from fewest pieces."""
    found: dict[UUID, int] = {}
    for chunk in chunks(skus, CHUNK):
        if level is PriceLevel.RETAIL:
            statement = select(Sku.id, Sku.price).where(Sku.id.in_(chunk))
        else:
            statement = (
                select(PriceRow.sku_id, PriceRow.unit_price)
                .where(PriceRow.sku_id.in_(chunk), PriceRow.level == level.value)
                .order_by(PriceRow.from_quantity.desc())
            )
        found.update({row[0]: row[1] for row in connection.execute(statement)})
    return found


def _swap_many(shop: Shop, actor: Actor, swap: PriceSwap) -> None:
    """Write chunk by chunk, alone; what a change before left behind is put back first."""
    _put_back(shop, actor)
    try:
        for number, chunk in enumerate(chunks(list(swap.new), CHUNK)):
            _swap_chunk(shop, actor, swap, chunk, number=number)
    except BaseException:
        _put_back(shop, actor)
        raise
    with shop.database.write() as connection:
        drop_notes(connection)


def _swap_chunk(
    shop: Shop,
    actor: Actor,
    swap: PriceSwap,
    chunk: Sequence[UUID],
    *,
    number: int | None = None,
) -> None:
    """Write one chunk in one transaction, with its note where it has a number."""
    with shop.database.write() as connection:
        now = prices_of(connection, chunk, swap.level)
        for sku in chunk:
            if now.get(sku) != swap.old[sku]:
                raise ShopError(ErrorCode.STALE, sku=str(sku))
        note = PriceNote(
            swap.level,
            old={sku: swap.old[sku] for sku in chunk},
            new={sku: swap.new[sku] for sku in chunk},
        )
        if number is not None:
            keep_note(connection, number, note, shop.clock.now())
        _write(Writing(connection, shop.ids, shop.clock.now(), actor.till), swap.level, note.new)


def _put_back(shop: Shop, actor: Actor) -> int:
    """Put back what the notes say, but for prices that somebody changed again since."""
    with shop.database.read() as connection:
        notes = list(read_notes(connection))
    count = 0
    for key, note in notes:
        with shop.database.write() as connection:
            now = prices_of(connection, list(note.new), note.level)
            old = {sku: note.old[sku] for sku in note.new if now.get(sku) == note.new[sku]}
            _write(Writing(connection, shop.ids, shop.clock.now(), actor.till), note.level, old)
            drop_note(connection, key)
        count += len(old)
    return count


def _write(writing: Writing, level: PriceLevel, new: Mapping[UUID, int | None]) -> None:
    if level is PriceLevel.RETAIL:
        _write_retail(writing, new)
    else:
        _write_level(writing, level, new)


def _write_retail(writing: Writing, new: Mapping[UUID, int | None]) -> None:
    if new:
        writing.connection.execute(
            SET_RETAIL,
            [
                {"sku": sku, "new": price, "at": writing.at, "till": writing.till}
                for sku, price in new.items()
            ],
        )


def _write_level(writing: Writing, level: PriceLevel, new: Mapping[UUID, int | None]) -> None:
    """Write the first price of a level for each SKU; None takes it away."""
    start = 0 if level is PriceLevel.MEMBER else 10_000
    starts = dict.fromkeys(new, start)
    for chunk in chunks(list(new), CHUNK):
        known = select(PriceRow.sku_id, PriceRow.from_quantity).where(
            PriceRow.sku_id.in_(chunk), PriceRow.level == level.value
        )
        rows = writing.connection.execute(known.order_by(PriceRow.from_quantity.desc()))
        starts |= {row.sku_id: row.from_quantity for row in rows}
    for sku, quantity in starts.items():
        writing.connection.execute(
            delete(PriceRow).where(
                PriceRow.sku_id == sku,
                PriceRow.level == level.value,
                PriceRow.from_quantity == quantity,
            )
        )
    rows_now = [
        price_values(writing, sku, Price(level, price, starts[sku]))
        for sku, price in new.items()
        if price is not None
    ]
    if rows_now:
        writing.connection.execute(insert(PriceRow), rows_now)
