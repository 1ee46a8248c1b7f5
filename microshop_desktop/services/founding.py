"""Founding a shop: its row, first place and till, and its owner."""

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.money import currency
from microshop_desktop.domain.till_letter import FIRST_LETTER
from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.ids import Ids
from microshop_desktop.infra.zone import is_zone
from microshop_desktop.persistence.database import Database
from microshop_desktop.persistence.tables.shop import Place, ShopRow, Staff, Till
from microshop_desktop.services.shop import Shop, open_shop


def found_shop(  # noqa: PLR0913 (the facts of a shop, all by name)
    database: Database,
    clock: Clock,
    *,
    name: str,
    currency_code: str,
    zone: str = "Asia/Shanghai",
    owner: str = "",
    ids: Ids | None = None,
) -> Shop:
    """Make a shop in an empty, up-to-date database and open it.

    `shop_exists` when there is one already, `name_missing`, `currency_unknown`, `zone_unknown`.
    """
    if not name.strip():
        raise ShopError(ErrorCode.NAME_MISSING)
    if not is_zone(zone):
        raise ShopError(ErrorCode.ZONE_UNKNOWN, zone=zone)
    known = currency(currency_code)
    maker = ids or Ids(clock)
    now = clock.now()
    with database.session() as session:
        if session.query(ShopRow.id).first() is not None:
            raise ShopError(ErrorCode.SHOP_EXISTS, place=database.place)
        shop = ShopRow(
            id=maker.new(),
            name=name.strip(),
            currency=known.code,
            zone=zone,
            founded_at=now,
            changed_at=now,
        )
        session.add(shop)
        session.flush()
        place = Place(id=maker.new(), shop_id=shop.id, name="", changed_at=now)
        session.add_all(
            [
                place,
                Staff(id=maker.new(), shop_id=shop.id, name=owner, rights=["*"], changed_at=now),
            ]
        )
        session.flush()
        session.add(Till(id=maker.new(), shop_id=shop.id, letter=FIRST_LETTER, place_id=place.id))
    return open_shop(database, clock, ids=maker)
