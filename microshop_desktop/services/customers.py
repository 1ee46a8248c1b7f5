"""Customers as the till needs them: found by phone or name, made in place."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, RowMapping, bindparam, literal, or_, select, tuple_

from microshop_desktop.domain.basket import CustomerFacts
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.typed_text import typed_text
from microshop_desktop.persistence.columns import IdType
from microshop_desktop.persistence.tables.customers import Customer
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.key_tables import key_maker
from microshop_desktop.services.shop import Shop

_ESCAPE = "/"
_COLUMNS = (
    Customer.id,
    Customer.name,
    Customer.phone,
    Customer.code,
    Customer.member,
    Customer.points,
)
_LIVE = select(*_COLUMNS).where(Customer.deleted_at.is_(None))
_BY_ID = _LIVE.where(Customer.id == bindparam("customer"))
_BY_CODE = _LIVE.where(Customer.code == bindparam("code"))
_BY_TEXT = (
    _LIVE.where(
        or_(
            Customer.phone.contains(bindparam("text"), escape=_ESCAPE),
            Customer.name.contains(bindparam("text"), escape=_ESCAPE),
            Customer.search_key.contains(bindparam("key"), escape=_ESCAPE),
            Customer.code == bindparam("text"),
        )
    )
    .order_by(Customer.name)
    .limit(bindparam("limit"))
)
_CHUNK = 1000
_BY_NAME = _LIVE.order_by(Customer.name, Customer.id).limit(_CHUNK)


@dataclass(frozen=True, slots=True)
class CustomerView:
    """A customer in a list; the phone is masked but for its last four digits."""

    customer: UUID
    name: str
    phone: str
    member: bool
    points: int

    @property
    def facts(self) -> CustomerFacts:
        """The customer as a basket carries them."""
        return CustomerFacts(self.customer, self.name, self.member, self.points)


class Customers:
    """Finding and making customers."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SELL)
    def find(self, actor: Actor, text: str, *, limit: int = 20) -> tuple[CustomerView, ...]:
        """Return customers whose phone, name, initials or code holds the text."""
        wanted = typed_text(text)
        if not wanted:
            return ()
        values = {"text": _literal(wanted), "key": _literal(wanted.lower()), "limit": limit}
        with self._shop.database.read() as connection:
            return tuple(_view(row) for row in connection.execute(_BY_TEXT, values).mappings())

    @act(Right.SELL)
    def every(self, actor: Actor) -> Iterator[CustomerView]:
        """Give all customers by name, in bounded memory."""
        statement = _BY_NAME
        while True:
            with self._shop.database.read() as connection:
                rows = connection.execute(statement).mappings().all()
            yield from map(_view, rows)
            if len(rows) < _CHUNK:
                return
            last = tuple_(literal(rows[-1]["name"]), literal(rows[-1]["id"], IdType()))
            statement = _BY_NAME.where(tuple_(Customer.name, Customer.id) > last)

    @act(Right.SELL)
    def by_code(self, actor: Actor, code: str) -> CustomerView | None:
        """Return the customer with this member code, or None."""
        with self._shop.database.read() as connection:
            row = connection.execute(_BY_CODE, {"code": typed_text(code)}).mappings().first()
        return None if row is None else _view(row)

    @act(Right.SELL)
    def get(self, actor: Actor, customer: UUID) -> CustomerView:
        """Return one customer; `not_found` when there is none."""
        with self._shop.database.read() as connection:
            found = customer_view(connection, customer)
        if found is None:
            raise ShopError(ErrorCode.NOT_FOUND, what="customer", key=str(customer))
        return found

    @act(Right.MANAGE_CUSTOMERS)
    def create(
        self, actor: Actor, name: str, *, phone: str = "", member: bool = True
    ) -> CustomerView:
        """Make a customer by name or phone; a phone that is known returns its customer."""
        name = typed_text(name)
        digits = "".join(typed_text(phone).split())
        if not name and not digits:
            raise ShopError(ErrorCode.NAME_MISSING)
        with self._shop.database.session() as session:
            known = session.query(Customer).filter(
                Customer.phone == digits, Customer.deleted_at.is_(None)
            )
            row = known.first() if digits else None
            if row is None:
                row = Customer(
                    id=self._shop.ids.new(),
                    name=name or _tail(digits),
                    phone=digits,
                    search_key=search_key(name),
                    member=member,
                    points=0,
                    changed_at=self._shop.clock.now(),
                )
                session.add(row)
            return CustomerView(row.id, row.name, masked(row.phone), row.member, row.points)


def customer_view(connection: Connection, customer: UUID) -> CustomerView | None:
    """Return a customer inside an open transaction, or None."""
    row = connection.execute(_BY_ID, {"customer": customer}).mappings().first()
    return None if row is None else _view(row)


def masked(phone: str) -> str:
    """Return a phone number with all but its first three and last four digits hidden."""
    if len(phone) < 8:
        return phone
    return f"{phone[:3]}{'*' * (len(phone) - 7)}{phone[-4:]}"


def search_key(name: str) -> str:
    """Return what a customer is found by besides name and phone: full pinyin and initials."""
    return key_maker().key([name], []).text


def _literal(text: str) -> str:
    """Return a text whose `%` and `_` mean themselves inside LIKE."""
    for sign in (_ESCAPE, "%", "_"):
        text = text.replace(sign, _ESCAPE + sign)
    return text


def _tail(digits: str) -> str:
    return digits[-4:]


def _view(row: RowMapping) -> CustomerView:
    return CustomerView(row["id"], row["name"], masked(row["phone"]), row["member"], row["points"])
