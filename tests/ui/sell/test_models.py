"""The Qt models keep to Qt's rules and change no more than they must."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester

from microshop_desktop.domain.money import currency
from microshop_desktop.domain.tile import Tile
from microshop_desktop.ui.sell.desk import Hit
from microshop_desktop.ui.sell.hit_list import HitModel
from microshop_desktop.ui.sell.line_model import LineModel
from microshop_desktop.ui.sell.rows import LineRow
from microshop_desktop.ui.sell.tile_model import TileModel

CNY = currency("CNY")


def row(no: int, quantity: str = "1") -> LineRow:
    return LineRow(
        no=no,
        sku=None,
        name=f"goods {no}",
        price="¥1.00",
        old_price="",
        tag="",
        quantity=quantity,
        weighed=False,
        total="1.00",
        note="",
        spoken=f"goods {no}, {quantity}",
        spoken_more="",
    )


def tile(number: int, available: int = 5_000) -> Tile:
    return Tile(
        sku=UUID(int=number),
        name=f"goods {number}",
        spec="",
        price=100,
        unit="box",
        by_weight=False,
        on_hand=available,
        available=available,
        low=False,
        picture="",
        category=None,
        category_name="",
    )


def names(model: LineModel) -> list[tuple[int, str]]:
    rows = [model.row_at(model.index(place)) for place in range(model.rowCount())]
    return [(each.no, each.quantity) for each in rows]


def test_lines_keep_to_the_rules_of_models(qtmodeltester: ModelTester) -> None:
    model = LineModel()
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    model.show_rows([row(1), row(2), row(3)])
    model.show_rows([row(1), row(3, "2"), row(4)])
    model.show_rows([])


def test_tiles_keep_to_the_rules_of_models(qtmodeltester: ModelTester) -> None:
    model = TileModel(CNY)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    model.show_tiles([tile(1), tile(2)])
    model.show_counts({UUID(int=2): 3_000})
    model.show_tiles([tile(3)])


def test_hits_keep_to_the_rules_of_models(qtmodeltester: ModelTester) -> None:
    model = HitModel()
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]
    model.show_hits([Hit(UUID(int=1), "goods", "690", 100, "box", 1_000)])


@given(
    st.lists(
        st.lists(st.tuples(st.integers(1, 6), st.sampled_from("123")), unique_by=lambda r: r[0])
    )
)
def test_whatever_follows_the_model_shows_the_last_lines(
    steps: list[list[tuple[int, str]]],
) -> None:
    model = LineModel()
    for step in steps:
        wanted = sorted(step)
        model.show_rows([row(no, quantity) for no, quantity in wanted])
        assert names(model) == wanted


def test_a_changed_line_moves_no_other() -> None:
    model = LineModel()
    model.show_rows([row(1), row(2)])
    changed: list[tuple[int, int]] = []

    def note(first: QModelIndex, last: QModelIndex) -> None:
        changed.append((first.row(), last.row()))

    model.dataChanged.connect(note)
    model.show_rows([row(1), row(2, "5")])
    assert changed == [(1, 1)]


def test_the_same_goods_with_other_stock_only_change_their_texts() -> None:
    model = TileModel(CNY)
    model.show_tiles([tile(1), tile(2)])
    assert not model.tile_at(model.index(1)).sold_out
    resets: list[bool] = []
    changed: list[int] = []
    model.modelReset.connect(lambda: resets.append(True))
    model.dataChanged.connect(lambda first, _last: changed.append(first.row()))
    model.show_tiles([tile(1), tile(2)._replace(available=0)])
    assert (resets, changed) == ([], [1])
    assert model.tile_at(model.index(1)).sold_out


def test_lines_and_tiles_speak_to_screen_readers() -> None:
    lines, tiles = LineModel(), TileModel(CNY)
    lines.show_rows([row(1)])
    tiles.show_tiles([tile(1)])
    role = Qt.ItemDataRole.AccessibleTextRole
    assert lines.data(lines.index(0), role) == "goods 1, 1"
    assert tiles.data(tiles.index(0), role) == "goods 1, ¥1.00"
    described = Qt.ItemDataRole.AccessibleDescriptionRole
    assert tiles.data(tiles.index(0), described) == "Stock 5"
