"""What the customer sees at this moment, as texts: made of the till's state, without a widget."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.collection_code import CodeScheme
from microshop_desktop.domain.payment import AttemptKind
from microshop_desktop.domain.tenders import still_due
from microshop_desktop.infra.formats import money_text, number_text
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.ui.customer_display.source import Surroundings, TillState
from microshop_desktop.ui.sell.payment_words import method_word
from microshop_desktop.ui.sell.phone_stage import Stage

if TYPE_CHECKING:
    from microshop_desktop.domain.payment import Attempt
    from microshop_desktop.ui.sell.news import LastSale

THANKS_FOR = 8.0
"""Seconds that thanks stay after a sale."""


class Scene(StrEnum):
    """What the customer's screen is about."""

    IDLE = "idle"
    BASKET = "basket"
    CODE = "code"
    """A QR code to scan."""
    PAYING = "paying"
    CHECKING = "checking"
    """Nobody knows yet whether the money arrived."""
    THANKS = "thanks"


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """A line: its name, how many at which price, what is special about it, what it costs."""

    name: str
    detail: str
    tag: str
    total: str
    picture: str


@dataclass(frozen=True, slots=True)
class Money:
    """The foot of the basket; `saved` and `why` are empty where nothing was taken off.

    `received` is what was paid of it so far, empty before; `due` what is still to be paid.
    """

    pieces: str = ""
    subtotal: str = ""
    saved: str = ""
    why: str = ""
    received: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class Pane:
    """The coloured side: in whose colours (`wechat`, `alipay`, empty for none) and what it says."""

    method: str = ""
    icon: str = ""
    title: str = ""
    qr: str = ""
    amount: str = ""
    note: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class CustomerSight:
    """All that is shown. `practice`: no real money moves, and the screen says so."""

    scene: Scene
    shop: str
    customer: str = ""
    lines: tuple[CustomerLine, ...] = ()
    money: Money = Money()
    pane: Pane = Pane()
    pills: tuple[str, ...] = ()
    number: str = ""
    practice: bool = False
    poster: str = ""
    """Name of the picture of the idle screen."""


class CustomerViewModel:
    """Reads the till at each look; remembers only when the last sale was first seen."""

    def __init__(self, till: TillState, around: Surroundings) -> None:
        self._till, self._around = till, around
        self._thanked: tuple[UUID, float] | None = None
        self._saved = 0
        self._paid_by: Method | None = None

    def sight(self) -> CustomerSight:
        """Return what is to be shown now."""
        sale = self._till.last_sale
        if sale is not None and self._till.priced.basket.is_empty:
            return self._thanks(sale) if self._is_fresh(sale) else self._idle()
        if self._till.priced.basket.is_empty:
            return self._idle()
        self._remember()
        return self._basket()

    @property
    def thanks_left(self) -> float:
        """How many seconds thanks stay on the screen; zero where none are shown."""
        if self._thanked is None:
            return 0.0
        return max(0.0, THANKS_FOR - (self._around.seconds() - self._thanked[1]))

    # ------------------------------------------------------------------ scenes

    def _idle(self) -> CustomerSight:
        welcome = Pane(title=_("Welcome"))
        poster = self._around.poster()
        return CustomerSight(Scene.IDLE, self._around.shop(), pane=welcome, poster=poster)

    def _basket(self) -> CustomerSight:
        scene, pane = self._side()
        customer = self._till.priced.basket.customer
        phone = self._till.phone
        record = None if phone is None else phone.record
        return CustomerSight(
            scene,
            self._around.shop(),
            customer="" if customer is None else _customer_text(customer.name, customer.points),
            lines=self._lines(),
            money=self._money(),
            pane=pane,
            practice=record is not None and record.practice,
        )

    def _thanks(self, sale: "LastSale") -> CustomerSight:
        currency = self._till.currency
        pills = []
        if self._saved > 0:
            text = _("You saved {amount}")
            pills.append(text.format(amount=money_text(self._saved, currency)))
        if sale.change > 0:
            text = _("Change {amount}")
            pills.append(text.format(amount=money_text(sale.change, currency)))
        pane = Pane(
            icon="check",
            title=self._received(),
            amount=money_text(sale.total, currency),
            note=_("Thank you, see you soon"),
            hint=_("For returns show this code"),
        )
        return CustomerSight(
            Scene.THANKS,
            self._around.shop(),
            pane=pane,
            pills=tuple(pills),
            number=sale.number,
        )

    def _received(self) -> str:
        if self._paid_by in {Method.WECHAT, Method.ALIPAY}:
            return _("Received by {method}").format(method=method_word(self._paid_by))
        return _("Paid")

    # ------------------------------------------------------------------ the coloured side

    def _side(self) -> tuple[Scene, Pane]:
        phone, payment = self._till.phone, self._till.payment
        if phone is not None and phone.record is not None and phone.stage is not None:
            return self._phone_side(phone.record.attempt, phone.stage)
        if payment is None:
            return Scene.BASKET, Pane()
        if payment.code_wanted:
            return Scene.PAYING, Pane(icon="barcode", title=_("Please show your payment code"))
        code = self._around.code_for(payment.method)
        if code is None:
            return Scene.BASKET, Pane()
        return Scene.CODE, self._code_pane(code.text, code.scheme, code.owner, payment.amount)

    def _code_pane(self, text: str, scheme: CodeScheme, owner: str, amount: int) -> Pane:
        method = "" if scheme is CodeScheme.OTHER else scheme.value
        return Pane(
            method=method,
            icon=_ICONS.get(method, "qr-code"),
            title=_scan_text(method),
            qr=text,
            amount=money_text(amount, self._till.currency),
            note=_("Please type this amount. Goes to {name}").format(name=owner),
        )

    def _phone_side(self, attempt: "Attempt", stage: Stage) -> tuple[Scene, Pane]:
        method = attempt.method.value
        pane = Pane(
            method=method,
            icon=_ICONS.get(method, "device-mobile"),
            amount=money_text(attempt.amount, self._till.currency),
        )
        if stage is Stage.WAITING and attempt.qr:
            note = _("Please wait a moment after paying, until the screen says that it arrived")
            hint = _("Or show your payment code to the cashier")
            return Scene.CODE, _told(pane, _scan_text(method), note, qr=attempt.qr, hint=hint)
        if stage is Stage.PAYING:
            by_code = attempt.kind is AttemptKind.CODE
            note = (
                _("Please confirm on your phone") if by_code else _("Please finish on your phone")
            )
            return Scene.PAYING, _told(pane, _("One moment please"), note)
        if stage in {Stage.UNKNOWN, Stage.CLOSING}:
            note = _("We are checking this payment. Please don't pay again")
            return Scene.CHECKING, _told(pane, _("One moment please"), note)
        return Scene.BASKET, Pane()

    # ------------------------------------------------------------------ the basket

    def _lines(self) -> tuple[CustomerLine, ...]:
        rows = self._till.rows
        pictures = self._around.pictures([row.sku for row in rows if row.sku is not None])
        return tuple(
            CustomerLine(
                name=row.name,
                detail=f"{row.quantity} × {row.price}",
                tag=row.tag,
                total=row.total,
                picture=pictures.get(row.sku, "") if row.sku is not None else "",
            )
            for row in rows
        )

    def _money(self) -> Money:
        priced, currency = self._till.priced, self._till.currency
        count = sum(_pieces(line.line.goods.by_weight, line.line.quantity) for line in priced.lines)
        pieces = ngettext("{count} piece", "{count} pieces", count).format(count=number_text(count))
        saved = priced.discount + priced.rounding
        received = priced.basket.received
        paid = sum(tender.amount for tender in received)
        return Money(
            pieces=pieces,
            subtotal=_("Subtotal {amount}").format(amount=money_text(priced.subtotal, currency)),
            saved=money_text(-saved, currency) if saved > 0 else "",
            why=_("Discounts and rounding") if priced.rounding else _("Discounts"),
            received=money_text(-paid, currency) if paid else "",
            due=money_text(still_due(priced.total, received), currency),
        )

    # ------------------------------------------------------------------ memory

    def _remember(self) -> None:
        """Keep what the thanks are to say once the basket is gone."""
        priced, payment, phone = self._till.priced, self._till.payment, self._till.phone
        self._saved = priced.discount + priced.rounding
        if phone is not None and phone.record is not None:
            self._paid_by = phone.record.attempt.method
        elif payment is not None:
            self._paid_by = payment.method
        self._thanked = None

    def _is_fresh(self, sale: "LastSale") -> bool:
        if self._thanked is None or self._thanked[0] != sale.order:
            self._thanked = (sale.order, self._around.seconds())
        return self.thanks_left > 0


_ICONS = {"wechat": "wechat-pay", "alipay": "alipay"}


def _told(pane: Pane, title: str, note: str, *, qr: str = "", hint: str = "") -> Pane:
    return Pane(pane.method, pane.icon, title, qr, pane.amount, note, hint)


def _scan_text(method: str) -> str:
    if method == "wechat":
        return _("Scan with WeChat to pay")
    if method == "alipay":
        return _("Scan with Alipay to pay")
    return _("Scan to pay")


def _customer_text(name: str, points: int) -> str:
    if not points:
        return name
    return _("{name} · {points} points").format(name=name, points=number_text(points))


def _pieces(by_weight: bool, quantity: int) -> int:
    """How many pieces a line counts as: what is weighed is one."""
    return 1 if by_weight else quantity // 1000
