"""The examples that the platforms published, and one of our own making for Douyin."""

import pytest

from microshop_desktop.channels.signing import (
    HMAC_MD5,
    HMAC_SHA256,
    douyin_content,
    douyin_sign,
    jos_sign,
    pdd_sign,
    top_sign,
)

TOP = {
    "method": "taobao.item.seller.get",
    "timestamp": "2016-01-01 12:00:00",
    "format": "json",
    "app_key": "12345678",
    "v": "2.0",
    "sign_method": "md5",
    "session": "test",
    "fields": "num_iid,title,nick,price,num",
    "num_iid": "11223344",
}
JOS = {
    "360buy_param_json": '{"end_date":null,"optional_fields":null,'
    '"order_state":"WAIT_SELLER_STOCK_OUT","page":"1","page_size":"200","start_date":null}',
    "access_token": "yourtoken",
    "app_key": "yourappkey",
    "method": "jingdong.pop.order.search",
    "timestamp": "2021-05-07 09:20:39.683+0800",
    "v": "2.0",
}
PDD = {
    "access_token": "asd78172s8ds9a921j9qqwda12312w1w21211",
    "client_id": "1",
    "data_type": "XML",
    "order_status": "1",
    "page": "1",
    "page_size": "10",
    "timestamp": "1480411125",
    "type": "pdd.order.number.list.get",
}


def test_the_published_signature_of_taobao() -> None:
    assert top_sign(TOP, "helloworld") == "66987CB115214E59E6EC978214934FB8"


def test_what_is_empty_or_the_signature_itself_is_not_signed() -> None:
    more = {**TOP, "sign": "66987CB115214E59E6EC978214934FB8", "status": ""}

    assert top_sign(more, "helloworld") == "66987CB115214E59E6EC978214934FB8"


@pytest.mark.parametrize(("method", "length"), [(HMAC_MD5, 32), (HMAC_SHA256, 64)])
def test_the_other_methods_of_taobao_do_not_wrap_the_secret(method: str, length: int) -> None:
    signature = top_sign(TOP, "helloworld", method)

    assert len(signature) == length
    assert signature == signature.upper() != top_sign(TOP, "helloworld")


def test_an_hmac_that_was_worked_out_by_openssl() -> None:
    fields = {"app_key": "12345678", "method": "taobao.item.seller.get"}

    assert top_sign(fields, "helloworld", HMAC_MD5) == "4004A1BA9C5B8BCA9D0318C156AFDA83"


def test_the_published_signature_of_jd() -> None:
    assert jos_sign(JOS, "yourappSecret") == "D70825340F4084360B9362B60DFD7930"


def test_the_published_signature_of_pinduoduo() -> None:
    assert pdd_sign(PDD, "testSecret") == "E4DE3ED21002510DED352819E7AE6775"


def test_the_signature_of_douyin() -> None:
    signature = douyin_sign(
        b'{"page":0,"size":10}',
        app_key="123",
        method="order.searchList",
        timestamp="1700000000",
        secret="secret",
    )

    assert signature == "140920231611e2a0b2538d0bbd2e10da0506290de1bc78a495e0e6d5f004428e"


def test_the_content_of_douyin_is_sorted_tight_and_escapes_nothing() -> None:
    content = douyin_content({"size": 10, "page": 0, "deep": {"b": "<&>", "a": "橙"}})

    assert content == '{"deep":{"a":"橙","b":"<&>"},"page":0,"size":10}'.encode()
