"""Douyin on answers made by hand after its pages: signed bytes, every state, the money."""

import hashlib
import hmac
from datetime import timedelta
from typing import Any

import pytest

from microshop_desktop.channels.channel import (
    ChannelError,
    ParcelToShip,
    ShipLine,
    Shipped,
    SkuRef,
    StockChange,
    StockResult,
    Trouble,
    Written,
)
from microshop_desktop.channels.douyin_account import douyin_account
from microshop_desktop.domain.errors import ErrorCode, ShopError
from tests.channels.douyin_samples import (
    NOW,
    OLD,
    REF,
    SECRETS,
    SETTINGS,
    done,
    order,
    refused,
    shop,
    token,
)
from tests.channels.scripted_http import ScriptedHttp, says


def test_the_very_bytes_that_are_sent_are_signed() -> None:
    http = ScriptedHttp(done({}))

    shop(http).check()

    body, query = http.requests[0].body, http.query()
    assert body == b'{"page":1,"size":1}'
    text = f"s3cretapp_key7001methodproduct.listV2param_json{body.decode()}"
    text += f"timestamp{int(NOW.timestamp())}v2s3cret"
    assert query["sign"] == hmac.new(b"s3cret", text.encode(), hashlib.sha256).hexdigest()
    assert (query["access_token"], query["sign_method"]) == ("TOKEN", "hmac-sha256")
    assert http.requests[0].headers["x-open-no-old-err-code"] == "1"


def test_the_time_that_is_signed_can_be_a_text() -> None:
    http = ScriptedHttp(done({}))

    shop(http, timestamp_form="text").check()

    assert http.query()["timestamp"] == "2026-11-24 20:00:15"


def test_a_first_token_is_made_by_the_number_of_the_shop() -> None:
    http = ScriptedHttp(token("NEW"), done({}))

    shop(http, None, test_shop="yes").check()

    assert http.asked(0) == {
        "grant_type": "authorization_self",
        "code": "",
        "shop_id": "4463798",
        "test_shop": "1",
    }
    assert http.query()["access_token"] == "NEW"


def test_a_token_is_renewed_in_its_last_hour() -> None:
    http = ScriptedHttp(token("NEW"), done({}))

    shop(http, OLD).check()

    assert http.asked(0) == {"grant_type": "refresh_token", "refresh_token": "RENEWAL"}
    assert http.query()["access_token"] == "NEW"


@pytest.mark.parametrize("first", [token("OLD"), refused(40003, "isv.refresh-token-expired")])
def test_a_renewal_that_does_not_help_gives_way_to_a_new_token(first: dict[str, Any]) -> None:
    http = ScriptedHttp(first, token("NEW"), done({}))

    shop(http, OLD).check()

    assert [http.path(n) for n in (0, 1)] == ["/token/refresh", "/token/create"]


def test_a_platform_that_is_busy_is_not_asked_for_yet_another_token() -> None:
    with pytest.raises(ChannelError) as caught:
        shop(ScriptedHttp(refused(20000, "isp.service-error")), OLD).check()

    assert caught.value.trouble is Trouble.BUSY


@pytest.mark.parametrize("word", ["isv.access-token-expired", "isv.access-token-no-existed"])
def test_a_refused_token_is_renewed_and_the_call_sent_once_more(word: str) -> None:
    http = ScriptedHttp(refused(40003, word), token("NEW"), done({}))

    shop(http).check()

    assert http.query()["access_token"] == "NEW"


@pytest.mark.parametrize(
    ("code", "word", "trouble"),
    [
        (20000, "isp.service-error", Trouble.BUSY),
        (20001, "isp.timeout", Trouble.BUSY),
        (30001, "isv.authorization-no-existed", Trouble.LOGIN),
        (30002, "isv.invalid_ip", Trouble.IP_BLOCKED),
        (40003, "isv.signature-invalid", Trouble.LOGIN),
        (40003, "isv.app-key-invalid", Trouble.LOGIN),
        (40003, "isv.timestamp-invalid", Trouble.CLOCK_OFF),
        (40001, "isv.parameter-missing", Trouble.REFUSED),
        (30001, "isv.app-permissions-insufficient", Trouble.NOT_ALLOWED),
        (50001, "isv.token-generation", Trouble.LOGIN),
        (50002, "isv.business-failed", Trouble.REFUSED),
        (60000, "isv.limited", Trouble.LIMITED),
        (70000, "isv.api-offline", Trouble.REFUSED),
        (80000, "isv.security", Trouble.NOT_ALLOWED),
        (90000, "", Trouble.BUSY),
    ],
)
def test_every_code_has_its_trouble(code: int, word: str, trouble: Trouble) -> None:
    with pytest.raises(ChannelError) as caught:
        shop(ScriptedHttp(refused(code, word, "why"))).check()

    assert (caught.value.trouble, caught.value.code) == (trouble, word or str(code))


def test_a_refused_signature_is_the_clocks_fault_where_that_is_wrong() -> None:
    answer = says(refused(40003, "isv.signature-invalid"), skew=timedelta(minutes=11))

    with pytest.raises(ChannelError) as caught:
        shop(ScriptedHttp(answer)).check()

    assert caught.value.trouble is Trouble.CLOCK_OFF


def test_a_blocked_address_is_named() -> None:
    with pytest.raises(ChannelError) as caught:
        shop(ScriptedHttp(refused(30002, "isv.invalid_ip", "ip 183.128.5.6 拒绝"))).check()

    assert caught.value.detail == "183.128.5.6"


def test_goods_are_listed_some_products_at_a_time() -> None:
    products = [{"product_id": n, "name": f"N{n}", "status": 0} for n in range(1, 23)]
    page = done({"total": 22, "data": products})
    sku = {"id": 200, "code": "SOAP-M", "price": 1990, "stock_num": 7, "spec_detail_name1": "橙花"}
    http = ScriptedHttp(page, *[done([sku])] * 20, page, *[done([])] * 2)
    channel = shop(http)

    first = channel.listings()
    second = channel.listings(first.cursor)

    assert (len(first.values), first.cursor, second.cursor) == (20, "1:20", "")
    one = first.values[0]
    assert (one.ref, one.code, one.spec) == (SkuRef("1", "200"), "SOAP-M", "橙花")
    assert (one.price, one.shown, one.on_sale) == (1990, 7, True)
    assert http.is_done


def test_deleted_products_are_not_listed_and_a_full_page_leads_on() -> None:
    products = [{"product_id": n, "status": 2} for n in range(100)]
    page = done({"total": 250, "data": products})

    assert shop(ScriptedHttp(page)).listings("1:80").cursor == "2:0"
    assert shop(ScriptedHttp(page)).listings("1:80").values == ()


def test_stock_is_read_product_by_product() -> None:
    rows = [{"id": 200, "stock_num": 5, "prehold_stock_num": 2}, {"id": 201, "stock_num": 9}]
    http = ScriptedHttp(done(rows))

    assert shop(http).stock([REF]) == {"200": 5}
    assert http.asked() == {"product_id": 100}


def test_a_product_that_is_gone_does_not_hide_the_others() -> None:
    http = ScriptedHttp(
        refused(50002, "isv.business-failed:4001"), done([{"id": 300, "stock_num": 3}])
    )

    assert shop(http).stock([REF, SkuRef("101", "300")]) == {"300": 3}


def test_stock_is_changed_by_steps_under_a_key() -> None:
    rows = [
        {"sku_id": 200, "stock_num": 8, "change_num": 3, "status_code": 0},
        {"sku_id": 201, "stock_num": 0, "status_code": 40011, "status_message": "库存不足"},
    ]
    http = ScriptedHttp({"code": 10001, "data": {"results": rows}})
    changes = [StockChange(REF, 3, is_delta=True), StockChange(SkuRef("101", "201"), -5, True)]

    results = shop(http).set_stock(changes, "KEY-1")

    assert results == [
        StockResult("200", Written.DONE, 8),
        StockResult("201", Written.REFUSED, code="40011"),
    ]
    assert http.asked() == {
        "items": [
            {"product_id": 100, "sku_id": 200, "stock_num": 3},
            {"product_id": 101, "sku_id": 201, "stock_num": -5},
        ],
        "idempotent_id": "KEY-1",
        "incremental": True,
    }


def test_steps_and_sets_do_not_share_a_key() -> None:
    http = ScriptedHttp(done({}), done({}))

    shop(http).set_stock([StockChange(REF, 3, is_delta=True), StockChange(REF, 4)], "K")

    assert [(http.asked(n)["idempotent_id"], http.asked(n)["incremental"]) for n in (0, 1)] == [
        ("K", True),
        ("K-set", False),
    ]


def test_a_key_that_was_used_counts_as_done_and_is_looked_at() -> None:
    http = ScriptedHttp(
        refused(40003, "isv.idempotent-id-existed"), done([{"id": 200, "stock_num": 8}])
    )

    (result,) = shop(http).set_stock([StockChange(REF, 3, is_delta=True)], "K")

    assert result == StockResult("200", Written.DONE, 8)


def test_a_batch_that_is_refused_was_not_written() -> None:
    http = ScriptedHttp(refused(50002, "isv.business-failed"))

    (result,) = shop(http).set_stock([StockChange(REF, 3, is_delta=True)], "K")

    assert result.written is Written.REFUSED


def test_a_write_while_the_platform_is_busy_is_left_to_be_repeated() -> None:
    with pytest.raises(ChannelError) as caught:
        shop(ScriptedHttp(refused(20001))).set_stock([StockChange(REF, 3, is_delta=True)], "K")

    assert caught.value.trouble is Trouble.BUSY


def test_couriers() -> None:
    http = ScriptedHttp(done([{"id": 12, "name": "顺丰速运", "code": "shunfeng"}]))

    assert shop(http).couriers()[0].code == "shunfeng"


def test_a_parcel_is_told_under_its_key() -> None:
    http = ScriptedHttp(done({"shop_order_detail": order()}), done({}))
    parcel = ParcelToShip("O1", "shunfeng", "SF100", (ShipLine("L1", 1),))

    assert shop(http).ship(parcel, "KEY") is Shipped.DONE
    assert http.asked() == {
        "order_id": "O1",
        "request_id": "KEY",
        "pack_list": [
            {
                "company_code": "shunfeng",
                "logistics_code": "SF100",
                "shipped_order_info": [{"shipped_order_id": "L1", "shipped_num": 1}],
            }
        ],
    }


def test_a_parcel_that_is_known_is_not_told_again() -> None:
    known = order(3, logistics_info=[{"company": "shunfeng", "tracking_no": "SF100"}])
    http = ScriptedHttp(done({"shop_order_detail": known}))

    assert shop(http).ship(ParcelToShip("O1", "shunfeng", "SF100", ()), "K") is Shipped.ALREADY


def test_a_parcel_that_is_refused_says_why() -> None:
    http = ScriptedHttp(
        done({"shop_order_detail": order()}), refused(50002, "isv.business-failed", "有售后中")
    )

    with pytest.raises(ChannelError) as caught:
        shop(http).ship(ParcelToShip("O1", "shunfeng", "SF100", ()), "K")

    assert (caught.value.trouble, caught.value.detail) == (Trouble.REFUSED, "有售后中")


@pytest.mark.parametrize(("name", "value"), [("shop_id", ""), ("timestamp_form", "ms")])
def test_a_wrong_value_of_an_account_is_named(name: str, value: str) -> None:
    with pytest.raises(ShopError) as caught:
        douyin_account(SETTINGS | {name: value}, SECRETS)

    assert caught.value.code is ErrorCode.ACCOUNT_VALUE_WRONG
    assert caught.value.params == {"field": name}


def test_no_secret_shows() -> None:
    assert "s3cret" not in repr(douyin_account(SETTINGS, SECRETS))
