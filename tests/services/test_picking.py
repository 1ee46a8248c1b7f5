"""A round of picking: kept by the tick, sent by the parcel, what must wait left out."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from microshop_desktop.domain.couriers import CourierChoice
from microshop_desktop.domain.errors import ErrorCode
from microshop_desktop.domain.online_order import Contact
from microshop_desktop.domain.picking import Wrong
from microshop_desktop.domain.refunds import RefundState
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.persistence.tables.channels import Outbox
from microshop_desktop.persistence.tables.orders import OrderLine, OrderRow
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.contacts import Contacts
from microshop_desktop.services.courier_list import KEPT_FOR, CourierList
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.picking import Picking
from microshop_desktop.services.picking_values import ParcelChange, Stays
from microshop_desktop.services.shipping import Packing, Shipping
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.shop_settings import Settings
from microshop_desktop.services.shortages import read_shortage
from tests.services.online_shop import OnlineShop, later, line, open_online_shop, order
from tests.services.shelf import Shelf

TEA, CAKE, BOX = "6901234567892", "6900001000011", "16901234567899"


@pytest.fixture
def web(shop: Shop, actor: Actor, shelf: Shelf) -> Iterator[OnlineShop]:
    """A shop with tea on A1, in boxes of six too, and cake in the cold; the books stay right."""
    made = open_online_shop(shop, actor)
    tea = shelf.sku("Tea", TEA, 1200, shelf="A1")
    cake = shelf.sku("Cake", CAKE, 3000, shelf="Cold 1")
    shelf.pack(tea, BOX, 6)
    for name, sku in (("tea", tea), ("cake", cake)):
        shelf.stock(sku, 50_000, 10_000_000)
        made.list_goods(name, sku)
    yield made
    findings = Doctor(shop).check(actor)
    assert findings.ok, [check for check in findings.checks if not check.ok]


@pytest.fixture
def picking(shop: Shop) -> Picking:
    return Picking(shop)


def id_of(web: OnlineShop, external: str) -> UUID:
    with web.shop.database.read() as connection:
        query = select(OrderRow.id).where(OrderRow.external_id == external)
        found: UUID = connection.execute(query).scalar_one()
    return found


def two_orders(web: OnlineShop) -> tuple[UUID, UUID]:
    """Two teas for the first, a tea and a cake for the second."""
    web.take(
        order("1", line(1, "tea", 2, 2400)),
        order("2", line(1, "tea", 1, 1200), line(2, "cake", 1, 3000)),
    )
    return id_of(web, "1"), id_of(web, "2")


def scan_all(picking: Picking, actor: Actor, *codes: str) -> None:
    for code in codes:
        assert picking.scan(actor, code).wrong is None


def set_number(picking: Picking, actor: Actor, order_id: UUID, number: str) -> None:
    picking.change(actor, order_id, ParcelChange(courier="中通快递", tracking=number))


def commands(web: OnlineShop) -> list[dict[str, object]]:
    with web.shop.database.read() as connection:
        return list(connection.execute(select(Outbox.payload).order_by(Outbox.id)).scalars())


def test_scans_fill_crates_in_turn_and_another_program_sees_them(
    web: OnlineShop, picking: Picking, actor: Actor
) -> None:
    first, second = two_orders(web)
    picking.begin(actor, picking.waiting(actor))
    assert [picking.scan(actor, TEA).ticks[0].order for _ in range(3)] == [first, first, second]
    seen = Picking(web.shop).round(actor)
    assert [(parcel.crate, parcel.picked, parcel.pieces) for parcel in seen.parcels] == [
        (1, 2, 2),
        (2, 1, 2),
    ]


def test_a_revealed_name_is_masked_in_the_round_and_in_the_list_of_who_waits(
    web: OnlineShop, picking: Picking, actor: Actor
) -> None:
    first, _second = two_orders(web)
    Contacts(web.shop).keep_revealed(actor, first, Contact("Wang Xiaoming", "13800138000", "X 1"))
    picking.begin(actor, picking.waiting(actor))
    assert [parcel.buyer for parcel in picking.round(actor).parcels] == ["W**", "L**"]
    with web.shop.database.read() as connection:
        tea = connection.scalars(select(OrderLine.sku_id).where(OrderLine.order_id == first)).one()
        assert tea is not None
        short = read_shortage(connection, web.shop.profile.place, tea)
    assert short is not None
    assert [claim.customer for claim in short.claims] == ["W**", "L**"]


def test_a_wrong_piece_counts_for_nobody_and_says_where_it_belongs(
    web: OnlineShop, picking: Picking, actor: Actor
) -> None:
    web.take(order("1", line(1, "tea", 1, 1200)))
    picking.begin(actor, picking.waiting(actor))
    wrong = picking.scan(actor, CAKE)
    assert (wrong.wrong, wrong.name, wrong.shelf) == (Wrong.NOT_WANTED, "Cake", "Cold 1")
    assert picking.scan(actor, "4006381333931").wrong is Wrong.UNKNOWN
    assert picking.scan(actor, BOX).wrong is Wrong.TOO_BIG
    scan_all(picking, actor, TEA)
    assert picking.scan(actor, TEA).wrong is Wrong.ENOUGH
    assert [parcel.picked for parcel in picking.round(actor).parcels] == [1]


def test_a_box_ticks_its_pieces(web: OnlineShop, picking: Picking, actor: Actor) -> None:
    web.take(order("1", line(1, "tea", 7, 8400)))
    picking.begin(actor, picking.waiting(actor))
    scan_all(picking, actor, BOX, TEA)
    assert picking.round(actor).parcels[0].is_picked


def test_goods_without_a_listing_are_ticked_by_the_code_the_platform_told(
    web: OnlineShop, picking: Picking, actor: Actor
) -> None:
    web.take(order("1", line(1, "mug", 1, 900)))
    picking.begin(actor, picking.waiting(actor))
    scan_all(picking, actor, "MUG")
    assert picking.round(actor).parcels[0].is_picked


def test_what_must_wait_is_left_out_and_gets_no_piece(
    web: OnlineShop, picking: Picking, actor: Actor
) -> None:
    told = order("1", line(1, "tea", 1, 1200))
    web.take(
        told,
        order("2", line(1, "tea", 1, 1200), hold="address"),
        order("3", line(1, "tea", 1, 1200), refund=RefundState.REQUESTED),
    )
    assert picking.waiting(actor) == (id_of(web, "1"),)
    picking.begin(actor, [id_of(web, name) for name in "123"])
    web.take(later(told, 5, hold="risk"))
    (parcel,) = picking.round(actor).parcels
    assert parcel.is_held
    assert picking.scan(actor, TEA).wrong is Wrong.NOT_WANTED
    sent = picking.ship(actor, [parcel.order])
    assert [stayed.why for stayed in sent.stayed] == [Stays.HELD]


def test_only_good_parcels_leave_and_the_others_say_why(
    web: OnlineShop, picking: Picking, actor: Actor
) -> None:
    first, second = two_orders(web)
    web.take(order("3", line(1, "cake", 1, 3000)))
    third = id_of(web, "3")
    picking.begin(actor, picking.waiting(actor))
    scan_all(picking, actor, TEA, TEA, TEA, CAKE)
    set_number(picking, actor, first, "7310 0000 0001")
    set_number(picking, actor, second, "7310 0000 000")
    sent = picking.ship(actor, [first, second, third])
    assert sent.shipped == (first,)
    assert [(stayed.order, stayed.why) for stayed in sent.stayed] == [
        (second, Stays.NUMBER),
        (third, Stays.NOT_PICKED),
    ]
    (command,) = commands(web)
    assert (command["tracking"], command["courier"]) == ("731000000001", "中通快递")
    assert [parcel.crate for parcel in picking.round(actor).parcels] == [2, 3]


def test_a_parcel_without_a_number_stays(web: OnlineShop, picking: Picking, actor: Actor) -> None:
    first, _ = two_orders(web)
    picking.begin(actor, [first])
    picking.pick_all(actor, first)
    assert picking.ship(actor, [first]).stayed[0].why is Stays.NO_NUMBER


def test_no_number_leaves_twice(web: OnlineShop, picking: Picking, actor: Actor) -> None:
    first, second = two_orders(web)
    picking.begin(actor, picking.waiting(actor))
    scan_all(picking, actor, TEA, TEA, TEA, CAKE)
    for one in (first, second):
        set_number(picking, actor, one, "731000000001")
    sent = picking.ship(actor, [first, second])
    assert sent.shipped == ()
    assert {stayed.why for stayed in sent.stayed} == {Stays.NUMBER}


def test_an_odd_number_leaves_once_a_person_calls_it_right(
    web: OnlineShop, picking: Picking, actor: Actor
) -> None:
    first, _ = two_orders(web)
    picking.begin(actor, [first])
    picking.pick_all(actor, first)
    set_number(picking, actor, first, "99-1")
    picking.change(actor, first, ParcelChange(trusted="991"))
    assert picking.ship(actor, [first]).shipped == (first,)


def test_a_part_leaves_and_the_rest_keeps_its_crate(
    web: OnlineShop, picking: Picking, actor: Actor
) -> None:
    _, second = two_orders(web)
    picking.begin(actor, [second])
    scan_all(picking, actor, CAKE)
    picking.change(actor, second, ParcelChange(in_part=True))
    set_number(picking, actor, second, "731000000001")
    assert picking.ship(actor, [second]).shipped == (second,)
    assert commands(web)[0]["pieces"] == {"2": 1}
    (rest,) = picking.round(actor).parcels
    assert (rest.crate, rest.pieces, rest.picked, rest.tracking, rest.in_part) == (
        1,
        1,
        0,
        "",
        False,
    )


def test_two_tills_send_the_same_part_once(
    web: OnlineShop, picking: Picking, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second one looked at the round before the first had sent it."""
    web.take(order("9", line(1, "tea", 4, 4800)))
    four = id_of(web, "9")
    picking.begin(actor, [four])
    scan_all(picking, actor, TEA, TEA)
    picking.change(actor, four, ParcelChange(in_part=True))
    set_number(picking, actor, four, "731000000001")
    before = picking.round(actor)
    other = Picking(web.shop)
    monkeypatch.setattr(other, "round", lambda _actor: before)
    assert picking.ship(actor, [four]).shipped == (four,)
    (stayed,) = other.ship(actor, [four]).stayed
    assert stayed.why is Stays.REFUSED
    assert [command["pieces"] for command in commands(web)] == [{"1": 2}]


def test_a_part_that_left_is_not_in_its_crate_any_more_whatever_fails_then(
    web: OnlineShop, picking: Picking, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, second = two_orders(web)
    picking.begin(actor, [second])
    scan_all(picking, actor, CAKE)
    picking.change(actor, second, ParcelChange(in_part=True))
    set_number(picking, actor, second, "731000000001")

    def fails(*_args: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr("microshop_desktop.services.picking.drop_notes", fails)
        with pytest.raises(RuntimeError):
            picking.ship(actor, [second])
    assert commands(web) == []
    assert picking.ship(actor, [second]).shipped == (second,)


def test_a_platform_that_takes_no_parts_gets_none(
    web: OnlineShop, picking: Picking, actor: Actor
) -> None:
    _, second = two_orders(web)
    courier = [CourierChoice("ZTO", "中通快递")]
    CourierList(web.shop).keep(actor, web.source.account, courier, parts=False)
    picking.begin(actor, [second])
    scan_all(picking, actor, CAKE)
    picking.change(actor, second, ParcelChange(in_part=True, tracking="731000000001"))
    assert picking.ship(actor, [second]).stayed[0].why is Stays.PARTS
    scan_all(picking, actor, TEA)
    picking.change(actor, second, ParcelChange(courier="nobody"))
    assert picking.ship(actor, [second]).stayed[0].why is Stays.COURIER
    picking.change(actor, second, ParcelChange(courier="ZTO"))
    assert picking.ship(actor, [second]).shipped == (second,)


def test_what_left_by_another_way_leaves_the_round(
    web: OnlineShop, picking: Picking, actor: Actor
) -> None:
    first, second = two_orders(web)
    picking.begin(actor, [first, second])
    Shipping(web.shop).pack(actor, Packing(first, "SF", "SF1234567890123"))
    assert [parcel.order for parcel in picking.round(actor).parcels] == [second]
    assert picking.waiting(actor) == (second,)
    assert [parcel.order for parcel in picking.begin(actor, [first, second]).parcels] == [second]


def test_what_the_shop_refuses_stays_with_its_reason(
    web: OnlineShop, picking: Picking, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = two_orders(web)
    picking.begin(actor, [first])
    picking.pick_all(actor, first)
    set_number(picking, actor, first, "731000000001")
    before = picking.round(actor)
    web.take(later(order("1", line(1, "tea", 2, 2400)), 5, hold="risk"))
    # The order was put on hold between the look at the round and the parcel.
    monkeypatch.setattr(picking, "round", lambda _actor: before)
    (stayed,) = picking.ship(actor, [first]).stayed
    assert stayed.why is Stays.REFUSED
    assert stayed.error is not None
    assert stayed.error.code is ErrorCode.ORDER_NOT_SHIPPABLE
    assert commands(web) == []


def test_an_untouched_round_begins_anew_and_a_begun_one_grows(
    web: OnlineShop, picking: Picking, actor: Actor
) -> None:
    first, second = two_orders(web)
    picking.begin(actor, [first])
    again = picking.begin(actor, [second])
    assert [(parcel.order, parcel.crate) for parcel in again.parcels] == [(second, 1)]
    scan_all(picking, actor, TEA)
    grown = picking.begin(actor, [first, second])
    assert [(parcel.order, parcel.crate) for parcel in grown.parcels] == [(second, 1), (first, 2)]
    picking.drop(actor, second)
    assert [parcel.crate for parcel in picking.round(actor).parcels] == [2]


def test_a_tick_is_taken_back(web: OnlineShop, picking: Picking, actor: Actor) -> None:
    web.take(order("1", line(1, "tea", 2, 2400)))
    picking.begin(actor, picking.waiting(actor))
    (tick,) = picking.scan(actor, TEA).ticks
    picking.tick(actor, [replace(tick, units=-tick.units)])
    assert picking.round(actor).parcels[0].picked == 0


def test_couriers_are_kept_for_a_week_and_the_last_one_is_offered_first(
    web: OnlineShop, picking: Picking, actor: Actor, clock: FixedClock
) -> None:
    couriers, account = CourierList(web.shop), web.source.account
    assert couriers.is_due(actor, account)
    told = [CourierChoice("44", "顺丰快递"), CourierChoice("ZTO", "中通快递")]
    couriers.keep(actor, account, told, parts=True)
    assert not couriers.is_due(actor, account)
    clock.advance(KEPT_FOR + timedelta(seconds=1))
    assert couriers.is_due(actor, account)
    first, second = two_orders(web)
    picking.begin(actor, [first])
    assert picking.round(actor).parcels[0].courier == "44"
    picking.pick_all(actor, first)
    picking.change(actor, first, ParcelChange(courier="ZTO", tracking="731000000001"))
    assert picking.ship(actor, [first]).shipped == (first,)
    assert picking.begin(actor, [second]).parcels[0].courier == "ZTO"


def test_a_number_is_checked_by_the_platforms_name_of_a_courier(
    web: OnlineShop, picking: Picking, actor: Actor
) -> None:
    first, _ = two_orders(web)
    told = [CourierChoice("467", "顺丰快递")]
    CourierList(web.shop).keep(actor, web.source.account, told, parts=True)
    picking.begin(actor, [first])
    picking.pick_all(actor, first)
    picking.change(actor, first, ParcelChange(tracking="SF123456789012"))
    assert picking.ship(actor, [first]).stayed[0].why is Stays.NUMBER
    picking.change(actor, first, ParcelChange(tracking="SF1234567890123"))
    assert picking.ship(actor, [first]).shipped == (first,)


def test_notes_of_the_round_are_no_settings(
    web: OnlineShop, picking: Picking, actor: Actor
) -> None:
    before = Settings(web.shop).current()
    picking.begin(actor, two_orders(web))
    assert Settings(web.shop).current() == before
