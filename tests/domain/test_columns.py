"""Columns by their heads: the makes of real programs, titles above, a person's word."""

from pathlib import Path

import pytest

from microshop_desktop.domain.columns import FileKind, Layout, assign, fields_of, guess_layout
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.heads import Field, plain_head
from microshop_desktop.domain.table_cells import TableRow, first_rows
from microshop_desktop.exchange.tables import open_table


def _guess(*rows: list[str], kind: FileKind = FileKind.PRODUCTS) -> Layout:
    return guess_layout([TableRow(n, cells) for n, cells in enumerate(rows, 1)], kind)


def _fields(layout: Layout) -> dict[str, str]:
    return {
        head: field.value
        for head, field in zip(layout.heads, layout.fields, strict=True)
        if field is not None
    }


@pytest.mark.parametrize(
    ("head", "plain"),
    [
        ("名称（必填）", "名称"),
        ("*零售价(元)", "零售价"),
        ("Sale Price", "saleprice"),
        ("Código de barras", "codigodebarras"),
        ("member_price", "memberprice"),
        ("（条码）", "(条码)"),
    ],
)
def test_heads_are_compared_without_their_remarks(head: str, plain: str) -> None:
    assert plain_head(head) == plain


def test_titles_and_joined_heads_above_are_passed_over() -> None:
    layout = _guess(
        ["商品资料表", "", "", ""],
        ["条码", "品名", "价格", ""],
        ["", "", "零售价", "会员价"],
        ["690", "茶", "5", "4"],
    )
    assert layout.header_row in {2, 3}
    assert {"code", "name", "price"} <= set(_fields(layout).values())


def test_cells_joined_downwards_take_the_text_above() -> None:
    layout = _guess(["条码", "品名", "", ""], ["", "", "零售价", "会员价"], ["690", "茶", "5", "4"])
    assert layout.header_row == 2
    assert _fields(layout) == {
        "条码": "code",
        "品名": "name",
        "零售价": "price",
        "会员价": "member_price",
    }


def test_spanish_heads_are_understood() -> None:
    layout = _guess(["Código de barras", "Nombre", "Precio", "Coste", "Existencias"])
    assert list(_fields(layout).values()) == ["code", "name", "price", "cost", "stock"]


def test_a_file_without_heads_is_not_guessed() -> None:
    layout = _guess(["6901234567892", "茶", "5"], ["6901234567893", "奶", "6"])
    assert layout.header_row == 0
    assert not layout.is_usable


def test_a_person_may_say_which_column_is_which() -> None:
    layout = assign(_guess(["编码", "名称", "价钱"]), {"价钱": "price", "1": "merchant_code"})
    assert _fields(layout) == {"编码": "merchant_code", "名称": "name", "价钱": "price"}
    assert assign(layout, {"名称": "-"}).columns(Field.NAME) == ()


@pytest.mark.parametrize(
    ("pair", "code"),
    [({"无": "price"}, ErrorCode.COLUMN_UNKNOWN), ({"名称": "prize"}, ErrorCode.FIELD_UNKNOWN)],
)
def test_a_wrong_word_is_refused_with_what_there_is(pair: dict[str, str], code: ErrorCode) -> None:
    with pytest.raises(ShopError) as caught:
        assign(_guess(["条码", "名称"]), pair)
    assert caught.value.code is code
    assert "名称" in str(caught.value.params) or "price" in str(caught.value.params)


def test_every_kind_of_file_has_fields_to_choose_from() -> None:
    assert Field.PRICE in fields_of(FileKind.PRODUCTS)
    assert Field.PHONE in fields_of(FileKind.CUSTOMERS)
    assert Field.PRICE not in fields_of(FileKind.STOCK)


REAL = {
    "products/cn_products.csv": {"barcode": "code", "sold_by": "by_weight", "price": "price"},
    "products/pos_export_fresh_52cols.xls": {
        "货号": "code",
        "自编码": "merchant_code",
        "零售价": "price",
        "类别名称": "category",
        "计价方式": "by_weight",
        "销项稅": "tax_rate",
    },
    "products/pospal_export_snackshop.xlsx": {"名称（必填）": "name", "库存量": "stock"},
    "products/bmx_shop_goods.xls": {"条码": "code", "货号": "merchant_code", "型号": "spec"},
    "orders/shopify_products_apparel.csv": {
        "Handle": "group",
        "Variant Price": "price",
        "Option1 Value": "option1_value",
        "Type": "category",
    },
    "orders/woocommerce_sample_products.csv": {
        "Type": "kind",
        "SKU": "merchant_code",
        "Regular price": "price",
        "Parent": "parent",
    },
}


@pytest.mark.parametrize("name", REAL)
def test_real_files_are_understood(shared_data: Path, name: str) -> None:
    rows = first_rows(open_table(shared_data / name), 30)
    layout = guess_layout(rows, FileKind.PRODUCTS)
    assert layout.header_row == 1
    assert REAL[name].items() <= _fields(layout).items()
