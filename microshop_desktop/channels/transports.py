"""How questions come to a platform: directly, or through a relay of the seller's."""

from collections.abc import Mapping

from microshop_desktop.channels.account_values import needed, wrong
from microshop_desktop.channels.channel import ChannelError, Checked, ShopChannel, Trouble
from microshop_desktop.channels.platforms import DIRECT
from microshop_desktop.domain.merchant_accounts import address
from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.http import Http, NoAnswerError, NotReachedError
from microshop_desktop.infra.relay import RelayHttp, RelayPlace, RelayRefusedError

RELAY = "relay"


def carried(
    transport: str,
    http: Http,
    settings: Mapping[str, str],
    secrets: Mapping[str, str],
    *,
    clock: Clock,
) -> Http:
    """Return a client of the network that asks in the way of an account.

    `account_value_wrong` or `address_not_safe` for values of a relay that cannot be right.
    """
    if transport == DIRECT:
        return http
    if transport != RELAY:
        raise wrong("transport")
    return RelayHttp(http, relay_place(settings, secrets), clock)


def relay_place(settings: Mapping[str, str], secrets: Mapping[str, str]) -> RelayPlace:
    """Return the relay of an account: https, or this computer itself."""
    return RelayPlace(address(needed(settings, "relay_url")), token=needed(secrets, "relay_token"))


def checked(
    channel: ShopChannel,
    transport: str,
    settings: Mapping[str, str],
    secrets: Mapping[str, str],
    *,
    clock: Clock,
) -> Checked:
    """Check an account; a platform that blocks our address without naming it gets it named.

    Through a relay it is the relay's address that must be on the platform's list.
    """
    try:
        return channel.check()
    except ChannelError as error:
        if error.trouble is not Trouble.IP_BLOCKED or error.detail or transport != RELAY:
            raise
        from microshop_desktop.infra.http import HttpClient

        try:
            found = relay_address(HttpClient(clock), relay_place(settings, secrets), clock)
        except ChannelError:
            found = ""
        raise ChannelError(error.trouble, error.code, detail=found, wait=error.wait) from error


def relay_address(http: Http, place: RelayPlace, clock: Clock) -> str:
    """Return the address that platforms see, empty where the relay cannot know it.

    `ChannelError` where the relay does not answer or refuses us.
    """
    try:
        return RelayHttp(http, place, clock).about().address
    except NotReachedError as error:
        raise ChannelError(Trouble.RELAY, "not_reached") from error
    except NoAnswerError as error:
        raise ChannelError(Trouble.RELAY, "no_answer") from error
    except RelayRefusedError as error:
        raise ChannelError(Trouble.RELAY, error.code) from error
