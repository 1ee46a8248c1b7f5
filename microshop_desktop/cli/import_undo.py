"""`microshop import undo BATCH`: takes an import back; without a batch it lists the imports."""

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from microshop_desktop.cli.context import JsonFlag, opened, print_json, say
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.translations import _

if TYPE_CHECKING:
    from microshop_desktop.services.import_records import BatchRow, UndoResult

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(help=_("Take an import back. Without a batch: list the imports."))
def undo(
    ctx: typer.Context,
    batch: Annotated[
        str | None, typer.Argument(help=_("The batch that the import printed."))
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Undo one import and say what was left."""
    from microshop_desktop.services.imports import Imports

    with opened(ctx) as (shop, actor):
        imports = Imports(shop)
        if batch is None:
            _list(imports.batches(actor), as_json=as_json)
            return
        result = imports.undo(actor, _batch_id(batch))
    if as_json:
        print_json(_document(result))
        return
    say(
        _("Taken back: {removed} removed, {restored} restored, {kept} left.").format(
            removed=result.removed, restored=result.restored, kept=len(result.kept)
        )
    )
    for kept in result.kept:
        say(_why(kept.why).format(name=kept.name))


def _batch_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise ShopError(ErrorCode.IMPORT_UNKNOWN, batch=text) from error


def _why(reason: str) -> str:
    if reason == "sold":
        return _("{name} stays: it was sold or moved since.")
    return _("{name} stays as it is: it was changed since.")


def _document(result: "UndoResult") -> dict[str, object]:
    return {
        "batch": str(result.batch),
        "removed": result.removed,
        "restored": result.restored,
        "kept": [
            {"record": str(kept.record), "name": kept.name, "why": kept.why} for kept in result.kept
        ],
    }


def _list(rows: "tuple[BatchRow, ...]", *, as_json: bool) -> None:
    if as_json:
        print_json(
            [
                {
                    "batch": str(row.batch),
                    "kind": row.kind,
                    "file": row.file_name,
                    "state": row.state,
                    "at": row.started_at.isoformat(),
                    "rows": row.rows,
                    "created": row.created,
                    "updated": row.updated,
                    "unchanged": row.unchanged,
                    "rejected": row.rejected,
                }
                for row in rows
            ]
        )
        return
    for row in rows:
        say(f"{row.batch}  {row.started_at:%Y-%m-%d %H:%M}  {row.state}  {row.file_name}")
