"""The slip of an order says what is being confirmed, as long as that is not known."""

from microshop_desktop.domain.basket import Method, Tender
from microshop_desktop.domain.payment import AttemptKind, Doubt, Unclear
from microshop_desktop.domain.receipt_layout import Mark
from microshop_desktop.services.print_queue import PrintQueue
from microshop_desktop.services.slips import Slips
from tests.payments.conftest import Counter
from tests.services.test_print_queue import PaperPrinter


def test_it_names_what_is_asked_for(counter: Counter) -> None:
    placed = counter.place()
    sent = counter.send(placed)
    slip = Slips(counter.shop).of_order(counter.actor, placed.order)
    assert slip is not None
    assert (slip.number, slip.amount, slip.currency) == (placed.number, 1700, "CNY")
    assert slip.method == "WeChat Pay"
    assert sent.attempt.out_trade_no.endswith(slip.tail)
    assert not slip.practice


def test_it_is_of_the_part_that_is_asked_for(counter: Counter) -> None:
    placed = counter.place(AttemptKind.CODE)
    counter.gateway.instead.append(Unclear(Doubt.NO_ANSWER))
    counter.send(placed, "134567890123456789")
    slip = Slips(counter.shop).of_order(counter.actor, placed.order)
    assert slip is not None
    assert slip.amount == 1700


def test_what_is_settled_has_none(counter: Counter) -> None:
    placed = counter.place()
    counter.send(placed)
    counter.gateway.customer_pays(counter.attempt(placed).attempt.out_trade_no)
    counter.pass_time(4)
    assert Slips(counter.shop).of_order(counter.actor, placed.order) is None


def test_it_is_printed_unless_the_payment_was_settled_meanwhile(counter: Counter) -> None:
    printer = PaperPrinter()
    queue = PrintQueue(counter.shop, lambda: printer)
    first, second = counter.place(), counter.place()
    for placed in (first, second):
        counter.send(placed)
        queue.print_slip(counter.actor, placed.order)
    (job, other) = queue.jobs(counter.actor)
    assert (job.number, other.number) == (first.number, second.number)
    attempt = counter.attempt(second).attempt
    counter.orders.give_up(counter.actor, attempt.id)
    counter.pass_time(4)
    counter.orders.pay(counter.actor, second.order, [Tender(Method.CASH, 1700)])
    while queue.print_next():
        pass
    (printed,) = printer.printed
    assert Mark("Payment being confirmed") in printed
    assert queue.jobs(counter.actor) == ()
