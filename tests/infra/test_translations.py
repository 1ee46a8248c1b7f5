"""The language can change at any moment."""

from collections.abc import Iterator

import pytest

from microshop_desktop.infra.translations import (
    LANGUAGES,
    _,
    current_language,
    mark,
    ngettext,
    on_language_changed,
    pgettext,
    use_language,
)

WORDS = {"zh": "撤回", "en": "Undo", "es": "Deshacer"}


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    yield
    use_language("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_is_made_when_it_is_asked_for(language: str) -> None:
    use_language(language)  # type: ignore[arg-type] # one of LANGUAGES
    assert (_("Undo"), current_language()) == (WORDS[language], language)


def test_a_number_takes_its_form() -> None:
    use_language("es")
    texts = [ngettext("{count} day ago", "{count} days ago", count) for count in (1, 2)]
    assert texts == ["hace {count} día", "hace {count} días"]


def test_what_has_no_translation_is_said_in_english() -> None:
    use_language("zh")
    assert _("never written anywhere") == "never written anywhere"
    assert pgettext("nowhere|short", "Nev.") == "Nev."


def test_a_marked_text_is_left_alone() -> None:
    assert mark("Undo") == "Undo"


def test_listeners_hear_of_a_change_until_they_stop() -> None:
    heard: list[str] = []
    stop = on_language_changed(lambda: heard.append(current_language()))
    use_language("zh")
    stop()
    use_language("es")
    assert heard == ["zh"]
