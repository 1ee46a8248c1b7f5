"""The forms in which platforms take parcels and numbers of pieces from a file, as data.

Confirmed is a form whose heads were seen in a real file of the platform. The others keep to the
columns that the platform is known to use; whoever uploads one compares it with its template first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from microshop_desktop.domain.export_table import ExportColumn, ExportTable, Kind
from microshop_desktop.exchange.writers import write_table
from microshop_desktop.services.file_uploads import ParcelRow, StockRow

GBK = "gb18030"
UTF8 = "utf-8-sig"


@dataclass(frozen=True, slots=True)
class UploadForm:
    """A form: heads with the value of each, in the platform's order. `ending` is what it takes."""

    columns: tuple[tuple[str, str], ...]
    confirmed: bool = False
    ending: str = ".xlsx"
    encoding: str = UTF8


_ORDER, _NUMBER, _COURIER, _TRACKING = "order", "number", "courier", "tracking"
_CODE, _SKU, _PRODUCT, _NAME, _SPEC, _PIECES = "code", "sku", "product", "name", "spec", "pieces"
_ANY_PARCELS = UploadForm(
    (("Order", _NUMBER), ("Courier", _COURIER), ("Tracking number", _TRACKING))
)
_ANY_STOCK = UploadForm(
    (("SKU", _CODE), ("Product", _PRODUCT), ("Name", _NAME), ("Variant", _SPEC), ("Stock", _PIECES))
)


def _chinese_stock(*, product: str = "商品ID", code: str = "商家编码") -> UploadForm:
    return UploadForm(
        (
            (product, _PRODUCT),
            (code, _CODE),
            ("商品名称", _NAME),
            ("商品规格", _SPEC),
            ("库存数量", _PIECES),
        )
    )


PARCELS: Mapping[str, UploadForm] = {
    "taobao": UploadForm(
        (("订单编号", _NUMBER), ("物流公司", _COURIER), ("物流单号", _TRACKING)),
        ending=".csv",
        encoding=GBK,
    ),
    "jd": UploadForm((("订单号", _NUMBER), ("承运商", _COURIER), ("运单号", _TRACKING))),
    "douyin": UploadForm(
        (
            ("主订单编号", _NUMBER),
            ("子订单编号", "lines"),
            ("快递公司", _COURIER),
            ("快递单号", _TRACKING),
        )
    ),
    "kuaituantuan": UploadForm(
        (("订单号", _NUMBER), ("快递公司", _COURIER), ("快递单号", _TRACKING))
    ),
    "weidian": UploadForm((("订单编号", _NUMBER), ("快递公司", _COURIER), ("快递单号", _TRACKING))),
    "youzan": UploadForm((("订单号", _NUMBER), ("物流公司", _COURIER), ("物流单号", _TRACKING))),
    "pinduoduo": UploadForm((("订单号", _NUMBER), ("快递公司", _COURIER), ("快递单号", _TRACKING))),
    "shopify": UploadForm(
        (("Name", _NUMBER), ("Tracking Company", _COURIER), ("Tracking Number", _TRACKING)),
        ending=".csv",
    ),
    "woocommerce": UploadForm(
        (
            ("order_id", _ORDER),
            ("tracking_provider", _COURIER),
            ("tracking_number", _TRACKING),
        ),
        ending=".csv",
    ),
}
STOCK: Mapping[str, UploadForm] = {
    "taobao": _chinese_stock(product="宝贝ID"),
    "jd": _chinese_stock(product="商品编号", code="货号"),
    "douyin": _chinese_stock(),
    "kuaituantuan": _chinese_stock(code="商品编码"),
    "weidian": _chinese_stock(code="型号编码"),
    "youzan": _chinese_stock(code="规格编码"),
    "pinduoduo": _chinese_stock(product="商品id", code="商家编码-规格维度"),
    "shopify": UploadForm(
        (("Title", _NAME), ("Variant SKU", _CODE), ("Variant Inventory Qty", _PIECES)),
        ending=".csv",
    ),
    # The heads of its own product export; its importer changes goods by their SKU.
    "woocommerce": UploadForm((("SKU", _CODE), ("Stock", _PIECES)), confirmed=True, ending=".csv"),
}


def parcel_form(kind: str) -> UploadForm:
    """Return the form in which a platform takes parcels; a plain table for those without one."""
    return PARCELS.get(kind, _ANY_PARCELS)


def stock_form(kind: str) -> UploadForm:
    """Return the form in which a platform takes numbers of pieces."""
    return STOCK.get(kind, _ANY_STOCK)


def tellable(kind: str, rows: Sequence[StockRow]) -> tuple[tuple[StockRow, ...], int]:
    """Return the rows whose goods the form can name, and how many it cannot."""
    named = {value for _head, value in stock_form(kind).columns}
    fit = tuple(
        row for row in rows if (row.code and _CODE in named) or (row.product and _PRODUCT in named)
    )
    return fit, len(rows) - len(fit)


def write_parcels(path: Path, kind: str, rows: Sequence[ParcelRow]) -> int:
    """Write parcels in a platform's form; `file_…` errors with the reason."""
    form = parcel_form(kind)
    values = [
        {
            _ORDER: row.order,
            _NUMBER: row.number,
            _COURIER: row.courier,
            _TRACKING: row.tracking,
            "lines": ",".join(row.lines),
        }
        for row in rows
    ]
    return _write(path, form, values)


def write_stock(path: Path, kind: str, rows: Sequence[StockRow]) -> int:
    """Write numbers of pieces in a platform's form; `file_…` errors with the reason."""
    form = stock_form(kind)
    values = [
        {
            _CODE: row.code,
            _SKU: row.sku,
            _PRODUCT: row.product,
            _NAME: row.name,
            _SPEC: row.spec,
            _PIECES: row.pieces,
        }
        for row in rows
    ]
    return _write(path, form, values)


def _write(path: Path, form: UploadForm, values: Sequence[Mapping[str, object]]) -> int:
    columns = [
        ExportColumn(value, head, Kind.COUNT if value == _PIECES else Kind.TEXT)
        for head, value in form.columns
    ]
    rows = [[value[column.key] for column in columns] for value in values]
    return write_table(path, ExportTable(columns, rows, "", 2), encoding=form.encoding)
