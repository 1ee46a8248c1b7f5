"""What went wrong while a shop was checked, in a sentence with the next step."""

from dataclasses import dataclass

from microshop_desktop.channels.channel import ChannelError, Trouble
from microshop_desktop.channels.words import trouble_sentence
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.messages import sentence
from microshop_desktop.infra.translations import _
from microshop_desktop.ui.connect.draft import ShopDraft


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a check failed. `field`: the value that is wrong; `copy`: what is to be entered there."""

    text: str
    field: str = ""
    copy: str = ""


def problem_of(problem: Exception, name: str, draft: ShopDraft) -> Problem:
    """Return what a failed check says to a person."""
    if isinstance(problem, ChannelError):
        copy = problem.detail if problem.trouble is Trouble.IP_BLOCKED else ""
        return Problem(_channel_sentence(problem, name), copy=copy)
    if isinstance(problem, ShopError):
        return _value_problem(problem, draft)
    return Problem(_("{name} could not be checked. Details are in the log.").format(name=name))


def _channel_sentence(error: ChannelError, name: str) -> str:
    """Return a sentence for a person who is just entering it; nothing is asked again by itself."""
    again = {
        Trouble.NOT_REACHED: _(
            "{name} cannot be reached. Look at the address and the internet connection, then check "
            "again."
        ),
        Trouble.LOGIN: _(
            "{name} does not take the keys. Compare them with those there, then check again."
        ),
        Trouble.NO_ANSWER: _("{name} did not answer. Check again."),
        Trouble.BUSY: _("{name} is busy. Check again in a minute."),
        Trouble.LIMITED: _("{name} wants fewer requests. Check again in a few minutes."),
    }
    if error.trouble in again:
        return again[error.trouble].format(name=name)
    return trouble_sentence(error, name)


def _value_problem(problem: ShopError, draft: ShopDraft) -> Problem:
    text = sentence(problem.code, problem.params)
    if problem.code is ErrorCode.ADDRESS_NOT_SAFE:
        typed = problem.params.get("address", "")
        at = (need.name for need in draft.needs if draft.text_of(need) == typed)
        return Problem(text, field=next(at, ""))
    if problem.code is ErrorCode.ACCOUNT_VALUE_WRONG:
        field = str(problem.params.get("field", ""))
        need = next((each for each in draft.needs if each.name == field), None)
        if need is not None:
            text = _("This cannot be right. {help}").format(help=_(need.help))
            return Problem(text, field=field)
    return Problem(text)
