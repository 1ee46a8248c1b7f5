"""Taobao on answers made by hand after its pages: signed forms, every state, the money."""

import hashlib
from datetime import timedelta

import pytest

from microshop_desktop.channels.channel import (
    ChannelError,
    ParcelToShip,
    ShipLine,
    Shipped,
    StockChange,
    StockResult,
    Trouble,
    Written,
)
from microshop_desktop.channels.taobao_account import taobao_account
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.http import HttpAnswer
from tests.channels.scripted_http import ScriptedHttp, page, says
from tests.channels.taobao_samples import (
    BLUE,
    PLAIN,
    RED,
    SECRETS,
    SETTINGS,
    line,
    refused,
    shop,
    trade,
)


def test_a_form_is_signed_in_beijings_time() -> None:
    http = ScriptedHttp({"user": {"nick": "小林百货"}})

    assert shop(http).check().shop_name == "小林百货"
    form = http.form()
    assert form["timestamp"] == "2026-11-24 20:00:15"
    assert (form["session"], form["simplify"]) == ("SESSION", "true")
    sign = form.pop("sign")
    text = "".join(f"{name}{form[name]}" for name in sorted(form))
    assert sign == hashlib.md5(f"s3cret{text}s3cret".encode()).hexdigest().upper()  # noqa: S324


def test_the_wrapped_form_of_answers_is_read_as_well() -> None:
    wrapped = {"user_seller_get_response": {"user": {"nick": "N"}, "request_id": "r"}}
    http = ScriptedHttp(wrapped)

    assert shop(http, simplify="no", sign_method="hmac").check().shop_name == "N"
    assert "simplify" not in http.form()
    assert http.form()["sign_method"] == "hmac"


@pytest.mark.parametrize(
    ("code", "word", "trouble"),
    [
        (7, "accesscontrol.limited-by-app-access-count", Trouble.LIMITED),
        (8, "", Trouble.LIMITED),
        (10, "", Trouble.BUSY),
        (15, "isp.top-remote-connection-timeout", Trouble.BUSY),
        (15, "isv.trade-not-exist", Trouble.REFUSED),
        (11, "isv.permission-api-package-limit", Trouble.NOT_ALLOWED),
        (12, "isv.invalid-ip", Trouble.IP_BLOCKED),
        (13, "", Trouble.NOT_ALLOWED),
        (25, "", Trouble.LOGIN),
        (26, "", Trouble.LOGIN),
        (27, "", Trouble.LOGIN),
        (29, "", Trouble.LOGIN),
        (31, "", Trouble.CLOCK_OFF),
        (40, "", Trouble.REFUSED),
        (41, "isv.invalid-parameter", Trouble.REFUSED),
    ],
)
def test_every_code_has_its_trouble(code: int, word: str, trouble: Trouble) -> None:
    with pytest.raises(ChannelError) as caught:
        shop(ScriptedHttp(refused(code, word, "why"))).check()

    assert (caught.value.trouble, caught.value.code) == (trouble, word or str(code))


def test_a_refused_signature_is_the_clocks_fault_where_that_is_wrong() -> None:
    with pytest.raises(ChannelError) as caught:
        shop(ScriptedHttp(says(refused(25), skew=timedelta(minutes=-11)))).check()

    assert caught.value.trouble is Trouble.CLOCK_OFF


@pytest.mark.parametrize(
    ("message", "seconds"), [("This ban will last for 37 more seconds", 37), ("", 60)]
)
def test_a_ban_says_how_long_it_lasts(message: str, seconds: int) -> None:
    with pytest.raises(ChannelError) as caught:
        shop(ScriptedHttp(refused(7, "limited", message))).check()

    assert caught.value.wait == timedelta(seconds=seconds)


def test_a_blocked_address_is_named() -> None:
    with pytest.raises(ChannelError) as caught:
        shop(ScriptedHttp(refused(11, "isv.ip-whitelist", "ip 183.128.5.6 is not in it"))).check()

    assert caught.value.detail == "183.128.5.6"


@pytest.mark.parametrize(
    ("answer", "trouble"), [(page(502), Trouble.BUSY), (page(200), Trouble.BAD_ANSWER)]
)
def test_a_page_in_place_of_an_answer(answer: HttpAnswer, trouble: Trouble) -> None:
    with pytest.raises(ChannelError) as caught:
        shop(ScriptedHttp(answer)).check()

    assert caught.value.trouble is trouble


def test_goods_with_and_without_a_choice_are_listed() -> None:
    items = [
        {"num_iid": 100, "title": "皂", "num": 9, "price": "19.90", "approve_status": "onsale"},
        {"num_iid": 101, "title": "刷", "num": 4, "price": "5.5", "outer_id": "BRUSH"},
    ]
    skus = [
        {
            "sku_id": 201,
            "num_iid": 100,
            "properties_name": "1627207:3232483:颜色分类:军绿色;20509:28317:尺码:XL",
            "quantity": 7,
            "price": "19.90",
            "outer_id": "SOAP-M",
        }
    ]
    http = ScriptedHttp({"total_results": 41, "items": {"item": items}}, {"skus": {"sku": skus}})

    listed = shop(http).listings()

    first, second = listed.values
    assert (first.ref, first.code, first.spec) == (RED, "SOAP-M", "军绿色 XL")
    assert (first.price, first.shown, first.title) == (1990, 7, "皂")
    assert (second.ref, second.code, second.price, second.shown) == (PLAIN, "BRUSH", 550, 4)
    assert listed.cursor == "2"
    assert http.form()["num_iids"] == "100,101"


def test_a_list_without_goods_ends() -> None:
    assert shop(ScriptedHttp({"total_results": 0})).listings("2").cursor == ""


def test_stock_of_skus_and_of_items() -> None:
    rows = [{"sku_id": 201, "quantity": 7}, {"sku_id": 202, "quantity": 0}]
    http = ScriptedHttp({"skus": rows}, {"item": {"num_iid": 101, "num": 4}})

    assert shop(http).stock([RED, PLAIN]) == {"201": 7, "101": 4}


def test_an_item_that_is_gone_is_left_out() -> None:
    http = ScriptedHttp(refused(15, "isv.item-not-exist:invalid-numIid"))

    assert shop(http).stock([PLAIN]) == {}


def test_the_skus_of_one_item_are_written_at_once() -> None:
    rows = [{"sku_id": 201, "quantity": 10}, {"sku_id": 202, "quantity": 0}]
    http = ScriptedHttp(
        {"item": {"num_iid": 100, "skus": rows}}, {"item": {"num_iid": 101, "num": 5}}
    )
    changes = [
        StockChange(RED, 3, is_delta=True),
        StockChange(PLAIN, 5),
        StockChange(BLUE, -4, is_delta=True),
    ]

    results = shop(http).set_stock(changes, "K")

    assert results == [
        StockResult("201", Written.DONE, 10),
        StockResult("202", Written.DONE, 0),
        StockResult("101", Written.DONE, 5),
    ]
    assert http.form(0)["method"] == "taobao.skus.quantity.update"
    assert (http.form(0)["skuid_quantities"], http.form(0)["type"]) == ("201:3;202:-4", "2")
    assert http.form(1)["method"] == "taobao.item.quantity.update"
    assert (http.form(1)["quantity"], http.form(1)["type"]) == ("5", "1")


def test_skus_that_are_refused_say_so() -> None:
    http = ScriptedHttp(refused(15, "isv.item-quantity-update-service-error"))

    (result,) = shop(http).set_stock([StockChange(RED, 1, is_delta=True)], "K")

    assert result.written is Written.REFUSED


def test_trouble_of_the_first_item_is_told_as_it_is() -> None:
    with pytest.raises(ChannelError) as caught:
        shop(ScriptedHttp(refused(7))).set_stock([StockChange(RED, 1, is_delta=True)], "K")

    assert caught.value.trouble is Trouble.LIMITED


def test_trouble_after_some_were_written_must_be_looked_into() -> None:
    http = ScriptedHttp({"item": {"skus": []}}, refused(7))
    changes = [StockChange(RED, 1, is_delta=True), StockChange(PLAIN, 1, is_delta=True)]

    with pytest.raises(ChannelError) as caught:
        shop(http).set_stock(changes, "K")

    assert caught.value.trouble is Trouble.NO_ANSWER


def test_couriers() -> None:
    rows = {"logistics_company": [{"id": 505, "code": "SF", "name": "顺丰速运"}]}

    assert shop(ScriptedHttp({"logistics_companies": rows})).couriers()[0].code == "SF"


def test_a_whole_trade_is_sent_at_once() -> None:
    http = ScriptedHttp({"trade": trade()}, {"shipping": {"is_success": True}})
    parcel = ParcelToShip("3712984209868589056", "SF", "SF100", (ShipLine("900", 2),))

    assert shop(http).ship(parcel, "K") is Shipped.DONE
    form = http.form()
    assert (form["tid"], form["out_sid"], form["company_code"]) == (
        "3712984209868589056",
        "SF100",
        "SF",
    )
    assert form["is_split"] == "0"
    assert "sub_tid" not in form


def test_some_lines_are_sent_as_a_part() -> None:
    document = trade("WAIT_SELLER_SEND_GOODS", line(), line(oid=901))
    http = ScriptedHttp({"trade": document}, {"shipping": {"is_success": True}})

    shop(http).ship(ParcelToShip("1", "SF", "SF100", (ShipLine("901", 2),)), "K")

    assert (http.form()["is_split"], http.form()["sub_tid"]) == ("1", "901")


@pytest.mark.parametrize(("line_id", "why"), [("900", "whole_lines"), ("999", "no_pieces")])
def test_a_part_of_a_line_cannot_be_sent(line_id: str, why: str) -> None:
    http = ScriptedHttp({"trade": trade()})

    with pytest.raises(ChannelError) as caught:
        shop(http).ship(ParcelToShip("1", "SF", "SF100", (ShipLine(line_id, 1),)), "K")

    assert (caught.value.trouble, caught.value.code) == (Trouble.REFUSED, why)


def test_a_parcel_that_is_known_is_not_told_again() -> None:
    document = trade("WAIT_BUYER_CONFIRM_GOODS", line(invoice_no="SF100"))
    http = ScriptedHttp({"trade": document})

    assert shop(http).ship(ParcelToShip("1", "SF", "SF100", ()), "K") is Shipped.ALREADY


def test_a_parcel_that_taobao_does_not_take() -> None:
    http = ScriptedHttp({"trade": trade()}, {"shipping": {"is_success": False}})

    with pytest.raises(ChannelError) as caught:
        shop(http).ship(ParcelToShip("1", "SF", "SF100", ()), "K")

    assert caught.value.trouble is Trouble.REFUSED


def test_busy_shops_ask_for_shorter_stretches() -> None:
    assert shop(ScriptedHttp()).differences.window == timedelta(hours=12)
    assert shop(ScriptedHttp(), window_minutes="30").differences.window == timedelta(minutes=30)


@pytest.mark.parametrize(
    ("name", "value"), [("app_key", ""), ("sign_method", "sha1"), ("window_minutes", "5")]
)
def test_a_wrong_value_of_an_account_is_named(name: str, value: str) -> None:
    with pytest.raises(ShopError) as caught:
        taobao_account(SETTINGS | {name: value}, SECRETS)

    assert caught.value.code is ErrorCode.ACCOUNT_VALUE_WRONG
    assert caught.value.params == {"field": name}


def test_no_secret_shows() -> None:
    shown = repr(taobao_account(SETTINGS, SECRETS))

    assert "s3cret" not in shown
    assert "SESSION" not in shown
