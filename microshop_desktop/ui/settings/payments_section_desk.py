"""What the payments section of the settings needs of the shop."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from microshop_desktop.domain.merchant_accounts import METHODS
from microshop_desktop.infra.secrets import where_kept
from microshop_desktop.infra.translations import _
from microshop_desktop.payments.account_keys import AccountKeys
from microshop_desktop.payments.account_setup import AccountSetup, AccountWish
from microshop_desktop.payments.gateway import Checked
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.payment_accounts import AccountView, PaymentAccounts

if TYPE_CHECKING:
    from microshop_desktop.payments.key_intake import Intake
    from microshop_desktop.ui.settings.trials import Trials

BIGGEST_FILE = 200_000
"""Bytes; key files have some thousand."""


@dataclass(frozen=True, slots=True)
class KeptKeys:
    """Which keys of an account are on this computer, by name, and when its certificate ends."""

    names: frozenset[str] = frozenset()
    until: datetime | None = None


class PaymentsDesk(Protocol):
    """Acts on accounts; each may raise `ShopError`."""

    def accounts(self) -> Sequence[AccountView]:
        """All accounts, the oldest first."""
        ...

    def kept(self, account: UUID) -> KeptKeys:
        """Which keys are kept, never the keys themselves."""
        ...

    def take_in(self, name: str, data: bytes, *, password: str = "") -> "Intake":
        """Try a key as it was chosen or pasted; call it off the main thread."""
        ...

    def read_code(self, picture: Path) -> str:
        """The collection code that a picture shows; call it off the main thread."""
        ...

    def check(self, wish: AccountWish) -> Checked | None:
        """Ask the platform with what was entered; call it off the main thread."""
        ...

    def check_saved(self, account: UUID) -> Checked:
        """Ask the platform about a saved account; call it off the main thread."""
        ...

    def save(self, wish: AccountWish) -> AccountView:
        """Keep an account and its keys."""
        ...

    def switch(self, account: UUID, *, on: bool) -> None:
        """Offer an account at the till, or no more."""
        ...

    def is_followed(self, account: UUID) -> bool:
        """Whether money through it may still come or go back."""
        ...

    def remove(self, account: UUID) -> None:
        """Remove an account and its keys."""
        ...

    @property
    def trials(self) -> "Trials | None":
        """Trial payments, where the program collects."""
        ...

    def where_kept(self) -> str:
        """How safely the keys are kept, as a sentence."""
        ...

    def now(self) -> datetime:
        """The moment by the shop's clock."""
        ...


class AccountsDesk:
    """Acts as one actor on the accounts of an open shop."""

    def __init__(
        self,
        accounts: PaymentAccounts,
        actor: Actor,
        *,
        setup: AccountSetup,
        keys: AccountKeys,
        now: Callable[[], datetime],
        trials: "Trials | None" = None,
    ) -> None:
        self._accounts, self._actor = accounts, actor
        self._setup, self._keys, self._now = setup, keys, now
        self._trials = trials

    @property
    def trials(self) -> "Trials | None":
        """Trial payments, where the program collects."""
        return self._trials

    def accounts(self) -> Sequence[AccountView]:
        """All accounts, the oldest first."""
        return self._accounts.every(self._actor)

    def kept(self, account: UUID) -> KeptKeys:
        """Which keys are kept and when the first certificate among them ends."""
        from microshop_desktop.payments.certificate_ends import certificate_end

        return KeptKeys(frozenset(self._keys.read(account)), certificate_end(self._keys, account))

    def take_in(self, name: str, data: bytes, *, password: str = "") -> "Intake":
        """Try a key as it was chosen or pasted."""
        from microshop_desktop.payments.key_intake import take_in

        return take_in(name, data[:BIGGEST_FILE], password=password)

    def read_code(self, picture: Path) -> str:
        """The collection code that a picture shows."""
        from microshop_desktop.devices.code_pictures import codes_in_file
        from microshop_desktop.domain.collection_code import collection_code

        return collection_code(code.text for code in codes_in_file(picture) if code.is_qr)

    def check(self, wish: AccountWish) -> Checked | None:
        """Ask the platform with what was entered."""
        return self._setup.check(self._actor, wish)

    def check_saved(self, account: UUID) -> Checked:
        """Ask the platform about a saved account."""
        return self._setup.check_saved(self._actor, account)

    def save(self, wish: AccountWish) -> AccountView:
        """Keep an account and its keys."""
        return self._setup.save(self._actor, wish)

    def switch(self, account: UUID, *, on: bool) -> None:
        """Offer an account at the till, or no more."""
        self._accounts.switch(self._actor, account, on=on)

    def is_followed(self, account: UUID) -> bool:
        """Tell whether money through an account may still come or go back."""
        return self._accounts.is_followed(self._actor, account)

    def remove(self, account: UUID) -> None:
        """Remove an account and its keys."""
        self._setup.remove(self._actor, account)

    def where_kept(self) -> str:
        """How safely the keys are kept; before there are any, what holds in any case."""
        kind = self._keys.kind
        if kind is None:
            return _("Keys are encrypted, stay out of backups and are never shown again.")
        return where_kept(kind)

    def now(self) -> datetime:
        """The moment by the shop's clock."""
        return self._now()


def is_of_platform(account: AccountView) -> bool:
    """Tell whether a platform says when its money arrived; else a person does."""
    return account.kind in METHODS
