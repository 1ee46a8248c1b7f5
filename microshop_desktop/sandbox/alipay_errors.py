"""What Alipay refuses: at its gateway, unsigned, and in its business, signed."""

from microshop_desktop.sandbox.fields import FieldError

_GATEWAY = {
    "20000": "Service Currently Unavailable",
    "40001": "Missing Required Arguments",
    "40002": "Invalid Arguments",
    "40005": "Call Limited",
    "40006": "Insufficient Permissions",
}


class GatewayError(Exception):
    """A refusal before the business was reached; the answer is not signed."""

    def __init__(self, code: str, sub_code: str, text: str) -> None:
        super().__init__(code, sub_code)
        self.code = code
        self.sub_code = sub_code
        self.text = text

    @property
    def document(self) -> dict[str, object]:
        """The answer's object."""
        return {
            "code": self.code,
            "msg": _GATEWAY[self.code],
            "sub_code": self.sub_code,
            "sub_msg": self.text,
        }


class BusinessError(Exception):
    """A refusal of the business (40004); the answer is signed. `more` fields go with it."""

    def __init__(self, sub_code: str, text: str, more: dict[str, object] | None = None) -> None:
        super().__init__(sub_code, text)
        self.sub_code = sub_code
        self.text = text
        self.more = more or {}

    @property
    def document(self) -> dict[str, object]:
        """The answer's object."""
        return {
            "code": "40004",
            "msg": "Business Failed",
            "sub_code": self.sub_code,
            "sub_msg": self.text,
            **self.more,
        }


def wrong_parameter(error: FieldError) -> BusinessError:
    """Return the refusal of a request for one of its fields."""
    return BusinessError("ACQ.INVALID_PARAMETER", f"参数无效: {error}")
