"""Asking a platform whom an order goes to: on somebody's click alone, never in a sync."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from microshop_desktop.channels.channel import ChannelError, RevealsAddress, ShopChannel, Trouble
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.channel_accounts import ChannelAccounts, ChannelView
from microshop_desktop.services.contacts import Contacts, ContactView
from microshop_desktop.services.shop import Shop

NOT_REVEALED = "not_revealed"
"""The platform reveals nobody to this program."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Whom an order goes to, and how often more may be asked today, None where nobody says."""

    view: ContactView
    left: int | None


def reveal_address(
    shop: Shop, actor: Actor, order: UUID, channel_of: Callable[[ChannelView], ShopChannel]
) -> Shown:
    """Ask the platform of an order whom it goes to, and keep it for a while."""
    wanted = Contacts(shop).to_reveal(actor, order)
    accounts = ChannelAccounts(shop).every(actor)
    account = next((each for each in accounts if each.id == wanted.account), None)
    if account is None:
        raise ShopError(ErrorCode.NOT_FOUND, what="account", key=str(wanted.account))
    channel = channel_of(account)
    if not isinstance(channel, RevealsAddress):
        raise ChannelError(Trouble.REFUSED, NOT_REVEALED, detail=wanted.number)
    told = channel.reveal_address(wanted.external_id)
    return Shown(Contacts(shop).keep_revealed(actor, order, told.contact), told.left)
