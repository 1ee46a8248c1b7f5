"""`microshop payments list`: money that arrived and tries to collect, newest first."""

from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from microshop_desktop.cli.context import JsonFlag, opened
from microshop_desktop.cli.lists import (
    Column,
    FirstDay,
    LastDay,
    Limit,
    local_minute,
    print_array,
    print_table,
)
from microshop_desktop.domain.basket import Method
from microshop_desktop.infra.translations import _

if TYPE_CHECKING:
    from microshop_desktop.services.payments import PaymentRowView

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(help=_("List payments and tries to collect, newest first."))
def list_payments(
    ctx: typer.Context,
    *,
    first_day: FirstDay = None,
    last_day: LastDay = None,
    method: Annotated[Method | None, typer.Option(help=_("How it was paid."))] = None,
    state: Annotated[str | None, typer.Option(help=_("State, such as to_verify."))] = None,
    limit: Limit = None,
    as_json: JsonFlag = False,
) -> None:
    """Print the payments that fit."""
    from microshop_desktop.services.payments import PaymentFilters, Payments, payment_json

    filters = PaymentFilters(first_day, last_day, method, state)
    with opened(ctx) as (shop, actor):
        payments = islice(Payments(shop).every(actor, filters), limit)
        zone = shop.profile.zone
        if as_json:
            print_array(payment_json(payment, zone) for payment in payments)
        else:
            print_table(_columns(), (_row(payment, zone) for payment in payments))


def _columns() -> list[Column]:
    return [
        Column(_("Order")),
        Column(_("Time")),
        Column(_("Payment")),
        Column(_("State")),
        Column(_("Amount"), right=True),
        Column(_("Reference")),
        Column(""),
    ]


def _row(payment: "PaymentRowView", zone: str) -> list[str]:
    from microshop_desktop.domain.money import currency
    from microshop_desktop.infra.attempt_words import attempt_state_text
    from microshop_desktop.infra.formats import money_text
    from microshop_desktop.infra.words import method_text

    return [
        payment.order,
        local_minute(payment.at, zone),
        method_text(payment.method),
        attempt_state_text(payment.state),
        money_text(payment.amount, currency(payment.currency)),
        payment.reference or payment.transaction_id or "",
        _remark(payment),
    ]


def _remark(payment: "PaymentRowView") -> str:
    """Say that somebody should look at it, or that it is no real money."""
    words = [_("needs attention")] if payment.needs_attention else []
    if payment.practice:
        words.append(_("practice"))
    return ", ".join(words)
