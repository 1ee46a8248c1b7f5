"""Money that a platform gave back: the pieces it stands for, or money alone."""

from hypothesis import given
from hypothesis import strategies as st

from microshop_desktop.domain.online_refund import money_left, money_shares, pieces_for
from microshop_desktop.domain.refunds import SoldLine, Wanted, refund_shares


def line(no: int, pieces: int, total: int, **more: int) -> SoldLine:
    return SoldLine(no, pieces * 1000, total, total // 10, total * 500, **more)


lines_of = st.lists(
    st.tuples(st.integers(1, 9), st.integers(0, 5_000)), min_size=1, max_size=5
).map(lambda rows: [line(no, pieces, total) for no, (pieces, total) in enumerate(rows, 1)])


def test_all_that_is_left_comes_first() -> None:
    assert pieces_for(900, [line(1, 2, 600), line(2, 1, 300)]) == (
        Wanted(1, 2000),
        Wanted(2, 1000),
    )


def test_one_whole_line_or_some_pieces_of_one() -> None:
    lines = [line(1, 2, 600), line(2, 3, 750)]
    assert pieces_for(750, lines) == (Wanted(2, 3000),)
    assert pieces_for(500, lines) == (Wanted(2, 2000),)


def test_what_may_be_two_things_is_neither() -> None:
    assert pieces_for(300, [line(1, 1, 300), line(2, 1, 300), line(3, 1, 100)]) == ()
    assert pieces_for(77, [line(1, 2, 600)]) == ()


@given(lines_of, st.data())
def test_pieces_give_back_exactly_the_money(lines: list[SoldLine], data: st.DataObject) -> None:
    amount = data.draw(st.integers(0, money_left(lines) + 10))
    wanted = pieces_for(amount, lines)
    if wanted:
        assert sum(share.amount for share in refund_shares(lines, wanted)) == amount


@given(lines_of, st.data())
def test_money_alone_is_shared_to_the_last_unit(lines: list[SoldLine], data: st.DataObject) -> None:
    amount = data.draw(st.integers(1, max(1, money_left(lines))))
    if amount > money_left(lines):
        return
    shares = money_shares(amount, lines)
    assert sum(share.amount for share in shares) == amount
    assert all(share.quantity == 0 for share in shares)
    totals = {each.no: each.total for each in lines}
    assert all(0 < share.amount <= totals[share.no] for share in shares)


def test_goods_after_money_alone_give_back_what_is_left() -> None:
    [share] = refund_shares([line(1, 2, 600, refunded=500)], [Wanted(1, 2000)])
    assert share.amount == 100
