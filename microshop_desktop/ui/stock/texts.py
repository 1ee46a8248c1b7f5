"""The texts of the Stock page: cells, figures, movements."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from microshop_desktop.domain.money import Currency
from microshop_desktop.domain.stock import MovementKind
from microshop_desktop.infra.formats import (
    amount_text,
    moment_text,
    money_text,
    number_text,
    quantity_text,
    signed_quantity_text,
)
from microshop_desktop.infra.stock_words import movement_kind_text, reservation_text
from microshop_desktop.infra.translations import _, ngettext
from microshop_desktop.services.stock_records import (
    MovementRow,
    ReservationRow,
    StockFigures,
    StockRow,
)

ICONS = {
    MovementKind.OPENING: "archive-box",
    MovementKind.SALE: "bag-simple",
    MovementKind.REFUND: "arrow-u-up-left",
    MovementKind.RECEIPT: "truck",
    MovementKind.SUPPLIER_RETURN: "arrow-right",
    MovementKind.LOSS: "trash",
    MovementKind.GAIN: "plus-circle",
    MovementKind.OWN_USE: "house",
    MovementKind.SAMPLE: "test-tube",
    MovementKind.GIFT: "gift",
    MovementKind.COUNT: "clipboard-text",
    MovementKind.TRANSFER: "arrows-left-right",
    MovementKind.KIT: "stack",
}
"""The picture of each kind of movement."""
_SOON = 3
"""Days that goods last when it is time to think of buying."""


def full_name(row: StockRow) -> str:
    """The name of the product with the spec of the variant."""
    return " ".join(part for part in (row.name, row.spec) if part)


def code_line(row: StockRow) -> str:
    """The quiet line under the name: the seller's own code, else the barcode."""
    return row.merchant_code or row.code


def on_hand_text(row: StockRow) -> str:
    """What is there, with its unit for goods by weight."""
    return quantity_text(row.on_hand, _weight_unit(row))


def available_text(row: StockRow) -> str:
    """What can be promised."""
    return quantity_text(row.available, _weight_unit(row))


def value_text(row: StockRow, currency: Currency) -> str:
    """What the goods cost."""
    return amount_text(row.value, currency)


def days_text(row: StockRow) -> str:
    """How long the goods last at the speed of late; empty where none was sold."""
    if row.available <= 0:
        return _("sold out") if row.kept else ""
    if row.days_left is None:
        return ""
    days = ngettext("{count} day", "{count} days", row.days_left)
    return days.format(count=number_text(row.days_left))


def days_tone(row: StockRow) -> str:
    """The colour of the days: red when nothing is left, amber when it is time to buy."""
    if row.available <= 0:
        return "danger"
    return "warning" if row.days_left is not None and row.days_left <= _SOON else "text"


def figures_texts(figures: StockFigures, currency: Currency) -> tuple[tuple[str, str, str], ...]:
    """The four figures over the list: head, figure, and what belongs to it."""
    variants = ngettext("{count} variant", "{count} variants", figures.skus)
    kept = ngettext("for {count} sale", "for {count} sales", figures.reservations)
    return (
        (_("Stock value (cost)"), money_text(figures.value, currency), ""),
        (
            _("On hand"),
            quantity_text(figures.on_hand),
            variants.format(count=number_text(figures.skus)),
        ),
        (
            _("Reserved"),
            quantity_text(figures.reserved),
            kept.format(count=number_text(figures.reservations)),
        ),
        (
            _("Not moved for 90 days"),
            number_text(figures.unmoved),
            money_text(figures.unmoved_value, currency),
        ),
    )


def movement_text(movement: MovementRow) -> str:
    """What happened, with its reason where one was given."""
    kind = movement_kind_text(movement.kind.value)
    if not movement.note:
        return kind
    return _("{kind}: {note}").format(kind=kind, note=movement.note)


def movement_detail(movement: MovementRow, *, zone: str, today: date) -> str:
    """When it happened, the record behind it, and who did it."""
    parts = (moment(movement.at, zone, today), movement.cause_name, movement.staff)
    return " · ".join(part for part in parts if part)


def change_text(movement: MovementRow) -> str:
    """The change with its sign."""
    return signed_quantity_text(movement.quantity)


def reservation_line(row: ReservationRow) -> str:
    """Who goods are kept for."""
    return row.cause_name or reservation_text(row.cause_kind)


def moment(at: datetime, zone: str, today: date) -> str:
    """A moment as seen from today, in the shop's zone."""
    return moment_text(at.astimezone(ZoneInfo(zone)), today)


def _weight_unit(row: StockRow) -> str:
    return row.unit or "kg" if row.by_weight else ""
