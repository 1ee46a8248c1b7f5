"""How the values of a shop are stored: a column type for each kind of value, and `Base` of tables.

A mapping names the kind, never a database type::

    class Payment(Base):
        __tablename__ = "payment"
        id: Mapped[Id] = mapped_column(primary_key=True)
        amount: Mapped[Minor]
        at: Mapped[Instant]
        settled_at: Mapped[Instant | None]

The kinds are `Annotated` names, so that for the type checker a `Minor` is an `int`. The types
refuse what would be stored wrongly without a word: a `float` for money, a time without zone, a text
for an id.
"""

import datetime as dt
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, TypeVar

from sqlalchemy import BigInteger, Boolean, Dialect, Integer, LargeBinary, MetaData, Text, Uuid
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine
from typing_extensions import override

V = TypeVar("V")
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Kind:
    """The mark that tells one kind of value from another of the same Python type."""

    name: str


Instant = Annotated[dt.datetime, Kind("instant")]
"""A moment: an aware time, kept as whole microseconds since 1970 in UTC."""
ShopDay = Annotated[dt.date, Kind("shop_day")]
"""A day of the shop's calendar, kept as `YYYY-MM-DD`, so that it sorts and groups as text."""
Minor = Annotated[int, Kind("minor")]
"""Money in minor units (fen, cents)."""
Thousandths = Annotated[int, Kind("thousandths")]
"""A quantity in thousandths of the SKU's base unit."""
CostValue = Annotated[int, Kind("cost_value")]
"""A whole cost in thousandths of a minor unit."""
TaxRate = Annotated[int, Kind("tax_rate")]
"""A tax rate in hundredths of a percent: 13 % is 1300."""
Json = Annotated[Any, Kind("json")]
"""A small structure kept as compact JSON text; only for what no query looks into."""


def to_microseconds(moment: dt.datetime) -> int:
    """Give an aware time as whole microseconds since 1970 in UTC; a naive one is a `ValueError`."""
    if moment.utcoffset() is None:
        msg = f"a time without zone cannot be stored: {moment!r}"
        raise ValueError(msg)
    return (moment - EPOCH) // MICROSECOND


def from_microseconds(value: int) -> dt.datetime:
    """Give the aware UTC time of whole microseconds since 1970."""
    return EPOCH + dt.timedelta(microseconds=value)


class StoredType(TypeDecorator[V]):
    """A kind of value with plain functions to and from what the driver takes.

    SQLAlchemy's own layers between a type and the driver cost more than the conversions, and a
    sale converts hundreds of values.
    """

    impl: TypeEngine[Any] | type[TypeEngine[Any]] = Text
    cache_ok = True

    def to_driver(self, value: Any, dialect: Dialect) -> Any:  # noqa: ANN401 (what drivers take)
        """Turn a value (never None) into the driver's; raises where it would be stored wrongly."""
        raise NotImplementedError

    def from_driver(self, dialect: Dialect) -> Callable[[Any], V | None] | None:
        """Return how to turn the driver's value back, or None where nothing is to be done."""
        raise NotImplementedError

    @override
    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else self.to_driver(value, dialect)

    @override
    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any]:
        convert = self.to_driver
        return lambda value: None if value is None else convert(value, dialect)

    @override
    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        return self.from_driver(dialect)


class IdType(StoredType[uuid.UUID]):
    """`uuid.UUID` as a 16-byte BLOB on SQLite and as the native type on PostgreSQL."""

    impl = LargeBinary(16)
    cache_ok = True

    @override
    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        native = Uuid() if dialect.name == "postgresql" else LargeBinary(16)
        return dialect.type_descriptor(native)

    @override
    def to_driver(self, value: Any, dialect: Dialect) -> Any:
        if type(value) is not uuid.UUID:
            msg = f"an id must be a UUID, not {value!r}"
            raise TypeError(msg)
        return value if dialect.name == "postgresql" else value.int.to_bytes(16, "big")

    @override
    def from_driver(self, dialect: Dialect) -> Callable[[Any], uuid.UUID | None] | None:
        return None if dialect.name == "postgresql" else _id_of_bytes


Id = Annotated[uuid.UUID, mapped_column(IdType())]
"""A key: UUID version 7 from `infra.ids`. 16 bytes on SQLite, `UUID` on PostgreSQL.

It carries its type itself: by `type_annotation_map` a foreign key would stay without one until the
family of the table it points to is loaded, and ids would be handed over as they are.
"""


class InstantType(StoredType[dt.datetime]):
    """An aware time as BIGINT microseconds since 1970; refuses a naive one."""

    impl = BigInteger
    cache_ok = True

    @override
    def to_driver(self, value: Any, dialect: Dialect) -> int:
        return to_microseconds(value)

    @override
    def from_driver(self, dialect: Dialect) -> Callable[[Any], dt.datetime | None]:
        return lambda value: None if value is None else from_microseconds(value)


class ShopDayType(StoredType[dt.date]):
    """A calendar day as text `YYYY-MM-DD` on both databases; refuses a moment."""

    impl = Text
    cache_ok = True

    @override
    def to_driver(self, value: Any, dialect: Dialect) -> str:
        if isinstance(value, dt.datetime) or not isinstance(value, dt.date):
            msg = f"a shop day must be a date, not {value!r}"
            raise TypeError(msg)
        return value.isoformat()

    @override
    def from_driver(self, dialect: Dialect) -> Callable[[Any], dt.date | None]:
        return lambda value: None if value is None else dt.date.fromisoformat(value)


class JsonType(StoredType[Any]):
    """A structure as compact JSON text, keys in order, so that equal structures are equal texts."""

    impl = Text
    cache_ok = True

    @override
    def to_driver(self, value: Any, dialect: Dialect) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)

    @override
    def from_driver(self, dialect: Dialect) -> Callable[[Any], Any]:
        return lambda value: None if value is None else json.loads(value)


class ExactInteger(StoredType[int]):
    """A whole number that refuses `float`, `Decimal` and `bool`; its `SUM` is an `int` as well."""

    impl = BigInteger
    cache_ok = True

    @override
    def to_driver(self, value: Any, dialect: Dialect) -> int:
        if type(value) is not int:
            msg = f"an exact amount must be an int, not {value!r}"
            raise TypeError(msg)
        return value

    @override
    def from_driver(self, dialect: Dialect) -> Callable[[Any], int | None] | None:
        """Turn PostgreSQL's NUMERIC sums back into `int`; SQLite gives `int` already."""
        if dialect.name == "sqlite":
            return None
        return lambda value: None if value is None else int(value)


def _id_of_bytes(value: bytes | None) -> uuid.UUID | None:
    return None if value is None else uuid.UUID(int=int.from_bytes(value, "big"))


class MinorType(ExactInteger):
    """Money in minor units."""

    cache_ok = True


class ThousandthsType(ExactInteger):
    """A quantity in thousandths."""

    cache_ok = True


class CostValueType(ExactInteger):
    """A whole cost in thousandths of a minor unit."""

    cache_ok = True


class TaxRateType(ExactInteger):
    """A tax rate in hundredths of a percent, in a plain INTEGER."""

    cache_ok = True

    @override
    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Integer())


class Base(DeclarativeBase):
    """Base of all tables: names of constraints, and the column type of each kind of value."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        Instant: InstantType,
        ShopDay: ShopDayType,
        Minor: MinorType,
        Thousandths: ThousandthsType,
        CostValue: CostValueType,
        TaxRate: TaxRateType,
        Json: JsonType,
        str: Text,
        int: BigInteger,
        bool: Boolean,
        bytes: LargeBinary,
    }
