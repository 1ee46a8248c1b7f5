"""Booking deliveries in: one act writes the receipt, its movements and the new costs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from microshop_desktop.domain.basket import MOST_QUANTITY
from microshop_desktop.domain.deliveries import DeliveryLine, FreightBy, LandedLine, landed
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.money import MOST_TOTAL, plain_amount, times_quantity
from microshop_desktop.domain.quantity import plain_quantity
from microshop_desktop.domain.stock import MovementKind
from microshop_desktop.persistence.tables.catalogue import Sku, SkuUnit, Supplier
from microshop_desktop.persistence.tables.stock_papers import GoodsReceipt, GoodsReceiptLine
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.booking import Booking, FactHead
from microshop_desktop.services.catalogue_checks import check_amount
from microshop_desktop.services.events import CatalogueChanged, StockChanged
from microshop_desktop.services.goods_by_code import Goods, goods_by_code, goods_of
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.stock_book import Cause, Move, book_moves

_SET_COST = (
    update(Sku)
    .where(Sku.id == bindparam("sku"))
    .values(
        cost=bindparam("new"),
        version=Sku.version + 1,
        changed_at=bindparam("at"),
        changed_by_till=bindparam("till"),
    )
)


@dataclass(frozen=True, slots=True)
class ReceiptItem:
    """One line of a delivery: thousandths of `pack` (None: the base unit) at `unit_cost` each."""

    sku: UUID
    quantity: int
    unit_cost: int
    pack: UUID | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery to book in; money in minor units.

    `key` is chosen by the caller once: the same delivery given twice is booked once.
    """

    key: UUID
    items: tuple[ReceiptItem, ...]
    supplier: str = ""
    freight: int = 0
    freight_by: FreightBy = FreightBy.AMOUNT
    paid: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptLineView:
    """A line as it was booked; `total` without freight, which is `freight_share`."""

    no: int
    sku: UUID
    code: str
    name: str
    spec: str
    unit: str
    factor: int
    quantity: int
    unit_cost: int
    total: int
    freight_share: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """A delivery that was booked in. `again` says that it had been before."""

    receipt: UUID
    number: str
    at: datetime
    supplier: str
    goods_total: int
    freight: int
    paid: int
    note: str
    lines: tuple[ReceiptLineView, ...]
    again: bool = False

    @property
    def total(self) -> int:
        """What the delivery costs with its freight."""
        return self.goods_total + self.freight

    @property
    def owed(self) -> int:
        """What is still to be paid."""
        return self.total - self.paid


@dataclass(frozen=True, slots=True)
class PackChoice:
    """A way a SKU is delivered in: its base unit (`pack` None) or a pack."""

    pack: UUID | None
    name: str
    factor: int


@dataclass(slots=True)
class _Plan:
    """What is to be written of one item."""

    item: ReceiptItem
    unit: str
    landed: LandedLine
    line: DeliveryLine = field(init=False)

    def __post_init__(self) -> None:
        """Take the line out of its landed form."""
        self.line = self.landed.line


class Receiving:
    """Deliveries of goods."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.RECEIVE_GOODS)
    def find(self, actor: Actor, code: str) -> tuple[Goods, ...]:
        """Return the goods a code means, packs by their own code, off sale ones too."""
        with self._shop.database.read() as connection:
            return goods_by_code(connection, code)

    @act(Right.RECEIVE_GOODS)
    def goods(self, actor: Actor, sku: UUID) -> Goods:
        """Return a SKU in its base unit; `not_found` when it is gone."""
        with self._shop.database.read() as connection:
            return goods_of(connection, sku)

    @act(Right.RECEIVE_GOODS)
    def packs(self, actor: Actor, sku: UUID) -> tuple[PackChoice, ...]:
        """Return the ways a SKU may be delivered in, the base unit first."""
        with self._shop.database.read() as connection:
            base = goods_of(connection, sku)
            rows = connection.execute(
                select(SkuUnit.id, SkuUnit.name, SkuUnit.factor)
                .where(SkuUnit.sku_id == sku, SkuUnit.deleted_at.is_(None))
                .order_by(SkuUnit.factor)
            ).all()
        return (
            PackChoice(None, base.unit, 1),
            *(PackChoice(row.id, row.name, row.factor) for row in rows),
        )

    @act(Right.RECEIVE_GOODS)
    def suppliers(self, actor: Actor) -> tuple[str, ...]:
        """Return the names of the suppliers."""
        with self._shop.database.read() as connection:
            names = select(Supplier.name).where(Supplier.deleted_at.is_(None))
            return tuple(connection.execute(names.order_by(Supplier.name)).scalars())

    @act(Right.RECEIVE_GOODS)
    def book(self, actor: Actor, delivery: Delivery) -> Receipt:
        """Book a delivery in: the goods are on hand and their costs are the new ones.

        `bad_quantity` without lines or for one of no quantity, `bad_amount` for a wrong amount,
        `not_found` for goods or a pack that are gone. Given twice, the first receipt is returned.
        """
        self._check(delivery)
        with self._shop.booking(actor) as booking:
            known = _read(booking.connection, delivery.key, again=True)
            if known is not None:
                return known
            plans = _plans(booking.connection, delivery)
            head = booking.fact(delivery.key)
            receipt = _write(
                booking, delivery, plans, head=head, currency=self._shop.profile.currency.code
            )
        skus = frozenset(item.sku for item in delivery.items)
        self._shop.events.send(StockChanged(skus))
        self._shop.events.send(CatalogueChanged(skus))
        return receipt

    @act(Right.SEE_STOCK)
    def receipt(self, actor: Actor, receipt: UUID) -> Receipt:
        """Return a delivery that was booked in; `not_found`."""
        with self._shop.database.read() as connection:
            found = _read(connection, receipt, again=False)
        if found is None:
            raise ShopError(ErrorCode.NOT_FOUND, receipt=str(receipt))
        return found

    def _check(self, delivery: Delivery) -> None:
        exponent = self._shop.profile.currency.exponent
        if not delivery.items:
            raise ShopError(ErrorCode.BAD_QUANTITY, text="0")
        for amount in (delivery.freight, delivery.paid):
            check_amount(amount, exponent)
        for item in delivery.items:
            check_amount(item.unit_cost, exponent)
            if not 0 < item.quantity <= MOST_QUANTITY:
                raise ShopError(ErrorCode.BAD_QUANTITY, text=plain_quantity(item.quantity))
        goods = sum(times_quantity(item.unit_cost, item.quantity) for item in delivery.items)
        if goods > MOST_TOTAL:
            raise ShopError(ErrorCode.BAD_AMOUNT, text=plain_amount(goods, exponent))


def _plans(connection: Connection, delivery: Delivery) -> list[_Plan]:
    units = [_unit(connection, item) for item in delivery.items]
    lines = [
        DeliveryLine(item.quantity, item.unit_cost, factor)
        for item, (_, factor) in zip(delivery.items, units, strict=True)
    ]
    costed = landed(lines, delivery.freight, delivery.freight_by)
    return [
        _Plan(item, name, one)
        for item, (name, _), one in zip(delivery.items, units, costed, strict=True)
    ]


def _unit(connection: Connection, item: ReceiptItem) -> tuple[str, int]:
    base = goods_of(connection, item.sku)
    if item.pack is None:
        return base.unit, 1
    row = connection.execute(
        select(SkuUnit.name, SkuUnit.factor).where(
            SkuUnit.id == item.pack, SkuUnit.sku_id == item.sku, SkuUnit.deleted_at.is_(None)
        )
    ).one_or_none()
    if row is None:
        raise ShopError(ErrorCode.NOT_FOUND, pack=str(item.pack))
    return row.name, row.factor


def _write(
    booking: Booking, delivery: Delivery, plans: Sequence[_Plan], *, head: FactHead, currency: str
) -> Receipt:
    number = booking.receipt_number()
    goods_total = sum(plan.line.total for plan in plans)
    booking.connection.execute(
        insert(GoodsReceipt),
        {
            **head.values(),
            "number": number,
            "supplier_id": _supplier(booking, delivery.supplier),
            "place_id": booking.place,
            "currency": currency,
            "goods_total": goods_total,
            "freight": delivery.freight,
            "paid": delivery.paid,
            "note": " ".join(delivery.note.split()),
        },
    )
    booking.connection.execute(
        insert(GoodsReceiptLine),
        [_line_values(booking, head, no, plan) for no, plan in enumerate(plans, start=1)],
    )
    book_moves(booking, [_move(plan) for plan in plans], Cause("goods_receipt", head.id))
    _set_costs(booking, plans)
    booking.audit("goods_receipt", head, _digest(number, delivery, plans))
    written = _read(booking.connection, head.id, again=False)
    if written is None:
        raise ShopError(ErrorCode.NOT_FOUND, receipt=str(head.id))
    return written


def _line_values(booking: Booking, head: FactHead, no: int, plan: _Plan) -> dict[str, object]:
    return {
        "id": booking.ids.new(),
        "goods_receipt_id": head.id,
        "no": no,
        "sku_id": plan.item.sku,
        "unit": plan.unit,
        "factor": plan.line.factor,
        "quantity": plan.line.quantity,
        "unit_cost": plan.line.unit_cost,
        "total": plan.line.total,
        "freight_share": plan.landed.freight,
    }


def _move(plan: _Plan) -> Move:
    return Move(
        plan.item.sku, MovementKind.RECEIPT, plan.line.base_quantity, plan.landed.cost_value
    )


def _set_costs(booking: Booking, plans: Sequence[_Plan]) -> None:
    """Make the cost of a piece the SKU's last known cost; of two lines the later one counts."""
    costs = {plan.item.sku: plan.landed.unit_cost for plan in plans}
    stamp = {"at": booking.at, "till": booking.till}
    booking.connection.execute(
        _SET_COST, [{"sku": sku, "new": cost, **stamp} for sku, cost in costs.items()]
    )


def _supplier(booking: Booking, name: str) -> UUID | None:
    cleaned = " ".join(name.split())
    if not cleaned:
        return None
    known: UUID | None = booking.connection.scalar(
        select(Supplier.id).where(Supplier.name == cleaned, Supplier.deleted_at.is_(None))
    )
    if known is not None:
        return known
    supplier = booking.ids.new()
    booking.connection.execute(
        insert(Supplier),
        {
            "id": supplier,
            "name": cleaned,
            "changed_at": booking.at,
            "changed_by_till": booking.till,
        },
    )
    return supplier


def _digest(number: str, delivery: Delivery, plans: Sequence[_Plan]) -> dict[str, object]:
    return {
        "number": number,
        "freight": delivery.freight,
        "paid": delivery.paid,
        "lines": [[str(plan.item.sku), plan.line.base_quantity, plan.line.total] for plan in plans],
    }


def _read(connection: Connection, receipt: UUID, *, again: bool) -> Receipt | None:
    head = connection.execute(
        select(
            GoodsReceipt.number,
            GoodsReceipt.at,
            GoodsReceipt.goods_total,
            GoodsReceipt.freight,
            GoodsReceipt.paid,
            GoodsReceipt.note,
            Supplier.name.label("supplier"),
        )
        .outerjoin(Supplier, Supplier.id == GoodsReceipt.supplier_id)
        .where(GoodsReceipt.id == receipt)
    ).one_or_none()
    if head is None:
        return None
    return Receipt(
        receipt=receipt,
        number=head.number,
        at=head.at,
        supplier=head.supplier or "",
        goods_total=head.goods_total,
        freight=head.freight,
        paid=head.paid,
        note=head.note,
        lines=_read_lines(connection, receipt),
        again=again,
    )


def _read_lines(connection: Connection, receipt: UUID) -> tuple[ReceiptLineView, ...]:
    rows = connection.execute(
        select(
            GoodsReceiptLine.no,
            GoodsReceiptLine.sku_id,
            Sku.main_code,
            Sku.name,
            Sku.spec,
            GoodsReceiptLine.unit,
            GoodsReceiptLine.factor,
            GoodsReceiptLine.quantity,
            GoodsReceiptLine.unit_cost,
            GoodsReceiptLine.total,
            GoodsReceiptLine.freight_share,
        )
        .join(Sku, Sku.id == GoodsReceiptLine.sku_id)
        .where(GoodsReceiptLine.goods_receipt_id == receipt)
        .order_by(GoodsReceiptLine.no)
    )
    return tuple(_line_view(row) for row in rows)


def _line_view(row: Row[*tuple[Any, ...]]) -> ReceiptLineView:
    return ReceiptLineView(
        no=row.no,
        sku=row.sku_id,
        code=row.main_code,
        name=row.name,
        spec=row.spec,
        unit=row.unit,
        factor=row.factor,
        quantity=row.quantity,
        unit_cost=row.unit_cost,
        total=row.total,
        freight_share=row.freight_share,
    )
