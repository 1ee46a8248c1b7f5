"""WeChat Pay's bills of a past day: asked for, and fetched from another address."""

import gzip
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha1

from microshop_desktop.sandbox import wechat_shapes as shapes
from microshop_desktop.sandbox.accounts import WechatMerchant
from microshop_desktop.sandbox.clock import china
from microshop_desktop.sandbox.desk import Desk
from microshop_desktop.sandbox.fields import FieldError
from microshop_desktop.sandbox.messages import Answer
from microshop_desktop.sandbox.wechat_bill_rows import funds_bill, trade_bill
from microshop_desktop.sandbox.wechat_errors import WechatError, wrong_field
from microshop_desktop.sandbox.wechat_requests import Reply, query_of

DOWNLOAD_PATH = "/v3/billdownload/file"
LINK_LIFE = timedelta(minutes=5)
READY_HOUR = 9
OLDEST = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class _Offer:
    merchant: str
    content: bytes
    until: datetime


class WechatBills:
    """The bills, and the links that were handed out for them."""

    def __init__(self) -> None:
        self._offers: dict[str, _Offer] = {}

    def trade(self, desk: Desk, merchant: WechatMerchant) -> Reply:
        """Offer the bill of a day's trades."""
        asked = query_of(desk, shapes.TRADE_BILL)
        day = _day(desk, asked["bill_date"])
        text = trade_bill(desk.world, merchant, day, asked.get("bill_type", "ALL"))
        return self._offer(desk, merchant, text, packed="tar_type" in asked)

    def funds(self, desk: Desk, merchant: WechatMerchant) -> Reply:
        """Offer the bill of a day's movements; only the basic account ever has any."""
        asked = query_of(desk, shapes.FUNDS_BILL)
        day = _day(desk, asked["bill_date"])
        text = None
        if asked.get("account_type", "BASIC") == "BASIC":
            text = funds_bill(desk.world, merchant, day)
        return self._offer(desk, merchant, text, packed="tar_type" in asked)

    def download(self, desk: Desk, merchant: WechatMerchant) -> Answer:
        """Give the file itself; this answer is never signed."""
        asked = query_of(desk, shapes.DOWNLOAD)
        offer = self._offers.get(asked["token"])
        if offer is None or offer.merchant != merchant.mch_id or desk.world.now() > offer.until:
            raise WechatError("INVALID_REQUEST", "下载链接已失效")
        if "tartype" in asked:
            return Answer(200, gzip.compress(offer.content, mtime=0), {"Content-Type": "gzip"})
        return Answer(200, offer.content, {"Content-Type": "text/plain; charset=utf-8"})

    def _offer(
        self, desk: Desk, merchant: WechatMerchant, text: str | None, *, packed: bool
    ) -> Reply:
        if text is None:
            raise WechatError("NO_STATEMENT_EXIST", "账单文件不存在")
        content, token = text.encode("utf-8-sig"), desk.world.word(32)
        self._offers[token] = _Offer(merchant.mch_id, content, desk.world.now() + LINK_LIFE)
        link = f"{desk.request.base}{DOWNLOAD_PATH}?token={token}"
        return Reply(
            {
                "download_url": link + ("&tartype=gzip" if packed else ""),
                "hash_type": "SHA1",
                "hash_value": sha1(content, usedforsecurity=False).hexdigest(),
            }
        )


def _day(desk: Desk, written: str) -> date:
    """Read the day of a bill; refused where it cannot have one yet or any more."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise wrong_field(FieldError("bill_date", "is not a day"), "query") from None
    now = china(desk.now)
    if day >= now.date() or now.date() - day > OLDEST:
        raise WechatError("INVALID_REQUEST", "账单日期不在可下载范围内")
    if day == now.date() - timedelta(days=1) and now.hour < READY_HOUR:
        raise WechatError("STATEMENT_CREATING", "账单生成中")
    return day
