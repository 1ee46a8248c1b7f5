"""Whatever stands in an order file: it is read, rejected with a reason, or refused as a whole."""

import csv
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.domain.online_order import fit_money, makes_sense
from microshop_desktop.domain.order_file import OrderField as F
from microshop_desktop.domain.order_file import OrderFormat
from microshop_desktop.exchange.order_file_heads import FORMATS
from microshop_desktop.infra.row_texts import row_sentence
from tests.order_file_samples import read

USUAL = {
    F.ORDER: "A1",
    F.STATUS: "待发货",
    F.TOTAL: "10.00",
    F.QUANTITY: "2",
    F.TITLE: "Tea",
    F.PLACED: "2026-03-02 10:00:00",
}
ODD = st.sampled_from(
    "-1|1e400|=1|'|;;|茶;壶|1;2|0000-00-00|9999-12-31 23:59|2026-13-40|¥1,234.5|12.345|NaN|½|٣|-0|"
    "已退款|退款成功|合计|XXX|A(9999件)|(1件)|#1|2026-03-02T10:00:00+99:99|A2|\t|1.2E+18".split("|")
) | st.text(max_size=12)


@st.composite
def rows(draw: st.DrawFn) -> tuple[OrderFormat, list[dict[str, str]]]:
    """A format and rows of it, some cells odd."""
    known = draw(st.sampled_from(FORMATS))
    heads = {head: field for field, names in known.columns.items() for head in names}
    made = []
    for _ in range(draw(st.integers(1, 4))):
        odd = draw(st.dictionaries(st.sampled_from(sorted(heads)), ODD, max_size=3))
        made.append({head: odd.get(head, USUAL.get(field, "")) for head, field in heads.items()})
    return known, made


@given(rows())
@settings(max_examples=150, deadline=None)
def test_no_row_breaks_the_reading(told: tuple[OrderFormat, list[dict[str, str]]]) -> None:
    known, made = told
    with TemporaryDirectory() as folder:
        path = Path(folder) / "orders.csv"
        with path.open("w", newline="", encoding="utf-8-sig", errors="replace") as file:
            writer = csv.DictWriter(file, list(made[0]))
            writer.writeheader()
            writer.writerows(made)
        try:
            found = read(path)
        except ShopError:
            return
    assert found.format.kind == known.kind
    for order in found.orders:
        assert makes_sense(order)
        fit_money(order)
    for issue in (*found.rejected, *found.remarks):
        assert issue.row > 1
        assert row_sentence(issue.code, issue.value)


@given(st.binary(max_size=600))
@settings(max_examples=150, deadline=None)
def test_no_bytes_break_the_reading(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "orders.csv"
        path.write_bytes(content)
        with suppress(ShopError):
            assert read(path).orders == ()
