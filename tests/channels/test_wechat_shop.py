"""WeChat Shop on answers made by hand after its pages: every state, every number, the money."""

from datetime import timedelta

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
from microshop_desktop.channels.tokens import Token
from microshop_desktop.channels.wechat_shop_account import wechat_shop_account
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.infra.http import HttpAnswer, NoAnswerError, NotReachedError
from tests.channels.scripted_http import ScriptedHttp, page
from tests.channels.wechat_shop_samples import NOW, REF, SECRETS, SETTINGS, order, shop


def test_a_token_is_asked_for_where_all_tills_share_it() -> None:
    http = ScriptedHttp(
        {"access_token": "NEW/1", "expires_in": 7200}, {"info": {"nickname": "小林百货"}}
    )

    checked = shop(http, None).check()

    assert checked.shop_name == "小林百货"
    assert http.path(0) == "/cgi-bin/stable_token"
    assert http.asked(0) == {
        "grant_type": "client_credential",
        "appid": "wx12345678",
        "secret": "s3cret",
        "force_refresh": False,
    }
    assert http.requests[1].url.endswith("?access_token=NEW%2F1")


@pytest.mark.parametrize(("minutes", "asks"), [(4, True), (6, False)])
def test_a_token_is_renewed_five_minutes_before_its_end(minutes: int, asks: bool) -> None:
    http = ScriptedHttp({"access_token": "NEW", "expires_in": 7200}, {"info": {}}, {"info": {}})

    shop(http, Token("OLD", NOW + timedelta(minutes=minutes))).check()

    assert (http.path(0) == "/cgi-bin/stable_token") is asks


@pytest.mark.parametrize("code", [40001, 40014, 42001])
def test_a_refused_token_is_renewed_and_the_call_sent_once_more(code: int) -> None:
    http = ScriptedHttp(
        {"errcode": code}, {"access_token": "NEW", "expires_in": 7200}, {"info": {"nickname": "N"}}
    )

    assert shop(http).check().shop_name == "N"
    assert http.query()["access_token"] == "NEW"


def test_a_token_that_is_refused_twice_needs_a_person() -> None:
    refused = {"errcode": 40001, "errmsg": "invalid credential"}
    http = ScriptedHttp(refused, {"access_token": "NEW", "expires_in": 7200}, refused)

    with pytest.raises(ChannelError) as caught:
        shop(http).check()

    assert caught.value.trouble is Trouble.LOGIN
    assert http.is_done


@pytest.mark.parametrize(
    ("code", "trouble"),
    [
        (-1, Trouble.BUSY),
        (45009, Trouble.LIMITED),
        (45011, Trouble.LIMITED),
        (10020112, Trouble.LIMITED),
        (100003, Trouble.LIMITED),
        (45035, Trouble.IP_BLOCKED),
        (61004, Trouble.IP_BLOCKED),
        (40164, Trouble.IP_BLOCKED),
        (40013, Trouble.LOGIN),
        (40125, Trouble.LOGIN),
        (48001, Trouble.NOT_ALLOWED),
        (48004, Trouble.NOT_ALLOWED),
        (50001, Trouble.NOT_ALLOWED),
        (50002, Trouble.NOT_ALLOWED),
        (61007, Trouble.NOT_ALLOWED),
        (10080000, Trouble.NOT_ALLOWED),
        (10080002, Trouble.NOT_ALLOWED),
        (41001, Trouble.REFUSED),
        (43002, Trouble.REFUSED),
        (44002, Trouble.REFUSED),
        (47001, Trouble.REFUSED),
        (40097, Trouble.REFUSED),
        (606034, Trouble.REFUSED),
    ],
)
def test_every_number_has_its_trouble(code: int, trouble: Trouble) -> None:
    with pytest.raises(ChannelError) as caught:
        shop(ScriptedHttp({"errcode": code, "errmsg": "no"})).check()

    assert (caught.value.trouble, caught.value.code) == (trouble, str(code))


@pytest.mark.parametrize(
    ("code", "wait"),
    [
        (45009, timedelta(hours=3, minutes=59, seconds=45)),
        (45011, timedelta(seconds=45)),
        (10020112, timedelta(minutes=1)),
    ],
)
def test_a_limit_says_how_long_it_lasts(code: int, wait: timedelta) -> None:
    with pytest.raises(ChannelError) as caught:
        shop(ScriptedHttp({"errcode": code})).check()

    assert caught.value.wait == wait


def test_a_blocked_address_is_named_as_it_must_be_entered() -> None:
    message = "invalid ip 183.128.5.6 ipv6 ::ffff:183.128.5.6, not in whitelist rid: 65-77.1"

    with pytest.raises(ChannelError) as caught:
        shop(ScriptedHttp({"errcode": 40164, "errmsg": message}), None).check()

    assert caught.value.detail == "183.128.5.6"


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (NotReachedError("…"), Trouble.NOT_REACHED),
        (NoAnswerError("…"), Trouble.NO_ANSWER),
        (page(502), Trouble.BUSY),
        (page(429, retry_after="7"), Trouble.LIMITED),
        (page(200), Trouble.BAD_ANSWER),
        (page(302), Trouble.BAD_ANSWER),
        (page(200, "[]"), Trouble.BAD_ANSWER),
    ],
)
def test_what_the_line_does_is_told_apart(answer: HttpAnswer | Exception, trouble: Trouble) -> None:
    with pytest.raises(ChannelError) as caught:
        shop(ScriptedHttp(answer)).check()

    assert caught.value.trouble is trouble


def test_goods_are_listed_product_by_product() -> None:
    http = ScriptedHttp(
        {"product_ids": ["P1", 10000017524246], "next_key": "K", "total_num": 2},
        {
            "product": {
                "product_id": "P1",
                "title": "洗碗皂",
                "status": 5,
                "skus": [
                    {
                        "sku_id": "S1",
                        "sku_code": "SOAP-M",
                        "sale_price": 1990,
                        "stock_num": 7,
                        "sku_attrs": [{"attr_key": "香味", "attr_value": "橙花"}],
                    }
                ],
            }
        },
        {"product": {"product_id": 10000017524246, "title": "旧", "status": 11, "skus": []}},
    )

    listed = shop(http).listings()

    assert listed.cursor == "K"
    (sku,) = listed.values
    assert (sku.ref, sku.code, sku.title, sku.spec) == (REF, "SOAP-M", "洗碗皂", "橙花")
    assert (sku.price, sku.shown, sku.on_sale) == (1990, 7, True)
    assert http.asked(2)["product_id"] == "10000017524246"


def test_goods_are_read_until_a_page_has_none() -> None:
    http = ScriptedHttp({"product_ids": ["P1"], "next_key": "K"}, {"product": {}})

    assert shop(http).listings().cursor == "K"
    http.then({"product_ids": [], "next_key": "L"})
    assert shop(http).listings("K").cursor == ""
    assert http.asked()["next_key"] == "K"


def test_stock_is_read_of_many_products_at_once() -> None:
    rows = [{"sku_id": "S1", "normal_stock_num": 5, "total_stock_num": 9}, {"sku_id": "S2"}]
    http = ScriptedHttp({"data": {"spu_stock_list": [{"product_id": "P1", "sku_stock": rows}]}})

    assert shop(http).stock([REF]) == {"S1": 5}
    assert http.asked() == {"product_id": ["P1"]}


def test_a_product_that_is_gone_does_not_hide_the_others() -> None:
    gone = {"errcode": 10020050}
    rows = [{"sku_id": "S2", "normal_stock_num": 3}]
    found = {"data": {"spu_stock_list": [{"product_id": "P2", "sku_stock": rows}]}}
    http = ScriptedHttp(gone, gone, found)

    assert shop(http).stock([REF, SkuRef("P2", "S2")]) == {"S2": 3}


@pytest.mark.parametrize(
    ("pieces", "is_delta", "sent"),
    [(3, True, (1, 3)), (-2, True, (2, 2)), (5, False, (3, 5)), (0, False, (3, 0))],
)
def test_stock_is_changed_by_steps(pieces: int, is_delta: bool, sent: tuple[int, int]) -> None:
    http = ScriptedHttp({"errcode": 0})

    (result,) = shop(http).set_stock([StockChange(REF, pieces, is_delta)], "K")

    assert result == StockResult("S1", Written.DONE)
    assert (http.asked()["diff_type"], http.asked()["num"]) == sent


def test_a_step_of_nothing_is_not_sent() -> None:
    (result,) = shop(ScriptedHttp()).set_stock([StockChange(REF, 0, is_delta=True)], "K")

    assert result.written is Written.DONE


@pytest.mark.parametrize(
    ("code", "written"),
    [
        (10020219, Written.STALE),
        (10020050, Written.REFUSED),
        (10020091, Written.REFUSED),
        (10020217, Written.REFUSED),
        (10020289, Written.REFUSED),
    ],
)
def test_a_refused_write_says_so_of_its_sku(code: int, written: Written) -> None:
    http = ScriptedHttp({"errcode": code})

    (result,) = shop(http).set_stock([StockChange(REF, -1, is_delta=True)], "K")

    assert (result.written, result.code) == (written, str(code))


@pytest.mark.parametrize(("code", "trouble"), [(-1, Trouble.BUSY), (10020112, Trouble.LIMITED)])
def test_other_trouble_of_a_write_goes_on(code: int, trouble: Trouble) -> None:
    with pytest.raises(ChannelError) as caught:
        shop(ScriptedHttp({"errcode": code})).set_stock([StockChange(REF, 1, is_delta=True)], "K")

    assert caught.value.trouble is trouble


def test_couriers_of_either_list() -> None:
    rows = {"company_list": [{"delivery_id": "SF", "delivery_name": "顺丰速运"}]}
    http = ScriptedHttp(rows, rows)

    assert shop(http).couriers()[0].name == "顺丰速运"
    shop(http, courier_list="old").couriers()

    assert [http.path(n) for n in (0, 1)] == [
        "/channels/ec/order/deliverycompanylist/new/get",
        "/channels/ec/order/deliverycompanylist/get",
    ]


def test_a_parcel_names_its_pieces() -> None:
    http = ScriptedHttp({"order": order()}, {"errcode": 0})
    parcel = ParcelToShip("3712984209868589056", "SF", "SF100", (ShipLine("P1:S1", 1),))

    assert shop(http).ship(parcel, "K") is Shipped.DONE
    assert http.asked()["delivery_list"] == [
        {
            "deliver_type": 1,
            "delivery_id": "SF",
            "waybill_id": "SF100",
            "product_infos": [{"product_id": "P1", "sku_id": "S1", "product_cnt": 1}],
        }
    ]


def test_a_parcel_without_pieces_holds_all_that_is_left() -> None:
    http = ScriptedHttp({"order": order()}, {"errcode": 0})

    shop(http).ship(ParcelToShip("3712984209868589056", "", "", ()), "K")

    assert http.asked()["delivery_list"] == [
        {
            "deliver_type": 3,
            "product_infos": [{"product_id": "P1", "sku_id": "S1", "product_cnt": 2}],
        }
    ]


def test_a_parcel_that_is_known_is_not_told_again() -> None:
    sent = {"delivery_id": "SF", "waybill_id": "SF100", "product_infos": []}
    http = ScriptedHttp({"order": order(30, parcels=[sent])})

    told = shop(http).ship(ParcelToShip("3712984209868589056", "SF", "SF100", ()), "K")

    assert told is Shipped.ALREADY
    assert http.is_done


def test_a_parcel_of_lines_that_are_not_there_is_refused_here() -> None:
    http = ScriptedHttp({"order": order()})
    parcel = ParcelToShip("3712984209868589056", "SF", "SF100", (ShipLine("P9:S9", 1),))

    with pytest.raises(ChannelError) as caught:
        shop(http).ship(parcel, "K")

    assert caught.value.trouble is Trouble.REFUSED


def test_what_is_unsure_can_be_switched() -> None:
    usual = shop(ScriptedHttp()).differences
    other = shop(ScriptedHttp(), stock_falls="paid", stock_returns="yes", lag_seconds="30")

    assert (usual.takes_when_placed, usual.gives_back) == (True, False)
    assert (other.differences.takes_when_placed, other.differences.gives_back) == (False, True)
    assert other.differences.lag == timedelta(seconds=30)


@pytest.mark.parametrize(
    ("name", "value"),
    [("app_id", ""), ("courier_list", "newest"), ("stock_falls", "never"), ("lag_seconds", "-1")],
)
def test_a_wrong_value_of_an_account_is_named(name: str, value: str) -> None:
    with pytest.raises(ShopError) as caught:
        wechat_shop_account(SETTINGS | {name: value}, SECRETS)

    assert caught.value.code is ErrorCode.ACCOUNT_VALUE_WRONG
    assert caught.value.params == {"field": name}


def test_no_secret_shows() -> None:
    assert "s3cret" not in repr(wechat_shop_account(SETTINGS, SECRETS))
