"""Which answers of WeChat Pay count, and by which keys: nothing else may move money."""

import base64
from datetime import datetime, timedelta

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from microshop_desktop.domain.payment import (
    Doubt,
    Missing,
    Outcome,
    Paid,
    Refusal,
    Refused,
    Unclear,
)
from microshop_desktop.domain.payment_refund import RefundRefused
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.infra.http import HttpAnswer, HttpRequest, NoAnswerError
from microshop_desktop.payments.gateway import CLOCK_OFF, Checked, CheckState
from microshop_desktop.payments.wechat import Wechat
from microshop_desktop.payments.wechat_request import wire_path
from tests.payments.platform_fakes import (
    NOW,
    Scripted,
    ScriptedHttp,
    charge,
    clock,
    money_back,
    rsa_key,
    rsa_sign,
    wechat_refuses,
    wechat_says,
)
from tests.payments.wechat_samples import (
    APIV3_KEY,
    MERCHANT,
    PUBLIC_KEY_ID,
    SERIAL,
    account,
    order,
)

PAID = Paid("4200001234567890123456789012", 4250, "CNY", MERCHANT)
DISTRUST = Unclear(Doubt.BAD_SIGNATURE)


def asked(*answers: Scripted) -> Outcome:
    return Wechat(account(), ScriptedHttp(*answers), clock()).query(charge())


@pytest.mark.parametrize("name", ["serial", "timestamp", "nonce", "signature"])
def test_a_success_without_one_of_its_headers_counts_for_nothing(name: str) -> None:
    assert asked(wechat_says(order("SUCCESS"), changed={name: ""})) == DISTRUST


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("serial", "PUB_KEY_ID_0119000000012026010100000000000002"),
        ("nonce", "another"),
        ("timestamp", str(int(NOW.timestamp()) + 1)),
        ("signature", rsa_sign("wechat", b"something else")),
        ("signature", "WECHATPAY/SIGNTEST/" + rsa_sign("wechat", b"x")),
    ],
)
def test_a_change_of_any_header_is_seen(name: str, value: str) -> None:
    assert asked(wechat_says(order("SUCCESS"), changed={name: value})) == DISTRUST


def test_a_change_of_the_body_is_seen() -> None:
    true = wechat_says(order("SUCCESS"))
    false = HttpAnswer(200, true.headers, true.body.replace(b"4250", b"1250"))
    assert asked(true) == PAID
    assert asked(false) == DISTRUST


def test_an_answer_signed_by_somebody_else_counts_for_nothing() -> None:
    assert asked(wechat_says(order("SUCCESS"), key="thief")) == DISTRUST


@pytest.mark.parametrize(("minutes", "counts"), [(-6, False), (-5, True), (5, True), (6, False)])
def test_an_answer_that_was_kept_for_later_counts_for_nothing(minutes: int, counts: bool) -> None:
    answer = wechat_says(order("SUCCESS"), at=NOW + timedelta(minutes=minutes))
    assert asked(answer) == (PAID if counts else DISTRUST)


MINUTES = timedelta(minutes=10)


def test_a_wrong_clock_here_is_named_as_the_trouble() -> None:
    late = wechat_says(order("SUCCESS"), at=NOW + MINUTES, skew=MINUTES)
    assert asked(late) == Unclear(Doubt.BAD_SIGNATURE, CLOCK_OFF)
    refused = wechat_refuses(401, "SIGN_ERROR", skew=MINUTES)
    assert asked(refused) == Unclear(Doubt.NOT_ACCEPTED, CLOCK_OFF)
    assert asked(wechat_refuses(403, "NO_AUTH", skew=MINUTES)) == Unclear(
        Doubt.NOT_ACCEPTED, "NO_AUTH"
    )
    wechat = Wechat(account(), ScriptedHttp(refused, refused, late), clock())
    assert wechat.show_qr(charge()) == Refused(Refusal.ACCOUNT_NOT_READY, CLOCK_OFF)
    assert wechat.refund(money_back()) == RefundRefused(CLOCK_OFF)
    assert wechat.check() == Checked(CheckState.CLOCK_OFF, CLOCK_OFF, skew=MINUTES)


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (200, b"<html>Welcome to our Wi-Fi</html>", DISTRUST),
        (302, b"", Unclear(Doubt.BAD_ANSWER, "302")),
        (404, b"<html>not found</html>", Unclear(Doubt.BAD_ANSWER, "404")),
        (404, b'{"code":""}', Unclear(Doubt.BAD_ANSWER, "404")),
        (404, b'["code"]', Unclear(Doubt.BAD_ANSWER, "404")),
        (404, b"[" * 100_000, Unclear(Doubt.BAD_ANSWER, "404")),
        (429, b"", Unclear(Doubt.TOO_FAST, "429")),
        (502, b"<html>bad gateway</html>", Unclear(Doubt.SERVER_ERROR, "502")),
        (404, b'{"code":"ORDER_NOT_EXIST"}', Missing()),
    ],
)
def test_pages_of_somebody_in_between_decide_nothing(
    status: int, body: bytes, outcome: Outcome
) -> None:
    assert asked(HttpAnswer(status, {}, body)) == outcome


@pytest.mark.parametrize("body", [b"", b"null", b"[1]", b"{", b"\xff\xfe"])
def test_a_signed_answer_must_still_make_sense(body: bytes) -> None:
    assert asked(wechat_says(body)) == Unclear(Doubt.BAD_ANSWER)


def test_every_request_is_signed_and_names_the_key_it_wants_answers_by() -> None:
    http = ScriptedHttp(wechat_says(order("NOTPAY")))
    Wechat(account(), http, clock()).query(charge())
    sent = http.requests[0]
    scheme, _, values = sent.headers["Authorization"].partition(" ")
    told = dict(value.split("=", 1) for value in values.split(","))
    text = f"GET\n{sent.url.removeprefix('https://api.mch.weixin.qq.com')}\n"
    text += f"{told['timestamp'][1:-1]}\n{told['nonce_str'][1:-1]}\n\n"
    assert scheme == "WECHATPAY2-SHA256-RSA2048"
    assert told["signature"] == f'"{rsa_sign("merchant", text.encode())}"'
    assert told["timestamp"] == f'"{int(NOW.timestamp())}"'
    assert told["serial_no"] == f'"{SERIAL}"'
    assert len(told["nonce_str"]) == 34
    assert sent.headers["Wechatpay-Serial"] == PUBLIC_KEY_ID
    assert sent.headers["Accept"] == "application/json"


def test_no_two_requests_carry_the_same_nonce() -> None:
    http = ScriptedHttp(wechat_says(order("NOTPAY")), wechat_says(order("NOTPAY")))
    wechat = Wechat(account(), http, clock())
    wechat.query(charge())
    wechat.query(charge())
    first, second = (request.headers["Authorization"] for request in http.requests)
    assert first != second


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://x/v3/a?b=%2B%2f%7E%41", "/v3/a?b=%2B%2F~A"),
        ("https://x/v3/a|b", "/v3/a%7Cb"),
        ("https://x/v3/a?token=1-_.", "/v3/a?token=1-_."),
    ],
)
def test_the_path_is_signed_as_it_goes_over_the_wire(url: str, path: str) -> None:
    assert wire_path(url) == path
    assert requests.Request("GET", url).prepare().path_url == path


def test_nothing_secret_shows_in_the_account() -> None:
    shown = repr(account())
    assert MERCHANT in shown
    assert APIV3_KEY.decode() not in shown
    assert "private" not in shown


# Platform certificates


def certificate(name: str, serial: int, *, until: datetime = NOW + timedelta(days=900)) -> bytes:
    """A platform certificate over the key of a name."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Tenpay.com Root CA")])
    key = rsa_key(name)
    builder = x509.CertificateBuilder(subject, subject, key.public_key(), serial)
    builder = builder.not_valid_before(NOW - timedelta(days=900)).not_valid_after(until)
    return builder.sign(key, SHA256()).public_bytes(Encoding.PEM)


def listed(*entries: tuple[str, bytes], key: bytes = APIV3_KEY) -> dict[str, object]:
    """What `/v3/certificates` answers: serials and certificates, these encrypted."""
    return {"data": [_sealed(serial, pem, key) for serial, pem in entries]}


def _sealed(serial: str, pem: bytes, key: bytes) -> dict[str, object]:
    nonce = "wCq51qZv4Yfg"
    sealed = AESGCM(key).encrypt(nonce.encode(), pem, b"certificate")
    return {
        "serial_no": serial,
        "effective_time": "2024-06-08T10:34:56+08:00",
        "expire_time": "2029-12-08T10:34:56+08:00",
        "encrypt_certificate": {
            "algorithm": "AEAD_AES_256_GCM",
            "nonce": nonce,
            "associated_data": "certificate",
            "ciphertext": base64.b64encode(sealed).decode(),
        },
    }


OLD, NEW = f"{0xA1:040X}", f"{0xB2:040X}"
OLD_ONE, NEW_ONE = certificate("old", 0xA1), certificate("new", 0xB2)


class Platform:
    """WeChat Pay for a merchant in certificate mode: certificates and one order."""

    def __init__(self, at: FixedClock) -> None:
        self.clock = at
        self.serial, self.key = OLD, "old"
        self.certificates: list[tuple[str, bytes]] = [(OLD, OLD_ONE)]
        self.fetched = 0
        self.is_down = False

    def send(self, request: HttpRequest) -> HttpAnswer:
        if not request.url.endswith("/v3/certificates"):
            return self._signed(order("SUCCESS"))
        self.fetched += 1
        if self.is_down:
            raise NoAnswerError(request.url)
        return self._signed(listed(*self.certificates))

    def _signed(self, body: dict[str, object]) -> HttpAnswer:
        return wechat_says(body, serial=self.serial, key=self.key, at=self.clock.now())


@pytest.fixture
def time() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def platform(time: FixedClock) -> Platform:
    return Platform(time)


@pytest.fixture
def wechat(platform: Platform, time: FixedClock) -> Wechat:
    return Wechat(account(certificates=True), platform, time)


def test_certificates_are_fetched_when_an_answer_needs_one(
    wechat: Wechat, platform: Platform
) -> None:
    assert platform.fetched == 0
    assert wechat.query(charge()) == PAID
    assert wechat.query(charge()) == PAID
    assert platform.fetched == 1


def test_certificates_are_fetched_again_after_twelve_hours(
    wechat: Wechat, platform: Platform, time: FixedClock
) -> None:
    wechat.query(charge())
    time.advance(timedelta(hours=11, minutes=59))
    wechat.query(charge())
    assert platform.fetched == 1
    time.advance(timedelta(minutes=1))
    wechat.query(charge())
    assert platform.fetched == 2


def test_a_new_certificate_is_fetched_at_once_and_the_old_one_still_counts(
    wechat: Wechat, platform: Platform, time: FixedClock
) -> None:
    wechat.query(charge())
    time.advance(timedelta(minutes=2))
    platform.certificates = [(NEW, NEW_ONE)]
    platform.serial, platform.key = NEW, "new"
    assert wechat.query(charge()) == PAID
    platform.serial, platform.key = OLD, "old"
    assert wechat.query(charge()) == PAID
    assert platform.fetched == 2


def test_an_unknown_serial_is_not_asked_for_again_and_again(
    wechat: Wechat, platform: Platform, time: FixedClock
) -> None:
    wechat.query(charge())
    time.advance(timedelta(minutes=2))
    platform.serial, platform.key = NEW, "new"
    for _ in range(5):
        assert wechat.query(charge()) == DISTRUST
    assert platform.fetched == 2


def test_a_certificate_counts_until_it_expires(time: FixedClock, platform: Platform) -> None:
    soon = certificate("old", 0xA1, until=NOW + timedelta(hours=1))
    platform.certificates = [(OLD, soon)]
    wechat = Wechat(account(certificates=True), platform, time)
    assert wechat.query(charge()) == PAID
    time.advance(timedelta(hours=2))
    assert wechat.query(charge()) == DISTRUST


def test_old_certificates_go_on_while_no_new_ones_come(
    wechat: Wechat, platform: Platform, time: FixedClock
) -> None:
    wechat.query(charge())
    platform.is_down = True
    time.advance(timedelta(hours=13))
    assert wechat.query(charge()) == PAID
    assert platform.fetched == 2


def test_while_there_is_no_certificate_at_all_they_are_soon_asked_for_again(
    wechat: Wechat, platform: Platform, time: FixedClock
) -> None:
    platform.is_down = True
    assert wechat.query(charge()) == DISTRUST
    platform.is_down = False
    assert wechat.query(charge()) == DISTRUST
    time.advance(timedelta(seconds=3))
    assert wechat.query(charge()) == PAID


@pytest.mark.parametrize(
    "body",
    [
        listed((OLD, OLD_ONE), key=b"0" * 32),
        listed((NEW, OLD_ONE)),
        listed((OLD, b"no certificate")),
        listed((OLD, NEW_ONE)),
        {"data": []},
        {"data": [{"serial_no": OLD}]},
        {"data": [{"serial_no": OLD, "encrypt_certificate": "x"}]},
        {"data": 1},
    ],
)
def test_certificates_that_cannot_be_trusted_are_not(
    body: dict[str, object], time: FixedClock
) -> None:
    answer = wechat_says(body, serial=OLD, key="old")
    http = ScriptedHttp(wechat_says(order("SUCCESS"), serial=OLD, key="old"), answer)
    assert Wechat(account(certificates=True), http, time).query(charge()) == DISTRUST


def test_a_list_of_certificates_signed_by_none_of_them_is_not_taken(time: FixedClock) -> None:
    told = wechat_says(order("SUCCESS"), serial=OLD, key="old")
    http = ScriptedHttp(told, wechat_says(listed((OLD, OLD_ONE)), serial=OLD, key="thief"))
    assert Wechat(account(certificates=True), http, time).query(charge()) == DISTRUST


def test_a_certificate_under_anothers_serial_is_not_taken(time: FixedClock) -> None:
    told = wechat_says(order("SUCCESS"), serial=NEW, key="old")
    listing = wechat_says(listed((NEW, OLD_ONE)), serial=NEW, key="old")
    http = ScriptedHttp(told, listing)
    assert Wechat(account(certificates=True), http, time).query(charge()) == DISTRUST


def test_with_a_public_key_certificates_are_never_asked_for() -> None:
    http = ScriptedHttp(wechat_says(order("SUCCESS"), serial=OLD, key="old"))
    assert Wechat(account(), http, clock()).query(charge()) == DISTRUST
    assert len(http.requests) == 1


def test_in_certificate_mode_no_public_key_is_named() -> None:
    http = ScriptedHttp(wechat_refuses(404, "ORDER_NOT_EXIST"))
    Wechat(account(certificates=True), http, clock()).query(charge())
    assert "Wechatpay-Serial" not in http.requests[0].headers
