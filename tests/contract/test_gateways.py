"""The contract of `PaymentGateway`: every gateway keeps it, against the practice platforms.

The sandbox shares no code with the gateways and complains of any request that the real platforms
would refuse; that there were no complaints is part of each test.
"""

import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from microshop_desktop.domain.payment import (
    AttemptKind,
    Doubt,
    Ended,
    Missing,
    NotSent,
    Outcome,
    Paid,
    Refusal,
    Refused,
    Unclear,
    Waiting,
)
from microshop_desktop.domain.payment_refund import (
    RefundAccepted,
    RefundDone,
    RefundOutcome,
    RefundRefused,
)
from microshop_desktop.payments.gateway import (
    Ability,
    BillFile,
    BillKind,
    BillTrouble,
    Charge,
    CheckState,
    NoBill,
)
from microshop_desktop.sandbox.accounts import APIV2_KEY, APIV3_KEY
from microshop_desktop.sandbox.messages import Request
from tests.contract.contenders import NAMES, START, Contender, contender

QR, CODE = AttemptKind.QR, AttemptKind.CODE
TOO_LITTLE, EXPIRED, ASKED_PAYS, ASKED_REFUSES, SILENT = "0001", "0002", "0004", "0005", "0006"


@pytest.fixture(params=NAMES)
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Contender]:
    made = contender(request.param, tmp_path)
    yield made
    assert made.sandbox.world.complaints == []


def paid(shop: Contender, charge: Charge, outcome: Outcome) -> bool:
    """Whether an outcome says that exactly this charge was paid to us."""
    return (
        isinstance(outcome, Paid)
        and (outcome.amount, outcome.currency) == (charge.amount, "CNY")
        and outcome.merchant == shop.gateway.merchant
        and bool(outcome.transaction_id)
    )


def asked_until_clear(shop: Contender, charge: Charge) -> Outcome:
    """Ask, with pauses, until there is a clear answer."""
    outcome = shop.gateway.query(charge)
    for _ in range(10):
        if not isinstance(outcome, Unclear):
            break
        shop.wait(5)
        outcome = shop.gateway.query(charge)
    assert not isinstance(outcome, Unclear)
    return outcome


def doubt_of(outcome: Outcome | RefundOutcome) -> Doubt | None:
    return outcome.doubt if isinstance(outcome, Unclear) else None


def test_it_can_do_everything(shop: Contender) -> None:
    assert shop.gateway.capabilities.abilities == frozenset(Ability)
    assert set(shop.gateway.capabilities.rhythms) == {QR, CODE}


# A shown QR


def test_a_qr_is_shown_waited_for_and_paid(shop: Contender) -> None:
    charge = shop.charge(QR)
    shown = shop.gateway.show_qr(charge)
    assert isinstance(shown, Waiting)
    assert shown.qr
    assert isinstance(shop.gateway.query(charge), Waiting)
    assert shop.sandbox.pay(charge.out_trade_no)
    assert paid(shop, charge, shop.gateway.query(charge))


def test_a_qr_that_is_closed_cannot_be_paid_any_more(shop: Contender) -> None:
    charge = shop.charge(QR)
    shop.gateway.show_qr(charge)
    assert shop.gateway.close(charge) == Ended()
    assert not shop.sandbox.pay(charge.out_trade_no)
    assert not isinstance(shop.gateway.query(charge), Paid)
    assert shop.balance == 0


def test_a_qr_that_was_scanned_can_be_closed(shop: Contender) -> None:
    charge = shop.charge(QR)
    shop.gateway.show_qr(charge)
    with shop.sandbox.api.lock:
        shop.sandbox.world.scan(shop.sandbox.trade(charge.out_trade_no))
    assert isinstance(shop.gateway.query(charge), Waiting)
    assert shop.gateway.close(charge) == Ended()
    assert shop.gateway.query(charge) == Ended()


def test_a_qr_that_was_paid_meanwhile_is_not_closed(shop: Contender) -> None:
    charge = shop.charge(QR)
    shop.gateway.show_qr(charge)
    shop.sandbox.pay(charge.out_trade_no)
    assert paid(shop, charge, shop.gateway.close(charge))
    assert paid(shop, charge, shop.gateway.query(charge))


def test_closing_twice_ends_once(shop: Contender) -> None:
    charge = shop.charge(QR)
    shop.gateway.show_qr(charge)
    assert shop.gateway.close(charge) == Ended()
    assert shop.gateway.close(charge) == Ended()


def test_a_qr_expires_by_itself(shop: Contender) -> None:
    charge = shop.charge(QR)
    shop.gateway.show_qr(charge)
    shop.wait(301)
    assert not shop.sandbox.pay(charge.out_trade_no)


# A scanned code


def test_a_code_is_paid_at_once(shop: Contender) -> None:
    charge = shop.charge(CODE)
    assert paid(shop, charge, shop.gateway.charge_code(charge, shop.code()))
    assert paid(shop, charge, shop.gateway.query(charge))


@pytest.mark.parametrize(
    ("ending", "refusal"),
    [(TOO_LITTLE, Refusal.NOT_ENOUGH_MONEY), (EXPIRED, Refusal.CODE_EXPIRED)],
)
def test_a_code_is_refused_for_a_reason(shop: Contender, ending: str, refusal: Refusal) -> None:
    outcome = shop.gateway.charge_code(shop.charge(CODE), shop.code(ending))
    assert isinstance(outcome, Refused)
    assert outcome.refusal is refusal
    assert shop.balance == 0


def test_a_customer_who_types_a_password_is_waited_for(shop: Contender) -> None:
    charge = shop.charge(CODE)
    begun = shop.gateway.charge_code(charge, shop.code(ASKED_PAYS))
    assert begun == Waiting(paying=True)
    assert shop.gateway.query(charge) == Waiting(paying=True)
    shop.wait(10)
    assert paid(shop, charge, shop.gateway.query(charge))


@pytest.mark.parametrize("ending", [ASKED_REFUSES, SILENT])
def test_a_customer_who_does_not_pay_is_ended_by_a_close(shop: Contender, ending: str) -> None:
    charge = shop.charge(CODE)
    assert shop.gateway.charge_code(charge, shop.code(ending)) == Waiting(paying=True)
    shop.wait(20)
    assert not isinstance(shop.gateway.query(charge), Paid)
    assert isinstance(closed_at_last(shop, charge), Ended)
    assert isinstance(shop.gateway.query(charge), Ended)
    assert shop.balance == 0


def closed_at_last(shop: Contender, charge: Charge) -> Outcome:
    """Close, as often as the platform wants to be asked while the customer is typing."""
    outcome = shop.gateway.close(charge)
    for _ in range(20):
        if isinstance(outcome, Ended | Paid):
            break
        shop.wait(5)
        outcome = shop.gateway.close(charge)
    return outcome


def test_a_code_payment_is_reversed_and_the_money_goes_back(shop: Contender) -> None:
    charge = shop.charge(CODE)
    shop.gateway.charge_code(charge, shop.code())
    shop.wait(20)
    assert shop.gateway.close(charge) == Ended(reversed=True)
    assert shop.gateway.query(charge) == Ended(reversed=True)
    assert shop.balance == 0


def test_what_the_platform_never_saw_is_missing(shop: Contender) -> None:
    charge = shop.charge(CODE)
    assert shop.gateway.query(charge) == Missing()
    shop.wait(20)
    assert shop.gateway.close(charge) == Missing()


def test_nothing_secret_is_logged(shop: Contender, caplog: pytest.LogCaptureFixture) -> None:
    code = shop.code()
    with caplog.at_level(logging.DEBUG):
        for fault in (None, "answer-lost", "server-error", "bad-signature"):
            if fault:
                shop.fault(fault)
            charge = shop.charge(CODE)
            shop.gateway.charge_code(charge, code)
            shop.gateway.query(charge)
            shop.heal()
        shop.gateway.check()
    told = caplog.text
    assert "127.0.0.1" in told
    for secret in (code, APIV2_KEY, APIV3_KEY, "sign=", "signature=", "PRIVATE KEY"):
        assert secret not in told


# What the network and the platform may do

LOST = [
    ("no-answer", Doubt.NO_ANSWER),
    ("answer-lost", Doubt.NO_ANSWER),
    ("late-answer", Doubt.NO_ANSWER),
    ("cut", Doubt.NO_ANSWER),
    ("server-error", Doubt.SERVER_ERROR),
    ("server-error-applied", Doubt.SERVER_ERROR),
    ("system-error", Doubt.SERVER_ERROR),
    ("system-error-applied", Doubt.SERVER_ERROR),
    ("bad-signature", Doubt.BAD_SIGNATURE),
    ("too-fast", Doubt.TOO_FAST),
]


@pytest.mark.parametrize(("fault", "doubt"), LOST)
def test_a_lost_answer_to_a_question_is_no_answer(
    shop: Contender, fault: str, doubt: Doubt
) -> None:
    charge = shop.charge(CODE)
    shop.gateway.charge_code(charge, shop.code())
    shop.fault(fault)
    assert doubt_of(shop.gateway.query(charge)) is doubt
    shop.heal()
    assert paid(shop, charge, asked_until_clear(shop, charge))


@pytest.mark.parametrize(("fault", "doubt"), LOST)
def test_a_lost_answer_to_a_code_payment_is_found_by_a_question(
    shop: Contender, fault: str, doubt: Doubt
) -> None:
    charge = shop.charge(CODE)
    shop.fault(fault)
    assert doubt_of(shop.gateway.charge_code(charge, shop.code())) is doubt
    shop.heal()
    found = asked_until_clear(shop, charge)
    trades = list(shop.sandbox.world.trades())
    assert paid(shop, charge, found) if trades else found == Missing()


@pytest.mark.parametrize("fault", [fault for fault, _ in LOST])
def test_a_lost_answer_to_a_close_is_found_by_a_question(shop: Contender, fault: str) -> None:
    charge = shop.charge(CODE)
    shop.gateway.charge_code(charge, shop.code(SILENT))
    shop.wait(60)
    shop.fault(fault)
    assert doubt_of(shop.gateway.close(charge)) is not None
    shop.heal()
    shop.wait(20)
    assert isinstance(closed_at_last(shop, charge), Ended)
    assert shop.balance == 0


@pytest.mark.parametrize("fault", ["captive-portal", "captive-redirect", "replayed"])
def test_what_is_not_the_platforms_answer_decides_nothing(shop: Contender, fault: str) -> None:
    charge = shop.charge(CODE)
    shop.gateway.charge_code(charge, shop.code(ASKED_PAYS))
    shop.gateway.query(charge)
    shop.wait(10)
    shop.fault(fault)
    assert not isinstance(shop.gateway.query(charge), Refused | Ended | Missing | NotSent)
    shop.heal()
    assert paid(shop, charge, asked_until_clear(shop, charge))


@pytest.mark.parametrize("fault", ["not-reached", "bad-tls"])
def test_what_never_left_was_not_sent(shop: Contender, fault: str) -> None:
    charge = shop.charge(CODE)
    shop.fault(fault)
    assert shop.gateway.charge_code(charge, shop.code()) == NotSent()
    assert shop.gateway.show_qr(shop.charge(QR)) == NotSent()
    assert doubt_of(shop.gateway.query(charge)) is Doubt.NOT_REACHED
    assert doubt_of(shop.gateway.close(charge)) is Doubt.NOT_REACHED
    assert shop.gateway.check().state is CheckState.NOT_REACHED
    assert list(shop.sandbox.world.trades()) == []


def test_another_amount_is_told_as_it_is(shop: Contender) -> None:
    charge = shop.charge(CODE)
    shop.gateway.charge_code(charge, shop.code())
    shop.fault("wrong-amount")
    told = shop.gateway.query(charge)
    assert isinstance(told, Paid)
    assert told.amount != charge.amount


def test_another_receiver_is_never_taken_for_us(shop: Contender) -> None:
    charge = shop.charge(CODE)
    shop.gateway.charge_code(charge, shop.code())
    shop.fault("wrong-merchant")
    assert not paid(shop, charge, shop.gateway.query(charge))


def test_a_platform_of_another_time_is_not_believed_to_have_ended_anything(
    shop: Contender,
) -> None:
    charge = shop.charge(CODE)
    shop.gateway.charge_code(charge, shop.code())
    shop.fault("clock-skew")
    assert isinstance(shop.gateway.query(charge), Unclear | Paid)
    checked = shop.gateway.check()
    assert checked.state in {CheckState.CLOCK_OFF, CheckState.ANSWER_NOT_TRUSTED}
    assert checked.skew > timedelta(minutes=5)


# Refunds


def sold(shop: Contender) -> Charge:
    charge = shop.charge(CODE)
    assert paid(shop, charge, shop.gateway.charge_code(charge, shop.code()))
    return charge


def test_money_goes_back_in_parts_and_each_part_once(shop: Contender) -> None:
    charge = sold(shop)
    taken = shop.balance
    first = shop.money_back(charge, 1000)
    for _ in range(3):
        assert isinstance(shop.gateway.refund(first), RefundAccepted | RefundDone)
    shop.wait(70)
    assert isinstance(shop.gateway.query_refund(first), RefundDone)
    second = shop.money_back(charge, 3250)
    assert isinstance(shop.gateway.refund(second), RefundAccepted | RefundDone)
    shop.wait(70)
    assert isinstance(shop.gateway.query_refund(second), RefundDone)
    assert isinstance(shop.gateway.query_refund(first), RefundDone)
    trade = shop.sandbox.trade(charge.out_trade_no)
    assert trade.refunded == charge.amount
    assert shop.balance < taken


def test_a_refund_that_was_never_asked_for_is_missing(shop: Contender) -> None:
    assert shop.gateway.query_refund(shop.money_back(sold(shop), 1000)) == Missing()


def test_more_than_was_paid_is_refused(shop: Contender) -> None:
    charge = sold(shop)
    assert isinstance(shop.gateway.refund(shop.money_back(charge, 4251)), RefundRefused)


@pytest.mark.parametrize("fault", [fault for fault, _ in LOST])
def test_a_refund_with_a_lost_answer_is_repeated_without_harm(shop: Contender, fault: str) -> None:
    charge = sold(shop)
    order = shop.money_back(charge, 1000)
    shop.fault(fault)
    assert doubt_of(shop.gateway.refund(order)) is not None
    shop.heal()
    shop.wait(70)
    shop.gateway.refund(order)
    shop.wait(70)
    assert isinstance(shop.gateway.query_refund(order), RefundDone)
    assert shop.sandbox.trade(charge.out_trade_no).refunded == 1000


# Bills, check, keys


@pytest.mark.parametrize("kind", list(BillKind))
def test_the_bill_of_yesterday_names_what_was_sold(shop: Contender, kind: BillKind) -> None:
    charge = sold(shop)
    shop.clock.advance(timedelta(days=1))
    bill = shop.gateway.bill(START.date(), kind)
    assert isinstance(bill, BillFile)
    if shop.is_wechat:
        text = bill.content.decode("utf-8-sig")
        transaction = shop.sandbox.trade(charge.out_trade_no).payments[0].transaction_id
        assert charge.out_trade_no in text or transaction in text
    else:
        assert bill.content.startswith(b"PK")


def test_today_has_no_bill(shop: Contender) -> None:
    assert shop.gateway.bill(START.date()) == NoBill(BillTrouble.NOT_READY)


def test_a_day_without_trade_has_no_bill_or_an_empty_one(shop: Contender) -> None:
    shop.clock.advance(timedelta(days=2))
    bill = shop.gateway.bill(START.date())
    assert isinstance(bill, BillFile) or bill.trouble is BillTrouble.NO_TRADE


def test_a_check_finds_a_good_account(shop: Contender) -> None:
    checked = shop.gateway.check()
    assert checked.state is CheckState.GOOD
    assert checked.skew == timedelta(0)
    assert checked.proves_answers is (shop.name not in {"wechat", "wechat-v2"})
    assert list(shop.sandbox.world.trades()) == []


@pytest.mark.parametrize("shop", ["wechat-certificates"], indirect=True)
def test_a_renewed_certificate_is_followed(shop: Contender) -> None:
    charge = sold(shop)
    shop.wait(120)
    headers = {"content-type": "application/json"}
    told = shop.sandbox.handle(Request("POST", "/sandbox/renew", headers, b"{}"))
    assert told.status == 200
    assert json.loads(told.body)["serial"]
    assert paid(shop, charge, shop.gateway.query(charge))
