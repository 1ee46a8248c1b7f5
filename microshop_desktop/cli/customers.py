"""`microshop customers list`: who buys here; phones are masked."""

from itertools import islice
from typing import TYPE_CHECKING

import typer

from microshop_desktop.cli.context import JsonFlag, opened
from microshop_desktop.cli.lists import Column, Limit, print_array, print_table
from microshop_desktop.infra.translations import _

if TYPE_CHECKING:
    from microshop_desktop.services.customers import CustomerView

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(help=_("List customers by name."))
def list_customers(ctx: typer.Context, limit: Limit = None, as_json: JsonFlag = False) -> None:
    """Print all customers."""
    from microshop_desktop.services.customers import Customers

    with opened(ctx) as (shop, actor):
        people = islice(Customers(shop).every(actor), limit)
        if as_json:
            print_array(_document(person) for person in people)
        else:
            print_table(_columns(), (_row(person) for person in people))


def _document(person: "CustomerView") -> dict[str, object]:
    return {
        "id": str(person.customer),
        "name": person.name,
        "phone": person.phone,
        "member": person.member,
        "points": person.points,
    }


def _columns() -> list[Column]:
    return [
        Column(_("Customer")),
        Column(_("Phone")),
        Column(_("Member")),
        Column(_("Points"), right=True),
    ]


def _row(person: "CustomerView") -> list[str]:
    member = "✓" if person.member else ""
    return [person.name, person.phone, member, str(person.points)]
