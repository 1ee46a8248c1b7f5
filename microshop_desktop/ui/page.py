"""What the shell and its pages know of each other.

A page is built by its `PageSpec` when it is first visited. After a change of language or text size
it is retranslated where it can be, else built anew; a change of theme needs nothing of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from microshop_desktop.infra.settings import Settings
    from microshop_desktop.ui.runner import Runner
    from microshop_desktop.ui.widgets.confirm_dialog import Question
    from microshop_desktop.ui.widgets.sounds import Sounds
    from microshop_desktop.ui.widgets.toast import Toast


@dataclass(frozen=True, slots=True)
class Command:
    """Something a person can do on a page, for the command list (Ctrl+K) and the key help (F1)."""

    text: str
    act: Callable[[], object]
    key: str = ""


class Shell(Protocol):
    """What a page may ask of the window around it. All of it in the main thread."""

    @property
    def runner(self) -> Runner:
        """Where work over 50 ms goes."""
        ...

    @property
    def settings(self) -> Settings:
        """The settings of this laptop."""
        ...

    @property
    def sounds(self) -> Sounds:
        """The little sounds."""
        ...

    def toast(self, toast: Toast) -> None:
        """Show news that need no answer."""
        ...

    def offer_undo(self, text: str, undo: Callable[[], None]) -> None:
        """Say what was done; for eight seconds a press or Ctrl+Z takes it back."""
        ...

    def ask(self, question: Question) -> bool:
        """Ask before something that cannot be taken back; true when the named verb was chosen."""
        ...

    def report(self, problem: Exception) -> None:
        """Say in plain words that something failed, by the code of a `ShopError`."""
        ...

    def go_to(self, key: str, request: object = None) -> None:
        """Show another page; it gets the request (such as an order's id) by `asked_for`."""
        ...

    def set_badge(self, key: str, count: int) -> None:
        """Show a count on the rail, beside a page's icon; 0 hides it."""
        ...

    def announce(self, text: str, *, urgent: bool = False) -> None:
        """Read news aloud to those who use a screen reader."""
        ...


class Page(QWidget):
    """A page of the window. Override what it needs; every method here does nothing or little.

    To take scans for itself a page defines `claims_scan(code) -> bool` (see `scan_input`).
    """

    def entered(self) -> None:
        """It is shown from now on: refresh what may have changed, place the focus."""

    def left(self) -> None:
        """Another page is shown from now on."""

    def asked_for(self, request: object) -> None:
        """Another page sent the person here with a request."""

    def focus_search(self) -> None:
        """F2 was pressed: the focus goes to the scan or search field."""

    def escape(self) -> bool:
        """Close exactly one layer for Esc; false where there was nothing to close."""
        return False

    def undo(self) -> bool:
        """Take back the last step for Ctrl+Z where no toast offers it; false without one."""
        return False

    def commands(self) -> Sequence[Command]:
        """What can be done here, in the order it is listed."""
        return ()


@runtime_checkable
class Retranslates(Protocol):
    """A page that can change its texts and sizes in place."""

    def retranslate(self) -> None:
        """Show all texts in the language and size in use."""
        ...


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page as the shell knows it. `label` is called at each change of language.

    `foot` puts it at the lower end of the rail. The factory imports what the page needs, so that
    nothing loads before the first visit.
    """

    key: str
    icon: str
    label: Callable[[], str]
    factory: Callable[[Shell], Page]
    foot: bool = False
