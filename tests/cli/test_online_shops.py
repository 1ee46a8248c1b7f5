"""Accounts of online shops by command, before a practice shop of WooCommerce on this computer."""

from collections.abc import Iterator
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from typing_extensions import override

from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.sandbox.shops.shop import Offered, Shop, ShopRules, Wish
from microshop_desktop.sandbox.shops.woocommerce import KEY, SECRET
from tests.cli.running import Microshop, Said
from tests.contract.woocommerce_entries import WOOCOMMERCE


class _Quiet(WSGIRequestHandler):
    @override
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def practice() -> Iterator[tuple[Shop, str]]:
    """A practice shop with one thing to sell, and where it answers."""
    shop = Shop(SystemClock().now, ShopRules(takes_when_placed=WOOCOMMERCE.takes_when_placed))
    shop.offer("Mug", Offered("MUG-1", 850, 3))
    front = WOOCOMMERCE.front(shop, lambda _seconds: None)
    server: WSGIServer = make_server("127.0.0.1", 0, front.application, handler_class=_Quiet)
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield shop, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def till(microshop: Microshop, practice: tuple[Shop, str]) -> Microshop:
    """A shop with mugs on the shelf whose practice account is added."""
    microshop("init", "--name", "Corner", "--currency", "CNY")
    goods = microshop.data / "goods.csv"
    goods.write_text("merchant code,name,price,stock\nMUG-1,Mug,8.50,20\n", encoding="utf-8")
    assert microshop("import", "products", str(goods)).code == 0
    assert add(microshop, practice[1]).code == 0
    return microshop


def add(microshop: Microshop, address: str, secret: str = SECRET) -> Said:
    keys = ("--consumer-key", KEY, "--consumer-secret", secret)
    return microshop("accounts", "add", "woocommerce", "--base-url", address, *keys)


def test_a_shop_is_added_checked_listed_and_synced(
    till: Microshop, practice: tuple[Shop, str]
) -> None:
    shop, address = practice
    (account,) = till("accounts", "list", "--json").document
    assert (account["kind"], account["settings"]) == ("woocommerce", {"base_url": address})
    assert SECRET not in till("accounts", "list", "--json").out
    (found,) = till("accounts", "check", "--json").document
    assert found["state"] == "good"
    planned = till("sync", "--dry-run", "--json").document[0]["planned"]
    assert [(each["name"], each["pieces"]) for each in planned] == [("Mug", 20)]
    assert next(iter(shop.skus())).stock == 3
    report = till("sync", "--json").document[0]
    assert (report["stock"]["pushed"], report["errors"]) == (1, [])
    assert next(iter(shop.skus())).stock == 20


def test_an_order_is_read_packed_and_told(till: Microshop, practice: tuple[Shop, str]) -> None:
    shop, _address = practice
    till("sync")
    shop.buy(Wish(next(iter(shop.skus())).sku_id, 2))
    till("sync")
    (order,) = till("orders", "list", "--json").document
    assert (order["source"], order["state"], order["total"]) == ("woocommerce", "to_ship", 1700)
    assert till("orders", "ship", order["number"], "--tracking", "SF1", "--courier", "SF").code == 0
    assert till("orders", "ship", order["number"], "--tracking", "SF2").code == 1
    assert till("sync", "--json").document[0]["shipped"] == 1
    (order,) = till("orders", "list", "--json").document
    assert order["state"] in {"shipped", "completed"}
    assert till("doctor").code == 0


def test_an_order_waits_and_goes_on_by_command(till: Microshop, practice: tuple[Shop, str]) -> None:
    shop, _address = practice
    till("sync")
    shop.buy(Wish(next(iter(shop.skus())).sku_id, 2))
    till("sync")
    number = till("orders", "list", "--json").document[0]["number"]
    assert till("orders", "hold", number, "--why", "  ").code == 1
    assert till("orders", "hold", number, "--why", "address unclear").code == 0
    seen = till("orders", "show", number, "--json").document
    assert (seen["held"], seen["online"]["own_hold"]) == (True, "address unclear")
    assert till("orders", "ship", number, "--tracking", "SF1").code == 1
    assert "may go on" in till("orders", "release", number, "--why", "they called").out
    assert till("orders", "ship", number, "--tracking", "SF1").code == 0


def test_wrong_keys_are_said_and_nothing_is_kept(
    till: Microshop, practice: tuple[Shop, str]
) -> None:
    said = add(till, practice[1], "cs_wrong")
    assert said.code == 1
    assert "does not take the keys" in said.err
    assert len(till("accounts", "list", "--json").document) == 1


def test_a_shop_that_is_removed_and_added_again_brings_no_order_twice(
    till: Microshop, practice: tuple[Shop, str]
) -> None:
    shop, address = practice
    till("sync")
    shop.buy(Wish(next(iter(shop.skus())).sku_id, 2))
    till("sync")
    (before,) = till("accounts", "list", "--json").document
    assert till("accounts", "remove", "woocommerce").code == 0
    assert till("accounts", "list", "--json").document == []
    assert add(till, address).code == 0
    (after,) = till("accounts", "list", "--json").document
    assert after["id"] == before["id"]
    till("sync")
    assert len(till("orders", "list", "--json").document) == 1


def test_what_is_switched_off_is_left_alone(till: Microshop, practice: tuple[Shop, str]) -> None:
    shop, _address = practice
    assert till("accounts", "off", "woocommerce").code == 0
    assert till("sync", "--json").document == []
    assert next(iter(shop.skus())).stock == 3
    assert till("accounts", "on", "woocommerce").code == 0
    till("sync")
    assert next(iter(shop.skus())).stock == 20


def test_a_shop_that_cannot_be_reached_is_said(till: Microshop) -> None:
    closed = add(till, "http://127.0.0.1:9")
    assert closed.code == 1
    assert "cannot be reached" in closed.err


def test_questions_are_listed_and_settled_by_the_names_of_their_ways_out(
    till: Microshop, practice: tuple[Shop, str]
) -> None:
    shop, _address = practice
    mug = next(iter(shop.skus()))
    till("sync")
    assert till("sell", "MUG-1*5").code == 0
    number = f"S-{shop.buy(Wish(mug.sku_id, 20)).order_id}"
    till("sync")
    (question,) = till("conflicts", "list", "--json").document
    assert [each["name"] for each in question["choices"]] == ["wait", "other-goods", "give-back"]
    assert question["likely"] == "wait"
    assert question["orders"] == [{"number": number, "wanted": 20, "given": 15}]
    assert "wait*" in till("conflicts", "list").out
    which = question["id"][-12:]
    assert till("conflicts", "settle", which, "ours-there").code == 1
    assert till("conflicts", "settle", which, "nonsense").code == 1
    assert till("conflicts", "settle", which, "wait", "--give", f"{number}=16").code == 1
    given = f"{number}=10"
    assert till("conflicts", "settle", which, "wait", "--give", given).code == 0
    assert till("conflicts", "list", "--json").document == []
