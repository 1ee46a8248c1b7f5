"""The colours keep their contrast, and every size and colour of the design can be had."""

import pytest
from PySide6.QtWidgets import QApplication

from microshop_desktop.infra.translations import use_language
from microshop_desktop.ui.style_sheet import style_sheet
from microshop_desktop.ui.theme import SCALES, Scheme, Theme, control, motion, radius, tokens

SCHEMES: tuple[Scheme, ...] = ("light", "dark")
CHANNELS = [name for name in tokens()["channel"] if name != "note"]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Ratio between the lighter and the darker of two colours."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_is_the_greatest_contrast() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("kind", ["text", "nonText"])
def test_every_pair_of_the_design_can_be_read(scheme: Scheme, kind: str) -> None:
    rules, theme = tokens()["contrast"], Theme(scheme)
    low = {
        (fore, back): round(ratio, 2)
        for fore, back in rules[f"{kind}Pairs"]
        if (ratio := contrast(theme.hex(fore), theme.hex(back))) < rules[kind]
    }
    assert low == {}


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_channels_glyph_can_be_read(channel: str) -> None:
    entry = tokens()["channel"][channel]
    assert contrast(entry["fill"], entry["on"]) >= tokens()["contrast"]["text"]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_marked_rows_keep_their_texts_readable(scheme: Scheme) -> None:
    theme = Theme(scheme)
    pairs = [("success", "selected"), ("warning", "selected"), ("danger", "selected")]
    pairs += [("accent", "selected"), ("warning", "sunken"), ("textMuted", "warningSoft")]
    assert min(contrast(theme.hex(fore), theme.hex(back)) for fore, back in pairs) >= 4.5


def test_both_schemes_name_the_same_colours() -> None:
    assert set(Theme("light").colours) == set(Theme("dark").colours)


@pytest.mark.parametrize("scale", SCALES)
def test_texts_grow_with_the_scale_and_never_fall_below_13(scale: int) -> None:
    theme = Theme("light", scale)
    sizes = [theme.font(name).pixelSize() for name in ("micro", "body", "strong", "total")]
    assert sizes == [round(size * scale / 100) for size in (13, 14, 15, 40)]
    assert min(sizes) >= 13


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("scale", SCALES)
def test_the_style_sheet_leaves_no_blank(scheme: Scheme, scale: int) -> None:
    text = style_sheet(Theme(scheme, scale))
    assert "$" not in text
    assert Theme(scheme).hex("accentFill") in text


def test_an_unknown_colour_is_an_error() -> None:
    with pytest.raises(KeyError):
        Theme().hex("salmon")


def test_sizes_of_the_design_can_be_had() -> None:
    assert (control("rail"), radius("card"), motion("undo")) == (84, 10, 8000)


def test_a_colour_can_be_made_transparent() -> None:
    assert Theme().colour("text", alpha=0.5).alpha() in {127, 128}


def test_quotes_are_narrow_where_the_text_is_latin() -> None:
    assert [tag.toString() for tag in Theme().font().featureTags()] == [b"palt"]
    use_language("zh")
    assert not Theme().font().featureTags()


def test_the_font_of_the_application_follows_the_language() -> None:
    use_language("zh")
    assert not QApplication.font().featureTags()
    use_language("es")
    assert QApplication.font().featureTags()
