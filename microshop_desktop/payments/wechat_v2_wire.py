"""Talking to the older WeChat Pay API: signed forms out, checked forms in.

Facts: `reference/payments.md` §2.7.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from microshop_desktop.domain.payment import Doubt
from microshop_desktop.infra.http import READ_SECONDS, Http, HttpAnswer, HttpRequest
from microshop_desktop.payments.accounts import V2Access, WechatAccount
from microshop_desktop.payments.asking import NoReply, Reply, ask, doubted
from microshop_desktop.payments.wechat_v2_form import (
    form_sign,
    is_form_signed,
    read_form,
    write_form,
)
from microshop_desktop.payments.wire_values import plain_text

_LONGEST_WORD = 42


@dataclass(frozen=True, slots=True)
class WechatV2Wire:
    """Questions of one account; `secure_http` presents the merchant's certificate."""

    account: WechatAccount
    access: V2Access
    http: Http
    secure_http: Http
    nonce: Callable[[], str] = lambda: secrets.token_hex(16)

    def call(
        self,
        path: str,
        fields: Mapping[str, str],
        *,
        seconds: float = READ_SECONDS,
        secure: bool = False,
    ) -> Reply | NoReply:
        """Send a form; what is empty in it is left out. `secure`: with our certificate."""
        body = write_form(self._signed(fields))
        headers = {"Content-Type": "text/xml; charset=utf-8"}
        url = self.account.base_url + path
        request = HttpRequest("POST", url, headers, body, read_seconds=seconds)
        answer = ask(self.secure_http if secure else self.http, request)
        return answer if isinstance(answer, NoReply) else self._reply(answer)

    def _signed(self, fields: Mapping[str, str]) -> Mapping[str, str]:
        whole = {
            "appid": self.account.app_id,
            "mch_id": self.account.mch_id,
            "nonce_str": self.nonce(),
            "sign_type": self.access.sign_type,
            **{name: value for name, value in fields.items() if value},
        }
        return {**whole, "sign": form_sign(whole, self.access.key, self.access.sign_type)}

    def _reply(self, answer: HttpAnswer) -> Reply | NoReply:
        """Return a checked answer; one whose `return_code` tells of trouble is unsigned."""
        if answer.status != 200:
            doubt = Doubt.SERVER_ERROR if answer.status >= 500 else Doubt.BAD_ANSWER
            return doubted(doubt, answer, str(answer.status))
        try:
            told = read_form(answer.body)
        except ValueError:
            return doubted(Doubt.BAD_ANSWER, answer)
        if told.get("return_code") != "SUCCESS":
            doubt = Doubt.NOT_ACCEPTED if told.get("return_code") else Doubt.BAD_ANSWER
            return doubted(doubt, answer, plain_text(told.get("return_msg", ""), _LONGEST_WORD))
        if not is_form_signed(told, self.access.key, self.access.sign_type):
            return doubted(Doubt.BAD_SIGNATURE, answer)
        if told.get("result_code") == "SUCCESS":
            return Reply(answer.status, told, skew=answer.skew)
        code = told.get("err_code") or "FAIL"
        return Reply(answer.status, told, code, answer.skew)


def whole_number(text: str) -> int | None:
    """Return fen as this API writes them; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() else None
