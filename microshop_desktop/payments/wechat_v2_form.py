"""The older WeChat Pay API's form: flat XML, signed by a shared key; pure.

Facts: `reference/payments.md` §2.7.
"""

import hashlib
import hmac
from collections.abc import Mapping
from xml.parsers import expat
from xml.sax.saxutils import escape

HMAC, MD5 = "HMAC-SHA256", "MD5"
_FIELD_DEPTH = 2


def form_sign(fields: Mapping[str, str], key: str, sign_type: str) -> str:
    """Return the signature of a form: 32 (MD5) or 64 (HMAC-SHA256) upper-case hex digits."""
    filled = {name: value for name, value in fields.items() if value and name != "sign"}
    text = "&".join(f"{name}={filled[name]}" for name in sorted(filled)) + f"&key={key}"
    if sign_type == MD5:
        return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest().upper()
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest().upper()


def is_form_signed(fields: Mapping[str, str], key: str, sign_type: str) -> bool:
    """Whether a form was signed by the key, compared in constant time."""
    expected = form_sign(fields, key, sign_type)
    return hmac.compare_digest(expected.encode(), fields.get("sign", "").encode())


def write_form(fields: Mapping[str, str]) -> bytes:
    """Return a form as XML."""
    inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in fields.items())
    return f"<xml>{inner}</xml>".encode()


def read_form(body: bytes) -> dict[str, str]:
    """Return the fields of a form; `ValueError` for what is none.

    A document type, and with it any entity of its own, is refused, and so is what is not flat.
    """
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = reader.refuse
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(body, True)  # noqa: FBT003 (the name of this flag differs between versions)
    except (expat.ExpatError, ValueError) as error:
        message = "not a plain form"
        raise ValueError(message) from error
    return reader.fields


class _Reader:
    """Collects the fields as the parser comes to them."""

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}
        self._depth = 0
        self._name = ""

    def refuse(self, *_: object) -> None:
        raise ValueError

    def start(self, name: str, _: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > _FIELD_DEPTH or (self._depth == _FIELD_DEPTH and name in self.fields):
            raise ValueError(name)
        if self._depth == _FIELD_DEPTH:
            self._name = name
            self.fields[name] = ""

    def end(self, _: str) -> None:
        self._depth -= 1

    def text(self, text: str) -> None:
        if self._depth == _FIELD_DEPTH:
            self.fields[self._name] += text
