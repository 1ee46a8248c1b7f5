"""The Reconcile page put together: the shop, the folder of bills, and whoever fetches them."""

from typing import TYPE_CHECKING

from microshop_desktop.payments.bill_fetching import BillFetcher
from microshop_desktop.payments.making import GatewayMaker
from microshop_desktop.ui.reconcile.desk import ReconcileDesk
from microshop_desktop.ui.reconcile.view_model import ReconcileModel

if TYPE_CHECKING:
    from microshop_desktop.app.till import Till


def reconcile_model(till: "Till") -> ReconcileModel:
    """Return a model of the shop that is open; it outlives the page."""
    opened = till.open_services()
    make = GatewayMaker(till.collecting.keys, opened.shop.clock)
    fetcher = BillFetcher(opened.shop, make)
    desk = ReconcileDesk(opened.shop, opened.actor, opened.folders.bills, fetcher)
    return ReconcileModel(desk)
