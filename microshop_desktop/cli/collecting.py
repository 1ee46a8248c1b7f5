"""What commands need that move money by phone: keys, gateways and a collector, without a window."""

from typing import TYPE_CHECKING

import typer

from microshop_desktop.cli.context import CliState
from microshop_desktop.payments.account_keys import AccountKeys
from microshop_desktop.payments.collector import Collector, Gateways
from microshop_desktop.payments.making import GatewayMaker

if TYPE_CHECKING:
    from microshop_desktop.services.actor import Actor
    from microshop_desktop.services.shop import Shop


def keys_of(ctx: typer.Context) -> AccountKeys:
    """Return the keys of the accounts of the call's shop."""
    from microshop_desktop.infra.secrets import SecretStore

    state: CliState = ctx.obj
    return AccountKeys(SecretStore(state.folders.secrets))


def collector_of(ctx: typer.Context, shop: "Shop", actor: "Actor") -> Collector:
    """Return a collector for the call's shop; nothing is asked yet."""
    return Collector(shop, actor, Gateways(GatewayMaker(keys_of(ctx), shop.clock)))
