"""Figures, dates and times as people read them, by a few lines of our own per language.

Decimals are written as the shop's people write them: with a comma where Spanish is spoken and the
currency is one whose price tags carry it (`4,45 €`), else with a point, as on every price tag in
yuan. Thousands are grouped as the language does. A minus on the screen is U+2212; files and
receipts use the plain texts of `domain.money` instead. Times given here are already in the shop's
zone.
"""

from datetime import date, datetime, timedelta
from typing import Protocol

from microshop_desktop.infra.translations import Language, _, current_language, ngettext

MINUS = "\N{MINUS SIGN}"
_GROUP: dict[Language, str] = {"zh": ",", "en": ",", "es": "\N{NARROW NO-BREAK SPACE}"}
_COMMA_SYMBOLS = frozenset({"€", "AR$", "CL$", "COL$", "R$"})
"""Currencies whose Spanish price tags carry a decimal comma; Mexico and China have a point."""
_BEHIND = frozenset({"€"})
"""Of these the signs that stand behind the figure there."""
_MONTHS: dict[Language, str] = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "es": "ene feb mar abr may jun jul ago sep oct nov dic",
}
_WEEKDAYS: dict[Language, str] = {
    "zh": "周一 周二 周三 周四 周五 周六 周日",
    "en": "Mon Tue Wed Thu Fri Sat Sun",
    "es": "lun mar mié jue vie sáb dom",
}
_THOUSAND = 1000
_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR


class CurrencyLook(Protocol):
    """What is needed of a currency to show an amount in it."""

    @property
    def exponent(self) -> int:
        """Decimals of the minor unit."""
        ...

    @property
    def symbol(self) -> str:
        """The sign before the figure."""
        ...


class _ShopFigures:
    """The currency whose price tags quantities and percentages follow."""

    symbol = ""


def use_currency(currency: CurrencyLook) -> None:
    """Write figures without a currency as people write those of this one, the shop's."""
    _ShopFigures.symbol = currency.symbol


def decimal_sign(currency: CurrencyLook | None = None) -> str:
    """The sign before the decimals of an amount, or of any figure of the shop."""
    symbol = _ShopFigures.symbol if currency is None else currency.symbol
    return "," if current_language() == "es" and symbol in _COMMA_SYMBOLS else "."


def entry_text(plain: str) -> str:
    """A plain decimal (`4.45`) as it is typed in this shop and shown in its fields: `4,45`."""
    return plain.replace(".", decimal_sign())


def symbol_is_behind(currency: CurrencyLook | None = None) -> bool:
    """Whether the sign of a currency, or of the shop's, stands behind the figure."""
    symbol = _ShopFigures.symbol if currency is None else currency.symbol
    return symbol in _BEHIND and decimal_sign(currency) == ","


def with_symbol(figure: str, currency: CurrencyLook) -> str:
    """A figure with the sign of its currency where people put it: `¥98.00`, `4,45 €`."""
    if symbol_is_behind(currency):
        return f"{figure}\N{NO-BREAK SPACE}{currency.symbol}"
    return f"{currency.symbol}{figure}"


def money_text(minor: int, currency: CurrencyLook) -> str:
    """An amount with the sign of its currency: `¥98.00`, `−¥5.02`, `4,45 €`."""
    sign = MINUS if minor < 0 else ""
    return f"{sign}{with_symbol(amount_text(abs(minor), currency), currency)}"


def amount_text(minor: int, currency: CurrencyLook) -> str:
    """An amount as figures alone: `1,286.00`."""
    whole, rest = divmod(abs(minor), 10**currency.exponent)
    sign = decimal_sign(currency)
    decimals = f"{sign}{rest:0{currency.exponent}d}" if currency.exponent else ""
    return f"{MINUS if minor < 0 else ''}{number_text(whole)}{decimals}"


def short_money_text(minor: int, currency: CurrencyLook) -> str:
    """As `money_text`, without decimals that are all zero: `¥100`, `¥5.50`."""
    if minor % 10**currency.exponent:
        return money_text(minor, currency)
    sign = MINUS if minor < 0 else ""
    figure = number_text(abs(minor) // 10**currency.exponent)
    return f"{sign}{with_symbol(figure, currency)}"


def number_text(number: int) -> str:
    """A whole number with thousands grouped."""
    return f"{number:,}".replace(",", _GROUP[current_language()]).replace("-", MINUS)


def quantity_text(thousandths: int, unit: str = "") -> str:
    """A quantity without needless decimals, and its unit where one is given: `2`, `1.26 kg`."""
    whole, rest = divmod(abs(thousandths), _THOUSAND)
    decimals = f"{decimal_sign()}{rest:03d}".rstrip("0") if rest else ""
    figure = f"{MINUS if thousandths < 0 else ''}{number_text(whole)}{decimals}"
    return f"{figure} {unit}" if unit else figure


def signed_quantity_text(thousandths: int, unit: str = "") -> str:
    """A change of a quantity, whose plus is said as well: `+12`."""
    return ("+" if thousandths > 0 else "") + quantity_text(thousandths, unit)


def percent_text(hundredths: int) -> str:
    """Hundredths of a percent: `52.8%`, `13%`; in Spanish with a space before the sign."""
    figure = quantity_text(hundredths * (_THOUSAND // 100))
    return f"{figure}{' ' if current_language() == 'es' else ''}%"


def time_text(moment: datetime) -> str:
    """The time of day: `14:32`."""
    return f"{moment.hour:02d}:{moment.minute:02d}"


def date_text(day: date, *, with_year: bool = False) -> str:
    """A day in words: `3 月 14 日`, `14 Mar`, `14 mar 2026`."""
    language = current_language()
    if language == "zh":
        year = f"{day.year} 年 " if with_year else ""
        return f"{year}{day.month} 月 {day.day} 日"
    month = _MONTHS[language].split()[day.month - 1]
    return f"{day.day} {month}" + (f" {day.year}" if with_year else "")


def weekday_text(day: date) -> str:
    """The short name of the day of the week."""
    return _WEEKDAYS[current_language()].split()[day.weekday()]


def day_text(day: date, today: date) -> str:
    """A day as seen from today: `Today`, `Yesterday`, else its date, with its year if another."""
    if day == today:
        return _("Today")
    if day == today - timedelta(days=1):
        return _("Yesterday")
    return date_text(day, with_year=day.year != today.year)


def moment_text(moment: datetime, today: date) -> str:
    """Day and time as seen from today: `14:28` today, `Yesterday 14:28`, `12 Mar 18:22`."""
    if moment.date() == today:
        return time_text(moment)
    return f"{day_text(moment.date(), today)} {time_text(moment)}"


def age_text(seconds: float) -> str:
    """How long ago something was, in its largest unit."""
    whole = max(0, int(seconds))
    if whole < _MINUTE:
        return _("just now")
    if whole < _HOUR:
        count = whole // _MINUTE
        sentence = ngettext("{count} minute ago", "{count} minutes ago", count)
    elif whole < _DAY:
        count = whole // _HOUR
        sentence = ngettext("{count} hour ago", "{count} hours ago", count)
    else:
        count = whole // _DAY
        sentence = ngettext("{count} day ago", "{count} days ago", count)
    return sentence.format(count=number_text(count))
