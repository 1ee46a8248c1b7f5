"""After-sales whose values are of any kind: understood or `bad_answer`, and nothing else."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

import pytest

from microshop_desktop.channels import (
    douyin_aftersales,
    shopify_aftersales,
    taobao_aftersales,
    vendure_aftersales,
    wechat_shop_aftersales,
    woocommerce_aftersales,
)
from microshop_desktop.channels.answers import Told
from microshop_desktop.channels.channel import ChannelError, Trouble
from microshop_desktop.domain.aftersale import (
    UNDECIDED,
    Aftersale,
    AftersaleKind,
    AftersaleState,
    makes_sense,
)

Row = dict[str, object]
Read = Callable[[Told], list[Aftersale]]
JUNK: tuple[object, ...] = (
    None,
    "",
    "quantum_limbo",
    "2026-13-45 99:99:99",
    -1,
    10**30,
    Decimal("0.005"),
    Decimal("NaN"),
    True,
    [],
    [1],
    {},
    {"amount": "x"},
)
WECHAT: Row = {
    "after_sale_order_id": "1",
    "order_id": "2",
    "status": "MERCHANT_PROCESSING",
    "type": "REFUND",
    "product_info": {"product_id": "3", "sku_id": "4", "count": 1},
    "refund_info": {"amount": 1999},
    "reason": "one too many",
    "create_time": 1_764_000_000,
    "update_time": 1_764_000_001,
    "deadline": 1_764_100_000,
}
TAOBAO: Row = {
    "refund_id": 1,
    "tid": 2,
    "oid": 3,
    "status": "WAIT_SELLER_AGREE",
    "refund_fee": "19.99",
    "has_good_return": False,
    "reason": "one too many",
    "created": "2026-11-23 12:00:00",
    "modified": "2026-11-23 12:00:01",
    "refund_version": 7,
}
DOUYIN: Row = {
    "aftersale_info": {
        "aftersale_id": "1",
        "aftersale_type": 2,
        "aftersale_status": 6,
        "related_id": "3",
        "refund_amount": 1999,
        "aftersale_num": 1,
        "update_time": 1_764_000_001,
        "status_deadline": 1_764_100_000,
    },
    "order_info": {"shop_order_id": "2"},
}
VENDURE: Row = {
    "id": "2",
    "currencyCode": "EUR",
    "payments": [
        {
            "id": "1",
            "state": "Settled",
            "refunds": [
                {
                    "id": "1",
                    "createdAt": "2026-11-23T12:00:00.000Z",
                    "updatedAt": "2026-11-23T12:00:01.000Z",
                    "state": "Pending",
                    "total": 1999,
                    "reason": "one too many",
                    "lines": [{"orderLineId": "3", "quantity": 1}],
                }
            ],
        }
    ],
}
WOO: Row = {
    "id": 2,
    "currency": "EUR",
    "date_modified_gmt": "2026-11-23T12:00:01",
    "refunds": [{"id": 1, "reason": "one too many", "total": "-19.99"}],
}
SHOPIFY: Row = {
    "id": "gid://shopify/Order/2",
    "updatedAt": "2026-11-23T12:00:01Z",
    "returnStatus": "RETURN_REQUESTED",
    "refunds": [
        {
            "id": "gid://shopify/Refund/1",
            "createdAt": "2026-11-23T12:00:00Z",
            "updatedAt": "2026-11-23T12:00:01Z",
            "note": None,
            "totalRefundedSet": {"shopMoney": {"amount": "19.99", "currencyCode": "EUR"}},
            "refundLineItems": {"nodes": [{"quantity": 1, "lineItem": {"id": "3"}}]},
        }
    ],
}


def _woo(row: Told) -> list[Aftersale]:
    return [woocommerce_aftersales.refund_of(row, back) for back in row.rows("refunds")]


READERS: Mapping[str, tuple[Row, Read]] = {
    "wechat": (WECHAT, lambda row: [wechat_shop_aftersales.aftersale_of(row)]),
    "taobao": (TAOBAO, lambda row: [taobao_aftersales.aftersale_of(row)]),
    "douyin": (DOUYIN, lambda row: [douyin_aftersales.aftersale_of(row)]),
    "vendure": (VENDURE, lambda row: list(vendure_aftersales.aftersales_of(row, 2))),
    "woocommerce": (WOO, _woo),
    "shopify": (SHOPIFY, lambda row: list(shopify_aftersales.aftersales_of(row))),
}


def spoiled(row: object) -> Iterator[object]:
    """Yield a document with each of its values in turn replaced by each junk."""
    if isinstance(row, dict):
        for name, value in row.items():
            yield from ({**row, name: junk} for junk in JUNK)
            yield from ({**row, name: inner} for inner in spoiled(value))
    elif isinstance(row, list):
        for place, value in enumerate(row):
            yield from ([*row[:place], inner, *row[place + 1 :]] for inner in spoiled(value))


@pytest.mark.parametrize("name", READERS)
def test_whatever_stands_there_is_understood_or_said(name: str) -> None:
    good, read = READERS[name]
    assert all(makes_sense(one) for one in read(Told(good)))
    troubles = set()
    for row in spoiled(good):
        assert isinstance(row, dict)
        try:
            read(Told(row))
        except ChannelError as error:
            troubles.add(error.trouble)
    assert troubles == {Trouble.BAD_ANSWER}


@pytest.mark.parametrize(
    ("name", "place"), [("wechat", "status"), ("taobao", "status"), ("wechat", "type")]
)
def test_a_word_that_nobody_knows_decides_nothing(name: str, place: str) -> None:
    good, read = READERS[name]
    (found,) = read(Told({**good, place: "QUANTUM_LIMBO"}))
    if place == "type":
        assert found.kind is AftersaleKind.OTHER
    else:
        assert (found.state, found.state in UNDECIDED) == (AftersaleState.UNKNOWN, True)
        assert found.raw_status == "QUANTUM_LIMBO"


@pytest.mark.parametrize("amount", [-1, 10**17])
def test_an_amount_that_cannot_be_makes_no_sense(amount: int) -> None:
    row = {**WECHAT, "refund_info": {"amount": amount}}
    assert not makes_sense(wechat_shop_aftersales.aftersale_of(Told(row)))
