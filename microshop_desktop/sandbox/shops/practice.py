"""One practice shop of each platform, and what an account of it is made of.

Whoever tries the channels needs both: `microshop sandbox`, the demo, and the benchmarks. A new
platform is one entry here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from time import sleep

from microshop_desktop.sandbox.clock import Now, system_now
from microshop_desktop.sandbox.server import Listener
from microshop_desktop.sandbox.shops import (
    douyin,
    jd,
    pinduoduo,
    shopify,
    taobao,
    vendure,
    wechat_shop,
    youzan,
)
from microshop_desktop.sandbox.shops import woocommerce as woo
from microshop_desktop.sandbox.shops.front import Front
from microshop_desktop.sandbox.shops.shop import FIRST_ID, Shop, ShopRules
from microshop_desktop.sandbox.wsgi import Wait

LOOPBACK = "127.0.0.1"
Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PracticeKind:
    """A platform, and the account that its practice shop lets in.

    `addresses`: the settings that are addresses, with the path of each below the shop's own.
    `takes_when_placed`, `gives_back`: how its stock moves, see `ShopRules`.
    """

    kind: str
    front: type[Front]
    secrets: Values
    settings: Values = field(default_factory=dict)
    addresses: Values = field(default_factory=lambda: {"base_url": ""})
    takes_when_placed: bool = True
    gives_back: bool = True
    first_id: int = FIRST_ID


KINDS: Sequence[PracticeKind] = (
    PracticeKind(
        "woocommerce",
        woo.WooShop,
        {"consumer_key": woo.KEY, "consumer_secret": woo.SECRET},
        takes_when_placed=False,
    ),
    PracticeKind(
        "shopify",
        shopify.ShopifyShop,
        {"client_id": shopify.CLIENT_ID, "client_secret": shopify.CLIENT_SECRET},
        first_id=5_000_000_001,
    ),
    PracticeKind("vendure", vendure.VendureShop, {"api_key": vendure.API_KEY}),
    PracticeKind(
        "wechat_shop",
        wechat_shop.WechatShopFront,
        {"app_secret": wechat_shop.APP_SECRET},
        {"app_id": wechat_shop.APP_ID},
        gives_back=False,
        first_id=3_712_984_209_868_589_056,
    ),
    PracticeKind(
        "douyin",
        douyin.DouyinFront,
        {"app_secret": douyin.APP_SECRET},
        {"app_key": douyin.APP_KEY, "shop_id": douyin.SHOP_ID},
        first_id=4_929_482_374_922_341_001,
    ),
    PracticeKind(
        "taobao",
        taobao.TaobaoFront,
        {"app_secret": taobao.APP_SECRET, "session": taobao.SESSION},
        {"app_key": taobao.APP_KEY},
        {"base_url": taobao.PATH},
        first_id=2_712_984_209_868_589_056,
    ),
    PracticeKind(
        "jd",
        jd.JdFront,
        {
            "app_secret": jd.APP_SECRET,
            "access_token": jd.FIRST_TOKEN,
            "refresh_token": jd.FIRST_RENEWAL,
        },
        {"app_key": jd.APP_KEY},
        {"base_url": jd.PATH, "login_url": jd.LOGIN_PATH},
        first_id=287_465_093_001,
    ),
    PracticeKind(
        "pinduoduo",
        pinduoduo.PinduoduoFront,
        {
            "client_secret": pinduoduo.CLIENT_SECRET,
            "access_token": pinduoduo.FIRST_TOKEN,
            "refresh_token": pinduoduo.FIRST_RENEWAL,
        },
        {"client_id": pinduoduo.CLIENT_ID},
        {"base_url": pinduoduo.PATH},
        first_id=400_000_000_001,
    ),
    PracticeKind(
        "youzan",
        youzan.YouzanFront,
        {"client_secret": youzan.CLIENT_SECRET},
        {"client_id": youzan.CLIENT_ID, "shop_id": youzan.SHOP_ID},
        first_id=457_846_930,
    ),
)


class PracticeShop:
    """A shop of one platform; it answers on loopback between `start` and `stop`."""

    def __init__(
        self,
        kind: PracticeKind,
        *,
        name: str = "",
        currency: str = "CNY",
        now: Now = system_now,
        wait: Wait = sleep,
    ) -> None:
        """Open a shop without goods; customers read `name`."""
        rules = ShopRules(
            name or ShopRules().name,
            currency,
            takes_when_placed=kind.takes_when_placed,
            gives_back=kind.gives_back,
        )
        self.kind = kind
        self.shop = Shop(now, rules, kind.first_id)
        self.front = kind.front(self.shop, wait=wait)
        self._listener: Listener | None = None

    def start(self, port: int = 0) -> None:
        """Listen; `OSError` where the port is taken."""
        self._listener = Listener(LOOPBACK, port, self.front.handle)
        self._listener.start()

    def stop(self) -> None:
        """Stop listening."""
        if self._listener is not None:
            self._listener.stop()
            self._listener = None

    @property
    def address(self) -> str:
        """Scheme, host and port; without a port while nobody listens."""
        return self._listener.address if self._listener else f"http://{LOOPBACK}"

    @property
    def settings(self) -> dict[str, str]:
        """The public values of its account."""
        places = {name: self.address + path for name, path in self.kind.addresses.items()}
        return {**self.kind.settings, **places}


def practice_kind(kind: str) -> PracticeKind:
    """Return a platform by the kind of its accounts; `KeyError` where there is none."""
    return {each.kind: each for each in KINDS}[kind]
