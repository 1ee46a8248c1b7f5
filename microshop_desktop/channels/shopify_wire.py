"""Asking Shopify's GraphQL: with a token for a day, and as many points as the shop's plan gives.

The app's id and secret are changed for the token. What an answer costs is said in it, so that the
wait until there are enough points again is known and not guessed.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from microshop_desktop.channels.access import Access, TokenRefusedError
from microshop_desktop.channels.answers import Told, ask, bad_answer, told
from microshop_desktop.channels.channel import ChannelError, Trouble
from microshop_desktop.channels.shopify_account import ShopifyAccount
from microshop_desktop.channels.tokens import Token, Tokens
from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.http import Http, HttpAnswer, HttpRequest

TOO_DEAR = "MAX_COST_EXCEEDED"
_EARLY = timedelta(minutes=10)
_READ_SECONDS = 20.0
_MOST_BYTES = 20_000_000
_STATUSES = {
    402: Trouble.NOT_ALLOWED,
    403: Trouble.NOT_ALLOWED,
    404: Trouble.LOGIN,
    423: Trouble.NOT_ALLOWED,
    430: Trouble.IP_BLOCKED,
}
"""Shop frozen, refused, unknown by this name, locked; an address that is thought to do harm."""
_CODES = {
    "ACCESS_DENIED": Trouble.NOT_ALLOWED,
    "SHOP_INACTIVE": Trouble.NOT_ALLOWED,
    "INTERNAL_SERVER_ERROR": Trouble.BUSY,
    "TIMEOUT": Trouble.BUSY,
    TOO_DEAR: Trouble.REFUSED,
    "IDEMPOTENCY_CONCURRENT_REQUEST": Trouble.BUSY,
    "IDEMPOTENCY_KEY_PARAMETER_MISMATCH": Trouble.REFUSED,
}
_PRIVATE = "shippingAddress"
"""Smaller plans are not told it; the order is read all the same."""
_FOR_GOOD = datetime.max.replace(tzinfo=UTC)
_SECOND = timedelta(seconds=1)


class ShopifyWire:
    """Sends queries and mutations to one shop, each once."""

    def __init__(self, account: ShopifyAccount, http: Http, clock: Clock, tokens: Tokens) -> None:
        self._account, self._http, self._clock = account, http, clock
        given = None
        if account.access_token:
            given = Token(account.access_token, _FOR_GOOD)
        self._access = Access(tokens, clock, self._new_token, early=_EARLY, given=given)

    def ask(self, query: str, variables: Mapping[str, object]) -> Told:
        """Send a document with its variables and return its data."""
        body = json.dumps({"query": query, "variables": variables}, ensure_ascii=False).encode()
        return self._access.use(lambda token: self._send(body, token))

    def _send(self, body: bytes, token: str) -> Told:
        answer = ask(
            self._http,
            HttpRequest(
                "POST",
                f"{self._account.base_url}/admin/api/{self._account.version}/graphql.json",
                {"Content-Type": "application/json", "X-Shopify-Access-Token": token},
                body,
                _READ_SECONDS,
                _MOST_BYTES,
            ),
        )
        _raise_by_status(answer)
        said = told(answer.body)
        _raise_by_errors(said)
        return said.part("data")

    def _new_token(self, _old: Token | None) -> Token:
        """Change the app's id and secret for a token."""
        if not self._account.client_id:
            raise ChannelError(Trouble.LOGIN, "access_token")
        form = {
            "grant_type": "client_credentials",
            "client_id": self._account.client_id,
            "client_secret": self._account.client_secret,
        }
        answer = ask(
            self._http,
            HttpRequest(
                "POST",
                f"{self._account.base_url}/admin/oauth/access_token",
                {
                    "Content-Type": "application/x-www-form-urlencoded",
                    "Accept": "application/json",
                },
                urlencode(form).encode(),
            ),
        )
        if answer.status in {400, 401}:
            raise _not_let_in(answer)
        _raise_by_status(answer)
        said = told(answer.body)
        life = timedelta(seconds=said.whole("expires_in"))
        return Token(said.word("access_token"), self._clock.now() + life)


def _not_let_in(answer: HttpAnswer) -> ChannelError:
    """Return why there is no token: a wrong app, or one of another organisation."""
    try:
        code = told(answer.body).text("error")
    except ChannelError:
        code = ""
    trouble = Trouble.NOT_ALLOWED if code == "shop_not_permitted" else Trouble.LOGIN
    return ChannelError(trouble, code or f"http_{answer.status}")


def _raise_by_status(answer: HttpAnswer) -> None:
    if answer.status == 401:
        raise TokenRefusedError("http_401")
    if answer.status in _STATUSES:
        raise ChannelError(_STATUSES[answer.status], f"http_{answer.status}")
    if answer.status != 200:
        raise bad_answer(f"http_{answer.status}")


def _raise_by_errors(said: Told) -> None:
    """Raise what an answer says went wrong, but for what a plan keeps private."""
    for error in said.rows("errors"):
        code = error.part("extensions").text("code")
        path = error.values.get("path")
        if code == "ACCESS_DENIED" and isinstance(path, list) and _PRIVATE in path:
            continue
        if code == "THROTTLED":
            raise ChannelError(Trouble.LIMITED, code, wait=_wait(said))
        needs = error.part("extensions").text("requiredAccess")
        raise ChannelError(_CODES.get(code, Trouble.BAD_ANSWER), code or "errors", detail=needs)


def _wait(said: Told) -> timedelta:
    """Return how long it takes until there are the points that a query needs."""
    cost = said.part("extensions").part("cost")
    status = cost.part("throttleStatus")
    missing = cost.whole("requestedQueryCost") - status.whole("currentlyAvailable")
    rate = status.whole("restoreRate")
    if missing <= 0 or rate <= 0:
        return _SECOND
    return max(_SECOND, timedelta(milliseconds=-(-1000 * missing // rate)))
