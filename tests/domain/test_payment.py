"""Every path of a payment attempt: never lost, never two ends, never closed behind a back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import hypothesis.strategies as st
import pytest
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from typing_extensions import override

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.payment import (
    Attempt,
    AttemptKind,
    AttemptState,
    Doubt,
    Ended,
    Missing,
    NotSent,
    Outcome,
    Paid,
    Refusal,
    Refused,
    Unclear,
    Verb,
    Waiting,
)
from microshop_desktop.domain.payment_answers import (
    answered,
    dropped,
    put_aside,
    sending,
    taken_as_paid,
)
from microshop_desktop.domain.payment_steps import Ask, Drop, Rest, Rhythm, next_step, next_time

START = datetime(2026, 3, 13, 6, 0, tzinfo=UTC)
QR_RHYTHM = Rhythm(first=3, every=3, until=300)
CODE_RHYTHM = Rhythm(first=5, every=5, until=45, close_after=15)
RHYTHMS = {AttemptKind.QR: QR_RHYTHM, AttemptKind.CODE: CODE_RHYTHM}
MONEY = Paid("4200001", 9800, "CNY", "1900000001")


def attempt_of(kind: AttemptKind) -> Attempt:
    return Attempt(
        id=UUID(int=1),
        out_trade_no="0" * 31 + "1",
        kind=kind,
        method=Method.WECHAT,
        amount=9800,
        currency="CNY",
        merchant="1900000001",
        made_at=START,
    )


def after(attempt: Attempt, *heard: tuple[Verb, Outcome], at: datetime = START) -> Attempt:
    for verb, outcome in heard:
        attempt = answered(sending(attempt, verb, at), verb, outcome, at)
    return attempt


SHOWN = (Verb.SHOW_QR, Waiting(qr="weixin://pay"))
PAYING = (Verb.CHARGE_CODE, Waiting(paying=True))
LOST = (Verb.QUERY, Unclear(Doubt.NO_ANSWER))


def test_a_shown_qr_waits_and_is_paid() -> None:
    waiting = after(attempt_of(AttemptKind.QR), SHOWN)
    assert (waiting.state, waiting.qr) == (AttemptState.WAITING, "weixin://pay")
    paid = after(waiting, (Verb.QUERY, MONEY))
    assert (paid.state, paid.transaction_id, paid.ended_at) == (AttemptState.PAID, "4200001", START)


def test_a_lost_answer_leaves_it_unknown() -> None:
    unknown = after(attempt_of(AttemptKind.CODE), (Verb.CHARGE_CODE, Unclear(Doubt.NO_ANSWER)))
    assert (unknown.state, unknown.doubt) == (AttemptState.UNKNOWN, Doubt.NO_ANSWER)


def test_a_code_that_never_left_charged_nothing() -> None:
    failed = after(attempt_of(AttemptKind.CODE), (Verb.CHARGE_CODE, NotSent()))
    assert (failed.state, failed.refusal) == (AttemptState.FAILED, Refusal.NOT_SENT)


@pytest.mark.parametrize(
    "wrong",
    [replace(MONEY, amount=9799), replace(MONEY, currency="USD"), replace(MONEY, merchant="x")],
)
def test_other_money_than_ours_is_for_a_person(wrong: Paid) -> None:
    doubtful = after(attempt_of(AttemptKind.QR), SHOWN, (Verb.QUERY, wrong), LOST)
    assert doubtful.state is AttemptState.UNKNOWN
    assert doubtful.needs_person
    late = START + timedelta(hours=1)
    assert next_step(doubtful, QR_RHYTHM, late) == Ask(Verb.QUERY)


def test_money_after_a_closing_is_taken_in() -> None:
    closed = after(attempt_of(AttemptKind.QR), SHOWN, (Verb.CLOSE, Ended()))
    assert closed.state is AttemptState.CLOSED
    assert after(closed, (Verb.QUERY, MONEY)).state is AttemptState.PAID


def test_paid_is_the_end_whatever_is_heard_later() -> None:
    paid = after(attempt_of(AttemptKind.QR), SHOWN, (Verb.QUERY, MONEY))
    for outcome in (Ended(), Ended(reversed=True), Missing(), Refused(Refusal.DECLINED), Waiting()):
        assert after(paid, (Verb.QUERY, outcome)).state is AttemptState.PAID


def test_missing_is_believed_only_when_a_closing_finds_nothing_after_questions_did() -> None:
    sent = after(attempt_of(AttemptKind.CODE), (Verb.CHARGE_CODE, Unclear(Doubt.NO_ANSWER)))
    once = after(sent, (Verb.CLOSE, Missing()))
    assert once.state is AttemptState.UNKNOWN
    twice = after(sent, (Verb.QUERY, Missing()), (Verb.QUERY, Missing()))
    assert twice.state is AttemptState.UNKNOWN
    assert after(twice, (Verb.CLOSE, Missing())).state is AttemptState.CLOSED


def test_a_closing_that_meets_a_paying_customer_is_not_done() -> None:
    busy = after(attempt_of(AttemptKind.CODE), PAYING, (Verb.CLOSE, Waiting(paying=True)))
    assert (busy.state, busy.doubt) == (AttemptState.UNKNOWN, Doubt.CLOSE_REFUSED)
    assert busy.giving_up


def test_a_code_is_asked_for_five_seconds_later_and_reversed_at_the_end() -> None:
    paying = after(attempt_of(AttemptKind.CODE), PAYING)
    assert next_time(paying, CODE_RHYTHM, START) == START + timedelta(seconds=5)
    still = after(paying, (Verb.QUERY, Waiting(paying=True)))
    at_the_end = START + timedelta(seconds=45)
    assert next_step(still, CODE_RHYTHM, at_the_end) == Ask(Verb.CLOSE)


def test_a_code_is_never_reversed_in_its_first_seconds() -> None:
    given_up = replace(after(attempt_of(AttemptKind.CODE), PAYING), giving_up=True)
    early = START + timedelta(seconds=14)
    assert next_step(given_up, CODE_RHYTHM, early) == Ask(Verb.QUERY)


def test_after_goods_are_handed_over_nothing_closes_it_by_itself() -> None:
    handed_over = replace(after(attempt_of(AttemptKind.CODE), PAYING), handed_over=True)
    much_later = START + timedelta(days=2)
    assert next_step(handed_over, CODE_RHYTHM, much_later) == Ask(Verb.QUERY)
    refused = after(handed_over, (Verb.QUERY, Refused(Refusal.DECLINED, ended=False)))
    assert not refused.giving_up


def test_a_code_that_is_gone_after_a_restart_is_dropped_unsent() -> None:
    assert next_step(attempt_of(AttemptKind.CODE), CODE_RHYTHM, START) == Drop()


def test_a_qr_that_nobody_saw_is_dropped_and_one_that_was_seen_is_not() -> None:
    unseen = after(attempt_of(AttemptKind.QR), (Verb.SHOW_QR, Unclear(Doubt.NO_ANSWER)))
    assert next_step(replace(unseen, giving_up=True), QR_RHYTHM, START) == Drop()
    assert dropped(unseen, START).state is AttemptState.CLOSED
    with pytest.raises(ValueError, match="may have been paid"):
        dropped(after(attempt_of(AttemptKind.QR), SHOWN), START)


def test_a_closed_qr_that_may_live_on_is_watched_until_it_has_run_out() -> None:
    watching = replace(QR_RHYTHM, watch=60)
    closed = after(attempt_of(AttemptKind.QR), SHOWN, (Verb.CLOSE, Ended()))
    assert next_step(closed, watching, START) == Ask(Verb.QUERY)
    assert next_step(closed, watching, START + timedelta(seconds=361)) == Rest()
    assert next_step(closed, QR_RHYTHM, START + timedelta(seconds=76)) == Rest()


def test_what_a_platform_closed_is_asked_about_once_more() -> None:
    closed = after(attempt_of(AttemptKind.CODE), PAYING, (Verb.CLOSE, Ended()))
    back = after(attempt_of(AttemptKind.CODE), PAYING, (Verb.CLOSE, Ended(reversed=True)))
    for ended in (closed, back):
        assert next_time(ended, CODE_RHYTHM, START) == START + timedelta(seconds=30)
        assert next_time(ended, CODE_RHYTHM, START + timedelta(seconds=60)) is None
    never_sent = dropped(attempt_of(AttemptKind.CODE), START)
    assert next_time(never_sent, CODE_RHYTHM, START) is None


def test_a_refused_code_is_asked_about_once_more() -> None:
    refused = (Verb.CHARGE_CODE, Refused(Refusal.CODE_EXPIRED))
    failed = after(attempt_of(AttemptKind.CODE), refused)
    assert next_time(failed, CODE_RHYTHM, START) == START + timedelta(seconds=30)
    assert after(failed, (Verb.QUERY, Missing())).state is AttemptState.FAILED
    assert after(failed, (Verb.QUERY, MONEY)).state is AttemptState.PAID
    unsent = after(attempt_of(AttemptKind.CODE), (Verb.CHARGE_CODE, NotSent()))
    assert next_time(unsent, CODE_RHYTHM, START) is None


def test_what_a_platform_never_knew_is_watched_longer() -> None:
    nothing = (Verb.QUERY, Missing())
    lost = after(attempt_of(AttemptKind.CODE), PAYING, nothing, nothing, (Verb.CLOSE, Missing()))
    assert lost.state is AttemptState.CLOSED
    late = START + timedelta(seconds=300)
    assert next_step(lost, CODE_RHYTHM, late) == Ask(Verb.QUERY)
    assert after(lost, (Verb.QUERY, MONEY), at=late).state is AttemptState.PAID


def test_goods_handed_over_for_a_code_that_never_arrived_are_owed_in_the_end() -> None:
    nothing = (Verb.QUERY, Missing())
    handed = replace(after(attempt_of(AttemptKind.CODE), PAYING), handed_over=True)
    soon = after(handed, nothing, nothing, nothing, at=START + timedelta(seconds=599))
    assert soon.is_open
    assert after(soon, nothing, at=START + timedelta(minutes=10)).state is AttemptState.CLOSED
    shown = replace(after(attempt_of(AttemptKind.QR), SHOWN), handed_over=True)
    late = START + timedelta(days=1)
    assert after(shown, nothing, nothing, nothing, nothing, at=late).is_open


def test_goods_handed_over_are_asked_about_patiently() -> None:
    handed = replace(after(attempt_of(AttemptKind.QR), SHOWN), handed_over=True)
    late = START + timedelta(seconds=300)
    assert next_time(handed, QR_RHYTHM, START) == START + timedelta(seconds=3)
    assert next_time(handed, QR_RHYTHM, late) == late + timedelta(seconds=30)
    later = START + timedelta(hours=2)
    assert next_time(handed, QR_RHYTHM, later) == later + timedelta(minutes=10)


def test_a_clock_that_was_put_back_keeps_nothing_open_for_a_day() -> None:
    yesterday = START - timedelta(days=1)
    given_up = replace(after(attempt_of(AttemptKind.CODE), PAYING), giving_up=True)
    assert next_time(given_up, CODE_RHYTHM, yesterday) == yesterday
    asked = after(given_up, (Verb.QUERY, Waiting(paying=True)), at=yesterday)
    assert next_step(asked, CODE_RHYTHM, yesterday) == Ask(Verb.CLOSE)
    shown = after(attempt_of(AttemptKind.QR), SHOWN)
    assert next_step(shown, QR_RHYTHM, yesterday) == Ask(Verb.CLOSE)


def test_one_wrong_answer_is_soon_asked_about_again() -> None:
    doubtful = after(attempt_of(AttemptKind.QR), SHOWN, (Verb.QUERY, replace(MONEY, amount=1)))
    assert next_time(doubtful, QR_RHYTHM, START) == START + timedelta(seconds=2)
    assert after(doubtful, (Verb.QUERY, MONEY)).state is AttemptState.PAID
    for _ in range(3):
        doubtful = after(doubtful, (Verb.QUERY, replace(MONEY, amount=1)))
    assert next_time(doubtful, QR_RHYTHM, START) == START + timedelta(seconds=300)


def test_a_person_takes_another_amount_but_no_other_currency_or_receiver() -> None:
    shown = after(attempt_of(AttemptKind.QR), SHOWN)
    less = after(shown, (Verb.QUERY, replace(MONEY, amount=9000)))
    taken = taken_as_paid(less, START)
    assert (taken.state, taken.amount, taken.needs_person) == (AttemptState.PAID, 9000, False)
    for wrong in (replace(MONEY, currency="USD"), replace(MONEY, merchant="x")):
        strange = after(shown, (Verb.QUERY, wrong))
        with pytest.raises(ValueError, match="no money of ours"):
            taken_as_paid(strange, START)
        assert put_aside(strange, START).state is AttemptState.FAILED
    with pytest.raises(ValueError, match="needs no person"):
        put_aside(shown, START)


def test_doubts_are_asked_about_ever_more_rarely() -> None:
    unknown = after(attempt_of(AttemptKind.QR), SHOWN)
    pauses = []
    late = START + timedelta(hours=1)
    unknown = replace(unknown, handed_over=True)
    for _ in range(30):
        unknown = after(unknown, LOST, at=late)
        moment = next_time(unknown, QR_RHYTHM, late)
        assert moment is not None
        pauses.append(int((moment - late).total_seconds()))
    assert pauses[:6] == [2, 4, 8, 15, 30, 30]
    assert pauses == sorted(pauses)
    assert pauses[-1] == 1800


class Platform:
    """A counterpart with one truth: nothing, waiting, paid, closed or reversed."""

    def __init__(self, kind: AttemptKind) -> None:
        self.kind = kind
        self.truth = "nothing"

    def do(self, verb: Verb) -> Outcome:
        """Apply a request to the truth and answer truly."""
        if verb.sends and self.truth == "nothing":
            self.truth = "waiting"
        if verb is Verb.CLOSE and self.truth == "waiting":
            self.truth = "closed"
        elif verb is Verb.CLOSE and self.truth == "paid" and self.kind is AttemptKind.CODE:
            self.truth = "reversed"
        return self.word()

    def word(self) -> Outcome:
        answers: dict[str, Outcome] = {
            "nothing": Missing(),
            "waiting": Waiting(qr="weixin://pay" if self.kind is AttemptKind.QR else ""),
            "paid": MONEY,
            "closed": Ended(),
            "reversed": Ended(reversed=True),
        }
        return answers[self.truth]


class AttemptMachine(RuleBasedStateMachine):
    """Any mixture of requests, lost requests, lost answers, restarts and a customer who pays."""

    @initialize(kind=st.sampled_from(AttemptKind))
    def begin(self, kind: AttemptKind) -> None:
        self.now = START
        self.platform = Platform(kind)
        self.attempt = attempt_of(kind)
        self.has_code = kind is AttemptKind.CODE
        self.was_paid = False
        self.closes_sent_after_hand_over = 0
        self.person_gave_up = False
        self.ends: list[AttemptState] = []

    def step(self, reached: bool, answers: bool) -> None:
        rhythm = RHYTHMS[self.attempt.kind]
        todo = next_step(self.attempt, rhythm, self.now, has_code=self.has_code)
        if isinstance(todo, Drop):
            self._move(dropped(self.attempt, self.now))
        if not isinstance(todo, Ask):
            return
        if todo.verb is Verb.CLOSE and self.attempt.handed_over and not self.person_gave_up:
            self.closes_sent_after_hand_over += 1
        self._move(sending(self.attempt, todo.verb, self.now))
        self.has_code = False
        word = self.platform.do(todo.verb) if reached else NotSent()
        heard = word if not reached or answers else Unclear(Doubt.NO_ANSWER)
        self._move(answered(self.attempt, todo.verb, heard, self.now))

    def _move(self, attempt: Attempt) -> None:
        if self.attempt.is_open and not attempt.is_open:
            self.ends.append(attempt.state)
        self.attempt = attempt

    @rule(reached=st.booleans(), answers=st.booleans())
    def ask(self, *, reached: bool, answers: bool) -> None:
        self.step(reached, answers)

    @rule()
    def killed_before_the_answer(self) -> None:
        todo = next_step(self.attempt, RHYTHMS[self.attempt.kind], self.now, has_code=self.has_code)
        if isinstance(todo, Ask):
            self._move(sending(self.attempt, todo.verb, self.now))
            self.platform.do(todo.verb)
        self.has_code = False

    @rule(seconds=st.integers(1, 400))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @precondition(lambda self: self.platform.truth == "waiting")
    @rule()
    def customer_pays(self) -> None:
        if self.platform.kind is AttemptKind.CODE or self.attempt.qr:
            self.platform.truth = "paid"
            self.was_paid = True

    @precondition(lambda self: self.attempt.is_open and not self.attempt.giving_up)
    @rule()
    def hand_over(self) -> None:
        self.attempt = replace(self.attempt, handed_over=True)

    @precondition(lambda self: self.attempt.is_open)
    @rule()
    def give_up(self) -> None:
        self.person_gave_up = True
        self.attempt = replace(self.attempt, giving_up=True)

    @invariant()
    def it_ends_once_and_only_truly(self) -> None:
        assert len(self.ends) <= 1
        state, truth = self.attempt.state, self.platform.truth
        if state is AttemptState.PAID:
            assert truth == "paid"
        if state in {AttemptState.CLOSED, AttemptState.FAILED}:
            assert truth not in {"paid", "reversed"}
        if state is AttemptState.REVERSED:
            assert truth == "reversed"

    @invariant()
    def nobody_closes_behind_the_cashiers_back(self) -> None:
        assert self.closes_sent_after_hand_over == 0

    @override
    def teardown(self) -> None:
        """Once the network is back, the truth is known; money is never lost."""
        for _ in range(60):
            self.now += timedelta(seconds=400)
            self.step(reached=True, answers=True)
        if self.platform.truth == "paid":
            assert self.attempt.state is AttemptState.PAID
        elif not self.attempt.handed_over or self.person_gave_up:
            assert not self.attempt.is_open


TestAttemptMachine = AttemptMachine.TestCase
