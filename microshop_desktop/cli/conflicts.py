"""`microshop conflicts`: what no rule can decide between us and online shops."""

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from microshop_desktop.cli.context import JsonFlag, opened, print_json, say
from microshop_desktop.cli.lists import Column, local_minute, print_array, print_table
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.translations import _

if TYPE_CHECKING:
    from microshop_desktop.services.conflicts import ConflictView
    from microshop_desktop.services.online_overview import ToSettle

app = typer.Typer(
    help=_("Look at what online shops and this one disagree about."),
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
)


@app.command("list", help=_("List what waits for a decision, the oldest first."))
def list_conflicts(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """Print what is open."""
    from microshop_desktop.services.channel_accounts import ChannelAccounts
    from microshop_desktop.services.online_overview import OnlineOverview

    with opened(ctx) as (shop, actor):
        found = OnlineOverview(shop).to_settle(actor)
        views = ChannelAccounts(shop).every(actor)
        shops: dict[UUID | None, str] = {view.id: view.name for view in views}
        zone = shop.profile.zone
    if as_json:
        print_array(_json(each.conflict) for each in found)
        return
    print_table(
        [Column(_("Conflict")), Column(_("Since")), Column(_("What"))],
        (
            [
                str(each.conflict.id)[-12:],
                local_minute(each.conflict.since, zone),
                _sentence(each, shops.get(each.conflict.account, "")),
            ]
            for each in found
        ),
    )


def _sentence(found: "ToSettle", shop: str) -> str:
    """Return what is to be decided, in one line."""
    from microshop_desktop.domain.money import currency
    from microshop_desktop.infra.formats import money_text
    from microshop_desktop.infra.online_words import conflict_words

    def money(amount: int) -> str:
        return money_text(amount, currency(found.currency)) if found.currency else str(amount)

    about = found.conflict
    words = conflict_words(about.kind.value, about.facts, name=found.name, shop=shop, money=money)
    return ". ".join(filter(None, words))


@app.command("settle", help=_("Say that a conflict was seen to."))
def settle(
    ctx: typer.Context,
    which: Annotated[str, typer.Argument(help=_("Id of the conflict, or how it ends."))],
    *,
    note: Annotated[str, typer.Option(help=_("What was done about it."))] = "",
    as_json: JsonFlag = False,
) -> None:
    """Keep the decision; the same facts are not asked about again."""
    from microshop_desktop.services.conflicts import Conflicts

    with opened(ctx) as (shop, actor):
        conflicts = Conflicts(shop)
        fitting = [each for each in conflicts.open(actor) if str(each.id).endswith(which)]
        if len(fitting) != 1:
            raise ShopError(ErrorCode.NOT_FOUND, what="conflict", key=which)
        settled = conflicts.settle(actor, fitting[0].id, {"by": "person", "note": note})
    if as_json:
        print_json(_json(settled))
    else:
        say(_("Done."))


def _json(conflict: "ConflictView") -> dict[str, object]:
    return {
        "id": str(conflict.id),
        "account": None if conflict.account is None else str(conflict.account),
        "kind": conflict.kind.value,
        "subject": str(conflict.subject),
        "facts": dict(conflict.facts),
        "since": conflict.since.isoformat(),
    }
