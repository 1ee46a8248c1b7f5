"""`microshop sell --qr|--code` and `payments`, against platforms that listen on loopback."""

import _thread
import csv
import json
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.persistence.migrate import open_database
from microshop_desktop.sandbox.faults import written
from microshop_desktop.sandbox.trades import Platform
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.shop import open_shop
from tests.cli.merchant_shop import WATER, MerchantShop, merchant_shop
from tests.cli.running import Microshop

PLATFORMS = {"wechat": Platform.WECHAT, "alipay": Platform.ALIPAY}
PROMPT = {"wechat": "accepted", "alipay": "done"}
"""Alipay gives money back at once, WeChat Pay tells later that it did."""
NAMES = {"wechat": "wechat-pay", "alipay": "alipay"}


@pytest.fixture
def merchant(microshop: Microshop, tmp_path: Path) -> Iterator[MerchantShop]:
    with merchant_shop(microshop, tmp_path / "keys") as made:
        for kind in NAMES.values():
            assert made.add(kind).code == 0
        yield made
    check_books(made)


def check_books(merchant: MerchantShop) -> None:
    """Whatever a test did, the books add up."""
    database = open_database(merchant.run.data / "shop.sqlite")
    shop = open_shop(database, SystemClock())
    findings = Doctor(shop).check(shop.owner())
    database.close()
    assert findings.ok, [check for check in findings.checks if not check.ok]


def soon(merchant: MerchantShop, act: Callable[[str], object]) -> threading.Thread:
    """Do something with the next trade, from another thread, as soon as it is there."""
    known = {trade.asked.out_trade_no for trade in merchant.sandbox.world.trades()}

    def work() -> None:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            for trade in merchant.sandbox.world.trades():
                if trade.asked.out_trade_no not in known:
                    act(trade.asked.out_trade_no)
                    return
            time.sleep(0.02)

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def balance(merchant: MerchantShop, way: str) -> int:
    """What customers paid and did not get back, before the platform's fees."""
    trades = merchant.sandbox.world.trades()
    return sum(
        trade.paid_amount - trade.refunded
        for trade in trades
        if trade.asked.platform is PLATFORMS[way]
    )


def after(seconds: float, act: Callable[[], object]) -> None:
    time.sleep(seconds)
    act()


@pytest.mark.parametrize("way", list(PLATFORMS))
def test_a_qr_is_printed_at_once_and_the_order_last(merchant: MerchantShop, way: str) -> None:
    paying = soon(merchant, merchant.sandbox.pay)
    said = merchant.run("sell", WATER, "--qr", way, "--json")
    paying.join()
    assert said.code == 0, said.err
    first, last = map(json.loads, said.out.splitlines())
    assert first["qr"].startswith(merchant.sandbox.phone_url)
    assert len(first["out_trade_no"]) == 32
    assert (last["state"], last["pay_state"], last["paid"]) == ("completed", "paid", 550)
    assert [(one["method"], one["amount"]) for one in last["payments"]] == [(way, 550)]
    assert balance(merchant, way) == 550


@pytest.mark.parametrize("way", list(PLATFORMS))
def test_a_payment_code_is_collected(merchant: MerchantShop, way: str) -> None:
    code = merchant.sandbox.payment_codes()[PLATFORMS[way]]
    said = merchant.run("sell", WATER, "--code", f" {code}\n", "--json")
    assert said.code == 0, said.err
    assert said.document["pay_state"] == "paid"
    assert code not in said.out + said.err
    assert balance(merchant, way) == 550


@pytest.mark.parametrize(
    ("code", "error"),
    [("6212345678901234567", "unionpay_not_taken"), ("12345", "not_a_payment_code")],
)
def test_other_codes_are_refused_and_nothing_is_sold(
    merchant: MerchantShop, code: str, error: str
) -> None:
    said = merchant.run("sell", WATER, "--code", code, "--json")
    assert (said.code, said.document["error"]["code"]) == (1, error)
    assert merchant.run("orders", "list", "--json").document == []


def test_unionpay_is_named(merchant: MerchantShop) -> None:
    assert "UnionPay" in merchant.run("sell", WATER, "--code", "6212345678901234567").err


def test_when_time_is_over_it_is_closed_and_cancelled(merchant: MerchantShop) -> None:
    said = merchant.run("sell", WATER, "--qr", "wechat", "--wait", "1", "--json")
    first, last = map(json.loads, said.out.splitlines())
    assert (said.code, last["error"]["code"]) == (1, "payment_failed")
    number = last["error"]["params"]["number"]
    order = merchant.run("orders", "show", number, "--json").document
    assert (order["state"], order["pay_state"]) == ("cancelled", "unpaid")
    assert not merchant.sandbox.pay(first["out_trade_no"])
    assert balance(merchant, "wechat") == 0


def test_a_payment_that_comes_just_before_the_close_counts(merchant: MerchantShop) -> None:
    """The customer pays while the command waits; it asks only when its time is over."""
    paying = soon(merchant, lambda number: after(0.6, lambda: merchant.sandbox.pay(number)))
    said = merchant.run("sell", WATER, "--qr", "alipay", "--wait", "1", "--json")
    paying.join()
    assert said.code == 0, said.err
    assert json.loads(said.out.splitlines()[-1])["pay_state"] == "paid"


def test_ctrl_c_gives_up_cleanly(merchant: MerchantShop) -> None:
    pressing = soon(merchant, lambda _number: after(0.5, _thread.interrupt_main))
    said = merchant.run("sell", WATER, "--qr", "wechat", "--json")
    pressing.join()
    assert said.code == 1
    assert json.loads(said.out.splitlines()[-1])["error"]["code"] == "payment_failed"
    listed = merchant.run("payments", "list", "--json").document
    assert [(one["state"], one["needs_attention"]) for one in listed] == [("closed", False)]


@pytest.mark.parametrize("code", ["130000000000000001", "280000000000000001"])
def test_a_refused_code_says_why(merchant: MerchantShop, code: str) -> None:
    said = merchant.run("sell", WATER, "--code", code, "--json")
    error = said.document["error"]
    assert (said.code, error["code"]) == (1, "payment_failed")
    assert error["params"]["refusal"] == "not_enough_money"
    assert "not enough money" in said.err


def test_without_a_platform_nothing_is_charged_and_only_a_sentence_is_said(
    merchant: MerchantShop,
) -> None:
    merchant.sandbox.stop()
    said = merchant.run("sell", WATER, "--qr", "wechat", "--wait", "1")
    assert (said.code, said.out) == (1, "")
    assert said.err.splitlines() == [
        "Order A-000001 was not paid and is cancelled: No code came, so nothing was charged"
    ]


def test_without_an_account_nothing_is_sold(microshop: Microshop, tmp_path: Path) -> None:
    with merchant_shop(microshop, tmp_path / "keys") as bare:
        said = bare.run("sell", WATER, "--qr", "wechat", "--json")
    assert said.document["error"]["code"] == "account_missing"
    assert microshop("orders", "list", "--json").document == []


def test_two_ways_at_once_are_wrong_usage(merchant: MerchantShop) -> None:
    assert merchant.run("sell", WATER, "--cash", "10", "--qr", "wechat").code == 2


def lost(merchant: MerchantShop) -> str:
    """Sell by a code whose answer is lost, and whose platform cannot be asked; its number."""
    merchant.sandbox.faults.add(
        written("answer-lost=0.1@wechat.codepay"), written("not-reached@wechat.[!c]*")
    )
    code = merchant.sandbox.payment_codes()[Platform.WECHAT]
    said = merchant.run("sell", WATER, "--code", code, "--wait", "1", "--json")
    error = said.document["error"]
    assert (said.code, error["code"]) == (1, "payment_followed"), said
    return str(error["params"]["number"])


def test_what_is_not_known_stays_followed_and_is_resolved_later(
    merchant: MerchantShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("microshop_desktop.cli.sell_by_phone.CLOSING_SECONDS", 1.0)
    number = lost(merchant)
    listed = merchant.run("payments", "list", "--json").document
    assert [(one["order"], one["state"], one["needs_attention"]) for one in listed] == [
        (number, "unknown", True)
    ]
    merchant.sandbox.faults.clear()
    resolved = merchant.run("payments", "resolve", number, "--json")
    assert resolved.code == 0, resolved
    (end,) = resolved.document
    assert end["out_trade_no"] == listed[0]["out_trade_no"]
    assert (end["state"], end["needs_attention"]) == ("received", False)
    assert balance(merchant, "wechat") == 550
    order = merchant.run("orders", "show", number, "--json").document
    assert (order["state"], order["pay_state"]) == ("completed", "paid")


def test_resolve_says_when_something_stays_open(
    merchant: MerchantShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("microshop_desktop.cli.sell_by_phone.CLOSING_SECONDS", 1.0)
    lost(merchant)
    said = merchant.run("payments", "resolve", "--wait", "1")
    assert (said.code, "Not known yet" in said.out) == (1, True), said
    assert "look again later" in said.err
    assert "1 payment or refund is asked about" in said.err
    assert re.search(r"A-000001  .* Not known yet", said.err)


def test_resolving_where_nothing_is_open_does_nothing(merchant: MerchantShop) -> None:
    said = merchant.run("payments", "resolve", "--json")
    assert (said.code, said.document) == (0, [])


def test_resolving_an_order_there_is_not_says_so(merchant: MerchantShop) -> None:
    said = merchant.run("payments", "resolve", "A-000099", "--json")
    assert (said.code, said.document["error"]["code"]) == (1, "not_found")


def test_late_money_is_shown_and_given_back_with_one_command(merchant: MerchantShop) -> None:
    said = merchant.run("sell", WATER, "--qr", "alipay", "--wait", "1", "--json")
    first, last = map(json.loads, said.out.splitlines())
    number = last["error"]["params"]["number"]
    world = merchant.sandbox.world
    assert world.pay(merchant.sandbox.trade(first["out_trade_no"]), after_all=True)
    assert merchant.run("payments", "resolve", number).code == 0
    (late,) = merchant.run("payments", "list", "--json").document
    assert (late["state"], late["needs_attention"]) == ("received", True)
    back = merchant.run("payments", "refund", number, "--json")
    assert (back.document["amount"], back.document["state"]) == (550, "done"), back
    assert balance(merchant, "alipay") == 0
    (after,) = merchant.run("payments", "list", "--json").document
    assert not after["needs_attention"]
    again = merchant.run("payments", "refund", number, "--json")
    assert again.document["error"]["code"] == "nothing_to_return"


@pytest.mark.parametrize("way", list(PLATFORMS))
def test_a_refund_goes_back_the_way_it_came(merchant: MerchantShop, way: str) -> None:
    code = merchant.sandbox.payment_codes()[PLATFORMS[way]]
    number = merchant.run("sell", f"{WATER}*2", "--code", code, "--json").document["number"]
    back = merchant.run("refund", number, "--line", "1*1", "--to-payment", "--json").document
    assert (back["amount"], back["method"], back["state"]) == (550, way, PROMPT[way])
    (trade,) = merchant.sandbox.world.trades()
    assert [refund.amount for refund in trade.refunds] == [550]


def test_resolve_asks_at_once_about_a_refund_whose_time_is_far_off(merchant: MerchantShop) -> None:
    code = merchant.sandbox.payment_codes()[Platform.WECHAT]
    number = merchant.run("sell", WATER, "--code", code, "--json").document["number"]
    back = merchant.run("refund", number, "--to-payment", "--json").document
    assert back["state"] == "accepted"
    with closing(sqlite3.connect(merchant.run.data / "shop.sqlite")) as connection:
        connection.execute("UPDATE refund_payment SET next_at = next_at + 1800 * 1000000")
        connection.commit()
    said = merchant.run("payments", "resolve", number, "--wait", "1")
    assert "A-R000001  WeChat ¥5.50  On its way back" in said.err


def test_a_refund_without_network_is_sent_later(
    merchant: MerchantShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("microshop_desktop.cli.refund_following._SECONDS", 0.5)
    code = merchant.sandbox.payment_codes()[Platform.ALIPAY]
    order = merchant.run("sell", WATER, "--code", code, "--json").document
    merchant.sandbox.faults.add(written("not-reached"))
    back = merchant.run("refund", order["number"], "--json").document
    assert back["state"] in {"requested", "unknown"}
    merchant.sandbox.faults.clear()
    assert merchant.run("payments", "resolve", order["number"]).code == 0
    assert balance(merchant, "alipay") == 0


def test_practice_money_is_named_in_a_file_of_payments(
    merchant: MerchantShop, tmp_path: Path
) -> None:
    merchant.run("sell", WATER, "--code", merchant.sandbox.payment_codes()[Platform.ALIPAY])
    merchant.run("sell", WATER)
    assert merchant.run("export", "payments", str(tmp_path / "payments.csv")).code == 0
    with (tmp_path / "payments.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["Method"]: row["Practice"] for row in rows} == {"alipay": "1", "cash": "0"}


def test_practice_money_is_named_in_the_list(merchant: MerchantShop) -> None:
    code = merchant.sandbox.payment_codes()[Platform.ALIPAY]
    merchant.run("sell", WATER, "--code", code)
    merchant.run("sell", WATER)
    listed = merchant.run("payments", "list", "--json").document
    assert [(one["method"], one.get("practice")) for one in listed] == [
        ("cash", None),
        ("alipay", True),
    ]
    assert "practice" in merchant.run("payments", "list").out
