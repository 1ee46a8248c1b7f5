"""WeChat Pay's bills: when they are there, how they look, and that they add up."""

import gzip
from hashlib import sha1
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.sandbox.desk_clock import Practice
from tests.sandbox.wechat_merchant import Merchant, code_of

DAY = "2026-11-24"


@pytest.fixture
def traded(practice: Practice, wechat: Merchant) -> Merchant:
    """A day of one QR payment, one code payment, a refund and a reversal; it is the next noon."""
    wechat.native("order_001", 1990)
    practice.sandbox.pay("order_001")
    practice.clock.pass_by(60)
    wechat.codepay("order_002", 350)
    wechat.good(wechat.refund(500))
    practice.clock.pass_by(60)
    wechat.codepay("order_003", 100, "134567890123458888")
    wechat.good(wechat.reverse("order_003"))
    practice.clock.pass_by(days=1)
    return wechat


def _fetch(merchant: Merchant, target: str) -> bytes:
    offer = merchant.get(target)
    link = urlsplit(offer["download_url"])
    answer = merchant.send("GET", f"{link.path}?{link.query}")
    assert answer.status == 200
    assert "Wechatpay-Signature" not in answer.headers
    content = gzip.decompress(answer.body) if "tar_type" in target else answer.body
    assert (offer["hash_type"], offer["hash_value"]) == ("SHA1", sha1(content).hexdigest())  # noqa: S324
    return content


def _table(content: bytes) -> tuple[list[dict[str, str]], dict[str, str]]:
    """Return the lines and the sums; every cell of theirs begins with a back-tick."""
    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig").split("\r\n")
    assert lines[-1] == ""
    assert all(line.startswith("`") for line in (*lines[1:-3], lines[-2]))
    rows = [line.removeprefix("`").split(",`") for line in (*lines[1:-3], lines[-2])]
    head, sums_head = lines[0].split(","), lines[-3].split(",")
    table = [dict(zip(head, row, strict=True)) for row in rows[:-1]]
    return table, dict(zip(sums_head, rows[-1], strict=True))


def test_a_trade_bill_lists_what_was_paid_and_given_back(traded: Merchant) -> None:
    rows, sums = _table(_fetch(traded, f"/v3/bill/tradebill?bill_date={DAY}"))
    assert [(r["商户订单号"], r["交易类型"], r["交易状态"]) for r in rows] == [
        ("order_001", "NATIVE", "SUCCESS"),
        ("order_001", "NATIVE", "REFUND"),
        ("order_002", "MICROPAY", "SUCCESS"),
        ("order_003", "MICROPAY", "REVOKED"),
        ("order_003", "MICROPAY", "SUCCESS"),
    ]
    assert [r["订单金额"] for r in rows] == ["19.90", "0.00", "3.50", "0.00", "1.00"]
    assert rows[1]["商户退款单号"] == "refund_1"
    assert (rows[1]["退款金额"], rows[1]["退款状态"]) == ("5.00", "SUCCESS")
    assert (sums["总交易单数"], sums["订单总金额"], sums["退款总金额"]) == ("5.0", "24.40", "6.00")


@pytest.mark.parametrize(("kind", "lines"), [("SUCCESS", 3), ("REFUND", 2), ("ALL", 5)])
def test_each_kind_has_the_columns_of_a_published_bill(
    traded: Merchant, shared_data: Path, kind: str, lines: int
) -> None:
    name = f"wechat_merchant_{kind.lower()}_2019.csv"
    published = (shared_data / "bills" / name).read_text("utf-8-sig").splitlines()
    content = _fetch(traded, f"/v3/bill/tradebill?bill_date={DAY}&bill_type={kind}")
    ours = content.decode("utf-8-sig").splitlines()
    assert ours[0] == published[0]
    assert ours[-2] == published[-2]
    assert len(_table(content)[0]) == lines


def test_a_bill_may_come_packed(traded: Merchant) -> None:
    target = f"/v3/bill/tradebill?bill_date={DAY}&tar_type=GZIP"
    assert len(_table(_fetch(traded, target))[0]) == 5


def test_a_funds_bill_ends_with_the_balance(
    practice: Practice, traded: Merchant, shared_data: Path
) -> None:
    name = "wechat_merchant_fundflow_2021.csv"
    published = (shared_data / "bills" / name).read_text("utf-8-sig").splitlines()
    content = _fetch(traded, f"/v3/bill/fundflowbill?bill_date={DAY}")
    ours = content.decode("utf-8-sig").splitlines()
    assert (ours[0], ours[-2]) == (published[0], published[-2])
    rows, sums = _table(content)
    # 24.40 came less 0.15 of fees, 6.00 went back with 0.04 of them
    assert rows[-1]["账户结余(元)"] == "18.29"
    came, went = float(sums["收入金额"]), float(sums["支出金额"])
    assert round(came - went, 2) == 18.29


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("tradebill?bill_date=2026-11-25", "INVALID_REQUEST"),
        ("tradebill?bill_date=2026-08-01", "INVALID_REQUEST"),
        ("tradebill?bill_date=2026-11-23", "NO_STATEMENT_EXIST"),
        ("tradebill?bill_date=2026-13-01", "PARAM_ERROR"),
        ("tradebill?bill_date=20261124", "PARAM_ERROR"),
        ("tradebill?bill_date=2026-11-24&bill_type=SOME", "PARAM_ERROR"),
        ("tradebill", "PARAM_ERROR"),
        ("fundflowbill?bill_date=2026-11-24&account_type=FEES", "NO_STATEMENT_EXIST"),
    ],
)
def test_there_is_no_bill(traded: Merchant, target: str, code: str) -> None:
    assert code_of(traded.send("GET", f"/v3/bill/{target}")) == code


def test_a_bill_is_made_overnight(practice: Practice, wechat: Merchant) -> None:
    wechat.codepay()
    practice.clock.pass_by(hours=20, minutes=59)
    target = f"/v3/bill/tradebill?bill_date={DAY}"
    assert code_of(wechat.send("GET", target)) == "STATEMENT_CREATING"
    practice.clock.pass_by(60)
    assert wechat.send("GET", target).status == 200


def test_a_link_ends_and_belongs_to_its_merchant(
    practice: Practice, traded: Merchant, wechat_certified: Merchant
) -> None:
    link = urlsplit(traded.get(f"/v3/bill/tradebill?bill_date={DAY}")["download_url"])
    target = f"{link.path}?{link.query}"
    assert code_of(wechat_certified.send("GET", target)) == "INVALID_REQUEST"
    practice.clock.pass_by(minutes=5, seconds=1)
    assert code_of(traded.send("GET", target)) == "INVALID_REQUEST"


def test_a_comma_in_a_name_is_no_separator(practice: Practice, wechat: Merchant) -> None:
    order: dict[str, Any] = {**wechat.code_order(), "description": "Tea, green"}
    wechat.post("/v3/pay/transactions/codepay", order)
    practice.clock.pass_by(days=1)
    rows, _ = _table(_fetch(wechat, f"/v3/bill/tradebill?bill_date={DAY}"))
    assert rows[0]["商品名称"] == "Tea， green"
