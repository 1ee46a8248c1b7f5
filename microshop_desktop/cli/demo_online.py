"""An online shop in the demo: a practice shop beside the window, with its account and customers."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from microshop_desktop.cli.context import note
from microshop_desktop.cli.sandbox_shops import practice_goods, practice_name
from microshop_desktop.infra.secrets import NoKeyring, SecretStore
from microshop_desktop.infra.translations import _, current_language
from microshop_desktop.payments.account_keys import AccountKeys
from microshop_desktop.sandbox.shops.customers import Customers
from microshop_desktop.sandbox.shops.practice import PracticeShop, practice_kind
from microshop_desktop.sandbox.shops.practice_shops import Goods, offer
from microshop_desktop.services.channel_accounts import ChannelAccounts, ChannelForm, ChannelView
from microshop_desktop.services.shop import Shop

EVERY = 60.0
"""Seconds from one customer to the next."""
FIRST_ORDERS = 3
"""Orders that are there when the window opens."""


@contextmanager
def online_shop_beside(shop: Shop, secrets: Path) -> Iterator[None]:
    """Let a practice shop run beside the demo, known to it as an account.

    Where this computer lets nobody listen the demo goes on without it.
    """
    kind = "wechat_shop" if current_language() == "zh" else "woocommerce"
    online = PracticeShop(practice_kind(kind), name=practice_name(kind))
    offer(online.shop, _with_one_unknown(practice_goods()))
    customers = Customers([online.shop], random.Random())  # noqa: S311 (customers, no secret)
    try:
        online.start()
    except OSError as error:
        note(_("No online shop can be tried: {reason}").format(reason=error.strerror))
        yield
        return
    try:
        add_practice_shop(shop, online, secrets)
        for _order in range(FIRST_ORDERS):
            customers.order(online.shop)
        customers.begin(EVERY)
        note(_("The online shop is practice, too: nobody waits for these parcels."))
        yield
    finally:
        customers.end()
        online.stop()


def add_practice_shop(shop: Shop, online: PracticeShop, secrets: Path) -> ChannelView:
    """Add a running practice shop to a shop that is thrown away; `secrets` holds its keys."""
    account = shop.ids.new()
    AccountKeys(SecretStore(secrets, NoKeyring())).write(account, online.kind.secrets)
    # A practice shop tells of changes at once; the real one is given its time.
    settings = {**online.settings, "lag_seconds": "0"}
    form = ChannelForm(online.kind.kind, practice_name(online.kind.kind), settings)
    return ChannelAccounts(shop).add(shop.owner(), account, form)


def _with_one_unknown(goods: list[Goods]) -> list[Goods]:
    """Return goods of which the last have no codes: they are for a person to link."""
    title, skus = goods[-1]
    return [*goods[:-1], (title, [replace(sku, code="", barcode="") for sku in skus])]
