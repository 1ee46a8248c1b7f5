"""The column types and names of constraints of the first schema."""

import sqlalchemy as sa

ID = sa.LargeBinary(16).with_variant(sa.Uuid(), "postgresql")
INSTANT = sa.BigInteger()
AMOUNT = sa.BigInteger()
WHOLE = sa.BigInteger()
SMALL = sa.Integer()
TEXT = sa.Text()
FLAG = sa.Boolean()
BYTES = sa.LargeBinary()

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
