"""The shop's day around midnight."""

from datetime import UTC, date, datetime

import pytest

from microshop_desktop.domain.shop_day import shop_day


@pytest.mark.parametrize(
    ("utc", "starts_at", "day"),
    [
        (datetime(2026, 3, 14, 15, 59, tzinfo=UTC), 0, date(2026, 3, 14)),
        (datetime(2026, 3, 14, 16, 1, tzinfo=UTC), 0, date(2026, 3, 15)),
        (datetime(2026, 3, 14, 19, 59, tzinfo=UTC), 4, date(2026, 3, 14)),
        (datetime(2026, 3, 14, 20, 1, tzinfo=UTC), 4, date(2026, 3, 15)),
    ],
)
def test_a_late_sale_belongs_to_the_evening_before(
    utc: datetime, starts_at: int, day: date
) -> None:
    assert shop_day(utc, "Asia/Shanghai", starts_at) == day
