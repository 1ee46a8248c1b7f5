"""What the relay lets through and what it refuses, each rule against who would get around it."""

import io
import logging
from collections.abc import Mapping
from typing import Any

import pytest
from typing_extensions import override

from microshop_desktop.channels.douyin_account import DOUYIN_ADDRESS
from microshop_desktop.channels.jd_account import JD_ADDRESS, JD_LOGIN_ADDRESS
from microshop_desktop.channels.pinduoduo_account import PINDUODUO_ADDRESS
from microshop_desktop.channels.taobao_account import TAOBAO_ADDRESS
from microshop_desktop.channels.wechat_shop_account import WECHAT_SHOP_ADDRESS
from microshop_desktop.channels.youzan_account import YOUZAN_ADDRESS
from resources.relay import microshop_relay as relay
from tests.infra.relay_house import settings_for

TARGET = "https://api.weixin.qq.com/channels/ec/order/get?access_token=SECRET"


class Platform:
    """Takes down what the relay would send."""

    def __init__(self, reply: relay.Reply | None = None) -> None:
        self.calls: list[relay.Call] = []
        self._reply = reply or relay.Reply(200, {"content-type": "application/json"}, b"{}")

    def __call__(self, call: relay.Call) -> relay.Reply:
        self.calls.append(call)
        return self._reply


class Told:
    """What came back."""

    def __init__(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.headers, self.body = int(status[:3]), dict(headers), body

    @property
    def mark(self) -> str:
        return self.headers[relay.MARK]


def ask(program: Any, target: str = TARGET, *, body: bytes = b"", **environ: str) -> Told:
    """Ask a relay as a web server would; `environ` in addition to what is usual."""
    given: dict[str, Any] = {
        "REQUEST_METHOD": "POST",
        "wsgi.url_scheme": "https",
        "REMOTE_ADDR": "203.0.113.9",
        "wsgi.input": io.BytesIO(body),
        "CONTENT_LENGTH": str(len(body)) if body else "",
        "HTTP_X_MICROSHOP_RELAY_TOKEN": "right",
        "HTTP_X_MICROSHOP_RELAY_TARGET": target,
        **environ,
    }
    told: list[Any] = []
    parts = program(given, lambda status, headers: told.extend((status, headers)))
    return Told(told[0], told[1], b"".join(parts))


def made(platform: Platform, **settings: str) -> relay.Relay:
    return relay.Relay(settings_for("right", **settings), platform)


@pytest.fixture
def platform() -> Platform:
    return Platform()


def refused(platform: Platform, told: Told, code: str) -> bool:
    """Nothing was sent, and the relay says so in its own name."""
    return not platform.calls and told.mark == code and told.status >= 400


# Who may ask


@pytest.mark.parametrize("token", ["", "wrong", "RIGHT", "right ", "right,right", "é"])
def test_only_the_token_opens(platform: Platform, token: str) -> None:
    told = ask(made(platform), HTTP_X_MICROSHOP_RELAY_TOKEN=token)
    assert refused(platform, told, "token")
    assert told.status == 401


def test_the_hash_itself_opens_nothing(platform: Platform) -> None:
    hashed = settings_for("right").hashes[0]
    told = ask(made(platform), HTTP_X_MICROSHOP_RELAY_TOKEN=hashed)
    assert refused(platform, told, "token")


def test_several_tokens_may_come(platform: Platform) -> None:
    both = settings_for("old").hashes[0] + ", " + settings_for("right").hashes[0]
    assert ask(made(platform, TOKEN_SHA256=both)).mark == "answered"


def test_nobody_is_read_before_the_token_is_known(platform: Platform) -> None:
    class Unread(io.BytesIO):
        @override
        def read(self, size: int | None = -1, /) -> bytes:
            raise AssertionError

    given: Any = {"wsgi.input": Unread(), "CONTENT_LENGTH": "10"}
    told = ask(made(platform), **given, HTTP_X_MICROSHOP_RELAY_TOKEN="wrong")
    assert refused(platform, told, "token")


@pytest.mark.parametrize(
    ("environ", "good"),
    [
        ({"wsgi.url_scheme": "http"}, False),
        ({"wsgi.url_scheme": "http", "HTTP_X_FORWARDED_PROTO": "https"}, True),
        ({"wsgi.url_scheme": "http", "HTTP_X_FORWARDED_PROTO": "http"}, False),
        ({"wsgi.url_scheme": "https", "HTTP_X_FORWARDED_PROTO": "http"}, False),
        ({"wsgi.url_scheme": "http", "REMOTE_ADDR": "127.0.0.1"}, True),
        (
            {
                "wsgi.url_scheme": "http",
                "REMOTE_ADDR": "127.0.0.1",
                "HTTP_X_FORWARDED_PROTO": "http",
            },
            False,
        ),
    ],
)
def test_it_answers_over_https_or_on_its_own_computer(
    platform: Platform, environ: Mapping[str, str], good: bool
) -> None:
    told = ask(made(platform), TARGET, body=b"", **environ)
    assert told.mark == ("answered" if good else "https")
    assert bool(platform.calls) is good


def test_too_many_requests_of_a_token_wait(platform: Platform) -> None:
    now = [1000.0]
    program = relay.Relay(settings_for("right", PER_MINUTE="2"), platform, lambda: now[0])
    assert [ask(program).mark for _ in range(3)] == ["answered", "answered", "limited"]
    now[0] += 20
    told = ask(program)
    assert (told.status, told.headers["Retry-After"]) == (429, "40")
    now[0] += 40
    assert ask(program).mark == "answered"
    assert len(platform.calls) == 3


# Where it may go


@pytest.mark.parametrize(
    "target",
    [
        "http://api.weixin.qq.com/channels/ec/x",
        "https://api.weixin.qq.com:444/channels/ec/x",
        "https://api.weixin.qq.com:443:80/channels/ec/x",
        "https://user:word@api.weixin.qq.com/channels/ec/x",
        "https://api.weixin.qq.com@evil.example/channels/ec/x",
        "https://api.weixin.qq.com.evil.example/channels/ec/x",
        "https://evil-api.weixin.qq.com/channels/ec/x",
        "https://api.weixin.qq.com./channels/ec/x",
        "https://api.weixin.qq.com\\@evil.example/channels/ec/x",
        "https://api.weixin.qq.com#@evil.example/channels/ec/x",
        "https://127.0.0.1/channels/ec/x",
        "https://[::1]/channels/ec/x",
        "https:///channels/ec/x",
        "https:api.weixin.qq.com/channels/ec/x",
        "//api.weixin.qq.com/channels/ec/x",
        "ftp://api.weixin.qq.com/channels/ec/x",
        "file:///etc/passwd",
        "https://api.weixin.qq.com",
        "https://api.weixin.qq.com/",
        "https://api.weixin.qq.com/channels/ec",
        "https://api.weixin.qq.com/channels/ecx/y",
        "https://api.weixin.qq.com/cgi-bin/token",
        "https://api.weixin.qq.com/cgi-bin/stable_token/more",
        "https://api.weixin.qq.com/cgi-bin/stable_tokenx",
        "https://api.weixin.qq.com/Channels/ec/x",
        "https://api.weixin.qq.com/channels/ec/../../cgi-bin/token",
        "https://api.weixin.qq.com/channels/ec/%2e%2e/%2E%2e/cgi-bin/token",
        "https://api.weixin.qq.com/channels/ec/.%2e/..//cgi-bin/token",
        "https://api.weixin.qq.com/channels/ec/..%2fcgi-bin/token",
        "https://api.weixin.qq.com/channels/ec/..%5ccgi-bin/token",
        "https://api.weixin.qq.com/channels/ec/..\\cgi-bin/token",
        "https://api.weixin.qq.com/channels/ec/%252e%252e/cgi-bin/token",
        "https://api.weixin.qq.com/channels/ec/..;/cgi-bin/token",
        "https://api.weixin.qq.com/channels/ec/x%00",
        "https://api.weixin.qq.com/channels/ec/x%0d%0aHost:evil",
        "https://api.weixin.qq.com/channels/ec/x\r\nHost: evil.example",
        "https://api.weixin.qq.com/channels/ec/x HTTP/1.1",
        "https://api.weixin.qq.com/channels/ec/x%zz",
        "https://api.weixin.qq.com/channels/ec/x?a=b c",
        "https://api.weixin.qq.com/channels/ec/x?a=b\r\nX: y",
        "https://api.weixin.qq.com/channels/ec/x?a=b#c",
        "https://api.weixin.qq.com/channels/ec/\uff0e\uff0e/x",
        "https://api.weixin.qq.com/../../../channels/ec/../../x",
    ],
)
def test_no_other_place_is_reached(platform: Platform, target: str) -> None:
    assert refused(platform, ask(made(platform), target), "target")


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("/channels/ec/order/get", "/channels/ec/order/get"),
        ("//channels///ec/./order/get", "/channels/ec/order/get"),
        ("/channels/ec/a/../order/get", "/channels/ec/order/get"),
        ("/channels/ec/%6frder/%67et", "/channels/ec/order/get"),
        ("/channels/x/%2e%2E/ec/order/", "/channels/ec/order/"),
        ("/channels/ec/%e4%bd%a0", "/channels/ec/%e4%bd%a0"),
    ],
)
def test_what_is_sent_is_what_was_compared(platform: Platform, given: str, sent: str) -> None:
    told = ask(made(platform), f"https://API.weixin.qq.com:443{given}?sign=%2F%25..%2f&a=//")
    assert told.mark == "answered"
    (call,) = platform.calls
    assert (call.host, call.path) == ("api.weixin.qq.com", sent)
    assert call.query == "?sign=%2F%25..%2f&a=//"


@pytest.mark.parametrize(
    "address",
    [
        TAOBAO_ADDRESS,
        JD_ADDRESS,
        f"{JD_LOGIN_ADDRESS}?grant_type=refresh_token",
        PINDUODUO_ADDRESS,
        f"{YOUZAN_ADDRESS}/auth/token",
        f"{YOUZAN_ADDRESS}/api/youzan.trade.get/4.0.0?access_token=T",
        f"{WECHAT_SHOP_ADDRESS}/channels/ec/aftersale/getaftersaleorder?access_token=T",
        f"{DOUYIN_ADDRESS}/order/searchList?app_key=1",
        f"{DOUYIN_ADDRESS}/token/create?app_key=1",
    ],
)
def test_the_platforms_own_addresses_are_allowed(platform: Platform, address: str) -> None:
    assert ask(made(platform), address).mark == "answered"


def test_places_of_the_seller_replace_the_usual_ones(platform: Platform) -> None:
    program = made(platform, TO="shop.example.com/wp-json/ , jd")
    assert ask(program, "https://shop.example.com/wp-json/wc/v3/orders").mark == "answered"
    assert ask(program, "https://api.jd.com/routerjson").mark == "answered"
    assert ask(program, "https://shop.example.com/wp-admin/").mark == "target"
    assert ask(program).mark == "target"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1", "192.0.2.1", "198.18.0.1",
        "::", "::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "2001:0:4136:e378::1",
        "64:ff9b::7f00:1", "64:ff9b::a00:1",
    ],
)  # fmt: skip
def test_addresses_inside_are_no_platform(address: str) -> None:
    assert not relay.is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "203.205.254.1", "2606:4700::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_addresses_outside_are_asked(address: str) -> None:
    assert relay.is_public(address)


# What is carried


@pytest.mark.parametrize("method", ["DELETE", "HEAD", "CONNECT", "OPTIONS", "PATCH", "post"])
def test_other_methods_are_not_carried(platform: Platform, method: str) -> None:
    assert refused(platform, ask(made(platform), REQUEST_METHOD=method), "request")


@pytest.mark.parametrize(
    ("code", "environ"),
    [
        ("request", {"HTTP_TRANSFER_ENCODING": "chunked"}),
        ("request", {"CONTENT_LENGTH": "3,3"}),
        ("request", {"CONTENT_LENGTH": "3, 4"}),
        ("request", {"CONTENT_LENGTH": "+3"}),
        ("request", {"CONTENT_LENGTH": "-1"}),
        ("request", {"CONTENT_LENGTH": "0x3"}),
        ("request", {"CONTENT_LENGTH": "٣"}),
        ("request", {"CONTENT_LENGTH": "4"}),
        ("request", {"REQUEST_METHOD": "GET"}),
        ("too_large", {"CONTENT_LENGTH": str(relay.MOST_SENT + 1)}),
        ("request", {"CONTENT_TYPE": "text/plain\r\nX-Evil: 1"}),
        ("request", {"HTTP_AUTHORIZATION": "Basic \x00"}),
    ],
)
def test_what_can_be_read_in_two_ways_is_refused(
    platform: Platform, code: str, environ: Mapping[str, str]
) -> None:
    assert refused(platform, ask(made(platform), body=b"abc", **environ), code)


def test_only_known_headers_go_either_way() -> None:
    reply = relay.Reply(
        418,
        {
            "content-type": "text/html",
            "content-encoding": "gzip",
            "retry-after": "7",
            "date": "Mon, 23 Nov 2026 04:00:00 GMT",
            "set-cookie": "a=b",
            "location": "https://evil.example/",
            "connection": "x-secret",
            "transfer-encoding": "chunked",
            "content-length": "999",
            "x-microshop-relay": "token",
            "strict-transport-security": "max-age=1",
        },
        b"\x1f\x8b",
    )
    platform = Platform(reply)
    told = ask(
        made(platform),
        body=b"abc",
        CONTENT_TYPE="application/json",
        HTTP_AUTHORIZATION="Bearer x",
        HTTP_X_SHOPIFY_ACCESS_TOKEN="shpat",
        HTTP_COOKIE="a=b",
        HTTP_HOST="evil.example",
        HTTP_CONNECTION="keep-alive, x-shopify-access-token",
        HTTP_UPGRADE="h2c",
        HTTP_X_FORWARDED_FOR="10.0.0.1",
        HTTP_PROXY="http://evil.example",
        HTTP_TE="trailers",
        HTTP_EXPECT="100-continue",
    )
    (call,) = platform.calls
    assert call.body == b"abc"
    assert call.headers == {
        "content-type": "application/json",
        "authorization": "Bearer x",
        "x-shopify-access-token": "shpat",
    }
    assert (told.status, told.body, told.mark) == (418, b"\x1f\x8b", "answered")
    assert set(told.headers) == {
        "content-type",
        "content-encoding",
        "retry-after",
        "X-Microshop-Relay",
        "X-Microshop-Relay-Date",
        "Cache-Control",
        "Content-Length",
    }


def test_neither_queries_nor_bodies_nor_tokens_are_written_down(
    caplog: pytest.LogCaptureFixture,
) -> None:
    platform = Platform(relay.Reply(200, {}, b"BUYER"))
    with caplog.at_level(logging.DEBUG):
        ask(made(platform), body=b"BODY", HTTP_AUTHORIZATION="KEY")
        ask(made(platform), "https://evil.example/x?access_token=SECRET")
        ask(made(platform), HTTP_X_MICROSHOP_RELAY_TOKEN="WRONG")
    assert "api.weixin.qq.com/channels/ec/order/get: 200" in caplog.text
    for secret in ("SECRET", "BODY", "BUYER", "KEY", "WRONG", "right"):
        assert secret not in caplog.text


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [("", 10), ("20", 20), ("0", 1), ("999", 60), ("-5", 10), ("1e9", 10), ("\xb2", 10)],
)
def test_the_time_to_wait_is_bounded(platform: Platform, asked: str, seconds: float) -> None:
    ask(made(platform), HTTP_X_MICROSHOP_RELAY_SECONDS=asked)
    assert platform.calls[0].seconds == seconds


# Its settings


@pytest.mark.parametrize(
    "given",
    [
        {"TOKEN_SHA256": ""},
        {"TOKEN_SHA256": "right"},
        {"PER_MINUTE": "0"},
        {"PER_MINUTE": "many"},
        {"TO": "nowhere"},
        {"TO": "https://shop.example.com/wp-json/"},
        {"TO": "shop.example.com"},
        {"TO": "shop.example.com/a/../b/"},
        {"TO": "127.0.0.1/"},
        {"TO": "localhost/"},
        {"TO": "*.example.com/"},
    ],
)
def test_settings_that_cannot_be_right_are_refused(given: Mapping[str, str]) -> None:
    with pytest.raises(relay.Refusal) as caught:
        settings_for("right", **given)
    assert (caught.value.code, caught.value.status) == ("setup", 500)


def test_the_program_of_a_server_reads_its_settings(
    monkeypatch: pytest.MonkeyPatch, platform: Platform
) -> None:
    monkeypatch.setattr(relay, "_made", [])
    assert ask(relay.application).mark == "setup"
    hashed = settings_for("right").hashes[0]
    monkeypatch.setenv("MICROSHOP_RELAY_TOKEN_SHA256", hashed)
    told = ask(relay.application, "", REQUEST_METHOD="GET", MICROSHOP_RELAY_ADDRESS="8.8.4.4")
    assert (told.status, told.mark) == (200, "about")
    assert b'"address": "8.8.4.4"' in told.body


def test_a_token_is_made_with_its_hash(capsys: pytest.CaptureFixture[str]) -> None:
    assert relay.main(["--new-token"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    token = first.removeprefix("token: ")
    assert second == f"MICROSHOP_RELAY_TOKEN_SHA256={settings_for(token).hashes[0]}"
