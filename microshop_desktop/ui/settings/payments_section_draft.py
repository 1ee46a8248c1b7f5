"""An account while it is entered: what was typed and chosen so far, what is still missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from microshop_desktop.infra.secrets import Masked
from microshop_desktop.payments.account_setup import AccountWish
from microshop_desktop.services.payment_accounts import AccountForm, AccountView
from microshop_desktop.ui.settings.payments_section_desk import KeptKeys
from microshop_desktop.ui.settings.payments_section_fields import (
    BASE_URL,
    BY_CERTIFICATE,
    BY_KEY,
    PLATFORMS,
    V2_KEY,
    KeyField,
    Platform,
    ValueField,
)

if TYPE_CHECKING:
    from microshop_desktop.payments.key_intake import Intake

_PLATFORM_KEYS = frozenset(
    {"public_key", "alipay_public_key", "app_certificate", "alipay_certificate", "root_certificate"}
)
"""Keys of which only those of the chosen way of signing may stay."""


@dataclass(frozen=True, slots=True)
class ChosenFile:
    """A key that was chosen: how its file is called, and the last moment of a certificate."""

    label: str
    until: datetime | None = None


class AccountDraft:
    """What a person enters for one account. `account` is the one it changes, if any."""

    def __init__(
        self, kind: str, account: AccountView | None = None, kept: KeptKeys | None = None
    ) -> None:
        self.platform: Platform = PLATFORMS[kind]
        self.account = account
        self.kept = kept.names if kept is not None else frozenset[str]()
        self.settings: dict[str, str] = dict(account.settings) if account is not None else {}
        self.chosen: dict[str, ChosenFile] = {}
        self.problem = ""
        self._keys = Masked()
        self.mode = self._mode()

    # ------------------------------------------------------------------ entering

    def put(self, field: ValueField, text: str) -> None:
        """Take what was typed; an empty key stays as it is kept."""
        if field.secret:
            self._keys[field.name] = text.strip()
        else:
            self.settings[field.name] = text.strip()

    def put_option(self, name: str, value: str) -> None:
        """Take one of several values."""
        self.settings[name] = value

    def take(self, field: KeyField, intake: "Intake", label: str) -> None:
        """Take what a file or a pasted text gave."""
        self._keys.update(intake.keys)
        self.settings.update(intake.settings)
        for name in intake.keys:
            self.chosen[name] = ChosenFile(label, intake.until if name != "private_key" else None)
        if field.name not in intake.keys:
            self.chosen[field.name] = ChosenFile(label)

    # ------------------------------------------------------------------ what it is

    @property
    def value_fields(self) -> tuple[ValueField, ...]:
        """What is typed, in its order."""
        older = (V2_KEY,) if self.settings.get("code_api") == "v2" else ()
        return self.platform.values_of(self.mode) + older

    @property
    def key_fields(self) -> tuple[KeyField, ...]:
        """Keys that are chosen as files."""
        return self.platform.keys[self.mode]

    def text_of(self, field: ValueField) -> str:
        """What is entered so far; of a key never anything."""
        return "" if field.secret else self.settings.get(field.name, "")

    def has(self, name: str) -> bool:
        """Tell whether a key is entered, or kept from before."""
        return bool(self._keys.get(name)) or name in self.kept

    def missing_values(self) -> list[ValueField]:
        """What is still to be typed, or has not the length that it must have."""
        return [field for field in self.value_fields if not self._is_filled(field)]

    def missing_keys(self) -> list[KeyField]:
        """Keys that are still to be chosen."""
        return [
            field for field in self.key_fields if not field.optional and not self.has(field.name)
        ]

    @property
    def is_complete(self) -> bool:
        """Tell whether it can be checked."""
        return not self.missing_values() and not self.missing_keys()

    @property
    def is_touched(self) -> bool:
        """Tell whether anything was entered."""
        before: Mapping[str, str] = {} if self.account is None else self.account.settings
        typed = any(self._keys.values()) or bool(self.chosen)
        return typed or {k: v for k, v in self.settings.items() if v} != dict(before)

    def wish(self) -> AccountWish:
        """Return what is to be checked and saved."""
        wanted = {field.name for field in (*self.value_fields, BASE_URL)}
        wanted |= {option.name for option in self.platform.options}
        others = {"refund_api", "v2_sign", "notify_url", "shop_code"}
        settings = {name: value for name, value in self.settings.items() if name in wanted | others}
        keys = {field.name for field in self.key_fields}
        forget = frozenset(_PLATFORM_KEYS - keys)
        entered = Masked({n: v for n, v in self._keys.items() if v and n not in forget})
        name = self.account.name if self.account is not None else self.platform.title()
        return AccountWish(AccountForm(self.platform.kind, name, settings), entered, forget)

    def _is_filled(self, field: ValueField) -> bool:
        if field.secret:
            typed = self._keys.get(field.name, "")
            fits = len(typed) == field.length or not field.length
            return fits if typed else field.name in self.kept
        typed = self.settings.get(field.name, "")
        return bool(typed or field.optional) and not field.problem(typed)

    def _mode(self) -> str:
        """Return how the kept account is signed, or what the platform advises."""
        if {"public_key", "alipay_public_key"} & self.kept:
            return BY_KEY
        if self.account is not None and self.kept:
            return BY_CERTIFICATE
        return self.platform.modes()[0][0]
