"""Code payments by the older WeChat Pay API, for accounts that API v3 refuses them.

Only what differs is here: micropay, its query, and reverse, which needs the merchant's certificate
on the connection. Refunds of these payments go through API v3 like all others.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from microshop_desktop.domain.payment import Doubt, Outcome, Unclear
from microshop_desktop.infra.clock import Clock
from microshop_desktop.infra.http import READ_SECONDS, Http, HttpAnswer, HttpRequest
from microshop_desktop.payments.accounts import V2Access, WechatAccount
from microshop_desktop.payments.asking import CODE_PAYMENT_SECONDS, NoReply, Reply, ask, doubted
from microshop_desktop.payments.gateway import Charge
from microshop_desktop.payments.wechat_answers import (
    asked_outcome,
    begun_outcome,
    close_outcome,
    trade_outcome,
)
from microshop_desktop.payments.wechat_orders import not_closed, reversed_outcome
from microshop_desktop.payments.wechat_v2_form import (
    form_sign,
    is_form_signed,
    read_form,
    write_form,
)
from microshop_desktop.payments.wire_values import number, plain_text

_LONGEST_TEXT = 42
"""127 bytes hold 42 Chinese characters: the older API counts bytes."""
_LONGEST_NUMBER = 32
_OUR_ADDRESS = "127.0.0.1"
"""The API wants an address of the till; one in the shop's own network tells nobody anything."""


@dataclass(frozen=True, slots=True)
class WechatV2:
    """Code payments of one account; `secure_http` presents the merchant's certificate."""

    account: WechatAccount
    access: V2Access
    http: Http
    secure_http: Http
    clock: Clock
    nonce: Callable[[], str] = lambda: secrets.token_hex(16)

    def charge_code(self, charge: Charge, code: str) -> Outcome:
        """Take money by a payment code; the answer comes at once, or the customer is asked."""
        fields = {
            "body": plain_text(charge.subject, _LONGEST_TEXT) or charge.out_trade_no,
            "out_trade_no": _number(charge),
            "total_fee": str(charge.amount),
            "fee_type": charge.currency,
            "spbill_create_ip": _OUR_ADDRESS,
            "device_info": charge.till,
            "auth_code": code,
        }
        reply = self._call("/pay/micropay", fields, seconds=CODE_PAYMENT_SECONDS)
        if isinstance(reply, NoReply):
            return reply.outcome
        if reply.code:
            return begun_outcome(reply) or self.query(charge)
        return trade_outcome(_order(reply, state="SUCCESS"), charge, self.account.app_id)

    def query(self, charge: Charge) -> Outcome:
        """Ask what became of a code payment."""
        reply = self._call("/pay/orderquery", {"out_trade_no": _number(charge)})
        if isinstance(reply, NoReply):
            return reply.doubt
        if reply.code:
            return asked_outcome(reply)
        order = _order(reply, state=reply.text("trade_state"))
        return trade_outcome(order, charge, self.account.app_id)

    def reverse(self, charge: Charge) -> Outcome:
        """Undo a code payment; only a question afterwards tells that it is done."""
        fields = {"out_trade_no": _number(charge)}
        reply = self._call("/secapi/pay/reverse", fields, http=self.secure_http)
        if isinstance(reply, NoReply):
            return reply.doubt
        if reply.code:
            return close_outcome(reply) or not_closed(self.query(charge), reply.code)
        if reply.text("recall") == "Y":
            return Unclear(Doubt.CLOSE_REFUSED, "RECALL")
        return reversed_outcome(self.query(charge))

    def _call(
        self,
        path: str,
        fields: Mapping[str, str],
        *,
        seconds: float = READ_SECONDS,
        http: Http | None = None,
    ) -> Reply | NoReply:
        body = write_form(self._signed(fields))
        headers = {"Content-Type": "text/xml; charset=utf-8"}
        url = self.account.base_url + path
        request = HttpRequest("POST", url, headers, body, read_seconds=seconds)
        answer = ask(http or self.http, request)
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
            return doubted(doubt, answer, plain_text(told.get("return_msg", ""), _LONGEST_TEXT))
        if not is_form_signed(told, self.access.key, self.access.sign_type):
            return doubted(Doubt.BAD_SIGNATURE, answer)
        if told.get("result_code") == "SUCCESS":
            return Reply(answer.status, told, skew=answer.skew)
        code = told.get("err_code") or "FAIL"
        return Reply(answer.status, told, code, answer.skew)


def _order(reply: Reply, *, state: str) -> Reply:
    """Return an answer of the older API in the words of API v3."""
    total = reply.text("total_fee")
    plain = total.isascii() and total.isdigit()
    body: dict[str, object] = {
        "out_trade_no": reply.text("out_trade_no"),
        "transaction_id": reply.text("transaction_id"),
        "trade_state": state,
        "mchid": reply.text("mch_id"),
        "appid": reply.text("appid"),
        "amount": {
            "total": int(total) if plain else None,
            "currency": reply.text("fee_type") or "CNY",
        },
    }
    return Reply(reply.status, body, skew=reply.skew)


def _number(charge: Charge) -> str:
    return number(charge.out_trade_no, _LONGEST_NUMBER)
