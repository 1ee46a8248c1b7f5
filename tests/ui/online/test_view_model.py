"""What the Online page knows: how shops stand, what is to be decided, what syncs did."""

from datetime import timedelta

import pytest

from microshop_desktop.channels.channel import ChannelError, Trouble
from microshop_desktop.channels.sync import Progress, Step
from microshop_desktop.channels.sync_stock import PlannedWrite
from microshop_desktop.domain.decisions import Choice
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.online_order import Fulfilment
from microshop_desktop.domain.online_stock import Write
from microshop_desktop.services.channel_accounts import ChannelAccounts
from microshop_desktop.services.conflicts import Conflicts
from microshop_desktop.services.listings import Listings
from microshop_desktop.services.online_stock import DueListing, OnlineStock
from microshop_desktop.services.stock_book import mark_dirty
from microshop_desktop.ui.online.entries import NOTHING_CHOSEN, CardKind
from microshop_desktop.ui.online.view_model import AccountLook, PlanRow
from tests.services.online_shop import later, line, order
from tests.ui.online.conftest import Desk


def look(desk: Desk) -> AccountLook:
    desk.model.refresh()
    return desk.model.looks()[0]


def test_a_new_account_says_that_it_was_never_synced(desk: Desk) -> None:
    shown = look(desk)
    assert (shown.name, shown.under, shown.state.text) == ("Web shop", "Vendure", "Not synced yet")
    assert (shown.matched, shown.unmatched) == ("Matched 0 / 0", "")
    assert shown.foot == "0 orders today"


def test_a_synced_account_says_when_and_how_much_is_matched(desk: Desk) -> None:
    desk.note(trouble=None)
    desk.online.list_goods("mug", None)
    shown = look(desk)
    assert shown.under.startswith("Vendure · synced ")
    assert shown.state.text == "In order"
    assert (shown.matched, shown.unmatched) == ("Matched 0 / 1", "1 not matched")
    assert desk.model.to_match() == 1


def test_what_waits_is_counted_with_its_time(desk: Desk) -> None:
    desk.online.list_goods("tea", desk.tea)
    with desk.shop.booking(desk.actor) as booking:
        mark_dirty(booking, [desk.tea])
    assert look(desk).foot.startswith("1 number to write since ")


@pytest.mark.parametrize("trouble", list(Trouble))
def test_each_trouble_has_a_word_and_a_sentence(desk: Desk, trouble: Trouble) -> None:
    again = desk.clock.now() + timedelta(minutes=5)
    desk.say(problem=ChannelError(trouble, "X1", detail="1.2.3.4"), again_at=again)
    shown = look(desk)
    assert shown.state.tone in {"warning", "danger"}
    assert "Next try" in shown.problem
    assert desk.model.problems() == [shown.problem]


def test_keys_that_are_elsewhere_and_bugs_are_told_apart(desk: Desk) -> None:
    desk.say(problem=ShopError(ErrorCode.SECRETS_MISSING, name="Web shop"))
    assert look(desk).state.text == "Keys are not here"
    desk.say(problem=ZeroDivisionError())
    assert look(desk).state.text == "Sync failed"
    assert "Details are in the log" in look(desk).problem


def test_a_running_sync_says_what_it_does_and_how_far_it_is(desk: Desk) -> None:
    desk.say(doing=Progress(Step.STOCK, 0.5))
    assert look(desk).state.text == "Writing stock 85%"
    assert look(desk).share == pytest.approx(0.85)
    assert desk.model.running
    desk.say(asked=True)
    assert look(desk).state.text == "Comes next"
    desk.say(busy=True)
    assert look(desk).state.text == "Synced by another program"


def test_an_account_rests_and_is_synced_again(desk: Desk) -> None:
    desk.model.pause(desk.account)
    assert look(desk).state.text == "Paused"
    assert not desk.model.can_sync
    desk.model.pause(desk.account)
    assert ChannelAccounts(desk.shop).every(desk.actor)[0].enabled


def test_the_likely_way_out_is_chosen_first_and_can_be_let_go(desk: Desk) -> None:
    desk.refuse()
    desk.model.refresh()
    entry = desk.model.entries()[0]
    assert entry.title == "Goods tea: Web shop does not take its number"
    assert entry.line == "The platform says E-7."
    assert [card.choice for card in entry.cards] == [Choice.AGAIN, Choice.LEAVE_ALONE]
    assert [card.choice for _entry, card in desk.model.chosen()] == [Choice.AGAIN]
    desk.model.pick(entry, NOTHING_CHOSEN)
    assert desk.model.settle() == 0
    assert Conflicts(desk.shop).open(desk.actor)


def test_a_refused_number_is_tried_again(desk: Desk) -> None:
    desk.refuse()
    desk.model.refresh()
    assert desk.model.settle() == 1
    assert not desk.model.entries()
    assert desk.syncs.asked == [(desk.account, False)]
    stock = OnlineStock(desk.shop)
    stock.retarget(desk.actor)
    assert [due.target for due in stock.work(desk.actor, desk.account)] == [9]


def test_a_refused_number_is_left_alone(desk: Desk) -> None:
    listing = desk.refuse()
    desk.model.refresh()
    desk.model.pick(desk.model.entries()[0], 1)
    desk.model.settle()
    [view] = Listings(desk.shop).every(desk.actor, desk.account)
    assert (view.id, view.pushes) == (listing, False)
    assert not desk.syncs.asked


def test_what_a_platform_did_to_sold_orders_leads_to_the_order(desk: Desk) -> None:
    desk.online.list_goods("tea", desk.tea)
    sold = order("7", line(1, "tea", 1, 850), fulfilment=Fulfilment.SHIPPED)
    desk.online.take(sold)
    desk.online.take(later(sold, 5, refunded=400))
    desk.online.take(later(sold, 9, refunded=400, fulfilment=Fulfilment.TO_SHIP))
    desk.model.refresh()
    titles = {entry.title: entry for entry in desk.model.entries()}
    assert set(titles) == {
        "W7: no longer shipped at Web shop",
        "W7: ¥4.00 given back at Web shop",
    }
    assert all(entry.order is not None for entry in titles.values())
    entry = titles["W7: ¥4.00 given back at Web shop"]
    assert entry.cards[0].effect == "Books ¥4.00 as given back by Web shop"
    assert desk.model.settle() == 1, "what nobody can guess is left open"
    assert [left.title for left in desk.model.entries()] == ["W7: no longer shipped at Web shop"]


def test_what_cannot_be_done_stays_and_all_else_is_done(desk: Desk) -> None:
    desk.refuse()
    desk.online.list_goods("cup", desk.tea)
    desk.online.take(order("8", line(1, "cup", 12, 850)))
    OnlineStock(desk.shop).retarget(desk.actor)
    desk.model.refresh()
    short = desk.model.entries()[0]
    assert short.short is not None
    desk.online.take(later(order("8", line(1, "cup", 2, 850)), 5))
    with pytest.raises(ShopError):
        desk.model.settle()
    assert [entry.short is not None for entry in desk.model.entries()] == [True]


def test_more_sold_than_there_is_shows_who_waits(desk: Desk) -> None:
    desk.online.list_goods("tea", desk.tea)
    desk.online.take(order("8", line(1, "tea", 12, 850 * 12)))
    OnlineStock(desk.shop).retarget(desk.actor)
    desk.model.refresh()
    entry = desk.model.entries()[0]
    assert entry.title == "Green tea: more is sold than is there"
    short = entry.short
    assert short is not None
    assert (short.there, short.wanted, short.missing) == ("9", "12", "3")
    assert [(claim.given, claim.lacks) for claim in short.claims] == [(9, 3)]
    assert [card.text for card in entry.cards][-1] == "Refund ¥25.50"
    assert "W8" in desk.model.letters(entry)


def test_pieces_are_given_no_further_than_they_go(desk: Desk) -> None:
    desk.online.list_goods("tea", desk.tea)
    desk.online.take(order("8", line(1, "tea", 8, 6800)), order("9", line(1, "tea", 4, 3400)))
    OnlineStock(desk.shop).retarget(desk.actor)
    desk.model.refresh()

    def given() -> list[int]:
        short = desk.model.entries()[0].short
        return [] if short is None else [claim.given for claim in short.claims]

    entry = desk.model.entries()[0]
    assert entry.short is not None
    first, second = (claim.line for claim in entry.short.claims)
    assert given() == [8, 1]
    desk.model.give(entry, second, 4)
    assert given() == [8, 1]
    desk.model.give(desk.model.entries()[0], first, 5)
    desk.model.give(desk.model.entries()[0], second, 9)
    assert given() == [5, 4]
    assert desk.model.settle() == 1
    assert not desk.model.entries()


def test_a_listing_is_linked_to_what_is_alike(desk: Desk) -> None:
    listing = desk.online.list_goods("Green tea", None)
    desk.model.refresh()
    assert desk.model.to_suggest() == listing
    assert "looking for" in desk.model.entries()[0].line
    desk.model.suggested(listing, desk.model.desk.suggest(listing))
    assert desk.model.to_suggest() is None
    entry = desk.model.entries()[0]
    card = entry.cards[0]
    assert (card.text, card.sku) == ("Green tea", desk.tea)
    assert card.effect.endswith("9 available")
    assert "% alike" in card.effect
    desk.model.pick(entry, 0)
    assert desk.model.settle() == 1
    assert Listings(desk.shop).counts(desk.actor, desk.account) == (1, 1)
    assert not desk.model.entries()


def test_a_pack_that_is_listed_is_linked_with_its_number(desk: Desk) -> None:
    listing = desk.online.list_goods("Green tea x6", None)
    desk.model.refresh()
    desk.model.suggested(listing, desk.model.desk.suggest(listing))
    entry = desk.model.entries()[0]
    assert entry.cards[0].text == "Green tea × 6"
    desk.model.pick(entry, 0)
    desk.model.settle()
    (row,) = Listings(desk.shop).every(desk.actor, desk.account)
    assert (row.own, row.factor) == (desk.tea, 6)


def test_goods_that_are_looked_up_for_a_pack_come_with_its_number(desk: Desk) -> None:
    desk.online.list_goods("zz x12", None)
    desk.model.refresh()
    assert desk.model.search(desk.model.entries()[0], "green")
    [(_entry, card)] = desk.model.chosen()
    assert (card.text, card.factor) == ("Green tea × 12", 12)


def test_only_what_is_very_likely_is_chosen_beforehand(desk: Desk) -> None:
    desk.online.list_goods("zz", None)
    desk.model.refresh()
    assert desk.model.chosen() == []


def test_other_goods_are_looked_up_by_name(desk: Desk) -> None:
    desk.online.list_goods("zz", None)
    desk.model.refresh()
    entry = desk.model.entries()[0]
    assert not desk.model.search(entry, "nothing like it")
    assert desk.model.search(entry, "green")
    [(_entry, card)] = desk.model.chosen()
    assert (card.kind, card.sku, card.effect) == (CardKind.LINK, desk.tea, "9 available")


def test_the_log_tells_deeds_and_gathers_what_is_alike(desk: Desk) -> None:
    desk.note(trouble="no_answer", code="")
    desk.note(5, trouble="no_answer", code="")
    desk.note(5, orders=[2, 1, 0], stock=[3, 0, 0], conflicts=0)
    desk.note(5, orders=[0, 0, 4], stock=[0, 9, 0], conflicts=0)
    desk.note(5, orders=[0, 0, 4], stock=[0, 9, 0], conflicts=0)
    desk.note(5, planned=2)
    desk.note(5, stopped=True)
    desk.note(5, orders=[0, 0, 0], stock=[0, 0, 1], conflicts=1)
    desk.model.refresh()
    rows = [(row.title, row.detail, row.bad) for row in desk.model.log()]
    assert rows == [
        ("1 number refused, 1 for you to decide", "Web shop", True),
        ("Stopped", "Web shop", False),
        ("Looked: 2 would be written", "Web shop", False),
        ("Nothing to do", "Web shop", False),
        ("2 new orders, 1 order changed, 3 numbers written", "Web shop", False),
        ("No answer", "Web shop · 2 times", True),
    ]
    desk.model.only_bad = True
    assert len(desk.model.log()) == 2


def planned(desk: Desk, write: Write) -> PlannedWrite:
    due = DueListing(desk.tea, "p", "s", {}, "Green tea", 9, None, False, None, None, "")
    return PlannedWrite(due, write)


def test_a_dry_run_lists_what_would_be_written(desk: Desk) -> None:
    desk.model.dry_run()
    assert desk.syncs.asked == [(None, True)]
    desk.say(asked=True)
    assert desk.model.plan() is None
    assert desk.model.plan_text() == "Looking what would be written…"
    writes = (
        planned(desk, Write(9, expected=3)),
        planned(desk, Write(-2, is_delta=True, expected=11)),
        planned(desk, Write(9)),
    )
    desk.say(planned=writes)
    assert desk.model.plan() == [
        PlanRow("Green tea", "Web shop", "3 → 9"),
        PlanRow("Green tea", "Web shop", "11 → 9"),
        PlanRow("Green tea", "Web shop", "→ 9"),
    ]
    assert desk.model.plan_text() == "3 numbers would be written; nothing was."
    desk.say(planned=())
    assert desk.model.plan_text().startswith("Nothing would be written")
    desk.say(problem=ChannelError(Trouble.BUSY))
    assert desk.model.plan_text().startswith("It could not be found out")


def test_sync_now_asks_for_all_and_closes_the_plan(desk: Desk) -> None:
    desk.model.shows_plan = True
    desk.model.sync_now()
    desk.model.stop()
    assert desk.syncs.asked == [(None, False)]
    assert desk.syncs.stopped == 1
    assert not desk.model.shows_plan
