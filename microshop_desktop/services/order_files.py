"""Order files taken in by the one booking that synced orders go through as well.

A file is looked at first; then its goods are noted and matched, and its orders taken up page by
page, each in a transaction. What was broken off is simply begun again: an order is known by its
account and number, and one that says nothing new changes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.online_order import OnlineOrder, is_news
from microshop_desktop.domain.order_file import ANY_KIND, FileOrders
from microshop_desktop.infra.chunks import chunks
from microshop_desktop.persistence.tables.channels import ChannelAccount, Listing
from microshop_desktop.persistence.tables.orders import OrderRow
from microshop_desktop.services import online_order_rows as rows
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.channel_accounts import (
    FILE,
    ChannelAccounts,
    ChannelForm,
    ChannelView,
)
from microshop_desktop.services.goods_by_code import goods_by_code
from microshop_desktop.services.listings import Listings, Seen
from microshop_desktop.services.online_order_lines import Source
from microshop_desktop.services.online_orders import OnlineOrders
from microshop_desktop.services.online_twins import came_otherwise
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.sync_cursors import ORDERS, read_cursor
from microshop_desktop.services.sync_log import SyncLog

_NEWEST = "newest_file"
_FALLS_WHEN_PAID = frozenset({"woocommerce"})
_ORDERS_AT_ONCE, _GOODS_AT_ONCE = 20, 200
_ACCOUNT = select(ChannelAccount).where(
    ChannelAccount.id == bindparam("account"), ChannelAccount.deleted_at.is_(None)
)
_PLACED = select(OrderRow.external_id, OrderRow.at).where(
    OrderRow.account_id == bindparam("account"),
    OrderRow.external_id.in_(bindparam("orders", expanding=True)),
)
_LISTED = select(Listing.external_sku, Listing.sku_id).where(
    Listing.account_id == bindparam("account"), Listing.deleted_at.is_(None)
)

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class FileGoods:
    """Goods in a file that are none of ours yet; `by_code`: their code will decide it."""

    key: str
    code: str
    name: str
    by_code: bool


@dataclass(frozen=True, slots=True)
class FilePreview:
    """What taking a file in would do; `newer_known`: orders of a later moment were taken before."""

    new: int
    changed: int
    unchanged: int
    unmatched: tuple[FileGoods, ...]
    newer_known: datetime | None


@dataclass(slots=True)
class FileResult:
    """What taking a file in did; `stopped`: a person broke it off, the rest is not taken."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    conflicts: int = 0
    linked: int = 0
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class FileAccount:
    """An account that works by files; `until`: the moment of the newest file that was taken."""

    id: UUID
    kind: str
    name: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    until: datetime | None = None
    since: datetime | None = None


class OrderFiles:
    """Taking in the order files of accounts that work by files."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SYNC)
    def account(self, actor: Actor, account: UUID) -> FileAccount:
        """Return an account that works by files; `account_missing`, `not_by_files`."""
        with self._shop.database.read() as connection:
            return file_account(connection, account)

    @act(Right.CHANGE_SETTINGS)
    def open_account(self, actor: Actor, kind: str, name: str) -> ChannelView:
        """Return the account of this kind and name, added or switched on again.

        One that was removed is the one it was: its orders do not come twice.
        """
        accounts, wanted = ChannelAccounts(self._shop), (kind, FILE, name)
        for view in accounts.every(actor):
            if (view.kind, view.transport, view.settings.get(FILE)) == wanted:
                form = ChannelForm(kind, view.name, view.settings, FILE)
                return accounts.add(actor, view.id, form)
        settings = {FILE: name}
        account = accounts.known(actor, kind, settings) or self._shop.ids.new()
        return accounts.add(actor, account, ChannelForm(kind, name, settings, FILE))

    @act(Right.SYNC)
    def preview(self, actor: Actor, account: UUID, file: FileOrders) -> FilePreview:
        """Say what taking in would do; nothing is changed. `order_file_of_other`."""
        counts = {"new": 0, "changed": 0, "unchanged": 0}
        with self._shop.database.read() as connection:
            known = self._fitting(connection, account, file)
            for order in _placed(connection, account, file):
                counts[_fate(connection, known, order)] += 1
            unmatched = _unmatched(connection, account, file.orders)
        newer = known.until if known.until is not None and known.until > file.moment else None
        return FilePreview(**counts, unmatched=unmatched, newer_known=newer)

    @act(Right.SYNC)
    def take(
        self,
        actor: Actor,
        account: UUID,
        file: FileOrders,
        *,
        progress: Progress = lambda _done, _total: None,
        cancelled: Cancelled = lambda: False,
    ) -> FileResult:
        """Take up the orders of a file; `order_file_of_other` where it is of another platform."""
        with self._shop.database.read() as connection:
            known = self._fitting(connection, account, file)
            orders = _placed(connection, account, file)
        result = FileResult()
        self._see(actor, account, orders)
        result.linked = Listings(self._shop).match(actor, account)
        done, booking = 0, OnlineOrders(self._shop)
        since = known.since or self._shop.clock.now()
        source = replace(_source(known), since=since)
        for page in chunks(orders, _ORDERS_AT_ONCE):
            if cancelled():
                result.stopped = True
                break
            done += len(page)
            last = done == len(orders)
            cursor = _cursor(known.until, file.moment if last else None, since)
            taken = booking.take(actor, source, page, cursor=cursor)
            result.new += taken.new
            result.changed += taken.changed
            result.unchanged += taken.unchanged
            result.conflicts += taken.conflicts
            progress(done, len(orders))
        facts = file_facts(
            file.name,
            orders=(result.new, result.changed, result.unchanged),
            conflicts=result.conflicts,
            rejected=len(file.rejected),
            stopped=result.stopped,
        )
        SyncLog(self._shop).note(actor, account, facts)
        return result

    def _fitting(self, connection: Connection, account: UUID, file: FileOrders) -> FileAccount:
        """Return the account of a file; another platform's orders are kept out of it."""
        known = file_account(connection, account)
        if ANY_KIND not in {known.kind, file.format.kind} and known.kind != file.format.kind:
            raise ShopError(
                ErrorCode.ORDER_FILE_OF_OTHER,
                name=file.name,
                found=file.format.kind,
                account=known.name,
                wanted=known.kind,
            )
        return known

    def _see(self, actor: Actor, account: UUID, orders: Sequence[OnlineOrder]) -> None:
        """Note the goods of a file, so that they can be linked like those of synced shops."""
        seen = {
            line.sku: Seen(
                sku=line.sku,
                product=line.product,
                code=line.code,
                barcode="",
                name=line.title,
                spec=line.spec,
                price=line.gross // line.quantity if line.quantity else None,
                currency=order.currency,
                extra={},
            )
            for order in orders
            for line in order.lines
            if line.sku
        }
        for some in chunks(list(seen.values()), _GOODS_AT_ONCE):
            Listings(self._shop).see(actor, account, some)


def file_account(connection: Connection, account: UUID) -> FileAccount:
    """Return an account that works by files; `account_missing`, `not_by_files`."""
    row = connection.execute(_ACCOUNT, {"account": account}).one_or_none()
    if row is None:
        raise ShopError(ErrorCode.ACCOUNT_MISSING, account=str(account))
    if row.transport != FILE:
        raise ShopError(ErrorCode.NOT_BY_FILES, name=row.name)
    cursor = read_cursor(connection, account, ORDERS) or {}
    until, since = (_moment(cursor.get(name)) for name in (_NEWEST, "since"))
    return FileAccount(row.id, row.kind, row.name, row.settings, until, since)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _fate(connection: Connection, account: FileAccount, order: OnlineOrder) -> str:
    known = rows.known_order(connection, account.id, order.external_id)
    if known is None:
        return "unchanged" if came_otherwise(connection, account.id, account.kind, order) else "new"
    news = is_news(order, known_at=known.updated_at, known_hash=known.content_hash)
    return "changed" if news else "unchanged"


def _placed(connection: Connection, account: UUID, file: FileOrders) -> tuple[OnlineOrder, ...]:
    """Return the orders; one whose file tells no time keeps the one it was first seen at."""
    if not file.timeless:
        return file.orders
    seen: dict[str, datetime] = {}
    for some in chunks(sorted(file.timeless), _GOODS_AT_ONCE):
        found = connection.execute(_PLACED, {"account": account, "orders": list(some)})
        seen |= {row.external_id: row.at for row in found}
    return tuple(
        replace(order, placed_at=seen.get(order.external_id, order.placed_at))
        for order in file.orders
    )


def _unmatched(
    connection: Connection, account: UUID, orders: Sequence[OnlineOrder]
) -> tuple[FileGoods, ...]:
    """Return the goods of orders that are none of ours yet, each once."""
    linked = {
        row.external_sku: row.sku_id for row in connection.execute(_LISTED, {"account": account})
    }
    found: dict[str, FileGoods] = {}
    for line in (line for order in orders for line in order.lines):
        key = line.sku or line.title
        if key in found or linked.get(line.sku) is not None:
            continue
        by_code = bool(line.sku and line.code) and len(goods_by_code(connection, line.code)) == 1
        name = f"{line.title} {line.spec}".strip()
        found[key] = FileGoods(line.sku, line.code, name, by_code)
    return tuple(found.values())


def _source(account: FileAccount) -> Source:
    """Return how the platform's own number moves, as the account's settings say where they do."""
    usual = "paid" if account.kind in _FALLS_WHEN_PAID else "placed"
    return Source(
        account.id,
        account.kind,
        takes_when_placed=account.settings.get("stock_falls", usual) == "placed",
        gives_back=account.settings.get("stock_returns", "yes") == "yes",
    )


def _cursor(until: datetime | None, moment: datetime | None, since: datetime) -> dict[str, object]:
    """Return what is kept with a page: the newest file that was read whole, and the first time."""
    newest = max(filter(None, (until, moment)), default=None)
    whole = {} if newest is None else {_NEWEST: newest.isoformat()}
    return {**whole, "until": (newest or since).isoformat(), "since": since.isoformat()}


def file_facts(
    file: str,
    *,
    orders: tuple[int, int, int] = (0, 0, 0),
    stock: tuple[int, int, int] = (0, 0, 0),
    parcels: tuple[int, int] = (0, 0),
    **more: object,
) -> dict[str, object]:
    """Return what the log of an account keeps of a file, in the words of syncs.

    `orders`: new, changed and unchanged; `stock`: told, right before and refused; `parcels`: told
    and refused.
    """
    told = {"orders": list(orders), "stock": list(stock), "parcels": list(parcels)}
    nothing = {"requests": 0, "conflicts": 0, "planned": 0, "trouble": None, "code": ""}
    return {"file": file, **told, **nothing, "stopped": False, **more}
