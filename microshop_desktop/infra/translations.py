"""Texts in the language of the person: gettext over catalogues compiled beforehand.

English is the msgid itself. The language is looked up at each call, so a text is made when it is
shown and a change of language needs no restart. Nothing here imports Babel.
"""

import gettext
from collections.abc import Callable
from typing import Literal

from microshop_desktop.infra.resources import resource_root

Language = Literal["zh", "en", "es"]
LANGUAGES: tuple[Language, ...] = ("zh", "en", "es")
DOMAIN = "microshop"


class _Catalogue:
    """The catalogue in use and whoever wants to hear of a change."""

    def __init__(self) -> None:
        self.language: Language = "en"
        self.texts = gettext.NullTranslations()
        self.listeners: list[Callable[[], None]] = []


_current = _Catalogue()
_loaded: dict[Language, gettext.NullTranslations] = {"en": _current.texts}


def use_language(language: Language) -> None:
    """Speak this language from the next text on, and tell the listeners when it is another."""
    is_another = language != _current.language
    _current.texts = _catalogue_of(language)
    _current.language = language
    for listener in list(_current.listeners) if is_another else ():
        listener()


def current_language() -> Language:
    """The language that texts are in now."""
    return _current.language


def on_language_changed(listener: Callable[[], None]) -> Callable[[], None]:
    """Call `listener` after each change; returns the function that ends it, once or again."""
    _current.listeners.append(listener)

    def stop() -> None:
        if listener in _current.listeners:
            _current.listeners.remove(listener)

    return stop


def _(text: str) -> str:
    """The text in the current language."""
    return _current.texts.gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """The text for `count` things in the current language; the number is formatted afterwards."""
    return _current.texts.ngettext(one, many, count)


def pgettext(context: str, text: str) -> str:
    """The text as it is said in a context; contexts that end in `|short` hold short forms."""
    return _current.texts.pgettext(context, text)


def mark(text: str) -> str:
    """Mark a text of a table for the catalogues; `_` is called on it when it is shown."""
    return text


def _catalogue_of(language: Language) -> gettext.NullTranslations:
    """Load a catalogue once; a missing file is an error of the build and raises."""
    if language not in _loaded:
        path = resource_root() / "locale" / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
        with path.open("rb") as file:
            _loaded[language] = gettext.GNUTranslations(file)
    return _loaded[language]
