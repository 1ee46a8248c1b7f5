"""Exports of a person's app: WeChat, Alipay, JD. They know no number of ours.

Money that came in is a payment by a customer; what went out, or between a person's own pockets, is
other money. Who paid is not kept.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from microshop_desktop.domain.bill_cells import Row, fen, heads_of, plain, row_of, span_in
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

_HEADS = (
    (BillForm.WECHAT_PERSONAL, ("交易时间", "交易类型", "交易对方")),
    (BillForm.ALIPAY_PERSONAL, ("交易时间", "交易分类", "交易对方")),
    (BillForm.JD_PERSONAL, ("交易时间", "商户名称", "交易说明")),
)
_FEE = re.compile(r"服务费[¥￥]?([\d.]+)")
_JD_AMOUNT = re.compile(r"(-?[\d.,]+)(?:\(已退款([\d.,]+)\)|\((已全额退款)\))?")
_ROWS = re.compile(r"共:?(\d+)笔记录")
_SIDE = re.compile(r"(收入|支出|中性交易|不计收支):(\d+)笔(?:\([^)]*\))?,?\s*([\d.,]+)元")
_FAILED = ("关闭", "失败", "已撤销", "已取消")
_PENDING = ("等待", "待", "处理中")
_INCOME, _OUTGOING = "收入", "支出"
_CLAIMS = {
    _INCOME: (ClaimOf.INCOMES, ClaimOf.INCOME),
    _OUTGOING: (ClaimOf.OUTGOINGS, ClaimOf.OUTGOING),
    "中性交易": (ClaimOf.NEUTRAL_ROWS, ClaimOf.NEUTRAL),
    "不计收支": (ClaimOf.NEUTRAL_ROWS, ClaimOf.NEUTRAL),
}


def read_personal(rows: Sequence[TableRow]) -> Bill | None:
    """Read an export; None where the table is none."""
    for place, row in enumerate(rows):
        heads = heads_of(row.cells)
        for form, first in _HEADS:
            if tuple(heads[:3]) == first:
                return _read(form, rows, place, heads)
    return None


def _read(form: BillForm, rows: Sequence[TableRow], place: int, heads: Sequence[str]) -> Bill:
    lines: list[BillLine] = []
    sides: list[str] = []
    remarks: list[Remark] = []
    for table_row in rows[place + 1 :]:
        if table_row.is_blank:
            continue
        row = row_of(table_row.number, heads, table_row.cells)
        try:
            lines.append(_READERS[form](row))
        except ShopError:
            remarks.append(Remark(RemarkKind.UNREADABLE, row.number, row.text("金额")))
            continue
        sides.append(row.text("收/支"))
        if "退款" in row.text("金额"):
            remarks.append(Remark(RemarkKind.PART_REFUNDED, row.number, row.text("金额")))
    above = [plain(",".join(row.cells)).rstrip(",") for row in rows[:place]]
    claims = tuple(_claims(above, lines, sides, len(lines) + _unreadable(remarks)))
    remarks += _repeated(lines)
    first, last = span_in(above) or days_of(lines)
    covers = frozenset({LineKind.PAYMENT})
    return Bill(form, tuple(lines), claims, tuple(remarks), first, last, covers=covers)


def _unreadable(remarks: Sequence[Remark]) -> int:
    return sum(remark.kind is RemarkKind.UNREADABLE for remark in remarks)


def _wechat_line(row: Row) -> BillLine:
    amount = row.amount("金额")
    fee = _FEE.search(row.text("备注"))
    return _line(
        row, amount, row.text("当前状态"), (row.key("交易单号"), row.text("交易类型")), fee
    )


def _alipay_line(row: Row) -> BillLine:
    said = (row.key("交易订单号"), row.text("交易分类"))
    return _line(row, row.amount("金额"), row.text("交易状态"), said, None)


def _jd_line(row: Row) -> BillLine:
    """Read a line whose amount may say how much of it went back: what stayed counts."""
    found = _JD_AMOUNT.fullmatch(plain(row.text("金额")).replace(" ", ""))
    if found is None:
        return _line(row, row.amount("金额"), "", ("", ""), None)
    asked, back = fen(found.group(1)), fen(found.group(2) or "")
    amount = 0 if found.group(3) else asked - back
    said = (row.key("交易订单号"), row.text("交易分类"))
    return _line(row, amount, row.text("交易状态"), said, None)


def _line(
    row: Row, amount: int, state: str, said: tuple[str, str], fee: re.Match[str] | None
) -> BillLine:
    """Make the line of an export; `said` is its number and what kind of trade it calls it."""
    number, text = said
    side = row.text("收/支")
    signed = amount if side == _INCOME else -amount
    return BillLine(
        row=row.number,
        kind=LineKind.PAYMENT if side == _INCOME else LineKind.OTHER,
        state=_state(state),
        at=row.time("交易时间"),
        amount=signed,
        settled=signed,
        fee=fen(fee.group(1)) if fee else 0,
        transaction_id=number,
        channel=row.text("支付方式", "收/付款方式"),
        text=text,
    )


def _state(said: str) -> LineState:
    if any(word in said for word in _FAILED):
        return LineState.FAILED
    return LineState.PENDING if said.startswith(_PENDING) else LineState.DONE


_READERS: dict[BillForm, Callable[[Row], BillLine]] = {
    BillForm.WECHAT_PERSONAL: _wechat_line,
    BillForm.ALIPAY_PERSONAL: _alipay_line,
    BillForm.JD_PERSONAL: _jd_line,
}


def _claims(
    above: Sequence[str], lines: Sequence[BillLine], sides: Sequence[str], rows: int
) -> Iterator[Claim]:
    """Yield what stands above the table, with what its rows make of it."""
    for text in above:
        total = _ROWS.fullmatch(text)
        if total:
            yield Claim(ClaimOf.ROWS, int(total.group(1)), rows)
        side = _SIDE.fullmatch(text)
        if side:
            own = [
                line
                for line, written in zip(lines, sides, strict=True)
                if _side_of(written) == _side_of(side.group(1))
            ]
            counted, summed = _CLAIMS[side.group(1)]
            yield Claim(counted, int(side.group(2)), len(own))
            yield Claim(summed, fen(side.group(3)), sum(abs(line.amount) for line in own))


def _side_of(written: str) -> str:
    return written if written in {_INCOME, _OUTGOING} else ""


def _repeated(lines: Sequence[BillLine]) -> Iterator[Remark]:
    """Yield each later line whose number another one has."""
    seen: Counter[str] = Counter()
    for line in lines:
        if line.kind is LineKind.PAYMENT and line.transaction_id:
            seen[line.transaction_id] += 1
            if seen[line.transaction_id] > 1:
                yield Remark(RemarkKind.REPEATED_NUMBER, line.row, line.transaction_id)
