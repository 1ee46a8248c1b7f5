"""A practice shop behind the real relay: from the client on over real sockets and TLS.

What the relay asks is handed to the practice shop without a socket, so that a line can break before
or after a request arrived, as it is told to.
"""

from collections.abc import Callable
from uuid import uuid4

from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.infra.http import Http
from microshop_desktop.sandbox.messages import BadTls, Broken, NotReached, Request
from microshop_desktop.sandbox.shops.front import Front
from resources.relay import microshop_relay as relay
from tests.infra.relay_house import settings_for, through


def relayed(front: Front, clock: FixedClock) -> Http:
    """A client that reaches this platform through a relay with its usual settings."""
    token = uuid4().hex
    settings = settings_for(token, PER_MINUTE="100000")
    return through(token, relay.Relay(settings, handing_to(front)), clock)


def handing_to(front: Front) -> Callable[[relay.Call], relay.Reply]:
    """What a relay asks when it is to ask a practice shop."""

    def exchange(call: relay.Call) -> relay.Reply:
        target = call.path + call.query
        request = Request(call.method, target, call.headers, call.body, f"https://{call.host}")
        try:
            answer = front.application.fetch(request)
        except (NotReached, BadTls) as broken:
            raise relay.Refusal("not_reached", 502, "not reached") from broken
        except Broken as broken:
            raise relay.Refusal("no_answer", 504, "no answer") from broken
        headers = {name.lower(): text for name, text in answer.headers.items()}
        return relay.Reply(answer.status, headers, answer.body)

    return exchange
