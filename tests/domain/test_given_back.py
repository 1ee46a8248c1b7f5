"""Money that goes back on two sides: never more than was paid, and what is more is said."""

from hypothesis import given
from hypothesis import strategies as st

from microshop_desktop.domain.given_back import GivenBack

money = st.integers(0, 10**7)


@st.composite
def given_backs(draw: st.DrawFn) -> GivenBack:
    booked = draw(money)
    by_platform = draw(st.integers(0, booked))
    return GivenBack(
        paid_there=booked + draw(st.sampled_from([0, 0, 1, 700])),
        booked=booked,
        refunded_there=draw(money),
        by_platform=by_platform,
        by_hand=draw(st.integers(0, booked - by_platform)),
    )


@given(given_backs())
def test_what_is_more_is_what_the_books_lack(back: GivenBack) -> None:
    assert 0 <= back.more <= back.refunded_there
    assert back.by_platform + back.more == max(back.by_platform, back.gone_there)
    assert back.gone == back.by_hand + back.by_platform + back.more
    assert back.twice == max(0, back.gone - back.booked)


@given(given_backs(), money, money)
def test_no_side_gives_out_what_the_other_gave_back(
    back: GivenBack, by_hand: int, by_platform: int
) -> None:
    after = GivenBack(
        back.paid_there,
        back.booked,
        back.refunded_there,
        back.by_platform + by_platform,
        back.by_hand + by_hand,
    )
    assert back.allows(by_hand=by_hand, by_platform=by_platform) is (after.gone <= back.booked)


@given(given_backs())
def test_what_is_left_may_be_given_and_not_a_fen_more(back: GivenBack) -> None:
    assert back.twice or back.allows(by_hand=back.left, by_platform=0)
    assert not back.allows(by_hand=back.left + 1, by_platform=0)


def test_what_was_never_booked_is_not_missing_in_the_books() -> None:
    """30.00 were paid, 20.00 of it for goods that were cancelled before they left."""
    assert GivenBack(paid_there=3000, booked=1000, refunded_there=2000).more == 0
    assert GivenBack(paid_there=3000, booked=1000, refunded_there=2500).more == 500
