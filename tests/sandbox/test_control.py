"""The control: JSON on loopback, and nothing for pages in a browser."""

import json
from datetime import timedelta
from typing import Any

import pytest

from microshop_desktop.sandbox.messages import Answer, NoAnswer, Request
from microshop_desktop.sandbox.trades import RefundEnd
from tests.sandbox.desk_clock import Practice
from tests.sandbox.wechat_merchant import Merchant


class Control:
    """Speaks JSON with the sandbox."""

    def __init__(self, practice: Practice) -> None:
        self.practice = practice

    def ask(self, method: str, name: str, given: Any = None, **headers: str) -> Answer:
        body = b"" if given is None else json.dumps(given).encode()
        said = {"content-type": "application/json", "host": "127.0.0.1:8790"}
        said |= {key.replace("_", "-"): value for key, value in headers.items()}
        return self.practice.sandbox.handle(Request(method, f"/sandbox/{name}", said, body))

    def get(self, name: str = "") -> Any:
        return self._good(self.ask("GET", name))

    def post(self, name: str, given: Any) -> Any:
        return self._good(self.ask("POST", name, given))

    @staticmethod
    def _good(answer: Answer) -> Any:
        assert answer.status == 200, answer.body
        return json.loads(answer.body)


@pytest.fixture
def control(practice: Practice) -> Control:
    return Control(practice)


def test_faults_are_added_shown_and_cleared(control: Control, wechat: Merchant) -> None:
    wechat.native()
    control.post("faults", {"name": "no-answer", "endpoint": "wechat.query", "times": 1})
    (fault,) = control.get("faults")
    assert (fault["name"], fault["times"], fault["struck"]) == ("no-answer", 1, 0)
    with pytest.raises(NoAnswer):
        wechat.query()
    assert wechat.state() == "NOTPAY"
    assert control.get("faults")[0]["struck"] == 1
    assert json.loads(control.ask("DELETE", "faults").body) == []


def test_a_fault_may_begin_later(control: Control, wechat: Merchant) -> None:
    wechat.native()
    control.post("faults", {"name": "slow", "first": 2, "times": 1, "seconds": 2.5})
    before = control.practice.clock()
    wechat.query()
    assert control.practice.clock() == before
    wechat.query()
    assert control.practice.clock() - before == timedelta(seconds=2.5)


@pytest.mark.parametrize(
    ("do", "state"),
    [("scan", "NOTPAY"), ("pay", "SUCCESS"), ("decline", "NOTPAY"), ("pay_after_all", "SUCCESS")],
)
def test_the_customer_is_driven(control: Control, wechat: Merchant, do: str, state: str) -> None:
    wechat.native()
    control.post("trades", {"out_trade_no": "order_001", "do": do})
    assert wechat.state() == state


def test_a_closed_order_is_paid_after_all(control: Control, wechat: Merchant) -> None:
    wechat.native()
    wechat.close()
    said = control.post("trades", {"out_trade_no": "order_001", "do": "pay"})
    assert (said["state"], said["paid"]) == ("closed", 0)
    said = control.post("trades", {"out_trade_no": "order_001", "do": "pay_after_all"})
    assert (said["state"], said["paid"]) == ("paid", 1990)
    assert wechat.state() == "SUCCESS"


def test_trades_are_listed_without_payment_codes(control: Control, wechat: Merchant) -> None:
    wechat.codepay()
    (trade,) = control.get("trades")
    assert (trade["out_trade_no"], trade["amount"], trade["state"]) == ("order_001", 1990, "paid")
    assert "134567890123459999" not in json.dumps(control.get("trades"))


def test_rules_are_changed(control: Control) -> None:
    control.post(
        "rules",
        {"password_above": 500, "refund_takes": 90, "refund_ends": "closed", "codepay_v3": False},
    )
    rules = control.practice.rules
    assert (rules.password_above, rules.codepay_v3) == (500, False)
    assert (rules.refund_takes, rules.refund_ends) == (timedelta(seconds=90), RefundEnd.CLOSED)


def test_the_state_tells_what_was_asked_and_complained(control: Control, wechat: Merchant) -> None:
    wechat.codepay(code="134567890123450006")
    wechat.reverse()
    state = control.get()
    assert state["requests"] == {"wechat.codepay": 1, "wechat.reverse": 1}
    assert len(state["complaints"]) == 1
    assert state["phone"] == control.practice.sandbox.api.phone
    assert set(state["codes"]) == {"wechat", "alipay"}


def test_money_is_taken_out(control: Control, wechat: Merchant) -> None:
    wechat.codepay()
    said = control.post("withdraw", {"merchant": wechat.account.mch_id, "amount": 1000})
    assert said == {"balance": 978}
    assert control.get()["balances"][wechat.account.mch_id] == 978


def test_the_platform_certificate_is_renewed(control: Control, wechat_certified: Merchant) -> None:
    before = wechat_certified.account.platform_serial
    said = control.post("renew", {})
    assert said["serial"] == wechat_certified.account.platform_serial != before


@pytest.mark.parametrize(
    ("name", "given", "status"),
    [
        ("unheard-of", {}, 404),
        ("faults", {"name": "unheard-of"}, 400),
        ("faults", {"name": "cut", "times": "two"}, 400),
        ("faults", {"name": "cut", "seconds": "two"}, 400),
        ("faults", [], 400),
        ("trades", {"out_trade_no": "never_made", "do": "pay"}, 404),
        ("rules", {"unheard_of": 1}, 400),
        ("rules", {"password_above": "much"}, 400),
        ("withdraw", {"merchant": "nobody", "amount": 1}, 400),
    ],
)
def test_what_is_not_understood_is_refused(
    control: Control, name: str, given: Any, status: int
) -> None:
    assert control.ask("POST", name, given).status == status


def test_an_unknown_act_on_a_trade_is_refused(control: Control, wechat: Merchant) -> None:
    wechat.native()
    given = {"out_trade_no": "order_001", "do": "steal"}
    assert control.ask("POST", "trades", given).status == 400


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "shop.example"}, 403),
        ({"content_type": "text/plain"}, 415),
        ({"content_type": "application/x-www-form-urlencoded"}, 415),
    ],
)
def test_a_page_in_a_browser_cannot_reach_it(
    control: Control, headers: dict[str, str], status: int
) -> None:
    answer = control.ask("POST", "faults", {"name": "cut"}, **headers)
    assert answer.status == status
    assert control.practice.sandbox.faults.rules == []
