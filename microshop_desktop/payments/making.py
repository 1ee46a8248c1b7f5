"""How a program comes to follow payments: gateways made of accounts and their keys.

Composition without a window; the command line and the till use it alike. What speaks to networks
and keys is imported when the first gateway is made, in the thread that needs it.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.merchant_accounts import METHODS
from microshop_desktop.infra.clock import Clock
from microshop_desktop.payments.account_keys import AccountKeys
from microshop_desktop.payments.gateway import PaymentGateway
from microshop_desktop.services.attempt_book import AccountFacts

if TYPE_CHECKING:
    from microshop_desktop.infra.http import Http


class GatewayMaker:
    """Makes the gateway of an account; all of them share one client of the network."""

    def __init__(self, keys: AccountKeys, clock: Clock) -> None:
        """Take keys from this store; `clock` stamps what is signed."""
        self._keys = keys
        self._clock = clock
        self._http: Http | None = None

    def __call__(self, facts: AccountFacts) -> PaymentGateway:
        """Return the gateway of a saved account; a `ShopError` where its keys are not at hand."""
        secrets = self._keys.read(facts.account)
        if not secrets:
            raise ShopError(ErrorCode.SECRETS_MISSING, name=METHODS[facts.kind].value)
        return self.of(facts.kind, facts.settings, secrets)

    def of(
        self, kind: str, settings: Mapping[str, str], secrets: Mapping[str, str]
    ) -> PaymentGateway:
        """Return the gateway of values that need not be saved."""
        from microshop_desktop.payments.registry import make_gateway

        if kind not in METHODS:
            raise ShopError(ErrorCode.ACCOUNT_VALUE_WRONG, field="kind")
        return make_gateway(
            METHODS[kind], settings, secrets, http=self._client(), clock=self._clock
        )

    def _client(self) -> "Http":
        from microshop_desktop.infra.http import HttpClient

        if self._http is None:
            self._http = HttpClient(self._clock)
        return self._http
