"""What WeChat Pay refuses, with its statuses and words; such answers are never signed."""

from microshop_desktop.sandbox.fields import FieldError
from microshop_desktop.sandbox.messages import Answer, json_answer

_STATUS = {
    "PARAM_ERROR": 400,
    "INVALID_REQUEST": 400,
    "APPID_MCHID_NOT_MATCH": 400,
    "MCH_NOT_EXISTS": 400,
    "ORDER_PAID": 400,
    "ORDER_CLOSED": 400,
    "ORDER_REVERSED": 400,
    "AUTH_CODE_EXPIRE": 400,
    "AUTH_CODE_INVALID": 400,
    "USERPAYING": 400,
    "NO_STATEMENT_EXIST": 400,
    "STATEMENT_CREATING": 400,
    "SIGN_ERROR": 401,
    "NO_AUTH": 403,
    "NOT_ENOUGH": 403,
    "OUT_TRADE_NO_USED": 403,
    "RULE_LIMIT": 403,
    "ORDER_NOT_EXIST": 404,
    "RESOURCE_NOT_EXISTS": 404,
    "FREQUENCY_LIMITED": 429,
    "SYSTEM_ERROR": 500,
}
_JOINED = {"ORDER_PAID", "ORDER_CLOSED", "ORDER_REVERSED", "NOT_ENOUGH", "NO_AUTH", "SYSTEM_ERROR"}
"""The words that older pages write without the line between."""


class WechatError(Exception):
    """A refusal; `code` in the spelling with lines between the words."""

    def __init__(self, code: str, message: str, detail: dict[str, object] | None = None) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.detail = detail or {}


def wrong_field(error: FieldError, where: str = "body") -> WechatError:
    """Return the refusal of a request for one of its fields."""
    detail: dict[str, object] = {
        "field": error.field,
        "issue": error.issue,
        "location": where,
    }
    return WechatError("PARAM_ERROR", f"参数错误 {error}", detail)


def error_answer(error: WechatError, *, underscores: bool) -> Answer:
    """Answer with a refusal, in one of the two spellings that are seen."""
    code = error.code
    if not underscores and code in _JOINED:
        code = code.replace("_", "")
    document: dict[str, object] = {"code": code, "message": error.message}
    if error.detail:
        document["detail"] = error.detail
    return json_answer(_STATUS[error.code], document)
