"""The platforms that a seller can choose, and how questions come to them.

A new platform is one line here and its entry of needs; a new transport is one entry here and its
key in the platforms that can take it.
"""

from collections.abc import Mapping
from types import MappingProxyType

from microshop_desktop.channels.needs import Platform, Transport
from microshop_desktop.channels.needs_abroad import SHOPIFY, VENDURE, WOOCOMMERCE
from microshop_desktop.channels.needs_china import DOUYIN, JD, TAOBAO, WECHAT_SHOP
from microshop_desktop.channels.needs_china_more import PINDUODUO, YOUZAN
from microshop_desktop.channels.needs_relay import RELAY_NEEDS
from microshop_desktop.domain.order_file import FILE_KINDS
from microshop_desktop.infra.translations import mark

PLATFORMS: tuple[Platform, ...] = (
    WECHAT_SHOP,
    TAOBAO,
    JD,
    DOUYIN,
    PINDUODUO,
    YOUZAN,
    WOOCOMMERCE,
    SHOPIFY,
    VENDURE,
)
DIRECT = "direct"
TRANSPORTS: Mapping[str, Transport] = MappingProxyType(
    {
        "direct": Transport(
            "direct",
            mark("Directly"),
            mark("This computer asks the platform itself; it works while the program is open."),
        ),
        "relay": Transport(
            "relay",
            mark("Through a relay"),
            mark(
                "A small server of yours with a fixed address passes the questions on, for "
                "platforms that let only known addresses in."
            ),
            RELAY_NEEDS,
        ),
        "file": Transport(
            "file",
            mark("By files, without keys"),
            mark(
                "You download the orders of the shop as a file and drop it here; parcels and stock "
                "go back as a file to upload."
            ),
            asks=False,
        ),
    }
)
FILE_PLATFORMS: tuple[Platform, ...] = tuple(
    Platform(kind, title, mark("This platform works by files alone."), (), transports=())
    for kind, title in (
        ("kuaituantuan", mark("Kuaituantuan")),
        ("weidian", mark("Weidian")),
        ("other", mark("Another platform")),
    )
)
"""Platforms that nobody here can ask: their orders come as files."""


def transports_of(platform: Platform) -> tuple[str, ...]:
    """Return how a platform can be reached from the window, the likeliest way first."""
    by_file = ("file",) if platform.kind in FILE_KINDS else ()
    return (*platform.transports, *by_file)


def platform_of(kind: str) -> Platform | None:
    """Return what a kind of online shop needs, None for a kind that no seller can choose."""
    every = (*PLATFORMS, *FILE_PLATFORMS)
    return next((platform for platform in every if platform.kind == kind), None)
