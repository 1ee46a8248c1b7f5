"""Rights: every act of the shop is on this list with the right it needs, and none goes without."""

import importlib
import pkgutil
from dataclasses import replace
from uuid import UUID

import pytest

import microshop_desktop.services
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.services.actor import ACTS, EVERYTHING, Actor, Right, act

for module in pkgutil.iter_modules(microshop_desktop.services.__path__):
    importlib.import_module(f"microshop_desktop.services.{module.name}")

NEEDED = {
    "AttemptBook.account": Right.COLLECT,
    "AttemptBook.begin": Right.COLLECT,
    "AttemptBook.drop": Right.COLLECT,
    "AttemptBook.due": Right.COLLECT,
    "AttemptBook.get": Right.COLLECT,
    "AttemptBook.next_due": Right.COLLECT,
    "AttemptBook.of_order": Right.COLLECT,
    "AttemptBook.open": Right.COLLECT,
    "AttemptBook.record": Right.COLLECT,
    "AttemptBook.rest": Right.COLLECT,
    "AttemptBook.wake": Right.COLLECT,
    "Backups.all": Right.KEEP_BACKUPS,
    "Backups.make": Right.KEEP_BACKUPS,
    "Backups.make_file": Right.KEEP_BACKUPS,
    "Baskets.drop_held": Right.SELL,
    "Baskets.held": Right.SELL,
    "Baskets.hold": Right.SELL,
    "Baskets.open_one": Right.SELL,
    "Baskets.recall": Right.SELL,
    "Baskets.save": Right.SELL,
    "BillTables.findings": Right.EXPORT_DATA,
    "BulkEdits.change_category": Right.EDIT_PRODUCTS,
    "BulkEdits.change_prices": Right.EDIT_PRODUCTS,
    "BulkEdits.preview_prices": Right.EDIT_PRODUCTS,
    "BulkEdits.put_on_sale": Right.EDIT_PRODUCTS,
    "BulkEdits.recover": Right.EDIT_PRODUCTS,
    "BulkEdits.undo": Right.EDIT_PRODUCTS,
    "Catalogue.add_code": Right.EDIT_PRODUCTS,
    "Catalogue.create": Right.EDIT_PRODUCTS,
    "Catalogue.delete": Right.EDIT_PRODUCTS,
    "Catalogue.detail": Right.SEE_STOCK,
    "Catalogue.holders": Right.SEE_STOCK,
    "Catalogue.product_of": Right.SEE_STOCK,
    "Catalogue.quick_product": Right.SELL,
    "Catalogue.remove_code": Right.EDIT_PRODUCTS,
    "Catalogue.restore": Right.EDIT_PRODUCTS,
    "Catalogue.save": Right.EDIT_PRODUCTS,
    "Catalogue.set_picture": Right.EDIT_PRODUCTS,
    "Catalogue.set_price": Right.EDIT_PRODUCTS,
    "Categories.add": Right.EDIT_PRODUCTS,
    "Categories.all": Right.SEE_STOCK,
    "Categories.arrange": Right.EDIT_PRODUCTS,
    "Categories.delete": Right.EDIT_PRODUCTS,
    "Categories.rename": Right.EDIT_PRODUCTS,
    "ChannelAccounts.add": Right.CHANGE_SETTINGS,
    "ChannelAccounts.every": Right.SYNC,
    "ChannelAccounts.offer": Right.CHANGE_SETTINGS,
    "ChannelAccounts.remove": Right.CHANGE_SETTINGS,
    "ChannelAccounts.switch": Right.CHANGE_SETTINGS,
    "Conflicts.open": Right.SYNC,
    "Conflicts.settle": Right.SYNC,
    "CustomerImport.run": Right.IMPORT_DATA,
    "Customers.by_code": Right.SELL,
    "Customers.create": Right.MANAGE_CUSTOMERS,
    "Customers.every": Right.SELL,
    "Customers.find": Right.SELL,
    "Customers.get": Right.SELL,
    "DeliveryDrafts.drop": Right.RECEIVE_GOODS,
    "DeliveryDrafts.keep": Right.RECEIVE_GOODS,
    "DeliveryDrafts.read": Right.RECEIVE_GOODS,
    "Doctor.check": Right.CHECK_BOOKS,
    "Doctor.repair": Right.CHECK_BOOKS,
    "Exchanges.difference": Right.REFUND,
    "Exchanges.exchange": Right.REFUND,
    "Exports.table": Right.EXPORT_DATA,
    "HandMoney.open_amounts": Right.SELL,
    "Imports.batches": Right.IMPORT_DATA,
    "Imports.plan": Right.IMPORT_DATA,
    "Imports.recover": Right.IMPORT_DATA,
    "Imports.run": Right.IMPORT_DATA,
    "Imports.undo": Right.IMPORT_DATA,
    "Leases.let_go": Right.COLLECT,
    "Leases.take": Right.COLLECT,
    "Listings.counts": Right.SYNC,
    "Listings.every": Right.SYNC,
    "Listings.link": Right.SYNC,
    "Listings.match": Right.SYNC,
    "Listings.see": Right.SYNC,
    "Listings.unlinked": Right.SYNC,
    "Lookup.categories": Right.SELL,
    "Lookup.scan": Right.SELL,
    "Lookup.sku": Right.SELL,
    "Lookup.tiles": Right.SELL,
    "Lookup.units": Right.SELL,
    "Mismatches.every": Right.COLLECT,
    "Mismatches.put_aside": Right.REFUND,
    "Mismatches.take": Right.REFUND,
    "MoneyRefunds.drop_order": Right.REFUND,
    "MoneyRefunds.give_back": Right.REFUND,
    "Movements.stream": Right.SEE_STOCK,
    "OnlineOrders.take": Right.SYNC,
    "OnlineStock.begin": Right.SYNC,
    "OnlineStock.explained": Right.SYNC,
    "OnlineStock.missing": Right.SYNC,
    "OnlineStock.not_sent": Right.SYNC,
    "OnlineStock.refused": Right.SYNC,
    "OnlineStock.retarget": Right.SYNC,
    "OnlineStock.saw": Right.SYNC,
    "OnlineStock.unchanged": Right.SYNC,
    "OnlineStock.work": Right.SYNC,
    "OnlineStock.wrote": Right.SYNC,
    "OrderImport.run": Right.IMPORT_DATA,
    "Orders.by_number": Right.SEE_ORDERS,
    "Orders.counts": Right.SEE_ORDERS,
    "Orders.detail": Right.SEE_ORDERS,
    "Orders.every": Right.SEE_ORDERS,
    "Orders.page": Right.SEE_ORDERS,
    "PaymentAccounts.check": Right.CHANGE_SETTINGS,
    "PaymentAccounts.every": Right.SELL,
    "PaymentAccounts.is_followed": Right.SELL,
    "PaymentAccounts.remove": Right.CHANGE_SETTINGS,
    "PaymentAccounts.save": Right.CHANGE_SETTINGS,
    "PaymentAccounts.serving": Right.SELL,
    "PaymentAccounts.switch": Right.CHANGE_SETTINGS,
    "PaymentAccounts.versions": Right.COLLECT,
    "PaymentAccounts.want_collector": Right.COLLECT,
    "PaymentAccounts.while_still": Right.COLLECT,
    "Payments.every": Right.SEE_ORDERS,
    "PendingList.count": Right.SELL,
    "PendingList.page": Right.SELL,
    "PendingOrders.ask": Right.SELL,
    "PendingOrders.cancel": Right.SELL,
    "PendingOrders.give_up": Right.SELL,
    "PendingOrders.hand_over": Right.SELL,
    "PendingOrders.pay": Right.SELL,
    "PendingOrders.place": Right.SELL,
    "Pictures.add_bytes": Right.EDIT_PRODUCTS,
    "Pictures.add_file": Right.EDIT_PRODUCTS,
    "Pictures.add_poster": Right.CHANGE_SETTINGS,
    "PrintQueue.drop": Right.PRINT,
    "PrintQueue.failed": Right.PRINT,
    "PrintQueue.jobs": Right.PRINT,
    "PrintQueue.open_drawer": Right.PRINT,
    "PrintQueue.print_order": Right.PRINT,
    "PrintQueue.print_refund": Right.PRINT,
    "PrintQueue.print_slip": Right.PRINT,
    "PrintQueue.retry": Right.PRINT,
    "ProductList.count": Right.SEE_STOCK,
    "ProductList.ids": Right.SEE_STOCK,
    "ProductList.page": Right.SEE_STOCK,
    "ProductList.rows": Right.SEE_STOCK,
    "ProductList.selection": Right.SEE_STOCK,
    "ProductList.skus_of": Right.SEE_STOCK,
    "Receipts.of_order": Right.PRINT,
    "Receipts.of_refund": Right.PRINT,
    "Receiving.book": Right.RECEIVE_GOODS,
    "Receiving.find": Right.RECEIVE_GOODS,
    "Receiving.goods": Right.RECEIVE_GOODS,
    "Receiving.packs": Right.RECEIVE_GOODS,
    "Receiving.receipt": Right.SEE_STOCK,
    "Receiving.suppliers": Right.RECEIVE_GOODS,
    "Reconciling.book": Right.RECONCILE,
    "Reconciling.look": Right.SEE_REPORTS,
    "RefundBook.begin": Right.COLLECT,
    "RefundBook.due": Right.COLLECT,
    "RefundBook.get": Right.COLLECT,
    "RefundBook.in_cash": Right.REFUND,
    "RefundBook.next_due": Right.COLLECT,
    "RefundBook.open": Right.COLLECT,
    "RefundBook.record": Right.COLLECT,
    "RefundBook.try_again": Right.REFUND,
    "RefundBook.wake": Right.COLLECT,
    "Refunds.get": Right.SEE_ORDERS,
    "Refunds.preview": Right.SEE_ORDERS,
    "Refunds.refund": Right.REFUND,
    "Reports.by_day": Right.SEE_REPORTS,
    "Reports.day": Right.SEE_REPORTS,
    "Reports.products": Right.SEE_REPORTS,
    "Reports.sales": Right.SEE_REPORTS,
    "SampleShop.load": Right.IMPORT_DATA,
    "Search.find": Right.SELL,
    "Selling.finish": Right.SELL,
    "Selling.price": Right.SELL,
    "Settings.change": Right.CHANGE_SETTINGS,
    "Settings.rename_shop": Right.CHANGE_SETTINGS,
    "Shifts.open_one": Right.SELL,
    "Shipping.due": Right.SYNC,
    "Shipping.later": Right.SYNC,
    "Shipping.pack": Right.SYNC,
    "Shipping.refused": Right.SYNC,
    "Shipping.told": Right.SYNC,
    "Slips.of_order": Right.PRINT,
    "TrialPayments.begin": Right.REFUND,
    "TrialPayments.settle": Right.REFUND,
    "TrialPayments.stop": Right.REFUND,
    "Stock.adjust": Right.ADJUST_STOCK,
    "Stock.find": Right.SEE_STOCK,
    "StockImport.run": Right.ADJUST_STOCK,
    "StockList.figures": Right.SEE_STOCK,
    "StockList.ids": Right.SEE_STOCK,
    "StockList.rows": Right.SEE_STOCK,
    "StockList.shelves": Right.SEE_STOCK,
    "StockList.why": Right.SEE_STOCK,
    "SyncLog.last": Right.SYNC,
    "SyncLog.listed": Right.SYNC,
    "SyncLog.listed_since": Right.SYNC,
    "SyncLog.note": Right.SYNC,
    "SyncLog.orders_known_until": Right.SYNC,
}
OWNER = Actor(UUID(int=1), UUID(int=2), "Lin", EVERYTHING)


class Counter:
    """Something with one act."""

    @act(Right.SELL)
    def sell(self, actor: Actor, pieces: int, *, price: int = 1) -> int:
        """Sell pieces."""
        return pieces * price


def test_every_act_is_listed_with_its_right() -> None:
    known = {name: right for name, right in ACTS.items() if not name.startswith("Counter.")}
    assert known == NEEDED


def test_every_right_opens_something() -> None:
    assert set(NEEDED.values()) | {Right.DISCOUNT} == set(Right)


def test_with_the_right_an_act_is_done() -> None:
    assert Counter().sell(OWNER, 3, price=5) == 15


@pytest.mark.parametrize("right", sorted(EVERYTHING - {Right.SELL}))
def test_without_the_right_an_act_is_refused(right: Right) -> None:
    with pytest.raises(ShopError) as caught:
        Counter().sell(replace(OWNER, rights=frozenset({right})), 3)
    assert caught.value.code is ErrorCode.NOT_ALLOWED
    assert caught.value.params == {"right": "sell"}
