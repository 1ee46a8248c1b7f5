"""What an account of JD is made of. Facts: `reference/shops.md` §4."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from microshop_desktop.channels.account_values import Values, choice, needed, switched
from microshop_desktop.channels.channel import Differences
from microshop_desktop.domain.merchant_accounts import address
from microshop_desktop.domain.online_stock import StockWay

JD_ADDRESS = "https://api.jd.com/routerjson"
JD_LOGIN_ADDRESS = "https://open-oauth.jd.com/oauth2/refresh_token"
SETTINGS = (
    "app_key",
    "base_url",
    "login_url",
    "store_id",
    "order_states",
    "orders_api",
    "stock_way",
    "stock_key",
    "refund_unit",
    "timestamp_form",
)
SECRETS = ("app_secret", "access_token", "refresh_token")
ORDER_STATES = (
    "WAIT_SELLER_STOCK_OUT,WAIT_SELLER_DELIVERY,WAIT_GOODS_RECEIVE_CONFIRM,FINISHED_L,"
    "TRADE_CANCELED,LOCKED,PAUSE,POP_ORDER_PAUSE,WAIT_SEND_CODE"
)
DIFFERENCES = Differences(
    StockWay.DELTA,
    window=timedelta(days=1),
    lag=timedelta(minutes=3),
    read_batch=50,
    takes_when_placed=True,
    parts=False,
)


@dataclass(frozen=True, slots=True)
class JdAccount:
    """A shop on JD. `store_id`: the warehouse whose stock is written.

    `encrypted`: orders are asked for in the form whose customers are in cipher. `cents`: refunds
    tell their amounts in fen. `stamps_millis`: signed times have milliseconds and a zone.
    """

    app_key: str
    app_secret: str = field(repr=False)
    access_token: str = field(repr=False)
    refresh_token: str = field(default="", repr=False)
    base_url: str = JD_ADDRESS
    login_url: str = JD_LOGIN_ADDRESS
    store_id: str = "0"
    order_states: str = ORDER_STATES
    encrypted: bool = True
    cents: bool = True
    stamps_millis: bool = False
    differences: Differences = DIFFERENCES


def jd_account(settings: Values, secrets: Values) -> JdAccount:
    """Make an account from `SETTINGS`, `SWITCHES` and `SECRETS`; `ShopError` if wrong."""
    return JdAccount(
        app_key=needed(settings, "app_key"),
        app_secret=needed(secrets, "app_secret"),
        access_token=needed(secrets, "access_token"),
        refresh_token=secrets.get("refresh_token", "").strip(),
        base_url=address(settings.get("base_url") or JD_ADDRESS),
        login_url=address(settings.get("login_url") or JD_LOGIN_ADDRESS),
        store_id=settings.get("store_id") or "0",
        order_states=settings.get("order_states") or ORDER_STATES,
        encrypted=choice(settings, "orders_api", "encrypted", "plain") == "encrypted",
        cents=choice(settings, "refund_unit", "fen", "yuan") == "fen",
        stamps_millis=choice(settings, "timestamp_form", "seconds", "millis") == "millis",
        differences=_differences(settings),
    )


def _differences(settings: Values) -> Differences:
    """Return the differences: no source says whether the number of a stock write is a key."""
    absolute = choice(settings, "stock_way", "delta", "absolute") == "absolute"
    is_key = choice(settings, "stock_key", "no", "yes") == "yes"
    way = StockWay.ABSOLUTE if absolute else StockWay.DELTA
    return replace(switched(DIFFERENCES, settings), way=way, repeatable=is_key and not absolute)
