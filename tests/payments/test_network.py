"""Whether platforms can be reached is noticed by what is asked, and looked for once it is lost."""

from datetime import timedelta

from microshop_desktop.domain.payment import NotSent
from microshop_desktop.payments.gateway import Checked, CheckState
from tests.payments.conftest import Counter


def break_network(counter: Counter) -> None:
    counter.gateway.deaf = True
    counter.gateway.instead += [NotSent()] * 50
    counter.gateway.checked = Checked(CheckState.NOT_REACHED)


def online(counter: Counter) -> bool | None:
    return counter.collector.online


def test_nothing_is_known_before_a_platform_was_asked(counter: Counter) -> None:
    assert online(counter) is None
    counter.send(counter.place())
    assert online(counter) is True


def test_the_end_is_noticed_without_a_payment(counter: Counter) -> None:
    break_network(counter)
    counter.send(counter.place())
    assert online(counter) is False
    counter.collector.look_for_network()
    assert online(counter) is False
    counter.gateway.checked = Checked(CheckState.KEY_REFUSED)
    counter.collector.look_for_network()
    assert online(counter) is True
    assert counter.collector.offline_since is None


def test_after_a_long_trouble_what_is_open_is_asked_about_at_once(counter: Counter) -> None:
    placed = counter.place()
    counter.send(placed)
    break_network(counter)
    counter.pass_time(60)
    before = counter.attempt(placed).next_at
    counter.gateway.checked = Checked(CheckState.GOOD)
    counter.clock.advance(timedelta(seconds=1))
    counter.collector.look_for_network()
    after = counter.attempt(placed).next_at
    assert before is not None
    assert after is not None
    assert after <= counter.clock.now() < before


def test_a_question_that_fails_says_nothing(counter: Counter) -> None:
    break_network(counter)
    counter.send(counter.place())
    counter.gateway.broken = True
    counter.collector.look_for_network()
    assert online(counter) is False
