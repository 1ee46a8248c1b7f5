"""Alipay's bills: a ZIP with GBK names, and lines that add up."""

import io
import json
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from microshop_desktop.sandbox.messages import Answer, Request
from tests.sandbox.alipay_merchant import Merchant
from tests.sandbox.desk_clock import Practice

METHOD = "alipay.data.dataservice.bill.downloadurl.query"
DAY = "2026-11-24"


@pytest.fixture
def traded(practice: Practice, alipay: Merchant) -> Merchant:
    """A day of two payments and a refund; it is the next noon."""
    alipay.call(
        "alipay.trade.pay",
        alipay.order(auth_code="283456789012349999", scene="bar_code", store_id="S1"),
    )
    alipay.pay("order_002", "3.50", "283456789012348888")
    alipay.refund("5.00")
    practice.clock.pass_by(days=1)
    return alipay


def _download(merchant: Merchant, kind: str = "trade", day: str = DAY) -> Answer:
    said = merchant.call(METHOD, {"bill_type": kind, "bill_date": day})
    link = urlsplit(said["bill_download_url"])
    return merchant.practice.sandbox.handle(Request("GET", f"{link.path}?{link.query}"))


def _files(answer: Answer) -> dict[str, list[str]]:
    """Unpack in memory: names are GBK without the mark, contents GBK."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(answer.body)) as packed:
        assert packed.testzip() is None
        for entry in packed.infolist():
            assert not entry.flag_bits & 0x800
            name = entry.filename.encode("cp437").decode("gbk")
            found[name] = packed.read(entry).decode("gb18030").split("\r\n")
    return found


def test_a_trade_bill_is_two_files(traded: Merchant, shared_data: Path) -> None:
    files = _files(_download(traded))
    summary, detail = files
    assert summary == f"{traded.app.seller_id}_20261124_业务明细(汇总).csv"
    assert detail == f"{traded.app.seller_id}_20261124_业务明细.csv"
    lines = files[detail]
    published = shared_data / "bills" / "alipay_merchant_details_2019_gbk.csv"
    assert lines[4] in published.read_text("gb18030").splitlines()
    head = lines[4].split(",")
    rows = [dict(zip(head, line.split(","), strict=True)) for line in lines[5:8]]
    assert [(r["商户订单号"], r["业务类型"], r["订单金额（元）"]) for r in rows] == [
        ("order_001\t", "交易", "19.90"),
        ("order_002\t", "交易", "3.50"),
        ("order_001\t", "退款", "-5.00"),
    ]
    assert rows[2]["退款批次号/请求号"] == "refund_1\t"
    assert rows[0]["门店编号"] == "S1\t"
    assert [r["服务费（元）"] for r in rows] == ["-0.12", "-0.02", "0.03"]
    assert lines[9] == "#交易合计：2笔，商家实收共23.40元，商家优惠共0.00元"
    assert lines[10] == "#退款合计：1笔，商家实收退款共-5.00元，商家优惠退款共0.00元"


def test_the_summary_agrees_with_the_lines(traded: Merchant) -> None:
    lines = next(iter(_files(_download(traded)).values()))
    total = dict(zip(lines[4].split(","), lines[6].split(","), strict=True))
    assert total["门店编号"] == "合计\t"
    assert (total["交易订单总笔数"], total["退款订单总笔数"]) == ("2", "1")
    assert (total["订单金额（元）"], total["实收净额（元）"]) == ("18.40", "18.29")


def test_an_account_bill_ends_with_the_balance(traded: Merchant) -> None:
    (lines,) = _files(_download(traded, "signcustomer")).values()
    last = dict(zip(lines[4].split(","), lines[-3].split(","), strict=True))
    assert last["账户余额（元）"] == "18.29"
    assert last["支出金额（-元）"] == "-5.00"


@pytest.mark.parametrize(
    ("kind", "day", "sub_code"),
    [
        ("trade", "2026-11-25", "isp.invalid_arguments"),
        ("trade", "2026-11", "isp.invalid_arguments"),
        ("trade", "2026-02-30", "isp.invalid_arguments"),
        ("trade", "2026-11-23", "isp.bill_not_exist"),
        ("signcustomer", "2026-10", "isp.bill_not_exist"),
        ("other", DAY, "ACQ.INVALID_PARAMETER"),
        ("trade", "20261124", "ACQ.INVALID_PARAMETER"),
    ],
)
def test_there_is_no_bill(traded: Merchant, kind: str, day: str, sub_code: str) -> None:
    said = traded.call(METHOD, {"bill_type": kind, "bill_date": day})
    assert said["sub_code"] == sub_code


def test_a_month_has_a_bill_from_its_fourth_day_on(practice: Practice, alipay: Merchant) -> None:
    alipay.pay()
    practice.clock.pass_by(days=9)
    content = {"bill_type": "trade", "bill_date": "2026-11"}
    assert alipay.call(METHOD, content)["sub_code"] == "isp.bill_not_exist"
    practice.clock.pass_by(days=1)
    (name, *_) = _files(_download(alipay, day="2026-11"))
    assert name == f"{alipay.app.seller_id}_202611_业务明细(汇总).csv"


def test_a_link_lives_half_a_minute(practice: Practice, traded: Merchant) -> None:
    said = traded.call(METHOD, {"bill_type": "trade", "bill_date": DAY})
    link = urlsplit(said["bill_download_url"])
    practice.clock.pass_by(31)
    answer = practice.sandbox.handle(Request("GET", f"{link.path}?{link.query}"))
    assert answer.status == 403
    assert not zipfile.is_zipfile(io.BytesIO(answer.body))


def test_the_link_is_signed_and_the_file_is_not(traded: Merchant) -> None:
    answer = _download(traded)
    assert answer.headers["Content-Type"] == "application/octet-stream"
    with pytest.raises(UnicodeDecodeError):
        json.loads(answer.body)
