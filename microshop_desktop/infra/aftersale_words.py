"""What customers of online shops ask back, in words: for the window and the command line."""

from collections.abc import Mapping

from microshop_desktop.infra.translations import _, mark, ngettext

_ASKED: Mapping[str, str] = {
    "refund_only": mark("The customer asks for money back"),
    "return_refund": mark("The customer wants to send it back for the money"),
    "exchange": mark("The customer wants to exchange it"),
    "repair": mark("The customer wants it repaired"),
    "resend": mark("The customer wants it sent again"),
}
_STATES: Mapping[str, str] = {
    "open": mark("waits for an answer"),
    "waiting_return": mark("agreed, the goods come back"),
    "returned": mark("sent back, to be looked at"),
    "refunded": mark("the money went back"),
    "closed": mark("over"),
    "refused": mark("refused"),
}


def asked_text(kind: str) -> str:
    """Return that a customer asks for something, as a title."""
    return _(_ASKED[kind]) if kind in _ASKED else _("The customer asks for something")


def aftersale_state_text(state: str, raw_status: str = "") -> str:
    """Return how far it is; a word that nobody here knows stands as it is."""
    if state in _STATES:
        return _(_STATES[state])
    return _("in a state that Microshop does not know: {status}").format(status=raw_status)


def pieces_asked(pieces: int) -> str:
    """Return how many pieces are asked back."""
    return ngettext("{count} piece", "{count} pieces", pieces).format(count=pieces)


def rule_text() -> str:
    """Return why the rule holds an order."""
    return _("By rule: something of it is asked back.")
