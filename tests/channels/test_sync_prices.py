"""Prices changed in an online shop are asked about; ours are shown there where that is wanted."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from typing_extensions import override

from microshop_desktop.channels.channel import (
    ChannelError,
    OnlineSku,
    Page,
    Priced,
    SkuRef,
    StockChange,
    StockResult,
    Trouble,
)
from microshop_desktop.channels.sync import AccountSync, SyncReport
from microshop_desktop.domain.decisions import Choice, ConflictKind
from microshop_desktop.domain.online_stock import StockWay
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.decisions import Decisions, Question, Verdict
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.shop import Shop
from tests.channels.conftest import Both, Hasty, make_both
from tests.channels.fake_shop import PRICE, FakeShop, quick

TEA = "tea"


@dataclass
class PricedShop(FakeShop):
    """A shop with prices. `answers`: what becomes of the next ones that are set."""

    prices: dict[str, int] = field(default_factory=lambda: {TEA: PRICE})
    answers: list[str] = field(default_factory=list)
    told: list[int] = field(default_factory=list)

    @override
    def listings(self, cursor: str = "") -> Page[OnlineSku]:
        page = super().listings(cursor)
        return Page(tuple(replace(each, price=self.prices[each.ref.sku]) for each in page.values))

    def price(self, ref: SkuRef) -> int | None:
        return self.prices.get(ref.sku)

    def set_price(self, ref: SkuRef, price: int, currency: str) -> Priced:
        self.told.append(price)
        answer = self.answers.pop(0) if self.answers else ""
        if answer == "refused":
            raise ChannelError(Trouble.REFUSED, "TOO_CHEAP")
        if answer == "pending":
            return Priced.PENDING
        self.prices[ref.sku] = price
        if answer == "lost":
            raise ChannelError(Trouble.NO_ANSWER)
        return Priced.DONE


@pytest.fixture
def online(clock: FixedClock) -> PricedShop:
    return PricedShop(clock, stock_of={TEA: 3})


@pytest.fixture
def both(shop: Shop, actor: Actor, clock: FixedClock, online: PricedShop) -> Iterator[Both]:
    made = make_both(shop, actor, clock, online)
    made.sync()
    yield made
    assert Doctor(shop).check(actor).ok


def questions(both: Both) -> list[Question]:
    found = Decisions(both.shop).questions(both.actor)
    return [each for each in found if each.about.conflict.kind is ConflictKind.PRICE_DIFFERS]


def changed(both: Both, online: PricedShop, price: int) -> Question:
    """Let somebody change the price there, and a day pass until all goods are read again."""
    online.prices[TEA] = price
    both.sync(minutes=25 * 60)
    (question,) = questions(both)
    return question


def decide(both: Both, question: Question, choice: Choice) -> None:
    Decisions(both.shop).settle(both.actor, Verdict(question.id, choice))


def test_nothing_is_asked_when_a_shop_is_connected(
    shop: Shop, actor: Actor, clock: FixedClock
) -> None:
    made = make_both(shop, actor, clock, PricedShop(clock, stock_of={TEA: 3}, prices={TEA: 777}))
    made.sync()
    made.sync(minutes=25 * 60)
    assert questions(made) == []


def test_our_price_is_sent_and_looked_at_again(both: Both, online: PricedShop) -> None:
    decide(both, changed(both, online, 900), Choice.OURS_THERE)
    report = both.sync()
    assert (report.prices, online.prices, online.told) == (1, {TEA: PRICE}, [PRICE])
    both.sync(minutes=25 * 60)
    assert questions(both) == []
    assert online.told == [PRICE]


def test_a_price_that_is_looked_at_there_first_is_done_once_it_shows(
    both: Both, online: PricedShop
) -> None:
    online.answers = ["pending"]
    decide(both, changed(both, online, 900), Choice.OURS_THERE)
    assert both.sync().prices == 0
    assert both.sync().prices == 0
    online.prices[TEA] = PRICE
    assert both.sync().prices == 1
    assert online.told == [PRICE], "what is looked at there is not sent again"


def test_a_lost_answer_is_looked_up_and_not_sent_again(both: Both, online: PricedShop) -> None:
    online.answers = ["lost"]
    decide(both, changed(both, online, 900), Choice.OURS_THERE)
    both.sync()
    assert both.sync().prices == 1
    assert online.told == [PRICE]


def test_a_price_that_is_refused_or_never_shows_is_told_to_a_person(
    both: Both, online: PricedShop
) -> None:
    online.answers = ["refused"]
    decide(both, changed(both, online, 900), Choice.OURS_THERE)
    both.sync()
    (question,) = questions(both)
    assert question.about.conflict.facts["code"] == "TOO_CHEAP"
    online.answers = ["pending"]
    decide(both, question, Choice.OURS_THERE)
    for _ in range(12):
        both.sync(minutes=150)
    (question,) = questions(both)
    assert question.about.conflict.facts["code"] == "NOT_SHOWN"


class _Mute(PricedShop):
    """Takes numbers and never says so."""

    @override
    def set_stock(self, changes: Sequence[StockChange], key: str) -> Sequence[StockResult]:
        raise ChannelError(Trouble.NO_ANSWER)

    @override
    def stock(self, refs: Sequence[SkuRef]) -> Mapping[str, int]:
        raise ChannelError(Trouble.NO_ANSWER)


def test_a_write_that_stays_unclear_is_told_to_a_person(
    shop: Shop, actor: Actor, clock: FixedClock
) -> None:
    mute = _Mute(clock, quick(StockWay.COMPARE, repeatable=True), stock_of={TEA: 20})
    both = make_both(shop, actor, clock, mute)
    channel = PricedShop(clock, quick(StockWay.COMPARE, repeatable=True), stock_of={TEA: 20})
    sync(both, channel)
    both.sell(TEA, 1)
    for _ in range(4):
        sync(both, mute)
    (question,) = Decisions(shop).questions(actor)
    assert question.about.conflict.kind is ConflictKind.WRITE_UNCLEAR
    assert question.likely is Choice.ASK_AGAIN
    Decisions(shop).settle(actor, Verdict(question.id, Choice.WRITE_OURS))
    sync(both, channel)
    assert channel.stock_of == {TEA: 19}
    assert Decisions(shop).questions(actor) == ()


def sync(both: Both, channel: FakeShop) -> SyncReport:
    both.clock.advance(timedelta(minutes=6))
    pace = Hasty(both.clock, threading.Event())
    return AccountSync(both.shop, both.actor, both.account, channel, pace).run()
