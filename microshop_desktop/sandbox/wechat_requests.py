"""How WeChat Pay reads a request: its JSON body, its query, and whether it speaks of who signed."""

import json
from dataclasses import dataclass

from microshop_desktop.sandbox import wechat_shapes as shapes
from microshop_desktop.sandbox.accounts import WechatMerchant
from microshop_desktop.sandbox.desk import Desk
from microshop_desktop.sandbox.fields import FieldError, Fields, check
from microshop_desktop.sandbox.trades import Trade
from microshop_desktop.sandbox.wechat_errors import WechatError, wrong_field


@dataclass(frozen=True, slots=True)
class Reply:
    """What a handler answers: `document` None for a 204; `trade` what it was about."""

    document: dict[str, object] | None
    status: int = 200
    trade: Trade | None = None


def body_of(desk: Desk, merchant: WechatMerchant, fields: Fields) -> dict[str, object]:
    """Read the body of a request, check its fields and that it speaks of this merchant."""
    try:
        sent = json.loads(desk.request.body)
    except ValueError:
        raise WechatError("PARAM_ERROR", "请求体不是有效的JSON") from None
    if not isinstance(sent, dict):
        raise WechatError("PARAM_ERROR", "请求体不是JSON对象")
    try:
        check(sent, fields)
    except FieldError as error:
        raise wrong_field(error) from error
    if sent.get("mchid", merchant.mch_id) != merchant.mch_id:
        raise wrong_field(FieldError("mchid", "is not the merchant who signed"))
    if sent.get("appid", merchant.app_id) != merchant.app_id:
        raise WechatError("APPID_MCHID_NOT_MATCH", "appid和mchid不匹配")
    return sent


def query_of(desk: Desk, fields: Fields) -> dict[str, str]:
    """Return the parameters of a request's query after checking them."""
    if desk.request.body:
        raise wrong_field(FieldError("body", "is not empty"))
    found = desk.request.query
    try:
        check(found, fields)
    except FieldError as error:
        raise wrong_field(error, "query") from error
    return found


def check_merchant(desk: Desk, merchant: WechatMerchant) -> None:
    """Check a query that names the merchant and nothing else."""
    query_of(desk, shapes.MCHID_QUERY)
    if desk.request.query["mchid"] != merchant.mch_id:
        raise wrong_field(FieldError("mchid", "is not the merchant who signed"), "query")


def part_of(values: object, *names: str) -> object:
    """Return what lies under these names, one within the other; None where there is nothing."""
    for name in names:
        if not isinstance(values, dict):
            return None
        values = values.get(name)
    return values
