"""Everything that can go wrong on purpose, one by one and mixed."""

import json
from collections.abc import Callable
from email.utils import parsedate_to_datetime

import pytest

from microshop_desktop.sandbox.faults import FaultName, FaultPlan, FaultRule, written
from microshop_desktop.sandbox.messages import BadTls, Broken, CutAnswer, NoAnswer, NotReached
from tests.sandbox import alipay_merchant, wechat_merchant
from tests.sandbox.desk_clock import Practice
from tests.sandbox.wechat_merchant import PAY, Merchant, code_of

QUERY = f"{PAY}/out-trade-no/order_001?mchid=1900000109"


@pytest.fixture
def paid(practice: Practice, wechat: Merchant) -> Merchant:
    wechat.codepay()
    return wechat


# --------------------------------------------------------------------------------------- the plan


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("slow", FaultRule(FaultName.SLOW)),
        ("cut:2", FaultRule(FaultName.CUT, times=2)),
        ("slow=1.5", FaultRule(FaultName.SLOW, seconds=1.5)),
        ("clock-skew=-90", FaultRule(FaultName.CLOCK_SKEW, seconds=-90)),
        ("cut@*.query", FaultRule(FaultName.CUT, "*.query")),
        (
            "late-answer=40:1@alipay.pay",
            FaultRule(FaultName.LATE_ANSWER, "alipay.pay", times=1, seconds=40),
        ),
    ],
)
def test_a_fault_is_written_in_one_word(text: str, rule: FaultRule) -> None:
    assert written(text) == rule


@pytest.mark.parametrize("text", ["", "unheard-of", "cut:", "cut:x", "cut=", "cut@"])
def test_other_words_are_no_faults(text: str) -> None:
    with pytest.raises(ValueError, match="is not"):
        written(text)


def test_a_rule_strikes_from_its_first_request_on_and_as_often_as_it_says() -> None:
    plan = FaultPlan([FaultRule(FaultName.CUT, "wechat.query", first=2, times=2)])
    asked = ("wechat.query", "wechat.close", *["wechat.query"] * 4)
    struck = [bool(plan.begin(endpoint).strikes(FaultName.CUT)) for endpoint in asked]
    assert struck == [False, False, True, True, False, False]


# ------------------------------------------------------------------------------ nothing was done


@pytest.mark.parametrize(
    ("text", "broken"),
    [("not-reached", NotReached), ("bad-tls", BadTls), ("no-answer", NoAnswer)],
)
def test_a_request_that_never_arrives_does_nothing(
    practice: Practice, wechat: Merchant, text: str, broken: type[Broken]
) -> None:
    practice.fault(f"{text}:1")
    with pytest.raises(broken):
        wechat.codepay()
    answer = wechat.send("GET", QUERY)
    assert code_of(answer) == "ORDER_NOT_EXIST"


@pytest.mark.parametrize(
    ("text", "status", "start"),
    [
        ("server-error", 502, b"<html>"),
        ("captive-portal", 200, b"<html>"),
        ("captive-redirect", 302, b"<html>"),
        ("too-fast", 429, b'{"code":"FREQUENCY_LIMITED"'),
        ("system-error", 500, b'{"code":"SYSTEM_ERROR"'),
    ],
)
def test_an_answer_instead_of_an_act(
    practice: Practice, wechat: Merchant, text: str, status: int, start: bytes
) -> None:
    practice.fault(f"{text}:1")
    answer = wechat.send("POST", f"{PAY}/codepay", wechat.code_order())
    assert (answer.status, answer.body[: len(start)]) == (status, start)
    assert "Wechatpay-Signature" not in answer.headers
    assert practice.world.received("order_001") == 0
    assert wechat.codepay()["trade_state"] == "SUCCESS"


def test_a_portal_sends_to_another_address(practice: Practice, wechat: Merchant) -> None:
    practice.fault("captive-redirect")
    location = wechat.send("GET", QUERY).headers["Location"]
    assert location.startswith("http://portal.invalid/")


# ---------------------------------------------------------------- it was done, and nobody knows


@pytest.mark.parametrize("text", ["answer-lost", "late-answer", "cut"])
def test_an_act_whose_answer_is_lost_was_done(
    practice: Practice, wechat: Merchant, text: str
) -> None:
    practice.fault(f"{text}:1")
    with pytest.raises((NoAnswer, CutAnswer)):
        wechat.codepay()
    assert wechat.state() == "SUCCESS"


@pytest.mark.parametrize(
    ("text", "status"), [("server-error-applied", 502), ("system-error-applied", 500)]
)
def test_an_error_may_hide_an_act(
    practice: Practice, wechat: Merchant, text: str, status: int
) -> None:
    practice.fault(f"{text}:1")
    assert wechat.send("POST", f"{PAY}/codepay", wechat.code_order()).status == status
    assert wechat.state() == "SUCCESS"


def test_a_cut_answer_ends_in_the_middle(practice: Practice, paid: Merchant) -> None:
    practice.fault("cut")
    with pytest.raises(CutAnswer) as caught:
        paid.query()
    whole = caught.value.answer.body
    assert caught.value.part == whole[: len(whole) // 2]


def test_a_request_may_be_done_much_later(practice: Practice, wechat: Merchant) -> None:
    practice.fault("applied-late=20:1")
    with pytest.raises(NoAnswer):
        wechat.codepay()
    practice.clock.pass_by(19)
    assert code_of(wechat.send("GET", QUERY)) == "ORDER_NOT_EXIST"
    practice.clock.pass_by(1)
    assert wechat.state() == "SUCCESS"


def test_a_slow_answer_takes_its_time(practice: Practice, paid: Merchant) -> None:
    practice.fault("slow=4:1")
    before = practice.clock()
    assert paid.state() == "SUCCESS"
    assert (practice.clock() - before).total_seconds() == 4


# -------------------------------------------------------------------------- answers not to trust


def test_a_wrong_signature(practice: Practice, paid: Merchant) -> None:
    practice.fault("bad-signature:1")
    answers = [paid.send("GET", QUERY) for _ in range(2)]
    assert [paid.is_signed(answer) for answer in answers] == [False, True]


def test_an_old_answer_is_replayed_as_it_was(practice: Practice, wechat: Merchant) -> None:
    wechat.native()
    old = wechat.send("GET", QUERY)
    practice.sandbox.pay("order_001")
    practice.fault("replayed:1")
    replayed = wechat.send("GET", QUERY)
    assert (replayed.body, replayed.headers["Wechatpay-Nonce"]) == (
        old.body,
        old.headers["Wechatpay-Nonce"],
    )
    assert wechat.state() == "SUCCESS"


def test_without_an_older_answer_a_stale_one_comes(practice: Practice, paid: Merchant) -> None:
    practice.fault("replayed:1")
    answer = paid.send("GET", QUERY)
    assert paid.is_signed(answer)
    assert paid.age(answer) == 600


def test_a_wrong_amount_is_signed(practice: Practice, wechat: Merchant) -> None:
    practice.fault("wrong-amount:1")
    wechat.native()
    assert wechat.query()["amount"]["total"] == 1990
    practice.sandbox.pay("order_001")
    assert [wechat.query()["amount"]["total"] for _ in range(2)] == [1991, 1990]


def test_a_wrong_currency_is_signed(practice: Practice, paid: Merchant) -> None:
    practice.fault("wrong-currency:1")
    assert [paid.query()["amount"]["currency"] for _ in range(2)] == ["USD", "CNY"]


def test_an_answer_may_lack_its_signature(
    practice: Practice, paid: Merchant, alipay: alipay_merchant.Merchant
) -> None:
    alipay.pay()
    practice.fault("unsigned")
    answer = paid.send("GET", QUERY)
    assert json.loads(answer.body)["trade_state"] == "SUCCESS"
    assert set(answer.headers) == {"Content-Type", "Date"}
    other = alipay.send("alipay.trade.query", {"out_trade_no": "order_001"})
    assert list(json.loads(other.body)) == ["alipay_trade_query_response"]


def test_a_wrong_merchant_is_signed(practice: Practice, paid: Merchant) -> None:
    practice.fault("wrong-merchant:1")
    assert [paid.query()["mchid"] for _ in range(2)] == ["1999999999", paid.account.mch_id]


def test_a_clock_that_is_off_refuses_and_shows_itself(practice: Practice, paid: Merchant) -> None:
    practice.fault("clock-skew=600:1")
    refused = paid.send("GET", QUERY)
    assert code_of(refused) == "SIGN_ERROR"
    shown = parsedate_to_datetime(refused.headers["Date"])
    assert (shown - practice.clock()).total_seconds() == 600


def test_a_clock_that_is_a_little_off_only_shows_itself(practice: Practice, paid: Merchant) -> None:
    practice.fault("clock-skew=120:1")
    answer = paid.send("GET", QUERY)
    assert answer.status == 200
    assert paid.age(answer) == -120


# ----------------------------------------------------------------------------- what customers do


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("userpaying-paid=5", "SUCCESS"),
        ("userpaying-refused=5", "PAYERROR"),
        ("userpaying-silent", "USERPAYING"),
    ],
)
def test_a_customer_is_asked_for_a_password(
    practice: Practice, wechat: Merchant, text: str, after: str
) -> None:
    practice.fault(f"{text}:1")
    assert wechat.codepay()["trade_state"] == "USERPAYING"
    practice.clock.pass_by(5)
    assert wechat.state() == after


@pytest.mark.parametrize("seconds", [0, 30])
def test_a_closed_order_is_paid_all_the_same(
    practice: Practice, wechat: Merchant, seconds: int
) -> None:
    practice.fault(f"paid-after-close={seconds}:1")
    wechat.native()
    assert wechat.close().status == 204
    practice.clock.pass_by(seconds)
    assert wechat.state() == "SUCCESS"
    assert practice.world.received("order_001") == 1990


def test_a_reversed_order_is_paid_once_more(practice: Practice, wechat: Merchant) -> None:
    practice.fault("paid-after-close:1")
    wechat.codepay()
    wechat.good(wechat.reverse())
    assert wechat.state() == "REFUND"
    assert practice.world.received("order_001") == 1990


def test_a_paid_order_is_paid_twice(practice: Practice, paid: Merchant) -> None:
    first = paid.query()["transaction_id"]
    practice.fault("paid-twice:1@*.query")
    second = paid.query()["transaction_id"]
    assert first != second
    assert practice.world.received("order_001") == 3980
    found = [
        paid.get(f"{PAY}/id/{number}?mchid={paid.account.mch_id}") for number in (first, second)
    ]
    assert [each["out_trade_no"] for each in found] == ["order_001"] * 2
    paid.good(paid.refund(1990))
    assert practice.world.received("order_001") == 1990


# -------------------------------------------------------------------------------- mixed, alipay


def test_faults_mix(practice: Practice, paid: Merchant) -> None:
    practice.fault("slow=3:1")
    practice.fault("wrong-amount:1")
    practice.fault("bad-signature:1")
    answer = paid.send("GET", QUERY)
    assert not paid.is_signed(answer)
    assert (answer.delay, json.loads(answer.body)["amount"]["total"]) == (3.0, 1991)


def test_faults_are_for_one_platform(
    practice: Practice, paid: Merchant, alipay: alipay_merchant.Merchant
) -> None:
    practice.fault("no-answer@alipay.*")
    assert paid.state() == "SUCCESS"
    with pytest.raises(NoAnswer):
        alipay.query()


def _alipay_amount(alipay: alipay_merchant.Merchant) -> str:
    amount: str = alipay.query()["total_amount"]
    return amount


def _alipay_order(alipay: alipay_merchant.Merchant) -> str:
    order: str = alipay.query()["out_trade_no"]
    return order


@pytest.mark.parametrize(
    ("text", "ask", "said"),
    [
        ("wrong-amount:1", _alipay_amount, "19.91"),
        ("wrong-merchant:1", _alipay_order, "an_order_of_somebody_else"),
        ("replayed:1", _alipay_order, "an_order_of_an_older_day"),
    ],
)
def test_alipay_signs_what_is_not_true(
    practice: Practice,
    alipay: alipay_merchant.Merchant,
    text: str,
    ask: Callable[[alipay_merchant.Merchant], str],
    said: str,
) -> None:
    alipay.pay()
    practice.fault(f"{text}@alipay.query")
    assert ask(alipay) == said
    assert ask(alipay) != said


@pytest.mark.parametrize(
    ("text", "code", "is_signed"),
    [("too-fast", "40005", False), ("system-error", "20000", True)],
)
def test_alipay_is_in_trouble(
    practice: Practice,
    alipay: alipay_merchant.Merchant,
    text: str,
    code: str,
    is_signed: bool,
) -> None:
    practice.fault(f"{text}:1")
    more = {"auth_code": alipay_merchant.CODE, "scene": "bar_code"}
    answer = alipay.send("alipay.trade.pay", alipay.order(**more))
    document = json.loads(answer.body)
    assert document["alipay_trade_pay_response"]["code"] == code
    assert ("sign" in document) is is_signed
    assert alipay.status() == "ACQ.TRADE_NOT_EXIST"


def test_alipay_asks_for_a_system_error_to_be_repeated(
    practice: Practice, alipay: alipay_merchant.Merchant
) -> None:
    practice.fault("system-error:1")
    assert alipay.query()["sub_code"] == "ACQ.SYSTEM_ERROR"


def test_alipay_cancels_what_is_paid_later(
    practice: Practice, alipay: alipay_merchant.Merchant
) -> None:
    alipay.precreate()
    practice.fault("paid-after-close=10:1")
    alipay.cancel()
    practice.clock.pass_by(10)
    assert alipay.status() == "TRADE_SUCCESS"


def test_requests_are_counted(practice: Practice, wechat: wechat_merchant.Merchant) -> None:
    wechat.native()
    practice.fault("no-answer:1")
    with pytest.raises(NoAnswer):
        wechat.query()
    wechat.query()
    api = practice.sandbox.api
    assert api.counts == {"wechat.native": 1, "wechat.query": 2}
    assert [(seen.endpoint, seen.status) for seen in api.seen] == [
        ("wechat.native", 200),
        ("wechat.query", None),
        ("wechat.query", 200),
    ]
