"""Alipay's bills: a link that is asked for, and the ZIP behind it, which nobody signs."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from microshop_desktop.sandbox import alipay_shapes as shapes
from microshop_desktop.sandbox.alipay_bill_rows import Span, account_files, trade_files
from microshop_desktop.sandbox.alipay_errors import BusinessError
from microshop_desktop.sandbox.alipay_guard import Call
from microshop_desktop.sandbox.alipay_words import content_of
from microshop_desktop.sandbox.clock import china
from microshop_desktop.sandbox.desk import Desk
from microshop_desktop.sandbox.messages import Answer, html_answer
from microshop_desktop.sandbox.zip_file import zip_of

DOWNLOAD_PATH = "/downloadcsvfile.resource"
LINK_LIFE = timedelta(seconds=30)
READY_HOUR, READY_DAY = 9, 4


@dataclass(frozen=True, slots=True)
class _Offer:
    name: str
    content: bytes
    until: datetime


class AlipayBills:
    """The bills, and the links that were handed out for them."""

    def __init__(self) -> None:
        self._offers: dict[str, _Offer] = {}

    def link(self, desk: Desk, call: Call) -> dict[str, object]:
        """Offer the bill of a past day or month."""
        sent = content_of(call, shapes.BILL)
        span = _span(desk, str(sent["bill_date"]))
        make = trade_files if sent["bill_type"] == "trade" else account_files
        files = make(desk.world, call.app, span)
        if files is None:
            raise BusinessError("isp.bill_not_exist", "账单不存在")
        token = desk.world.word(32)
        name = f"{call.app.seller_id}0156_{span.name}.csv.zip"
        until = desk.world.now() + LINK_LIFE
        self._offers[token] = _Offer(name, zip_of(files), until)
        return {"bill_download_url": f"{desk.request.base}{DOWNLOAD_PATH}?token={token}"}

    def download(self, desk: Desk) -> Answer:
        """Give the file itself."""
        offer = self._offers.get(desk.request.query.get("token", ""))
        if offer is None or desk.world.now() > offer.until:
            return html_answer(403, "<html><body>链接已失效</body></html>")
        headers = {
            "Content-Type": "application/octet-stream",
            "Content-Disposition": f"attachment; filename={offer.name}",
        }
        return Answer(200, offer.content, headers)


def _span(desk: Desk, written: str) -> Span:
    """Read the day or month of a bill; refused where it cannot have one yet."""
    whole_month = len(written) == 7
    try:
        first = date.fromisoformat(f"{written}-01" if whole_month else written)
    except ValueError:
        raise BusinessError("isp.invalid_arguments", "入参错误") from None
    days = monthrange(first.year, first.month)[1] if whole_month else 1
    span = Span(first, first + timedelta(days=days - 1))
    now = china(desk.now)
    if span.last >= now.date():
        raise BusinessError("isp.invalid_arguments", "账单日期不能为当天或当月")
    waited = (now.date() - span.last).days
    early = waited < READY_DAY if whole_month else waited == 1 and now.hour < READY_HOUR
    if early:
        raise BusinessError("isp.bill_not_exist", "账单尚未生成")
    return span
