"""The sheets by which couriers take parcels in bulk: the heads of each courier's form, as data.

No form was confirmed with a courier: each gives its customers a file of its own, and changes it.
The heads are the words that the batch orders of these couriers are known by; where a courier's
page wants others, its own file is to be filled from this one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from microshop_desktop.domain.export_table import ExportColumn, ExportTable, Kind


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A parcel as a sheet tells it: the whole phone and address, as far as they are known."""

    receiver: str
    phone: str
    address: str
    goods: str
    pieces: int
    note: str
    order: str
    sender: str
    sender_phone: str
    sender_address: str


_PLAIN = (
    ("收件人", "receiver"),
    ("电话", "phone"),
    ("地址", "address"),
    ("物品", "goods"),
    ("数量", "pieces"),
    ("备注", "note"),
    ("订单号", "order"),
)
_WITH_SENDER = (
    ("订单号", "order"),
    ("寄件人姓名", "sender"),
    ("寄件人电话", "sender_phone"),
    ("寄件人地址", "sender_address"),
    ("收件人姓名", "receiver"),
    ("收件人电话", "phone"),
    ("收件人地址", "address"),
    ("物品名称", "goods"),
    ("数量", "pieces"),
    ("备注", "note"),
)
_BY_NAME = (
    ("客户订单号", "order"),
    ("收件人姓名", "receiver"),
    ("收件人手机", "phone"),
    ("收件人详细地址", "address"),
    ("托寄物内容", "goods"),
    ("包裹数量", "pieces"),
    ("备注", "note"),
)
SHEETS: Mapping[str, Sequence[tuple[str, str]]] = {
    "sf": _BY_NAME,
    "zto": _WITH_SENDER,
    "yto": _WITH_SENDER,
    "sto": _WITH_SENDER,
    "yunda": _WITH_SENDER,
    "jt": _WITH_SENDER,
    "jd": _BY_NAME,
    "ems": _WITH_SENDER,
    "post": _WITH_SENDER,
}
"""Heads and what stands under them, by the key of a courier; all others get the plain sheet."""


def waybill_table(courier: str, rows: Sequence[SheetRow]) -> ExportTable:
    """Return the sheet of a courier by its key; numbers stay texts, pieces are counted."""
    heads = SHEETS.get(courier, _PLAIN)
    columns = [
        ExportColumn(field, head, Kind.COUNT if field == "pieces" else Kind.TEXT)
        for head, field in heads
    ]
    cells = [[getattr(row, field) for _head, field in heads] for row in rows]
    return ExportTable(columns, cells, currency="", exponent=0)
