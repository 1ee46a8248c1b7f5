"""What accounts of online shops are made of: settings and secrets, checked one by one.

What no source confirms of a platform can be switched by a setting here, for all of them alike.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from microshop_desktop.channels.channel import Differences
from microshop_desktop.domain.errors import ErrorCode, ShopError

Values = Mapping[str, str]
SWITCHES = ("stock_falls", "stock_returns", "lag_seconds", "requests_a_second", "stock_batch")
"""Settings that any account may have: when the platform's own number falls (`placed`, `paid`),
whether it rises again when a paid order is cancelled (`yes`, `no`), how long a change takes until
it is told, how many requests it takes in a second, how many SKUs go into one write."""


def wrong(field: str) -> ShopError:
    """Return the refusal of a value of an account."""
    return ShopError(ErrorCode.ACCOUNT_VALUE_WRONG, field=field)


def needed(values: Values, name: str) -> str:
    """Return a value that must be there, in plain signs without spaces."""
    value = values.get(name, "").strip()
    if not value or not value.isascii() or not value.isprintable() or " " in value:
        raise wrong(name)
    return value


def choice(values: Values, name: str, *words: str) -> str:
    """Return one of a few words; the first is meant where nothing is said."""
    value = values.get(name, "").strip() or words[0]
    if value not in words:
        raise wrong(name)
    return value


def number(values: Values, name: str, usual: int, *, least: int, most: int) -> int:
    """Return a whole number within bounds."""
    text = values.get(name, "").strip()
    if not text:
        return usual
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise wrong(name)
    return int(text)


def switched(usual: Differences, settings: Values) -> Differences:
    """Return a platform's differences with what the account's `SWITCHES` say otherwise."""
    falls = choice(
        settings, "stock_falls", "placed" if usual.takes_when_placed else "paid", *_FALLS
    )
    returns = choice(settings, "stock_returns", "yes" if usual.gives_back else "no", "yes", "no")
    lag = number(settings, "lag_seconds", int(usual.lag.total_seconds()), least=0, most=3600)
    rate = number(settings, "requests_a_second", int(usual.rate), least=1, most=100)
    batch = number(
        settings, "stock_batch", usual.stock_batch, least=1, most=max(1, usual.stock_batch)
    )
    return replace(
        usual,
        takes_when_placed=falls == "placed",
        gives_back=returns == "yes",
        lag=timedelta(seconds=lag),
        rate=float(rate),
        stock_batch=batch,
    )


_FALLS = ("placed", "paid")
