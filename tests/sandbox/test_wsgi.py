"""The sandbox as a plain WSGI application, without sockets."""

import io
import json
from typing import TYPE_CHECKING, Any
from wsgiref.util import setup_testing_defaults

import pytest

from microshop_desktop.sandbox.messages import CutAnswer, NoAnswer, Request
from tests.sandbox.desk_clock import Practice
from tests.sandbox.wechat_merchant import PAY, Merchant

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


def _call(practice: Practice, request: Request, **more: str) -> tuple[str, dict[str, str], Any]:
    """Ask as a WSGI server would."""
    path, _, query = request.target.partition("?")
    environ: WSGIEnvironment = {}
    setup_testing_defaults(environ)
    environ |= {"REQUEST_METHOD": request.method, "PATH_INFO": path, "QUERY_STRING": query, **more}
    for name, value in request.headers.items():
        key = name.upper().replace("-", "_")
        environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
    environ["CONTENT_LENGTH"] = str(len(request.body))
    environ["wsgi.input"] = io.BytesIO(request.body)
    said: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], _info: Any = None) -> Any:
        said.extend((status, dict(headers)))

    body = b"".join(practice.sandbox.application(environ, start))
    return said[0], said[1], json.loads(body) if body else None


def test_a_wsgi_server_can_serve_it(practice: Practice, wechat: Merchant) -> None:
    body = json.dumps(wechat.order()).encode()
    request = wechat.request("POST", f"{PAY}/native", body)
    status, headers, document = _call(practice, request)
    assert (status, list(document)) == ("200 OK", ["code_url"])
    assert headers["Wechatpay-Serial"] == wechat.account.public_key_id


def test_the_target_as_sent_is_preferred(practice: Practice, wechat: Merchant) -> None:
    wechat.native("order_*_1")
    target = f"{PAY}/out-trade-no/order_%2A_1?mchid={wechat.account.mch_id}"
    request = wechat.request("GET", target)
    status, _, document = _call(practice, request, REQUEST_URI=target)
    assert (status, document["out_trade_no"]) == ("200 OK", "order_*_1")


@pytest.mark.parametrize(
    ("text", "broken"),
    [("no-answer:1", NoAnswer), ("late-answer:1", NoAnswer), ("cut:1", CutAnswer)],
)
def test_what_needs_a_socket_is_raised(
    practice: Practice, wechat: Merchant, text: str, broken: type[Exception]
) -> None:
    practice.fault(text)
    body = json.dumps(wechat.order()).encode()
    request = wechat.request("POST", f"{PAY}/native", body)
    with pytest.raises(broken):
        _call(practice, request)


def test_a_bill_is_fetched_from_where_it_was_asked_for(
    practice: Practice, wechat: Merchant
) -> None:
    wechat.codepay()
    practice.clock.pass_by(days=1)
    target = "/v3/bill/tradebill?bill_date=2026-11-24"
    request = wechat.request("GET", target, host="127.0.0.1:8790")
    _, _, document = _call(practice, request)
    assert document["download_url"].startswith("http://127.0.0.1:8790/v3/billdownload/file?token=")
