"""A bare command: typer, SQLAlchemy Core and one query, with nothing of ours.

This is what `bench_command` holds our commands against.
"""

from typing import Annotated

import typer
from sqlalchemy import Column, Integer, MetaData, String, Table, create_engine, select

_SKU = Table(
    "sku",
    MetaData(),
    Column("name", String),
    Column("price", Integer),
    Column("main_code", String),
)
app = typer.Typer()


@app.command()
def find(
    file: Annotated[str, typer.Argument(help="The shop's file.")],
    code: Annotated[str, typer.Argument(help="The code to look for.")],
) -> None:
    """Print the goods of a code."""
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        found = select(_SKU.c.name, _SKU.c.price).where(_SKU.c.main_code == code)
        for name, price in connection.execute(found):
            print(name, price)


if __name__ == "__main__":
    app()
