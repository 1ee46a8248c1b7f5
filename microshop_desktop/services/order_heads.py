"""What persons said of heads of order files that nobody knew: asked once, then remembered."""

import logging
from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, delete, insert, select

from microshop_desktop.domain.online_order import Fulfilment
from microshop_desktop.domain.order_file import OrderField, OwnFormat
from microshop_desktop.persistence.tables.shop import ShopSetting
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.shop import Shop

_KEYS = "order_heads."
_EVERY = select(ShopSetting.key, ShopSetting.value).where(ShopSetting.key.like(f"{_KEYS}%"))
_DELETE = delete(ShopSetting).where(ShopSetting.key == bindparam("old"))
_INSERT = insert(ShopSetting)
_log = logging.getLogger(__name__)


class OrderHeads:
    """The shop's own formats of order files."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SYNC)
    def every(self, actor: Actor) -> Mapping[str, OwnFormat]:
        """Return what was said so far, by what names the heads; damaged words are left out."""
        with self._shop.database.read() as connection:
            rows = connection.execute(_EVERY).all()
        told = ((row.key.removeprefix(_KEYS), _read(row.value)) for row in rows)
        return {key: own for key, own in told if own is not None}

    @act(Right.SYNC)
    def remember(self, actor: Actor, key: str, own: OwnFormat) -> None:
        """Keep what heads mean, in the place of what was said of them before."""
        name = f"{_KEYS}{key}"
        value = {
            "fields": {head: field.value for head, field in own.fields.items()},
            "states": {word: state.value for word, state in own.states.items()},
        }
        with self._shop.database.write() as connection:
            connection.execute(_DELETE, {"old": name})
            row = {"key": name, "value": value, "changed_at": self._shop.clock.now()}
            connection.execute(_INSERT, row)


def _read(value: Any) -> OwnFormat | None:  # noqa: ANN401 (JSON)
    try:
        return OwnFormat(
            {str(head): OrderField(field) for head, field in value["fields"].items()},
            {str(word): Fulfilment(state) for word, state in value["states"].items()},
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        _log.exception("what was said of heads of order files cannot be read")
        return None
