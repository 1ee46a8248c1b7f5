"""Who WeChat Pay lets in, and how it answers those it does not."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from microshop_desktop.sandbox.accounts import Mode
from microshop_desktop.sandbox.messages import Request
from microshop_desktop.sandbox.signing import is_signed
from microshop_desktop.sandbox.wechat_guard import SCHEME, read_authorization, signed_text
from tests.sandbox.wechat_merchant import PAY, Merchant, code_of

QUERY = f"{PAY}/out-trade-no/order_001?mchid=1900000109"


@pytest.fixture
def vectors(shared_data: Path) -> Any:
    return json.loads((shared_data / "payments" / "wechat_vectors.json").read_text("utf-8"))


def _key(vectors: Any, name: str) -> RSAPublicKey:
    key = load_pem_public_key(vectors["keys"][name].encode())
    assert isinstance(key, RSAPublicKey)
    return key


def test_published_requests_are_recognised(vectors: Any) -> None:
    requests = [vector for vector in vectors["sign"] if "path" in vector]
    assert len(requests) >= 2
    for vector in requests:
        request = Request(vector["method"], vector["path"], {}, vector["body"].encode())
        said = read_authorization(
            f'{SCHEME} mchid="{vector["mchid"]}",nonce_str="{vector["nonce"]}",'
            f'signature="{vector["signature"]}",timestamp="{vector["timestamp"]}",'
            f'serial_no="{vector["serial_no"]}"'
        )
        key = _key(vectors, vector["private_key"])
        assert is_signed(key, signed_text(request, said), said.signature), vector["name"]
        changed = replace(request, body=request.body + b" ")
        assert not is_signed(key, signed_text(changed, said), said.signature)


def test_the_right_signature_opens_the_door(wechat: Merchant) -> None:
    wechat.native()
    assert wechat.send("GET", QUERY).status == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"signature": "AAAA"},
        {"signature": "no base64!"},
        {"serial_no": "0" * 40},
        {"nonce_str": "with-dash"},
        {"nonce_str": "x" * 33},
        {"timestamp": "yesterday"},
        {"more": "than needed"},
    ],
)
def test_a_wrong_authorization_is_refused(wechat: Merchant, changes: dict[str, str]) -> None:
    wechat.native()
    wechat.changes = changes
    answer = wechat.send("GET", QUERY)
    assert (answer.status, code_of(answer)) == (401, "SIGN_ERROR")


def test_a_header_of_another_scheme_is_refused(wechat: Merchant) -> None:
    answer = wechat.send("GET", QUERY, authorization="Bearer x")
    assert (answer.status, code_of(answer)) == (401, "SIGN_ERROR")


def test_an_unknown_merchant_is_told_so(wechat: Merchant) -> None:
    wechat.changes = {"mchid": "1900000999"}
    assert code_of(wechat.send("GET", QUERY)) == "MCH_NOT_EXISTS"


@pytest.mark.parametrize(("off", "status"), [(-301, 401), (-300, 404), (300, 404), (301, 401)])
def test_five_minutes_are_allowed(wechat: Merchant, off: int, status: int) -> None:
    stamp = int(wechat.practice.clock().timestamp()) + off
    wechat.changes = {"timestamp": str(stamp)}
    assert wechat.send("GET", QUERY).status == status


def test_the_body_must_be_the_signed_one(wechat: Merchant) -> None:
    request = wechat.request("POST", f"{PAY}/native", json.dumps(wechat.order()).encode())
    changed = replace(request, body=request.body.replace(b"1990", b"1900"))
    answer = wechat.practice.sandbox.handle(changed)
    assert (answer.status, code_of(answer)) == (401, "SIGN_ERROR")


def test_the_target_counts_as_it_was_written(wechat: Merchant) -> None:
    request = wechat.request("GET", QUERY)
    changed = replace(request, target=QUERY.replace("order", "%6Frder"))
    assert wechat.practice.sandbox.handle(changed).status == 401


@pytest.mark.parametrize("name", ["accept", "user_agent"])
def test_headers_that_must_be_there(wechat: Merchant, name: str) -> None:
    assert code_of(wechat.send("GET", QUERY, **{name: None})) == "PARAM_ERROR"


def test_a_body_says_that_it_is_json(wechat: Merchant) -> None:
    order = wechat.order()
    answer = wechat.send("POST", f"{PAY}/native", order, content_type="text/plain")
    assert code_of(answer) == "PARAM_ERROR"


def test_the_expected_key_must_be_ours(wechat: Merchant) -> None:
    wechat.native()
    wechat.good(wechat.send("GET", QUERY, wechatpay_serial=wechat.account.public_key_id))
    answer = wechat.send("GET", QUERY, wechatpay_serial="PUB_KEY_ID_0")
    assert code_of(answer) == "PARAM_ERROR"


def test_answers_name_the_key_of_their_mode(wechat: Merchant, wechat_certified: Merchant) -> None:
    for merchant, start in ((wechat, "PUB_KEY_ID_"), (wechat_certified, "")):
        merchant.native()
        serial = merchant.close().headers["Wechatpay-Serial"]
        assert serial.startswith(start)
        assert (len(serial) == 40) == (merchant.mode is Mode.CERTIFICATES)


def test_what_is_unknown_is_not_found(wechat: Merchant) -> None:
    answer = wechat.send("GET", "/v3/pay/transactions/unheard-of")
    assert (answer.status, code_of(answer)) == (404, "RESOURCE_NOT_EXISTS")
