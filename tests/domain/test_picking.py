"""Picking by shelf: the walk, who gets a scanned piece, and what is wrong."""

from dataclasses import replace
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from microshop_desktop.domain.picking import (
    Want,
    Wrong,
    give,
    is_cold,
    next_row,
    walk,
    walking_key,
)

TEA, CAKE = UUID(int=1), UUID(int=2)


def want(crate: int, sku: UUID | None, pieces: int, **more: object) -> Want:
    made = Want(
        order=UUID(int=100 + crate),
        number=f"W-{crate}",
        crate=crate,
        line=UUID(int=1000 * crate + (sku.int if sku else 9)),
        sku=sku,
        code="C",
        name=f"Goods {sku.int if sku else ''}",
        shelf="A1",
        pieces=pieces,
    )
    return replace(made, **more)  # type: ignore[arg-type]


WANTS = st.lists(
    st.builds(
        want,
        st.integers(1, 6),
        st.sampled_from([TEA, CAKE]),
        st.integers(1, 5),
        factor=st.integers(1, 6),
        shelf=st.sampled_from(["A1", "A2", "A10", "B1", "", "冷柜 1", "Freezer"]),
    ),
    max_size=8,
    unique_by=lambda one: one.line,
)


def ticked(wants: list[Want], sku: UUID, units: int) -> list[Want]:
    outcome = give(wants, sku, units)
    ticks = () if isinstance(outcome, Wrong) else outcome
    got = {tick.line: tick.units for tick in ticks}
    return [replace(one, picked=one.picked + got.get(one.line, 0)) for one in wants]


@given(WANTS, st.lists(st.tuples(st.sampled_from([TEA, CAKE]), st.integers(1, 12)), max_size=40))
def test_nobody_gets_more_than_is_wanted_and_no_scan_is_lost(
    wants: list[Want], scans: list[tuple[UUID, int]]
) -> None:
    for sku, units in scans:
        before = sum(one.picked for one in wants)
        outcome = give(wants, sku, units)
        wants = ticked(wants, sku, units)
        got = sum(one.picked for one in wants) - before
        assert got == (0 if isinstance(outcome, Wrong) else units)
        assert all(one.picked <= one.needed for one in wants)


@given(WANTS)
def test_single_scans_fill_a_round_to_the_last_piece(wants: list[Want]) -> None:
    for sku in (TEA, CAKE):
        for _ in range(sum(one.needed for one in wants if one.sku == sku)):
            assert not isinstance(give(wants, sku, 1), Wrong)
            wants = ticked(wants, sku, 1)
        assert isinstance(give(wants, sku, 1), Wrong)
    assert next_row(walk(wants)) is None


@given(WANTS)
def test_the_walk_holds_every_want_once_and_ends_with_what_is_cold(wants: list[Want]) -> None:
    shelves = walk(wants)
    walked = [one.line for shelf in shelves for row in shelf.rows for one in row.wants]
    assert sorted(walked) == sorted(one.line for one in wants)
    cold = [shelf.is_cold for shelf in shelves]
    assert cold == sorted(cold)


def test_shelves_are_walked_as_people_count() -> None:
    names = ["A10", "冷柜 2", "", "b1", "A2", "冷柜 1", "B2"]
    assert sorted(names, key=walking_key) == ["A2", "A10", "b1", "B2", "", "冷柜 1", "冷柜 2"]


def test_cold_shelves_are_known_in_three_languages() -> None:
    assert all(map(is_cold, ["冷柜 1", "冰箱", "Cold 2", "Frío", "Freezer", "Congelador A"]))
    assert not any(map(is_cold, ["A1", "", "Window"]))


def test_shelves_side_by_side_are_one_stretch() -> None:
    shelves = walk(
        [
            want(1, TEA, 2, shelf="冷柜 2"),
            want(2, CAKE, 1, shelf="冷柜 1"),
            want(3, TEA, 1, shelf="B2"),
            want(4, CAKE, 1, shelf="B1"),
        ]
    )
    assert [(shelf.title, shelf.pieces) for shelf in shelves] == [("B1 · B2", 2), ("冷柜 1 · 2", 3)]


def test_the_first_crate_gets_the_piece_and_a_case_goes_to_whom_it_fits() -> None:
    wants = [want(2, TEA, 6), want(1, TEA, 1)]
    single, case = give(wants, TEA, 1), give(wants, TEA, 6)
    assert not isinstance(single, Wrong)
    assert not isinstance(case, Wrong)
    assert [(tick.order.int, tick.units) for tick in single] == [(101, 1)]
    assert [(tick.order.int, tick.units) for tick in case] == [(102, 6)]


def test_a_case_is_shared_out_but_never_opened_for_less() -> None:
    wants = [want(1, TEA, 4), want(2, TEA, 3)]
    shared = give(wants, TEA, 6)
    assert not isinstance(shared, Wrong)
    assert [(tick.order.int, tick.units) for tick in shared] == [(101, 4), (102, 2)]
    assert give(wants, TEA, 8) is Wrong.TOO_BIG


def test_an_order_of_cases_counts_single_pieces_too() -> None:
    (row,) = walk([want(1, TEA, 2, factor=6, picked=7)])[0].rows
    assert row.counts == (7, 12)
    assert row.first.whole_pieces == 1


def test_weighed_goods_are_taken_in_one_tick() -> None:
    wants = [want(1, TEA, 2, factor=5, by_weight=True)]
    outcome = give(wants, TEA, 1)
    assert not isinstance(outcome, Wrong)
    assert [tick.units for tick in outcome] == [10]
    (row,) = walk(ticked(wants, TEA, 1))[0].rows
    assert row.counts == (2, 2)


def test_wrong_pieces_are_told_apart() -> None:
    assert give([want(1, TEA, 1)], CAKE, 1) is Wrong.NOT_WANTED
    assert give([want(1, TEA, 1, picked=1)], TEA, 1) is Wrong.ENOUGH
