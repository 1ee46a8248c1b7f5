"""What the Reconcile page says: its tabs, its news, and what it asks before it books."""

from collections.abc import Callable, Sequence
from datetime import date

from microshop_desktop.infra.translations import _
from microshop_desktop.ui.reconcile.loaded import Loaded
from microshop_desktop.ui.reconcile.view_model import ReconcileModel, Tab
from microshop_desktop.ui.widgets.confirm_dialog import Question
from microshop_desktop.ui.widgets.segments import Segment
from microshop_desktop.ui.widgets.toast import Toast

_MOST_FAULTS = 4


def segments(model: ReconcileModel) -> list[Segment]:
    """Return the tabs with how much each holds."""
    texts = {Tab.ALL: _("All"), Tab.OPEN: _("To decide"), Tab.MATCHED: _("Matched")}
    counts = model.counts()
    return [Segment(tab.value, texts[tab], count=str(counts[tab])) for tab in Tab]


def question_about(bills: Sequence[Loaded]) -> Question | None:
    """Return what is asked before bills are booked that contradict themselves."""
    faults = [text for loaded in bills for text in loaded.faults]
    if not faults:
        return None
    return Question(
        _("Book a bill that is not right?"),
        _("Book it all the same"),
        "\n".join(faults[:_MOST_FAULTS]),
        kind="danger_quiet",
    )


def booked_news(decisions: int, proved: int) -> Toast:
    """Say what booking did; a bill in which nothing was open is kept."""
    text = _("The bill is kept with the books")
    if decisions or proved:
        text = _("Booked: {decisions} decided, {proved} proved").format(
            decisions=decisions, proved=proved
        )
    return Toast(text, icon="check-circle")


def left_news(model: ReconcileModel, left: date, act: Callable[[], None]) -> Toast:
    """Say that bills of another day wait on their day, and offer to go there by `act`."""
    there = model.day_text(left)
    text = _("This bill is of {day}. What is open of {other} is kept there.")
    return Toast(
        text.format(day=model.day_text(model.day), other=there),
        icon="calendar",
        action=_("Back to {day}").format(day=there),
        act=act,
    )
