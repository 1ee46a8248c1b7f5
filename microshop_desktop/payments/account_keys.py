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

    def remove(self, account: UUID) -> None:
        """Forget the keys of an account; `folder_read_only` where their file stays."""
        _translated(lambda: self._store.remove(account))


def _translated(work: Callable[[], T]) -> T:
    try:
        return work()
    except SecretsError as error:
        raise ShopError(_CODES[error.trouble], path=str(error.path)) from error
