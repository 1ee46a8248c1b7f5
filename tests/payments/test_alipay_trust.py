"""Alipay renews its certificate: a new one is fetched, and taken only if it leads to our roots."""

import base64
import json
from datetime import timedelta

import pytest
from typing_extensions import override

from microshop_desktop.domain.payment import Doubt, Outcome, Unclear, Waiting
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.infra.http import HttpAnswer, HttpRequest, NoAnswerError
from microshop_desktop.payments.alipay import Alipay
from microshop_desktop.payments.alipay_certificates import certificate_number
from tests.payments.alipay_chain import AUTHORITY, ROOT, between, issued, pem, root
from tests.payments.alipay_samples import account, says, sent
from tests.payments.platform_fakes import NOW, NUMBER, charge

PAYING = Waiting(paying=True)
NEWER = issued("newer")
RENEWED = Unclear(Doubt.BAD_SIGNATURE, "ALIPAY_CERTIFICATE_RENEWED")
DOWNLOAD = "open.app.alipaycert.download"


class Platform:
    """Alipay after it renewed its certificate; `content` is what it hands out as the new one."""

    def __init__(self, content: str, *, number: str = "", key: str = "newer") -> None:
        self.content = content
        self.number = number or certificate_number(NEWER)
        self.key = key
        self.fetched: list[object] = []
        self.is_down = False

    def send(self, request: HttpRequest) -> HttpAnswer:
        asked = sent(request)
        if asked["method"] != f"alipay.{DOWNLOAD}":
            told = {"code": "10000", "out_trade_no": NUMBER, "trade_status": "WAIT_BUYER_PAY"}
            return says("trade.query", told, key=self.key, alipay_cert_sn=self.number)
        self.fetched.append(json.loads(asked["biz_content"]))
        if self.is_down:
            raise NoAnswerError(request.url)
        content = base64.b64encode(self.content.encode()).decode()
        return says(DOWNLOAD, {"code": "10000", "alipay_cert_content": content}, key=self.key)


def asked(platform: Platform, *, times: int = 1, clock: FixedClock | None = None) -> list[Outcome]:
    alipay = Alipay(account(certificates=True), platform, clock or FixedClock(NOW))
    return [alipay.query(charge()) for _ in range(times)]


def test_the_known_certificate_is_not_asked_for() -> None:
    platform = Platform("", number="theirs", key="alipay")
    assert asked(platform) == [PAYING]
    assert platform.fetched == []


def test_without_certificates_numbers_mean_nothing() -> None:
    platform = Platform("", number="whatever", key="alipay")
    alipay = Alipay(account(), platform, FixedClock(NOW))
    assert alipay.query(charge()) == PAYING
    assert platform.fetched == []


@pytest.mark.parametrize("content", [pem(NEWER), pem(NEWER, between())])
def test_a_renewed_certificate_is_fetched_once(content: str) -> None:
    platform = Platform(content)
    assert asked(platform, times=3) == [PAYING] * 3
    assert platform.fetched == [{"alipay_cert_sn": certificate_number(NEWER)}]


STRANGER = issued("newer", "another merchant")
BY_OTHERS = issued("newer", by=AUTHORITY, by_key="thief")
EXPIRED = issued("newer", until=NOW - timedelta(days=1))
FROM_ELSEWHERE = issued("newer", by="Class 1 R1", by_key="elsewhere")
ELSEWHERE = issued("elsewhere", "Class 1 R1", by=ROOT, by_key="root", authority=True)
MADE_BY_A_LEAF = issued("newer", by=AUTHORITY, by_key="leaf")
FALSE_AUTHORITY = issued("leaf", AUTHORITY, by=AUTHORITY, by_key="authority")
NO_AUTHORITY = issued("leaf", AUTHORITY, by=AUTHORITY, by_key="authority", authority=False)
FALSE_ROOT = issued("thief", AUTHORITY, by=AUTHORITY, by_key="thief", authority=True)


@pytest.mark.parametrize(
    ("content", "number"),
    [
        ("", ""),
        ("no certificate", ""),
        (pem(between()), ""),
        (pem(issued("alipay")), ""),
        (pem(STRANGER), certificate_number(STRANGER)),
        (pem(EXPIRED), certificate_number(EXPIRED)),
        (pem(FROM_ELSEWHERE, ELSEWHERE), certificate_number(FROM_ELSEWHERE)),
        (pem(BY_OTHERS), certificate_number(BY_OTHERS)),
        (pem(BY_OTHERS, FALSE_ROOT), certificate_number(BY_OTHERS)),
        (pem(MADE_BY_A_LEAF, FALSE_AUTHORITY), certificate_number(MADE_BY_A_LEAF)),
        (pem(MADE_BY_A_LEAF, NO_AUTHORITY), certificate_number(MADE_BY_A_LEAF)),
        (pem(BY_OTHERS, root("thief")), certificate_number(BY_OTHERS)),
    ],
)
def test_a_certificate_that_does_not_lead_to_our_roots_is_not_taken(
    content: str, number: str
) -> None:
    assert asked(Platform(content, number=number)) == [RENEWED]


def test_a_signature_by_another_key_than_the_renewed_one_counts_for_nothing() -> None:
    assert asked(Platform(pem(NEWER), key="thief")) == [Unclear(Doubt.BAD_SIGNATURE)]


def test_what_cannot_be_fetched_is_asked_for_again_but_not_at_once() -> None:
    clock, platform = FixedClock(NOW), Platform(pem(NEWER))
    platform.is_down = True
    alipay = Alipay(account(certificates=True), platform, clock)
    assert [alipay.query(charge()) for _ in range(3)] == [RENEWED] * 3
    assert len(platform.fetched) == 1
    platform.is_down = False
    clock.advance(timedelta(minutes=1))
    assert alipay.query(charge()) == PAYING


@pytest.mark.parametrize(
    "answer", [b"<html>", b'{"alipay_open_app_alipaycert_download_response":1}']
)
def test_what_is_no_certificate_is_not_taken(answer: bytes) -> None:
    class Other(Platform):
        @override
        def send(self, request: HttpRequest) -> HttpAnswer:
            if sent(request)["method"] == f"alipay.{DOWNLOAD}":
                return HttpAnswer(200, {}, answer)
            return super().send(request)

    assert asked(Other("")) == [RENEWED]
