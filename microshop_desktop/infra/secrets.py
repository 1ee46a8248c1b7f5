"""Keys of the shop's accounts, encrypted on disk; what opens them lies in the system's keyring.

One short random key a shop goes into the keyring, because some keyrings hold little. The texts
themselves are files in the shop's folder `secrets/`, which no backup, export or log touches. Where
the computer has no keyring the random key is a file that only the owner of the folder can read;
`SecretStore.kind` says so, and whoever shows accounts says it aloud.
"""

import json
import logging
import secrets
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Protocol
from uuid import UUID

from typing_extensions import override

from microshop_desktop.infra.secret_files import SecretFiles, write_privately
from microshop_desktop.infra.translations import _

logger = logging.getLogger(__name__)

SERVICE = "Microshop"
"""How our entries are called in the keyring; the second name is the store's own number."""
_DESCRIPTION = "store.json"
_KEY_BYTES = 32
_NONCE_BYTES = 12
_HEAD = b"MSS1"


class StoreKind(StrEnum):
    """Where the key lies that opens the secrets."""

    KEYRING = "keyring"
    FILE = "file"


class SecretTrouble(StrEnum):
    """Why secrets cannot be read or kept."""

    DAMAGED = "damaged"
    ELSEWHERE = "elsewhere"
    """They were kept by another computer or another user of this one."""
    KEYRING_CLOSED = "keyring_closed"
    NOT_WRITTEN = "not_written"


class SecretsError(Exception):
    """Secrets cannot be read or kept, for a reason; nothing was changed."""

    def __init__(self, trouble: SecretTrouble, path: Path) -> None:
        """Say what is the matter and where."""
        super().__init__(trouble.value, str(path))
        self.trouble = trouble
        self.path = path


class Masked(dict[str, str]):
    """Secrets by name, whose values no `repr`, log line or traceback shows."""

    @override
    def __repr__(self) -> str:
        return f"Masked({', '.join(sorted(self))})"

    @override
    def __str__(self) -> str:
        return repr(self)


class Keyring(Protocol):
    """What keeps one short text a shop for the user who is logged in."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return what is kept under a name; None where nothing is."""
        ...

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a text under a name."""
        ...


class NoKeyring(Keyring):
    """Takes the place of the system's keyring for shops that are thrown away: it keeps nothing."""

    @override
    def get_password(self, service: str, username: str) -> str | None:
        return None

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        """Forget it."""


class SecretStore:
    """The secrets of a shop's accounts. Safe to use from several threads.

    Nothing is made before the first secret is kept. `keyring` replaces the system's own.
    """

    def __init__(self, folder: Path, keyring: Keyring | None = None) -> None:
        """Keep secrets in this folder."""
        self._folder = folder
        self._files = SecretFiles(folder)
        self._keyring = keyring
        self._key: bytes | None = None
        self._lock = threading.Lock()

    @property
    def kind(self) -> StoreKind | None:
        """Where the key lies that opens the secrets; None as long as there are none."""
        described = self._described()
        return None if described is None else described[0]

    def read(self, account: UUID) -> Masked:
        """Return the secrets of an account; empty where it has none.

        Raises `SecretsError`.
        """
        path = self._files.path(account)
        try:
            sealed = path.read_bytes()
        except FileNotFoundError:
            return Masked()
        except OSError as error:
            raise SecretsError(SecretTrouble.DAMAGED, path) from error
        return _opened(sealed, self._existing_key(), account, path)

    def write(self, account: UUID, values: Mapping[str, str]) -> None:
        """Keep these secrets of an account in the place of its former ones; `SecretsError`."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        with self._writing():
            key = self._key_to_write(account)
            nonce = secrets.token_bytes(_NONCE_BYTES)
            text = json.dumps(dict(values)).encode()
            sealed = AESGCM(key).encrypt(nonce, text, _HEAD + account.bytes)
            write_privately(self._files.path(account), _HEAD + nonce + sealed)

    def remove(self, account: UUID) -> None:
        """Forget the secrets of an account; harmless where it has none.

        `SecretsError` when the file cannot be deleted: the secrets are still there.
        """
        with self._writing(self._files.path(account)):
            self._files.forget(account)

    def begin_change(self, account: UUID, values: Mapping[str, str], version: int) -> None:
        """Write secrets so that `undo_change` can take them back, though the program was killed.

        `version` is that of the account's row as long as the change does not count.
        """
        with self._writing():
            self._files.keep_former(account, version)
        self.write(account, values)

    def changes(self) -> Mapping[UUID, int]:
        """Return the accounts whose change was begun, with the version it was begun at."""
        with self._reading():
            return self._files.changes()

    def keep_change(self, account: UUID) -> None:
        """Let the change of an account count; harmless where none was begun."""
        with self._writing():
            self._files.forget_former(account)

    def undo_change(self, account: UUID) -> None:
        """Put back what an account had before its change; harmless where none was begun."""
        with self._writing():
            self._files.restore_former(account)

    def accounts(self) -> frozenset[UUID]:
        """Return whose secrets are kept; `SecretsError` where the folder cannot be read."""
        with self._reading():
            return self._files.accounts()

    def remove_leftovers(self) -> None:
        """Delete what a killed program left half-written, and keys that open nothing here."""
        described = self._described()
        with self._reading():
            self._files.remove_leftovers(described[1] if described else "")

    @contextmanager
    def _writing(self, path: Path | None = None) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise SecretsError(SecretTrouble.NOT_WRITTEN, path or self._folder) from error

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise SecretsError(SecretTrouble.DAMAGED, self._folder) from error

    def _existing_key(self) -> bytes:
        with self._lock:
            if self._key is None:
                self._key = self._kept_key()
            return self._key

    def _key_to_write(self, account: UUID) -> bytes:
        """Return the key of the store; make one where none opens, unless others rely on it."""
        with self._lock:
            if self._key is None:
                try:
                    self._key = self._kept_key()
                except SecretsError as error:
                    if error.trouble is SecretTrouble.KEYRING_CLOSED or self._has_others(account):
                        raise
                    self._make_store(first=not (self._folder / _DESCRIPTION).exists())
            return self._key or self._kept_key()

    def _has_others(self, account: UUID) -> bool:
        """Tell whether secrets of other accounts are kept: a new key would lose them."""
        return bool(self._files.accounts() - {account})

    def _kept_key(self) -> bytes:
        """Return the key that this store was made with."""
        described = self._described()
        if described is None:
            raise SecretsError(SecretTrouble.DAMAGED, self._folder / _DESCRIPTION)
        kind, name = described
        by_keyring = kind is StoreKind.KEYRING
        text = self._key_of_keyring(name) if by_keyring else self._key_of_file(name)
        try:
            key = b64decode(text, validate=True)
        except ValueError as error:
            raise SecretsError(SecretTrouble.DAMAGED, self._folder) from error
        if len(key) != _KEY_BYTES:
            raise SecretsError(SecretTrouble.DAMAGED, self._folder)
        return key

    def _key_of_keyring(self, name: str) -> str:
        try:
            text = self._own_keyring().get_password(SERVICE, name)
        except Exception as error:  # each system's keyring has errors of its own
            logger.warning("the keyring does not open: %s", type(error).__name__)
            raise SecretsError(SecretTrouble.KEYRING_CLOSED, self._folder) from error
        if text is None:
            raise SecretsError(SecretTrouble.ELSEWHERE, self._folder)
        return text

    def _key_of_file(self, name: str) -> str:
        try:
            return self._files.key_path(name).read_text(encoding="ascii").strip()
        except (OSError, ValueError) as error:
            raise SecretsError(SecretTrouble.ELSEWHERE, self._folder) from error

    def _make_store(self, *, first: bool) -> None:
        """Make a key, keep it, and note where; `first`: unless somebody did just now."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name, key = secrets.token_hex(8), secrets.token_bytes(_KEY_BYTES)
        text = b64encode(key).decode()
        kind = StoreKind.KEYRING if self._keyring_takes(name, text) else StoreKind.FILE
        if kind is StoreKind.FILE:
            write_privately(self._files.key_path(name), text.encode())
        note = json.dumps({"kind": kind.value, "name": name}).encode()
        if write_privately(self._folder / _DESCRIPTION, note, first=first):
            self._key = key

    def _keyring_takes(self, name: str, text: str) -> bool:
        """Tell whether the keyring keeps a text and gives it back."""
        try:
            keyring = self._own_keyring()
            keyring.set_password(SERVICE, name, text)
            return keyring.get_password(SERVICE, name) == text
        except Exception as error:  # noqa: BLE001 (whatever is wrong with it, a file takes its place)
            logger.warning("no keyring on this computer: %s", type(error).__name__)
            return False

    def _own_keyring(self) -> Keyring:
        if self._keyring is None:
            import keyring

            self._keyring = keyring.get_keyring()
        return self._keyring

    def _described(self) -> tuple[StoreKind, str] | None:
        """Return where the key lies and its name; None where no store was made."""
        path = self._folder / _DESCRIPTION
        try:
            noted = json.loads(path.read_bytes())
            return StoreKind(noted["kind"]), str(noted["name"])
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise SecretsError(SecretTrouble.DAMAGED, path) from error


def where_kept(kind: StoreKind) -> str:
    """Return in a sentence how safely the keys of the accounts are kept."""
    if kind is StoreKind.KEYRING:
        return _("The keys are encrypted; only your login on this computer opens them.")
    return _(
        "This computer has no keyring, so the keys are only as safe as your user account: "
        "whoever can read the shop's folder can use them."
    )


def _opened(sealed: bytes, key: bytes, account: UUID, path: Path) -> Masked:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if not sealed.startswith(_HEAD):
        raise SecretsError(SecretTrouble.DAMAGED, path)
    start = len(_HEAD)
    nonce, rest = sealed[start : start + _NONCE_BYTES], sealed[start + _NONCE_BYTES :]
    try:
        text = AESGCM(key).decrypt(nonce, rest, _HEAD + account.bytes)
        return Masked(_texts(json.loads(text)))
    except (InvalidTag, ValueError, TypeError) as error:
        raise SecretsError(SecretTrouble.DAMAGED, path) from error


def _texts(found: object) -> Iterator[tuple[str, str]]:
    if not isinstance(found, dict):
        message = "secrets are kept by name"
        raise TypeError(message)
    for name, value in found.items():
        yield str(name), str(value)
