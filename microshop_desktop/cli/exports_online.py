"""`microshop export tracking|online-stock|uploaded`: files for shops that work by files."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from microshop_desktop.cli.context import JsonFlag, note, opened, print_json, say
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.translations import _, ngettext

if TYPE_CHECKING:
    from microshop_desktop.services.actor import Actor
    from microshop_desktop.services.channel_accounts import ChannelView
    from microshop_desktop.services.shop import Shop

Account = Annotated[str, typer.Argument(help=_("Name, kind or id of the account."))]
File = Annotated[Path, typer.Argument(help=_("The file; its ending says how: csv, xlsx, json."))]


class Told(StrEnum):
    """What a file tells a platform."""

    TRACKING = "tracking"
    STOCK = "online-stock"


def add_to(app: typer.Typer) -> None:
    """Give `export` the commands for online shops."""
    text = _("Write the parcels to upload at an online shop that works by files.")
    app.command("tracking", help=text)(tracking)
    text = _("Write the numbers of pieces to upload at an online shop that works by files.")
    app.command("online-stock", help=text)(online_stock)
    text = _("Say that the file written last was uploaded, or with --no that it was not.")
    app.command("uploaded", help=text)(uploaded)


def tracking(ctx: typer.Context, account: Account, file: File, as_json: JsonFlag = False) -> None:
    """Write all parcels that the platform was not told of."""
    from microshop_desktop.exchange.upload_forms import parcel_form, write_parcels
    from microshop_desktop.services.file_uploads import FileUploads

    with opened(ctx) as (shop, actor):
        view, uploads = _named(shop, actor, account), FileUploads(shop)
        rows = uploads.parcels(actor, view.id)
        if not rows:
            raise ShopError(ErrorCode.NOTHING_TO_UPLOAD, name=view.name)
        write_parcels(file, view.kind, rows)
        uploads.parcels_written(actor, view.id, rows, file.name)
    _say(view, file, len(rows), confirmed=parcel_form(view.kind).confirmed, as_json=as_json)


def online_stock(
    ctx: typer.Context, account: Account, file: File, as_json: JsonFlag = False
) -> None:
    """Write the numbers of all goods that show something else by what we know."""
    from microshop_desktop.exchange.upload_forms import stock_form, tellable, write_stock
    from microshop_desktop.services.file_uploads import FileUploads

    with opened(ctx) as (shop, actor):
        view, uploads = _named(shop, actor, account), FileUploads(shop)
        rows, nameless = tellable(view.kind, uploads.numbers(actor, view.id))
        if not rows:
            raise ShopError(ErrorCode.NOTHING_TO_UPLOAD, name=view.name)
        write_stock(file, view.kind, rows)
        uploads.numbers_written(actor, view.id, rows, file.name)
    _say(view, file, len(rows), confirmed=stock_form(view.kind).confirmed, as_json=as_json)
    if nameless:
        text = ngettext(
            "{count} product has no code there and was left out.",
            "{count} products have no code there and were left out.",
            nameless,
        )
        note(text.format(count=nameless))


def uploaded(
    ctx: typer.Context,
    account: Account,
    what: Annotated[Told, typer.Argument(help=_("What the file told."))],
    no: Annotated[bool, typer.Option("--no", help=_("It was not uploaded."))] = False,
    as_json: JsonFlag = False,
) -> None:
    """Take a person's word of the file that was written last."""
    from microshop_desktop.services.file_uploads import FileUploads, Upload

    upload = Upload.TRACKING if what is Told.TRACKING else Upload.STOCK
    told = 0
    with opened(ctx) as (shop, actor):
        view, uploads = _named(shop, actor, account), FileUploads(shop)
        if no:
            uploads.dropped(actor, view.id, upload)
        else:
            told = uploads.uploaded(actor, view.id, upload)
    if as_json:
        print_json({"account": view.name, "told": told})
        return
    said = _("Noted: all of it stays to be told.") if no else _("Noted: {count} told.")
    say(said.format(count=told))


def _named(shop: "Shop", actor: "Actor", which: str) -> "ChannelView":
    from microshop_desktop.cli.accounts_shops import named

    views = named(shop, actor, which)
    if len(views) != 1:
        raise ShopError(ErrorCode.ACCOUNT_MISSING, account=which)
    return views[0]


def _say(view: "ChannelView", file: Path, rows: int, *, confirmed: bool, as_json: bool) -> None:
    if as_json:
        print_json({"file": str(file), "rows": rows, "confirmed": confirmed})
        return
    say(_("{rows} rows written to {file}.").format(rows=rows, file=file))
    if not confirmed:
        note(_("This form is unconfirmed. Compare it with the template of your platform first."))
    text = _("Once it is uploaded, say so with: microshop export uploaded {account} …")
    note(text.format(account=view.name))
