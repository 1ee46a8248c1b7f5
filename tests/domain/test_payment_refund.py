"""What an answer makes of a refund: refused is only what no earlier request may have done."""

from dataclasses import replace
from uuid import UUID

import pytest

from microshop_desktop.domain.payment import Doubt, Missing, NotSent, Unclear
from microshop_desktop.domain.payment_refund import (
    STUCK,
    MoneyWay,
    RefundDone,
    RefundOutcome,
    RefundProgress,
    RefundRefused,
    RefundVerb,
    WayState,
    asking,
    next_verb,
    progress_of_way,
    refund_answered,
    tried_again,
    worst_progress,
)

NEW = MoneyWay(UUID(int=1), "R1", "T1", "420000", amount=850, paid=850, currency="CNY")
LOST = Unclear(Doubt.NO_ANSWER)
REFUSED = RefundRefused("SIGN_ERROR")


def asked(way: MoneyWay, *outcomes: RefundOutcome) -> MoneyWay:
    """Ask as the collector does, and take in these answers."""
    for outcome in outcomes:
        verb = next_verb(way)
        assert verb is not None
        way = refund_answered(asking(way, verb), outcome)
    return way


def test_a_refusal_of_the_first_request_is_final() -> None:
    way = asked(NEW, REFUSED)
    assert (way.state, way.code) == (WayState.FAILED, "SIGN_ERROR")


@pytest.mark.parametrize("question", [LOST, NotSent(), Unclear(Doubt.NOT_ACCEPTED, "SIGN_ERROR")])
def test_a_refused_repetition_leaves_open_what_became_of_the_first(question: RefundOutcome) -> None:
    way = asked(NEW, LOST, question, REFUSED)
    assert (way.state, way.doubt) == (WayState.UNKNOWN, Doubt.NOT_ACCEPTED)
    assert next_verb(way) is RefundVerb.QUERY


def test_a_program_that_was_killed_before_its_first_answer_believes_no_refusal() -> None:
    killed = asking(asking(NEW, RefundVerb.REFUND), RefundVerb.QUERY)
    assert asked(killed, REFUSED).state is WayState.UNKNOWN


def test_a_refusal_is_believed_once_the_platform_knows_no_earlier_request() -> None:
    assert asked(NEW, LOST, Missing(), REFUSED).state is WayState.FAILED


def test_what_a_question_finds_refused_is_refused() -> None:
    assert asked(NEW, LOST, RefundRefused("CLOSED")).state is WayState.FAILED


def test_money_that_is_back_is_back_though_another_programs_request_was_refused() -> None:
    refused = asked(NEW, REFUSED)
    done = refund_answered(refused, RefundDone("420001"))
    assert (done.state, done.reference) == (WayState.DONE, "420001")
    assert refund_answered(done, REFUSED) == done
    assert refund_answered(done, RefundDone("other")) == done


def test_after_a_person_tries_again_a_refusal_is_the_answer_to_that() -> None:
    refused = asked(NEW, LOST, RefundRefused("CLOSED"))
    assert asked(tried_again(refused), REFUSED) == replace(
        refused, asked=RefundVerb.REFUND, tries=1, code="SIGN_ERROR"
    )


def test_a_stuck_refund_is_only_asked_about() -> None:
    stuck = asked(NEW, LOST, RefundRefused(STUCK))
    assert stuck.is_stuck
    again = tried_again(stuck)
    assert next_verb(again) is RefundVerb.QUERY
    assert asked(again, RefundRefused(STUCK)).is_stuck


def test_the_worst_way_says_how_far_refunds_are() -> None:
    ways = [
        progress_of_way(WayState.DONE, "", settled=False),
        progress_of_way(WayState.ACCEPTED, "", settled=False),
        progress_of_way(WayState.FAILED, "NOT_ENOUGH", settled=False),
        progress_of_way(WayState.FAILED, STUCK, settled=False),
    ]
    assert [worst_progress(ways[: count + 1]) for count in range(4)] == [
        RefundProgress.DONE,
        RefundProgress.ON_WAY,
        RefundProgress.REFUSED,
        RefundProgress.STUCK,
    ]
    assert progress_of_way(WayState.FAILED, "NOT_ENOUGH", settled=True) is RefundProgress.DONE
