"""The keys of accounts, with what can be wrong with them said as errors of the shop."""

from collections.abc import Callable, Mapping
from typing import TypeVar
from uuid import UUID

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.secrets import (
    Masked,
    SecretsError,
    SecretStore,
    SecretTrouble,
    StoreKind,
)

T = TypeVar("T")
_CODES: Mapping[SecretTrouble, ErrorCode] = {
    SecretTrouble.DAMAGED: ErrorCode.SECRETS_DAMAGED,
    SecretTrouble.ELSEWHERE: ErrorCode.SECRETS_ELSEWHERE,
    SecretTrouble.KEYRING_CLOSED: ErrorCode.KEYRING_CLOSED,
    SecretTrouble.NOT_WRITTEN: ErrorCode.FOLDER_READ_ONLY,
}


class AccountKeys:
    """A secret store as the shop sees it. Safe to use from several threads."""

    def __init__(self, store: SecretStore) -> None:
        """Read and write in this store."""
        self._store = store

    @property
    def kind(self) -> StoreKind | None:
        """Where the key lies that opens all others; None as long as there are none."""
        return _translated(lambda: self._store.kind)

    def read(self, account: UUID) -> Masked:
        """Return the keys of an account, empty where none are on this computer.

        `secrets_damaged`, `secrets_elsewhere`, `keyring_closed`.
        """
        return _translated(lambda: self._store.read(account))

    def write(self, account: UUID, values: Mapping[str, str]) -> None:
        """Keep the keys of an account; `folder_read_only` and what `read` raises."""
        _translated(lambda: self._store.write(account, values))

    def begin_change(self, account: UUID, values: Mapping[str, str], version: int) -> None:
        """Write keys that count once the row of the account is newer than `version`."""
        _translated(lambda: self._store.begin_change(account, values, version))

    def changes(self) -> Mapping[UUID, int]:
        """Return whose keys were changed and may not count yet, with the version they had."""
        return _translated(self._store.changes)

    def keep_change(self, account: UUID) -> None:
        """Let changed keys count; `folder_read_only`."""
        _translated(lambda: self._store.keep_change(account))

    def undo_change(self, account: UUID) -> None:
        """Put the keys back that an account had before; `folder_read_only`."""
        _translated(lambda: self._store.undo_change(account))

    def accounts(self) -> frozenset[UUID]:
        """Return whose keys are on this computer; `secrets_damaged`."""
        return _translated(self._store.accounts)

    def remove_leftovers(self) -> None:
        """Delete what a killed program left half-written; `secrets_damaged`."""
        _translated(self._store.remove_leftovers)

    def remove(self, account: UUID) -> None:
        """Forget the keys of an account; `folder_read_only` where their file stays."""
        _translated(lambda: self._store.remove(account))


def _translated(work: Callable[[], T]) -> T:
    try:
        return work()
    except SecretsError as error:
        raise ShopError(_CODES[error.trouble], path=str(error.path)) from error
