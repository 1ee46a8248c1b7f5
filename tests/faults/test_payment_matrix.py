"""Each fault × each kind of payment × (go on, kill -9 and restart, network back later).

The real clients and the collector against the sandbox, on one injected clock. In each cell one
payment is under way when the fault begins, one is begun while it is on and one is given up; or an
order is refunded in two parts. In the end every attempt and refund is known, and stock, orders and
the sandbox's ledger agree to the fen.
"""

import os
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.domain.payment import AttemptKind, AttemptState
from microshop_desktop.domain.refunds import Wanted
from microshop_desktop.sandbox.faults import FaultName
from microshop_desktop.services.money_refunds import MoneyRefunds
from microshop_desktop.services.pending_orders import Placed
from microshop_desktop.services.refund_booking import RefundWish
from microshop_desktop.services.refunds import Refunds
from tests.faults.figures import IS_FULL, leave_figures
from tests.faults.phone_market import LINES, PRICE, Market, open_market

FAULTS = sorted(set(FaultName) - {FaultName.PAID_TWICE})
KINDS = (
    ("wechat", AttemptKind.QR),
    ("wechat", AttemptKind.CODE),
    ("wechat-v2", AttemptKind.CODE),
    ("alipay", AttemptKind.QR),
    ("alipay", AttemptKind.CODE),
)
DISTURBED = 40
WAYS = ("go on", "kill -9 and restart", "network back later")


SEED = int(os.environ.get("MICROSHOP_SEED") or random.SystemRandom().randrange(10**9))


def cells(*kinds: object) -> list[tuple[object, ...]]:
    """All cells in the full run; else a third of them, each in one way, other ones each day."""
    every = [(fault, *as_tuple(kind)) for fault in FAULTS for kind in kinds]
    if IS_FULL:
        return [(*cell, way) for cell in every for way in WAYS]
    some = every[SEED % 3 :: 3]
    return [(*cell, WAYS[(SEED // 3 + nth) % len(WAYS)]) for nth, cell in enumerate(some)]


def as_tuple(kind: object) -> tuple[object, ...]:
    """A kind of payment as the values of its columns."""
    return kind if isinstance(kind, tuple) else (kind,)


@pytest.fixture(scope="module")
def tally() -> Iterator[Counter[str]]:
    """Count what all cells did, for the docs."""
    counts: Counter[str] = Counter()
    yield counts
    names = ("faults", "cells", "attempts", "attempts paid", "refunds", "kills")
    figures = {name: counts[name] for name in names}
    figures["faults"] = len(FAULTS)
    figures |= {"attempts left in doubt": 0, "fen by which books and ledger differ": 0}
    leave_figures("payment_matrix", figures)


@pytest.fixture
def market(tmp_path: Path, empty_shop_file: Path) -> Iterator[Market]:
    """A market on a clock of its own."""
    shutil.copy(empty_shop_file, tmp_path / "shop.sqlite")
    made = open_market(tmp_path / "shop.sqlite")
    yield made
    made.database.close()


@dataclass
class Cell:
    """One fault at one market, gone through in one way."""

    market: Market
    fault: FaultName
    way: str
    kills: int = 0

    def do(self, work: Callable[[], None]) -> None:
        """Do a step; in the way of kills the program dies once its request has arrived."""
        if self.way != "kill -9 and restart":
            work()
            return
        collector = self.market.collector
        self.market.http.kill_after = 1
        work()
        self.market.http.kill_after = 0
        self.kills += self.market.collector is not collector

    def end(self) -> None:
        """Let the fault last a while, then heal everything and wait for the end."""
        self.market.pass_time(DISTURBED)
        if self.way == "network back later":
            self.market.heal()
            self.market.fault("not-reached")
            self.market.pass_time(600)
        self.market.settle()

    def count(self, tally: Counter[str]) -> None:
        """Add what happened."""
        records = [record for order in self.market.orders for record in self.market.attempts(order)]
        paid = [record for record in records if record.attempt.state is AttemptState.PAID]
        tally.update({"cells": 1, "attempts": len(records), "attempts paid": len(paid)})
        tally["kills"] += self.kills


@pytest.mark.parametrize(("fault", "line", "kind", "way"), cells(*KINDS))
def test_a_payment_ends_known(
    market: Market,
    tally: Counter[str],
    fault: FaultName,
    line: str,
    kind: AttemptKind,
    way: str,
) -> None:
    cell = Cell(market, fault, way)
    under_way, unwanted = _sent(market, line, kind, "0004"), _sent(market, line, kind, "0006")
    market.fault(fault.value)
    begun = market.place(line, kind)
    code = market.code(line) if kind is AttemptKind.CODE else ""
    cell.do(lambda: market.send(begun, code))
    market.pass_time(10)
    market.customer_pays(market.attempts(under_way.order)[0])
    assert unwanted.attempt is not None
    number = unwanted.attempt.attempt.id
    market.pending.give_up(market.actor, number)
    cell.do(lambda: market.alive(lambda: market.collector.ask_now(number)))
    market.pass_time(10)
    market.customer_pays(market.attempts(begun.order)[0])
    cell.end()
    _give_back_too_much(market)
    market.check()
    cell.count(tally)


@pytest.mark.parametrize(("fault", "line", "way"), cells(*LINES))
def test_a_refund_ends_known(
    market: Market, tally: Counter[str], fault: FaultName, line: str, way: str
) -> None:
    cell = Cell(market, fault, way)
    sold = market.place(line, AttemptKind.CODE)
    market.send(sold, market.code(line))
    market.pass_time(10)
    assert market.order(sold.order).paid == 2 * PRICE
    market.fault(fault.value)
    for _ in range(2):
        wish = RefundWish(market.shop.ids.new(), sold.order, (Wanted(1, 1000),))
        Refunds(market.shop).refund(market.actor, wish)
        cell.do(lambda: market.alive(market.collector.look))
        market.pass_time(5)
        tally["refunds"] += 1
    cell.end()
    market.check()
    states = {refund.state for refund in market.order(sold.order).refunds}
    assert states <= {"done", "failed"}
    assert market.sandbox.world.received(_number(market, sold)) == PRICE * [
        refund.state for refund in market.order(sold.order).refunds
    ].count("failed")
    cell.count(tally)


@pytest.mark.parametrize("line", LINES)
def test_one_number_paid_twice_is_booked_once_and_left_to_the_bill(
    market: Market, line: str
) -> None:
    """A platform never takes one number twice; if it did, only its own bill would tell."""
    sold = _sent(market, line, AttemptKind.QR, "")
    market.customer_pays(market.attempts(sold.order)[0])
    market.fault("paid-twice:1")
    market.pass_time(5)
    market.settle()
    assert market.order(sold.order).paid == 2 * PRICE
    assert market.sandbox.world.received(_number(market, sold)) == 4 * PRICE


def _sent(market: Market, line: str, kind: AttemptKind, ending: str) -> Placed:
    placed = market.place(line, kind)
    market.send(placed, market.code(line, ending) if kind is AttemptKind.CODE else "")
    market.pass_time(1)
    return placed


def _number(market: Market, placed: Placed) -> str:
    return market.attempts(placed.order)[0].attempt.out_trade_no


def _give_back_too_much(market: Market) -> None:
    for order in market.orders:
        try:
            MoneyRefunds(market.shop).give_back(market.actor, order, market.shop.ids.new())
        except ShopError:
            continue
    market.settle()
