"""`microshop import customers FILE`: nicknames, phones, tags and notes."""

from typing import TYPE_CHECKING

from microshop_desktop.cli.import_simple import import_app
from microshop_desktop.infra.translations import _

if TYPE_CHECKING:
    from microshop_desktop.services.customer_import import CustomerImport
    from microshop_desktop.services.shop import Shop


def _service(shop: "Shop") -> "CustomerImport":
    from microshop_desktop.services.customer_import import CustomerImport

    return CustomerImport(shop)


app = import_app(
    "customers", _service, text=_("Import customers: known by phone or card number, else made.")
)
