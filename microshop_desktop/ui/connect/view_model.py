"""The way to a connected shop as a person knows it: steps, what is typed, what was found."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from microshop_desktop.channels.platforms import platform_of
from microshop_desktop.channels.words import kind_name
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.online_stock import WHOLE_SHARE, Offer, target
from microshop_desktop.domain.quantity import ONE, parse_quantity
from microshop_desktop.infra.secrets import Masked
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.services.matching import MatchState
from microshop_desktop.ui.connect.desk import Answer, ConnectDesk, Offered
from microshop_desktop.ui.connect.draft import ShopDraft
from microshop_desktop.ui.connect.words import Problem, problem_of
from microshop_desktop.ui.online.words import problem_sentence, share_of

_SAMPLE = 10 * ONE
"""So much of the stock is offered in the example under the share."""


class Step(StrEnum):
    """Where a person is on the way."""

    PLATFORM = "platform"
    KEYS = "keys"
    OFFER = "offer"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Progress:
    """How the first sync goes: `share` 0 to 1, None when it rests. `left`: goods to match."""

    text: str
    share: float | None = None
    left: int = 0
    tone: str = "success"


@dataclass
class ConnectModel:
    """State and commands of the page; it outlives the page, so that nothing typed is lost."""

    desk: ConnectDesk
    step: Step = Step.PLATFORM
    draft: ShopDraft | None = None
    problem: Problem | None = None
    checking: bool = False
    note: str = ""
    """What a person should know of the shop that was found, such as another currency."""
    account: UUID | None = None
    """The account that is connected, from the last step on."""
    _drafts: dict[str, ShopDraft] = field(default_factory=dict)
    _answer: Answer | None = None
    _stop: threading.Event = field(default_factory=threading.Event)

    # ------------------------------------------------------------------ the way

    def begin(self, account: UUID | None = None) -> None:
        """Begin to connect a shop, or to enter the keys of an account anew."""
        self.cancel()
        self.problem, self.note, self.account, self._answer = None, "", None, None
        self.step, self.draft = Step.PLATFORM, None
        view = None if account is None else self.desk.account(account)
        platform = None if view is None else platform_of(view.kind)
        if view is not None and platform is not None:
            self.draft = ShopDraft(platform, view, self.desk.kept(view.id))
            self.step = Step.KEYS

    def choose(self, kind: str) -> None:
        """Choose a platform; what was typed for it before is still there."""
        platform = platform_of(kind)
        if platform is not None:
            self.draft = self._drafts.setdefault(kind, ShopDraft(platform))
            self.problem, self.step = None, Step.KEYS

    def back(self) -> bool:
        """Go one step back; false where there is none."""
        if self.checking:
            self.cancel()
            return True
        if self.step is Step.OFFER:
            self.step = Step.KEYS
            return True
        if self.step is Step.KEYS and not self.enters_anew:
            self.step, self.problem = Step.PLATFORM, None
            return True
        return False

    @property
    def enters_anew(self) -> bool:
        """Whether it is an account that is there whose keys are entered."""
        return self.draft is not None and self.draft.account is not None

    @property
    def by_files(self) -> bool:
        """Whether files go to and fro by hand, and nobody is asked."""
        return self.draft is not None and not self.draft.asks

    @property
    def name(self) -> str:
        """How the platform, or the account, is called."""
        if self.draft is None:
            return ""
        if self.draft.account is not None:
            return self.draft.account.name
        return kind_name(self.draft.platform.kind)

    # ------------------------------------------------------------------ the keys

    def begin_check(self) -> threading.Event:
        """Say that the platform is being asked; the event ends that."""
        self._stop = threading.Event()
        self.checking, self.problem = True, None
        return self._stop

    def cancel(self) -> None:
        """Wait for the platform no longer."""
        self._stop.set()
        self.checking = False

    def failed(self, problem: Exception) -> None:
        """Take in why the check failed; all that was typed stays."""
        self.checking = False
        if self.draft is not None:
            self.problem = problem_of(problem, self.name, self.draft)

    def checked(self, answer: Answer) -> None:
        """Take in that the platform takes the keys; a shop that is known keeps what it offers."""
        self.checking, self._answer = False, answer
        self.note = self._note(answer)
        self.step = Step.OFFER
        if self.enters_anew:
            self.save(self.desk.offered(self._account_id()))

    def go_by_files(self) -> None:
        """Go on where there is nobody to ask."""
        self.problem, self.note = None, ""
        if self.draft is not None:
            self._answer = Answer("", "", Masked(), self.draft.wish())
            self.step = Step.OFFER

    # ------------------------------------------------------------------ the offer

    def offered(self) -> Offered:
        """What is proposed: the name that the shop has there, and all of the stock."""
        found = self.desk.offered(self._account_id())
        called = "" if self._answer is None else self._answer.shop_name.strip()
        return Offered(found.name or called or self.name, found.percent, found.buffer)

    def example(self, percent: str, buffer: str) -> str:
        """Say what share and buffer mean for ten pieces; why not, where they cannot be read."""
        try:
            offered = self.read_offer("", percent, buffer)
        except ShopError:
            return _("A whole percentage up to 100, and a number of pieces.")
        pieces = target(_SAMPLE, 1, Offer(offered.percent, offered.buffer))
        words = ngettext(
            "With 10 pieces here, {count} is offered there.",
            "With 10 pieces here, {count} are offered there.",
            pieces,
        )
        return words.format(count=pieces)

    def read_offer(self, name: str, percent: str, buffer: str) -> Offered:
        """Return what was typed; `account_value_wrong` where it cannot be read."""
        share = percent.strip().removesuffix("%").strip()
        if not (share.isascii() and share.isdigit() and int(share) <= WHOLE_SHARE):
            raise ShopError(ErrorCode.ACCOUNT_VALUE_WRONG, field="percent")
        kept = parse_quantity(buffer) if buffer.strip() else 0
        if kept < 0:
            raise ShopError(ErrorCode.BAD_QUANTITY, text=buffer)
        return Offered(name.strip() or self.name, int(share), kept)

    def save(self, offered: Offered) -> None:
        """Keep the account and begin its first sync; its keys are in the window no more."""
        if self.draft is None or self._answer is None:
            return
        view = self.desk.save(self._answer, offered)
        self._drafts.pop(view.kind, None)
        self.draft.secrets.clear()
        self._answer, self.account, self.step = None, view.id, Step.DONE

    # ------------------------------------------------------------------ connected

    def progress(self) -> Progress:
        """Return how the first sync goes, and what it found."""
        if self.account is None:
            return Progress("")
        if self.by_files:
            return Progress(_("Take in its order file on the page of online shops."))
        state = self.desk.state(self.account)
        if state is not None and state.doing is not None:
            return Progress(_("Reading the shop for the first time…"), share_of(state.doing))
        if state is None or state.asked:
            return Progress(_("The first sync begins…"), 0.0)
        if state.problem is not None:
            text = problem_sentence(state.problem, self.name)
            return Progress(text, tone="warning")
        return _found(self.desk.counts(self.account))

    # ------------------------------------------------------------------ inside

    def _account_id(self) -> UUID | None:
        if self.draft is None or self.by_files:
            return None
        return self.desk.known(self.draft.wish())

    def _note(self, answer: Answer) -> str:
        """Say what is special about the shop that was found."""
        notes = []
        if answer.currency and answer.currency != self.desk.currency:
            text = _("Prices there are in {there}, here in {here}.")
            notes.append(text.format(there=answer.currency, here=self.desk.currency))
        known = None if self.enters_anew else self._account_id()
        if known is not None and self.desk.account(known) is None:
            notes.append(
                _("This shop was connected before. Its goods stay matched, no order comes twice.")
            )
        elif known is not None:
            notes.append(_("This shop is connected already; it gets the new keys."))
        return " ".join(notes)


def _found(counts: Mapping[MatchState, int]) -> Progress:
    """Say what the first sync found, and what is left for a person."""
    listed, matched = sum(counts.values()), counts[MatchState.LINKED]
    found = ngettext(
        "{count} product is listed there.", "{count} products are listed there.", listed
    )
    known = ngettext("{count} is matched already.", "{count} are matched already.", matched)
    text = f"{found.format(count=listed)} {known.format(count=matched)}"
    return Progress(text, left=counts[MatchState.OPEN])
