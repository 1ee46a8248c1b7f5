"""What shops that work by files are to be told: parcels and numbers of pieces, as rows for a file.

Nobody hears whether a file was uploaded but from a person. Until then what is in it stays to be
told; a file that is written anew takes the place of the one before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.online_stock import Write
from microshop_desktop.persistence.tables.orders import OrderRow
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.listings import Listings
from microshop_desktop.services.online_stock import DueListing, OnlineStock
from microshop_desktop.services.order_files import FileAccount, file_account, file_facts
from microshop_desktop.services.shipping import Shipping
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.sync_cursors import read_cursor, write_cursor
from microshop_desktop.services.sync_log import SyncLog

_NUMBERS = select(OrderRow.id, OrderRow.number).where(
    OrderRow.id.in_(bindparam("orders", expanding=True))
)


class Upload(StrEnum):
    """What a file tells a platform."""

    TRACKING = "tracking"
    STOCK = "stock"


@dataclass(frozen=True, slots=True)
class ParcelRow:
    """A parcel to tell of; `lines` are the platform's own ids of what is in it."""

    command: UUID
    order: str
    number: str
    courier: str
    tracking: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StockRow:
    """Goods whose number is to be told; `before` is what they show, None where nobody knows."""

    listing: UUID
    product: str
    sku: str
    code: str
    name: str
    spec: str
    pieces: int
    before: int | None


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written and of which nobody has said yet that it was uploaded."""

    file: str
    at: datetime
    rows: int


class FileUploads:
    """Rows for the upload forms of accounts that work by files."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop
        self._shipping, self._stock = Shipping(shop), OnlineStock(shop)

    @act(Right.SYNC)
    def parcels(self, actor: Actor, account: UUID) -> tuple[ParcelRow, ...]:
        """Return the parcels to tell of, the oldest first; `not_by_files`."""
        self._check(account)
        commands = self._shipping.due(actor, account)
        with self._shop.database.read() as connection:
            asked = {"orders": [command.order for command in commands]}
            numbers = {row.id: row.number for row in connection.execute(_NUMBERS, asked)}
        return tuple(
            ParcelRow(
                command=command.id,
                order=command.external_id,
                number=numbers.get(command.order, command.external_id),
                courier=command.courier,
                tracking=command.tracking,
                lines=tuple(command.pieces),
            )
            for command in commands
        )

    @act(Right.SYNC)
    def numbers(self, actor: Actor, account: UUID) -> tuple[StockRow, ...]:
        """Return the goods that show, by what we know, another number than they are to show."""
        self._check(account)
        while self._stock.retarget(actor):
            pass
        listed = {view.id: view for view in Listings(self._shop).every(actor, account)}
        return tuple(
            StockRow(
                listing=due.id,
                product=due.product,
                sku=due.sku,
                code=listed[due.id].code,
                name=due.name,
                spec=listed[due.id].spec,
                pieces=due.target,
                before=due.expected,
            )
            for due in self._stock.work(actor, account)
            if due.id in listed and _differs(due)
        )

    @act(Right.SYNC)
    def parcels_written(
        self, actor: Actor, account: UUID, rows: Sequence[ParcelRow], file: str
    ) -> None:
        """Note that these parcels stand in a file that a person is to upload."""
        commands = [str(row.command) for row in rows]
        note = {"file": file, "rows": len(rows), "commands": commands}
        self._note(actor, account, Upload.TRACKING, note)

    @act(Right.SYNC)
    def numbers_written(
        self, actor: Actor, account: UUID, rows: Sequence[StockRow], file: str
    ) -> None:
        """Note that these numbers stand in a file that a person is to upload."""
        key = self._shop.ids.new().hex
        writes = {row.listing: Write(row.pieces, expected=row.before) for row in rows}
        self._stock.begin(actor, writes, key)
        self._note(actor, account, Upload.STOCK, {"file": file, "rows": len(rows), "key": key})

    @act(Right.SYNC)
    def written(self, actor: Actor, account: UUID, upload: Upload) -> Written | None:
        """Return the last file of a kind, None where a person said what became of it."""
        value = self._read(account, upload)
        if not value:
            return None
        return Written(value["file"], datetime.fromisoformat(value["at"]), value["rows"])

    @act(Right.SYNC)
    def uploaded(self, actor: Actor, account: UUID, upload: Upload) -> int:
        """Take a person's word that the last file was uploaded; return what was told by it.

        `nothing_to_upload` where no file was written.
        """
        value = self._expected(account, upload)
        if upload is Upload.TRACKING:
            told = self._told_parcels(actor, account, value["commands"])
        else:
            told = self._told_numbers(actor, account, value["key"])
        self._note(actor, account, upload, {})
        parcels, pieces = (told, 0) if upload is Upload.TRACKING else (0, told)
        facts = file_facts(value["file"], stock=(pieces, 0, 0), parcels=(parcels, 0))
        SyncLog(self._shop).note(actor, account, facts)
        return told

    @act(Right.SYNC)
    def dropped(self, actor: Actor, account: UUID, upload: Upload) -> None:
        """Take a person's word that the last file was not uploaded: all in it stays to be told."""
        value = self._expected(account, upload)
        if upload is Upload.STOCK:
            listings = list(self._sent(actor, account, value["key"]))
            self._stock.not_sent(actor, listings)
        self._note(actor, account, upload, {})

    # ------------------------------------------------------------------ inside

    def _told_parcels(self, actor: Actor, account: UUID, commands: Sequence[str]) -> int:
        wanted = set(commands)
        # One that was held since the file was written is in it all the same.
        waiting = self._shipping.due(actor, account, held_too=True)
        due = [each for each in waiting if str(each.id) in wanted]
        for command in due:
            self._shipping.told(actor, command)
        return len(due)

    def _told_numbers(self, actor: Actor, account: UUID, key: str) -> int:
        """Expect what the file said: it was set outright, whatever was not sure before."""
        shown = self._sent(actor, account, key)
        self._stock.saw(actor, shown)
        return len(shown)

    def _sent(self, actor: Actor, account: UUID, key: str) -> dict[UUID, int]:
        """Return the pieces of each listing in the file that has this key."""
        work = self._stock.work(actor, account)
        return {
            due.id: due.sent.pieces for due in work if due.sent_key == key and due.sent is not None
        }

    def _check(self, account: UUID) -> FileAccount:
        with self._shop.database.read() as connection:
            return file_account(connection, account)

    def _expected(self, account: UUID, upload: Upload) -> Mapping[str, Any]:
        value = self._read(account, upload)
        if not value:
            raise ShopError(ErrorCode.NOTHING_TO_UPLOAD, name=self._check(account).name)
        return value

    def _read(self, account: UUID, upload: Upload) -> Mapping[str, Any]:
        with self._shop.database.read() as connection:
            file_account(connection, account)
            return read_cursor(connection, account, _stream(upload)) or {}

    def _note(
        self, actor: Actor, account: UUID, upload: Upload, value: Mapping[str, object]
    ) -> None:
        """Keep what stands in the last file; nothing once a person said what became of it."""
        with self._shop.booking(actor) as booking:
            at = {"at": booking.at.isoformat()} if value else {}
            write_cursor(booking, account, _stream(upload), {**value, **at})


def _differs(due: DueListing) -> bool:
    """Tell whether goods must be told of; those of a file nobody confirmed must be again."""
    return due.ask or due.sent is not None or due.expected != due.target


def _stream(upload: Upload) -> str:
    return f"{upload.value}_file"
