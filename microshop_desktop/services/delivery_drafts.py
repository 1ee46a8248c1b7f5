"""The delivery that is being scanned at a till, kept so that a power cut does not lose it."""

import json
import logging

from sqlalchemy import Text, delete, insert, select, type_coerce

from microshop_desktop.persistence.tables.shop import ShopSetting
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.shop import Shop

_log = logging.getLogger(__name__)


class DeliveryDrafts:
    """One draft a till, as plain values; it says nothing until it is booked."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.RECEIVE_GOODS)
    def keep(self, actor: Actor, draft: dict[str, object]) -> None:
        """Keep a draft in the place of the one before."""
        with self._shop.database.write() as connection:
            connection.execute(delete(ShopSetting).where(ShopSetting.key == _key(actor)))
            connection.execute(
                insert(ShopSetting),
                {"key": _key(actor), "value": draft, "changed_at": self._shop.clock.now()},
            )

    @act(Right.RECEIVE_GOODS)
    def read(self, actor: Actor) -> dict[str, object] | None:
        """Return the draft that was kept, or None, also where it is damaged."""
        with self._shop.database.read() as connection:
            kept = connection.scalar(
                select(type_coerce(ShopSetting.value, Text)).where(ShopSetting.key == _key(actor))
            )
        try:
            found = json.loads(kept or "null")
        except ValueError:
            _log.exception("the delivery that was kept at this till cannot be read")
            return None
        return found if isinstance(found, dict) else None

    @act(Right.RECEIVE_GOODS)
    def drop(self, actor: Actor) -> None:
        """Forget the draft: it was booked, or nothing is left of it."""
        with self._shop.database.write() as connection:
            connection.execute(delete(ShopSetting).where(ShopSetting.key == _key(actor)))


def _key(actor: Actor) -> str:
    return f"delivery_draft.{actor.till.hex}"
