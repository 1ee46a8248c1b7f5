"""The tills of a shop that several computers share: each computer has its own.

Numbers, `seq` and the audit chain run per till, so two computers must never be the same one.
"""

from uuid import UUID

from sqlalchemy import insert, select

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.till_letter import next_letter
from microshop_desktop.infra.ids import Ids
from microshop_desktop.persistence.database import Database
from microshop_desktop.persistence.tables.shop import ShopRow, Till

_TILLS = select(Till.id, Till.letter, Till.place_id).order_by(Till.id)


def add_till(database: Database, ids: Ids) -> UUID:
    """Make a till with the next free letter, where the first one stands; `shop_missing`."""
    with database.write() as connection:
        shop = connection.scalar(select(ShopRow.id))
        if shop is None:
            raise ShopError(ErrorCode.SHOP_MISSING, place=database.place)
        tills = connection.execute(_TILLS).all()
        made = ids.new()
        connection.execute(
            insert(Till),
            {
                "id": made,
                "shop_id": shop,
                "letter": next_letter(till.letter for till in tills),
                "place_id": tills[0].place_id,
            },
        )
    return made


def till_of_letter(database: Database, letter: str) -> UUID:
    """Return the till of a letter, for a computer that takes the place of another; `not_found`."""
    with database.read() as connection:
        found = connection.scalar(select(Till.id).where(Till.letter == letter))
    if found is None:
        raise ShopError(ErrorCode.NOT_FOUND, what="till", key=letter)
    return found
