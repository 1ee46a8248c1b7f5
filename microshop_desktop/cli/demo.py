"""`microshop demo`: a throw-away shop with sample goods, ready to sell.

With --offscreen it plays a whole day without a display, says what it did, and leaves pictures.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from microshop_desktop.cli.context import note, say
from microshop_desktop.infra.folders import Folders
from microshop_desktop.infra.translations import _, current_language

if TYPE_CHECKING:
    from microshop_desktop.cli.demo_phone import PhoneFolders
    from microshop_desktop.infra.clock import Clock, FixedClock
    from microshop_desktop.services.shop import Shop

app = typer.Typer(add_completion=False, rich_markup_mode=None)
ZONE = "Asia/Shanghai"
_OPENING = time(7, 57)


@app.command(help=_("Open a throw-away shop with sample goods."))
def demo(
    offscreen: Annotated[
        bool,
        typer.Option("--offscreen", help=_("Play a whole day without a display and tell of it.")),
    ] = False,
    screenshot: Annotated[
        Path | None, typer.Option(help=_("Keep a picture of the selling page in this file."))
    ] = None,
) -> None:
    """Make the shop in a folder that is removed at the end."""
    with tempfile.TemporaryDirectory(
        prefix="microshop-demo-shop-", ignore_cleanup_errors=True
    ) as name:
        folders = Folders(Path(name))
        folders.create()
        if offscreen:
            _play(folders, screenshot)
        else:
            _open(folders, screenshot)


def _play(folders: Folders, screenshot: Path | None) -> None:
    """Play the day, then take pictures of the pages as they stand in the evening."""
    from microshop_desktop.cli.demo_pictures import start_offscreen, take_pictures
    from microshop_desktop.cli.demo_story import Place, Story
    from microshop_desktop.infra.logging import start_logging, stop_logging

    start_offscreen()
    start_logging(folders.log)
    clock = _this_morning()
    shop = _found(folders, clock)
    pictures = Path(tempfile.mkdtemp(prefix="microshop-demo-"))
    try:
        place = Place(pictures, folders.backups, _phone_folders(folders))
        for sentence in Story(shop, clock, place).tell():
            say(sentence)
    finally:
        shop.database.close()
    taken = take_pictures(folders, clock, pictures, selling=screenshot)
    stop_logging()
    say(
        _("Pictures of {count} pages and the receipts are in {folder}").format(
            count=len(taken), folder=pictures
        )
    )


def _open(folders: Folders, screenshot: Path | None) -> None:
    """Open the window on the new shop; it ends with the window."""
    from microshop_desktop.app import open_window
    from microshop_desktop.cli.demo_online import online_shop_beside
    from microshop_desktop.infra.clock import SystemClock

    note(_("Filling the shelves…"))
    shop = _found(folders, SystemClock())
    with _practice(shop, folders), online_shop_beside(shop, folders.secrets):
        shop.database.close()
        held = None
        if screenshot is not None:
            from microshop_desktop.cli.demo_pictures import take_selling_page_soon

            held = take_selling_page_soon(screenshot)
        code = open_window(str(folders.data), current_language())
        del held
    if code:
        raise typer.Exit(code)


@contextmanager
def _practice(shop: "Shop", folders: Folders) -> Iterator[None]:
    """Let the practice platforms run beside the shop, whose QR codes any phone in the Wi-Fi opens.

    Where this computer lets nobody listen the demo goes on without them.
    """
    from microshop_desktop.cli.demo_phone import add_practice_accounts, practice_beside

    sandbox = practice_beside(shop)
    try:
        sandbox.start()
    except OSError as error:
        note(_("Phone payments cannot be tried: {reason}").format(reason=error.strerror))
        yield
        return
    try:
        add_practice_accounts(shop, sandbox, _phone_folders(folders))
        note(_("Payments by phone are practice, no real money moves."))
        phone = sandbox.phone_url
        note(_("The customer's phone, in the same Wi-Fi: {address}").format(address=phone))
        yield
    finally:
        sandbox.stop()


def _phone_folders(folders: Folders) -> "PhoneFolders":
    from microshop_desktop.cli.demo_phone import PhoneFolders

    return PhoneFolders(folders.secrets, folders.data / "sandbox")


def _found(folders: Folders, clock: "Clock") -> "Shop":
    """Found the sample shop in the language of the call and fill it."""
    from microshop_desktop.domain.money import currency
    from microshop_desktop.persistence.migrate import open_database
    from microshop_desktop.services.founding import found_shop
    from microshop_desktop.services.pictures import Pictures
    from microshop_desktop.services.sample_data import sample_data
    from microshop_desktop.services.sample_shop import SampleShop
    from microshop_desktop.services.shop_settings import Settings

    language = current_language()
    data = sample_data(language, currency("CNY"))
    shop = found_shop(
        open_database(folders.shop_file),
        clock,
        name=data.shop_name,
        currency_code="CNY",
        zone=ZONE,
        owner=data.owner,
    )
    owner = shop.owner()
    Settings(shop).change(owner, address=data.address)
    SampleShop(shop, Pictures(folders.pictures)).load(owner, language)
    return shop


def _this_morning() -> "FixedClock":
    """Return a clock that stands before opening time of today."""
    from microshop_desktop.infra.clock import FixedClock, SystemClock

    zone = ZoneInfo(ZONE)
    today = SystemClock().now().astimezone(zone).date()
    return FixedClock(datetime.combine(today, _OPENING, zone))
