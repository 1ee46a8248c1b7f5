"""The practice keys: made once, kept as PEM files, handed to whoever needs them."""

import os
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

_BITS = 2048
_OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class KeySet:
    """One key for each part a key plays.

    `wechat_platform` and `wechat_platform_next` sign in the certificate mode, the second after a
    renewal; `wechat_public` signs in the public-key mode.
    """

    wechat_merchant: RSAPrivateKey
    wechat_public: RSAPrivateKey
    wechat_platform: RSAPrivateKey
    wechat_platform_next: RSAPrivateKey
    alipay_app: RSAPrivateKey
    alipay_platform: RSAPrivateKey
    root: RSAPrivateKey


def make_keys() -> KeySet:
    """Make new keys; takes about a second."""
    return KeySet(*(generate_private_key(65537, _BITS) for _ in fields(KeySet)))


@cache
def shared_keys() -> KeySet:
    """Return one key set for the whole run of the program."""
    return make_keys()


def keys_in(folder: Path) -> KeySet:
    """Return the keys kept in a folder; makes and keeps them where there are none."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{field.name}.key" for field in fields(KeySet)]
    if not all(file.exists() for file in files):
        _keep(make_keys(), folder)
    return KeySet(*(_load(file) for file in files))


def private_pem(key: RSAPrivateKey) -> bytes:
    """Write a key as WeChat's `apiclient_key.pem` is: PKCS#8."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def public_pem(key: RSAPrivateKey) -> bytes:
    """Write the public half of a key."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def write_secret(file: Path, content: bytes) -> None:
    """Write a file that its owner alone can read."""
    as_it_is = getattr(os, "O_BINARY", 0)  # Windows would change the ends of lines
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | as_it_is, _OWNER_ONLY)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)


def _keep(keys: KeySet, folder: Path) -> None:
    for field in fields(KeySet):
        write_secret(folder / f"{field.name}.key", private_pem(getattr(keys, field.name)))


def _load(file: Path) -> RSAPrivateKey:
    key = load_pem_private_key(file.read_bytes(), None)
    if not isinstance(key, RSAPrivateKey):
        message = f"{file.name} holds no RSA key"
        raise TypeError(message)
    return key
