"""Orders that their platform tells of late: what they took stays sold through all syncs."""

import pytest

from microshop_desktop.domain.online_stock import StockWay
from tests.channels.conftest import Both
from tests.channels.fake_shop import quick


@pytest.mark.parametrize("fault", ["", "lost", "undone", "busy"])
@pytest.mark.parametrize(
    "how",
    [
        quick(StockWay.ABSOLUTE),
        quick(StockWay.COMPARE),
        quick(StockWay.DELTA),
        quick(StockWay.DELTA, repeatable=True),
    ],
    ids=["absolute", "compare", "delta", "repeatable"],
)
def test_what_it_took_stays_sold_however_often_is_synced(
    both: Both, how: object, fault: str
) -> None:
    both.online.differences = how  # type: ignore[assignment]
    both.sync()
    both.online.buy("tea", 3)
    both.sell("tea", 1)
    both.online.faults = [fault]
    for _ in range(4):
        both.sync(minutes=0)
        assert both.online.stock_of["tea"] <= 17
    assert both.online.stock_of["tea"] in {15, 16}, "in doubt less is shown"
    assert both.sync().new == 1
    both.sync()
    assert both.online.stock_of["tea"] == 16
    assert both.available("tea") == 16
