"""Runs migrations on the connection that `persistence.migrate` hands over; alembic loads this."""

from alembic import context

from microshop_desktop.persistence.search_tables import is_search_table


def is_compared(name: str | None, kind: str, _parents: object) -> bool:
    """Leave the search tables, which are no mappings, out of comparisons."""
    return not (kind == "table" and is_search_table(name))


attributes = context.config.attributes
context.configure(
    connection=attributes["connection"],
    target_metadata=attributes.get("metadata"),
    include_name=is_compared,
    render_as_batch=True,
    compare_type=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
