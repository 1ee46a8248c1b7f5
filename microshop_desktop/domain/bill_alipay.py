"""Alipay's bills for merchants: 业务明细 (trade) and 账务明细 (how the account moved).

Comment lines begin with `#`; closing figures stand in them, or in a summary file of its own.
"""

import re
from collections.abc import Iterator, Sequence

from microshop_desktop.domain.bill_cells import Row, count, fen, heads_of, plain, row_of, span_in
from microshop_desktop.domain.bills import (
    Bill,
    BillForm,
    BillLine,
    Claim,
    ClaimOf,
    LineKind,
    LineState,
    Remark,
    RemarkKind,
    days_of,
)
from microshop_desktop.domain.errors import ShopError
from microshop_desktop.domain.table_cells import TableRow

TRADE_HEAD, FUNDS_HEAD, SUMMARY_HEAD = "支付宝交易号", "账务流水号", "门店编号"
_TOTAL = re.compile(r"#(交易|退款)合计:(\d+)笔,商家实收(?:退款)?共(-?[\d.]+)元")
_MERCHANT = re.compile(r"#账号:\[(\d+)\]")
_FUND_KINDS = (
    ("退费", LineKind.FEE),
    ("收费", LineKind.FEE),
    ("服务费", LineKind.FEE),
    ("退款", LineKind.REFUND),
    ("在线支付", LineKind.PAYMENT),
    ("交易付款", LineKind.PAYMENT),
)


def read_alipay(rows: Sequence[TableRow], summary: Sequence[TableRow] = ()) -> Bill | None:
    """Read a merchant's bill with the rows of its summary file; None where it is none."""
    for place, row in enumerate(rows):
        heads = heads_of(row.cells)
        if heads[:1] == [TRADE_HEAD]:
            return _read(BillForm.ALIPAY_TRADE, rows, place, summary)
        if heads[:1] == [FUNDS_HEAD]:
            return _read(BillForm.ALIPAY_FUNDS, rows, place, summary)
    return None


def is_summary(rows: Sequence[TableRow]) -> bool:
    """Tell whether a file is the summary that goes with a bill."""
    return any(
        heads[:1] == [SUMMARY_HEAD] and "交易订单总笔数" in heads
        for heads in (heads_of(row.cells) for row in rows[:20])
    )


def _read(
    form: BillForm, rows: Sequence[TableRow], place: int, summary: Sequence[TableRow]
) -> Bill:
    heads = heads_of(rows[place].cells)
    reader = _trade_line if form is BillForm.ALIPAY_TRADE else _fund_line
    lines: list[BillLine] = []
    remarks: list[Remark] = []
    for row in rows[place + 1 :]:
        if row.is_blank or _is_comment(row):
            continue
        try:
            lines.append(reader(row_of(row.number, heads, row.cells)))
        except ShopError:
            remarks.append(Remark(RemarkKind.UNREADABLE, row.number, ",".join(row.cells)[:80]))
    comments = [plain(",".join(row.cells)) for row in rows if _is_comment(row)]
    claims = (*_closing_claims(comments, lines), *_summary_claims(summary, lines))
    first, last = span_in(comments) or days_of(lines)
    found = next((m for m in map(_MERCHANT.match, comments) if m), None)
    merchant = found.group(1) if found else ""
    return Bill(form, tuple(lines), claims, tuple(remarks), first, last, merchant)


def _is_comment(row: TableRow) -> bool:
    return row.cells[:1] != [] and row.cells[0].startswith("#")


def _trade_line(row: Row) -> BillLine:
    is_refund = "退款" in row.text("业务类型")
    sign = -1 if is_refund else 1
    return BillLine(
        row=row.number,
        kind=LineKind.REFUND if is_refund else LineKind.PAYMENT,
        state=LineState.DONE,
        at=row.time("完成时间") if row.key("完成时间") else row.time("创建时间"),
        amount=sign * abs(row.amount("订单金额")),
        settled=sign * abs(row.amount("商家实收")),
        fee=sign * abs(row.amount("服务费")),
        transaction_id=row.key("支付宝交易号"),
        out_trade_no=row.key("商户订单号"),
        out_refund_no=row.key("退款批次号/请求号") if is_refund else "",
        channel=row.text("终端号"),
        text=row.text("商品名称"),
    )


def _fund_line(row: Row) -> BillLine:
    name = row.text("业务类型")
    kind = next((kind for word, kind in _FUND_KINDS if word in name), LineKind.OTHER)
    signed = abs(row.amount("收入金额")) - abs(row.amount("支出金额"))
    is_fee = kind is LineKind.FEE
    return BillLine(
        row=row.number,
        kind=kind,
        state=LineState.DONE,
        at=row.time("发生时间"),
        amount=signed,
        settled=0 if is_fee else signed,
        fee=-signed if is_fee else 0,
        transaction_id=row.key("业务流水号"),
        out_trade_no=row.key("商户订单号"),
        refund_id=row.key("账务流水号") if kind is LineKind.REFUND else "",
        channel=row.text("交易渠道"),
        text=row.text("商品名称"),
    )


def _closing_claims(comments: Sequence[str], lines: Sequence[BillLine]) -> Iterator[Claim]:
    for comment in comments:
        found = _TOTAL.match(comment)
        if found is None:
            continue
        is_refund = found.group(1) == "退款"
        counted, received = _sums(lines, LineKind.REFUND if is_refund else LineKind.PAYMENT)
        said = fen(found.group(3))
        yield Claim(
            ClaimOf.REFUNDS if is_refund else ClaimOf.PAYMENTS, int(found.group(2)), counted
        )
        if is_refund:
            yield Claim(ClaimOf.RETURNED, -said, -received)
        else:
            yield Claim(ClaimOf.RECEIVED, said, received)


def _summary_claims(summary: Sequence[TableRow], lines: Sequence[BillLine]) -> Iterator[Claim]:
    """Yield what the last line of a summary file says."""
    total = _total_row(summary)
    if total is None:
        return
    paid, received = _sums(lines, LineKind.PAYMENT)
    back, returned = _sums(lines, LineKind.REFUND)
    yield Claim(ClaimOf.PAYMENTS, count(total.text("交易订单总笔数")), paid)
    yield Claim(ClaimOf.REFUNDS, count(total.text("退款订单总笔数")), back)
    yield Claim(ClaimOf.INCOME, total.amount("商家实收"), received + returned)
    fees = sum(line.fee for line in lines)
    yield Claim(ClaimOf.FEES, -total.amount("服务费"), fees)


def _total_row(summary: Sequence[TableRow]) -> Row | None:
    heads: list[str] = []
    for row in summary:
        if not heads:
            found = heads_of(row.cells)
            heads = found if found[:1] == [SUMMARY_HEAD] else []
        elif plain(row.cells[0]) == "合计":
            return row_of(row.number, heads, row.cells)
    return None


def _sums(lines: Sequence[BillLine], kind: LineKind) -> tuple[int, int]:
    of_kind = [line for line in lines if line.kind is kind]
    return len(of_kind), sum(line.settled for line in of_kind)
