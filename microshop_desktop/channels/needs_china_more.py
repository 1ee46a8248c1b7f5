"""What Pinduoduo and Youzan need of a seller. Facts: `reference/shops.md` §6 and §7."""

from microshop_desktop.channels.needs import Form, Need, Platform
from microshop_desktop.channels.needs_china import LOGIN_TOKENS, PRACTICE_ADDRESS
from microshop_desktop.infra.translations import mark

_CLIENT_SECRET = Need(
    "client_secret",
    mark("client_secret"),
    mark("The key that belongs to the client_id."),
    mark("There too, beside the client_id"),
    secret=True,
    form=Form.LONG,
)
PINDUODUO = Platform(
    "pinduoduo",
    mark("Pinduoduo"),
    mark(
        "Needs an app of your company on Pinduoduo's open platform, with the rights for goods and "
        "orders, and the internet address that asks on its list."
    ),
    (
        Need(
            "client_id",
            mark("client_id"),
            mark("The number of your app."),
            mark("open.pinduoduo.com → Console → your app"),
        ),
        _CLIENT_SECRET,
        *LOGIN_TOKENS,
        PRACTICE_ADDRESS,
    ),
    unconfirmed=mark(
        "Not confirmed with a real shop yet. By what others report, Pinduoduo gives apps to larger "
        "sellers only and tells orders only to programs in its own cloud, so the check may be "
        "refused from a shop's computer. How much money went back is not told, only that it did."
    ),
    transports=("direct", "relay"),
    switches=("prices", "stock_counts", "stock_way"),
)
YOUZAN = Platform(
    "youzan",
    mark("Youzan"),
    mark(
        "Make an app for your own use on Youzan's open platform; calls are counted and paid for. "
        "Put the internet address that asks on its list, if it has one."
    ),
    (
        Need(
            "client_id",
            mark("client_id"),
            mark("The number of your app."),
            mark("Youzan cloud → Console → your app → Credentials"),
        ),
        Need(
            "shop_id",
            mark("Shop number"),
            mark("The number of your shop (kdt_id), digits only."),
            mark("Youzan cloud → Console → your app → authorised shop"),
        ),
        _CLIENT_SECRET,
        PRACTICE_ADDRESS,
    ),
    unconfirmed=mark(
        "Not confirmed with a real shop yet: the words by which Youzan refuses, and which number "
        "of a refund means that the money went back."
    ),
    transports=("direct", "relay"),
    switches=("orders_version", "stock_way", "window_minutes"),
)
