"""Keys of accounts: encrypted, for the owner alone, and never shown by accident."""

import json
import logging
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import pytest
from typing_extensions import override

from microshop_desktop.infra.secrets import (
    Masked,
    SecretsError,
    SecretStore,
    SecretTrouble,
    StoreKind,
    where_kept,
)

ACCOUNT, OTHER = UUID(int=7), UUID(int=8)
KEYS = {"private_key": "-----BEGIN PRIVATE KEY-----\nMIIEvQ", "apiv3_key": "密" * 32}


@dataclass
class MemoryKeyring:
    """A keyring that lasts as long as the test; `fault` is what it raises."""

    kept: dict[tuple[str, str], str] = field(default_factory=dict)
    fault: Exception | None = None

    def get_password(self, service: str, username: str) -> str | None:
        if self.fault is not None:
            raise self.fault
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.fault is not None:
            raise self.fault
        self.kept[service, username] = password


@pytest.fixture
def keyring() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "secrets"


@pytest.fixture
def store(folder: Path, keyring: MemoryKeyring) -> SecretStore:
    made = SecretStore(folder, keyring)
    made.write(ACCOUNT, KEYS)
    return made


def trouble_of(store: SecretStore, account: UUID = ACCOUNT) -> SecretTrouble:
    with pytest.raises(SecretsError) as raised:
        store.read(account)
    return raised.value.trouble


def secret_file(folder: Path) -> Path:
    return next(folder.glob("*.secret"))


def test_what_is_kept_is_read_by_the_next_run(
    store: SecretStore, folder: Path, keyring: MemoryKeyring
) -> None:
    assert SecretStore(folder, keyring).read(ACCOUNT) == KEYS
    assert store.kind is StoreKind.KEYRING


def test_nothing_is_made_before_there_is_a_secret(folder: Path, keyring: MemoryKeyring) -> None:
    store = SecretStore(folder, keyring)
    assert (store.read(ACCOUNT), store.kind, folder.exists()) == ({}, None, False)


def test_one_short_entry_a_shop_goes_into_the_keyring(
    store: SecretStore, keyring: MemoryKeyring
) -> None:
    store.write(OTHER, KEYS)
    assert [len(text) for text in keyring.kept.values()] == [44]


def test_no_file_holds_a_secret_that_could_be_read(store: SecretStore, folder: Path) -> None:
    content = b"".join(path.read_bytes() for path in folder.iterdir())
    for part in (b"MIIEvQ", b"BEGIN", b"private_key", "密".encode()):
        assert part not in content
    assert store.read(ACCOUNT) == KEYS


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps the folder of a user to the user")
def test_files_are_for_their_owner_alone(folder: Path) -> None:
    SecretStore(folder, MemoryKeyring(fault=RuntimeError())).write(ACCOUNT, KEYS)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert (modes, stat.S_IMODE(folder.stat().st_mode)) == ({0o600}, 0o700)


def test_without_a_keyring_a_key_file_takes_its_place_and_is_said(folder: Path) -> None:
    store = SecretStore(folder)  # the keyring of tests is the one that fails
    store.write(ACCOUNT, KEYS)
    again = SecretStore(folder)
    assert (again.kind, again.read(ACCOUNT)) == (StoreKind.FILE, KEYS)
    assert "no keyring" in where_kept(StoreKind.FILE)
    assert "no keyring" not in where_kept(StoreKind.KEYRING)


def test_a_keyring_that_forgets_at_once_is_none(folder: Path) -> None:
    class Forgetful(MemoryKeyring):
        @override
        def get_password(self, service: str, username: str) -> str | None:
            return None

    store = SecretStore(folder, Forgetful())
    store.write(ACCOUNT, KEYS)
    assert store.kind is StoreKind.FILE


def test_a_damaged_file_is_told_apart(
    store: SecretStore, folder: Path, keyring: MemoryKeyring
) -> None:
    path = secret_file(folder)
    for place in (0, 6, 40, -1):
        content = bytearray(path.read_bytes())
        content[place] ^= 1
        path.write_bytes(content)
        assert trouble_of(SecretStore(folder, keyring)) is SecretTrouble.DAMAGED
        content[place] ^= 1
        path.write_bytes(content)
    path.write_bytes(path.read_bytes()[:9])
    assert trouble_of(SecretStore(folder, keyring)) is SecretTrouble.DAMAGED
    assert store.read(OTHER) == {}


def test_the_file_of_one_account_is_no_other_account(
    store: SecretStore, folder: Path, keyring: MemoryKeyring
) -> None:
    secret_file(folder).rename(folder / f"{OTHER.hex}.secret")
    assert trouble_of(SecretStore(folder, keyring), OTHER) is SecretTrouble.DAMAGED
    assert store.read(ACCOUNT) == {}


def test_secrets_of_another_computer_are_told_apart_and_entered_anew(
    store: SecretStore, folder: Path
) -> None:
    elsewhere = SecretStore(folder, MemoryKeyring())
    assert trouble_of(elsewhere) is SecretTrouble.ELSEWHERE
    elsewhere.write(ACCOUNT, {"private_key": "new"})
    assert elsewhere.read(ACCOUNT) == {"private_key": "new"}
    assert store.kind is StoreKind.KEYRING


def test_a_closed_keyring_loses_nothing(
    store: SecretStore, folder: Path, keyring: MemoryKeyring
) -> None:
    keyring.fault = RuntimeError("locked")
    closed = SecretStore(folder, keyring)
    assert trouble_of(closed) is SecretTrouble.KEYRING_CLOSED
    with pytest.raises(SecretsError):
        closed.write(ACCOUNT, {})
    keyring.fault = None
    assert closed.read(ACCOUNT) == KEYS
    assert store.read(ACCOUNT) == KEYS


def refused(store: SecretStore) -> SecretTrouble:
    """Try to keep the secrets of another account, which must be refused."""
    with pytest.raises(SecretsError) as raised:
        store.write(OTHER, {"private_key": "new"})
    return raised.value.trouble


def test_a_keyring_that_forgets_for_a_moment_loses_no_other_account(
    store: SecretStore, folder: Path, keyring: MemoryKeyring
) -> None:
    assert refused(SecretStore(folder, MemoryKeyring())) is SecretTrouble.ELSEWHERE
    assert SecretStore(folder, keyring).read(ACCOUNT) == KEYS
    assert store.kind is StoreKind.KEYRING


@pytest.mark.parametrize("text", [None, "", "{"])
def test_a_description_that_cannot_be_read_for_a_moment_loses_no_other_account(
    store: SecretStore, folder: Path, keyring: MemoryKeyring, text: str | None
) -> None:
    note = folder / "store.json"
    before = note.read_bytes()
    note.unlink() if text is None else note.write_text(text, encoding="utf-8")
    assert refused(SecretStore(folder, keyring)) is SecretTrouble.DAMAGED
    note.write_bytes(before)
    assert SecretStore(folder, keyring).read(ACCOUNT) == KEYS
    assert store.read(OTHER) == {}


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", json.dumps({"kind": "cloud", "name": "x"})])
def test_a_damaged_description_is_told(
    store: SecretStore, folder: Path, keyring: MemoryKeyring, text: str
) -> None:
    (folder / "store.json").write_text(text, encoding="utf-8")
    assert trouble_of(SecretStore(folder, keyring)) is SecretTrouble.DAMAGED
    assert store.read(ACCOUNT) == KEYS


def test_removing_forgets(store: SecretStore) -> None:
    store.remove(ACCOUNT)
    store.remove(ACCOUNT)
    assert store.read(ACCOUNT) == {}


def test_secrets_that_cannot_be_removed_are_said(
    store: SecretStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(_path: Path, *, missing_ok: bool = False) -> None:
        raise PermissionError(missing_ok)

    monkeypatch.setattr(Path, "unlink", locked)
    with pytest.raises(SecretsError) as raised:
        store.remove(ACCOUNT)
    assert raised.value.trouble is SecretTrouble.NOT_WRITTEN
    assert raised.value.path == secret_file(folder)
    assert store.read(ACCOUNT) == KEYS


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, keyring: MemoryKeyring) -> None:
    (tmp_path / "secrets").write_text("a file in its place")
    with pytest.raises(SecretsError) as raised:
        SecretStore(tmp_path / "secrets", keyring).write(ACCOUNT, KEYS)
    assert raised.value.trouble is SecretTrouble.NOT_WRITTEN


def test_nothing_shows_what_is_secret(store: SecretStore, caplog: pytest.LogCaptureFixture) -> None:
    secrets = store.read(ACCOUNT)
    logging.getLogger("microshop_desktop.test").warning("read %s and %r", secrets, secrets)
    shown = f"{secrets} {secrets!r} {caplog.text} {Masked(KEYS)!s}"
    assert "MIIEvQ" not in shown
    assert "密" not in shown
    assert "apiv3_key" in shown


def test_what_a_killed_program_left_is_removed_but_not_what_is_written_just_now(
    store: SecretStore, folder: Path
) -> None:
    for name, age in (("a.secret.0a.new", 3600), ("b.secret.0b.new", 0), ("other.key", 3600)):
        path = folder / name
        path.write_bytes(b"half")
        then = path.stat().st_mtime - age
        os.utime(path, (then, then))
    store.remove_leftovers()
    assert {path.name for path in folder.iterdir()} == {
        f"{ACCOUNT.hex}.secret",
        "store.json",
        "b.secret.0b.new",
    }
    assert store.read(ACCOUNT) == KEYS
