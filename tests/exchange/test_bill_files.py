"""Bills of platforms and apps as they come: all public samples, and the same in other clothes."""

import io
import re
import tracemalloc
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from microshop_desktop.domain.bills import (
    CHINA,
    Bill,
    BillForm,
    ClaimOf,
    LineKind,
    LineState,
    RemarkKind,
    figures_of,
)
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.exchange import bill_files
from microshop_desktop.exchange.bill_files import entry_name, read_bill, read_bill_file

DATA = Path(__file__).parents[3] / "shared" / "data" / "bills"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the public sample bills are not here")
TRADE_HEAD = (
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,"
    "货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,"
    "商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注"
)
CLOSING_HEAD = (
    "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额"
)


def bill_of(name: str) -> Bill:
    return read_bill_file(DATA / name).bill


def kinds(bill: Bill) -> list[LineKind]:
    return [line.kind for line in bill.lines]


def fen(yuan: str) -> int:
    """Count minor units another way than the readers do."""
    return int(Decimal(yuan) * 100)


@needs_data
def test_every_public_sample_is_known_by_its_head() -> None:
    found = {path.name: read_bill_file(path) for path in sorted(DATA.iterdir())}
    assert {name: read.bill.form.value for name, read in found.items()} == {
        "alipay_merchant_20880000000000000156_20190916.csv.zip": "alipay_trade",
        "alipay_merchant_details_2019_gbk.csv": "alipay_trade",
        "alipay_personal_2023_gbk.csv": "alipay_personal",
        "jd_personal_2024.csv": "jd_personal",
        "wechat_merchant_all_2014_old_header.csv": "wechat_trade",
        "wechat_merchant_all_2019.csv": "wechat_trade",
        "wechat_merchant_all_45rows.csv": "wechat_trade",
        "wechat_merchant_fundflow_2021.csv": "wechat_funds",
        "wechat_merchant_refund_2019.csv": "wechat_trade",
        "wechat_merchant_success_2019.csv": "wechat_trade",
        "wechat_personal_2019.csv": "wechat_personal",
        "wechat_personal_2019.xlsx": "wechat_personal",
    }
    assert not any(
        remark.kind is RemarkKind.UNREADABLE
        for read in found.values()
        for remark in read.bill.remarks
    )


@needs_data
def test_a_bill_of_45_rows_adds_up_as_its_cells_do() -> None:
    """The figures are counted from the cells by their places, without the reader."""
    text = (DATA / "wechat_merchant_all_45rows.csv").read_text("utf-8-sig")
    rows = [re.sub("^`", "", row).split(",`") for row in text.splitlines() if row.startswith("`20")]
    paid = [row for row in rows if row[9] == "SUCCESS"]
    back = [row for row in rows if row[9] in {"REFUND", "REVOKED"}]
    bill = bill_of("wechat_merchant_all_45rows.csv")
    assert (len(rows), len(bill.lines)) == (45, 45)
    assert len(paid) == kinds(bill).count(LineKind.PAYMENT)
    assert len(back) == kinds(bill).count(LineKind.REFUND)
    figures = figures_of(bill.lines)
    assert figures.received == sum(fen(row[12]) for row in paid)
    assert figures.returned == sum(fen(row[16]) for row in back if row[19] != "FAIL")
    assert figures.fees == sum(fen(row[22]) for row in rows if row[19] != "FAIL")
    assert [line.transaction_id for line in bill.lines] == [row[5] for row in rows]
    assert {line.row for line in bill.lines} == set(range(2, 47))


@needs_data
def test_the_old_head_with_its_full_width_colons() -> None:
    bill = bill_of("wechat_merchant_all_2014_old_header.csv")
    assert [line.at for line in bill.lines] == [
        datetime(2014, 11, 10, 16, 33, 45, tzinfo=CHINA),
        datetime(2014, 11, 10, 16, 46, 14, tzinfo=CHINA),
    ]
    assert [line.amount for line in bill.lines] == [1, 1]
    assert bill.lines[0].transaction_id == "1001690740201411100005734289"
    assert not bill.contradictions
    assert (bill.first_day, bill.merchant) == (date(2014, 11, 10), "10000100")


@needs_data
@pytest.mark.parametrize(
    ("name", "claimed"),
    [
        ("wechat_merchant_all_2019.csv", 48),
        ("wechat_merchant_success_2019.csv", 31),
        ("wechat_merchant_refund_2019.csv", 4),
        ("wechat_merchant_fundflow_2021.csv", 3),
    ],
)
def test_a_closing_line_that_contradicts_its_rows_is_told(name: str, claimed: int) -> None:
    wrong = {claim.of: claim for claim in bill_of(name).contradictions}
    assert wrong[ClaimOf.ROWS].claimed == claimed
    assert wrong[ClaimOf.ROWS].found in {1, 2}


@needs_data
def test_refunds_of_a_bill_of_refunds_come_when_they_succeeded() -> None:
    (line,) = bill_of("wechat_merchant_refund_2019.csv").lines
    assert (line.kind, line.amount, line.settled) == (LineKind.REFUND, -1, -1)
    assert line.at == datetime(2019, 7, 23, 20, 53, 40, tzinfo=CHINA)
    assert (line.refund_id, line.out_refund_no) == ("xxxx", "xxx")


@needs_data
def test_the_flow_of_funds() -> None:
    bill = bill_of("wechat_merchant_fundflow_2021.csv")
    assert kinds(bill) == [LineKind.REFUND, LineKind.REFUND]
    assert [line.amount for line in bill.lines] == [-1, -1]
    assert bill.lines[0].refund_id == "50300806962021873267163567362"
    assert {claim.of for claim in bill.contradictions} == {
        ClaimOf.ROWS,
        ClaimOf.INCOMES,
        ClaimOf.INCOME,
    }


@needs_data
@pytest.mark.parametrize(
    "name",
    [
        "alipay_merchant_details_2019_gbk.csv",
        "alipay_merchant_20880000000000000156_20190916.csv.zip",
    ],
)
def test_alipays_trade_in_gbk_as_a_file_and_in_a_zip(name: str) -> None:
    bill = bill_of(name)
    assert kinds(bill).count(LineKind.PAYMENT) == 6
    assert kinds(bill).count(LineKind.REFUND) == 4
    assert figures_of(bill.lines).to_bank == 2
    assert (bill.first_day, bill.last_day) == (date(2019, 9, 16), date(2019, 9, 16))
    assert bill.merchant == "20880000000000000156"
    assert not bill.contradictions
    assert len(bill.claims) == 4
    refund = bill.lines[1]
    assert refund.out_refund_no == "re_test_1568602607356"
    assert refund.transaction_id == "2019091622004844721529285418"


@needs_data
def test_an_export_of_wechat_in_text_and_as_a_spreadsheet() -> None:
    text, sheet = bill_of("wechat_personal_2019.csv"), bill_of("wechat_personal_2019.xlsx")
    assert len(text.lines) == 27
    incoming = [line for line in text.lines if line.kind is LineKind.PAYMENT]
    assert sum(line.amount for line in incoming) == 35 + 2300 + 7 + 7 + 500
    assert sum(line.fee for line in text.lines) == 10 + 10 + 100
    rows = next(claim for claim in text.claims if claim.of is ClaimOf.ROWS)
    assert (rows.claimed, rows.found) == (43, 27)
    assert [line.amount for line in sheet.lines[:3]] == [line.amount for line in text.lines[:3]]
    assert sheet.lines[0].at == text.lines[0].at
    assert any(remark.kind is RemarkKind.REPEATED_NUMBER for remark in text.remarks)
    assert (text.first_day, text.last_day) == (date(2019, 8, 1), date(2019, 9, 30))


@needs_data
def test_an_export_of_alipay_leaves_out_what_was_closed() -> None:
    bill = bill_of("alipay_personal_2023_gbk.csv")
    assert len(bill.lines) == 10
    assert sum(not line.counts for line in bill.lines) == 2
    assert [line.amount for line in bill.lines if line.kind is LineKind.PAYMENT] == [22222850]
    assert next(line for line in bill.lines if line.state is LineState.PENDING).row == 27


@needs_data
def test_an_export_of_jd_counts_what_stayed_paid() -> None:
    bill = bill_of("jd_personal_2024.csv")
    assert len(bill.lines) == 26
    claims = {claim.of: claim for claim in bill.claims}
    assert claims[ClaimOf.ROWS].holds
    assert claims[ClaimOf.OUTGOINGS].holds
    assert claims[ClaimOf.OUTGOING].holds, claims[ClaimOf.OUTGOING]
    assert (bill.first_day, bill.last_day) == (date(2024, 12, 1), date(2024, 12, 31))
    assert len([r for r in bill.remarks if r.kind is RemarkKind.PART_REFUNDED]) == 5


@needs_data
@pytest.mark.parametrize("name", ["wechat_merchant_all_45rows.csv", "wechat_merchant_all_2019.csv"])
def test_marks_and_line_ends_change_nothing(name: str) -> None:
    plain = (DATA / name).read_text("utf-8-sig").replace("\r\n", "\n")
    bare = read_bill(name, plain.encode()).bill
    assert read_bill(name, b"\xef\xbb\xbf" + plain.replace("\n", "\r\n").encode()).bill == bare


def trade_bill(*rows: str, closing: str = "") -> bytes:
    return "\r\n".join((TRADE_HEAD, *rows, CLOSING_HEAD, closing)).encode()


def trade_row(goods: str = "薯片", amount: str = "8.50", fee: str = "0.05000") -> str:
    cells = (
        "2026-03-13 14:05:00,wx1,1900000001,0,,4200000001,a1b2,o1,NATIVE,SUCCESS,OTHERS,CNY,"
        f"{amount},0.00,0,0,0.00,0.00,,,{{}},,{fee},0.60%,{amount},0.00,"
    ).split(",")
    return ",".join(f"`{cell}" for cell in cells).replace("{}", goods)


def test_a_comma_in_the_goods_moves_no_cell() -> None:
    bill = read_bill("a.csv", trade_bill(trade_row("薯片,大包"))).bill
    assert (bill.lines[0].text, bill.lines[0].amount, bill.lines[0].fee) == ("薯片,大包", 850, 5)


def test_an_amount_that_cannot_be_read_is_told_and_not_counted() -> None:
    rows = (trade_row(), trade_row(amount="8.5O"))
    bill = read_bill("a.csv", trade_bill(*rows, closing="`2.0,`17.00,`0.00,`0.00,`0.10,`17.00,`0"))
    assert [(r.kind, r.row) for r in bill.bill.remarks] == [(RemarkKind.UNREADABLE, 3)]
    assert len(bill.bill.lines) == 1
    claims = {claim.of: claim for claim in bill.bill.claims}
    assert claims[ClaimOf.ROWS].holds
    assert not claims[ClaimOf.RECEIVED].holds


def zip_of(*parts: tuple[str, bytes]) -> bytes:
    """Pack as Windows tools do: names in GBK, no word that they are."""
    packed = io.BytesIO()
    names: list[tuple[bytes, bytes]] = []
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, (name, content) in enumerate(parts):
            written = name.encode("gb18030")
            stand_in = f"{place}".rjust(len(written), "~")
            names.append((stand_in.encode(), written))
            archive.writestr(stand_in, content)
    raw = packed.getvalue()
    for stand_in_bytes, written in names:
        raw = raw.replace(stand_in_bytes, written)
    return raw


def alipay_parts() -> tuple[tuple[str, bytes], tuple[str, bytes]]:
    head = (
        "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,"
        "订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,"
        "券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注"
    )
    row = (
        "2026031322001\t,b7c8\t,交易\t,饼干,2026-03-13 10:32:00,2026-03-13 10:32:09,"
        "\t,\t,\t,\t,*李\t,"
        "45.00,45.00,0.00,0.00,0.00,0.00,0.00,,0.00\t,0.00,\t,-0.27,0.00,"
    )
    summary_head = (
        "门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,支付宝优惠（元）,"
        "商家优惠（元）,卡消费金额（元）,服务费（元）,分润（元）,实收净额（元）"
    )
    total = "合计\t,\t,2,0,90.00,90.00,0.00,0.00,0.00,-0.54,0.00,89.46"
    detail = f"#支付宝业务明细查询\r\n{head}\r\n{row}\r\n#---列表结束---\r\n"
    summary = f"#支付宝业务汇总查询\r\n{summary_head}\r\n{total}\r\n"
    return (
        ("20880_业务明细(汇总).csv", summary.encode("gb18030")),
        ("20880_业务明细.csv", detail.encode("gb18030")),
    )


def test_a_zip_whose_summary_is_first_is_read_and_held_against_it() -> None:
    content = zip_of(*alipay_parts())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert entry_name(archive.infolist()[0]) == "20880_业务明细(汇总).csv"
    bill = read_bill("b.zip", content).bill
    assert [(line.amount, line.fee) for line in bill.lines] == [(4500, 27)]
    wrong = {claim.of: (claim.claimed, claim.found) for claim in bill.contradictions}
    assert wrong == {
        ClaimOf.PAYMENTS: (2, 1),
        ClaimOf.INCOME: (9000, 4500),
        ClaimOf.FEES: (54, 27),
    }


def test_a_name_that_climbs_out_of_its_zip_writes_nothing(tmp_path: Path) -> None:
    name = "../../climbed.csv"
    read = read_bill("c.zip", zip_of((name, alipay_parts()[1][1])))
    assert read.bill.form is BillForm.ALIPAY_TRADE
    assert not list(tmp_path.parent.rglob("climbed.csv"))


def test_a_zip_that_unfolds_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bill_files, "MOST_UNPACKED", 100_000)
    with pytest.raises(ShopError) as caught:
        read_bill("bomb.zip", zip_of(("a.csv", b"0" * 200_000)))
    assert caught.value.code is ErrorCode.FILE_TOO_BIG


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_that_is_damaged_inside_is_unreadable_however_it_is_packed(method: int) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("a.csv", "0,1\n" * 50_000)
    content = bytearray(packed.getvalue())
    content[45:60] = b"\xff" * 15
    with pytest.raises(ShopError) as caught:
        read_bill("x.zip", bytes(content))
    assert caught.value.code is ErrorCode.FILE_UNREADABLE


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", ErrorCode.FILE_EMPTY),
        (b"name,price\nsoap,5\n", ErrorCode.BILL_UNKNOWN),
        (b"PK\x03\x04 torn", ErrorCode.FILE_UNREADABLE),
        (bytes(range(256)), ErrorCode.BILL_UNKNOWN),
    ],
)
def test_what_is_no_bill_is_refused_with_its_reason(content: bytes, code: ErrorCode) -> None:
    with pytest.raises(ShopError) as caught:
        read_bill("x", content)
    assert caught.value.code is code


SEPARATORS = "\u2028\u2029\x0b\x0c\x1c\x85"
"""What `str.splitlines` takes for the end of a line, and no bill means so."""


@pytest.mark.parametrize("sign", SEPARATORS)
def test_a_sign_inside_a_name_ends_no_row_of_alipay(sign: str) -> None:
    head = "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,订单金额,商家实收,服务费"
    row = "2026031322,A1,交易,{},2026-03-13 10:00:00,2026-03-13 10:00:05,5.00,5.00,-0.03"
    names = (f"tea{sign}green", f'"tea{sign}\nblack"', "soap")
    text = "\r\n".join([head, *(row.format(name) for name in names)])
    bill = read_bill("x.csv", text.encode()).bill
    assert [(line.row, line.amount) for line in bill.lines] == [(2, 500), (4, 500), (5, 500)]
    assert bill.remarks == ()
    assert bill.lines[1].text.startswith("tea")


@pytest.mark.parametrize("sign", SEPARATORS)
def test_a_sign_inside_a_name_ends_no_row_of_wechat(sign: str) -> None:
    head = "交易时间,公众账号ID,商户订单号,交易状态,应结订单金额,商品名称,手续费,订单金额"
    row = f"`2026-03-13 10:00:00,`wx1,`A1,`SUCCESS,`5.00,`tea{sign}green,`0.03,`5.00"
    bill = read_bill("x.csv", f"{head}\r\n{row}\r\n{row}\r\n".encode()).bill
    assert [(line.row, line.amount) for line in bill.lines] == [(2, 500), (3, 500)]
    assert bill.remarks == ()


def test_a_huge_bill_is_refused_before_it_fills_the_memory() -> None:
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("bill.csv", "w") as file,
    ):
        for _megabyte in range(256):
            file.write(b"0" * (1 << 20))
    tracemalloc.start()
    with pytest.raises(ShopError) as caught:
        read_bill("bill.zip", packed.getvalue())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert caught.value.code is ErrorCode.FILE_TOO_BIG
    assert peak < 3 * bill_files.MOST_UNPACKED


def test_a_huge_file_is_refused_without_reading_all_of_it(tmp_path: Path) -> None:
    path = tmp_path / "bill.csv"
    with path.open("wb") as file:
        file.truncate(256 << 20)
    tracemalloc.start()
    with pytest.raises(ShopError) as caught:
        read_bill_file(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert caught.value.code is ErrorCode.FILE_TOO_BIG
    assert peak < 3 * bill_files.MOST_BYTES
