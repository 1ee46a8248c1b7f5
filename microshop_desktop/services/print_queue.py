"""What waits to be printed. A sale never waits for paper, and no receipt is forgotten.

Jobs are rows: written after the commit of what they print, taken one after the other by a thread
of their own. One that fails stays with its reason until a person prints it again or drops it.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from sqlalchemy import Connection, RowMapping, bindparam, delete, func, insert, select, update

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.receipt import Paper, Receipt
from microshop_desktop.domain.receipt_layout import Row, lay_out
from microshop_desktop.domain.slip import lay_out_slip
from microshop_desktop.persistence.tables.orders import OrderRow, Refund
from microshop_desktop.persistence.tables.shop import PrintJob
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.events import PrintJobsChanged, SaleFinished
from microshop_desktop.services.receipt_words import receipt_words, slip_words
from microshop_desktop.services.receipts import Receipts
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.shop_settings import PrintReceipts
from microshop_desktop.services.slips import Slips

logger = logging.getLogger(__name__)


class JobKind(StrEnum):
    """What a job prints. `drawer` opens the drawer alone.

    `slip` is the slip of an order whose payment is still being confirmed.
    """

    ORDER = "order"
    REFUND = "refund"
    SLIP = "slip"
    DRAWER = "drawer"


class JobState(StrEnum):
    """Where a job stands. Printed ones are gone."""

    WAITING = "waiting"
    PRINTING = "printing"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class JobView:
    """A job that is not printed; `error` is a code with its parameters, empty while it waits."""

    job: UUID
    kind: JobKind
    record: UUID | None
    number: str
    copy: bool
    state: JobState
    made_at: datetime
    tries: int
    error: str
    params: dict[str, object]


class Printer(Protocol):
    """What is needed of a printer; every method may raise `ShopError`, none waits for long."""

    @property
    def is_set_up(self) -> bool:
        """Tell whether there is a printer at all."""
        ...

    @property
    def paper(self) -> Paper:
        """The roll in it."""
        ...

    def print_rows(self, rows: Sequence[Row], *, open_drawer: bool = False) -> None:
        """Print rows, the drawer opened first where that is asked for."""
        ...

    def open_drawer(self) -> None:
        """Open the drawer alone."""
        ...


@dataclass(frozen=True, slots=True)
class PrintPlan:
    """What happens by itself after a sale at this laptop."""

    receipts: PrintReceipts = PrintReceipts.ASK
    opens_drawer: bool = True


_JOBS = (
    select(
        PrintJob.id,
        PrintJob.kind,
        PrintJob.record_id,
        PrintJob.copy,
        PrintJob.open_drawer,
        PrintJob.state,
        PrintJob.made_at,
        PrintJob.tries,
        PrintJob.error,
        func.coalesce(OrderRow.number, Refund.number, "").label("number"),
    )
    .outerjoin(OrderRow, OrderRow.id == PrintJob.record_id)
    .outerjoin(Refund, Refund.id == PrintJob.record_id)
    .order_by(PrintJob.id)
)
_WAITING = _JOBS.where(PrintJob.state == JobState.WAITING.value).limit(1)
_ADD = insert(PrintJob)
_MOVE = (
    update(PrintJob)
    .where(PrintJob.id == bindparam("job"), PrintJob.state == bindparam("old"))
    .values(state=bindparam("new"))
)
_DROP = delete(PrintJob).where(PrintJob.id == bindparam("job"))


class PrintQueue:
    """Jobs for the printer of this laptop."""

    def __init__(
        self, shop: Shop, printer: Callable[[], Printer], plan: Callable[[], PrintPlan] = PrintPlan
    ) -> None:
        """Print with the printer and by the plan that hold at the time; both are asked anew."""
        self._shop = shop
        self._printer = printer
        self._plan = plan
        self._receipts = Receipts(shop)
        self._slips = Slips(shop)
        self._owner = shop.owner()
        self._wake = threading.Event()
        shop.events.listen(SaleFinished, self.on_sale)

    @act(Right.PRINT)
    def print_order(self, actor: Actor, order: UUID, *, copy: bool = False) -> UUID:
        """Put the receipt of an order into the queue and return its job; a copy is marked as one.

        `printer_not_set` where there is no printer.
        """
        self._refuse_without_printer()
        return self._add(JobKind.ORDER, order, copy=copy)

    @act(Right.PRINT)
    def print_refund(self, actor: Actor, refund: UUID, *, copy: bool = False) -> UUID:
        """Put the receipt of a refund into the queue and return its job; `printer_not_set`."""
        self._refuse_without_printer()
        return self._add(JobKind.REFUND, refund, copy=copy)

    @act(Right.PRINT)
    def print_slip(self, actor: Actor, order: UUID) -> UUID:
        """Put the slip of an order whose payment is being confirmed into the queue; its job.

        `printer_not_set`. One whose payment is settled before the paper comes is not printed.
        """
        self._refuse_without_printer()
        return self._add(JobKind.SLIP, order)

    @property
    def has_printer(self) -> bool:
        """Tell whether a printer is set up."""
        return self._printer().is_set_up

    @property
    def prints_by_itself(self) -> bool:
        """Tell whether what a sale gives is printed without being asked for."""
        return self.has_printer and self._plan().receipts is PrintReceipts.ALWAYS

    @act(Right.PRINT)
    def open_drawer(self, actor: Actor) -> None:
        """Have the drawer opened; `printer_not_set`, since the printer opens it."""
        self._refuse_without_printer()
        self._add(JobKind.DRAWER, None)

    @act(Right.PRINT)
    def jobs(self, actor: Actor) -> tuple[JobView, ...]:
        """Return all that is not printed, the oldest first."""
        with self._shop.database.read() as connection:
            return tuple(_view(row) for row in connection.execute(_JOBS).mappings())

    @act(Right.PRINT)
    def failed(self, actor: Actor) -> tuple[JobView, ...]:
        """Return what could not be printed, the oldest first."""
        return tuple(job for job in self.jobs(actor) if job.state is JobState.FAILED)

    @act(Right.PRINT)
    def retry(self, actor: Actor, *jobs: UUID) -> None:
        """Print failed jobs once more; without any named: all of them."""
        chosen = jobs or tuple(job.job for job in self.failed(actor))
        with self._shop.database.write() as connection:
            for job in chosen:
                _move(connection, job, JobState.FAILED, JobState.WAITING)
        self._changed()

    @act(Right.PRINT)
    def drop(self, actor: Actor, *jobs: UUID) -> None:
        """Forget jobs; the receipt can be printed again from the order at any time."""
        if not jobs:
            return
        with self._shop.database.write() as connection:
            connection.execute(_DROP, [{"job": job} for job in jobs])
        self._changed()

    def on_sale(self, event: SaleFinished) -> None:
        """Queue what the plan says after a sale; nothing where there is no printer."""
        if not self.has_printer:
            return
        plan = self._plan()
        kick = plan.opens_drawer and event.took_cash
        if plan.receipts is PrintReceipts.ALWAYS:
            self._add(JobKind.ORDER, event.order, kick=kick)
        elif kick:
            self._add(JobKind.DRAWER, None)

    def recover(self) -> None:
        """Keep what was printing when the program ended, as failed: it may have come out."""
        error = _error_text(ShopError(ErrorCode.PRINT_INTERRUPTED))
        with self._shop.database.write() as connection:
            connection.execute(
                update(PrintJob)
                .where(PrintJob.state == JobState.PRINTING.value)
                .values(state=JobState.FAILED.value, error=error)
            )

    def print_next(self) -> bool:
        """Print the oldest waiting job in this thread; False where none waits."""
        row = self._take()
        if row is None:
            return False
        try:
            self._print(row)
        except ShopError as error:
            logger.warning("a print job failed: %s", error.code.value)
            self._keep(row, error)
        except Exception:  # a fault of ours or of a driver: the job must not be lost by it
            logger.exception("a print job failed")
            self._keep(row, ShopError(ErrorCode.PRINT_FAILED))
        else:
            self._forget(row["id"])
        self._shop.events.send(PrintJobsChanged())
        return True

    def wait(self, seconds: float) -> None:
        """Wait until something was queued, or so long."""
        self._wake.wait(seconds)
        self._wake.clear()

    def wake(self) -> None:
        """End a `wait`."""
        self._wake.set()

    def _refuse_without_printer(self) -> None:
        if not self.has_printer:
            raise ShopError(ErrorCode.PRINTER_NOT_SET)

    def _add(
        self, kind: JobKind, record: UUID | None, *, copy: bool = False, kick: bool = False
    ) -> UUID:
        job = self._shop.ids.new()
        with self._shop.database.write() as connection:
            connection.execute(
                _ADD,
                {
                    "id": job,
                    "kind": kind.value,
                    "record_id": record,
                    "copy": copy,
                    "open_drawer": kick,
                    "state": JobState.WAITING.value,
                    "made_at": self._shop.clock.now(),
                    "tries": 0,
                    "error": "",
                },
            )
        self._changed()
        return job

    def _take(self) -> RowMapping | None:
        with self._shop.database.write() as connection:
            row = connection.execute(_WAITING).mappings().one_or_none()
            if row is not None:
                _move(connection, row["id"], JobState.WAITING, JobState.PRINTING)
            return row

    def _print(self, row: RowMapping) -> None:
        printer = self._printer()
        if row["kind"] == JobKind.DRAWER:
            printer.open_drawer()
            return
        rows = self._rows(row, printer.paper)
        if rows:
            printer.print_rows(rows, open_drawer=row["open_drawer"])

    def _rows(self, row: RowMapping, paper: Paper) -> tuple[Row, ...]:
        """Return what a job prints; nothing for a slip of what is settled by now."""
        if row["kind"] != JobKind.SLIP:
            return lay_out(self._receipt(row), receipt_words(), paper)
        slip = self._slips.of_order(self._owner, row["record_id"])
        return () if slip is None else lay_out_slip(slip, slip_words(), paper)

    def _receipt(self, row: RowMapping) -> Receipt:
        make = (
            self._receipts.of_refund if row["kind"] == JobKind.REFUND else self._receipts.of_order
        )
        return make(self._owner, row["record_id"], copy=row["copy"])

    def _keep(self, row: RowMapping, error: ShopError) -> None:
        """Leave a failed job with its reason. A drawer opens now or never, so its kick is lost."""
        if row["kind"] == JobKind.DRAWER:
            self._forget(row["id"])
            return
        with self._shop.database.write() as connection:
            connection.execute(
                update(PrintJob)
                .where(PrintJob.id == row["id"])
                .values(
                    state=JobState.FAILED.value,
                    tries=row["tries"] + 1,
                    error=_error_text(error),
                    open_drawer=False,
                )
            )

    def _forget(self, job: UUID) -> None:
        with self._shop.database.write() as connection:
            connection.execute(_DROP, {"job": job})

    def _changed(self) -> None:
        self._wake.set()
        self._shop.events.send(PrintJobsChanged())


def _move(connection: Connection, job: UUID, old: JobState, new: JobState) -> None:
    connection.execute(_MOVE, {"job": job, "old": old.value, "new": new.value})


def _error_text(error: ShopError) -> str:
    """Write code and parameters as one text, a line each."""
    lines = [error.code.value, *(f"{name}={value}" for name, value in error.params.items())]
    return "\n".join(line.replace("\n", " ") for line in lines)


def _view(row: RowMapping) -> JobView:
    code, *lines = row["error"].split("\n")
    params: dict[str, object] = {}
    for line in lines:
        name, _, value = line.partition("=")
        params[name] = value
    return JobView(
        job=row["id"],
        kind=JobKind(row["kind"]),
        record=row["record_id"],
        number=row["number"],
        copy=row["copy"],
        state=JobState(row["state"]),
        made_at=row["made_at"],
        tries=row["tries"],
        error=code,
        params=params,
    )
