"""The seller's guides say what the program says: platforms, fields, options, sentences."""

from pathlib import Path

import pytest

from microshop_desktop.channels.channel import ChannelError, Trouble
from microshop_desktop.channels.needs import Platform
from microshop_desktop.channels.platforms import PLATFORMS
from microshop_desktop.channels.registry import CHANNELS
from microshop_desktop.channels.words import trouble_sentence
from microshop_desktop.infra.translations import Language, _, use_language

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide"
LANGUAGES: dict[Language, tuple[str, str]] = {"en": ("", "The shop"), "zh": ("-zh", "这家网店")}
TOLD_BY_THE_RELAY = {Trouble.RELAY}
"""What is wrong with a relay stands in its own guide."""


def _page(kind: str, suffix: str) -> str:
    name = f"online-shops-{kind.replace('_', '-')}{suffix}.md"
    return (GUIDE / name).read_text(encoding="utf-8")


def test_every_channel_is_a_platform_with_a_page() -> None:
    assert {platform.kind for platform in PLATFORMS} == set(CHANNELS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("platform", PLATFORMS, ids=lambda platform: platform.kind)
def test_a_page_names_every_field_of_its_platform(platform: Platform, language: Language) -> None:
    use_language(language)
    page = _page(platform.kind, LANGUAGES[language][0])
    missing = [need.name for need in platform.every() if _(need.title) not in page]
    options = [f"--{need.name.replace('_', '-')}" for need in platform.every()]
    missing += [option for option in options if option not in page]
    missing += [name for name in platform.switches if f"`{name}`" not in page]
    assert not missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_common_page_quotes_every_sentence_of_trouble(language: Language) -> None:
    use_language(language)
    suffix, name = LANGUAGES[language]
    page = (GUIDE / f"online-shops{suffix}.md").read_text(encoding="utf-8")
    for trouble in set(Trouble) - TOLD_BY_THE_RELAY:
        assert trouble_sentence(ChannelError(trouble, detail="…"), name) in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_common_page_leads_to_every_platform(language: Language) -> None:
    suffix, _name = LANGUAGES[language]
    page = (GUIDE / f"online-shops{suffix}.md").read_text(encoding="utf-8")
    for platform in PLATFORMS:
        assert f"(online-shops-{platform.kind.replace('_', '-')}{suffix}.md)" in page


@pytest.mark.parametrize("platform", PLATFORMS, ids=lambda platform: platform.kind)
def test_a_page_quotes_what_the_program_says(platform: Platform) -> None:
    use_language("en")
    said = {
        trouble_sentence(ChannelError(trouble, detail="…"), "The shop")
        for trouble in set(Trouble) - TOLD_BY_THE_RELAY
    }
    quoted = _page(platform.kind, "").partition("## When it says")[2].splitlines()
    rows = [row.split("|")[1].strip() for row in quoted if row.startswith("| The ")]
    assert rows
    assert set(rows) <= said
