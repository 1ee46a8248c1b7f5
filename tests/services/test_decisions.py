"""Ways out of questions about online shops: what each does, once, all or nothing."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from microshop_desktop.domain.decisions import Choice, ConflictKind
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.online_order import Fulfilment
from microshop_desktop.domain.refunds import RefundState
from microshop_desktop.persistence.tables.catalogue import Sku
from microshop_desktop.persistence.tables.channels import Listing, OnlineOrderRow, Outbox
from microshop_desktop.persistence.tables.orders import OrderRow, RefundPayment
from microshop_desktop.services.actor import EVERYTHING, Actor, Right
from microshop_desktop.services.conflicts import Conflicts
from microshop_desktop.services.decisions import Decisions, Question, Verdict
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.online_stock import OnlineStock
from microshop_desktop.services.price_commands import ListedPrices
from microshop_desktop.services.shipping import Packing, Shipping
from microshop_desktop.services.shop import Shop
from tests.services.online_shop import OnlineShop, later, line, open_online_shop, order
from tests.services.shelf import Shelf


@pytest.fixture
def online(shop: Shop, actor: Actor) -> Iterator[OnlineShop]:
    """An online shop; whatever was decided, the books are right in the end."""
    yield open_online_shop(shop, actor)
    findings = Doctor(shop).check(actor)
    assert findings.ok, [check for check in findings.checks if not check.ok]


@pytest.fixture
def shelf(shop: Shop, actor: Actor) -> Shelf:
    return Shelf(shop, actor)


@pytest.fixture
def tea(shelf: Shelf, online: OnlineShop) -> UUID:
    sku = shelf.sku("Green tea", "6900001003199", 850)
    shelf.stock(sku, 9_000, 0)
    online.list_goods("tea", sku)
    return sku


def the_question(online: OnlineShop, kind: ConflictKind) -> Question:
    found = Decisions(online.shop).questions(online.actor)
    (question,) = (each for each in found if each.about.conflict.kind is kind)
    return question


def choices(question: Question) -> list[tuple[Choice, int]]:
    return [(option.choice, option.amount) for option in question.options]


def decide(online: OnlineShop, question: Question, choice: Choice, **more: object) -> None:
    verdict = Verdict(question.id, choice, **more)  # type: ignore[arg-type]
    Decisions(online.shop).settle(online.actor, verdict)


def columns(online: OnlineShop, *wanted: object) -> list[tuple[object, ...]]:
    with online.shop.database.read() as connection:
        return [tuple(row) for row in connection.execute(select(*wanted))]  # type: ignore[call-overload]


# ---------------------------------------------------------------- money that went back there


def refunded(online: OnlineShop, *, amount: int, **more: object) -> Question:
    sold = order("7", line(1, "tea", 2, 1700), fulfilment=Fulfilment.SHIPPED)
    online.take(sold)
    online.take(later(sold, 9, refunded=amount, refund=RefundState.PART, **more))
    return the_question(online, ConflictKind.REFUNDED_ONLINE)


def test_money_of_all_goods_is_booked_with_them(
    online: OnlineShop, shelf: Shelf, tea: UUID
) -> None:
    question = refunded(online, amount=1700)
    assert choices(question) == [
        (Choice.GOODS_BACK, 1700),
        (Choice.GOODS_GONE, 1700),
        (Choice.LEAVE, 0),
    ]
    assert question.likely is None
    decide(online, question, Choice.GOODS_BACK)
    assert shelf.level(tea).on_hand == 9_000
    assert columns(online, RefundPayment.method, RefundPayment.amount) == [("channel", 1700)]


def test_goods_that_stay_away_are_a_loss(online: OnlineShop, shelf: Shelf, tea: UUID) -> None:
    decide(online, refunded(online, amount=850), Choice.GOODS_GONE)
    assert shelf.level(tea).on_hand == 7_000
    assert columns(online, OrderRow.refunded) == [(850,)]


def test_money_that_is_no_whole_piece_is_booked_alone(
    online: OnlineShop, shelf: Shelf, tea: UUID
) -> None:
    question = refunded(online, amount=400)
    assert choices(question) == [(Choice.GOODS_GONE, 400), (Choice.LEAVE, 0)]
    assert question.likely is Choice.GOODS_GONE
    decide(online, question, Choice.GOODS_GONE)
    assert shelf.level(tea).on_hand == 7_000
    assert columns(online, OrderRow.refunded) == [(400,)]


def test_a_decision_taken_twice_books_once(online: OnlineShop, tea: UUID) -> None:
    question = refunded(online, amount=400)
    for _ in range(2):
        decide(online, question, Choice.GOODS_GONE)
    assert columns(online, OrderRow.refunded) == [(400,)]
    with pytest.raises(ShopError) as caught:
        decide(online, question, Choice.LEAVE)
    assert caught.value.code is ErrorCode.NOT_FOUND


def test_only_what_is_not_booked_yet_is_offered(online: OnlineShop, tea: UUID) -> None:
    decide(online, refunded(online, amount=400), Choice.GOODS_GONE)
    sold = order("7", line(1, "tea", 2, 1700), fulfilment=Fulfilment.SHIPPED)
    online.take(later(sold, 20, refunded=1000, refund=RefundState.PART))
    question = the_question(online, ConflictKind.REFUNDED_ONLINE)
    assert choices(question)[0] == (Choice.GOODS_GONE, 600)


def test_booking_money_needs_the_right(online: OnlineShop, tea: UUID) -> None:
    question = refunded(online, amount=400)
    actor = Actor(online.actor.staff, online.actor.till, rights=EVERYTHING - {Right.REFUND})
    (seen,) = Decisions(online.shop).questions(actor)
    assert choices(seen) == [(Choice.LEAVE, 0)]
    with pytest.raises(ShopError) as caught:
        Decisions(online.shop).settle(actor, Verdict(question.id, Choice.GOODS_GONE))
    assert caught.value.code is ErrorCode.NOT_ALLOWED


def test_several_are_decided_all_or_none(online: OnlineShop, tea: UUID) -> None:
    question = refunded(online, amount=400)
    wrong = Verdict(online.shop.ids.new(), Choice.LEAVE)
    with pytest.raises(ShopError):
        Decisions(online.shop).settle_all(
            online.actor, [Verdict(question.id, Choice.GOODS_GONE), wrong]
        )
    assert columns(online, OrderRow.refunded) == [(0,)]
    assert Conflicts(online.shop).open(online.actor)


# ---------------------------------------------------------------- sales that are no longer so


def test_a_sale_taken_back_brings_goods_and_money_back(
    online: OnlineShop, shelf: Shelf, tea: UUID
) -> None:
    sold = order("7", line(1, "tea", 2, 1700), fulfilment=Fulfilment.SHIPPED)
    online.take(sold)
    online.take(later(sold, 5, fulfilment=Fulfilment.CANCELLED, raw_status="CANCELLED"))
    question = the_question(online, ConflictKind.WENT_BACK)
    assert choices(question) == [(Choice.GOODS_BACK, 1700), (Choice.LEAVE, 0)]
    decide(online, question, Choice.GOODS_BACK)
    assert shelf.level(tea).on_hand == 9_000
    assert columns(online, OrderRow.refunded) == [(1700,)]


def test_goods_that_are_gone_stay_sold(online: OnlineShop, shelf: Shelf, tea: UUID) -> None:
    sold = order("7", line(1, "tea", 2, 1700), fulfilment=Fulfilment.SHIPPED)
    online.take(sold)
    online.take(later(sold, 5, fulfilment=Fulfilment.TO_SHIP, raw_status="PAID"))
    decide(online, the_question(online, ConflictKind.WENT_BACK), Choice.LEAVE)
    assert shelf.level(tea).on_hand == 7_000
    assert not Conflicts(online.shop).open(online.actor)


def test_what_an_order_costs_less_is_booked_as_given_back(online: OnlineShop, tea: UUID) -> None:
    sold = order("7", line(1, "tea", 2, 1700), fulfilment=Fulfilment.SHIPPED)
    online.take(sold)
    online.take(later(sold, 5, total=1500))
    question = the_question(online, ConflictKind.CHANGED_AFTER_SALE)
    assert choices(question) == [(Choice.BOOK_DIFFERENCE, 200), (Choice.LEAVE, 0)]
    decide(online, question, Choice.BOOK_DIFFERENCE)
    assert columns(online, OrderRow.refunded) == [(200,)]


def test_what_an_order_costs_more_cannot_be_booked_here(online: OnlineShop, tea: UUID) -> None:
    sold = order("7", line(1, "tea", 2, 1700), fulfilment=Fulfilment.SHIPPED)
    online.take(sold)
    online.take(later(sold, 5, total=1900))
    assert choices(the_question(online, ConflictKind.CHANGED_AFTER_SALE)) == [(Choice.LEAVE, 0)]


# ---------------------------------------------------------------- parcels


def refused_parcel(online: OnlineShop) -> Question:
    online.take(order("7", line(1, "tea", 2, 1700)))
    shipping = Shipping(online.shop)
    (row,) = columns(online, OrderRow.id)
    shipping.pack(online.actor, Packing(row[0], "sf", "SF1"))  # type: ignore[arg-type]
    (command,) = shipping.due(online.actor, online.source.account)
    shipping.refused(online.actor, online.source.account, command, "bad number")
    return the_question(online, ConflictKind.SHIP_REFUSED)


def test_a_parcel_is_told_again_with_other_words(online: OnlineShop, tea: UUID) -> None:
    question = refused_parcel(online)
    assert question.likely is None
    decide(online, question, Choice.AGAIN, tracking="SF2")
    (command,) = Shipping(online.shop).due(online.actor, online.source.account)
    assert (command.courier, command.tracking, command.pieces) == ("sf", "SF2", {"1": 2})


def test_a_parcel_known_there_is_told_no_more(online: OnlineShop, tea: UUID) -> None:
    decide(online, refused_parcel(online), Choice.SHIPPED_THERE)
    assert not Shipping(online.shop).due(online.actor, online.source.account)
    (row,) = columns(online, OrderRow.id)
    with pytest.raises(ShopError):
        Shipping(online.shop).pack(online.actor, Packing(row[0], "sf", "SF3"))  # type: ignore[arg-type]


# ---------------------------------------------------------------- prices


def price_changed(online: OnlineShop, there: int, *, settable: bool = True) -> Question | None:
    with online.shop.database.session() as session:
        session.execute(update(Listing).values(price=850, currency="CNY"))
    account, prices = online.source.account, ListedPrices(online.shop)
    if not prices.compare(online.actor, account, {"tea": there}, settable=settable):
        return None
    return the_question(online, ConflictKind.PRICE_DIFFERS)


def test_only_a_price_that_changed_there_is_asked_about(online: OnlineShop, tea: UUID) -> None:
    assert price_changed(online, 850) is None
    prices = ListedPrices(online.shop)
    with online.shop.database.session() as session:
        session.execute(update(Listing).values(price=None))
    found = prices.compare(online.actor, online.source.account, {"tea": 999}, settable=True)
    assert not found, "nothing is asked at the first look"


def test_our_price_goes_there_by_a_command(online: OnlineShop, tea: UUID) -> None:
    question = price_changed(online, 800)
    assert question is not None
    assert choices(question) == [
        (Choice.OURS_THERE, 850),
        (Choice.THEIRS_HERE, 800),
        (Choice.OWN_PRICE, 0),
    ]
    assert question.likely is Choice.OURS_THERE
    decide(online, question, Choice.OURS_THERE)
    (command,) = ListedPrices(online.shop).due(online.actor, online.source.account)
    assert (command.sku, command.price, command.sent) == ("tea", 850, False)


def test_their_price_is_taken_here(online: OnlineShop, tea: UUID) -> None:
    question = price_changed(online, 800, settable=False)
    assert question is not None
    assert Choice.OURS_THERE not in dict(choices(question))
    decide(online, question, Choice.THEIRS_HERE)
    assert columns(online, Sku.price) == [(800,)]
    assert not columns(online, Outbox.id)


def test_a_price_of_its_own_is_asked_about_no_more(online: OnlineShop, tea: UUID) -> None:
    question = price_changed(online, 800)
    assert question is not None
    decide(online, question, Choice.OWN_PRICE)
    assert price_changed(online, 700) is None


def test_a_price_that_is_right_again_is_no_question(online: OnlineShop, tea: UUID) -> None:
    assert price_changed(online, 800) is not None
    assert price_changed(online, 850) is None
    assert not Conflicts(online.shop).open(online.actor)


# ---------------------------------------------------------------- too few goods


def test_goods_that_are_short_go_to_who_paid_first(online: OnlineShop, tea: UUID) -> None:
    first = order("8", line(1, "tea", 6, 5100))
    second = order("9", line(1, "tea", 5, 4250))
    online.take(later(second, 0, paid_at=second.paid_at + timedelta(minutes=1)))  # type: ignore[operator]
    online.take(first)
    OnlineStock(online.shop).retarget(online.actor)
    question = the_question(online, ConflictKind.OVERSOLD)
    shortage = question.shortage
    assert shortage is not None
    assert (shortage.there, shortage.wanted) == (9_000, 11_000)
    assert [claim.number for claim in shortage.claims] == ["W8", "W9"]
    assert [shortage.first_given()[claim.line] for claim in shortage.claims] == [6, 3]
    decide(online, question, Choice.WAIT, reason="Two are missing")
    (held,) = [row[0] for row in columns(online, OrderRow.number, OrderRow.held) if row[1]]
    assert held == "W9"
    whys = columns(online, OnlineOrderRow.own_hold)
    assert sorted(whys) == [("",), ("Two are missing",)]
    assert not Conflicts(online.shop).open(online.actor)


def test_more_than_there_is_cannot_be_given(online: OnlineShop, tea: UUID) -> None:
    online.take(order("8", line(1, "tea", 12, 5100)))
    OnlineStock(online.shop).retarget(online.actor)
    question = the_question(online, ConflictKind.OVERSOLD)
    assert question.shortage is not None
    (claim,) = question.shortage.claims
    with pytest.raises(ShopError) as caught:
        decide(online, question, Choice.GIVE_BACK, given={claim.line: 10})
    assert caught.value.code is ErrorCode.BAD_QUANTITY
    decide(online, question, Choice.GIVE_BACK, given={claim.line: 9})


# ---------------------------------------------------------------- numbers


def test_a_refused_number_is_written_again_or_never(online: OnlineShop, tea: UUID) -> None:
    (listing,) = columns(online, Listing.id)
    stock = OnlineStock(online.shop)
    for choice, targets in ((Choice.AGAIN, [9]), (Choice.LEAVE_ALONE, [])):
        stock.refused(online.actor, online.source.account, listing[0], "E-7")  # type: ignore[arg-type]
        decide(online, the_question(online, ConflictKind.STOCK_REFUSED), choice)
        stock.retarget(online.actor)
        work = stock.work(online.actor, online.source.account)
        assert [due.target for due in work] == targets
