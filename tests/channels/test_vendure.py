"""What a real Vendure shop does not show by itself: odd states, currencies, broken answers."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from microshop_desktop.channels.answers import Told
from microshop_desktop.channels.channel import ChannelError, SkuRef, StockChange, Trouble
from microshop_desktop.channels.registry import make_channel
from microshop_desktop.channels.tokens import KeptInMemory, Token
from microshop_desktop.channels.vendure import Vendure
from microshop_desktop.channels.vendure_account import vendure_account
from microshop_desktop.channels.vendure_changes import changed_orders
from microshop_desktop.channels.vendure_money import minor_units
from microshop_desktop.channels.vendure_orders import OrderReader
from microshop_desktop.domain.errors import ErrorCode, ShopError
from microshop_desktop.domain.online_order import Fulfilment
from microshop_desktop.infra.clock import FixedClock
from microshop_desktop.infra.http import HttpAnswer, NoAnswerError, NotReachedError
from tests.channels.scripted_http import ScriptedHttp, page, says

NOW = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
AT = {"base_url": "https://shop.example"}
KEY = {"api_key": "key"}
BY_NAME = {**AT, "username": "till"}
PASSWORD = {"password": "geheim, mit Leerzeichen"}
FACTS = {
    "data": {
        "activeChannel": {"code": "lyon", "defaultCurrencyCode": "EUR", "seller": {"name": "A"}},
        "globalSettings": {"trackInventory": True, "serverConfig": {"moneyStrategyPrecision": 2}},
    }
}
NOTHING: dict[str, Any] = {"data": {"productVariants": {"items": []}}}


def _channel(http: ScriptedHttp, tokens: KeptInMemory | None = None, /, **settings: str) -> Vendure:
    by_name = "username" in settings
    account = vendure_account({**AT, **settings}, PASSWORD if by_name else KEY)
    return Vendure(account, http, FixedClock(NOW), tokens or KeptInMemory())


def _logged_in(token: str, refusal: str = "") -> HttpAnswer:
    told = says({"data": {"login": {"errorCode": refusal} if refusal else {}}})
    return HttpAnswer(200, {"vendure-auth-token": token} if token else {}, told.body)


def _trouble(http: ScriptedHttp, **settings: str) -> ChannelError:
    with pytest.raises(ChannelError) as caught:
        _channel(http, **settings).stock([SkuRef("1", "1")])
    assert http.is_done
    return caught.value


# The account


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://shop.example", "https://shop.example/admin-api"),
        ("https://shop.example/", "https://shop.example/admin-api"),
        ("https://Shop.example/api/admin/", "https://shop.example/api/admin"),
        ("http://127.0.0.1:3000", "http://127.0.0.1:3000/admin-api"),
    ],
)
def test_the_usual_path_is_added_where_none_is_said(given: str, kept: str) -> None:
    account = vendure_account({"base_url": given}, KEY)
    assert account.base_url == kept
    assert (account.api_key, account.username) == ("key", "")


def test_no_secret_shows(caplog: pytest.LogCaptureFixture) -> None:
    shown = repr(vendure_account(AT, {"api_key": "k3y"})) + repr(vendure_account(BY_NAME, PASSWORD))
    assert "k3y" not in shown
    assert "geheim" not in shown


@pytest.mark.parametrize(
    ("settings", "secrets", "field"),
    [
        (AT, {}, "api_key"),
        (AT, {"password": "p"}, "api_key"),
        (AT, {"api_key": "two words"}, "api_key"),
        (BY_NAME, KEY, "password"),
        ({**AT, "stock_location": "Lyon Süd"}, KEY, "stock_location"),
        ({**AT, "channel": "a b"}, KEY, "channel"),
        ({**AT, "stock_batch": "101"}, KEY, "stock_batch"),
    ],
)
def test_what_cannot_be_right_is_refused_by_name(
    settings: dict[str, str], secrets: dict[str, str], field: str
) -> None:
    with pytest.raises(ShopError) as caught:
        vendure_account(settings, secrets)
    assert (caught.value.code, caught.value.params) == (
        ErrorCode.ACCOUNT_VALUE_WRONG,
        {"field": field},
    )


@pytest.mark.parametrize("address", ["", "shop.example", "http://shop.example", "https://a@b.c"])
def test_keys_go_over_safe_ways_only(address: str) -> None:
    with pytest.raises(ShopError) as caught:
        vendure_account({"base_url": address}, KEY)
    assert caught.value.code is ErrorCode.ADDRESS_NOT_SAFE


# Who asks


def test_a_key_and_a_channel_are_said_with_every_question() -> None:
    http = ScriptedHttp(FACTS, NOTHING)
    assert _channel(http, channel="lyon-token").stock([SkuRef("1", "1")]) == {}
    for request in http.requests:
        assert request.url == "https://shop.example/admin-api"
        assert request.headers["vendure-api-key"] == "key"
        assert request.headers["vendure-token"] == "lyon-token"
        assert "Authorization" not in request.headers


def test_a_session_that_is_kept_is_used() -> None:
    http = ScriptedHttp(FACTS, NOTHING)
    kept = KeptInMemory(Token("kept", NOW + timedelta(days=1)))
    _channel(http, kept, username="till").stock([SkuRef("1", "1")])
    assert {request.headers["Authorization"] for request in http.requests} == {"Bearer kept"}


def test_a_session_is_begun_without_a_word_of_an_old_one() -> None:
    http = ScriptedHttp(_logged_in("new"), FACTS, NOTHING)
    tokens = KeptInMemory()
    _channel(http, tokens, username="till").stock([SkuRef("1", "1")])
    assert "Authorization" not in http.requests[0].headers
    assert http.asked(0)["variables"] == {"name": "till", **PASSWORD}
    assert tokens.current() == Token("new", NOW + timedelta(days=365))


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (_logged_in("", "INVALID_CREDENTIALS_ERROR"), "INVALID_CREDENTIALS_ERROR"),
        (_logged_in("anonymous", "NATIVE_AUTH_STRATEGY_ERROR"), "NATIVE_AUTH_STRATEGY_ERROR"),
        (_logged_in(""), "NO_TOKEN"),
    ],
)
def test_a_session_that_cannot_be_begun_is_for_a_person(answer: HttpAnswer, code: str) -> None:
    trouble = _trouble(ScriptedHttp(answer), username="till")
    assert (trouble.trouble, trouble.code) == (Trouble.LOGIN, code)


# Trouble


def _errors(code: str, message: str = "words") -> dict[str, Any]:
    return {"errors": [{"message": message, "extensions": {"code": code}}], "data": None}


@pytest.mark.parametrize(
    ("answer", "trouble", "code"),
    [
        (NotReachedError("x"), Trouble.NOT_REACHED, ""),
        (NoAnswerError("x"), Trouble.NO_ANSWER, ""),
        (page(502), Trouble.BUSY, "502"),
        (page(429, retry_after="7"), Trouble.LIMITED, "429"),
        (page(401), Trouble.LOGIN, "401"),
        (page(403, "203.0.113.7"), Trouble.IP_BLOCKED, "403"),
        (page(404), Trouble.BAD_ANSWER, "404"),
        (page(301), Trouble.BAD_ANSWER, "301"),
        (page(200), Trouble.BAD_ANSWER, "json"),
        (page(400), Trouble.BAD_ANSWER, "json"),
        (page(400, "{}"), Trouble.BAD_ANSWER, "400"),
        (says(_errors("USER_INPUT_ERROR"), status=400), Trouble.BAD_ANSWER, "USER_INPUT_ERROR"),
        (_errors("ILLEGAL_OPERATION"), Trouble.REFUSED, "ILLEGAL_OPERATION"),
        (_errors("CHANNEL_NOT_FOUND"), Trouble.NOT_ALLOWED, "CHANNEL_NOT_FOUND"),
        (_errors("INTERNAL_SERVER_ERROR"), Trouble.BUSY, "INTERNAL_SERVER_ERROR"),
        (_errors("A_PLUGINS_OWN"), Trouble.BAD_ANSWER, "A_PLUGINS_OWN"),
    ],
)
def test_each_trouble_is_told_apart(answer: Any, trouble: Trouble, code: str) -> None:
    error = _trouble(ScriptedHttp(answer))
    assert (error.trouble, error.code) == (trouble, code)
    assert error.wait == (timedelta(seconds=7) if code == "429" else None)
    assert trouble is not Trouble.IP_BLOCKED or error.detail == "203.0.113.7"


def test_a_shop_that_breaks_while_it_is_asked_who_asks_says_no_more_than_that() -> None:
    error = _trouble(ScriptedHttp(_errors("FORBIDDEN"), page(503)))
    assert (error.trouble, error.code) == (Trouble.BUSY, "503")


def test_a_difference_is_not_written_as_a_number() -> None:
    variant = {
        "id": "1",
        "trackInventory": "TRUE",
        "stockLevels": [{"stockLocationId": "1", "stockOnHand": 5, "stockAllocated": 1}],
    }
    http = ScriptedHttp(FACTS, {"data": {"productVariants": {"items": [variant]}}})
    change = StockChange(SkuRef("1", "1"), -2, is_delta=True)
    with pytest.raises(ValueError, match="no differences"):
        _channel(http).set_stock([change], "key")
    assert http.is_done


def test_a_channel_of_the_shop_is_called_by_its_own_name() -> None:
    http = ScriptedHttp(
        FACTS,
        {"data": {"stockLocations": {"items": [{"id": "1", "name": "Lyon"}]}}},
        {"data": {"updateProductVariants": []}},
    )
    assert _channel(http).check().shop_name == "lyon"


@pytest.mark.parametrize("cursor", ["x", "1", "-1:5", "1:x"])
def test_a_cursor_of_another_channel_is_refused(cursor: str) -> None:
    with pytest.raises(ChannelError, match="bad_answer cursor"):
        _channel(ScriptedHttp()).order_changes(NOW, NOW, cursor)
    with pytest.raises(ChannelError, match="bad_answer cursor"):
        _channel(ScriptedHttp()).listings(cursor)


# Orders


def test_the_time_of_the_last_change_counts_as_well() -> None:
    start = datetime(2026, 11, 24, 12, 0, 3, 500_000, tzinfo=timezone(timedelta(hours=8)))
    wanted = changed_orders(start, start + timedelta(hours=1))
    assert wanted["_or"][0] == {
        "_and": [
            {
                "updatedAt": {
                    "after": "2026-11-24T04:00:02.000Z",
                    "before": "2026-11-24T05:00:03.499Z",
                }
            }
        ]
    }


def _order(state: str = "PaymentSettled", **fields: object) -> dict[str, object]:
    line = {
        "id": "7",
        "quantity": 2,
        "orderPlacedQuantity": 2,
        "taxRate": 19,
        "linePriceWithTax": 2000,
        "proratedLinePrice": 1681,
        "proratedLinePriceWithTax": 2000,
        "productVariant": {"id": "3", "sku": "A", "product": {"id": "1", "name": "Tea"}},
    }
    return {
        "id": "5",
        "code": "ABC",
        "state": state,
        "updatedAt": "2026-11-24T03:00:00.000Z",
        "orderPlacedAt": "2026-11-24T03:00:00.500Z",
        "currencyCode": "EUR",
        "shippingWithTax": 490,
        "totalWithTax": 2490,
        "lines": [line],
        "payments": [],
        "fulfillments": [],
        **fields,
    }


def _parcel(state: str, pieces: int) -> dict[str, object]:
    lines = [{"orderLineId": "7", "quantity": pieces}]
    return {"id": "1", "state": state, "method": "DHL", "trackingCode": "J", "lines": lines}


@pytest.mark.parametrize(
    ("state", "parcels", "fulfilment", "hold"),
    [
        ("Draft", [], Fulfilment.PENDING_PAYMENT, ""),
        ("PaymentAuthorized", [], Fulfilment.PENDING_PAYMENT, ""),
        ("PaymentSettled", [], Fulfilment.TO_SHIP, ""),
        ("PaymentSettled", [_parcel("Pending", 2)], Fulfilment.TO_SHIP, ""),
        ("PaymentSettled", [_parcel("Cancelled", 2)], Fulfilment.TO_SHIP, ""),
        ("PartiallyShipped", [_parcel("Shipped", 1)], Fulfilment.PART_SHIPPED, ""),
        ("PartiallyDelivered", [_parcel("Delivered", 1)], Fulfilment.PART_SHIPPED, ""),
        (
            "PartiallyDelivered",
            [_parcel("Delivered", 1), _parcel("Shipped", 1)],
            Fulfilment.SHIPPED,
            "",
        ),
        ("Shipped", [], Fulfilment.SHIPPED, ""),
        ("Delivered", [], Fulfilment.COMPLETED, ""),
        ("Cancelled", [], Fulfilment.CANCELLED, ""),
        ("Modifying", [], Fulfilment.TO_SHIP, "being_changed"),
        ("Modifying", [_parcel("Shipped", 1)], Fulfilment.PART_SHIPPED, "being_changed"),
        ("ArrangingAdditionalPayment", [], Fulfilment.TO_SHIP, "more_to_pay"),
        ("AwaitingDeliveryOfAPlugin", [], Fulfilment.UNKNOWN, "unknown_state"),
    ],
)
def test_states(state: str, parcels: list[Any], fulfilment: Fulfilment, hold: str) -> None:
    order = OrderReader(2).order(Told(_order(state, fulfillments=parcels)))
    assert (order.fulfilment, order.hold, order.raw_status) == (fulfilment, hold, state)


def test_what_was_authorised_is_not_paid() -> None:
    payments = [
        {"state": "Authorized", "amount": 2490, "createdAt": "2026-11-24T03:00:00.000Z"},
        {"state": "Declined", "amount": 2490, "createdAt": "2026-11-24T02:00:00.000Z"},
    ]
    order = OrderReader(2).order(Told(_order("PaymentAuthorized", payments=payments)))
    assert (order.paid, order.paid_at) == (0, None)


def test_the_latest_time_of_all_parts_is_that_of_the_last_change() -> None:
    refunds = [{"state": "Failed", "total": 5, "updatedAt": "2026-11-24T03:09:00.000Z"}]
    payments = [{"state": "Error", "amount": 5, "refunds": refunds}]
    order = OrderReader(2).order(Told(_order(payments=payments)))
    assert order.updated_at == datetime(2026, 11, 24, 3, 9, tzinfo=UTC)
    assert order.refunded == 0


def test_an_order_without_any_time_is_not_understood() -> None:
    with pytest.raises(ChannelError, match="bad_answer updatedAt"):
        OrderReader(2).order(Told(_order(updatedAt=None, orderPlacedAt=None)))


def test_who_gave_no_address_is_called_as_the_customer() -> None:
    customer = {"firstName": "Ada", "lastName": "Kern", "phoneNumber": "123"}
    contact = OrderReader(2).order(Told(_order(customer=customer))).contact
    assert (contact.name, contact.phone, contact.address) == ("Ada Kern", "123", "")


@pytest.mark.parametrize(
    ("amount", "precision", "currency", "minor"),
    [
        (12345, 2, "EUR", 12345),
        (12345, 2, "JPY", 123),
        (12350, 2, "JPY", 124),
        (-12350, 2, "JPY", -124),
        (12345, 2, "KWD", 123450),
        (12345, 3, "EUR", 1235),
        (12345, 2, "SEK", 12345),
    ],
)
def test_amounts_have_the_decimals_of_the_shop(
    amount: int, precision: int, currency: str, minor: int
) -> None:
    assert minor_units(amount, precision, currency) == minor


def test_the_registry_knows_it() -> None:
    channel = make_channel(
        "vendure", AT, KEY, http=ScriptedHttp(), clock=FixedClock(NOW), tokens=KeptInMemory()
    )
    assert isinstance(channel, Vendure)
    assert channel.differences.takes_when_placed
