"""Prices of an online shop: noticing what somebody changed there, and showing ours where asked to.

A price is read before it is sent and looked at again afterwards. One that the platform looks at
first itself is looked for until it shows, or until a person has to be told that it does not.
"""

from collections.abc import Iterable
from uuid import UUID

from microshop_desktop.channels.channel import (
    DOUBTFUL,
    PASSING,
    ChannelError,
    OnlineSku,
    Priced,
    SetsPrices,
    SkuRef,
    Trouble,
)
from microshop_desktop.channels.pace import Pace, asked
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.price_commands import ListedPrices, PriceCommand
from microshop_desktop.services.shop import Shop

GONE, NOT_SHOWN = "GONE", "NOT_SHOWN"


def compare_prices(
    shop: Shop, actor: Actor, account: UUID, goods: Iterable[OnlineSku], *, settable: bool
) -> int:
    """Look which prices were changed there since they were seen last; return how many are asked."""
    told = {each.ref.sku: each.price for each in goods if each.price is not None and each.ref.sku}
    return ListedPrices(shop).compare(actor, account, told, settable=settable) if told else 0


class PricePush:
    """Tells a platform of prices; `done` counts those that show."""

    def __init__(
        self, shop: Shop, actor: Actor, account: UUID, channel: SetsPrices, pace: Pace
    ) -> None:
        self._prices, self._actor, self._account = ListedPrices(shop), actor, account
        self._channel, self._pace = channel, pace
        self.done = 0

    def run(self) -> int:
        """Tell of all prices whose time has come; return how many show by now."""
        for command in self._prices.due(self._actor, self._account):
            try:
                self._tell(command)
            except ChannelError as error:
                if error.trouble is Trouble.REFUSED:
                    self._refuse(command, error.detail or error.code, None)
                    continue
                self._later(command, error.trouble.value, None)
                if error.trouble not in PASSING | DOUBTFUL:
                    raise
        return self.done

    def _tell(self, command: PriceCommand) -> None:
        ref = SkuRef(command.product, command.sku, command.extra)
        there = self._shown(ref)
        if there is None:
            self._refuse(command, GONE, None)
            return
        if there != command.price and not command.sent:
            self._prices.sent(self._actor, command)
            told = self._channel.set_price(ref, command.price, command.currency)
            if told is Priced.PENDING:
                self._later(command, told.value, there)
                return
            there = self._shown(ref)
        if there == command.price:
            self._prices.shown(self._actor, command)
            self.done += 1
        else:
            self._later(command, NOT_SHOWN, there)

    def _shown(self, ref: SkuRef) -> int | None:
        return asked(self._pace, lambda: self._channel.price(ref))

    def _later(self, command: PriceCommand, why: str, there: int | None) -> None:
        if not self._prices.later(self._actor, command, why):
            self._refuse(command, why, there)

    def _refuse(self, command: PriceCommand, code: str, there: int | None) -> None:
        shown = command.price if there is None else there
        self._prices.refused(self._actor, self._account, command, code=code, there=shown)
