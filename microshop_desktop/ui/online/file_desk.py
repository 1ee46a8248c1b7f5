"""What is done with the files of a shop that works by them: opened, looked at, taken in, saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from microshop_desktop.domain.order_file import FileOrders, OrderField, OwnFormat
from microshop_desktop.exchange import upload_forms
from microshop_desktop.exchange.order_files import (
    OpenedOrders,
    described,
    open_orders,
    read_orders,
)
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.channel_accounts import ChannelView
from microshop_desktop.services.file_uploads import FileUploads, Upload, Written
from microshop_desktop.services.order_files import (
    Cancelled,
    FilePreview,
    FileResult,
    OrderFiles,
    Progress,
)
from microshop_desktop.services.order_heads import OrderHeads
from microshop_desktop.services.shop import Shop


@dataclass(frozen=True, slots=True)
class Saved:
    """A file that was written; `left_out` goods have no code that the form could name them by."""

    file: str
    rows: int
    left_out: int


class FileDesk:
    """The files of one account. All of it may take long: call it off the main thread."""

    def __init__(self, shop: Shop, actor: Actor, account: ChannelView) -> None:
        """Act as this person for an account that works by files."""
        self._shop, self._actor, self.account = shop, actor, account
        self._files, self._heads = OrderFiles(shop), OrderHeads(shop)
        self._uploads = FileUploads(shop)

    def open(self, path: Path) -> OpenedOrders:
        """Open a file and find out whose orders it holds."""
        return open_orders(path, self._heads.every(self._actor))

    def describe(self, opened: OpenedOrders, fields: Mapping[str, OrderField]) -> OpenedOrders:
        """Take a person's word for what the columns of a file hold, and remember it."""
        own = OwnFormat(fields)
        known = described(opened, own)
        self._heads.remember(self._actor, opened.key, own)
        return known

    def read(self, opened: OpenedOrders) -> tuple[FileOrders, FilePreview]:
        """Read a file and say what taking it in would do."""
        profile = self._shop.profile
        file = read_orders(
            opened,
            zone=ZoneInfo(profile.zone),
            currency=profile.currency.code,
            now=self._shop.clock.now(),
        )
        return file, self._files.preview(self._actor, self.account.id, file)

    def take(self, file: FileOrders, progress: Progress, cancelled: Cancelled) -> FileResult:
        """Take up the orders of a file."""
        return self._files.take(
            self._actor, self.account.id, file, progress=progress, cancelled=cancelled
        )

    def written(self, upload: Upload) -> Written | None:
        """Return the last file of a kind of which nobody said what became of it."""
        return self._uploads.written(self._actor, self.account.id, upload)

    def waiting(self, upload: Upload) -> int:
        """Return how many parcels or numbers are to be told."""
        if upload is Upload.TRACKING:
            return len(self._uploads.parcels(self._actor, self.account.id))
        rows = self._uploads.numbers(self._actor, self.account.id)
        return len(upload_forms.tellable(self.account.kind, rows)[0])

    def form(self, upload: Upload) -> upload_forms.UploadForm:
        """Return the form that a file of this kind has."""
        kind = self.account.kind
        if upload is Upload.TRACKING:
            return upload_forms.parcel_form(kind)
        return upload_forms.stock_form(kind)

    def save(self, upload: Upload, path: Path) -> Saved:
        """Write what is to be told into a file, and note that a person is to upload it."""
        actor, account, kind = self._actor, self.account.id, self.account.kind
        if upload is Upload.TRACKING:
            parcels = self._uploads.parcels(actor, account)
            upload_forms.write_parcels(path, kind, parcels)
            self._uploads.parcels_written(actor, account, parcels, path.name)
            return Saved(path.name, len(parcels), 0)
        rows, left_out = upload_forms.tellable(kind, self._uploads.numbers(actor, account))
        upload_forms.write_stock(path, kind, rows)
        self._uploads.numbers_written(actor, account, rows, path.name)
        return Saved(path.name, len(rows), left_out)

    def say(self, upload: Upload, *, uploaded: bool) -> None:
        """Take a person's word of the file that was written last."""
        if uploaded:
            self._uploads.uploaded(self._actor, self.account.id, upload)
        else:
            self._uploads.dropped(self._actor, self.account.id, upload)
