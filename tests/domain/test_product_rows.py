"""Rows of product files: read exactly, changed only with a remark, refused with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microshop_desktop.domain.columns import FileKind, Layout, guess_layout
from microshop_desktop.domain.product_groups import Gathering
from microshop_desktop.domain.product_rows import Checked, ProductChecker, ProductRow, RowRules
from microshop_desktop.domain.row_issues import IssueCode as Code
from microshop_desktop.domain.table_cells import NumberText, TableRow
from microshop_desktop.infra.row_texts import SENTENCES, row_sentence

HEADS = [
    "条码",
    "名称",
    "规格",
    "零售价",
    "进货价",
    "会员价",
    "库存",
    "计价方式",
    "销项税",
    "商品状态",
]


def _layout(heads: list[str]) -> Layout:
    return guess_layout([TableRow(1, heads)], FileKind.PRODUCTS)


def _check(*cells: str, heads: list[str] | None = None, take_zero: bool = True) -> Checked:
    rules = RowRules(2, take_price_zero=take_zero)
    return ProductChecker(_layout(heads or HEADS), rules).check(TableRow(2, list(cells)))


def _goods(checked: Checked) -> ProductRow:
    assert checked.goods is not None
    return checked.goods


def _codes(checked: Checked) -> list[Code]:
    return [issue.code for issue in checked.warnings]


def test_a_clean_row_has_no_remark() -> None:
    checked = _check("6901234567892", "茶", "500g", "4.50", "3.2", "4", "12", "计重", "13%", "正常")
    goods = _goods(checked)
    assert checked.warnings == ()
    assert (goods.codes, goods.price, goods.cost, goods.member_price) == (
        ("6901234567892",),
        450,
        320,
        400,
    )
    assert (goods.stock, goods.by_weight, goods.tax_rate, goods.on_sale) == (
        12_000,
        True,
        1300,
        True,
    )


@pytest.mark.parametrize("code", ["00242", "CLY-02-CAS-01", "6947124607705a", "33699993-8"])
def test_codes_of_any_form_stay_texts(code: str) -> None:
    assert _goods(_check(code, "茶", "", "1")).codes == (code,)


@pytest.mark.parametrize("code", ["1.2E+12", "6.9e12", "6,9E+12", "6E12"])
def test_a_rounded_number_is_no_code(code: str) -> None:
    refused = _check(code, "茶").refused
    assert refused is not None
    assert (refused.row, refused.field, refused.code) == (2, "code", Code.CODE_NOTATION)


def test_a_code_kept_as_a_number_is_taken_with_a_remark_and_beyond_15_digits_refused() -> None:
    checked = _check(NumberText("6901234567892"), "茶", "", "1")
    assert _codes(checked) == [Code.CODE_FROM_NUMBER]
    assert _goods(checked).codes == ("6901234567892",)
    refused = _check(NumberText("6901234567892000"), "茶").refused
    assert refused is not None
    assert refused.code is Code.CODE_DIGITS_LOST


@pytest.mark.parametrize("code", ["6901234567890", "01000002"])
def test_a_wrong_check_digit_is_kept_with_a_remark(code: str) -> None:
    checked = _check(code, "茶", "", "1")
    assert _goods(checked).codes == (code,)
    assert _codes(checked) == [Code.CHECK_DIGIT]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (" 690 123 ", "690123"),
        ("６９０", "690"),
        ("'0012", "0012"),
        ('="0012"', "0012"),
        ("\t9001", "9001"),
    ],
)
def test_what_is_taken_out_of_a_code_is_said(cell: str, code: str) -> None:
    checked = _check(cell, "茶", "", "1")
    assert _goods(checked).codes == (code,)
    assert _codes(checked) == [Code.CODE_CLEANED]


def test_several_codes_in_a_cell_are_all_kept() -> None:
    assert _goods(_check("690111,690222；690333", "茶", "", "1")).codes == (
        "690111",
        "690222",
        "690333",
    )


@pytest.mark.parametrize(
    ("cell", "price"),
    [
        ("¥12.50", 1250),
        ("12.5元", 1250),
        ("￥ 1,234.50", 123450),
        ("1.234,50 €", 123450),
        ("12,5", 1250),
        ("1,234", 123400),
        ("１２．５", 1250),
        ("$0.99", 99),
        ("1 234", 123400),
    ],
)
def test_prices_as_people_write_them(cell: str, price: int) -> None:
    assert _goods(_check("1", "茶", "", cell)).price == price


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("-3", Code.PRICE_NEGATIVE),
        ("free", Code.PRICE_BAD),
        ("1.2E+3", Code.PRICE_BAD),
        ("1.2.3", Code.PRICE_BAD),
    ],
)
def test_what_is_no_price_is_refused(cell: str, code: Code) -> None:
    refused = _check("1", "茶", "", cell).refused
    assert refused is not None
    assert (refused.field, refused.code, refused.value) == ("price", code, cell)


@pytest.mark.parametrize(("cell", "price"), [("1.005", 101), ("1.004", 100), ("18.3333", 1833)])
def test_more_decimals_than_the_currency_are_rounded_half_up_and_said(
    cell: str, price: int
) -> None:
    checked = _check("1", "茶", "", cell)
    assert _goods(checked).price == price
    assert _codes(checked) == [Code.PRICE_ROUNDED]


@pytest.mark.parametrize(("cell", "code"), [("0", Code.PRICE_ZERO), ("", Code.PRICE_MISSING)])
def test_goods_without_a_price_are_asked_about(cell: str, code: Code) -> None:
    assert _codes(_check("1", "茶", "", cell)) == [code]
    refused = _check("1", "茶", "", cell, take_zero=False).refused
    assert refused is not None
    assert refused.code is Code.PRICE_ZERO_LEFT_OUT


def test_a_price_below_cost_is_said() -> None:
    assert _codes(_check("1", "茶", "", "3", "4")) == [Code.BELOW_COST]


def test_blanks_and_broken_names_are_said() -> None:
    checked = _check("1", " ??奶片 ", "", "3")
    assert _codes(checked) == [Code.TEXT_CLEANED, Code.NAME_BROKEN]
    assert _goods(checked).name == "??奶片"


def test_a_row_without_name_and_code_is_refused_and_a_strange_word_left_out() -> None:
    refused = _check("", "", "500g", "3").refused
    assert refused is not None
    assert refused.code is Code.NAME_MISSING
    checked = _check("1", "茶", "", "3", "", "", "", "也许")
    assert _codes(checked) == [Code.WORD_UNKNOWN]
    assert _goods(checked).by_weight is None


def test_a_row_longer_than_the_heads_is_said() -> None:
    assert _codes(_check("1", "茶", "", "3", "", "", "", "", "", "", "more")) == [Code.CELLS_BEYOND]


def test_the_five_digit_code_of_goods_by_weight_is_what_a_scale_prints() -> None:
    assert _goods(_check("00242", "茶", "", "3", "", "", "", "计重")).plu == "00242"
    assert _goods(_check("00242", "茶", "", "3", "", "", "", "普通")).plu == ""


SHOPIFY = ["Handle", "Title", "Option1 Name", "Option1 Value", "Variant Price", "Image Src"]


def test_variants_of_one_handle_become_one_product() -> None:
    rows = [
        ("top", "Top", "Size", "S", "60", "a"),
        ("top", "", "", "M", "65", ""),
        ("top", "", "", "", "", "b"),
        ("hat", "Hat", "Title", "Default Title", "5", ""),
    ]
    checked = [_check(*row, heads=SHOPIFY) for row in rows]
    assert [_codes(one) for one in checked] == [[], [], [Code.GROUP_LINE], []]
    gathering = Gathering("")
    top, hat = gathering.products(one.goods for one in checked if one.goods)
    assert (top.name, top.options) == ("Top", ("Size",))
    assert [(v.spec, v.row.price) for v in top.variants] == [("S", 6000), ("M", 6500)]
    assert (hat.options, [v.spec for v in hat.variants]) == ((), [""])


def test_a_variant_without_its_product_keeps_its_own_name() -> None:
    heads = [
        "Type",
        "SKU",
        "Name",
        "Regular price",
        "Parent",
        "Attribute 1 name",
        "Attribute 1 value(s)",
    ]
    checked = _check("variation", "tee-b", "Tee - Blue", "25", "tee", "Color", "Blue", heads=heads)
    (goods,) = Gathering("").products([_goods(checked)])
    assert (goods.name, goods.variants[0].spec) == ("Tee - Blue", "Blue")


def test_every_code_of_an_issue_has_its_sentence() -> None:
    assert {code.value for code in Code} <= SENTENCES.keys()
    assert "1.2E+12" in row_sentence("code_notation", "1.2E+12")


@given(st.lists(st.text(max_size=20), max_size=12))
def test_no_row_whatever_stands_in_it_is_an_accident(cells: list[str]) -> None:
    checked = _check(*cells)
    assert (checked.goods is None) == (checked.refused is not None)


@given(st.integers(0, 10**9))
def test_a_plain_price_is_exact(minor: int) -> None:
    assert _goods(_check("1", "茶", "", f"{minor // 100}.{minor % 100:02d}")).price == minor


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        (("", "茶", "", "10000000000.01"), "price"),
        (("", "茶", "", "1", "10000000000.01"), "cost"),
        (("", "茶", "", "1", "1", "1", "10000000.001"), "stock"),
        (("", "茶", "", "1", "9999999999", "1", "9999999"), "stock"),
    ],
)
def test_what_no_sum_could_hold_is_refused_by_its_row(cells: tuple[str, ...], field: str) -> None:
    refused = _check(*cells).refused
    assert refused is not None
    assert refused.field == field
