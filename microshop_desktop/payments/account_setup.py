"""Setting accounts up: their keys are tried by a harmless question before they are kept."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
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

        Keys that were not entered stay as they were; where the account is not kept, all do.
        """
        account = self._accounts.check(actor, wish.form)
        if wish.form.kind not in METHODS:
            return self._accounts.save(actor, account, wish.form)
        keys = self._all_keys(account, wish)
        self._make.of(wish.form.kind, wish.form.settings, keys)
        with self._former_keys_unless_done(account):
            self._keys.write(account, keys)
            return self._accounts.save(actor, account, wish.form)

    def check_saved(self, actor: Actor, account: UUID) -> Checked:
        """Ask the platform whether a saved account is in order; may take ten seconds."""
        return self._make(self._book.account(actor, account)).check()

    def remove(self, actor: Actor, account: UUID) -> None:
        """Remove an account and its keys; `account_in_use` while something of it is open.

        `folder_read_only` when the account is removed, but the file of its keys stays.
        """
        self._accounts.remove(actor, account)
        self._keys.remove(account)

    @contextmanager
    def _former_keys_unless_done(self, account: UUID) -> Iterator[None]:
        """Put the keys back that an account had, when what is done meanwhile fails.

        Keys that could not be read before are not put back: there is nothing to put.
        """
        try:
            former = self._keys.read(account)
        except ShopError:
            yield
            return
        try:
            yield
        except BaseException:
            if former:
                self._keys.write(account, former)
            else:
                self._keys.remove(account)
            raise

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
