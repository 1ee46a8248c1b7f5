"""A relay by command: its file and token, what is wrong with it, and a shop that is asked by it."""

from pathlib import Path

import pytest

from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.sandbox.shops.faults import shop_rule
from microshop_desktop.sandbox.shops.pinduoduo import CLIENT_ID, CLIENT_SECRET, PinduoduoFront
from microshop_desktop.sandbox.shops.shop import Offered, Shop, ShopRules
from microshop_desktop.sandbox.shops.wechat_shop import APP_ID, APP_SECRET
from resources.relay import microshop_relay as relay
from tests.cli.running import Microshop, Said
from tests.contract.relayed import handing_to
from tests.contract.wechat_shop_entries import WECHAT_SHOP
from tests.infra.relay_house import begin, settings_for


@pytest.fixture
def token_file(tmp_path: Path) -> Path:
    path = tmp_path / "token.txt"
    path.write_text("right\n", encoding="ascii")
    return path


@pytest.fixture
def shop() -> Shop:
    shop = Shop(SystemClock().now, ShopRules(takes_when_placed=True), WECHAT_SHOP.first_id)
    shop.offer("Mug", Offered("MUG-1", 850, 3))
    return shop


@pytest.fixture
def address(shop: Shop) -> str:
    """Where a relay on this computer answers that carries to a practice WeChat."""
    front = WECHAT_SHOP.front(shop, lambda _seconds: None)
    made = relay.Relay(settings_for("right", ADDRESS="8.8.4.4"), handing_to(front))
    return f"http://127.0.0.1:{begin(made, None)}"


@pytest.fixture
def till(microshop: Microshop) -> Microshop:
    microshop("init", "--name", "Corner", "--currency", "CNY")
    return microshop


def add(till: Microshop, address: str, *options: str) -> Said:
    keys = ("--app-id", APP_ID, "--app-secret", APP_SECRET, "--relay-url", address)
    return till("accounts", "add", "wechat-shop", "--transport", "relay", *keys, *options)


def test_the_file_for_the_server_is_the_one_that_is_tested(
    microshop: Microshop, tmp_path: Path
) -> None:
    target = tmp_path / "microshop_relay.py"
    said = microshop("relay", "save", str(target), "--json").document
    assert target.read_bytes() == Path(str(relay.__file__)).read_bytes()
    assert said["token_sha256"] == settings_for(said["token"]).hashes[0]
    again = microshop("relay", "save", str(target), "--json").document
    assert again["token"] != said["token"]
    shown = microshop("relay", "save", str(target)).out
    assert "MICROSHOP_RELAY_TOKEN_SHA256=" in shown


def test_another_file_is_not_written_over(microshop: Microshop, tmp_path: Path) -> None:
    target = tmp_path / "accounts.py"
    target.write_text("mine", encoding="ascii")
    assert microshop("relay", "save", str(target)).code == 2
    assert target.read_text(encoding="ascii") == "mine"


def test_a_folder_that_is_not_there_is_said(microshop: Microshop, tmp_path: Path) -> None:
    said = microshop("relay", "save", str(tmp_path / "no" / "relay.py"))
    assert (said.code, "relay.py" in said.err) == (1, True)


def test_a_relay_tells_the_address_to_enter(
    microshop: Microshop, address: str, token_file: Path
) -> None:
    said = microshop("relay", "check", address, "--relay-token-file", str(token_file))
    assert (said.code, "8.8.4.4" in said.out) == (0, True)


def test_a_wrong_token_is_said_to_be_the_relays(
    microshop: Microshop, address: str, tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("wrong", encoding="ascii")
    said = microshop("relay", "check", address, "--relay-token-file", str(wrong))
    assert said.code == 1
    assert "The relay does not know the token" in said.out


def test_a_shop_is_added_and_synced_through_a_relay(
    till: Microshop, shop: Shop, address: str, token_file: Path
) -> None:
    goods = till.data / "goods.csv"
    goods.write_text("merchant code,name,price,stock\nMUG-1,Mug,8.50,20\n", encoding="utf-8")
    till("import", "products", str(goods))
    assert add(till, address, "--relay-token-file", str(token_file)).code == 0
    (account,) = till("accounts", "list", "--json").document
    assert account["transport"] == "relay"
    assert account["settings"] == {"app_id": APP_ID, "relay_url": address}
    (found,) = till("accounts", "check", "--json").document
    assert found["state"] == "good"
    assert till("sync", "--json").document[0]["stock"]["pushed"] == 1
    assert next(iter(shop.skus())).stock == 20


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--relay-token", "wrong"), "The relay does not know the token"),
        ((), "relay_token"),
    ],
)
def test_what_is_wrong_with_the_relay_is_said(
    till: Microshop, address: str, options: tuple[str, ...], said: str
) -> None:
    told = add(till, address, *options)
    assert (told.code, said in told.err) == (1, True)
    assert till("accounts", "list", "--json").document == []


def test_a_platform_that_blocks_the_relay_names_its_address(till: Microshop) -> None:
    front = PinduoduoFront(Shop(SystemClock().now))
    made = relay.Relay(settings_for("right", ADDRESS="8.8.4.4"), handing_to(front))
    address = f"http://127.0.0.1:{begin(made, None)}"
    keys = ("--client-id", CLIENT_ID, "--client-secret", CLIENT_SECRET, "--access-token", "t")
    way = ("--transport", "relay", "--relay-url", address, "--relay-token", "right")
    front.faults.add(shop_rule("ip-blocked"))
    told = till("accounts", "add", "pinduoduo", *keys, *way)
    assert told.code == 1
    assert "does not know the address 8.8.4.4" in told.err


def test_a_token_goes_encrypted_or_stays_on_this_computer(till: Microshop) -> None:
    told = add(till, "http://relay.example.com", "--relay-token", "right")
    assert told.code == 1
    assert "relay.example.com" in told.err


def test_a_way_that_a_platform_does_not_have_is_refused(till: Microshop) -> None:
    keys = ("--app-id", APP_ID, "--app-secret", APP_SECRET)
    told = till("accounts", "add", "wechat-shop", "--transport", "pigeon", *keys)
    assert (told.code, "relay" in told.err) == (2, True)


def test_the_file_is_found_where_the_program_is_installed() -> None:
    from microshop_desktop.infra.relay import RELAY_FILE
    from microshop_desktop.infra.resources import resource_path

    assert resource_path(RELAY_FILE).samefile(str(relay.__file__))
