"""How a difference is named."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from microshop_desktop.domain.bill_matching import BookKind, BookMoney, Finding, Item, Why
from microshop_desktop.ui.reconcile.entries import Place, entry_of


@pytest.mark.parametrize(
    ("kind", "amount", "pill"),
    [
        (BookKind.REFUND, -300, "Refund not in the bill"),
        (BookKind.PAYMENT, 300, "Sale without money"),
    ],
)
def test_what_the_bill_lacks_is_named_by_its_direction(
    kind: BookKind, amount: int, pill: str
) -> None:
    at = datetime(2026, 3, 2, 12, tzinfo=UTC)
    book = BookMoney(kind, UUID(int=1), UUID(int=2), "A-000001", at, amount)
    item = Item("key", Finding.SALE_WITHOUT_MONEY, Why.NOT_IN_BILL, book=book)
    assert entry_of(item, "wechat", Place("Asia/Shanghai", date(2026, 3, 3))).pill == pill
