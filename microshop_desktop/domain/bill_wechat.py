"""WeChat Pay's bills for merchants: trade of all three types, in the old and new heads, and funds.

Every cell of a row begins with a back-tick, so rows are parted there: texts may hold commas. Behind
the rows stand a second head and one closing line.
"""

from collections.abc import Callable, Iterator, Sequence

from microshop_desktop.domain.bill_cells import (
    Row,
    clean,
    count,
    fen,
    heads_of,
    lines_of,
    plain,
    row_of,
)
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

TRADE_HEAD = ("交易时间", "公众账号ID")
FUNDS_HEAD = ("记账时间", "微信支付业务单号")
_CLOSING = ("总交易单数", "资金流水总笔数")
_BACK = frozenset({"REFUND", "REVOKED"})
_STATES = {"PROCESSING": LineState.PENDING, "FAIL": LineState.FAILED, "CHANGE": LineState.PENDING}
_FUND_KINDS = (
    ("手续费", LineKind.FEE),
    ("退款", LineKind.REFUND),
    ("交易", LineKind.PAYMENT),
    ("支付", LineKind.PAYMENT),
)
Reader = Callable[[Row], BillLine]


def read_wechat(text: str) -> Bill | None:
    """Read a merchant's bill; None where the text is none of WeChat's."""
    rows = [(no, line) for no, line in enumerate(lines_of(text), 1) if line.strip()]
    if not rows:
        return None
    heads = heads_of(rows[0][1].split(","))
    if tuple(heads[:2]) == TRADE_HEAD:
        return _read(BillForm.WECHAT_TRADE, heads, rows[1:], _trade_line)
    if tuple(heads[:2]) == FUNDS_HEAD:
        return _read(BillForm.WECHAT_FUNDS, heads, rows[1:], _fund_line)
    return None


def _read(
    form: BillForm, heads: Sequence[str], rows: Sequence[tuple[int, str]], reader: Reader
) -> Bill:
    lines: list[BillLine] = []
    remarks: list[Remark] = []
    closing: dict[str, str] = {}
    merchant = ""
    for place, (number, text) in enumerate(rows):
        if text.startswith(_CLOSING):
            closing = _closing(rows[place:])
            break
        row = row_of(number, heads, _cells(text))
        merchant = merchant or row.key("商户号")
        try:
            lines.append(reader(row))
        except ShopError:
            remarks.append(Remark(RemarkKind.UNREADABLE, number, text[:80]))
    first, last = days_of(lines)
    claims = tuple(_claims(closing, lines, len(lines) + len(remarks)))
    return Bill(form, tuple(lines), claims, tuple(remarks), first, last, merchant, _covered(heads))


def _covered(heads: Sequence[str]) -> frozenset[LineKind]:
    """Return what a bill lists: of its three types, two leave out one side."""
    if "退款申请时间" in heads:
        return frozenset({LineKind.REFUND})
    if "退款金额" in heads or "收支金额" in heads:
        return frozenset({LineKind.PAYMENT, LineKind.REFUND})
    return frozenset({LineKind.PAYMENT})


def _cells(text: str) -> list[str]:
    """Part a row where a comma is followed by a back-tick; a plain file by its commas."""
    written = text.strip()
    return written.split(",`") if written.startswith("`") else written.split(",")


def _closing(rows: Sequence[tuple[int, str]]) -> dict[str, str]:
    if len(rows) < 2:
        return {}
    names = heads_of(rows[0][1].split(","))
    return dict(zip(names, map(clean, _cells(rows[1][1])), strict=False))


def _trade_line(row: Row) -> BillLine:
    state = row.text("交易状态")
    if state in _BACK:
        return _back_line(row, is_reversal=state == "REVOKED")
    settled = row.amount("应结订单金额", "总金额")
    return BillLine(
        row=row.number,
        kind=LineKind.PAYMENT,
        state=LineState.DONE if state == "SUCCESS" else LineState.PENDING,
        at=row.time("交易时间"),
        amount=row.amount("订单金额", "总金额"),
        settled=settled,
        fee=row.amount("手续费"),
        transaction_id=row.key("微信订单号"),
        out_trade_no=row.key("商户订单号"),
        channel=row.text("交易类型"),
        text=row.text("商品名称"),
    )


def _back_line(row: Row, *, is_reversal: bool) -> BillLine:
    """Read money that went back; coupons that went back with it were never the merchant's."""
    given = row.amount("退款金额")
    return BillLine(
        row=row.number,
        kind=LineKind.REFUND,
        state=_STATES.get(row.text("退款状态"), LineState.DONE),
        at=row.time("退款成功时间") if row.key("退款成功时间") else row.time("交易时间"),
        amount=-(row.amount("申请退款金额") or given),
        settled=-given,
        fee=row.amount("手续费"),
        transaction_id=row.key("微信订单号"),
        out_trade_no=row.key("商户订单号"),
        refund_id=row.key("微信退款单号"),
        out_refund_no=row.key("商户退款单号"),
        channel=row.text("交易类型"),
        text=row.text("商品名称"),
        reversed=is_reversal,
    )


def _fund_line(row: Row) -> BillLine:
    name = row.text("业务类型") or row.text("业务名称")
    kind = next((kind for word, kind in _FUND_KINDS if word in name), LineKind.OTHER)
    moved = row.amount("收支金额")
    signed = moved if plain(row.text("收支类型")) == "收入" else -moved
    is_refund, is_fee = kind is LineKind.REFUND, kind is LineKind.FEE
    number, own = row.key("微信支付业务单号"), row.key("业务凭证号")
    return BillLine(
        row=row.number,
        kind=kind,
        state=LineState.DONE,
        at=row.time("记账时间"),
        amount=signed,
        settled=0 if is_fee else signed,
        fee=-signed if is_fee else 0,
        transaction_id="" if is_refund else number,
        out_trade_no="" if is_refund else own,
        refund_id=number if is_refund else "",
        out_refund_no=own if is_refund else "",
        channel=name,
        text=row.text("备注"),
    )


def _claims(closing: dict[str, str], lines: Sequence[BillLine], rows: int) -> Iterator[Claim]:
    """Yield what the closing line says, where it can be read, with what the rows make of it."""
    payments = [line for line in lines if line.kind is LineKind.PAYMENT]
    back = [line for line in lines if line.kind is LineKind.REFUND]
    incomes = [line for line in lines if line.amount > 0]
    outgoings = [line for line in lines if line.amount < 0]
    asked = sum(line.amount for line in payments)
    found = {
        "总交易单数": (ClaimOf.ROWS, rows),
        "应结订单总金额": (ClaimOf.RECEIVED, sum(line.settled for line in payments)),
        "总交易额": (ClaimOf.RECEIVED, asked),
        "退款总金额": (ClaimOf.RETURNED, -sum(line.settled for line in back)),
        "总退款金额": (ClaimOf.RETURNED, -sum(line.settled for line in back)),
        "手续费总金额": (ClaimOf.FEES, sum(line.fee for line in lines)),
        "资金流水总笔数": (ClaimOf.ROWS, rows),
        "收入笔数": (ClaimOf.INCOMES, len(incomes)),
        "收入金额": (ClaimOf.INCOME, sum(line.amount for line in incomes)),
        "支出笔数": (ClaimOf.OUTGOINGS, len(outgoings)),
        "支出金额": (ClaimOf.OUTGOING, -sum(line.amount for line in outgoings)),
    }
    for name, (of, figure) in found.items():
        if name in closing:
            said = closing[name]
            yield Claim(of, count(said) if of.is_count else fen(said), figure)
