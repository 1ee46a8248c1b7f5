"""`microshop receipts picture|print|list|retry|drop`: receipts on paper, as files, and waiting."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from microshop_desktop.cli.context import CliState, JsonFlag, opened, print_json, say
from microshop_desktop.infra.translations import _

if TYPE_CHECKING:
    from microshop_desktop.devices.receipt_printer import ReceiptPrinter
    from microshop_desktop.services.actor import Actor
    from microshop_desktop.services.print_queue import JobView, PrintQueue
    from microshop_desktop.services.shop import Shop

app = typer.Typer(
    help=_("Print receipts, keep them as files, and see what waits to be printed."),
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
)
Number = Annotated[str, typer.Argument(help=_("Number of the order, such as A-000123."))]
CopyFlag = Annotated[bool, typer.Option("--copy", help=_("Mark it as a copy."))]


@app.command(help=_("Keep the receipt of an order as a picture or a PDF, by the file's ending."))
def picture(ctx: typer.Context, order: Number, file: Path, *, copy: CopyFlag = False) -> None:
    """Draw a receipt into a file."""
    from microshop_desktop.services.orders import Orders
    from microshop_desktop.services.receipts import Receipts

    with opened(ctx) as (shop, actor):
        found = Orders(shop).by_number(actor, order)
        receipt = Receipts(shop).of_order(actor, found.order, copy=copy)
    _draw(receipt, file)
    say(_("The receipt of {number} is in {file}").format(number=found.number, file=file))


@app.command("print", help=_("Print the receipt of an order."))
def print_receipt(ctx: typer.Context, order: Number, *, copy: CopyFlag = False) -> None:
    """Print now; what the printer refuses waits in the list, and the command fails."""
    from microshop_desktop.services.orders import Orders

    with opened(ctx) as (shop, actor):
        queue = _queue(ctx, shop)
        found = Orders(shop).by_number(actor, order)
        job = queue.print_order(actor, found.order, copy=copy)
        _print_all(queue)
        _refuse_failed(queue, actor, job)
    say(_("The receipt of {number} is printed.").format(number=found.number))


@app.command("list", help=_("List what waits to be printed."))
def list_jobs(ctx: typer.Context, *, as_json: JsonFlag = False) -> None:
    """Print the jobs with their reasons."""
    with opened(ctx) as (shop, actor):
        jobs = _queue(ctx, shop).jobs(actor)
    if as_json:
        print_json([_document(job) for job in jobs])
        return
    for job in jobs:
        say(_line(job))
    if not jobs:
        say(_("Nothing waits to be printed."))


@app.command(help=_("Print once more what could not be printed."))
def retry(ctx: typer.Context) -> None:
    """Print all failed jobs; those that fail again stay in the list, and the command fails."""
    with opened(ctx) as (shop, actor):
        queue = _queue(ctx, shop)
        before = len(queue.failed(actor))
        queue.retry(actor)
        _print_all(queue)
        left = queue.failed(actor)
        if left:
            _refuse_failed(queue, actor, left[0].job)
    say(_("{count} printed.").format(count=before))


@app.command(help=_("Forget a receipt that waits to be printed."))
def drop(
    ctx: typer.Context,
    job: Annotated[UUID, typer.Argument(help=_("Its id, as the list with --json gives it."))],
) -> None:
    """Drop one job; the receipt can be printed again from its order."""
    with opened(ctx) as (shop, actor):
        _queue(ctx, shop).drop(actor, job)
    say(_("It is no longer in the list."))


def _draw(receipt: Any, file: Path) -> None:  # noqa: ANN401 (a receipt; its module comes late)
    from microshop_desktop.domain.errors import ErrorCode, ShopError
    from microshop_desktop.drawing.pdf import write_receipt_pdf
    from microshop_desktop.drawing.receipt import receipt_picture
    from microshop_desktop.services.receipt_words import receipt_words

    if file.suffix.lower() == ".pdf":
        write_receipt_pdf(receipt, receipt_words(), file)
    elif not receipt_picture(receipt, receipt_words()).save(str(file)):
        raise ShopError(ErrorCode.FILE_NOT_WRITTEN, path=str(file))


def _queue(ctx: typer.Context, shop: "Shop") -> "PrintQueue":
    """Return the queue of this laptop's printer."""
    from microshop_desktop.services.print_queue import PrintQueue

    state: CliState = ctx.obj
    return PrintQueue(shop, lambda: _printer(state))


def _printer(state: CliState) -> "ReceiptPrinter":
    """Return the printer as this laptop's settings describe it."""
    from microshop_desktop.app.opened import printer_settings
    from microshop_desktop.devices.receipt_printer import ReceiptPrinter
    from microshop_desktop.drawing.receipt import rows_dots
    from microshop_desktop.infra.settings import Settings

    settings = Settings(state.folders.settings_file)
    return ReceiptPrinter(printer_settings(settings), rows_dots)


def _print_all(queue: "PrintQueue") -> None:
    while queue.print_next():
        pass


def _refuse_failed(queue: "PrintQueue", actor: "Actor", job: UUID) -> None:
    """Raise what kept a job from being printed."""
    from microshop_desktop.domain.errors import ErrorCode, ShopError

    for one in queue.failed(actor):
        if one.job == job:
            raise ShopError(ErrorCode(one.error), **one.params)


def _document(job: "JobView") -> dict[str, object]:
    return {
        "job": str(job.job),
        "kind": job.kind,
        "number": job.number,
        "copy": job.copy,
        "state": job.state,
        "at": job.made_at.isoformat(),
        "tries": job.tries,
        "error": job.error,
    }


def _line(job: "JobView") -> str:
    from microshop_desktop.infra.messages import sentence

    reason = sentence(job.error, job.params) if job.error else _("waiting")
    return f"{job.number}  {reason}"
