"""What is wrong with an online shop, in a sentence that says what to do next."""

from microshop_desktop.channels.channel import ChannelError, Trouble
from microshop_desktop.channels.platforms import platform_of
from microshop_desktop.infra.translations import _
from microshop_desktop.infra.words import source_text


def kind_name(kind: str) -> str:
    """Return how a kind of online shop is called."""
    platform = platform_of(kind)
    return source_text(kind) if platform is None else _(platform.title)


def trouble_sentence(error: ChannelError, name: str) -> str:
    """Return what went wrong with the shop of this name and what to do."""
    sentences = _sentences(error.detail) | {Trouble.RELAY: _relay_sentence(error.code)}
    text = sentences[error.trouble].format(name=name, detail=error.detail)
    return f"{text} ({error.code})" if error.code else text


def _sentences(detail: str) -> dict[Trouble, str]:
    return {
        Trouble.NOT_REACHED: _(
            "{name} cannot be reached. Check the internet connection; nothing was lost."
        ),
        Trouble.NO_ANSWER: _("{name} did not answer. It is asked again by itself."),
        Trouble.BUSY: _("{name} is busy. It is asked again by itself."),
        Trouble.LIMITED: _("{name} wants fewer requests. It is asked again a little later."),
        Trouble.LOGIN: _(
            "{name} does not take the keys. Enter the right ones: Settings, Online shops."
        ),
        Trouble.IP_BLOCKED: _(
            "{name} does not know the address {detail} that it is asked from. "
            "Add it there to the list."
        )
        if detail
        else _(
            "{name} does not know this computer. Add its internet address to those allowed there."
        ),
        Trouble.NOT_ALLOWED: _(
            "{name} does not allow this to the app. Give it the rights for goods, stock and orders."
        ),
        Trouble.CLOCK_OFF: _("The clock of this computer is wrong. Set it, then try again."),
        Trouble.REFUSED: _("{name} refused: {detail}"),
        Trouble.BAD_ANSWER: _("{name} answered in a way that Microshop does not understand."),
    }


def _relay_sentence(code: str) -> str:
    """Return what is wrong with the seller's relay, by its own word."""
    sentences = {
        "token": _(
            "The relay does not know the token. Compare its SHA-256 with that on the relay."
        ),
        "target": _(
            "The relay is not allowed to ask {name}. Add its address to MICROSHOP_RELAY_TO."
        ),
        "https": _("The relay was reached without encryption. Its address must begin with https."),
        "setup": _("The relay lacks settings. Look at its log and at the guide to the relay."),
        "not_reached": _("The relay cannot be reached. Check its address and whether it runs."),
        "no_answer": _("The relay did not answer. Try again in a minute."),
        "not_a_relay": _("At this address answers no relay. Check the address."),
    }
    return sentences.get(code, _("The relay did not pass the question on to {name}."))
