"""Setting accounts up: their keys are tried by a harmless question before they are kept."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from microshop_desktop.domain.errors import ShopError
from microshop_desktop.domain.merchant_accounts import METHODS
from microshop_desktop.payments.account_keys import AccountKeys
from microshop_desktop.payments.gateway import Checked
from microshop_desktop.payments.making import GatewayMaker
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.attempt_book import AttemptBook
from microshop_desktop.services.payment_accounts import AccountForm, AccountView, PaymentAccounts
from microshop_desktop.services.shop import Shop

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AccountWish:
    """An account as a person enters it: public values, and keys that nothing shows.

    `forget` names kept keys that are not wanted any more, as after a change of signatures.
    """

    form: AccountForm
    keys: Mapping[str, str] = field(default_factory=dict, repr=False)
    forget: frozenset[str] = frozenset()


class AccountSetup:
    """Adds, checks and removes accounts with their keys."""

    def __init__(self, shop: Shop, keys: AccountKeys, make: GatewayMaker) -> None:
        """Work in this shop, whose keys are kept there."""
        self._accounts = PaymentAccounts(shop)
        self._book = AttemptBook(shop)
        self._keys = keys
        self._make = make

    def check(self, actor: Actor, wish: AccountWish) -> Checked | None:
        """Ask the platform something harmless with what was entered; may take ten seconds.

        None for a kind that no platform keeps. Raises what is wrong with the values and keys.
        """
        account = self._accounts.check(actor, wish.form)
        if wish.form.kind not in METHODS:
            return None
        keys = self._all_keys(account, wish)
        return self._make.of(wish.form.kind, wish.form.settings, keys).check()

    def save(self, actor: Actor, wish: AccountWish) -> AccountView:
        """Keep an account and its keys; the same receiver again changes the account it has.

        Keys that were not entered stay as they were; where the account is not kept, all do. Keys
        are written first and can be taken back, so that a program killed in between leaves neither
        an account without keys nor keys without an account.
        """
        self.settle_keys(actor)
        account = self._accounts.check(actor, wish.form)
        if wish.form.kind not in METHODS:
            return self._accounts.save(actor, account, wish.form)
        keys = self._all_keys(account, wish)
        self._make.of(wish.form.kind, wish.form.settings, keys)
        try:
            version = self._accounts.versions(actor).get(account) or 0
            self._keys.begin_change(account, keys, version)
            view = self._accounts.save(actor, account, wish.form)
        finally:
            self.settle_keys(actor)
        if self._keys.read(account) != keys:
            self._keys.write(account, keys)  # another program settled them before they counted
        return view

    def settle_keys(self, actor: Actor) -> None:
        """Make keys and accounts agree again, where a program was killed between the two.

        What cannot be settled is left for the next time: at the start, and before each change.
        """
        try:
            self._keys.remove_leftovers()
            if self._unsettled(self._accounts.versions(actor)):
                self._accounts.while_still(actor, self._settle)
        except ShopError as error:
            logger.warning("the keys are not settled: %s", error.code.value)

    def _unsettled(self, versions: Mapping[UUID, int | None]) -> bool:
        removed = (
            account in versions and versions[account] is None for account in self._keys.accounts()
        )
        return bool(self._keys.changes()) or any(removed)

    def _settle(self, versions: Mapping[UUID, int | None]) -> None:
        for account, before in self._keys.changes().items():
            if versions.get(account, 0) == before:
                self._keys.undo_change(account)
            else:
                self._keys.keep_change(account)
        # Keys whose row is missing altogether stay: an older backup may have been brought back.
        for account in self._keys.accounts():
            if account in versions and versions[account] is None:
                self._keys.remove(account)

    def check_saved(self, actor: Actor, account: UUID) -> Checked:
        """Ask the platform whether a saved account is in order; may take ten seconds."""
        return self._make(self._book.account(actor, account)).check()

    def remove(self, actor: Actor, account: UUID) -> None:
        """Remove an account and its keys; `account_in_use` while something of it is open.

        `folder_read_only` when the account is removed, but the file of its keys stays.
        """
        self._accounts.remove(actor, account)
        self._keys.remove(account)

    def _all_keys(self, account: UUID, wish: AccountWish) -> dict[str, str]:
        entered = {name: value for name, value in wish.keys.items() if value}
        try:
            kept = self._keys.read(account)
        except ShopError:
            if not entered:
                raise
            return entered  # what cannot be read any more is entered anew
        left = {name: value for name, value in kept.items() if name not in wish.forget}
        return {**left, **entered}
