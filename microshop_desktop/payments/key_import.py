"""Keys as a person chooses or pastes them, turned into the texts that are kept."""

import base64
from collections.abc import Mapping

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.merchant_accounts import WECHAT_PAY
from microshop_desktop.payments import key_files


def taken_in(
    kind: str, settings: Mapping[str, str], files: Mapping[str, bytes | str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the public values and the keys of an account, as they are kept.

    `files` by the names of `WECHAT_SECRETS` or `ALIPAY_SECRETS`. A p12 file in the place of the
    private key brings its certificate and serial number along. Whoever enters a key of the older
    interface wants payment codes to go through it. Errors as `key_files` raises them.
    """
    values = {name: value.strip() for name, value in settings.items() if value.strip()}
    keys = {name: _text(data) for name, data in files.items() if data}
    own = files.get("private_key", b"")
    if isinstance(own, bytes) and _is_pack(own):
        pack = key_files.pack(own, values.get("mch_id", ""))
        keys |= {"private_key": pack.private_key, "certificate": pack.certificate}
        values.setdefault("serial", pack.serial)
    elif own:
        keys["private_key"] = key_files.private_pem(key_files.private_key(own))
    if kind == WECHAT_PAY and keys.get("v2_key"):
        values.setdefault("code_api", "v2")
    return values, keys


def _text(data: bytes | str) -> str:
    """Return a key file as text; what is no text is written in base64, as platforms do as well."""
    if isinstance(data, str):
        return data.strip()
    try:
        return data.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        return base64.b64encode(data).decode("ascii")


def _is_pack(data: bytes) -> bool:
    """Tell whether this can only be a p12 file: DER, but no key by itself."""
    if not data.startswith(b"\x30"):
        return False
    try:
        key_files.private_key(data)
    except ShopError as error:
        return error.code is ErrorCode.KEY_UNREADABLE
    return False
