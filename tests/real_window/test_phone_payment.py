"""Money by phone at the real window, as seller and customer live it.

The shop's window, the platforms (a process of their own) and the customer's phone (Chromium)
know of each other only what they would know in a shop: the QR on the screen, the payment code, and
the network between till and platform, which dies on request.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.real_window.network import Network, network_to
from tests.real_window.phone import Phone, a_phone, browser
from tests.real_window.practice import Practice, practice_platforms
from tests.real_window.seller import Seller

SHOP = "小满杂货铺"
STRAWBERRIES, CRISPS, TEA = "6900001000051", "6900001003199", "6900006003309"
PASSWORD_ABOVE = 5_000
"""In fen: tea is dear enough for a password."""
TOKENS = json.loads(
    (Path(__file__).resolve().parents[2] / "resources" / "tokens.json").read_text("utf-8")
)
A_CARD, A_CHIP = 30_000, 1_500
"""So many pixels of its ground a card and a chip show at least."""
TOP_BAR = 56
KNOWN_WITHIN = 30.0
"""Seconds within which the seller is told that nothing is known."""
NORMAL_WAY = 3_000_000
"""Microseconds from the scan to the money that a payment by code may take on a good day."""
FOUND_WITHIN = 60.0
"""Seconds after the network is back within which the payment is found."""


@dataclass(frozen=True)
class Stall:
    """A shop at its window, the platforms and the customer's phone."""

    seller: Seller
    practice: Practice
    network: Network
    phone: Phone

    @contextmanager
    def window(self) -> Iterator[None]:
        """Open the window and wait the second until it takes money by phone, too."""
        before = self._followed()
        with self.seller.at_the_window(SHOP, "--lang", "zh"):
            self.seller.wait_until(lambda: self._followed() > before)
            yield

    def _followed(self) -> int:
        """Count the starts at which the program began to follow payments, by its log."""
        log = self.seller.data / "log" / "microshop.log"
        return log.read_text("utf-8").count("payments are followed") if log.exists() else 0

    def shows_qr(self) -> str:
        """Wait for the QR and read it off the screen."""
        read: list[str | None] = []

        def is_readable() -> bool:
            read[:] = [self.seller.reads_code()]
            return read[0] is not None

        self.seller.wait_until(is_readable)
        return str(read[0])

    def is_done(self) -> bool:
        return self.seller.sees(colour("successSoft"), at_least=A_CARD)

    def is_unknown(self) -> bool:
        return self.seller.sees(colour("warningSoft"), at_least=A_CARD)

    def has_chip(self) -> bool:
        return self.seller.sees(colour("warningSoft"), at_least=A_CHIP, above=TOP_BAR)

    def attempts(self) -> list[tuple[object, ...]]:
        return self.seller.ask(
            "SELECT state, method, amount FROM payment_attempt ORDER BY made_at, id"
        )

    def last_number(self) -> object:
        return self.seller.ask(
            "SELECT out_trade_no FROM payment_attempt ORDER BY made_at DESC, id DESC LIMIT 1"
        )[0][0]

    def book(self, *arguments: str) -> Any:
        return microshop(self.seller.data, *arguments, "--json")

    def agrees_with_the_platform(self) -> bool:
        """Whether the shop's book and the platform's say the same of the newest order's money."""
        order = self.book("orders", "list", "--limit", "1")[0]
        payment = self.book("payments", "list", "--limit", "1")[0]
        trade = self.practice.trade(payment["out_trade_no"])
        assert (order["state"], order["pay_state"]) == ("completed", "paid")
        assert payment["order"] == order["number"]
        assert payment["state"] == "received"
        assert not payment["needs_attention"]
        assert trade["transaction_ids"] == [payment["transaction_id"]]
        return bool(trade["paid"] == payment["amount"] == order["paid"] == order["total"])


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Practice]:
    with practice_platforms(tmp_path_factory.mktemp("platforms")) as practice:
        practice.rule(password_above=PASSWORD_ABOVE)
        yield practice


@pytest.fixture(scope="module")
def network(practice: Practice) -> Iterator[Network]:
    with network_to(practice.address) as network:
        yield network


@pytest.fixture(scope="module")
def phone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Phone]:
    program = browser()
    if program is None:
        assert not os.environ.get("CI"), "Chromium is missing: `python3 dev.py setup --system`"
        pytest.skip("no Chromium on this machine to be the customer's phone")
    with a_phone(program, tmp_path_factory.mktemp("phone")) as phone:
        yield phone


@pytest.fixture(scope="module")
def new_shop(
    tmp_path_factory: pytest.TempPathFactory, practice: Practice, network: Network
) -> Path:
    """A shop with goods and one account of each platform, as the commands make them."""
    data = tmp_path_factory.mktemp("new") / "shop"
    microshop(data, "--lang", "zh", "init", "--name", SHOP, "--sample", "--json")
    for command in practice.account_commands(network):
        assert microshop(data, *command, "--json")["practice"]
    return data


@pytest.fixture
def stall(
    seller: Seller, new_shop: Path, practice: Practice, network: Network, phone: Phone
) -> Iterator[Stall]:
    shutil.copytree(new_shop, seller.data)
    yield Stall(seller, practice, network, phone)
    practice.thaw()
    network.cut()
    network.join()


def microshop(data: Path, *arguments: str) -> Any:
    """Give a command as a person gives it and return the document it prints."""
    command = [sys.executable, "-m", "microshop_desktop", "--data", str(data), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def colour(token: str, theme: str = "light") -> str:
    return str(TOKENS["color"][theme][token])


def test_the_customer_scans_our_code_and_the_sale_ends_by_itself(stall: Stall) -> None:
    seller, phone = stall.seller, stall.phone
    with stall.window():
        seller.scan(STRAWBERRIES)
        seller.scan(CRISPS)
        seller.press("F11")
        address = stall.shows_qr()
        seller.look("qr")
        assert address == stall.practice.trade(stall.last_number())["phone"]
        phone.open(address)
        assert "¥41.30" in phone.text()
        assert "小满杂货铺" in phone.text()
        assert _is_a_picture(phone.look(seller.looks / "phone.png"))
        phone.press("pay")
        phone.look(seller.looks / "phone-paid.png")
        seller.wait_until(stall.is_done)
        seller.look("paid")
        assert seller.reads_code() is None
        assert stall.attempts() == [("paid", "alipay", 4130)]
        assert stall.agrees_with_the_platform()
        _refund_the_crisps(stall)


def _refund_the_crisps(stall: Stall) -> None:
    """Bring a piece back: its money goes the way it came, which the platform's book shows."""
    seller = stall.seller
    number = stall.book("orders", "list", "--limit", "1")[0]["number"]
    seller.press("ctrl+2")
    seller.scan(number)
    seller.press("alt+r")
    seller.scan(CRISPS)
    seller.look("refund")
    seller.press("ctrl+Return")
    state = "SELECT state, method, amount FROM refund ORDER BY rowid DESC LIMIT 1"
    seller.wait_until(lambda: seller.ask(state) == [("done", "alipay", 850)])
    seller.look("refunded")
    assert stall.practice.trade(stall.last_number())["refunded"] == 850
    assert stall.book("orders", "list", "--limit", "1")[0]["refund_state"] == "part"


def _is_a_picture(path: Path) -> bool:
    """Whether a screen shows more than one even ground."""
    with Image.open(path) as picture:
        return len(picture.convert("L").getcolors() or []) > 50


def test_the_customers_code_is_charged_from_the_basket(stall: Stall) -> None:
    seller, practice = stall.seller, stall.practice
    with stall.window():
        seller.scan(practice.code("wechat"))
        seller.look("no-goods")
        assert stall.attempts() == []
        seller.scan(CRISPS)
        seller.scan(practice.code("wechat"))
        seller.wait_until(stall.is_done)
        seller.look("paid-by-code")
        assert stall.attempts() == [("paid", "wechat", 850)]
        assert stall.agrees_with_the_platform()
        in_time = f"SELECT ended_at - made_at < {NORMAL_WAY} FROM payment_attempt"
        assert seller.ask(in_time) == [(1,)]


def test_a_large_payment_waits_for_the_customers_password(stall: Stall) -> None:
    seller, practice, phone = stall.seller, stall.practice, stall.phone
    with stall.window():
        seller.scan(TEA)
        seller.scan(practice.code("alipay"))
        seller.wait_until(lambda: stall.attempts() == [("waiting", "alipay", 9800)])
        seller.look("password")
        assert not stall.is_done()
        assert practice.trade(stall.last_number())["paid"] == 0
        phone.open(practice.trade(stall.last_number())["phone"])
        phone.press("pay")
        seller.wait_until(stall.is_done)
        assert stall.agrees_with_the_platform()


def test_the_network_dies_while_the_customer_pays(stall: Stall) -> None:
    seller, practice, network, phone = stall.seller, stall.practice, stall.network, stall.phone
    with stall.window():
        seller.scan(STRAWBERRIES)
        seller.press("F10")
        address = stall.shows_qr()
        network.cut()
        phone.open(address)
        phone.press("pay")
        seller.wait_until(stall.is_unknown, within=KNOWN_WITHIN)
        seller.look("unknown")
        seller.press("Return")
        assert stall.is_unknown()
        seller.press("F5")
        seller.scan(CRISPS)
        seller.press("ctrl+Return")
        seller.wait_until(stall.is_done)
        seller.look("next-customer")
        assert stall.attempts() == [("unknown", "wechat", 3280)]
        assert stall.has_chip()
        network.join()
        is_paid = [("paid", "wechat", 3280)]
        seller.wait_until(lambda: stall.attempts() == is_paid, within=FOUND_WITHIN)
        seller.wait_until(lambda: not stall.has_chip())
        seller.look("found")
    # How many sample orders are before them depends on the hour of the day.
    newest = _newest(stall, 2)
    assert [(each["total"], each["pay_state"]) for each in newest] == [
        (850, "paid"),
        (3280, "paid"),
    ]
    second, first = (int(each["number"].partition("-")[2]) for each in newest)
    assert second == first + 1
    assert practice.trade(stall.last_number())["paid"] == 3280


def test_goods_go_before_the_platform_answers(stall: Stall) -> None:
    """The request arrived and is done, which never reached the till; the customer's phone says so.

    The seller lets the goods go on its word, and the till goes on asking.
    """
    seller, practice, network = stall.seller, stall.practice, stall.network
    with stall.window():
        seller.scan(CRISPS)
        code = practice.code("wechat")
        practice.freeze()
        seller.scan(code)
        seller.wait_until(lambda: stall.attempts() == [("sent", "wechat", 850)])
        network.cut()
        seller.wait_until(stall.is_unknown)
        seller.look("unknown-code")
        seller.press("F4")
        seller.write("4321")
        seller.press("Return")
        seller.look("to-verify")
        assert [each["pay_state"] for each in _newest(stall, 1)] == ["to_verify"]
        assert not stall.is_done()
        practice.thaw()
        network.join()
        seller.wait_until(stall.is_done, within=FOUND_WITHIN)
        seller.look("verified")
        assert stall.attempts() == [("paid", "wechat", 850)]
        assert stall.agrees_with_the_platform()


def test_the_power_goes_while_a_code_is_shown(stall: Stall) -> None:
    seller, phone = stall.seller, stall.phone
    with stall.window():
        seller.scan(CRISPS)
        seller.press("F10")
        address = stall.shows_qr()
        seller.pull_the_plug()
    phone.open(address)
    phone.press("pay")
    assert stall.attempts() == [("waiting", "wechat", 850)]
    with stall.window():
        seller.wait_until(lambda: stall.attempts() == [("paid", "wechat", 850)])
        seller.wait_until(lambda: not stall.has_chip())
        seller.look("after-the-cut")
    assert stall.agrees_with_the_platform()


def test_another_way_is_free_once_the_platform_closed_the_first(stall: Stall) -> None:
    seller, phone = stall.seller, stall.phone
    with stall.window():
        seller.scan(CRISPS)
        seller.press("F10")
        phone.open(stall.shows_qr())
        phone.press("decline")
        seller.press("ctrl+w")
        seller.wait_until(lambda: stall.attempts() == [("closed", "wechat", 850)])
        seller.look("cancelled")
        seller.press("F11")
        stall.shows_qr()
        seller.press("F9")
        seller.wait_until(lambda: stall.attempts()[1:] == [("closed", "alipay", 850)])
        seller.press("Return")
        seller.wait_until(stall.is_done)
        seller.look("cash-instead")
    assert [each["state"] for each in stall.practice.trades()[-2:]] == ["closed", "closed"]
    newest = [(each["state"], each["paid"]) for each in _newest(stall, 2)]
    assert newest == [("completed", 850), ("cancelled", 0)]


def _newest(stall: Stall, count: int) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = stall.book("orders", "list", "--limit", str(count))
    return listed
