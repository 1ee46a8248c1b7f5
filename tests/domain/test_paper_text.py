"""Names from chats on paper."""

import pytest

from microshop_desktop.domain.paper_text import paper_text


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("丹东草莓🍓 500g", "丹东草莓 500g"),
        ("🔥爆款🔥 海盐薯片", "爆款 海盐薯片"),
        ("Coffee ☕️", "Coffee"),
        ("家庭装👨‍👩‍👧", "家庭装"),
        ("España 🇪🇸", "España"),
        ("第1️⃣名", "第1名"),
    ],
)
def test_pictures_are_left_out(text: str, printed: str) -> None:
    assert paper_text(text) == printed


@pytest.mark.parametrize("text", ["Water", "★特价★ ¥8.50", "①②③ 500g×3", "𠮷野家", "Ñandú 20 ℃"])
def test_signs_that_fonts_know_stay(text: str) -> None:
    assert paper_text(text) == text


def test_a_name_of_pictures_alone_is_said_in_words() -> None:
    assert paper_text("🍓") == "Strawberry"
