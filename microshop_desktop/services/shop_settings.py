"""Settings of the whole shop, declared here with their defaults and kept in its database."""

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import Connection, Text, bindparam, delete, insert, select, type_coerce

from microshop_desktop.domain.codes import ScaleRule
from microshop_desktop.domain.pricing import RoundingRule
from microshop_desktop.domain.stock import BelowZero
from microshop_desktop.persistence.prepared import Prepared
from microshop_desktop.persistence.tables.shop import ShopRow, ShopSetting
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.events import SettingsChanged
from microshop_desktop.services.shop import Shop, read_profile


class PrintReceipts(StrEnum):
    """When a receipt is printed after a sale."""

    ALWAYS = "always"
    ASK = "ask"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class ShopSettings:
    """All settings of the shop."""

    rounding: RoundingRule = RoundingRule.NONE
    below_zero: BelowZero = BelowZero.WARN
    scale_prefixes: tuple[str, ...] = ("21", "22")
    scale_value: str = "weight"
    address: str = ""
    phone: str = ""
    receipt_footer: str = ""
    receipt_qr: str = ""
    print_receipts: PrintReceipts = PrintReceipts.ALWAYS
    forget_days: int = 7
    """So many days after its goods have left an address that a platform revealed is forgotten."""
    unique_fen: bool = False
    """Take a fen off where two sales by collection code would cost the same within ten minutes."""

    @property
    def scale_rule(self) -> ScaleRule:
        """How the shop's scale prints its labels."""
        return ScaleRule(self.scale_prefixes, self.scale_value)


PRICE_NOTES = "price_change."
"""Keys of the notes of a price change that is being written, which are no settings."""
PICK_NOTES = "picking."
"""Keys of the notes of orders that are being picked, which are none either."""
# As the text it is kept as: a damaged setting must not keep the shop from opening.
_READ = Prepared(
    select(ShopSetting.key, type_coerce(ShopSetting.value, Text).label("value")).where(
        ShopSetting.key.not_like(f"{PRICE_NOTES}%"), ShopSetting.key.not_like(f"{PICK_NOTES}%")
    )
)
_log = logging.getLogger(__name__)
_ENUMS: Mapping[str, type[StrEnum]] = {
    "rounding": RoundingRule,
    "below_zero": BelowZero,
    "print_receipts": PrintReceipts,
}


_DEFAULTS = ShopSettings()


def read_settings(connection: Connection) -> ShopSettings:
    """Read the settings; what was never set, or cannot be read, has its default."""
    return ShopSettings(**settings_in({row.key: row.value for row in _READ.rows(connection)}))


def settings_in(stored: Mapping[str, str]) -> dict[str, Any]:
    """Return the settings that these JSON texts hold; what cannot be read goes into the log.

    Keys that are no settings of this program are left alone.
    """
    found = {}
    for field in fields(ShopSettings):
        if field.name not in stored:
            continue
        try:
            found[field.name] = _typed(field.name, json.loads(stored[field.name]))
        except (ValueError, TypeError):
            _note_damage(field.name, stored[field.name])
    return found


@cache
def _note_damage(key: str, text: str) -> None:
    """Log a setting that cannot be read; once, since settings are read at every change."""
    _log.error("the setting %s cannot be read, its default is used: %.40s", key, text)


class Settings:
    """Reading and changing the settings of the shop."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    def current(self) -> ShopSettings:
        """Return the settings as they are."""
        with self._shop.database.read() as connection:
            return read_settings(connection)

    @act(Right.CHANGE_SETTINGS)
    def change(self, actor: Actor, /, **changes: object) -> ShopSettings:
        """Change settings by their names and return them all."""
        with self._shop.database.write() as connection:
            changed = _changed(read_settings(connection), changes)
            plain = {key: asdict(changed)[key] for key in changes}
            connection.execute(
                delete(ShopSetting).where(ShopSetting.key == bindparam("old")),
                [{"old": key} for key in plain],
            )
            connection.execute(
                insert(ShopSetting),
                [
                    {"key": key, "value": value, "changed_at": self._shop.clock.now()}
                    for key, value in plain.items()
                ],
            )
        self._shop.events.send(SettingsChanged())
        return changed

    @act(Right.CHANGE_SETTINGS)
    def rename_shop(self, actor: Actor, name: str) -> None:
        """Give the shop another name."""
        with self._shop.database.session() as session:
            row = session.get_one(ShopRow, self._shop.profile.shop)
            row.name = name.strip() or row.name
            row.changed_at = self._shop.clock.now()
            row.version += 1
        self._shop.profile = read_profile(self._shop.database, self._shop.profile.till)
        self._shop.events.send(SettingsChanged())


def _changed(settings: ShopSettings, changes: Mapping[str, Any]) -> ShopSettings:
    return replace(settings, **changes)


def _typed(key: str, value: Any) -> Any:  # noqa: ANN401 (JSON in, the field's type out)
    """Return the value of a setting; a `ValueError` or `TypeError` where it cannot be one."""
    if key in _ENUMS:
        return _ENUMS[key](value)
    typed = tuple(map(str, value)) if isinstance(value, list) else value
    if type(typed) is not type(getattr(_DEFAULTS, key)):
        message = f"{key} cannot be {value!r}"
        raise TypeError(message)
    return typed
