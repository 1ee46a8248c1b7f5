"""A shell without a window, for tests of pages."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.infra.messages import sentence
from microshop_desktop.infra.settings import Settings
from microshop_desktop.ui.runner import ImmediateRunner
from microshop_desktop.ui.widgets.confirm_dialog import Question
from microshop_desktop.ui.widgets.sounds import SilentSounds
from microshop_desktop.ui.widgets.toast import Toast


@dataclass
class FakeShell:
    """Does work at once, answers every question with `answer`, and remembers the rest."""

    settings_file: Path
    answer: bool = True
    toasts: list[str] = field(default_factory=list)
    undos: list[Callable[[], None]] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    problems: list[Exception] = field(default_factory=list)
    visits: list[tuple[str, object]] = field(default_factory=list)
    badges: dict[str, int] = field(default_factory=dict)
    announced: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.runner = ImmediateRunner()
        self.settings = Settings(self.settings_file)
        self.sounds = SilentSounds()

    def toast(self, toast: Toast) -> None:
        self.toasts.append(toast.text)
        if toast.act is not None and toast.undoes:
            self.undos.append(toast.act)

    def offer_undo(self, text: str, undo: Callable[[], None]) -> None:
        self.toasts.append(text)
        self.undos.append(undo)

    def ask(self, question: Question) -> bool:
        self.questions.append(question)
        return self.answer

    def report(self, problem: Exception) -> None:
        """Remember it; what is no refusal of the shop is a bug and ends the test."""
        if not isinstance(problem, ShopError):
            raise problem
        self.problems.append(problem)
        self.toasts.append(sentence(problem.code, problem.params))

    def go_to(self, key: str, request: object = None) -> None:
        self.visits.append((key, request))

    def set_badge(self, key: str, count: int) -> None:
        self.badges[key] = count

    def announce(self, text: str, *, urgent: bool = False) -> None:
        self.announced.append(text)
