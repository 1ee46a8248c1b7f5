"""Every gateway × every kind of payment × every fault comes to a known end, and the sandbox agrees.

The rules of the domain ask, at the gateway's own rhythm, while a fault is on and after it is gone.
"""

from datetime import timedelta
from pathlib import Path

import pytest

from microshop_desktop.domain.payment import AttemptKind, AttemptState
from microshop_desktop.sandbox.faults import FaultName
from microshop_desktop.sandbox.trades import Trade
from tests.contract.attempt_run import AttemptRun
from tests.contract.contenders import NAMES, Contender, contender

QR, CODE = AttemptKind.QR, AttemptKind.CODE
DISTURBED = timedelta(seconds=40)
CUSTOMERS = {"pays": "9999", "asked, pays": "0004", "asked, refuses": "0005", "silent": "0006"}
FAULTS = sorted(set(FaultName) - {FaultName.PAID_AFTER_CLOSE, FaultName.PAID_TWICE})


@pytest.fixture(params=NAMES)
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Contender:
    return contender(request.param, tmp_path)


def trades(run: AttemptRun) -> list[Trade]:
    return [
        trade
        for trade in run.shop.sandbox.world.trades()
        if trade.asked.out_trade_no == run.charge.out_trade_no
    ]


def agree(run: AttemptRun) -> bool:
    """Whether the attempt ended, as the sandbox's own ledger has it, to the fen."""
    kept = sum(trade.net for trade in trades(run))
    booked = run.attempt.amount if run.attempt.state is AttemptState.PAID else 0
    return not run.attempt.is_open and kept == booked


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("customer", CUSTOMERS)
def test_a_code_payment_ends_known(shop: Contender, fault: FaultName, customer: str) -> None:
    run = AttemptRun(shop, CODE, shop.code(CUSTOMERS[customer]))
    shop.fault(fault.value)
    run.go_on(until=DISTURBED)
    shop.heal()
    run.go_on()
    assert agree(run), (run.attempt, trades(run), run.outcomes)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("pays_after", [None, 10, 60])
def test_a_shown_qr_ends_known(shop: Contender, fault: FaultName, pays_after: int | None) -> None:
    run = AttemptRun(shop, QR)
    run.go_on(until=timedelta(seconds=1))
    shop.fault(fault.value)
    run.go_on(until=timedelta(seconds=pays_after or 40))
    if pays_after:
        shop.sandbox.pay(run.charge.out_trade_no)
    run.go_on(until=timedelta(seconds=5))
    shop.heal()
    run.go_on()
    assert agree(run), (run.attempt, trades(run), run.outcomes)
    assert (run.attempt.state is AttemptState.PAID) is (pays_after is not None)


@pytest.mark.parametrize("kind", list(AttemptKind))
@pytest.mark.parametrize("seconds", [0, 30])
def test_money_that_comes_after_a_close_is_found(
    shop: Contender, kind: AttemptKind, seconds: int
) -> None:
    run = AttemptRun(shop, kind, shop.code(CUSTOMERS["silent"]))
    run.go_on(until=timedelta(seconds=20))
    run.give_up()
    shop.fault(f"paid-after-close={seconds}:1")
    run.go_on()
    assert run.attempt.state is AttemptState.PAID
    assert agree(run)


@pytest.mark.parametrize("kind", list(AttemptKind))
def test_nothing_is_asked_that_a_platform_would_not_want(
    shop: Contender, kind: AttemptKind
) -> None:
    for customer in CUSTOMERS.values():
        AttemptRun(shop, kind, shop.code(customer)).go_on()
        given_up = AttemptRun(shop, kind, shop.code(customer))
        given_up.go_on(until=timedelta(seconds=2))
        given_up.give_up()
        given_up.go_on()
    assert shop.sandbox.world.complaints == []


def test_an_idle_qr_costs_no_more_than_its_rhythm(shop: Contender) -> None:
    run = AttemptRun(shop, QR)
    run.go_on()
    rhythm = shop.gateway.capabilities.rhythms[QR]
    usual = rhythm.until // rhythm.every + rhythm.watch // rhythm.watch_every
    assert len(run.outcomes) <= usual + 3
