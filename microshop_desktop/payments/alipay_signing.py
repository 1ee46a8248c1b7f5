"""What Alipay signs: sorted parameters of a request, the raw object inside an answer; pure.

Facts: `reference/payments.md` §3.1–3.3.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

_BLANKS = " \t\r\n"
_decoder = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a JSON object: its value, and the text it was written as."""

    value: object = field(repr=False)
    raw: str = field(repr=False)


def request_text(parameters: Mapping[str, str]) -> bytes:
    """Return what is signed of a request: all but `sign` and what is empty, values as they are."""
    kept = {name: value for name, value in parameters.items() if value and name != "sign"}
    return _joined(kept)


def members(text: str) -> dict[str, Member]:
    """Return the members of a JSON object with the very text of each value.

    The end of a value is found by a JSON scanner, so that braces and quotes inside names of goods
    are no trouble. `ValueError` for what is no single JSON object, or names a member twice.
    """
    try:
        return _members(text)
    except ValueError as error:
        message = "not one JSON object"
        raise ValueError(message) from error


def _members(text: str) -> dict[str, Member]:
    found: dict[str, Member] = {}
    at = _expect(text, 0, "{")
    while True:
        name, at = _value(text, at)
        start = _past_blanks(text, _expect(text, at, ":"))
        value, at = _value(text, start)
        if not isinstance(name, str) or name in found:
            raise ValueError(name)
        found[name] = Member(value, text[start:at])
        at = _past_blanks(text, at)
        if text[at : at + 1] != ",":
            break
        at += 1
    if _past_blanks(text, _expect(text, at, "}")) != len(text):
        raise ValueError(at)
    return found


def _joined(parameters: Mapping[str, str]) -> bytes:
    return "&".join(f"{name}={parameters[name]}" for name in sorted(parameters)).encode()


def _value(text: str, at: int) -> tuple[object, int]:
    value, end = _decoder.raw_decode(text, _past_blanks(text, at))
    return value, end


def _expect(text: str, at: int, sign: str) -> int:
    at = _past_blanks(text, at)
    if text[at : at + 1] != sign:
        raise ValueError(at)
    return at + 1


def _past_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BLANKS:
        at += 1
    return at
