"""What the page of picking knows: numbers while they are typed, columns, who leaves."""

import pytest

from microshop_desktop.domain.tracking import Fault
from microshop_desktop.services import picking
from microshop_desktop.services.picking_values import Parcel
from microshop_desktop.ui.pick.desk import PickDesk
from microshop_desktop.ui.pick.papers import pick_sheet
from microshop_desktop.ui.pick.view_model import Pasted, PickModel
from microshop_desktop.ui.pick.words import (
    left_text,
    parcel_line,
    row_orders,
    sent_text,
    stay_text,
    wrong_detail,
    wrong_title,
)
from tests.services.online_shop import OnlineShop, later, line, order
from tests.ui.pick.conftest import CAKE, CUP, TEA, id_of


def crates(model: PickModel) -> dict[int, Parcel]:
    return {parcel.crate: parcel for parcel in model.parcels}


def pick_everything(model: PickModel) -> None:
    for code in (CUP, TEA, TEA, TEA, CAKE):
        assert model.scan(code)


def test_the_most_urgent_order_has_the_first_crate(model: PickModel) -> None:
    assert [(parcel.crate, parcel.number) for parcel in model.parcels] == [
        (1, "W3"),
        (2, "W1"),
        (3, "W2"),
    ]
    earliest = model.earliest
    assert earliest is not None
    assert left_text(earliest, model.desk.now()) == ("W3: 28 min left", False)


def test_orders_that_find_no_crate_are_counted(
    web: OnlineShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picking, "MOST_PARCELS", 2)
    model = PickModel(PickDesk(web.shop, web.actor))
    model.begin(model.desk.waiting())
    assert (len(model.parcels), model.over) == (2, 1)


def test_goods_are_listed_by_shelf_with_who_gets_them(model: PickModel) -> None:
    assert [shelf.title for shelf in model.shelves] == ["A1", "B1", "Cold 1"]
    tea = model.shelves[0].rows[0]
    assert row_orders(tea) == "W1 × 2, W2"
    assert parcel_line(crates(model)[3], cold=model.is_cold(crates(model)[3])) == (
        "L** · 2 pieces · chilled"
    )
    assert model.counts == (0, 5)


def test_a_wrong_piece_says_what_is_wanted_and_where_it_belongs(model: PickModel) -> None:
    assert model.scan(CUP)
    assert not model.scan(CUP)
    assert model.wrong is not None
    assert wrong_title(model.wrong, CUP) == "Enough of Cup"
    assert wrong_detail(model.wrong, model.wanted) == "Wanted: Tea (W1). Put it back to B1."
    assert model.scan(TEA)
    assert model.wrong is None


def test_a_number_is_checked_as_it_is_typed_and_kept_when_it_is_left(
    model: PickModel, web: OnlineShop
) -> None:
    pick_everything(model)
    first = id_of(web.shop, "1")
    model.set_courier(first, "中通快递")
    model.type_number(first, "7310 0000 000")
    assert model.checked[first].fault is Fault.SHORT
    assert stay_text([parcel.number for parcel in model.faulty]) == (
        "W1: correct the number, then ship"
    )
    model.type_number(first, "7310 0000 0001")
    assert [parcel.number for parcel in model.good] == ["W1"]
    assert model.desk.round().parcel(first).tracking == ""  # type: ignore[union-attr]
    model.keep_numbers()
    assert model.desk.round().parcel(first).tracking == "731000000001"  # type: ignore[union-attr]


def test_a_column_fills_packed_parcels_in_order(model: PickModel, web: OnlineShop) -> None:
    for code in (CUP, TEA, TEA):
        assert model.scan(code)
    column = "SF1234567890001\r\nSF1234567890002\r\nSF1234567890003\r\n"
    assert model.paste(column) == Pasted(taken=2, over=1)
    assert [parcel.tracking for parcel in model.parcels] == [
        "SF1234567890001",
        "SF1234567890002",
        "",
    ]
    second = model.paste("SF1234567890009", id_of(web.shop, "1"))
    assert second == Pasted(taken=1, over=0)
    assert crates(model)[2].tracking == "SF1234567890009"


def test_the_good_ones_leave_and_the_news_say_what_stays(model: PickModel) -> None:
    pick_everything(model)
    model.paste("SF1234567890001\nSF1234567890002\nSF12345678900")
    sent = model.ship()
    assert len(sent.shipped) == 2
    assert sent_text(sent) == (
        "2 orders packed; the next sync tells their shops · Stays here: W2: number to be corrected"
    )
    assert [parcel.crate for parcel in model.parcels] == [3]


def test_an_odd_number_is_taken_once_it_is_called_right(model: PickModel, web: OnlineShop) -> None:
    third = id_of(web.shop, "3")
    assert model.scan(CUP)
    model.type_number(third, "SF12345678900")
    assert model.may_trust(third)
    model.trust(third)
    assert [parcel.number for parcel in model.good] == ["W3"]


def test_a_parcel_is_left_out_or_called_packed_by_hand(model: PickModel, web: OnlineShop) -> None:
    third = id_of(web.shop, "3")
    model.choose(third, chosen=True)
    assert crates(model)[1].is_picked
    model.type_number(third, "SF1234567890001")
    model.choose(third, chosen=False)
    assert model.good == ()
    assert model.ship().shipped == ()
    model.choose(third, chosen=True)
    assert model.ship().shipped == (third,)


def test_a_part_leaves(model: PickModel, web: OnlineShop) -> None:
    second = id_of(web.shop, "2")
    assert not model.may_part(crates(model)[3])
    assert model.scan(CAKE)
    assert model.may_part(crates(model)[3])
    model.send_part(second)
    model.type_number(second, "SF1234567890001")
    assert model.ship().shipped == (second,)
    assert (crates(model)[3].pieces, crates(model)[3].picked) == (1, 0)


def test_a_piece_ticked_by_hand_ends_what_was_wrong_before(model: PickModel) -> None:
    assert not model.scan("4006381333931")
    assert model.tick(model.shelves[0].rows[0])
    assert model.wrong is None


def test_ticks_are_taken_back_one_by_one(model: PickModel) -> None:
    assert model.tick(model.shelves[0].rows[0])
    assert model.scan(CUP)
    assert model.counts[0] == 2
    assert model.undo()
    assert model.undo()
    assert not model.undo()
    assert model.counts[0] == 0


def test_a_number_for_the_order_that_was_opened_for_it_says_it_is_packed(
    web: OnlineShop,
) -> None:
    model = PickModel(PickDesk(web.shop, web.actor))
    third = id_of(web.shop, "3")
    model.begin([third], alone=third)
    (parcel,) = model.parcels
    assert model.takes_number(parcel)
    model.type_number(third, "SF12345678900")
    assert [one.is_picked for one in model.parcels] == [False]
    model.type_number(third, "SF1234567890001")
    assert [one.is_picked for one in model.parcels] == [True]
    assert model.ship().shipped == (third,)


def test_a_held_order_is_shown_but_gets_nothing(model: PickModel, web: OnlineShop) -> None:
    told = order("1", line(1, "tea", 2, 2400))
    web.take(later(told, 30, hold="risk"))
    model.refresh()
    assert crates(model)[2].is_held
    assert model.counts == (0, 3)
    assert not model.takes_number(crates(model)[2])


def test_the_printed_list_says_shelves_crates_and_counts(model: PickModel) -> None:
    sheet = pick_sheet(model)
    assert [title for title, _lines in sheet.shelves] == [
        "A1 · 3 pieces",
        "B1 · 1 piece",
        "Cold 1 · 1 piece, last",
    ]
    tea = sheet.shelves[0][1][0]
    assert (tea.name, tea.pieces, tea.orders) == ("Tea", 3, "Crate 2: W1 × 2, Crate 3: W2 × 1")
