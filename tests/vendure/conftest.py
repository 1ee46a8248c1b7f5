"""A real Vendure shop: installed once, filled once, and started anew for each file of tests."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from microshop_desktop.channels.channel import ShopChannel
from microshop_desktop.channels.registry import make_channel
from microshop_desktop.channels.tokens import KeptInMemory
from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.infra.http import HttpClient
from tests.vendure.installing import installed_modules, what_is_missing
from tests.vendure.real_shop import PASSWORD, USER, RealShop
from tests.vendure.shop_process import ShopProcess
from tests.vendure.way import Way

Connect = Callable[..., ShopChannel]


@pytest.fixture(scope="session")
def modules() -> Path:
    """The packages of the shop."""
    missing = what_is_missing()
    if missing:
        assert not os.environ.get("CI"), f"{missing}: `python3 dev.py setup --system`"
        pytest.skip(missing)
    return installed_modules()


@pytest.fixture(scope="session")
def filled_folder(modules: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The memory of a shop with goods and without customers."""
    folder = tmp_path_factory.mktemp("filled")
    process = ShopProcess(modules, folder)
    process.start()
    process.stop()
    return folder


@pytest.fixture(scope="module")
def shop(
    modules: Path, filled_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RealShop]:
    """A shop that all tests of a file share."""
    with running(modules, filled_folder, tmp_path_factory.mktemp("shop")) as found:
        yield found


@contextmanager
def running(modules: Path, filled: Path, folder: Path) -> Iterator[RealShop]:
    """Run a shop of its own for a while."""
    shutil.copytree(filled, folder, dirs_exist_ok=True)
    process = ShopProcess(modules, folder)
    process.start()
    try:
        yield RealShop(process)
    finally:
        process.stop()


@pytest.fixture(scope="module")
def session() -> KeptInMemory:
    """The owner's session, which takes a third of a second to begin."""
    return KeptInMemory()


@pytest.fixture
def connect(shop: RealShop, session: KeptInMemory) -> Connect:
    """Return a maker of channels: in the owner's session, by `api_key`, or by other values."""

    def make(*, api_key: str = "", password: str = PASSWORD, **settings: str) -> ShopChannel:
        who = {"username": "" if api_key else USER, **settings}
        is_owner = who["username"] == USER and password == PASSWORD
        clock = SystemClock()
        return make_channel(
            "vendure",
            {"base_url": shop.address, **who},
            {"api_key": api_key, "password": password},
            http=HttpClient(clock),
            clock=clock,
            tokens=session if is_owner else KeptInMemory(),
        )

    return make


@pytest.fixture
def channel(connect: Connect) -> ShopChannel:
    """The shop as the program sees it."""
    return connect()


@pytest.fixture
def way(shop: RealShop) -> Iterator[Way]:
    """A way to the shop on which answers get lost."""
    with Way(shop.address).open() as found:
        yield found


@pytest.fixture
def far_channel(connect: Connect, way: Way) -> ShopChannel:
    """The shop as the program sees it at the other end of the way."""
    return connect(base_url=way.address)
