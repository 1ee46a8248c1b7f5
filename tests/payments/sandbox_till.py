"""A till whose account is one at the sandbox, on one clock with it."""

from datetime import timedelta

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.payment import AttemptKind
from microshop_desktop.payments.bill_fetching import BillFetcher
from microshop_desktop.payments.collector import Collector, Gateways
from microshop_desktop.persistence.database import Database
from microshop_desktop.persistence.tables.orders import PaymentAccount
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.pending_orders import AskMoney, PendingOrders, Placed
from tests.contract.contenders import Contender
from tests.services.shelf import Shelf

KINDS = {"wechat": "wechat_pay", "alipay": "alipay"}


class Till:
    """A shop whose account is one at the sandbox."""

    def __init__(self, database: Database, other: Contender, zone: str = "Asia/Shanghai") -> None:
        self.other = other
        self.shop = found_shop(
            database, other.clock, name="Corner shop", currency_code="CNY", owner="Lin", zone=zone
        )
        self.actor = self.shop.owner()
        self.account = self.shop.ids.new()
        self.shelf = Shelf(self.shop, self.actor)
        self.shelf.stock(self.shelf.sku("Chips", "6901", 850), 90_000, 1_000_000)
        with self.shop.database.session() as session:
            session.add(
                PaymentAccount(
                    id=self.account,
                    kind=KINDS[other.platform.value],
                    name="Shop",
                    practice=True,
                    settings={"merchant": other.gateway.merchant},
                    changed_at=other.clock.now(),
                )
            )
        self.collector = Collector(self.shop, self.actor, Gateways(lambda _: other.gateway))
        self.fetcher = BillFetcher(self.shop, lambda _: other.gateway)

    @property
    def method(self) -> Method:
        return Method.WECHAT if self.other.is_wechat else Method.ALIPAY

    def sell(self, *, pay: bool = True) -> tuple[str, Placed]:
        """Show a QR for 8.50; the customer pays where `pay`."""
        placed = PendingOrders(self.shop).place(
            self.actor, self.shelf.basket("6901"), AskMoney(self.account, AttemptKind.QR)
        )
        assert placed.attempt is not None
        attempt = placed.attempt.attempt
        self.collector.start(attempt.id)
        if pay:
            self.other.sandbox.pay(attempt.out_trade_no)
        self.pass_time(6)
        return attempt.out_trade_no, placed

    def pass_time(self, seconds: int) -> None:
        for _ in range(seconds):
            self.other.clock.advance(timedelta(seconds=1))
            self.collector.look()
