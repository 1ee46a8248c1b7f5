"""`microshop payments resolve`: drive open payments and refunds to their end, with no window."""

from contextlib import suppress
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from microshop_desktop.cli.collecting import collector_of, waiting
from microshop_desktop.cli.context import JsonFlag, note, opened, print_json, say
from microshop_desktop.cli.following import Follower, Record
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.payments.collector import key_of
from microshop_desktop.services.attempt_records import AttemptRecord

if TYPE_CHECKING:
    from collections.abc import Sequence

    from microshop_desktop.domain.basket import Method
    from microshop_desktop.payments.collector import Collector
    from microshop_desktop.services.actor import Actor
    from microshop_desktop.services.payments import PaymentRowView
    from microshop_desktop.services.shop import Shop

app = typer.Typer(add_completion=False, rich_markup_mode=None)
WAIT_SECONDS = 360.0
"""A shown QR lives five minutes; then its payment is closed."""


@app.command(help=_("Ask about open payments and refunds until each is known."))
def resolve(
    ctx: typer.Context,
    which: Annotated[
        str, typer.Argument(help=_("Order number, or number of one payment; else all."))
    ] = "",
    wait: Annotated[float, typer.Option(min=0, help=_("Seconds to wait at most."))] = WAIT_SECONDS,
    give_up: Annotated[
        bool, typer.Option("--give-up", help=_("Have what is still open closed first."))
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Follow what is open and print what became of it; exit code 1 while something is open."""
    from microshop_desktop.services.payments import payment_json

    with opened(ctx) as (shop, actor):
        work = _Resolving(shop, actor, collector_of(ctx, shop, actor), which)
        if give_up:
            work.give_up()
        ended = work.run(wait)
        rows = work.results()
        zone = shop.profile.zone
    if as_json:
        print_json([payment_json(row, zone) for row in rows])
    else:
        _say(rows)
    if not ended:
        note(_("Not all of it is known yet. It stays written down; look again later."))
        raise typer.Exit(1)


class _Resolving:
    """What is open, or all tries of one order, followed to their end."""

    def __init__(self, shop: "Shop", actor: "Actor", collector: "Collector", which: str) -> None:
        from microshop_desktop.services.attempt_book import AttemptBook
        from microshop_desktop.services.refund_book import RefundBook

        self._shop, self._actor, self._collector = shop, actor, collector
        self._book = AttemptBook(shop)
        self._refunds = RefundBook(shop)
        self._named = bool(which)
        self._records = self._wanted(which)
        self._orders = {record.order_number for record in self._records} | {which.upper()}
        collector.wake()
        self._said: dict[UUID, str] = {}

    def give_up(self) -> None:
        """Have all of it closed, but for goods that were handed over."""
        from microshop_desktop.services.pending_orders import PendingOrders

        for record in self._open():
            if not record.attempt.handed_over:
                PendingOrders(self._shop).give_up(self._actor, record.attempt.id)

    def run(self, seconds: float) -> bool:
        """Follow it; return whether all of it ended. A named one is asked about in any case."""
        with waiting() as ended:
            follower = Follower(self._shop, self._collector, ended, told=self._tell)
            if self._named:
                follower.ask(record for record in self._records if not record.attempt.is_open)
            self._tell_count()
            return follower.follow(self._is_ours, self._is_open, seconds=seconds)

    def results(self) -> "list[PaymentRowView]":
        """Return what became of it, newest first."""
        from microshop_desktop.services.payments import PaymentFilters, Payments

        numbers = {record.attempt.out_trade_no for record in self._records}
        orders = frozenset(record.order for record in self._records)
        rows = Payments(self._shop).every(self._actor, PaymentFilters(orders=orders))
        return [row for row in rows if row.out_trade_no in numbers]

    def _tell_count(self) -> None:
        count = len(self._open()) + sum(map(self._is_ours, self._refunds.open(self._actor)))
        if count:
            text = ngettext(
                "{count} payment or refund is asked about.",
                "{count} payments and refunds are asked about.",
                count,
            )
            note(text.format(count=count))

    def _tell(self, record: Record) -> None:
        """Say how far something is that was asked about, where that is news."""
        line = self._line(record)
        if self._said.get(key_of(record)) != line:
            self._said[key_of(record)] = line
            note(line)

    def _line(self, record: Record) -> str:
        from microshop_desktop.infra.attempt_words import attempt_state_text, refund_state_text

        if isinstance(record, AttemptRecord):
            attempt = self._book.get(self._actor, record.attempt.id).attempt
            state = attempt_state_text(attempt.state.value)
            return _line(
                record.order_number, attempt.method, (attempt.amount, attempt.currency), state
            )
        way = self._refunds.get(self._actor, record.way.id).way
        state = refund_state_text("stuck" if way.is_stuck else way.state.value)
        return _line(record.refund_number, record.method, (way.amount, way.currency), state)

    def _wanted(self, which: str) -> list[AttemptRecord]:
        """Return what is meant; `not_found` for an order or a payment that there is not."""
        from microshop_desktop.services.orders import Orders

        if not which:
            return self._book.open(self._actor)
        with suppress(ValueError):
            return [self._book.get(self._actor, UUID(which))]
        order = Orders(self._shop).by_number(self._actor, which).order
        return self._book.of_order(self._actor, order)

    def _open(self) -> list[AttemptRecord]:
        return [record for record in self._book.open(self._actor) if self._is_ours(record)]

    def _is_open(self) -> bool:
        return bool(self._open()) or any(map(self._is_ours, self._refunds.open(self._actor)))

    def _is_ours(self, record: Record) -> bool:
        return not self._named or record.order_number in self._orders


def _say(rows: "Sequence[PaymentRowView]") -> None:
    from microshop_desktop.infra.attempt_words import attempt_state_text

    for row in rows:
        state = attempt_state_text(row.state)
        say(_line(row.order, row.method, (row.amount, row.currency), state))
    count = len(rows)
    text = ngettext("{count} payment looked at.", "{count} payments looked at.", count)
    say(text.format(count=count))


def _line(number: str, method: "Method", money: tuple[int, str], state: str) -> str:
    from microshop_desktop.domain.money import currency
    from microshop_desktop.infra.formats import money_text
    from microshop_desktop.infra.words import method_text

    amount, code = money
    return f"{number}  {method_text(method)} {money_text(amount, currency(code))}  {state}"
