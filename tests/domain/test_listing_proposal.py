"""What a listing may be of ours: likely only where nothing speaks against it."""

from uuid import UUID, uuid4

from microshop_desktop.domain.listing_match import OnlineGoods
from microshop_desktop.domain.listing_proposal import (
    OwnFacts,
    OwnPack,
    Proposal,
    Proposer,
    Reason,
)

CRISPS, BIG, COLA, MUG = uuid4(), uuid4(), uuid4(), uuid4()
OWN = (
    OwnFacts(CRISPS, "海盐薯片 75g", 850, "袋", frozenset({"YX-1"})),
    OwnFacts(BIG, "海盐薯片 135g", 1450, "袋"),
    OwnFacts(COLA, "Cola 330ml", 300, "", packs=(OwnPack("box", 24, frozenset({"690024"})),)),
    OwnFacts(MUG, "Mug white", 3000, "", frozenset({"MUG"})),
)


def first(name: str, *, code: str = "", barcode: str = "", price: int | None = None) -> Proposal:
    return Proposer(OWN).proposals(OnlineGoods("1", code, barcode, name, price))[0]


def test_a_name_with_talk_around_it_and_a_number_is_likely() -> None:
    found = first("【包邮】海盐薯片75g*3袋 新品", price=2550)
    assert (found.sku, found.factor, found.is_likely) == (CRISPS, 3, True)
    assert found.reasons == (Reason.NAME, Reason.PRICE)


def test_another_size_is_never_likely() -> None:
    found = first("海盐薯片 200g")
    assert not found.is_likely
    assert Reason.OTHER_SIZE in found.reasons


def test_a_part_of_a_name_is_never_likely() -> None:
    assert not first("Cola zero 330ml").is_likely


def test_quite_another_price_is_never_likely() -> None:
    found = first("Cola 330ml", price=7200)
    assert not found.is_likely
    assert Reason.OTHER_PRICE in found.reasons


def test_a_code_leads_also_where_the_name_is_another() -> None:
    found = first("Tasse", code="MUG", price=3000)
    assert (found.sku, found.reasons[0], found.is_likely) == (MUG, Reason.CODE, True)


def test_the_barcode_of_a_pack_brings_its_number() -> None:
    found = first("Cola", barcode="690024", price=7200)
    assert (found.sku, found.factor, found.reasons[0]) == (COLA, 24, Reason.PACK_CODE)


def test_a_code_that_two_of_ours_carry_waits_for_a_person() -> None:
    twin = OwnFacts(uuid4(), "Mug blue", 3000, "", frozenset({"MUG"}))
    found = Proposer([*OWN, twin]).proposals(OnlineGoods("1", "MUG", "", "Mug", 3000))
    assert {each.sku for each in found} >= {MUG, twin.sku}
    assert not any(each.is_likely for each in found)


def test_two_goods_of_the_same_name_wait_for_a_person() -> None:
    own = [OwnFacts(UUID(int=number), "Green tea 100g", 1000) for number in (1, 2)]
    found = Proposer(own).proposals(OnlineGoods("1", "", "", "Green tea 100g", 1000))
    assert [each.is_likely for each in found] == [False, False]


def test_the_right_variant_is_found_and_a_missing_one_not_guessed() -> None:
    own = [
        OwnFacts(UUID(int=number), f"Linen shirt {colour} M", 9900)
        for number, colour in enumerate(("red", "blue"), start=1)
    ]
    exact = Proposer(own).proposals(OnlineGoods("1", "", "", "Linen shirt blue M", 9900))[0]
    assert (exact.sku, exact.is_likely) == (UUID(int=2), True)
    other = Proposer(own).proposals(OnlineGoods("1", "", "", "Linen shirt black M", 9900))
    assert not any(each.is_likely for each in other)


def test_where_nothing_is_alike_nothing_is_proposed() -> None:
    assert Proposer(OWN).proposals(OnlineGoods("1", "", "", "Spring gift set A", 100)) == ()
    assert Proposer(OWN).proposals(OnlineGoods("1", "", "", "", None)) == ()
