"""`microshop import stock FILE`: what lies there, by code and quantity."""

from typing import TYPE_CHECKING

from microshop_desktop.cli.import_simple import import_app
from microshop_desktop.infra.translations import _

if TYPE_CHECKING:
    from microshop_desktop.services.shop import Shop
    from microshop_desktop.services.stock_import import StockImport


def _service(shop: "Shop") -> "StockImport":
    from microshop_desktop.services.stock_import import StockImport

    return StockImport(shop)


app = import_app(
    "stock", _service, text=_("Import counted stock: a code and what lies there of it.")
)
