"""Doing on a platform what a person wished to give back: money, then pieces, each of them once."""

from uuid import UUID

from microshop_desktop.channels.channel import (
    DOUBTFUL,
    PASSING,
    AnswersAftersales,
    ChannelError,
    MoneyBack,
    ShipLine,
    ShopChannel,
    Trouble,
)
from microshop_desktop.channels.pace import Pace, asked
from microshop_desktop.domain.online_order import makes_sense
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.online_order_lines import Source
from microshop_desktop.services.online_orders import OnlineOrders
from microshop_desktop.services.platform_refunds import BackCommand, PlatformRefunds
from microshop_desktop.services.shop import Shop

NOT_HERE = "not_answered_here"
"""The platform takes no answers from this program."""


class RefundPush:
    """Gives back for one account."""

    def __init__(
        self, shop: Shop, actor: Actor, source: Source, channel: ShopChannel, pace: Pace
    ) -> None:
        self._refunds, self._orders = PlatformRefunds(shop), OnlineOrders(shop)
        self._actor, self._source = actor, source
        self._channel, self._pace = channel, pace

    def run(self) -> None:
        """Do all whose time has come; what is refused is said and not tried again."""
        for command in self._refunds.due(self._actor, self._account):
            try:
                self._do(command)
            except ChannelError as error:
                if error.trouble is Trouble.REFUSED:
                    self._refunds.refused(self._actor, command, error.detail or error.code)
                    continue
                self._refunds.later(self._actor, command, error.trouble.value)
                if error.trouble in PASSING | DOUBTFUL:
                    continue
                raise

    def _do(self, command: BackCommand) -> None:
        channel = self._channel
        if not isinstance(channel, AnswersAftersales):
            raise ChannelError(Trouble.REFUSED, NOT_HERE)
        lines = tuple(ShipLine(line_id, count) for line_id, count in command.pieces.items())
        if command.amount:
            back = MoneyBack(
                command.external_id,
                command.amount,
                lines,
                reason=command.reason,
                transaction=command.transaction,
            )
            channel.give_back(back, command.key)
            self._refunds.gave(self._actor, command)
        if command.takes_out:
            channel.take_out(command.external_id, lines, command.key)
            self._refunds.took_out(self._actor, command)
        self._read_again(command)

    def _read_again(self, command: BackCommand) -> None:
        """Take up what it changed; where that fails, the next sync reads it."""
        try:
            order = asked(self._pace, lambda: self._channel.order(command.external_id))
        except ChannelError as error:
            if error.trouble not in PASSING | DOUBTFUL | {Trouble.REFUSED}:
                raise
            return
        if makes_sense(order):
            self._orders.take(self._actor, self._source, [order])

    @property
    def _account(self) -> UUID:
        return self._source.account
