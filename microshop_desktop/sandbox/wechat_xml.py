"""WeChat Pay's older form: flat XML, signed with a shared key."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from xml.etree import ElementTree as Tree

_PLAIN = re.compile(r"-?\d+")


class XmlError(Exception):
    """A text that is no flat XML object."""


def read(body: bytes) -> dict[str, str]:
    """Read an object; whatever declares entities is refused unread."""
    if b"<!" in re.sub(rb"<!\[CDATA\[.*?\]\]>", b"", body, flags=re.DOTALL):
        raise XmlError
    try:
        root = Tree.fromstring(body.decode())  # noqa: S314 (declarations were refused above)
    except (Tree.ParseError, UnicodeDecodeError) as error:
        raise XmlError from error
    if root.tag != "xml" or any(len(child) for child in root):
        raise XmlError
    return {child.tag: child.text or "" for child in root}


def write(values: Mapping[str, str]) -> bytes:
    """Write an object as the platform does, texts in CDATA."""
    cells = (f"<{name}>{_cell(value)}</{name}>\n" for name, value in values.items())
    return f"<xml>{''.join(cells)}</xml>".encode()


def signature(values: Mapping[str, str], key: str, kind: str) -> str:
    """Sign an object: its non-empty values sorted by name, the key last; MD5 or HMAC-SHA256."""
    pairs = sorted((name, value) for name, value in values.items() if name != "sign" and value)
    text = "&".join(f"{name}={value}" for name, value in (*pairs, ("key", key))).encode()
    if kind == "HMAC-SHA256":
        return hmac.new(key.encode(), text, hashlib.sha256).hexdigest().upper()
    return hashlib.md5(text, usedforsecurity=False).hexdigest().upper()


def _cell(value: str) -> str:
    if _PLAIN.fullmatch(value):
        return value
    return f"<![CDATA[{value.replace(']]>', ']]]]><![CDATA[>')}]]>"
