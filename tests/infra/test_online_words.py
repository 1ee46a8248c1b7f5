"""What online shops say and what is to be decided, in words of every language."""

from collections.abc import Iterator, Mapping

import pytest

from microshop_desktop.channels import holds
from microshop_desktop.domain.decisions import ConflictKind
from microshop_desktop.domain.online_order import UNKNOWN_STATE
from microshop_desktop.infra.online_words import conflict_words, hold_sentence
from microshop_desktop.infra.translations import LANGUAGES, Language, use_language

FACTS: Mapping[ConflictKind, Mapping[str, object]] = {
    ConflictKind.OVERSOLD: {"on_hand": 12_000, "reserved": 15_000},
    ConflictKind.WENT_BACK: {"status": "PAID"},
    ConflictKind.CHANGED_AFTER_SALE: {"total": 1700},
    ConflictKind.REFUNDED_ONLINE: {"refunded": 400},
    ConflictKind.STOCK_REFUSED: {"code": "GONE"},
    ConflictKind.SHIP_REFUSED: {"tracking": "SF1", "why": "cancelled"},
    ConflictKind.WRITE_UNCLEAR: {"count": 2, "names": ["Tea", "T-1"], "sent": "2026-03-02T04:00"},
    ConflictKind.PRICE_DIFFERS: {"there": 1200, "ours": 1000, "before": 1100},
    ConflictKind.SOLD_UNLINKED: {"pieces": 2, "quantity": 6_000},
    ConflictKind.ORDER_SENSELESS: {"number": "T-1", "skus": ["tea"]},
    ConflictKind.ORDERS_UNREAD: {"from": "2026-03-02T04:00", "until": "2026-03-05T04:00"},
}
HOLDS = [word for name, word in vars(holds).items() if name.isupper()]


@pytest.fixture(autouse=True)
def _english_after() -> Iterator[None]:
    yield
    use_language("en")


def words(kind: str, facts: Mapping[str, object]) -> tuple[str, str]:
    return conflict_words(kind, facts, name="T-1", shop="Web", money=lambda minor: f"¥{minor}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", list(ConflictKind))
def test_each_conflict_says_what_it_is_about_and_what_it_knows(
    kind: ConflictKind, language: Language
) -> None:
    use_language(language)
    title, line = words(kind.value, FACTS[kind])
    assert "T-1" in title + line
    assert line
    assert "{" not in title + line
    said = title + line
    known = {
        ConflictKind.OVERSOLD: ("12", "15"),
        ConflictKind.WENT_BACK: ("PAID",),
        ConflictKind.CHANGED_AFTER_SALE: ("¥1700",),
        ConflictKind.REFUNDED_ONLINE: ("¥400",),
        ConflictKind.SHIP_REFUSED: ("SF1",),
        ConflictKind.PRICE_DIFFERS: ("¥1200", "¥1000", "¥1100"),
        ConflictKind.SOLD_UNLINKED: ("6",),
        ConflictKind.ORDERS_UNREAD: ("2026-03-02", "2026-03-05"),
    }
    assert all(word in said for word in known.get(kind, ()))
    assert "cancelled" not in said


def test_a_refused_parcel_says_why() -> None:
    assert words("ship_refused", {"tracking": "SF1", "why": "no courier X"})[1] == (
        "SF1: no courier X"
    )
    asked = words("ship_refused", {"tracking": "SF1", "why": "refund_requested"})[1]
    assert asked == "SF1: The customer asks for the money back."


def test_facts_that_an_older_program_did_not_note_are_left_out() -> None:
    for kind in ConflictKind:
        assert "{" not in "".join(words(kind.value, {}))


def test_a_conflict_of_a_later_program_is_named() -> None:
    assert words("moon_full", {}) == ("moon_full", "")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("hold", [*HOLDS, UNKNOWN_STATE])
def test_each_reason_to_wait_is_a_sentence(hold: str, language: Language) -> None:
    use_language(language)
    said = hold_sentence(hold, "Taobao", "ON_MARS")
    assert f"“{hold}”" not in said
    assert "_" not in said.replace("ON_MARS", "")
    assert "{" not in said


def test_a_platforms_own_word_is_shown_as_its_own() -> None:
    assert hold_sentence("ON_HOLD", "Shopify", "ON_HOLD") == "Shopify holds it: “ON_HOLD”."
