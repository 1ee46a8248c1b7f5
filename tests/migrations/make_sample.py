"""Makes the sample database of the newest schema, which later programs must be able to upgrade.

Run it once when a schema is released: `python -m tests.migrations.make_sample`. The file is small,
holds a little of everything a shop books, and never changes afterwards. Its clock stands still, so
that what it holds is known.
"""

import gzip
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from microshop_desktop.domain.basket import Discount, DiscountKind, Method, Tender, discount_basket
from microshop_desktop.domain.refunds import Wanted
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.persistence.backup import copy_database
from microshop_desktop.persistence.migrate import open_database
from microshop_desktop.persistence.schema import SCHEMA
from microshop_desktop.services import search_index
from microshop_desktop.services.baskets import Baskets
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.refund_booking import RefundWish
from microshop_desktop.services.refunds import Refunds
from microshop_desktop.services.selling import Selling
from tests.services.shelf import Shelf

FOLDER = Path(__file__).parent / "samples"
START = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def sample_path(schema: int) -> Path:
    """Return where the sample of a schema lies."""
    return FOLDER / f"schema_{schema:04d}.sqlite.gz"


def make_sample(target: Path) -> None:
    """Play a short day in a new shop and pack its file."""
    with tempfile.TemporaryDirectory() as folder:
        live, copy = Path(folder) / "shop.sqlite", Path(folder) / "copy.sqlite"
        _play(live)
        copy_database(live, copy)
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(gzip.compress(copy.read_bytes(), mtime=0))


def _play(file: Path) -> None:
    clock = FixedClock(START)
    database = open_database(file)
    shop = found_shop(database, clock, name="Sample", currency_code="CNY", owner="Lin")
    actor = shop.owner()
    shelf = Shelf(shop, actor)
    skus = [
        shelf.sku("soap", "6901234567892", 550, cost=300, tax_rate=1300),
        shelf.sku("brush", "6901234567908", 900, cost=420, by_weight=True),
    ]
    shelf.pack(skus[0], "16901234567899", 12, 6000)
    shelf.price(skus[0], "member", 500)
    shelf.stock(skus[0], 40_000, 12_000_000)
    with database.write() as connection:
        search_index.refresh(connection, skus)
    ten_off = Discount(DiscountKind.PERCENT, 1000, "regular")
    basket = discount_basket(shelf.basket("6901234567892", "16901234567899"), ten_off)
    sale = Selling(shop).finish(actor, basket, (Tender(Method.CASH, 10_000),))
    clock.advance(timedelta(hours=1))
    Refunds(shop).refund(actor, RefundWish(shop.ids.new(), sale.order, (Wanted(1, 1000),)))
    Selling(shop).finish(
        actor, shelf.basket("6901234567908"), (Tender(Method.COLLECTION_CODE, 900),)
    )
    Baskets(shop).hold(actor, shelf.basket("6901234567892"), "Li")
    Baskets(shop).save(actor, shelf.basket("6901234567908"))
    database.close()


if __name__ == "__main__":
    make_sample(sample_path(SCHEMA))
