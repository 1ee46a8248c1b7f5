"""What a long change of prices has replaced so far, kept until it is done.

A chunk writes its note in the same transaction as its prices. Notes that are left at a start belong
to a change that was cut off, unless one is being written just now.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, delete, insert, literal, select

from microshop_desktop.domain.basket import PriceLevel
from microshop_desktop.persistence.database import Database
from microshop_desktop.persistence.tables.shop import ShopSetting
from microshop_desktop.services.shop_settings import PRICE_NOTES

_IS_NOTE = ShopSetting.key.startswith(PRICE_NOTES)
_ANY = select(literal(1)).select_from(ShopSetting).where(_IS_NOTE).limit(1)


@dataclass(frozen=True, slots=True)
class PriceNote:
    """Prices of a level that a chunk replaced, by SKU; None where the SKU had or has none."""

    level: PriceLevel
    old: Mapping[UUID, int | None]
    new: Mapping[UUID, int | None]


def has_notes(database: Database) -> bool:
    """Tell cheaply whether some change of prices began and did not end."""
    with database.read() as connection:
        return connection.execute(_ANY).first() is not None


def keep_note(connection: Connection, number: int, note: PriceNote, at: datetime) -> None:
    """Keep the note of a chunk in the transaction that writes its prices."""
    content = {
        "level": note.level.value,
        "prices": [[str(sku), note.old[sku], note.new[sku]] for sku in note.new],
    }
    key = f"{PRICE_NOTES}{number:06d}"
    connection.execute(insert(ShopSetting), {"key": key, "value": content, "changed_at": at})


def read_notes(connection: Connection) -> Iterator[tuple[str, PriceNote]]:
    """Yield the notes by their keys, the last chunk first."""
    kept = select(ShopSetting.key, ShopSetting.value).where(_IS_NOTE)
    for row in connection.execute(kept.order_by(ShopSetting.key.desc())).all():
        prices = [(UUID(sku), old, new) for sku, old, new in row.value["prices"]]
        yield (
            row.key,
            PriceNote(
                PriceLevel(row.value["level"]),
                old={sku: old for sku, old, _new in prices},
                new={sku: new for sku, _old, new in prices},
            ),
        )


def drop_note(connection: Connection, key: str) -> None:
    """Forget one note: its prices are put back."""
    connection.execute(delete(ShopSetting).where(ShopSetting.key == key))


def drop_notes(connection: Connection) -> None:
    """Forget all notes: the change is done."""
    connection.execute(delete(ShopSetting).where(_IS_NOTE))
