"""What Chinese platforms need of a seller. Facts: `reference/shops.md` §1, §3, §4 and §5."""

from microshop_desktop.channels.needs import Form, Need, Platform
from microshop_desktop.infra.translations import mark

PRACTICE_ADDRESS = Need(
    "base_url",
    mark("Another address"),
    mark("Only for practice: where a practice shop answers instead of the platform."),
    form=Form.ADDRESS,
    optional=True,
    spare=True,
)
LOGIN_TOKENS = (
    Need(
        "access_token",
        mark("Access token"),
        mark("Proof that your shop lets this app in."),
        mark("You get it when you log in to your app with the shop's account"),
        secret=True,
        form=Form.LONG,
    ),
    Need(
        "refresh_token",
        mark("Refresh token"),
        mark("Renews the access token by itself. Without it you enter a new one by hand."),
        mark("It comes together with the access token"),
        secret=True,
        form=Form.LONG,
        optional=True,
    ),
)
"""What a login in a browser gives, where a platform renews it."""
_APP_SECRET = Need(
    "app_secret",
    mark("AppSecret"),
    mark("The key that belongs to the AppKey."),
    mark("There too, beside the AppKey"),
    secret=True,
    form=Form.LONG,
)


def _app_key(where: str) -> Need:
    """Return the need of an app's number; `where` its owner finds it."""
    return Need("app_key", mark("AppKey"), mark("The number of your app."), where)


WECHAT_SHOP = Platform(
    "wechat_shop",
    mark("WeChat Shop"),
    mark(
        "In the WeChat Shop backend put the internet address of this computer on the IP list. "
        "If it is missing, the check says which address to enter."
    ),
    (
        Need(
            "app_id",
            mark("AppID"),
            mark("The number of your shop; it begins with wx."),
            mark("WeChat Shop backend → Service → Developer settings"),
        ),
        Need(
            "app_secret",
            mark("AppSecret"),
            mark("The key that belongs to the AppID, 32 letters and digits."),
            mark("There too; it is shown once, when it is made or reset"),
            secret=True,
            form=Form.LONG,
        ),
        PRACTICE_ADDRESS,
    ),
    unconfirmed=mark(
        "Not confirmed with a real shop yet: how soon WeChat tells of changes, and when its own "
        "number falls and rises again. Keep a few pieces for the counter at first."
    ),
    transports=("direct", "relay"),
    switches=("courier_list",),
)
TAOBAO = Platform(
    "taobao",
    mark("Taobao"),
    mark(
        "Needs an app of your own on Taobao's open platform, with the rights for goods and orders."
    ),
    (
        _app_key(mark("open.taobao.com → Console → your app → Credentials")),
        _APP_SECRET,
        Need(
            "session",
            mark("Session"),
            mark("Proof that your shop lets this app in; it ends after some time."),
            mark("You get it when you log in to your app with the shop's account"),
            secret=True,
            form=Form.LONG,
        ),
        PRACTICE_ADDRESS,
    ),
    unconfirmed=mark(
        "Not confirmed with a real shop yet. By what others report, Taobao tells orders only to "
        "programs in its own cloud, so the check may be refused from a shop's computer."
    ),
    transports=("direct", "relay"),
    switches=("sign_method", "simplify", "trade_types", "window_minutes"),
)
JD = Platform(
    "jd",
    mark("JD"),
    mark("Needs an app of your own on JD's open platform, with the rights for goods and orders."),
    (
        _app_key(mark("open.jd.com → Console → your app")),
        _APP_SECRET,
        *LOGIN_TOKENS,
        PRACTICE_ADDRESS,
    ),
    unconfirmed=mark(
        "Not confirmed with a real shop yet. By what others report, JD tells orders only to "
        "programs in its own cloud, so the check may be refused from a shop's computer."
    ),
    transports=("direct", "relay"),
    switches=(
        "login_url",
        "store_id",
        "order_states",
        "orders_api",
        "stock_way",
        "stock_key",
        "refund_unit",
        "timestamp_form",
    ),
)
DOUYIN = Platform(
    "douyin",
    mark("Douyin"),
    mark(
        "Make an app for your own use on Douyin's open platform and put the internet address of "
        "this computer on its list. If it is missing, the check says which address to enter."
    ),
    (
        _app_key(mark("op.jinritemai.com → Console → your app")),
        Need(
            "shop_id",
            mark("Shop number"),
            mark("The number of your shop, digits only."),
            mark("Douyin shop backend, under the name of the shop at the top right"),
        ),
        _APP_SECRET,
        PRACTICE_ADDRESS,
    ),
    unconfirmed=mark(
        "Not confirmed with a real shop yet: how far back orders can be read, and whether refunds "
        "hold the freight."
    ),
    transports=("direct", "relay"),
    switches=("test_shop", "timestamp_form"),
)
