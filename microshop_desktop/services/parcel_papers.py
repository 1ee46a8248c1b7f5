"""What is printed and filled in for parcels: slips with masked phones, sheets for couriers."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import bindparam, select

from microshop_desktop.domain.waybill import Goods, Waybill
from microshop_desktop.domain.waybill_sheets import SheetRow
from microshop_desktop.persistence.streaming import AnyRow
from microshop_desktop.persistence.tables.orders import OrderContact, OrderRow
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.courier_list import CourierBook
from microshop_desktop.services.customers import masked
from microshop_desktop.services.picking_values import Parcel
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.shop_settings import ShopSettings, read_settings

_CONTACTS = (
    select(OrderRow.id, OrderRow.note, OrderContact.name, OrderContact.phone, OrderContact.address)
    .outerjoin(OrderContact, OrderContact.order_id == OrderRow.id)
    .where(OrderRow.id.in_(bindparam("orders", expanding=True)))
)


class ParcelPapers:
    """Papers of the parcels of a round."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SYNC)
    def slips(
        self, actor: Actor, parcels: Sequence[Parcel], books: Mapping[UUID, CourierBook]
    ) -> tuple[Waybill, ...]:
        """Return the slips of parcels, in their order."""
        contacts, settings = self._read(parcels)
        name = self._shop.profile.name
        return tuple(
            Waybill(
                courier=books[parcel.account].name_of(parcel.courier),
                crate=parcel.crate,
                tracking=parcel.tracking,
                receiver=contacts[parcel.order].name or "",
                phone=masked(contacts[parcel.order].phone or ""),
                address=contacts[parcel.order].address or "",
                sender=name,
                sender_address=settings.address,
                order=parcel.number,
                goods=_goods(parcel),
                note=contacts[parcel.order].note,
            )
            for parcel in parcels
        )

    @act(Right.EXPORT_DATA)
    def sheet_rows(self, actor: Actor, parcels: Sequence[Parcel]) -> tuple[SheetRow, ...]:
        """Return parcels as couriers' sheets tell them, with all that is known of who gets them."""
        contacts, settings = self._read(parcels)
        name = self._shop.profile.name
        return tuple(
            SheetRow(
                receiver=contacts[parcel.order].name or "",
                phone=contacts[parcel.order].phone or "",
                address=contacts[parcel.order].address or "",
                goods="，".join(f"{goods.name}×{goods.pieces}" for goods in _goods(parcel)),
                pieces=1,
                note=contacts[parcel.order].note,
                order=parcel.number,
                sender=name,
                sender_phone=settings.phone,
                sender_address=settings.address,
            )
            for parcel in parcels
        )

    def _read(self, parcels: Sequence[Parcel]) -> tuple[dict[UUID, AnyRow], ShopSettings]:
        orders = [parcel.order for parcel in parcels]
        with self._shop.database.read() as connection:
            rows = connection.execute(_CONTACTS, {"orders": orders}).all() if orders else []
            return {row.id: row for row in rows}, read_settings(connection)


def _goods(parcel: Parcel) -> tuple[Goods, ...]:
    """Return what is in a parcel that leaves in part, else all that is to be in it."""
    counted = (
        (want.name, want.whole_pieces if parcel.in_part else want.pieces) for want in parcel.wants
    )
    return tuple(Goods(name, pieces) for name, pieces in counted if pieces)
