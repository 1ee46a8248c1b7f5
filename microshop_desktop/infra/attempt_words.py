"""What the states of payment attempts and of refunds are called in the language of the person."""

from microshop_desktop.infra.translations import _, mark
from microshop_desktop.infra.words import PAYMENT_STATES

_ATTEMPTS: dict[str, str] = {
    "created": mark("Not sent yet"),
    "sent": mark("Sent"),
    "waiting": mark("Waiting for the customer"),
    "unknown": mark("Not known yet"),
    "paid": mark("Paid"),
    "failed": mark("Not paid"),
    "closed": mark("Closed"),
    "reversed": mark("Taken back"),
}
_REFUNDS: dict[str, str] = {
    "requested": mark("To be given back"),
    "accepted": mark("On its way back"),
    "unknown": mark("Not known yet"),
    "done": mark("Given back"),
    "failed": mark("Refused by the platform"),
    "stuck": mark("Refund is stuck"),
}


_PROGRESS: dict[str, str] = {
    "on_way": mark("On its way back"),
    "refused": mark("Refund refused"),
    "stuck": mark("Refund is stuck"),
    "done": mark("Given back"),
}


def attempt_state_text(state: str) -> str:
    """How far a payment or a try to collect is: `Waiting for the customer`."""
    words = PAYMENT_STATES | _ATTEMPTS
    return _(words[state]) if state in words else state


def refund_state_text(state: str) -> str:
    """Where the money of a refund is: `On its way back`."""
    return _(_REFUNDS[state]) if state in _REFUNDS else state


def refund_progress_text(progress: str) -> str:
    """Whether the money of refunds is back with the customer: `Refund refused`."""
    return _(_PROGRESS[progress])
