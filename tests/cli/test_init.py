"""`microshop init`."""

import pytest

from microshop_desktop.infra.language import first_language
from microshop_desktop.infra.settings import Settings
from tests.cli.running import Microshop


def test_a_shop_is_made_once(microshop: Microshop) -> None:
    made = microshop("init", "--name", "小满杂货铺", "--currency", "CNY", "--json")
    assert (made.code, made.document["name"]) == (0, "小满杂货铺")
    again = microshop("init", "--name", "other", "--json")
    assert again.code == 1
    assert again.document["error"]["code"] == "shop_exists"
    assert again.err.strip() == again.document["error"]["message"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--name", ""], 1),
        (["--name", "shop", "--currency", "ZZZ"], 1),
        (["--name", "shop", "--zone", "Moon/Base"], 1),
        ([], 2),
    ],
)
def test_what_cannot_be_a_shop_is_refused(
    microshop: Microshop, arguments: list[str], code: int
) -> None:
    said = microshop("init", *arguments)
    assert said.code == code
    assert "Traceback" not in said.err
    assert microshop("find", "anything").code == 1


def test_sentences_come_in_the_language_that_was_asked_for(microshop: Microshop) -> None:
    microshop("init", "--name", "shop")
    assert "已经有一家店" in microshop("init", "--name", "shop", lang="zh").err
    assert "tienda" in microshop("init", "--name", "shop", lang="es").err


def test_the_language_that_was_asked_for_is_the_shop_s_from_then_on(microshop: Microshop) -> None:
    made = microshop("init", "--name", "小店", lang="zh")
    assert f"microshop --data {microshop.data}" in made.out
    assert "已经有一家店" in microshop("init", "--name", "shop", lang=None).err
    assert first_language(Settings(microshop.data / "settings.json")) == "zh"
