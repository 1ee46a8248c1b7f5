"""What the payments section knows and does, without a widget."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from microshop_desktop.domain.collection_code import CodeScheme, scheme_of
from microshop_desktop.domain.errors import ShopError
from microshop_desktop.domain.merchant_accounts import COLLECTION_CODE, METHODS
from microshop_desktop.infra.messages import sentence
from microshop_desktop.payments.account_setup import AccountWish
from microshop_desktop.payments.certificate_ends import ends_soon
from microshop_desktop.payments.gateway import Checked, CheckState
from microshop_desktop.services.payment_accounts import AccountForm, AccountView
from microshop_desktop.ui.settings.payments_section_desk import KeptKeys, PaymentsDesk
from microshop_desktop.ui.settings.payments_section_draft import AccountDraft


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found out, and when."""

    checked: Checked
    at: datetime

    @property
    def is_good(self) -> bool:
        """Tell whether the account is in order."""
        return self.checked.state is CheckState.GOOD


class PaymentsModel:
    """The accounts, and what is being entered. Outlives the page, so that no entry is lost."""

    def __init__(self, desk: PaymentsDesk) -> None:
        self.desk = desk
        self.drafts: dict[str, AccountDraft] = {}
        self.results: dict[UUID, CheckResult] = {}

    # ------------------------------------------------------------------ accounts

    def platform_accounts(self, kind: str) -> list[AccountView]:
        """Accounts of a platform, those in use first."""
        found = [view for view in self.desk.accounts() if view.kind == kind]
        return sorted(found, key=lambda view: not view.enabled)

    def codes(self) -> list[AccountView]:
        """The collection codes."""
        return [view for view in self.desk.accounts() if view.kind == COLLECTION_CODE]

    def practice(self) -> list[AccountView]:
        """Accounts by which no real money moves."""
        return [view for view in self.desk.accounts() if view.practice]

    @property
    def is_practising(self) -> bool:
        """Tell whether a practice account is offered at the till."""
        return any(view.enabled for view in self.practice())

    @property
    def takes_real_money(self) -> bool:
        """Tell whether the shop has an account of a platform that is not for practice."""
        accounts = self.desk.accounts()
        return any(view.kind in METHODS and not view.practice for view in accounts)

    def kept(self, account: UUID) -> tuple[KeptKeys, str]:
        """Which keys of an account are here, and why they cannot be read; empty where they can."""
        try:
            kept = self.desk.kept(account)
        except ShopError as problem:
            return KeptKeys(), sentence(problem.code, problem.params)
        if kept.names:
            return kept, ""
        name = next((view.name for view in self.desk.accounts() if view.id == account), "")
        return kept, sentence("secrets_missing", {"name": name})

    def ends_soon(self, until: datetime) -> bool:
        """Tell whether a certificate ends within a month, or has ended."""
        return ends_soon(until, self.desk.now())

    def practise(self, *, on: bool) -> None:
        """Switch all practice accounts on or off."""
        for view in self.practice():
            self.desk.switch(view.id, on=on)

    # ------------------------------------------------------------------ entering

    def begin(self, kind: str, account: AccountView | None = None) -> AccountDraft:
        """Begin to enter an account, or to change one; what was begun goes on."""
        if kind not in self.drafts:
            kept = None if account is None else self.kept(account.id)[0]
            self.drafts[kind] = AccountDraft(kind, account, kept)
        return self.drafts[kind]

    def drop(self, kind: str) -> None:
        """Forget what was entered."""
        self.drafts.pop(kind, None)

    def save_checked(self, draft: AccountDraft, wish: AccountWish, checked: Checked) -> AccountView:
        """Keep an account that the platform found good."""
        view = self.desk.save(wish)
        self.results[view.id] = CheckResult(checked, self.desk.now())
        self.drop(draft.platform.kind)
        return view

    def note(self, account: UUID, checked: Checked) -> None:
        """Remember what a check found out."""
        self.results[account] = CheckResult(checked, self.desk.now())

    # ------------------------------------------------------------------ collection codes

    def save_code(self, text: str, owner: str) -> AccountView:
        """Keep a collection code; it takes the place of another one of the same platform."""
        scheme = scheme_of(text)
        before = [view for view in self.codes() if code_scheme(view) is scheme]
        settings = {"text": text, "scheme": scheme.value}
        kept = self.desk.save(AccountWish(AccountForm(COLLECTION_CODE, owner, settings)))
        for view in before:
            if view.id != kept.id:
                self.desk.remove(view.id)
        return kept

    def rename_code(self, account: AccountView, owner: str) -> None:
        """Say who receives the money of a collection code."""
        if owner.strip() and owner.strip() != account.name:
            form = AccountForm(account.kind, owner, dict(account.settings))
            self.desk.save(AccountWish(form))
            if not account.enabled:
                self.desk.switch(account.id, on=False)

    # ------------------------------------------------------------------ in one line

    def unfinished(self) -> int:
        """How many accounts lack something: half entered, or without keys."""
        half = sum(draft.is_touched for draft in self.drafts.values())
        accounts: Sequence[AccountView] = self.desk.accounts()
        used = [view for view in accounts if view.kind in METHODS and view.enabled]
        return half + sum(bool(self.kept(view.id)[1]) for view in used)


def code_scheme(view: AccountView) -> CodeScheme:
    """Return whose code an account shows; kept ones know, others are judged by their text."""
    kept = view.settings.get("scheme", "")
    text = view.settings.get("text", "")
    return CodeScheme(kept) if kept in set(CodeScheme) else scheme_of(text)
