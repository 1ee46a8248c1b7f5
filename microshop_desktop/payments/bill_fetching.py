"""Fetching a day's bill from the platform whose account the shop has."""

from collections.abc import Callable
from datetime import date, timedelta

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.bills import CHINA
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.payments.gateway import BillFile, BillTrouble, NoBill, PaymentGateway
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.attempt_book import AccountFacts, AttemptBook
from microshop_desktop.services.bill_days import BillDays
from microshop_desktop.services.payment_accounts import AccountView, PaymentAccounts
from microshop_desktop.services.shop import Shop

MakeGateway = Callable[[AccountFacts], PaymentGateway]
_TROUBLES = {
    BillTrouble.NO_TRADE: ErrorCode.BILL_NO_TRADE,
    BillTrouble.NOT_READY: ErrorCode.BILL_NOT_READY,
    BillTrouble.NOT_ALLOWED: ErrorCode.BILL_NOT_ALLOWED,
    BillTrouble.NO_ANSWER: ErrorCode.BILL_NO_ANSWER,
    BillTrouble.DAMAGED: ErrorCode.BILL_DAMAGED,
}


class BillFetcher:
    """Asks platforms for bills; every question may take ten seconds and more."""

    def __init__(self, shop: Shop, make: MakeGateway) -> None:
        """Ask for the accounts of this shop, by gateways made so."""
        self._shop = shop
        self._accounts = PaymentAccounts(shop)
        self._book = AttemptBook(shop)
        self._days = BillDays(shop)
        self._make = make

    def methods(self, actor: Actor) -> list[Method]:
        """Return the platforms whose bills can be asked for."""
        return [method for method in (Method.WECHAT, Method.ALIPAY) if self._account(actor, method)]

    def yesterday(self) -> date:
        """Return the newest day that may have a bill, by the platforms' calendar."""
        return self._shop.clock.now().astimezone(CHINA).date() - timedelta(days=1)

    def fetch(self, actor: Actor, method: Method, day: date) -> BillFile:
        """Fetch the trade of a day; `account_missing`, or a code that says why there is none."""
        account = self._account(actor, method)
        if account is None:
            raise ShopError(ErrorCode.ACCOUNT_MISSING, account=method.value)
        found = self._make(self._book.account(actor, account.id)).bill(day)
        if isinstance(found, NoBill):
            code = self._why(actor, account, day, found.trouble)
            raise ShopError(code, day=day.isoformat(), platform=found.code)
        return found

    def _why(
        self, actor: Actor, account: AccountView, day: date, trouble: BillTrouble
    ) -> ErrorCode:
        """Return why there is no bill; the books may know of trade that the platform denies."""
        if trouble is BillTrouble.NO_TRADE and self._days.took_money(actor, account.id, day):
            return ErrorCode.BILL_NOT_YET
        return _TROUBLES[trouble]

    def _account(self, actor: Actor, method: Method) -> AccountView | None:
        """Return the account that serves a method, else one that is switched off."""
        serving = self._accounts.serving(actor, method)
        own = [view for view in self._accounts.every(actor) if view.method is method]
        return serving or next(iter(own), None)
