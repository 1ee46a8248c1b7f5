"""Receipts wait in a list until paper took them; a sale never waits for them."""

import threading
from collections.abc import Sequence
from uuid import UUID

import pytest

from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.receipt import PAPER_80, Paper
from microshop_desktop.domain.receipt_layout import Mark, Pair, Row
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.events import PrintJobsChanged
from microshop_desktop.services.order_values import OrderView
from microshop_desktop.services.print_queue import (
    JobState,
    PrintPlan,
    PrintQueue,
)
from microshop_desktop.services.print_worker import PrintWorker
from microshop_desktop.services.refund_booking import RefundWish
from microshop_desktop.services.refunds import Refunds
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.shop_settings import PrintReceipts
from tests.services.order_samples import Taken, put_goods, sell

PULLED_CABLE = ShopError(ErrorCode.PRINTER_NOT_REACHABLE, address="192.168.1.50")


class PaperPrinter:
    """A printer that keeps what it printed, or fails as told."""

    def __init__(self) -> None:
        self.printed: list[tuple[Row, ...]] = []
        self.kicks = 0
        self.is_set_up = True
        self.error: Exception | None = None
        self.came_out = threading.Event()

    @property
    def paper(self) -> Paper:
        return PAPER_80

    def print_rows(self, rows: Sequence[Row], *, open_drawer: bool = False) -> None:
        if self.error is not None:
            raise self.error
        self.kicks += open_drawer
        self.printed.append(tuple(rows))
        self.came_out.set()

    def open_drawer(self) -> None:
        if self.error is not None:
            raise self.error
        self.kicks += 1


class Desk:
    """A queue with its printer and plan, and one sale after another."""

    def __init__(self, shop: Shop, actor: Actor) -> None:
        self.shop, self.actor = shop, actor
        self.printer = PaperPrinter()
        self.plan = PrintPlan(PrintReceipts.ALWAYS)
        self.queue = PrintQueue(shop, lambda: self.printer, lambda: self.plan)
        self._goods = put_goods(shop, actor, "Tea", price=850)

    def sell(self) -> OrderView:
        return sell(self.shop, self.actor, Taken(self._goods))

    def print_all(self) -> None:
        while self.queue.print_next():
            pass

    def states(self) -> list[JobState]:
        return [job.state for job in self.queue.jobs(self.actor)]

    def only_failed(self) -> UUID:
        (job,) = self.queue.failed(self.actor)
        return job.job


@pytest.fixture
def desk(shop: Shop, actor: Actor) -> Desk:
    return Desk(shop, actor)


def numbers(printed: Sequence[Row]) -> list[str]:
    return [row.left for row in printed if isinstance(row, Pair) and row.left.startswith("Order")]


def test_a_sale_is_printed_with_the_drawer_opened(desk: Desk) -> None:
    order = desk.sell()
    assert desk.states() == [JobState.WAITING]
    desk.print_all()
    assert numbers(desk.printer.printed[0]) == [f"Order no. {order.number}"]
    assert desk.printer.kicks == 1
    assert desk.states() == []


def test_a_pulled_cable_blocks_no_sale_and_loses_no_receipt(desk: Desk) -> None:
    desk.printer.error = PULLED_CABLE
    order = desk.sell()
    desk.print_all()
    (job,) = desk.queue.failed(desk.actor)
    assert (job.number, job.error, job.tries) == (order.number, "printer_not_reachable", 1)
    assert job.params == {"address": "192.168.1.50"}
    desk.printer.error = None
    desk.queue.retry(desk.actor)
    desk.print_all()
    assert len(desk.printer.printed) == 1
    assert desk.states() == []


def test_a_fault_of_the_driver_loses_no_receipt(desk: Desk) -> None:
    desk.printer.error = RuntimeError("a driver's own words")
    desk.sell()
    desk.print_all()
    (job,) = desk.queue.failed(desk.actor)
    assert job.error == "print_failed"


def test_a_later_retry_does_not_open_the_drawer(desk: Desk) -> None:
    desk.printer.error = PULLED_CABLE
    desk.sell()
    desk.print_all()
    desk.printer.error = None
    desk.queue.retry(desk.actor, desk.only_failed())
    desk.print_all()
    assert desk.printer.kicks == 0


def test_a_failed_job_can_be_dropped(desk: Desk) -> None:
    desk.printer.error = PULLED_CABLE
    desk.sell()
    desk.print_all()
    desk.queue.drop(desk.actor, desk.only_failed())
    assert desk.states() == []


def test_one_that_fails_does_not_stop_the_next(desk: Desk) -> None:
    desk.printer.error = PULLED_CABLE
    desk.sell()
    desk.print_all()
    desk.printer.error = None
    second = desk.sell()
    desk.print_all()
    assert numbers(desk.printer.printed[0]) == [f"Order no. {second.number}"]
    assert desk.states() == [JobState.FAILED]


@pytest.mark.parametrize("receipts", [PrintReceipts.ASK, PrintReceipts.NEVER])
def test_without_a_receipt_cash_still_opens_the_drawer(desk: Desk, receipts: PrintReceipts) -> None:
    desk.plan = PrintPlan(receipts)
    desk.sell()
    desk.print_all()
    assert (desk.printer.kicks, desk.printer.printed) == (1, [])


def test_a_drawer_that_did_not_open_does_not_open_later(desk: Desk) -> None:
    desk.plan = PrintPlan(PrintReceipts.NEVER)
    desk.printer.error = PULLED_CABLE
    desk.sell()
    desk.print_all()
    assert desk.states() == []


def test_without_a_printer_nothing_piles_up(desk: Desk) -> None:
    desk.printer.is_set_up = False
    order = desk.sell()
    assert desk.states() == []
    with pytest.raises(ShopError) as refused:
        desk.queue.print_order(desk.actor, order.order)
    assert refused.value.code is ErrorCode.PRINTER_NOT_SET


def test_any_old_receipt_prints_again_marked_as_a_copy(desk: Desk) -> None:
    desk.plan = PrintPlan(PrintReceipts.NEVER, opens_drawer=False)
    order = desk.sell()
    desk.queue.print_order(desk.actor, order.order, copy=True)
    desk.print_all()
    assert Mark("Copy, printed 2026-03-02 12:00") in desk.printer.printed[0]


def test_a_refund_prints(desk: Desk) -> None:
    order = desk.sell()
    desk.print_all()
    refunds = Refunds(desk.shop)
    refund = refunds.refund(desk.actor, RefundWish(refunds.new_key(), order.order))
    desk.queue.print_refund(desk.actor, refund.refund)
    desk.print_all()
    assert Pair("Original order", order.number) in desk.printer.printed[1]


def test_a_job_cut_off_by_the_end_of_the_program_is_shown_not_repeated(desk: Desk) -> None:
    desk.sell()
    desk.queue._take()
    assert desk.states() == [JobState.PRINTING]
    fresh = PrintQueue(desk.shop, lambda: desk.printer, lambda: desk.plan)
    fresh.recover()
    assert fresh.print_next() is False
    (job,) = fresh.failed(desk.actor)
    assert job.error == "print_interrupted"


def test_the_worker_prints_by_itself_and_ends(desk: Desk) -> None:
    worker = PrintWorker(desk.queue)
    worker.start()
    desk.sell()
    assert desk.printer.came_out.wait(10)
    worker.stop()
    assert desk.states() == []


def test_news_is_sent(desk: Desk) -> None:
    heard: list[PrintJobsChanged] = []

    def hear(event: PrintJobsChanged) -> None:
        heard.append(event)

    desk.shop.events.listen(PrintJobsChanged, hear)
    desk.sell()
    desk.print_all()
    assert len(heard) == 2
