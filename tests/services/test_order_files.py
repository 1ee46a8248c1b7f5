"""Order files taken in: once, newest word wins, by the one booking of all online orders."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.order_file import FileOrders, OrderField, OwnFormat
from microshop_desktop.exchange.order_files import open_orders
from microshop_desktop.persistence.tables.orders import OrderContact, OrderRow
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.channel_accounts import ChannelAccounts, ChannelForm
from microshop_desktop.services.conflicts import Conflicts
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.listings import Listings
from microshop_desktop.services.order_files import FilePreview, FileResult, OrderFiles
from microshop_desktop.services.order_heads import OrderHeads
from microshop_desktop.services.shop import Shop
from tests import order_file_samples as samples
from tests.order_file_samples import douyin, read, taobao, write
from tests.services.shelf import Shelf

Counts = tuple[int, int, int]


class Desk:
    """An account that works by files, and files written for it."""

    def __init__(self, shop: Shop, actor: Actor, folder: Path, kind: str) -> None:
        self.shop, self.actor, self.folder = shop, actor, folder
        self.files = OrderFiles(shop)
        self.account = self.files.open_account(actor, kind, "Mine").id
        self.heads = samples.TAOBAO if kind == "taobao" else samples.DOUYIN

    def file(self, *rows: dict[str, str], minutes: int = 0) -> FileOrders:
        """Write and read a file that was saved some minutes from now."""
        now = self.shop.clock.now()
        path = write(self.folder / "orders.csv", self.heads, *rows)
        saved = now.timestamp() + 60 * minutes
        os.utime(path, (saved, saved))
        return read(path, now=max(now, datetime.fromtimestamp(saved, now.tzinfo)))

    def take(self, *rows: dict[str, str], minutes: int = 0) -> Counts:
        """Take in a file."""
        result = self.files.take(self.actor, self.account, self.file(*rows, minutes=minutes))
        return result.new, result.changed, result.unchanged

    def look(self, *rows: dict[str, str], minutes: int = 0) -> FilePreview:
        """Look at a file."""
        return self.files.preview(self.actor, self.account, self.file(*rows, minutes=minutes))

    def state(self, external: str) -> str:
        """Return how far an order is."""
        with self.shop.database.read() as connection:
            query = select(OrderRow.state).where(OrderRow.external_id == external)
            return str(connection.scalar(query))

    def count(self) -> int:
        """Return how many orders there are."""
        with self.shop.database.read() as connection:
            found: int = connection.scalar(select(func.count()).select_from(OrderRow)) or 0
        return found


@pytest.fixture
def desk(shop: Shop, actor: Actor, tmp_path: Path) -> Iterator[Desk]:
    """A file account of Taobao; whatever a test did, the books are right in the end."""
    yield Desk(shop, actor, tmp_path, "taobao")
    findings = Doctor(shop).check(actor)
    assert findings.ok, [check for check in findings.checks if not check.ok]


@pytest.fixture
def douyin_desk(shop: Shop, actor: Actor, tmp_path: Path) -> Iterator[Desk]:
    """A file account of Douyin."""
    yield Desk(shop, actor, tmp_path, "douyin")
    findings = Doctor(shop).check(actor)
    assert findings.ok, [check for check in findings.checks if not check.ok]


@pytest.fixture
def tea(shelf: Shelf) -> UUID:
    sku = shelf.sku("Tea", "6901234567892", 1000, merchant_code="T-9002")
    shelf.stock(sku, 20_000, 1_000_000)
    return sku


def test_the_same_file_twice_adds_nothing(desk: Desk) -> None:
    rows = (taobao(), taobao("1002"))
    assert desk.take(*rows) == (2, 0, 0)
    assert desk.take(*rows, minutes=5) == (0, 0, 2)
    assert desk.count() == 2


def test_looking_says_what_taking_does_and_changes_nothing(desk: Desk) -> None:
    desk.take(taobao())
    changed = taobao(订单状态="卖家已发货，等待买家确认")
    found = desk.look(changed, taobao("1002"), minutes=5)
    assert (found.new, found.changed, found.unchanged, found.newer_known) == (1, 1, 0, None)
    assert desk.count() == 1
    assert desk.take(changed, taobao("1002"), minutes=5) == (1, 1, 0)


def test_the_same_order_in_two_files_is_one(desk: Desk) -> None:
    assert desk.take(taobao(), taobao("1002")) == (2, 0, 0)
    assert desk.take(taobao("1002"), taobao("1003"), minutes=9) == (1, 0, 1)
    assert desk.count() == 3


def test_an_older_file_after_a_newer_one_changes_nothing(desk: Desk) -> None:
    desk.take(taobao(订单状态="交易成功"), minutes=60)
    found = desk.look(taobao(), minutes=10)
    assert (found.changed, found.unchanged) == (0, 1)
    assert found.newer_known is not None
    assert desk.take(taobao(), minutes=10) == (0, 0, 1)
    assert desk.state("1001") == "completed"
    assert not Conflicts(desk.shop).open(desk.actor)


def test_goods_are_matched_by_their_code_and_kept(
    douyin_desk: Desk, shelf: Shelf, tea: UUID
) -> None:
    looked = douyin_desk.look(douyin(), douyin("9003"))
    assert [(each.code, each.by_code) for each in looked.unmatched] == [
        ("T-9002", True),
        ("T-9003", False),
    ]
    result = _result(douyin_desk, douyin(), douyin("9003"))
    assert (result.new, result.linked) == (1, 1)
    assert shelf.level(tea).reserved == 2_000
    again = douyin_desk.look(douyin(), douyin("9003"))
    assert [each.code for each in again.unmatched] == ["T-9003"]
    assert Listings(douyin_desk.shop).counts(douyin_desk.actor, douyin_desk.account) == (1, 2)


def _result(desk: Desk, *rows: dict[str, str]) -> FileResult:
    return desk.files.take(desk.actor, desk.account, desk.file(*rows))


def test_what_had_left_before_the_account_was_added_takes_nothing_from_the_shelf(
    douyin_desk: Desk, shelf: Shelf, tea: UUID
) -> None:
    assert douyin_desk.take(douyin(订单状态="已完成")) == (1, 0, 0)
    assert shelf.level(tea).on_hand == 20_000


def test_goods_that_leave_later_are_sold(douyin_desk: Desk, shelf: Shelf, tea: UUID) -> None:
    douyin_desk.take(douyin())
    douyin_desk.take(douyin(订单状态="已发货"), minutes=5)
    level = shelf.level(tea)
    assert (level.on_hand, level.reserved) == (18_000, 0)


def test_an_unknown_word_is_kept_and_held(desk: Desk) -> None:
    desk.take(taobao(订单状态="定金已付"))
    with desk.shop.database.read() as connection:
        row = connection.execute(select(OrderRow)).one()
    assert (row.state, row.held) == ("to_ship", True)


def test_a_stop_keeps_what_was_taken_and_the_next_time_goes_on(desk: Desk) -> None:
    rows = [taobao(str(2000 + number)) for number in range(45)]
    file, seen = desk.file(*rows), []
    result = desk.files.take(
        desk.actor,
        desk.account,
        file,
        progress=lambda done, total: seen.append((done, total)),
        cancelled=lambda: bool(seen),
    )
    assert (result.stopped, result.new, seen) == (True, 20, [(20, 45)])
    assert desk.take(*rows) == (25, 0, 20)


def test_orders_of_another_platform_are_kept_out(desk: Desk, tmp_path: Path) -> None:
    file = read(write(tmp_path / "d.csv", samples.DOUYIN, douyin()))
    for act in (desk.files.preview, desk.files.take):
        with pytest.raises(ShopError) as caught:
            act(desk.actor, desk.account, file)
        assert caught.value.code is ErrorCode.ORDER_FILE_OF_OTHER


def test_an_account_that_is_synced_takes_no_files(desk: Desk) -> None:
    form = ChannelForm("taobao", "Synced", {"app_key": "1"})
    synced = ChannelAccounts(desk.shop).add(desk.actor, desk.shop.ids.new(), form)
    with pytest.raises(ShopError) as caught:
        desk.files.account(desk.actor, synced.id)
    assert caught.value.code is ErrorCode.NOT_BY_FILES


def test_an_account_of_the_same_name_is_the_one_it_was(desk: Desk) -> None:
    files, accounts = desk.files, ChannelAccounts(desk.shop)
    other = files.open_account(desk.actor, "taobao", "Other").id
    assert files.open_account(desk.actor, "taobao", "Mine").id == desk.account != other
    accounts.remove(desk.actor, desk.account)
    assert files.open_account(desk.actor, "taobao", "Mine").id == desk.account
    assert files.open_account(desk.actor, "jd", "Mine").id != desk.account


def test_orders_without_a_time_keep_the_one_they_were_first_seen_at(
    desk: Desk, tmp_path: Path
) -> None:
    account = desk.files.open_account(desk.actor, "other", "Market").id
    path = write(tmp_path / "x.csv", ["No", "What", "Pieces"], {"No": "5", "What": "Tea"})
    own = OwnFormat({"No": OrderField.ORDER, "What": OrderField.TITLE})
    OrderHeads(desk.shop).remember(desk.actor, open_orders(path).key, own)
    taken = []
    now = desk.shop.clock.now()
    for moment in (now - timedelta(minutes=30), now):
        os.utime(path, (moment.timestamp(), moment.timestamp()))
        file = read(path, own=OrderHeads(desk.shop).every(desk.actor), now=moment)
        result = desk.files.take(desk.actor, account, file)
        taken.append((result.new, result.changed, result.unchanged))
    assert taken == [(1, 0, 0), (0, 0, 1)]


def test_whom_an_order_goes_to_is_kept_as_the_file_says(desk: Desk) -> None:
    desk.take(taobao())
    with desk.shop.database.read() as connection:
        row = connection.execute(select(OrderContact)).one()
    assert (row.name, row.phone) == ("张**", "13800000000")
