"""Files for shops that work by files: what is in them stays to be told until a person says so."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.persistence.tables.orders import OrderRow
from microshop_desktop.persistence.tables.shipping import Shipment
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.file_uploads import FileUploads, Upload
from microshop_desktop.services.order_holds import OrderHolds
from microshop_desktop.services.shipping import Packing, Shipping
from microshop_desktop.services.shop import Shop
from tests.order_file_samples import douyin
from tests.services.shelf import Shelf
from tests.services.test_order_files import Desk


@pytest.fixture
def tea(shelf: Shelf) -> UUID:
    sku = shelf.sku("Tea", "6901234567892", 1000, merchant_code="T-9002")
    shelf.stock(sku, 20_000, 1_000_000)
    return sku


@pytest.fixture
def desk(shop: Shop, actor: Actor, tmp_path: Path, tea: UUID) -> Desk:
    """A Douyin account with one order that waits for two teas."""
    found = Desk(shop, actor, tmp_path, "douyin")
    found.take(douyin())
    return found


def _numbers(desk: Desk) -> list[tuple[str, int, int | None]]:
    rows = FileUploads(desk.shop).numbers(desk.actor, desk.account)
    return [(row.code, row.pieces, row.before) for row in rows]


def _write_numbers(desk: Desk) -> None:
    uploads = FileUploads(desk.shop)
    rows = uploads.numbers(desk.actor, desk.account)
    uploads.numbers_written(desk.actor, desk.account, rows, "stock.xlsx")


def test_numbers_are_told_once_a_person_says_they_were_uploaded(desk: Desk) -> None:
    uploads = FileUploads(desk.shop)
    assert _numbers(desk) == [("T-9002", 18, None)]
    _write_numbers(desk)
    written = uploads.written(desk.actor, desk.account, Upload.STOCK)
    assert written is not None
    assert (written.file, written.rows) == ("stock.xlsx", 1)
    assert uploads.uploaded(desk.actor, desk.account, Upload.STOCK) == 1
    assert _numbers(desk) == []
    assert uploads.written(desk.actor, desk.account, Upload.STOCK) is None


def test_what_nobody_confirmed_is_written_again(desk: Desk, shelf: Shelf, tea: UUID) -> None:
    _write_numbers(desk)
    assert _numbers(desk) == [("T-9002", 18, None)]
    shelf.stock(tea, 3_000, 1_000_000)
    _write_numbers(desk)
    FileUploads(desk.shop).uploaded(desk.actor, desk.account, Upload.STOCK)
    assert _numbers(desk) == []


def test_goods_that_move_after_the_file_are_told_by_the_next(
    desk: Desk, shelf: Shelf, tea: UUID
) -> None:
    _write_numbers(desk)
    shelf.stock(tea, 3_000, 1_000_000)
    FileUploads(desk.shop).uploaded(desk.actor, desk.account, Upload.STOCK)
    ((_code, pieces, before),) = _numbers(desk)
    assert (pieces, before) == (21, 18)


def test_a_file_that_was_not_uploaded_tells_nothing(desk: Desk) -> None:
    uploads = FileUploads(desk.shop)
    _write_numbers(desk)
    uploads.dropped(desk.actor, desk.account, Upload.STOCK)
    assert _numbers(desk) == [("T-9002", 18, None)]
    assert uploads.written(desk.actor, desk.account, Upload.STOCK) is None


def _pack(desk: Desk, tracking: str = "SF1") -> UUID:
    with desk.shop.database.read() as connection:
        order = connection.scalar(select(OrderRow.id))
    assert order is not None
    return Shipping(desk.shop).pack(desk.actor, Packing(order, "SF", tracking))


def _shipment(desk: Desk) -> str:
    with desk.shop.database.read() as connection:
        return str(connection.scalar(select(Shipment.state)))


def test_parcels_stay_to_be_told_until_a_person_says_so(desk: Desk) -> None:
    uploads = FileUploads(desk.shop)
    _pack(desk)
    rows = uploads.parcels(desk.actor, desk.account)
    assert [(row.number, row.courier, row.tracking, row.lines) for row in rows] == [
        ("9001", "SF", "SF1", ("9002",))
    ]
    uploads.parcels_written(desk.actor, desk.account, rows, "parcels.xlsx")
    assert uploads.parcels(desk.actor, desk.account) == rows
    assert uploads.uploaded(desk.actor, desk.account, Upload.TRACKING) == 1
    assert uploads.parcels(desk.actor, desk.account) == ()
    assert _shipment(desk) == "shipped"


def test_a_parcel_that_was_uploaded_is_told_though_its_order_is_held_since(desk: Desk) -> None:
    uploads = FileUploads(desk.shop)
    _pack(desk)
    rows = uploads.parcels(desk.actor, desk.account)
    uploads.parcels_written(desk.actor, desk.account, rows, "parcels.xlsx")
    with desk.shop.database.read() as connection:
        order = connection.scalars(select(OrderRow.id)).one()
    OrderHolds(desk.shop).hold(desk.actor, order, "wrong address")
    assert uploads.parcels(desk.actor, desk.account) == ()
    assert uploads.uploaded(desk.actor, desk.account, Upload.TRACKING) == 1
    assert _shipment(desk) == "shipped"


def test_nothing_is_confirmed_that_was_not_written(desk: Desk) -> None:
    for act in (FileUploads(desk.shop).uploaded, FileUploads(desk.shop).dropped):
        with pytest.raises(ShopError) as caught:
            act(desk.actor, desk.account, Upload.TRACKING)
        assert caught.value.code is ErrorCode.NOTHING_TO_UPLOAD


def test_an_order_read_later_is_sold_from_what_was_told(desk: Desk, shop: Shop, tea: UUID) -> None:
    _write_numbers(desk)
    FileUploads(shop).uploaded(desk.actor, desk.account, Upload.STOCK)
    shop.clock.advance(timedelta(hours=1))  # type: ignore[attr-defined]
    placed = (shop.clock.now() + timedelta(hours=8)).strftime("%Y-%m-%d %H:%M:%S")
    row = douyin("9009", 主订单编号="9008", 商家编码="T-9002", 订单提交时间=placed)
    desk.take(douyin(), row, minutes=1)
    assert _numbers(desk) == []
