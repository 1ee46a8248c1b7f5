"""`microshop conflicts`: what no rule can decide between us and online shops."""

from typing import TYPE_CHECKING, Annotated

import typer

from microshop_desktop.cli.context import JsonFlag, opened, print_json, say
from microshop_desktop.cli.lists import Column, local_minute, print_array, print_table
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.translations import _

if TYPE_CHECKING:
    from microshop_desktop.services.conflicts import ConflictView

app = typer.Typer(
    help=_("Look at what online shops and this one disagree about."),
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
)


@app.command("list", help=_("List what waits for a decision, the oldest first."))
def list_conflicts(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """Print what is open."""
    from microshop_desktop.infra.conflict_words import conflict_sentence
    from microshop_desktop.services.conflicts import Conflicts

    with opened(ctx) as (shop, actor):
        found = Conflicts(shop).open(actor)
        zone = shop.profile.zone
    if as_json:
        print_array(map(_json, found))
        return
    columns = [Column(_("Conflict")), Column(_("Since")), Column(_("What"))]
    print_table(
        columns,
        (
            [
                str(each.id)[-12:],
                local_minute(each.since, zone),
                conflict_sentence(each.kind.value, each.facts),
            ]
            for each in found
        ),
    )


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
