"""Why a platform refused a payment, and what to do then, in the language of the person."""

from microshop_desktop.infra.translations import _, mark

_REFUSALS: dict[str, tuple[str, str]] = {
    "code_expired": (
        mark("The customer's code had run out"),
        mark("Ask for a fresh code and scan it again"),
    ),
    "not_enough_money": (
        mark("There is not enough money on the phone"),
        mark("The customer can choose another card there, or pay another way"),
    ),
    "customer_must_act": (
        mark("The customer has to do something on the phone first"),
        mark("Let the customer read what the phone says, then try again"),
    ),
    "limit_reached": (
        mark("The customer's limit is reached"),
        mark("Take a smaller part this way, or another way to pay"),
    ),
    "declined": (
        mark("The customer did not pay"),
        mark("Ask what is wished: a new code, or another way to pay"),
    ),
    "number_used": (
        mark("This payment was asked for before"),
        mark("Make a new code"),
    ),
    "account_not_ready": (
        mark("The shop's account cannot take money now"),
        mark("Take it another way, and look at the account in the settings"),
    ),
    "not_sent": (
        mark("No network, so nothing was charged"),
        mark("Cash works; try again when the network is back"),
    ),
    "never_shown": (
        mark("No code came, so nothing was charged"),
        mark("Try again, or take it another way"),
    ),
    "other": (
        mark("The payment was refused"),
        mark("Try again, or take it another way"),
    ),
}


def refusal_words(refusal: str | None) -> tuple[str, str]:
    """Say why a payment was refused, and what to do next."""
    reason, advice = _REFUSALS[refusal or "other"]
    return _(reason), _(advice)
