"""When the money of a bill reaches the bank."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from microshop_desktop.domain.bill_payout import PaidOut, expected_day, paid_out
from microshop_desktop.domain.bills import (
    CHINA,
    Bill,
    BillForm,
    BillLine,
    LineKind,
    LineState,
)


def moved(day: int, amount: int, channel: str = "提现") -> BillLine:
    at = datetime(2026, 3, day, 0, 30, tzinfo=CHINA)
    return BillLine(1, LineKind.OTHER, LineState.DONE, at, amount, settled=amount, channel=channel)


FLOW = Bill(
    BillForm.WECHAT_FUNDS,
    (moved(13, -12000), moved(13, -345), moved(14, -1), moved(14, 500, "充值")),
    first_day=date(2026, 3, 13),
    last_day=date(2026, 3, 14),
)


def test_a_flow_of_funds_says_what_went_to_the_bank() -> None:
    assert paid_out(FLOW) == (
        PaidOut(date(2026, 3, 13), 12345),
        PaidOut(date(2026, 3, 14), 1),
    )


@pytest.mark.parametrize("form", [BillForm.WECHAT_TRADE, BillForm.ALIPAY_TRADE])
def test_a_days_trade_is_due_on_the_day_after(form: BillForm) -> None:
    assert expected_day(replace(FLOW, form=form)) == date(2026, 3, 15)
    assert paid_out(replace(FLOW, form=form)) == ()


def test_a_phone_pays_nothing_out() -> None:
    assert expected_day(replace(FLOW, form=BillForm.WECHAT_PERSONAL)) is None
    assert expected_day(replace(FLOW, last_day=None)) is None
