"""Amounts that were asked for through collection codes, so that the next one can differ."""

from sqlalchemy import select

from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.unique_fen import OPEN_FOR, AskedAmount, open_amounts
from microshop_desktop.persistence.tables.orders import Payment
from microshop_desktop.services.actor import Actor, Right, act
from microshop_desktop.services.shop import Shop
from microshop_desktop.services.shop_settings import read_settings

_BY_CODE = (Method.WECHAT.value, Method.ALIPAY.value, Method.COLLECTION_CODE.value)
_RECENT = select(Payment.amount, Payment.at).where(
    Payment.attempt_id.is_(None), Payment.method.in_(_BY_CODE)
)


class HandMoney:
    """Money that a person saw arrive."""

    def __init__(self, shop: Shop) -> None:
        """Work in this shop."""
        self._shop = shop

    @act(Right.SELL)
    def open_amounts(self, actor: Actor) -> frozenset[int] | None:
        """Return the amounts of the last ten minutes; None where the shop wants none to differ."""
        now = self._shop.clock.now()
        with self._shop.database.read() as connection:
            if not read_settings(connection).unique_fen:
                return None
            rows = connection.execute(_RECENT.where(Payment.at > now - OPEN_FOR)).all()
        return open_amounts((AskedAmount(row.amount, row.at) for row in rows), now)
