"""Rows of the table: products with their variants folded in."""

from hypothesis import given
from hypothesis import strategies as st

from microshop_desktop.ui.products.rows import Place, RowMap

folds = st.dictionaries(
    st.integers(min_value=0, max_value=19), st.integers(min_value=1, max_value=5), max_size=8
)


def listed(products: int, opened: dict[int, int]) -> list[Place]:
    places = []
    for product in range(products):
        places.append(Place(product, None))
        places += [Place(product, variant) for variant in range(opened.get(product, 0))]
    return places


@given(opened=folds)
def test_rows_are_those_of_a_list_written_out(opened: dict[int, int]) -> None:
    rows = RowMap(20)
    for product, variants in opened.items():
        rows.unfold(product, variants)
    expected = listed(20, opened)
    assert rows.count == len(expected)
    assert [rows.place(row) for row in range(rows.count)] == expected
    assert [rows.row_of(product) for product in range(20)] == [
        expected.index(Place(product, None)) for product in range(20)
    ]
    assert list(rows.variant_rows()) == [
        row for row, place in enumerate(expected) if place.variant is not None
    ]


@given(opened=folds)
def test_folding_takes_it_back(opened: dict[int, int]) -> None:
    rows = RowMap(20)
    for product, variants in opened.items():
        rows.unfold(product, variants)
    for product in opened:
        rows.fold(product)
    assert rows.count == 20
    assert rows.place(19) == Place(19, None)
