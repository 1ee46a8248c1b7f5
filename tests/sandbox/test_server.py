"""The sandbox behind real sockets, asked by a client that is not ours."""

import http.client
import ipaddress
import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from microshop_desktop.sandbox.faults import written
from microshop_desktop.sandbox.messages import Request
from microshop_desktop.sandbox.sandbox import Sandbox
from microshop_desktop.sandbox.server import network_address
from tests.sandbox.desk_clock import MovedClock, Practice
from tests.sandbox.wechat_merchant import PAY, Merchant


class Served(Practice):
    """A practice world that listens."""

    def __init__(self) -> None:
        self.clock = MovedClock()
        self.sandbox = Sandbox(now=self.clock)
        self.sandbox.start(phone_host="127.0.0.1")
        self.world = self.sandbox.world
        self.rules = self.sandbox.world.rules


@pytest.fixture
def served() -> Iterator[Served]:
    served = Served()
    yield served
    served.sandbox.stop()


def _fetch(
    base: str, request: Request, seconds: float = 10
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=seconds)
    try:
        connection.request(
            request.method, request.target, request.body or None, dict(request.headers)
        )
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def _order(served: Served, number: str = "order_001") -> Request:
    merchant = Merchant(served)
    body = json.dumps(merchant.order(number)).encode()
    return merchant.request("POST", f"{PAY}/native", body)


def test_an_order_is_made_and_paid_over_the_wire(served: Served) -> None:
    response, body = _fetch(served.sandbox.base_url, _order(served))
    assert response.status == 200
    url = json.loads(body)["code_url"]
    assert url.startswith(served.sandbox.phone_url)
    page, html = _fetch(url, Request("GET", urlsplit(url).path))
    assert (page.status, "¥19.90" in html.decode()) == (200, True)
    form = {"content-type": "application/x-www-form-urlencoded"}
    pressed, _ = _fetch(url, Request("POST", urlsplit(url).path, form, b"do=pay"))
    assert pressed.status == 303
    assert served.world.received("order_001") == 1990


def test_a_204_has_no_body(served: Served) -> None:
    _fetch(served.sandbox.base_url, _order(served))
    merchant = Merchant(served)
    body = json.dumps({"mchid": merchant.account.mch_id}).encode()
    request = merchant.request("POST", f"{PAY}/out-trade-no/order_001/close", body)
    response, content = _fetch(served.sandbox.base_url, request)
    assert (response.status, content, response.getheader("Content-Length")) == (204, b"", None)


def test_the_date_is_the_sandboxs(served: Served) -> None:
    response, _ = _fetch(served.sandbox.base_url, _order(served))
    assert response.headers.get_all("Date") == ["Tue, 24 Nov 2026 04:00:00 GMT"]


def test_many_ask_at_once(served: Served) -> None:
    requests = [_order(served, f"order_{number:03d}") for number in range(20)]
    answers: list[int] = []

    def ask(request: Request) -> None:
        answers.append(_fetch(served.sandbox.base_url, request)[0].status)

    threads = [threading.Thread(target=ask, args=(request,)) for request in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 20
    assert len(list(served.world.trades())) == 20


def test_a_cut_answer_lacks_its_end(served: Served) -> None:
    served.sandbox.faults.add(written("cut:1"))
    with pytest.raises(http.client.IncompleteRead):
        _fetch(served.sandbox.base_url, _order(served))
    assert _fetch(served.sandbox.base_url, _order(served))[0].status == 200


@pytest.mark.parametrize("text", ["not-reached:1", "bad-tls:1"])
def test_a_connection_may_just_end(served: Served, text: str) -> None:
    served.sandbox.faults.add(written(text))
    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        _fetch(served.sandbox.base_url, _order(served))
    assert list(served.world.trades()) == []


@pytest.mark.parametrize(
    ("text", "trades"), [("no-answer:1", 0), ("answer-lost:1", 1), ("late-answer:1", 1)]
)
def test_no_answer_holds_the_line(served: Served, text: str, trades: int) -> None:
    served.sandbox.faults.add(written(text))
    with pytest.raises(TimeoutError):
        _fetch(served.sandbox.base_url, _order(served), 0.5)
    assert len(list(served.world.trades())) == trades


def test_one_who_waits_keeps_nobody_else(served: Served) -> None:
    served.sandbox.faults.add(written("no-answer:1"))
    with pytest.raises(TimeoutError):
        _fetch(served.sandbox.base_url, _order(served), 0.3)
    started = time.monotonic()
    assert _fetch(served.sandbox.base_url, _order(served))[0].status == 200
    assert time.monotonic() - started < 5


def test_stopping_does_not_wait_for_those_who_wait() -> None:
    served = Served()
    served.sandbox.faults.add(written("no-answer"))
    with pytest.raises(TimeoutError):
        _fetch(served.sandbox.base_url, _order(served), 0.3)
    started = time.monotonic()
    served.sandbox.stop()
    assert time.monotonic() - started < 5


def test_the_certificate_of_the_other_address_is_not_trusted(served: Served) -> None:
    place = urlsplit(served.sandbox.untrusted_url)
    assert place.scheme == "https"
    connection = http.client.HTTPSConnection(place.netloc, timeout=10)
    with pytest.raises(ssl.SSLCertVerificationError, match="self-signed"):
        connection.request("GET", "/sandbox/")
    connection.close()


def test_who_does_not_look_gets_an_answer(served: Served) -> None:
    careless = ssl.create_default_context()
    careless.check_hostname, careless.verify_mode = False, ssl.CERT_NONE
    place = urlsplit(served.sandbox.untrusted_url)
    connection = http.client.HTTPSConnection(place.netloc, timeout=10, context=careless)
    connection.request("GET", "/sandbox/faults")
    assert connection.getresponse().read() == b"[]"
    connection.close()


def test_the_interfaces_are_on_loopback_and_the_phone_has_no_control(served: Served) -> None:
    host = urlsplit(served.sandbox.base_url).hostname
    assert host is not None
    assert ipaddress.ip_address(host).is_loopback
    phone = served.sandbox.phone_url
    for path in ("/sandbox/", "/gateway.do", "/v3/certificates", f"{urlsplit(phone).path}sandbox/"):
        assert _fetch(phone, Request("GET", path))[0].status == 404


def test_a_stopped_sandbox_answers_nobody() -> None:
    served = Served()
    request, base = _order(served), served.sandbox.base_url
    served.sandbox.stop()
    with pytest.raises(OSError):  # noqa: PT011 (the systems name it differently)
        _fetch(base, request)


def test_there_is_always_an_address_for_phones(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(self: socket.socket, address: object) -> None:
        raise OSError

    monkeypatch.setattr(socket.socket, "connect", unreachable)
    assert network_address() == "127.0.0.1"
