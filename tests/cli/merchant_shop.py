"""A shop of the command line whose customers pay at a sandbox that listens on loopback."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.persistence.migrate import open_database
from microshop_desktop.sandbox.accounts import Mode
from microshop_desktop.sandbox.credentials import Credentials
from microshop_desktop.sandbox.sandbox import Sandbox
from microshop_desktop.services.catalogue import Catalogue
from microshop_desktop.services.catalogue_records import ProductForm, SkuForm
from microshop_desktop.services.shop import open_shop
from tests.cli.running import Microshop, Said
from tests.contract.contenders import practice_keys

WATER = "6901"
"""Costs 5.50."""


@dataclass(frozen=True, slots=True)
class MerchantShop:
    """The command, the platforms, and the merchants' files beside the shop."""

    run: Microshop
    sandbox: Sandbox
    credentials: tuple[Credentials, ...]

    def of(self, kind: str, mode: Mode = Mode.PUBLIC_KEY) -> Credentials:
        return next(each for each in self.credentials if (each.kind, each.mode) == (kind, mode))

    def add(self, kind: str, mode: Mode = Mode.PUBLIC_KEY, *more: str) -> Said:
        """Add a practice account as the sandbox says it is done."""
        return self.run(*self.of(kind, mode).command, *more)


@contextmanager
def merchant_shop(run: Microshop, folder: Path) -> Iterator[MerchantShop]:
    """Give a shop with water to sell and no account yet, beside running platforms."""
    assert run("init", "--name", "Corner shop", "--currency", "CNY").code == 0
    database = open_database(run.data / "shop.sqlite")
    shop = open_shop(database, SystemClock())
    form = ProductForm(name="Water", skus=(SkuForm(price=550, codes=(WATER,), unit="bottle"),))
    Catalogue(shop).create(shop.owner(), form)
    database.close()
    sandbox = Sandbox(practice_keys())
    sandbox.start(phone_host="127.0.0.1")
    try:
        yield MerchantShop(run, sandbox, tuple(sandbox.write_credentials(folder)))
    finally:
        sandbox.stop()
