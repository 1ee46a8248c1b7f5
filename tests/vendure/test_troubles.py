"""What a real shop does not do, and why: each reason is another one to the program."""

import pytest

from microshop_desktop.channels import vendure
from microshop_desktop.channels.channel import (
    ChannelError,
    Checked,
    ShopChannel,
    SkuRef,
    Trouble,
)
from microshop_desktop.channels.registry import make_channel
from microshop_desktop.channels.tokens import KeptInMemory
from microshop_desktop.channels.words import trouble_sentence
from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.infra.http import HttpClient
from tests.vendure.conftest import Connect
from tests.vendure.real_shop import PASSWORD, RealShop
from tests.vendure.way import Way

REF = SkuRef("1", "1")
READING = ("ReadCatalog", "ReadProduct", "ReadStockLocation", "ReadOrder")


def _trouble(channel: ShopChannel, refs: list[SkuRef] | None = None) -> ChannelError:
    with pytest.raises(ChannelError) as caught:
        channel.stock(refs or [REF])
    return caught.value


def test_good_keys_are_good(connect: Connect, shop: RealShop) -> None:
    assert connect().check() == Checked("Default Seller", "EUR")
    assert connect(api_key=shop.api_key).check() == Checked("Default Seller", "EUR")


@pytest.mark.parametrize("key", ["nonsense", "0123456789abcdef01234567:00"])
def test_a_wrong_key(connect: Connect, key: str) -> None:
    trouble = _trouble(connect(api_key=key))
    assert (trouble.trouble, trouble.code) == (Trouble.LOGIN, "FORBIDDEN")


def test_a_wrong_password(connect: Connect) -> None:
    trouble = _trouble(connect(password="guessed"))
    assert (trouble.trouble, trouble.code) == (Trouble.LOGIN, "INVALID_CREDENTIALS_ERROR")


def test_a_key_without_the_right(connect: Connect, shop: RealShop) -> None:
    channel = connect(api_key=shop.key_with("ReadCustomer"))
    trouble = _trouble(channel)
    assert (trouble.trouble, trouble.code) == (Trouble.NOT_ALLOWED, "FORBIDDEN")
    assert trouble.detail == "productVariants"


@pytest.mark.parametrize(
    ("rights", "lacking"),
    [
        (READING, "updateProductVariants"),
        ((*READING, "UpdateProduct"), "addFulfillmentToOrder"),
    ],
)
def test_a_check_finds_that_a_key_may_read_and_not_write(
    connect: Connect, shop: RealShop, rights: tuple[str, ...], lacking: str
) -> None:
    channel = connect(api_key=shop.key_with(*rights))
    with pytest.raises(ChannelError) as caught:
        channel.check()
    assert (caught.value.trouble, caught.value.detail) == (Trouble.NOT_ALLOWED, lacking)


def test_a_shop_that_speaks_another_version(
    channel: ShopChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vendure, "STOCK", "{ productVariants { items { idOfLater } } }")
    trouble = _trouble(channel)
    assert (trouble.trouble, trouble.code) == (Trouble.BAD_ANSWER, "GRAPHQL_VALIDATION_FAILED")
    assert "idOfLater" in trouble.detail


def test_a_question_that_the_shop_will_not_answer(channel: ShopChannel) -> None:
    trouble = _trouble(channel, [REF] * 1001)
    assert (trouble.trouble, trouble.code) == (Trouble.REFUSED, "USER_INPUT_ERROR")
    assert "1000" in trouble.detail


def test_each_of_the_four_is_another_message_to_a_person(
    connect: Connect, shop: RealShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    troubles = [
        _trouble(connect(api_key="nonsense")),
        _trouble(connect(api_key=shop.key_with("ReadOrder"))),
        _trouble(connect(), [REF] * 1001),
    ]
    monkeypatch.setattr(vendure, "STOCK", "{ nonsense }")
    troubles.append(_trouble(connect()))
    assert len({trouble_sentence(trouble, "Web") for trouble in troubles}) == 4


def test_another_path_of_the_same_server(connect: Connect, shop: RealShop) -> None:
    trouble = _trouble(connect(base_url=f"{shop.address}/elsewhere"))
    assert (trouble.trouble, trouble.code) == (Trouble.BAD_ANSWER, "404")


def test_a_session_that_ended_is_begun_anew_once(shop: RealShop, way: Way) -> None:
    shop.new_administrator("cashier@example.com", "ReadCatalog")
    tokens, clock = KeptInMemory(), SystemClock()
    channel = make_channel(
        "vendure",
        {"base_url": way.address, "username": "cashier@example.com"},
        {"password": PASSWORD},
        http=HttpClient(clock),
        clock=clock,
        tokens=tokens,
    )
    channel.stock([REF])
    token = tokens.current()
    assert token is not None
    shop.end_session(token.access)
    assert channel.stock([REF]).keys() == {REF.sku}
    assert way.asked("login") == 2
    assert tokens.current() != token


def test_a_right_that_is_missing_begins_no_session_anew(
    connect: Connect, shop: RealShop, way: Way
) -> None:
    shop.new_administrator("clerk@example.com", "ReadCatalog")
    channel = connect(base_url=way.address, username="clerk@example.com")
    channel.stock([REF])
    with pytest.raises(ChannelError) as caught:
        channel.order("1")
    assert (caught.value.trouble, caught.value.detail) == (Trouble.NOT_ALLOWED, "order")
    assert way.asked("login") == 1


def test_a_shop_that_is_down_and_comes_back(shop: RealShop, channel: ShopChannel) -> None:
    before = channel.stock([REF])
    shop.process.kill()
    assert _trouble(channel).trouble is Trouble.NOT_REACHED
    shop.process.start()
    assert channel.stock([REF]) == before
