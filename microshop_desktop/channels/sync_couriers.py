"""The couriers of an account, asked once a week; what a platform will not tell waits for later."""

import logging

from microshop_desktop.channels.channel import ChannelError, ShopChannel
from microshop_desktop.channels.pace import Pace, asked
from microshop_desktop.domain.couriers import CourierChoice
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.channel_accounts import ChannelView
from microshop_desktop.services.courier_list import CourierList
from microshop_desktop.services.shop import Shop

_log = logging.getLogger(__name__)


def keep_couriers(
    shop: Shop, actor: Actor, account: ChannelView, *, channel: ShopChannel, pace: Pace
) -> None:
    """Ask for the couriers where that is due; no sync fails by it."""
    couriers = CourierList(shop)
    if not couriers.is_due(actor, account.id):
        return
    try:
        told = asked(pace, channel.couriers)
    except ChannelError as error:
        _log.warning("%s tells no couriers: %s", account.kind, error)
        return
    choices = [CourierChoice(courier.code, courier.name) for courier in told]
    couriers.keep(actor, account.id, choices, parts=channel.differences.parts)
