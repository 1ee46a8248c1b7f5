"""What a request handler works with: the world, what goes wrong, and the moment it is."""

from dataclasses import dataclass
from datetime import datetime

from microshop_desktop.sandbox.faults import FaultName, Mischief
from microshop_desktop.sandbox.messages import Request
from microshop_desktop.sandbox.trades import Trade
from microshop_desktop.sandbox.wallet import Manner, Person
from microshop_desktop.sandbox.world import World

_ORDERED = {
    FaultName.USERPAYING_PAID: Manner.ASKED_PAYS,
    FaultName.USERPAYING_REFUSED: Manner.ASKED_REFUSES,
    FaultName.USERPAYING_SILENT: Manner.ASKED_SILENT,
}


@dataclass(frozen=True, slots=True)
class Desk:
    """The place of one request. `phone` is the address that QRs lead to; `now` as told by us."""

    world: World
    request: Request
    mischief: Mischief
    now: datetime
    phone: str

    def ordered_person(self) -> Person | None:
        """Return how the customer is to behave because of a fault, if there is one."""
        for name, manner in _ORDERED.items():
            rule = self.mischief.strikes(name)
            if rule is not None:
                return Person(manner, rule.lasts)
        return None

    def qr(self, trade: Trade) -> str:
        """Return what a QR for this trade holds."""
        return f"{self.phone}/{trade.code}"

    def closed(self, trade: Trade) -> None:
        """Let a customer pay after the closing, where that is planned."""
        rule = self.mischief.strikes(FaultName.PAID_AFTER_CLOSE)
        if rule is not None:
            self.world.later(rule.lasts, lambda: self._pays(trade))

    def looked_at(self, trade: Trade) -> None:
        """Let a customer pay a paid trade once more, where that is planned."""
        if trade.payments and self.mischief.strikes(FaultName.PAID_TWICE):
            self.world.pay(trade, after_all=True)

    def _pays(self, trade: Trade) -> None:
        self.world.pay(trade, after_all=True)
