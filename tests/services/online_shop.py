"""An online shop for tests of services: an account, goods listed there, orders as it tells them."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update

from microshop_desktop.domain.online_order import Contact, Fulfilment, OnlineLine, OnlineOrder
from microshop_desktop.persistence.tables.channels import ChannelAccount, Listing
from microshop_desktop.services.actor import Actor
from microshop_desktop.services.online_order_lines import Source
from microshop_desktop.services.online_orders import OnlineOrders, Taken
from microshop_desktop.services.shop import Shop

PLACED = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def line(no: int, sku: str, quantity: int, total: int, **more: object) -> OnlineLine:
    """A line of an online order."""
    made = OnlineLine(
        line_id=str(no),
        product=f"p-{sku}",
        sku=sku,
        code=sku.upper(),
        title=f"Goods {sku}",
        spec="",
        quantity=quantity,
        gross=total,
        total=total,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def order(external: str, *lines: OnlineLine, **more: object) -> OnlineOrder:
    """A paid order that waits to be shipped."""
    total = sum(each.total for each in lines)
    made = OnlineOrder(
        external_id=external,
        number=f"W{external}",
        fulfilment=Fulfilment.TO_SHIP,
        raw_status="PAID",
        currency="CNY",
        total=total,
        shipping=0,
        paid=total,
        placed_at=PLACED,
        updated_at=PLACED + timedelta(seconds=5),
        paid_at=PLACED + timedelta(seconds=5),
        lines=lines,
        contact=Contact("L**", "138****0000", "Hangzhou"),
    )
    return replace(made, **more)  # type: ignore[arg-type]


def later(told: OnlineOrder, minutes: int, **more: object) -> OnlineOrder:
    """The same order as the platform tells it some minutes later."""
    moment = told.updated_at + timedelta(minutes=minutes)
    return replace(told, updated_at=moment, **more)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class OnlineShop:
    """An account of a shop with listings that are linked to our goods."""

    shop: Shop
    actor: Actor
    source: Source

    def list_goods(self, external: str, sku: UUID | None, factor: int = 1) -> UUID:
        """List goods online, linked to a SKU of ours or to none."""
        listing = self.shop.ids.new()
        with self.shop.database.session() as session:
            session.add(
                Listing(
                    id=listing,
                    account_id=self.source.account,
                    external_sku=external,
                    external_product=f"p-{external}",
                    merchant_code=external.upper(),
                    name=f"Goods {external}",
                    sku_id=sku,
                    factor=factor,
                    changed_at=self.shop.clock.now(),
                )
            )
        return listing

    def expects(self, listing: UUID, pieces: int, at: datetime) -> None:
        """Let a listing have been seen with so many pieces."""
        with self.shop.database.session() as session:
            session.execute(
                update(Listing)
                .where(Listing.id == listing)
                .values(expected=pieces, confirmed_at=at)
            )

    def expected(self, listing: UUID) -> int | None:
        """Return what a listing is expected to show."""
        with self.shop.database.read() as connection:
            found: int | None = connection.scalar(
                select(Listing.expected).where(Listing.id == listing)
            )
        return found

    def take(self, *orders: OnlineOrder) -> Taken:
        """Take up orders as one page."""
        return OnlineOrders(self.shop).take(self.actor, self.source, orders)


def open_online_shop(shop: Shop, actor: Actor, *, gives_back: bool = True) -> OnlineShop:
    """Add an account of an online shop."""
    account = shop.ids.new()
    with shop.database.session() as session:
        session.add(
            ChannelAccount(
                id=account,
                kind="vendure",
                name="Web shop",
                transport="direct",
                settings={},
                changed_at=shop.clock.now(),
            )
        )
    return OnlineShop(shop, actor, Source(account, "vendure", gives_back=gives_back))
