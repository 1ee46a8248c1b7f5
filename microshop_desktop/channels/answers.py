"""Asking an online shop, and reading its JSON: every value of the kind it should be, or trouble.

Platforms write ids as numbers or as texts, money in minor units or as decimals, moments in seconds
or in Beijing's time: all of it is read here, exactly, and nothing is guessed.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import TypeVar

from microshop_desktop.channels.channel import ChannelError, Trouble
from microshop_desktop.domain.errors import ShopError
from microshop_desktop.domain.money import currency
from microshop_desktop.domain.readable import readable
from microshop_desktop.infra.http import (
    Http,
    HttpAnswer,
    HttpRequest,
    NoAnswerError,
    NotReachedError,
)
from microshop_desktop.infra.relay import RelayRefusedError

T = TypeVar("T")
BEIJING = timezone(timedelta(hours=8))
"""The platforms keep Beijing's time without saying so, whatever the zone of this computer."""
_STAMP = "%Y-%m-%d %H:%M:%S"
_ADDRESS = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d{1,3}){3})(?![\d.])")
_MOST = Decimal(10) ** 18


@dataclass(frozen=True, slots=True)
class Told:
    """An object of an answer. What is missing is empty, 0 or None, what is wrong `bad_answer`."""

    values: Mapping[str, object]

    def text(self, name: str) -> str:
        """Return a text; an id that came as a number is one too."""
        value = self.values.get(name)
        if value is None:
            return ""
        if isinstance(value, str):
            return readable(value).strip()
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        raise bad_answer(name)

    def word(self, name: str) -> str:
        """Return a text that must be there."""
        value = self.text(name)
        if not value:
            raise bad_answer(name)
        return value

    def whole(self, name: str) -> int:
        """Return a whole number, 0 where it is missing."""
        number = self._number(name)
        if number != number.to_integral_value():
            raise bad_answer(name)
        return int(number)

    def minor(self, name: str) -> int:
        """Return the fen of an amount in yuan, 0 where it is missing."""
        fen = self._number(name) * 100
        if fen != fen.to_integral_value():
            raise bad_answer(name)
        return int(fen)

    def amount(self, name: str, exponent: int) -> int:
        """Return the minor units of an amount in major ones, half up where it is finer.

        0 where it is missing; `exponent` is the currency's number of decimals.
        """
        return int(self._number(name).scaleb(exponent).to_integral_value(ROUND_HALF_UP))

    def flag(self, name: str) -> bool:
        """Tell whether something is true, as a word or as a text."""
        return self.values.get(name) in (True, "true", "True")

    def part(self, name: str) -> "Told":
        """Return an object; empty where it is missing."""
        value = self.values.get(name)
        if value in (None, "", []):
            return Told({})
        if not isinstance(value, dict):
            raise bad_answer(name)
        return Told(value)

    def rows(self, name: str, inner: str = "") -> tuple["Told", ...]:
        """Return a list of objects, also where it lies one deeper under `inner`."""
        value = self.values.get(name)
        if inner and isinstance(value, dict):
            value = value.get(inner)
        if value in (None, "", {}):
            return ()
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            raise bad_answer(name)
        return tuple(Told(row) for row in value)

    def words(self, name: str) -> tuple[str, ...]:
        """Return a list of ids."""
        value = self.values.get(name)
        if value in (None, ""):
            return ()
        if not isinstance(value, list):
            raise bad_answer(name)
        return tuple(Told({name: one}).word(name) for one in value)

    def seconds(self, name: str) -> datetime | None:
        """Return the moment of Unix seconds; None where it is missing or 0."""
        number = self.whole(name)
        try:
            return datetime.fromtimestamp(number, UTC) if number > 0 else None
        except (OverflowError, ValueError, OSError) as error:
            raise bad_answer(name) from error

    def beijing(self, name: str) -> datetime | None:
        """Return the moment of a text in Beijing's time; None where it is missing."""
        text = self.text(name)
        if not text:
            return None
        try:
            read = datetime.strptime(text[:19], _STAMP).replace(tzinfo=BEIJING)
            return read.astimezone(UTC)
        except (OverflowError, ValueError) as error:
            raise bad_answer(name) from error

    def iso(self, name: str) -> datetime | None:
        """Return the moment of a text as of ISO 8601, in UTC where it names no zone."""
        text = self.text(name)
        if not text:
            return None
        try:
            read = datetime.fromisoformat(text)
            return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
        except (OverflowError, ValueError) as error:
            raise bad_answer(name) from error

    def _number(self, name: str) -> Decimal:
        value = self.values.get(name)
        if value is None or value == "":
            return Decimal(0)
        if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
            raise bad_answer(name)
        try:
            number = Decimal(value)
        except InvalidOperation as error:
            raise bad_answer(name) from error
        if not number.is_finite() or abs(number) >= _MOST:
            raise bad_answer(name)
        return number


def exponent(code: str) -> int:
    """Return the decimals of a currency; `bad_answer` where nobody here knows it."""
    try:
        return currency(code).exponent
    except ShopError as error:
        raise bad_answer("currency") from error


def bad_answer(code: str) -> ChannelError:
    """Return the trouble of an answer that nobody here understands; `code` says where."""
    return ChannelError(Trouble.BAD_ANSWER, code)


def ask(http: Http, request: HttpRequest) -> HttpAnswer:
    """Send a request once and return a whole answer, whatever it says but trouble of the server."""
    try:
        answer = http.send(request)
    except NotReachedError as error:
        raise ChannelError(Trouble.NOT_REACHED) from error
    except NoAnswerError as error:
        raise ChannelError(Trouble.NO_ANSWER) from error
    except RelayRefusedError as error:
        raise ChannelError(Trouble.RELAY, error.code) from error
    if answer.status == 429:
        raise ChannelError(Trouble.LIMITED, "429", wait=_asked_wait(answer))
    if answer.status >= 500:
        raise ChannelError(Trouble.BUSY, str(answer.status), wait=_asked_wait(answer))
    return answer


def ask_json(http: Http, request: HttpRequest) -> tuple[HttpAnswer, Told]:
    """Send a request once and return the answer with the object that it holds."""
    answer = ask(http, request)
    if answer.status != 200:
        raise bad_answer(str(answer.status))
    return answer, told(answer.body)


def told(body: bytes) -> Told:
    """Read an object; decimals are exact."""
    value = _json(body)
    if not isinstance(value, dict):
        raise bad_answer("json")
    return Told(value)


def told_rows(body: bytes) -> tuple[Told, ...]:
    """Read a list of objects; decimals are exact."""
    return Told({"json": _json(body)}).rows("json")


def _json(body: bytes) -> object:
    try:
        return json.loads(body, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise bad_answer("json") from error


def stamp(moment: datetime) -> str:
    """Write a moment in Beijing's time, in whole seconds."""
    return moment.astimezone(BEIJING).strftime(_STAMP)


def as_number(text: str) -> int | str:
    """Return an id as the number that some platforms write it as."""
    return int(text) if text.isdecimal() else text


def whole_seconds(moment: datetime) -> int:
    """Return the Unix seconds of a moment, cut down."""
    return int(moment.timestamp() // 1)


def next_second(moment: datetime) -> datetime:
    """Return the first whole second that is not before a moment."""
    cut = moment.replace(microsecond=0)
    return cut if cut == moment else cut + timedelta(seconds=1)


def address_in(text: str) -> str:
    """Return the network address that a refusal names, empty where it names none."""
    found = _ADDRESS.search(text)
    return found[1] if found else ""


def _asked_wait(answer: HttpAnswer) -> timedelta | None:
    text = answer.headers.get("retry-after", "")
    return timedelta(seconds=min(int(text), 86_400)) if text.isdecimal() else None


def known(value: T | None, name: str) -> T:
    """Return a value that must be there; `name` says which."""
    if value is None:
        raise bad_answer(name)
    return value
