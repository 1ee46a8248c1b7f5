"""Matching goods by the page: ticks, factor, search, new goods, left alone, all with undo."""

from collections.abc import Callable
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from microshop_desktop.services.catalogue import Catalogue
from microshop_desktop.services.listings import Listings, ListingView, Seen
from microshop_desktop.services.matching import MatchState
from microshop_desktop.ui.online.match_desk import MatchDesk
from microshop_desktop.ui.online.match_model import MatchModel
from microshop_desktop.ui.online.match_page import MatchPage
from tests.services.shelf import Shelf
from tests.ui.fakes import FakeShell
from tests.ui.online.conftest import Desk

See = Callable[..., None]


@pytest.fixture
def see(desk: Desk) -> See:
    """List goods online."""

    def listed(*names: str, price: int = 850, barcode: str = "") -> None:
        seen = [
            Seen(name, name, f"C-{name}", barcode, name, "", price, "CNY", {}) for name in names
        ]
        Listings(desk.shop).see(desk.actor, desk.account, seen)

    return listed


@pytest.fixture
def match(desk: Desk, shell: FakeShell, qtbot: QtBot) -> MatchPage:
    made = MatchPage(shell, MatchModel(MatchDesk(desk.shop, desk.actor)))
    qtbot.addWidget(made)
    made.resize(1282, 712)
    made.show()
    return made


def linked(desk: Desk) -> dict[str, tuple[UUID | None, int]]:
    rows: tuple[ListingView, ...] = Listings(desk.shop).every(desk.actor, desk.account)
    return {row.name: (row.own, row.factor) for row in rows}


def go_to(match: MatchPage, name: str) -> None:
    for number in range(match.list.model().rowCount()):
        match.list.go_to_row(number)
        if match.list.row is not None and match.list.row.name == name:
            return
    raise AssertionError(name)


def test_likely_ones_are_ticked_and_linked_with_their_number(
    desk: Desk, match: MatchPage, see: See, shell: FakeShell
) -> None:
    see("Green tea x6", price=5100)
    see("Green tea of the mountain", "Gift set A")
    match.entered()
    assert match.head.link.text() == "Link the 1 ticked"
    match.head.link.click()
    assert linked(desk) == {
        "Green tea x6": (desk.tea, 6),
        "Green tea of the mountain": (None, 1),
        "Gift set A": (None, 1),
    }
    assert shell.toasts == ["1 product is matched"]
    shell.undos[-1]()
    assert linked(desk)["Green tea x6"] == (None, 1)
    assert not match.head.link.isEnabled()


def test_what_is_doubtful_cannot_be_ticked_and_asks_the_person(
    desk: Desk, match: MatchPage, see: See
) -> None:
    see("Green tea of the mountain")
    match.entered()
    go_to(match, "Green tea of the mountain")
    QTest.keyClick(match.list, Qt.Key.Key_Space)
    assert not match.head.link.isEnabled()
    assert match.panel.isVisible()


def test_a_tick_is_taken_away_and_put_back_by_space(desk: Desk, match: MatchPage, see: See) -> None:
    see("Green tea")
    match.entered()
    go_to(match, "Green tea")
    QTest.keyClick(match.list, Qt.Key.Key_Space)
    assert match.model.ticked() == []
    QTest.keyClick(match.list, Qt.Key.Key_Space)
    assert len(match.model.ticked()) == 1


def test_the_tick_box_is_pressed_with_the_mouse(desk: Desk, match: MatchPage, see: See) -> None:
    see("Green tea")
    match.entered()
    box = match.list.visualRect(match.list.model().index(0, 0))
    spot = box.bottomLeft()
    spot.setX(spot.x() + 25)
    spot.setY(spot.y() - 20)
    viewport = match.list.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=spot)
    assert match.model.ticked() == []


def test_other_goods_are_found_and_linked_with_a_number_by_hand(
    desk: Desk, match: MatchPage, see: See, shell: FakeShell
) -> None:
    coffee = Shelf(desk.shop, desk.actor).sku("Coffee beans", "6900001003205", 4900)
    see("Gift set A", price=9800)
    match.entered()
    go_to(match, "Gift set A")
    match.panel.search.edit.setText("coff")
    QTest.keyClick(match.panel.search.edit, Qt.Key.Key_Return)
    assert [card.text() for card in match.panel.cards] == ["Coffee beans"]
    match.panel.factor.changed.emit(2)
    assert "2 × ¥49.00 = ¥98.00" in match.panel._prices.text()
    match.panel.link.click()
    assert linked(desk)["Gift set A"] == (coffee, 2)
    shell.undos[-1]()
    assert linked(desk)["Gift set A"] == (None, 1)


def test_a_scan_finds_goods_for_the_open_listing(desk: Desk, match: MatchPage, see: See) -> None:
    see("Gift set A")
    match.entered()
    match._close_panel()
    assert not match.claims_scan("6900001003199")
    go_to(match, "Gift set A")
    match._chosen(match.list.row)
    assert match.claims_scan("6900001003199")
    assert [card.text() for card in match.panel.cards] == ["Green tea"]


def test_new_goods_are_made_from_a_listing(
    desk: Desk, match: MatchPage, see: See, shell: FakeShell
) -> None:
    see("Gift set A", price=9900, barcode="6900001003212")
    match.entered()
    go_to(match, "Gift set A")
    match.panel.make_new.click()
    own, factor = linked(desk)["Gift set A"]
    assert own is not None
    assert factor == 1
    catalogue = Catalogue(desk.shop)
    form = catalogue.detail(desk.actor, catalogue.product_of(desk.actor, own)).form
    assert (form.name, form.skus[0].price, form.skus[0].codes) == (
        "Gift set A",
        9900,
        ("6900001003212",),
    )
    assert form.unfinished
    shell.undos[-1]()
    assert linked(desk)["Gift set A"] == (None, 1)


def test_one_is_left_alone_and_taken_up_again(
    desk: Desk, match: MatchPage, see: See, shell: FakeShell
) -> None:
    see("Gift set A")
    match.entered()
    go_to(match, "Gift set A")
    match.panel.alone.click()
    assert match.model.counts[MatchState.ALONE] == 1
    match.head.states.chosen.emit("alone")
    go_to(match, "Gift set A")
    assert match.panel.alone.text() == "Sync it again"
    match.panel.alone.click()
    assert match.model.counts[MatchState.ALONE] == 0
    shell.undos[-1]()
    assert match.model.counts[MatchState.ALONE] == 1


def test_a_wrong_link_is_changed_or_taken_apart(
    desk: Desk, match: MatchPage, see: See, shell: FakeShell
) -> None:
    see("Green tea")
    match.entered()
    match.link_ticked()
    match.head.states.chosen.emit("linked")
    go_to(match, "Green tea")
    match.panel.unlink.click()
    assert linked(desk)["Green tea"] == (None, 1)
    shell.undos[-1]()
    assert linked(desk)["Green tea"] == (desk.tea, 1)


def test_the_list_is_narrowed_by_text_and_says_when_nothing_is_left(
    desk: Desk, match: MatchPage, see: See, qtbot: QtBot
) -> None:
    see("Green tea", "Gift set A")
    match.entered()
    match.head.search.edit.setText("gift")
    qtbot.waitUntil(lambda: match.list.model().rowCount() == 1, timeout=2000)
    match.head.search.edit.setText("nothing like it")
    qtbot.waitUntil(lambda: match._stack.currentWidget() is match.empty, timeout=2000)
    assert match.escape()
    assert match.head.search.text == ""


def test_the_panel_shows_the_listing_that_is_current_after_one_is_linked(
    desk: Desk, match: MatchPage, see: See
) -> None:
    see("Green tea", "Zebra cup")
    match.entered()
    go_to(match, "Green tea")
    match.panel.link.click()
    assert match.model.current is not None
    assert match.model.current.name == "Zebra cup"


def test_many_listings_are_read_by_the_page(desk: Desk, match: MatchPage, see: See) -> None:
    see(*(f"Gift {number:04}" for number in range(400)))
    match.entered()
    assert match.list.model().rowCount() == 400
    assert len(match.model._candidates) < 50


def test_escape_closes_the_panel_then_the_page(
    desk: Desk, match: MatchPage, see: See, qtbot: QtBot
) -> None:
    see("Gift set A")
    match.entered()
    go_to(match, "Gift set A")
    match.escape()
    assert not match.panel.isVisible()
    with qtbot.waitSignal(match.closed):
        match.escape()
