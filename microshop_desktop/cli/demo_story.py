"""One whole day in the demo shop, played through the services and told in plain sentences."""

import socket
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from microshop_desktop.cli.demo_phone import PhoneCounter, PhoneFolders
from microshop_desktop.devices.receipt_printer import PrinterSettings, ReceiptPrinter
from microshop_desktop.domain import basket as baskets
from microshop_desktop.domain.basket import (
    Basket,
    CustomerFacts,
    Discount,
    DiscountKind,
    Method,
    Tender,
)
from microshop_desktop.domain.codes import check_digit
from microshop_desktop.domain.pricing import RoundingRule
from microshop_desktop.domain.quantity import pieces
from microshop_desktop.domain.refunds import Wanted
from microshop_desktop.domain.stock import MovementKind
from microshop_desktop.drawing.pdf import write_receipt_pdf
from microshop_desktop.drawing.receipt import receipt_picture, rows_dots
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.infra.formats import (
    money_text,
    quantity_text,
    time_text,
)
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.sandbox.trades import Platform
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.backups import Backups
from microshop_desktop.services.baskets import Baskets
from microshop_desktop.services.customers import Customers
from microshop_desktop.services.doctor import Doctor
from microshop_desktop.services.lookup import Lookup
from microshop_desktop.services.print_queue import PrintPlan, PrintQueue
from microshop_desktop.services.receipt_words import receipt_words
from microshop_desktop.services.receipts import Receipts
from microshop_desktop.services.receiving import Delivery, ReceiptItem, Receiving
from microshop_desktop.services.refund_booking import RefundWish
from microshop_desktop.services.refunds import Refunds
from microshop_desktop.services.reports import Reports
from microshop_desktop.services.selling import Sale, Selling
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.shop_settings import PrintReceipts, Settings
from microshop_desktop.services.stock import Stock
from microshop_desktop.services.stock_records import Adjustment

CRISPS, SODA, BERRIES, BALM = "6900001003199", "6900004002267", "6900001012122", "6900002004560"
MASK, COFFEE, ALMONDS, MANGOES = "6900003007188", "6900004003332", "6900001015345", "6900001000310"
ORANGES_PLU = "2100021"
_TENTH_OFF = Discount(DiscountKind.PERCENT, 1000)
_ENTERS = 50


@dataclass(frozen=True, slots=True)
class Place:
    """Where the story leaves its pictures, its backups, and the keys of its practice accounts."""

    pictures: Path
    backups: Path
    keys: PhoneFolders


class Story:
    """A day at the till; each step does something real and gives the sentence that tells it."""

    def __init__(self, shop: Shop, clock: FixedClock, place: Place) -> None:
        """Play in this shop, whose clock is moved on."""
        self._shop = shop
        self._clock = clock
        self._place = place
        self._actor: Actor = shop.owner()
        self._selling = Selling(shop)
        self._baskets = Baskets(shop)
        self._printer = PrinterSettings("network", _nobody_listens(), time_out=1)
        self._queue = PrintQueue(
            shop,
            lambda: ReceiptPrinter(self._printer, rows_dots),
            lambda: PrintPlan(PrintReceipts.ALWAYS),
        )
        self._first_order: UUID | None = None
        self._phones: PhoneCounter | None = None
        self._dice = Random(14)  # noqa: S311 (a story, no secret)

    def tell(self) -> Iterator[str]:
        """Play the day step by step; each sentence begins with its time."""
        steps: Sequence[tuple[int, Callable[[], str]]] = (
            (5, self._open),
            (12, self._cash),
            (34, self._member),
            (21, self._weight),
            (4, self._others),
            (11, self._discounts),
            (65, self._hold),
            (3, self._recall),
            (8, self._phone_qr),
            (7, self._phone_code),
            (27, self._many_enters),
            (2, self._others),
            (9, self._refund),
            (5, self._others),
            (31, self._receive),
            (14, self._write_off),
            (6, self._pulled_cable),
            (9, self._printed_after_all),
            (12, self._others),
            (6, self._others),
            (9, self._pictures),
            (35, self._others),
            (20, self._others),
            (45, self._report),
            (5, self._backup),
            (1, self._doctor),
        )
        try:
            for minutes, step in steps:
                self._clock.advance(timedelta(minutes=minutes))
                local = self._clock.now().astimezone(ZoneInfo(self._shop.profile.zone))
                yield f"{time_text(local)}  {step()}"
        finally:
            if self._phones is not None:
                self._phones.stop()

    # ------------------------------------------------------------------ steps

    def _open(self) -> str:
        Settings(self._shop).change(self._actor, rounding=RoundingRule.TENTH)
        goods = len(Lookup(self._shop).tiles(self._actor, limit=1000))
        return _("{shop} opens. {count} kinds of goods are on the shelves.").format(
            shop=self._shop.profile.name, count=goods
        )

    def _cash(self) -> str:
        sale = self._sell(self._scan(CRISPS, CRISPS, BERRIES), Tender(Method.CASH, 5000))
        self._first_order = sale.order
        return _(
            "{number}: three scans, cash. {paid} given, {change} back; the drawer is told to open."
        ).format(number=sale.number, paid=self._money(5000), change=self._money(sale.change))

    def _member(self) -> str:
        customer = self._member_facts()
        basket = self._scan(MASK, SODA)
        full = self._selling.price(self._actor, basket).total
        basket = baskets.set_customer(basket, customer)
        sale = self._sell(basket, self._exactly(Method.WECHAT, basket))
        return _(
            "{number}: {customer} is a member and saves {saved}. WeChat, {total},"
            " confirmed by the cashier."
        ).format(
            number=sale.number,
            customer=customer.name,
            saved=self._money(full - sale.total),
            total=self._money(sale.total),
        )

    def _weight(self) -> str:
        label = f"{ORANGES_PLU}01260"
        basket = self._scan(label + check_digit(label))
        line = basket.lines[0]
        sale = self._sell(basket)
        return _("{number}: the scale's label says {weight} of {goods}: {total}.").format(
            number=sale.number,
            weight=quantity_text(line.quantity, line.unit.name),
            goods=line.goods.name,
            total=self._money(sale.total),
        )

    def _others(self) -> str:
        """Serve whoever comes in between; which goods they take is drawn by a fixed seed."""
        count = self._dice.randint(4, 7)
        total = 0
        for _customer in range(count):
            self._clock.advance(timedelta(minutes=self._dice.randint(5, 14)))
            total += self._serve_somebody()
        return ngettext(
            "Meanwhile {count} other customer is served, for {total}.",
            "Meanwhile {count} other customers are served, for {total}.",
            count,
        ).format(count=count, total=self._money(total))

    def _serve_somebody(self) -> int:
        shown = Lookup(self._shop).tiles(self._actor, limit=40)
        tiles = [tile for tile in shown if tile.available > pieces(5)]
        basket = self._baskets.new()
        for tile in self._dice.sample(tiles, self._dice.randint(1, 4)):
            goods = Lookup(self._shop).sku(self._actor, tile.sku).goods
            weighed = self._dice.randint(80, 300) * 5
            basket, _no = baskets.add(
                basket, goods, quantity=weighed if tile.by_weight else pieces(1)
            )
        method = self._dice.choice((Method.WECHAT, Method.WECHAT, Method.ALIPAY, Method.CASH))
        return self._sell(basket, self._exactly(method, basket)).total

    def _discounts(self) -> str:
        basket = self._scan(BALM, SODA, SODA, SODA)
        basket = baskets.discount_line(basket, 1, _TENTH_OFF)
        off = Discount(DiscountKind.AMOUNT, 500, _("Opening week"))
        basket = baskets.discount_basket(basket, off)
        priced = self._selling.price(self._actor, basket)
        sale = self._sell(basket, self._exactly(Method.ALIPAY, basket))
        given = priced.subtotal - priced.total
        return _(
            "{number}: 10% off one line, {off} off the whole, small change dropped:"
            " {given} given, {total} paid."
        ).format(
            number=sale.number,
            off=self._money(500),
            given=self._money(given),
            total=self._money(sale.total),
        )

    def _hold(self) -> str:
        basket = self._scan(COFFEE, COFFEE)
        before = self._available(COFFEE)
        name = _("Forgot the purse")
        self._baskets.hold(self._actor, basket, name)
        return _(
            "A basket is put aside as “{name}” and its goods are kept: {before} available before,"
            " {after} now."
        ).format(
            name=name, before=quantity_text(before), after=quantity_text(self._available(COFFEE))
        )

    def _recall(self) -> str:
        held = self._baskets.held(self._actor)[0]
        sale = self._sell(self._baskets.recall(self._actor, held.basket))
        return _("{number}: “{name}” is back and pays {total}.").format(
            number=sale.number, name=held.name, total=self._money(sale.total)
        )

    def _phone_qr(self) -> str:
        basket = self._scan(BERRIES, COFFEE)
        self._phones = PhoneCounter(self._shop, self._clock, self._place.keys)
        order = self._phones.pay_by_qr(basket, Method.WECHAT)
        return _(
            "{number}: the customer scans the QR on the screen, opens the page on the phone and"
            " pays {total}. Practice WeChat Pay confirms it, signed."
        ).format(number=order.number, total=self._money(order.total))

    def _phone_code(self) -> str:
        if self._phones is None:
            message = "the QR comes before"
            raise LookupError(message)
        order = self._phones.pay_by_code(self._scan(SODA, SODA), Platform.ALIPAY)
        return _(
            "{number}: the code on the customer's phone is scanned, {total} by Alipay."
        ).format(number=order.number, total=self._money(order.total))

    def _many_enters(self) -> str:
        basket = self._scan(CRISPS)
        sales = [self._sell(basket) for _enter in range(_ENTERS)]
        count = len({sale.number for sale in sales})
        return ngettext(
            "{number}: Enter was pressed {enters} times. It became {count} sale.",
            "{number}: Enter was pressed {enters} times. It became {count} sales.",
            count,
        ).format(number=sales[0].number, enters=_ENTERS, count=count)

    def _refund(self) -> str:
        refunds = Refunds(self._shop)
        wish = RefundWish(refunds.new_key(), self._order(), (Wanted(1, pieces(1)),))
        refund = refunds.refund(self._actor, wish)
        return _(
            "{number}: one of two bags comes back, {amount} in cash, back on the shelf."
        ).format(number=refund.number, amount=self._money(refund.amount))

    def _receive(self) -> str:
        goods = self._goods(ALMONDS)
        cost = 1050
        item = ReceiptItem(goods, pieces(24), cost)
        supplier = _("Nut wholesaler")
        delivery = Delivery(self._shop.ids.new(), (item,), supplier=supplier, freight=1200)
        receipt = Receiving(self._shop).book(self._actor, delivery)
        return _(
            "{number}: 24 bags of almonds come in, {total} with freight. They were sold out;"
            " now {available} can be sold."
        ).format(
            number=receipt.number,
            total=self._money(receipt.total),
            available=quantity_text(self._available(ALMONDS)),
        )

    def _write_off(self) -> str:
        loss = Adjustment(self._goods(MANGOES), MovementKind.LOSS, pieces(1), _("Bruised"))
        adjusted = Stock(self._shop).adjust(self._actor, loss)
        return _("One portion of mangoes is bruised and written off; {left} left.").format(
            left=quantity_text(adjusted.on_hand)
        )

    def _pulled_cable(self) -> str:
        self._print_all()
        waiting = len(self._queue.failed(self._actor))
        return ngettext(
            "The printer's cable is out. No sale waited for it; {count} receipt waits in the list.",
            "The printer's cable is out. No sale waited for it; {count} receipts wait in the list.",
            waiting,
        ).format(count=waiting)

    def _printed_after_all(self) -> str:
        paper = self._place.pictures / "printer.bin"
        self._printer = PrinterSettings("file", str(paper))
        waiting = len(self._queue.failed(self._actor))
        self._queue.retry(self._actor)
        self._print_all()
        left = len(self._queue.jobs(self._actor))
        return _("The cable is back: {printed} printed, {left} left.").format(
            printed=waiting - left, left=left
        )

    def _print_all(self) -> None:
        while self._queue.print_next():
            pass

    def _pictures(self) -> str:
        receipts, words = Receipts(self._shop), receipt_words()
        receipt = receipts.of_order(self._actor, self._order())
        picture = self._place.pictures / "receipt.png"
        receipt_picture(receipt, words).save(str(picture))
        write_receipt_pdf(receipt, words, picture.with_suffix(".pdf"))
        copy = receipts.of_order(self._actor, self._order(), copy=True)
        receipt_picture(copy, words).save(str(picture.with_stem("receipt-copy")))
        return _("The morning's receipt is drawn as a picture, as PDF and as a marked copy.")

    def _report(self) -> str:
        self._print_all()
        report = Reports(self._shop).day(self._actor)
        figures = report.sales.figures
        best = report.top[0].name if report.top else ""
        return _(
            "The day: {orders} orders, {net} taken, {profit} of it profit. Best seller: {best}."
        ).format(
            orders=figures.orders,
            net=self._money(figures.net),
            profit=self._money(figures.profit),
            best=best,
        )

    def _backup(self) -> str:
        backup = Backups(self._shop, self._place.backups).make(self._actor)
        if backup is None:
            return _("Nothing changed since the last backup.")
        return _("Backup made and checked: {size} kB with {orders} orders.").format(
            size=backup.bytes // 1000, orders=backup.orders
        )

    def _doctor(self) -> str:
        findings = Doctor(self._shop).check(self._actor)
        broken = [check.name for check in findings.checks if not check.ok]
        if broken:
            return _("The books do not add up: {names}.").format(names=", ".join(broken))
        return _("All {count} checks of the books are right. Good night.").format(
            count=len(findings.checks)
        )

    # ------------------------------------------------------------------ hands

    def _scan(self, *codes: str) -> Basket:
        """Scan codes into a new basket."""
        basket = self._baskets.new()
        lookup = Lookup(self._shop)
        for code in codes:
            found = lookup.scan(self._actor, code)[0]
            basket, _no = baskets.add(
                basket,
                found.goods,
                quantity=found.quantity,
                unit=found.unit,
                label_total=found.label_total,
            )
        self._baskets.save(self._actor, basket)
        return basket

    def _sell(self, basket: Basket, *tenders: Tender) -> Sale:
        return self._selling.finish(self._actor, basket, tenders)

    def _exactly(self, method: Method, basket: Basket) -> Tender:
        return Tender(method, self._selling.price(self._actor, basket).total)

    def _member_facts(self) -> CustomerFacts:
        found = Customers(self._shop).find(self._actor, "13900000018")[0]
        return replace(found.facts, member=True)

    def _goods(self, code: str) -> UUID:
        found = Lookup(self._shop).scan(self._actor, code)[0].goods.sku
        if found is None:
            raise LookupError(code)
        return found

    def _available(self, code: str) -> int:
        return Lookup(self._shop).scan(self._actor, code)[0].available

    def _order(self) -> UUID:
        if self._first_order is None:
            message = "the first sale comes before"
            raise LookupError(message)
        return self._first_order

    def _money(self, minor: int) -> str:
        return money_text(minor, self._shop.profile.currency)


def _nobody_listens() -> str:
    """Return an address of this machine where no printer is."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        host, port = listener.getsockname()
    return f"{host}:{port}"
