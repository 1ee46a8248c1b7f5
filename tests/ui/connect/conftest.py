"""The page that connects a shop, over a real shop, before a practice shop of WooCommerce."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from uuid import UUID
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from pytestqt.qtbot import QtBot
from typing_extensions import override

from microshop_desktop.channels.sync_rounds import AccountState
from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.infra.secrets import SecretStore
from microshop_desktop.payments.account_keys import AccountKeys
from microshop_desktop.persistence.database import Database
from microshop_desktop.sandbox.shops.shop import Offered, ShopRules
from microshop_desktop.sandbox.shops.shop import Shop as PracticeShop
from microshop_desktop.services.founding import found_shop
from microshop_desktop.services.shop import Shop
from microshop_desktop.ui.connect.desk import ConnectDesk
from microshop_desktop.ui.connect.page import ConnectPage
from microshop_desktop.ui.connect.view_model import ConnectModel
from tests.contract.woocommerce_entries import WOOCOMMERCE
from tests.ui.fakes import FakeShell


class _Quiet(WSGIRequestHandler):
    @override
    def log_message(self, *_: object) -> None:
        """Say nothing."""


class NoKeyring:
    """A computer without a keyring."""

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError

    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError


@dataclass
class FakeSyncs:
    """Syncs whose states a test writes."""

    told: dict[UUID, AccountState] = field(default_factory=dict)
    asked: list[UUID | None] = field(default_factory=list)

    def states(self) -> dict[UUID, AccountState]:
        return self.told

    def ask(self, account: UUID | None = None, *, dry_run: bool = False) -> None:
        assert not dry_run
        self.asked.append(account)


@pytest.fixture
def practice() -> Iterator[str]:
    """Where a practice shop answers."""
    rules = ShopRules(takes_when_placed=WOOCOMMERCE.takes_when_placed)
    shop = PracticeShop(SystemClock().now, rules)
    shop.offer("Mug", Offered("MUG-1", 850, 3))
    front = WOOCOMMERCE.front(shop, lambda _seconds: None)
    server: WSGIServer = make_server("127.0.0.1", 0, front.application, handler_class=_Quiet)
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def shop(sqlite_database: Database) -> Shop:
    clock = SystemClock()
    return found_shop(sqlite_database, clock, name="Corner shop", currency_code="CNY", owner="Lin")


@pytest.fixture
def keys(tmp_path: Path) -> AccountKeys:
    return AccountKeys(SecretStore(tmp_path / "secrets", NoKeyring()))


@pytest.fixture
def syncs() -> FakeSyncs:
    return FakeSyncs()


@pytest.fixture
def model(shop: Shop, syncs: FakeSyncs, keys: AccountKeys) -> ConnectModel:
    return ConnectModel(ConnectDesk(shop, shop.owner(), syncs, lambda: keys))


@pytest.fixture
def page(model: ConnectModel, shell: FakeShell, qtbot: QtBot) -> ConnectPage:
    made = ConnectPage(shell, model)
    qtbot.addWidget(made)
    made.resize(1282, 712)
    made.show()
    made.begin()
    return made
