"""The table of what platforms need, against what the channels really read."""

from collections.abc import Mapping

import pytest

from microshop_desktop.channels.channel import ChannelError
from microshop_desktop.channels.needs import Form, Need, Platform
from microshop_desktop.channels.platforms import PLATFORMS, TRANSPORTS, platform_of
from microshop_desktop.channels.registry import CHANNELS, make_channel
from microshop_desktop.channels.tokens import KeptInMemory
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.infra.http import HttpAnswer, HttpRequest, NotReachedError

_LIKE = {
    "base_url": "https://shop.example.com",
    "consumer_key": "ck_1",
    "consumer_secret": "cs_1",
    "access_token": "shpat_1",
    "shop": "corner",
    "shop_id": "92732278",
}


class _NoNetwork:
    def send(self, request: HttpRequest) -> HttpAnswer:
        raise NotReachedError(request.url)


def _filled(needs: tuple[Need, ...], *, secret: bool) -> dict[str, str]:
    wanted = (need for need in needs if not need.optional and need.secret is secret)
    return {need.name: _LIKE.get(need.name, f"{need.name}1") for need in wanted}


def _make(platform: Platform, settings: Mapping[str, str], secrets: Mapping[str, str]) -> None:
    make_channel(
        platform.kind,
        settings,
        secrets,
        http=_NoNetwork(),
        clock=SystemClock(),
        tokens=KeptInMemory(),
    )


def _ways(platform: Platform) -> list[str]:
    return [way.key for way in platform.ways] or [""]


EVERY_WAY = [(platform, way) for platform in PLATFORMS for way in _ways(platform)]


def test_a_seller_can_choose_every_platform_that_has_a_channel() -> None:
    assert {platform.kind for platform in PLATFORMS} == set(CHANNELS)
    assert platform_of("taobao") is not None
    assert platform_of("market_stall") is None


@pytest.mark.parametrize(("platform", "way"), EVERY_WAY, ids=lambda each: str(each)[:24])
def test_what_is_asked_for_is_enough(platform: Platform, way: str) -> None:
    needs = platform.of_way(way)
    _make(platform, _filled(needs, secret=False), _filled(needs, secret=True))


@pytest.mark.parametrize(("platform", "way"), EVERY_WAY, ids=lambda each: str(each)[:24])
def test_nothing_is_asked_for_in_vain(platform: Platform, way: str) -> None:
    needs = platform.of_way(way)
    settings, secrets = _filled(needs, secret=False), _filled(needs, secret=True)
    for name in (*settings, *secrets):
        less = {key: text for key, text in settings.items() if key != name}
        fewer = {key: text for key, text in secrets.items() if key != name}
        with pytest.raises(ShopError):
            _make(platform, less, fewer)


@pytest.mark.parametrize("platform", PLATFORMS, ids=lambda each: each.kind)
def test_an_address_is_encrypted_or_on_this_computer(platform: Platform) -> None:
    way = _ways(platform)[0]
    needs = platform.of_way(way)
    settings, secrets = _filled(needs, secret=False), _filled(needs, secret=True)
    for address in ("http://shop.example.com", "https://me:word@shop.example.com"):
        with pytest.raises(ShopError) as refused:
            _make(platform, {**settings, "base_url": address}, secrets)
        assert refused.value.code is ErrorCode.ADDRESS_NOT_SAFE
    _make(platform, {**settings, "base_url": "http://127.0.0.1:8080"}, secrets)


@pytest.mark.parametrize("platform", PLATFORMS, ids=lambda each: each.kind)
def test_every_value_says_what_it_is_and_has_one_name(platform: Platform) -> None:
    names = [need.name for need in platform.every()]
    assert len(names) == len(set(names))
    assert all(need.title and need.help for need in platform.every())
    assert all(need.where for need in platform.every() if need.secret and need.form is Form.LONG)
    assert platform.before
    assert set(platform.transports) <= set(TRANSPORTS)
    assert platform.transports[0] in TRANSPORTS


def test_the_network_is_not_asked_while_a_channel_is_made() -> None:
    platform = platform_of("woocommerce")
    assert platform is not None
    needs = platform.of_way("")
    settings, secrets = _filled(needs, secret=False), _filled(needs, secret=True)
    channel = make_channel(
        "woocommerce",
        settings,
        secrets,
        http=_NoNetwork(),
        clock=SystemClock(),
        tokens=KeptInMemory(),
    )
    with pytest.raises(ChannelError):
        channel.check()
