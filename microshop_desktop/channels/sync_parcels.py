"""Telling a platform of parcels: the order is read again first, and none is told of twice."""

from dataclasses import dataclass
from uuid import UUID

from microshop_desktop.channels.channel import (
    DOUBTFUL,
    PASSING,
    ChannelError,
    ParcelToShip,
    ShipLine,
    ShopChannel,
    Trouble,
)
from microshop_desktop.channels.pace import Pace, asked
from microshop_desktop.domain.online_order import WAITING, Fulfilment, OnlineOrder, makes_sense
from microshop_desktop.domain.refunds import RefundState
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.online_order_lines import Source
from microshop_desktop.services.online_orders import OnlineOrders
from microshop_desktop.services.shipping import ParcelCommand, Shipping
from microshop_desktop.services.shop import Shop


@dataclass(slots=True)
class Told:
    """How many parcels the platform was told of, and how many it will not take."""

    shipped: int = 0
    refused: int = 0


class ParcelPush:
    """Tells of the parcels of one account."""

    def __init__(
        self, shop: Shop, actor: Actor, source: Source, channel: ShopChannel, pace: Pace
    ) -> None:
        self._shipping, self._orders = Shipping(shop), OnlineOrders(shop)
        self._actor, self._source = actor, source
        self._channel, self._pace = channel, pace
        self.result = Told()

    def run(self) -> Told:
        """Tell of all parcels whose time has come; an order that changed is taken up."""
        for command in self._shipping.due(self._actor, self._account):
            try:
                self._tell(command)
            except ChannelError as error:
                if error.trouble is Trouble.REFUSED:
                    self._refuse(command, error.detail or error.code)
                    continue
                self._shipping.later(self._actor, command, error.trouble.value)
                if error.trouble in PASSING | DOUBTFUL:
                    continue
                raise
        return self.result

    def _tell(self, command: ParcelCommand) -> None:
        order = self._read(command)
        if not _knows(order, command):
            why = _obstacle(order)
            if why:
                self._refuse(command, why)
                return
            if not self._shipping.may_tell(self._actor, command):
                return  # Somebody here, or the rule, holds it since the list was read.
            self._channel.ship(_parcel(command), command.key)
        self._shipping.told(self._actor, command)
        self.result.shipped += 1
        self._read_again(command)

    def _read(self, command: ParcelCommand) -> OnlineOrder:
        """Read the order as it is now, and take it up."""
        order = asked(self._pace, lambda: self._channel.order(command.external_id))
        if not makes_sense(order):
            raise ChannelError(Trouble.BAD_ANSWER, "ORDER", detail=order.number)
        self._orders.take(self._actor, self._source, [order])
        return order

    def _read_again(self, command: ParcelCommand) -> None:
        """Take up what the parcel changed; where that fails, the next sync reads it."""
        try:
            self._read(command)
        except ChannelError as error:
            if error.trouble not in PASSING | DOUBTFUL | {Trouble.REFUSED}:
                raise

    def _refuse(self, command: ParcelCommand, why: str) -> None:
        self._shipping.refused(self._actor, self._account, command, why)
        self.result.refused += 1

    @property
    def _account(self) -> UUID:
        return self._source.account


def _knows(order: OnlineOrder, command: ParcelCommand) -> bool:
    """Tell whether the platform has this parcel already: an answer of ours was lost."""
    return any(parcel.tracking == command.tracking for parcel in order.parcels)


def _obstacle(order: OnlineOrder) -> str:
    """Return why an order must not be shipped now, empty where it may."""
    if order.hold:
        return order.hold
    if order.refund is RefundState.REQUESTED:
        return "refund_requested"
    if order.fulfilment not in WAITING or order.fulfilment is Fulfilment.PENDING_PAYMENT:
        return order.fulfilment.value
    return "refunded" if order.refund is RefundState.WHOLE else ""


def _parcel(command: ParcelCommand) -> ParcelToShip:
    lines = tuple(ShipLine(line_id, count) for line_id, count in command.pieces.items())
    return ParcelToShip(command.external_id, command.courier, command.tracking, lines)
