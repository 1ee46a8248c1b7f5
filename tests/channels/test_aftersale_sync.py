"""Reading what customers ask back: committed with how far it came, what is undecided daily."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from microshop_desktop.channels.channel import AftersaleWays, ChannelError, Page, Trouble
from microshop_desktop.domain.aftersale import Aftersale, AftersaleKind, AftersaleState
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.aftersales import Aftersales
from microshop_desktop.services.shop import Shop
from tests.channels.conftest import Both, make_both
from tests.channels.fake_shop import FakeShop


@dataclass
class Complaints(FakeShop):
    """A shop whose customers ask things back; `spans`: the stretches that were asked for."""

    aftersale_ways: AftersaleWays = field(
        default_factory=lambda: AftersaleWays(window=timedelta(days=1))
    )
    asked: dict[str, Aftersale] = field(default_factory=dict)
    spans: list[tuple[datetime, datetime]] = field(default_factory=list)
    single: list[str] = field(default_factory=list)
    broken: list[Trouble] = field(default_factory=list)

    def ask(self, external: str, order: str = "1") -> None:
        now = self.clock.now()
        self.asked[external] = Aftersale(
            external_id=external,
            external_order=order,
            kind=AftersaleKind.REFUND_ONLY,
            state=AftersaleState.OPEN,
            raw_status="ASKED",
            amount=1000,
            updated_at=now,
            asked_at=now,
        )

    def turn(self, external: str, state: AftersaleState, *, told: bool = True) -> None:
        """Let an after-sale change; `told`: its time says so."""
        old = self.asked[external]
        at = self.clock.now() if told else old.updated_at
        self.asked[external] = replace(old, state=state, updated_at=at)

    def aftersale_changes(
        self, start: datetime, end: datetime, cursor: str = ""
    ) -> Page[Aftersale]:
        """Tell them one a page."""
        if self.broken:
            raise ChannelError(self.broken.pop(0))
        self.spans.append((start, end))
        found = [x for x in self.asked.values() if start <= x.updated_at < end]
        place = int(cursor or 0)
        more = place + 1 < len(found)
        return Page(tuple(found[place : place + 1]), str(place + 1) if more else "")

    def aftersale(self, external_id: str) -> Aftersale:
        """Tell one."""
        self.single.append(external_id)
        if external_id not in self.asked:
            raise ChannelError(Trouble.REFUSED, "GONE")
        return self.asked[external_id]


@pytest.fixture
def online(clock: FixedClock) -> Complaints:
    return Complaints(clock, stock_of={"tea": 3})


@pytest.fixture
def both(shop: Shop, actor: Actor, clock: FixedClock, online: Complaints) -> Both:
    made = make_both(shop, actor, clock, online)
    made.sync()
    online.buy("tea", 2)
    made.sync()
    return made


def states(both: Both) -> list[str]:
    waiting = Aftersales(both.shop).waiting(both.actor, both.account.id)
    return [one.told.external_id for one in waiting]


def test_what_is_asked_is_read_once(both: Both, online: Complaints) -> None:
    online.ask("a")
    online.ask("b")
    report = both.sync()
    assert (report.trouble, report.aftersales.new) == (None, 2)
    again = both.sync()
    assert (again.aftersales.new, again.aftersales.changed) == (0, 0)
    assert states(both) == ["a", "b"]


def test_windows_follow_each_other_and_overlap(both: Both, online: Complaints) -> None:
    online.spans.clear()
    both.sync(minutes=60 * 24 * 3)
    assert len(online.spans) == 4
    assert all(end - start <= timedelta(days=1) for start, end in online.spans)
    assert all(a[1] == b[0] for a, b in zip(online.spans, online.spans[1:], strict=False))
    last = online.spans[-1][1]
    both.sync()
    assert online.spans[-1][0] < last


def test_after_trouble_the_same_stretch_is_read_again(both: Both, online: Complaints) -> None:
    online.ask("a")
    online.broken = [Trouble.NOT_ALLOWED]
    report = both.sync()
    assert report.trouble is not None
    assert report.trouble.trouble is Trouble.NOT_ALLOWED
    assert both.sync(minutes=60).aftersales.new == 1


def test_one_that_makes_no_sense_is_said_and_keeps_none_waiting(
    both: Both, online: Complaints
) -> None:
    online.ask("a")
    online.asked["a"] = replace(online.asked["a"], amount=-5)
    online.ask("b")
    report = both.sync()
    assert report.trouble is not None
    assert (report.trouble.trouble, report.trouble.detail) == (Trouble.BAD_ANSWER, "a")
    assert states(both) == ["b"]
    known = Aftersales(both.shop).known_until(both.actor, both.account.id)
    assert known is not None
    online.ask("a")
    assert both.sync(minutes=60).trouble is None
    assert states(both) == ["b", "a"]


def test_what_changes_without_a_word_is_found_within_a_day(both: Both, online: Complaints) -> None:
    online.ask("a")
    both.sync(minutes=30)
    online.turn("a", AftersaleState.CLOSED, told=False)
    both.sync(minutes=30)
    assert states(both) == ["a"]
    both.sync(minutes=60 * 24)
    assert states(both) == []


def test_it_is_found_at_once_where_the_platform_is_known_to_say_nothing(
    both: Both, online: Complaints
) -> None:
    online.aftersale_ways = AftersaleWays(asks_again=True)
    online.ask("a")
    both.sync()
    online.turn("a", AftersaleState.CLOSED, told=False)
    both.sync(minutes=60)
    assert states(both) == []


def test_one_that_is_gone_stays_a_question(both: Both, online: Complaints) -> None:
    online.ask("a")
    both.sync()
    online.asked.clear()
    assert both.sync(minutes=60 * 25).trouble is None
    assert online.single[-1] == "a"
    assert states(both) == ["a"]


def test_a_dry_run_reads_none(both: Both, online: Complaints) -> None:
    online.ask("a")
    both.sync(dry_run=True)
    assert states(both) == []
