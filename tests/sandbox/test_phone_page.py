"""The page a customer's phone opens."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from typing_extensions import override

from microshop_desktop.sandbox.messages import Answer, Request
from microshop_desktop.sandbox.phone_texts import CHINESE, ENGLISH, SPANISH, texts_for
from microshop_desktop.sandbox.sandbox import Sandbox
from microshop_desktop.sandbox.trades import Platform
from microshop_desktop.sandbox.wallet import is_code
from tests.sandbox import alipay_merchant
from tests.sandbox.desk_clock import Practice
from tests.sandbox.wechat_merchant import Merchant


class _Buttons(HTMLParser):
    """Collects what can be pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.values: list[str] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "button":
            self.values.append(str(dict(attrs)["value"]))


class Phone:
    """A browser of few words."""

    def __init__(self, practice: Practice, url: str, language: str = "en") -> None:
        self.practice, self.path, self.language = practice, urlsplit(url).path, language

    def open(self, query: str = "") -> str:
        answer = self._ask("GET", self.path + query)
        self.status = answer.status
        return answer.body.decode()

    def press(self, value: str) -> str:
        """Press a button and follow where it leads."""
        assert value in self.buttons()
        answer = self._ask("POST", self.path, f"do={value}".encode())
        assert answer.status == 303
        target = urlsplit(answer.headers["Location"])
        assert target.path == self.path
        return self.open(f"?{target.query}" if target.query else "")

    def buttons(self) -> list[str]:
        found = _Buttons()
        found.feed(self.open())
        return found.values

    def _ask(self, method: str, target: str, body: bytes = b"") -> Answer:
        headers = {"accept-language": self.language}
        return self.practice.sandbox.phone.handle(Request(method, target, headers, body))


@pytest.fixture
def phone(practice: Practice, wechat: Merchant) -> Phone:
    return Phone(practice, wechat.native())


def test_a_customer_reads_and_pays(phone: Phone, wechat: Merchant) -> None:
    page = phone.open()
    assert "¥19.90" in page
    assert "Tea 茶" in page
    assert "Microshop 练习店" in page
    assert phone.buttons() == ["pay", "decline", "later"]
    assert "Paid" in phone.press("pay")
    assert phone.buttons() == []
    assert wechat.state() == "SUCCESS"


def test_a_customer_reads_who_is_paid() -> None:
    merchant = Merchant(Practice("茶 & Co"))
    assert "茶 &amp; Co" in Phone(merchant.practice, merchant.native()).open()


def test_a_customer_who_declines_may_pay_after_all(phone: Phone, wechat: Merchant) -> None:
    assert "Nothing was taken" in phone.press("decline")
    assert wechat.state() == "NOTPAY"
    assert phone.buttons() == ["pay"]
    phone.press("pay")
    assert wechat.state() == "SUCCESS"


def test_a_customer_may_pay_later(phone: Phone, wechat: Merchant) -> None:
    assert "Not paid yet" in phone.press("later")
    assert wechat.state() == "NOTPAY"
    phone.press("pay")
    assert wechat.state() == "SUCCESS"


def test_a_closed_order_has_no_buttons(phone: Phone, wechat: Merchant) -> None:
    wechat.close()
    assert "closed this payment" in phone.open()
    assert phone.buttons() == []


def test_a_press_that_comes_too_late_takes_nothing(
    practice: Practice, phone: Phone, wechat: Merchant
) -> None:
    phone.open()
    wechat.close()
    assert phone._ask("POST", phone.path, b"do=pay").status == 303
    assert practice.world.received("order_001") == 0


def test_two_presses_pay_once(practice: Practice, phone: Phone) -> None:
    for _ in range(2):
        phone._ask("POST", phone.path, b"do=pay")
    assert practice.world.received("order_001") == 1990


def test_a_press_of_no_button_is_refused(phone: Phone) -> None:
    assert phone._ask("POST", phone.path, b"do=steal").status == 400
    assert phone._ask("PUT", phone.path).status == 405


def test_an_old_qr_says_that_it_ran_out(practice: Practice, phone: Phone) -> None:
    practice.clock.pass_by(hours=2)
    assert "has run out" in phone.open()
    assert phone.buttons() == []


def test_a_replaced_qr_leads_nowhere(phone: Phone, wechat: Merchant) -> None:
    wechat.native()
    assert "leads nowhere" in phone.open()
    assert phone.status == 404


@pytest.mark.parametrize("path", ["/", "/guessed/", "/guessed/code", "/favicon.ico"])
def test_without_the_token_there_is_nothing(practice: Practice, path: str) -> None:
    answer = practice.sandbox.phone.handle(Request("GET", path))
    assert (answer.status, answer.body) == (404, b"")


def test_every_run_has_a_token_of_its_own() -> None:
    tokens = {Sandbox().phone.token for _ in range(3)}
    assert len(tokens) == 3
    assert {len(token) for token in tokens} == {22}


def test_a_page_runs_nothing_and_loads_nothing(phone: Phone) -> None:
    answer = phone._ask("GET", phone.path)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert not re.search(rb"<script|src=|@import|url\(", answer.body)


def test_names_are_written_as_text(practice: Practice, wechat: Merchant) -> None:
    page = Phone(practice, wechat.native(description="<b>Tea</b> & co")).open()
    assert "&lt;b&gt;Tea&lt;/b&gt; &amp; co" in page


@pytest.mark.parametrize(
    ("wish", "texts"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", CHINESE),
        ("es-ES,es;q=0.9", SPANISH),
        ("fr;q=0.9,es;q=0.5,en;q=0.4", SPANISH),
        ("en;q=0.4,zh;q=0.7", CHINESE),
        ("fr", ENGLISH),
        ("en;q=rubbish", ENGLISH),
        ("", ENGLISH),
    ],
)
def test_a_phone_is_spoken_to_in_its_language(
    practice: Practice, wechat: Merchant, wish: str, texts: object
) -> None:
    assert texts_for(wish) is texts
    page = Phone(practice, wechat.native(), wish).open()
    assert texts_for(wish).pay in page
    assert f'<html lang="{texts_for(wish).tag}">' in page


def test_every_language_says_everything() -> None:
    for texts in (CHINESE, ENGLISH, SPANISH):
        said = [getattr(texts, name) for name in texts.__slots__]
        assert all(said)
        assert len(set(said)) == len(said)


def test_opening_the_page_is_the_scan(practice: Practice, alipay: alipay_merchant.Merchant) -> None:
    phone = Phone(practice, alipay.precreate()["qr_code"])
    assert alipay.status() == "ACQ.TRADE_NOT_EXIST"
    phone.open()
    assert alipay.status() == "WAIT_BUYER_PAY"
    phone.press("pay")
    assert alipay.status() == "TRADE_SUCCESS"


def test_the_wallet_shows_a_code_that_pays(practice: Practice, wechat: Merchant) -> None:
    code = practice.sandbox.payment_codes()[Platform.WECHAT]
    page = Phone(practice, practice.sandbox.phone_url).open()
    assert f'aria-label="{code}"' in page
    assert is_code(Platform.WECHAT, code)
    assert wechat.codepay(code=code)["trade_state"] == "SUCCESS"
    assert practice.sandbox.payment_codes()[Platform.WECHAT] != code


def test_the_code_changes_each_minute(practice: Practice) -> None:
    first = practice.sandbox.payment_codes()[Platform.ALIPAY]
    practice.clock.pass_by(59)
    assert practice.sandbox.payment_codes()[Platform.ALIPAY] == first
    practice.clock.pass_by(1)
    assert practice.sandbox.payment_codes()[Platform.ALIPAY] != first
    assert is_code(Platform.ALIPAY, first)


def test_a_password_is_typed_in_the_wallet(practice: Practice, wechat: Merchant) -> None:
    wallet = Phone(practice, practice.sandbox.phone_url)
    assert "No payment is waiting" in wallet.open()
    wechat.codepay(total=200_000)
    (link,) = re.findall(r'<li><a href="([^"]+)">', wallet.open())
    assert "¥2000.00" in wallet.open()
    Phone(practice, link).press("pay")
    assert wechat.state() == "SUCCESS"


def test_a_declined_password_fails_the_order(practice: Practice, wechat: Merchant) -> None:
    wechat.codepay(total=200_000)
    phone = Phone(
        practice, f"/{practice.sandbox.phone.token}/{practice.sandbox.trade('order_001').code}"
    )
    assert "did not pay" in phone.press("decline")
    assert wechat.state() == "PAYERROR"
