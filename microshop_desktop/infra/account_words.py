"""What is said about payment accounts in the window and on the command line alike."""

from microshop_desktop.infra.translations import _


def still_followed(name: str) -> str:
    """Return in a sentence that an account which is switched off is not done with."""
    return _(
        "Payments and refunds through {name} that are not settled are still asked about."
    ).format(name=name)
