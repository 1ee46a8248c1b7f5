"""What fields a request may and must have, as data, and the check of a request against it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

BASIC_PLANE = 0xFFFF


class FieldError(Exception):
    """A field that a platform refuses: which one, and why."""

    def __init__(self, field: str, issue: str) -> None:
        super().__init__(f"{field}: {issue}")
        self.field = field
        self.issue = issue


@dataclass(frozen=True, slots=True)
class Text:
    """A text of `shortest` to `longest` characters that `pattern` describes whole."""

    longest: int
    shortest: int = 1
    pattern: str = ""
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number."""

    least: int = 1
    most: int = 10**10
    needed: bool = False


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few words."""

    words: frozenset[str]
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    needed: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """An object of further fields."""

    fields: Mapping[str, "Field"]
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of objects."""

    fields: Mapping[str, "Field"]
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """A list of texts."""

    needed: bool = False


Field = Text | Whole | OneOf | Flag | Group | Rows | Words
Fields = Mapping[str, Field]


def one_of(*words: str, needed: bool = False) -> OneOf:
    """Return a field that takes one of these words."""
    return OneOf(frozenset(words), needed)


def needed(field: str, *, at: str = "") -> FieldError:
    """Return the refusal of a request that lacks a field."""
    return FieldError(at + field, "is missing")


def check(values: Mapping[str, object], fields: Fields, at: str = "") -> None:
    """Raise `FieldError` for the first field that is unknown, missing, empty or of a wrong form."""
    for name in values:
        if name not in fields:
            raise FieldError(at + name, "is not known (extra parameter)")
    for name, field in fields.items():
        if name in values:
            _check_one(values[name], field, at + name)
        elif field.needed:
            raise needed(name, at=at)


def _check_one(value: object, field: Field, at: str) -> None:
    if value is None or value in ("", [], {}):
        raise FieldError(at, "is empty")
    match field:
        case Text():
            _check_text(value, field, at)
        case Whole():
            _check_whole(value, field, at)
        case OneOf() | Flag():
            _check_choice(value, field, at)
        case Group():
            check(_object(value, at), field.fields, f"{at}.")
        case Rows() | Words():
            _check_list(value, field, at)


def _check_text(value: object, field: Text, at: str) -> None:
    if not isinstance(value, str):
        raise FieldError(at, "is not a text")
    if not field.shortest <= len(value) <= field.longest:
        raise FieldError(at, f"has {len(value)} characters, not {field.shortest}–{field.longest}")
    if any(ord(sign) > BASIC_PLANE for sign in value):
        raise FieldError(at, "has a character outside the basic plane")
    if field.pattern and not re.fullmatch(field.pattern, value):
        raise FieldError(at, "has a wrong form")


def _check_whole(value: object, field: Whole, at: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise FieldError(at, "is not a whole number")
    if not field.least <= value <= field.most:
        raise FieldError(at, f"is not between {field.least} and {field.most}")


def _check_choice(value: object, field: OneOf | Flag, at: str) -> None:
    if isinstance(field, Flag):
        if not isinstance(value, bool):
            raise FieldError(at, "is not true or false")
    elif value not in field.words:
        raise FieldError(at, f"is none of {', '.join(sorted(field.words))}")


def _check_list(value: object, field: Rows | Words, at: str) -> None:
    if not isinstance(value, list):
        raise FieldError(at, "is not a list")
    for place, row in enumerate(value):
        if isinstance(field, Rows):
            check(_object(row, at), field.fields, f"{at}[{place}].")
        elif not isinstance(row, str) or not row:
            raise FieldError(f"{at}[{place}]", "is not a text")


def _object(value: object, at: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise FieldError(at, "is not an object")
    return value
