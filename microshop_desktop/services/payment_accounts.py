"""Accounts by which the shop takes money on phones: those of platforms, and collection codes.

An account whose base address is not the platform's own is for practice. Practice money and real
money never mix: an account keeps its address and its receiver once money was asked for through it,
a shop that takes real money takes no practice account, and its first real account switches the
practice ones off. Keys are kept elsewhere (`payments/account_setup.py`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, exists, select, update
from sqlalchemy.orm import Session

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.merchant_accounts import (
    ALIPAY_ADDRESS,
    COLLECTION_CODE,
    METHODS,
    WECHAT_ADDRESS,
    address,
    is_practice,
    receiver,
)
from microshop_desktop.domain.payment import AttemptState
from microshop_desktop.domain.payment_refund import OPEN_WAYS
from microshop_desktop.persistence.tables.orders import (
    Payment,
    PaymentAccount,
    PaymentAttempt,
    RefundPayment,
)
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.attempt_records import OPEN, WATCHED
from microshop_desktop.services.events import AccountsChanged
from microshop_desktop.services.shop import Shop

_MERCHANT = "merchant"
_PRESENT = (
    select(PaymentAccount).where(PaymentAccount.deleted_at.is_(None)).order_by(PaymentAccount.id)
)
_VERSIONS = select(PaymentAccount.id, PaymentAccount.version, PaymentAccount.deleted_at)
_WATCHED_ATTEMPTS = select(exists().where(WATCHED))
_OPEN_WAYS = tuple(sorted(state.value for state in OPEN_WAYS))
_OPEN_REFUNDS = select(
    exists().where(RefundPayment.state.in_(_OPEN_WAYS), RefundPayment.next_at.is_not(None))
)


@dataclass(frozen=True, slots=True)
class AccountForm:
    """What an account is made of; `settings` are public values by name, never keys."""

    kind: str
    name: str
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account. `merchant`: who receives the money; `practice`: none of it is real."""

    id: UUID
    kind: str
    name: str
    practice: bool
    enabled: bool
    merchant: str
    settings: Mapping[str, str]
    version: int

    @property
    def method(self) -> Method:
        """How money that comes through it is booked."""
        return METHODS.get(self.kind, Method.COLLECTION_CODE)


class PaymentAccounts:
    """Keeping the accounts."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SELL)
    def every(self, actor: Actor) -> tuple[AccountView, ...]:
        """Return all accounts, the oldest first."""
        with self._shop.database.reading_session() as session:
            return tuple(_view(row) for row in session.scalars(_PRESENT))

    @act(Right.SELL)
    def serving(self, actor: Actor, method: Method) -> AccountView | None:
        """Return the account that serves a way to pay: the first that is switched on."""
        fitting = (view for view in self.every(actor) if view.method is method and view.enabled)
        return next(fitting, None)

    @act(Right.COLLECT)
    def want_collector(self, actor: Actor) -> bool:
        """Tell whether there is anything to follow: an account of a platform, or open money."""
        with self._shop.database.reading_session() as session:
            return (
                any(row.kind in METHODS for row in session.scalars(_PRESENT))
                or bool(session.scalar(_WATCHED_ATTEMPTS))
                or bool(session.scalar(_OPEN_REFUNDS))
            )

    @act(Right.SELL)
    def is_followed(self, actor: Actor, account: UUID) -> bool:
        """Tell whether money through an account may still come or go back: it is asked about."""
        with self._shop.database.reading_session() as session:
            return _is_followed(session, account)

    @act(Right.CHANGE_SETTINGS)
    def check(self, actor: Actor, form: AccountForm) -> UUID:
        """Raise what `save` would; return the id that the account has or is to have."""
        with self._shop.database.reading_session() as session:
            same = _same(session, form)
            _check(session, form, same)
            return self._shop.ids.new() if same is None else same.id

    @act(Right.CHANGE_SETTINGS)
    def save(self, actor: Actor, account: UUID, form: AccountForm) -> AccountView:
        """Add an account under this id, or change the one that has it; it is switched on.

        `practice_refused` where the shop takes real money, `account_address_fixed` and
        `account_in_use` once money was asked for through it, `address_not_safe`,
        `account_value_wrong` for a kind that there is not or a receiver that is missing.
        """
        with self._shop.database.session() as session:
            row = session.get(PaymentAccount, account)
            _check(session, form, row)
            if row is None:
                row = PaymentAccount(id=account, kind=form.kind, version=0)
                session.add(row)
            _fill(row, form)
            row.touch(self._shop.clock.now(), actor.till)
            if form.kind in METHODS and not row.practice:
                _switch_practice_off(session)
            session.flush()
            view = _view(row)
        self._shop.events.send(AccountsChanged(account))
        return view

    @act(Right.CHANGE_SETTINGS)
    def switch(self, actor: Actor, account: UUID, *, on: bool) -> AccountView:
        """Offer an account at the till, or no more.

        What may still come or go back through it goes on being asked about (`is_followed`).
        """
        with self._shop.database.session() as session:
            row = _found(session, account)
            if on and row.practice:
                _refuse_beside_real(session, row)
            row.enabled = on
            row.touch(self._shop.clock.now(), actor.till)
            session.flush()
            view = _view(row)
        self._shop.events.send(AccountsChanged(account))
        return view

    @act(Right.CHANGE_SETTINGS)
    def remove(self, actor: Actor, account: UUID) -> None:
        """Remove an account; `account_in_use` while money or a refund through it is open.

        `account_watched` while only payments are left that ended, and whose money may still come.
        """
        with self._shop.database.session() as session:
            row = _found(session, account)
            if _has_open(session, account):
                raise ShopError(ErrorCode.ACCOUNT_IN_USE, name=row.name)
            if _has_attempts(session, account, WATCHED):
                raise ShopError(ErrorCode.ACCOUNT_WATCHED, name=row.name)
            row.enabled = False
            row.deleted_at = self._shop.clock.now()
            row.touch(self._shop.clock.now(), actor.till)
        self._shop.events.send(AccountsChanged(account))

    @act(Right.COLLECT)
    def versions(self, actor: Actor) -> Mapping[UUID, int | None]:
        """Return the version of each account; None for one that was removed."""
        with self._shop.database.read() as connection:
            return _versions(connection)

    @act(Right.COLLECT)
    def while_still(self, actor: Actor, work: Callable[[Mapping[UUID, int | None]], None]) -> None:
        """Call `work` with what `versions` returns, while nobody can change an account."""
        with self._shop.database.write() as connection:
            work(_versions(connection))


def _versions(connection: Connection) -> Mapping[UUID, int | None]:
    rows = connection.execute(_VERSIONS)
    return {row.id: row.version if row.deleted_at is None else None for row in rows}


def form_is_practice(form: AccountForm) -> bool:
    """Tell whether an account made like this is for practice; `address_not_safe`."""
    base_url = form.settings.get("base_url", "")
    return bool(base_url) and is_practice(address(base_url))


def _check(session: Session, form: AccountForm, row: PaymentAccount | None) -> None:
    if form.kind not in METHODS and form.kind != COLLECTION_CODE:
        raise ShopError(ErrorCode.ACCOUNT_VALUE_WRONG, field="kind")
    if form.kind in METHODS and not receiver(form.kind, form.settings):
        raise ShopError(ErrorCode.ACCOUNT_VALUE_WRONG, field=_MERCHANT)
    if form.kind == COLLECTION_CODE and not form.settings.get("text"):
        raise ShopError(ErrorCode.ACCOUNT_VALUE_WRONG, field="text")
    practice = form_is_practice(form)
    if row is not None:
        _check_change(session, form, row)
    if practice:
        _refuse_beside_real(session, row)


def _check_change(session: Session, form: AccountForm, row: PaymentAccount) -> None:
    """Hold fast what the payments of an account rely on."""
    if form.kind != row.kind:
        raise ShopError(ErrorCode.ACCOUNT_IN_USE, name=row.name)
    if not session.scalar(select(exists().where(PaymentAttempt.account_id == row.id))):
        return
    if receiver(form.kind, form.settings) != row.settings.get(_MERCHANT, ""):
        raise ShopError(ErrorCode.ACCOUNT_IN_USE, name=row.name)
    if _address_of(form.settings) == _address_of(row.settings):
        return
    stays_practice = row.practice and form_is_practice(form)
    if not stays_practice or _is_followed(session, row.id):
        raise ShopError(ErrorCode.ACCOUNT_ADDRESS_FIXED, name=row.name)


def _refuse_beside_real(session: Session, row: PaymentAccount | None) -> None:
    """Refuse a practice account in a shop that has, or ever had money through, a real one."""
    own = None if row is None else row.id
    others = [other for other in session.scalars(_PRESENT) if other.id != own]
    has_real = any(other.kind in METHODS and not other.practice for other in others)
    took_real = session.scalar(
        select(
            exists().where(
                PaymentAttempt.state == AttemptState.PAID.value,
                PaymentAttempt.account_id == PaymentAccount.id,
                ~PaymentAccount.practice,
            )
        )
    )
    if has_real or took_real:
        raise ShopError(ErrorCode.PRACTICE_REFUSED)


def _switch_practice_off(session: Session) -> None:
    session.execute(update(PaymentAccount).where(PaymentAccount.practice).values(enabled=False))


def _is_followed(session: Session, account: UUID) -> bool:
    return _has_open(session, account) or _has_attempts(session, account, WATCHED)


def _has_attempts(session: Session, account: UUID, kind: ColumnElement[bool]) -> bool:
    found = select(exists().where(PaymentAttempt.account_id == account, kind))
    return bool(session.scalar(found))


def _has_open(session: Session, account: UUID) -> bool:
    refunds = select(
        exists().where(
            RefundPayment.state.in_(_OPEN_WAYS),
            RefundPayment.next_at.is_not(None),
            RefundPayment.payment_id == Payment.id,
            Payment.account_id == account,
        )
    )
    has_attempts = _has_attempts(session, account, PaymentAttempt.state.in_(OPEN))
    return has_attempts or bool(session.scalar(refunds))


def _same(session: Session, form: AccountForm) -> PaymentAccount | None:
    """Return the account that collects for the same receiver, where it is as real."""
    practice, key = form_is_practice(form), _receiver(form.kind, form.settings)
    fitting = (
        row
        for row in session.scalars(_PRESENT)
        if row.kind == form.kind
        and row.practice is practice
        and _receiver(row.kind, row.settings) == key
    )
    return next(fitting, None)


def _receiver(kind: str, settings: Mapping[str, str]) -> str:
    return settings.get("text", "") if kind == COLLECTION_CODE else receiver(kind, settings)


def _fill(row: PaymentAccount, form: AccountForm) -> None:
    settings = {name: value for name, value in form.settings.items() if value}
    merchant = receiver(form.kind, settings)
    row.name = form.name.strip() or form.kind
    row.practice = form_is_practice(form)
    row.settings = {**settings, _MERCHANT: merchant} if merchant else settings
    row.enabled = True


def _address_of(settings: Mapping[str, str]) -> str:
    base_url = settings.get("base_url", "").strip().rstrip("/")
    return "" if base_url in {WECHAT_ADDRESS, ALIPAY_ADDRESS} else base_url


def _found(session: Session, account: UUID) -> PaymentAccount:
    row = session.get(PaymentAccount, account)
    if row is None or row.deleted_at is not None:
        raise ShopError(ErrorCode.ACCOUNT_MISSING, account=str(account))
    return row


def _view(row: PaymentAccount) -> AccountView:
    public = {name: str(value) for name, value in row.settings.items() if name != _MERCHANT}
    return AccountView(
        id=row.id,
        kind=row.kind,
        name=row.name,
        practice=row.practice,
        enabled=row.enabled,
        merchant=str(row.settings.get(_MERCHANT, "")),
        settings=public,
        version=row.version,
    )
