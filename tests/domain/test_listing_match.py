"""Which online SKU is which of ours."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from microshop_desktop.domain.listing_match import (
    MOST_SUGGESTIONS,
    OnlineGoods,
    OwnGoods,
    suggestions,
    sure_matches,
)

TEA, CUP = UUID(int=1), UUID(int=2)


def own(sku: UUID, *codes: str, name: str = "Tea", price: int | None = 1000) -> OwnGoods:
    return OwnGoods(sku, frozenset(codes), name, price)


def listed(key: str, code: str = "", barcode: str = "", name: str = "Tea") -> OnlineGoods:
    return OnlineGoods(key, code, barcode, name, 1000)


def test_a_code_that_both_carry_once_decides() -> None:
    assert sure_matches([listed("a", "T-1")], [own(TEA, "T-1")]) == {"a": TEA}
    assert sure_matches([listed("a", " T-1 ")], [own(TEA, "T-1")]) == {"a": TEA}
    assert sure_matches([listed("a", "", "690")], [own(TEA, "690", "T-1")]) == {"a": TEA}


def test_a_code_on_two_of_either_side_decides_nothing() -> None:
    assert sure_matches([listed("a", "T-1"), listed("b", "T-1")], [own(TEA, "T-1")]) == {}
    assert sure_matches([listed("a", "T-1")], [own(TEA, "T-1"), own(CUP, "T-1")]) == {}


def test_codes_that_disagree_decide_nothing() -> None:
    ours = [own(TEA, "T-1"), own(CUP, "690")]
    assert sure_matches([listed("a", "T-1", "690")], ours) == {}


def test_an_empty_code_decides_nothing() -> None:
    assert sure_matches([listed("a")], [own(TEA, "")]) == {}


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(["", "1", "2", "3"]))))
def test_no_online_sku_and_no_code_is_used_twice(pairs: list[tuple[str, str]]) -> None:
    online = [listed(f"{key}{no}", code) for no, (key, code) in enumerate(pairs)]
    found = sure_matches(online, [own(TEA, "1"), own(CUP, "2", "3")])
    codes = {goods.key: goods.code for goods in online}
    used = [codes[key] for key in found]
    assert len(used) == len(set(used))


def test_the_likeliest_names_are_suggested_first() -> None:
    ours = [own(TEA, name="Green tea 100 g"), own(CUP, name="Cup with a handle")]
    found = suggestions(listed("a", name="green tea 100g"), ours)
    assert [each.sku for each in found] == [TEA]
    assert found[0].likeness > 90


def test_another_price_speaks_against() -> None:
    same = suggestions(listed("a"), [own(TEA, name="Tea")])[0].likeness
    other = suggestions(listed("a"), [own(TEA, name="Tea", price=900)])[0].likeness
    assert other < same


def test_few_are_suggested() -> None:
    ours = [own(UUID(int=no), name=f"Tea {no}") for no in range(1, 9)]
    assert len(suggestions(listed("a", name="Tea 0"), ours)) == MOST_SUGGESTIONS
