"""What the check of an account found out, in words that a seller understands."""

from microshop_desktop.infra.translations import _
from microshop_desktop.payments.gateway import Checked, CheckState


def check_sentence(checked: Checked, platform: str) -> str:
    """Return what was found out and what to do; `platform` is its name in the shop's language."""
    if checked.state is CheckState.GOOD:
        return _good(checked, platform)
    if checked.state is CheckState.CLOCK_OFF:
        return _clock(checked)
    said = _troubles()[checked.state].format(platform=platform)
    return f"{said} ({checked.code})" if checked.code else said


def _good(checked: Checked, platform: str) -> str:
    if checked.proves_answers:
        return _("{platform} answers, and the keys are right.").format(platform=platform)
    return _(
        "{platform} answers and takes our key. Its own key is proved by the first payment."
    ).format(platform=platform)


def _clock(checked: Checked) -> str:
    minutes = max(1, round(abs(checked.skew.total_seconds()) / 60))
    return _(
        "The clock of this computer is about {minutes} min off, so the platform refuses what we "
        "sign. Set the clock by the internet and check again."
    ).format(minutes=minutes)


def _troubles() -> dict[CheckState, str]:
    return {
        CheckState.NOT_REACHED: _(
            "{platform} cannot be reached. See that this computer is online, then check again."
        ),
        CheckState.NO_ANSWER: _("{platform} gave no clear answer. Wait a minute and check again."),
        CheckState.KEY_REFUSED: _(
            "{platform} refuses our key. See that the private key, its certificate and the number "
            "of the certificate belong to this merchant."
        ),
        CheckState.ACCOUNT_UNKNOWN: _(
            "{platform} does not know this account. Compare the numbers with those on its page "
            "for merchants."
        ),
        CheckState.NOT_ALLOWED: _(
            "{platform} knows the account, but it is not signed up for this kind of payment. "
            "Sign up on its page for merchants."
        ),
        CheckState.ANSWER_NOT_TRUSTED: _(
            "The answer is not signed by the key that was entered for {platform}. Choose the "
            "platform's key or certificates again, as they were downloaded."
        ),
    }
