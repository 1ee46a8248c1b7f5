"""Bills of WeChat Pay: the day's trade, and how the account moved; checked by their SHA-1."""

import hashlib
import hmac
import logging
import zlib
from datetime import date
from types import MappingProxyType

from microshop_desktop.infra.clock import Clock
from microshop_desktop.payments.asking import MOST_BILL_BYTES, NoReply
from microshop_desktop.payments.gateway import BillFile, BillKind, BillTrouble, NoBill
from microshop_desktop.payments.wechat_answers import bill_trouble
from microshop_desktop.payments.wechat_wire import WechatWire
from microshop_desktop.payments.wire_values import CHINA

logger = logging.getLogger(__name__)

_PATHS = MappingProxyType(
    {
        BillKind.TRADE: "/v3/bill/tradebill?bill_date={day}&bill_type=ALL&tar_type=GZIP",
        BillKind.FUNDS: "/v3/bill/fundflowbill?bill_date={day}&account_type=BASIC&tar_type=GZIP",
    }
)
_GZIP = b"\x1f\x8b"


def fetch_bill(wire: WechatWire, clock: Clock, day: date, kind: BillKind) -> BillFile | NoBill:
    """Fetch the bill of a past day, unpacked."""
    if day >= clock.now().astimezone(CHINA).date():
        return NoBill(BillTrouble.NOT_READY)
    reply = wire.get(_PATHS[kind].format(day=day.isoformat()))
    if isinstance(reply, NoReply):
        return NoBill(BillTrouble.NO_ANSWER)
    if reply.code:
        return bill_trouble(reply)
    content = wire.download(reply.text("download_url"))
    if isinstance(content, NoReply):
        return NoBill(BillTrouble.NO_ANSWER)
    return _checked(content, reply.text("hash_value"), f"wechat-{kind}-{day}.csv")


def _checked(content: bytes, expected: str, name: str) -> BillFile | NoBill:
    """Return the unpacked bill if its SHA-1 is right, as it came or unpacked: both are in use."""
    unpacked = _unpacked(content)
    if unpacked is None:
        return NoBill(BillTrouble.DAMAGED)
    for form, candidate in (("unpacked", unpacked), ("packed", content)):
        found = hashlib.sha1(candidate, usedforsecurity=False).hexdigest()
        if hmac.compare_digest(found, expected.lower()):
            logger.info("the SHA-1 of %s is that of the %s file", name, form)
            return BillFile(name, unpacked)
    return NoBill(BillTrouble.DAMAGED)


def _unpacked(content: bytes) -> bytes | None:
    if not content.startswith(_GZIP):
        return content
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        unpacked = unpacker.decompress(content, MOST_BILL_BYTES)
    except zlib.error:
        return None
    return unpacked if unpacker.eof else None
