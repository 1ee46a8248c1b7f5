"""`microshop reconcile`: a bill from a file, told to people and to scripts."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from microshop_desktop.domain.bills import CHINA
from microshop_desktop.infra.clock import SystemClock
from tests.cli.merchant_shop import merchant_shop
from tests.cli.running import Microshop
from tests.payments.bill_samples import paid_row, refund_row, trade_bill

AT = datetime(2026, 3, 13, 14, 5, tzinfo=CHINA)


@pytest.fixture
def bill(microshop: Microshop, tmp_path: Path) -> Path:
    """A shop without sales, and a bill of one payment and its refund in another program."""
    assert microshop("init", "--name", "Corner", "--currency", "CNY").code == 0
    path = tmp_path / "wechat.csv"
    rows = (
        paid_row(AT, "a" * 32, 2680, transaction="42000419"),
        refund_row(AT + timedelta(minutes=5), "a" * 32, 500, back="else"),
    )
    path.write_bytes(trade_bill(*rows).content)
    return path


def document(microshop: Microshop, *arguments: str) -> dict[str, object]:
    said = microshop("reconcile", *arguments, "--json")
    assert said.code == 0, said.err
    found: dict[str, object] = json.loads(said.out)
    return found


def test_scripts_get_the_documented_keys(microshop: Microshop, bill: Path) -> None:
    found = document(microshop, "wechat", "--bill", str(bill))
    assert found["matched"] == 0
    assert (found["fees"], found["received"], found["refunded"], found["to_bank"]) == (
        16,
        2680,
        500,
        2164,
    )
    items = found["money_without_sale"]
    assert isinstance(items, list)
    first, second = items
    assert (first["bill"], first["transaction_id"], first["order"]) == (2680, "42000419", None)
    assert datetime.fromisoformat(first["at"]) == AT
    assert second["bill"] == -500
    assert found["sale_without_money"] == found["different"] == []
    assert found["booked"] is None
    assert not list((microshop.data / "bills").glob("*"))


def test_only_book_keeps_the_bill(microshop: Microshop, bill: Path) -> None:
    booked = document(microshop, "wechat", "--bill", str(bill), "--book")
    assert booked["booked"] == {"lines": 2, "proved": 0, "decisions": 0}
    again = document(microshop, "wechat", "--bill", str(bill), "--book")
    assert again["booked"] == {"lines": 0, "proved": 0, "decisions": 0}
    assert len(list((microshop.data / "bills").glob("*.bill"))) == 1


def test_people_read_it_in_their_language(microshop: Microshop, bill: Path) -> None:
    english = microshop("reconcile", "wechat", "--bill", str(bill)).out
    assert "Received ¥26.80, refunded ¥5.00, fees ¥0.16, to the bank ¥21.64" in english
    assert "Money without a sale: 2" in english
    chinese = microshop("--lang", "zh", "reconcile", "wechat", "--bill", str(bill)).out
    assert "有钱没单：2" in chinese.replace(": ", "：")


def test_the_findings_are_written_into_a_table(microshop: Microshop, bill: Path) -> None:
    target = bill.parent / "found.json"
    said = microshop("reconcile", "wechat", "--bill", str(bill), "--export", str(target))
    assert said.code == 0
    first, second = json.loads(target.read_text("utf-8"))
    assert (first["transaction_id"], first["in_bill"], first["in_shop"]) == ("42000419", 2680, 0)
    assert (second["in_bill"], second["finding"]) == (-500, "Money without a sale")
    assert first["payout"] == (AT + timedelta(days=1)).date().isoformat()


def test_the_day_of_the_payout_is_told(microshop: Microshop, bill: Path) -> None:
    assert "At the bank about 14 Mar" in microshop("reconcile", "wechat", "--bill", str(bill)).out
    found = document(microshop, "wechat", "--bill", str(bill))
    assert (found["payout"], found["paid_out"]) == ("2026-03-14", [])


def test_a_contradiction_is_told(microshop: Microshop, bill: Path) -> None:
    text = bill.read_text("utf-8")
    closing = "总交易单数,应结订单总金额\r\n`48,`5.76"
    bill.write_text(f"{text}\r\n{closing}", encoding="utf-8", newline="")
    assert (
        "The bill says 48 rows, it has 2"
        in microshop("reconcile", "wechat", "--bill", str(bill)).out
    )


def test_what_cannot_be_reconciled_is_said_in_a_sentence(
    microshop: Microshop, bill: Path, tmp_path: Path
) -> None:
    other = microshop("reconcile", "alipay", "--bill", str(bill))
    assert (other.code, other.err) == (1, "wechat.csv is not a bill of Alipay.\n")
    (tmp_path / "soap.csv").write_text("name,price\nsoap,5\n")
    unknown = microshop("reconcile", "wechat", "--bill", str(tmp_path / "soap.csv"))
    assert unknown.code == 1
    assert "no bill this program knows" in unknown.err
    without = microshop("reconcile", "wechat", "--day", "2026-03-13")
    assert (without.code, without.err.count("\n")) == (1, 1)
    assert microshop("reconcile", "wechat", "--day", "x").code == 2
    both = microshop("reconcile", "wechat", "--day", "2026-03-13", "--bill", str(bill))
    assert both.code == 2


def test_a_platform_says_in_a_sentence_why_it_has_no_bill(
    microshop: Microshop, tmp_path: Path
) -> None:
    with merchant_shop(microshop, tmp_path / "keys") as merchant:
        assert merchant.add("wechat-pay").code == 0
        today = SystemClock().now().astimezone(CHINA).date()
        # Yesterday's bill is made in the morning: whether it is there depends on the hour.
        old = (today - timedelta(days=2)).isoformat()
        none = microshop("reconcile", "wechat", "--day", old)
        assert none.code == 1
        assert none.err.startswith("Nothing was paid on ")
        early = microshop("reconcile", "wechat", "--day", today.isoformat(), "--json")
        assert early.code == 1
        assert json.loads(early.out)["error"]["code"] == "bill_not_ready"
