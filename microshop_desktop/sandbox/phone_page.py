"""What a customer's phone opens: the page behind a QR, and a wallet with a payment code.

Everything lies under a token that nobody can guess and that ends with the sandbox.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from threading import RLock
from urllib.parse import parse_qs

from microshop_desktop.sandbox.messages import Answer, Request, html_answer
from microshop_desktop.sandbox.phone_look import bill_of, buttons, done, note, page, qr_picture
from microshop_desktop.sandbox.phone_texts import PhoneTexts, texts_for
from microshop_desktop.sandbox.trades import PAYABLE, Platform, Trade, TradeState
from microshop_desktop.sandbox.wallet import new_code
from microshop_desktop.sandbox.world import World
from microshop_desktop.sandbox.yuan import yuan

CODE_LIFE = timedelta(seconds=60)
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_REFRESH = 5


@dataclass(frozen=True, slots=True)
class _Shown:
    code: str
    until: datetime


class PhonePage:
    """The pages of the customer; `token` is the first part of every path, `shop` who is paid."""

    def __init__(
        self, world: World, lock: RLock, token: str, rng: random.Random, *, shop: str
    ) -> None:
        self.token = token
        self._shop = shop
        self._world = world
        self._lock = lock
        self._rng = rng
        self._codes: dict[Platform, _Shown] = {}

    def handle(self, request: Request) -> Answer:
        """Answer a phone."""
        token, _, rest = request.path.removeprefix("/").partition("/")
        if not compare_digest(token.encode(), self.token.encode()):
            return Answer(404, b"", _HEADERS)
        texts = texts_for(request.headers.get("accept-language", ""))
        with self._lock:
            self._world.settle()
            answer = self._answer(request, texts, rest)
        return Answer(answer.status, answer.body, {**answer.headers, **_HEADERS})

    def payment_code(self, platform: Platform) -> str:
        """Return the code the customer's phone shows just now: new each minute and after use."""
        shown = self._codes.get(platform)
        now = self._world.now()
        if shown is None or now >= shown.until or shown.code in self._world.used_codes:
            shown = _Shown(new_code(platform, self._rng), now + CODE_LIFE)
            self._codes[platform] = shown
        return shown.code

    def _answer(self, request: Request, texts: PhoneTexts, rest: str) -> Answer:
        if request.method not in {"GET", "POST"}:
            return Answer(405)
        if rest in {"", *Platform}:
            return html_answer(200, self._wallet(texts, Platform(rest or "wechat")))
        trade = self._world.by_code(rest)
        if trade is None:
            return html_answer(404, page(texts, "", _main(note(texts.unknown))))
        self._world.expire(trade)
        if request.method == "POST":
            return self._done(request, trade)
        return html_answer(200, self._payment(texts, trade, request.query.get("said", "")))

    def _done(self, request: Request, trade: Trade) -> Answer:
        """Do what a button says, then show the page anew."""
        said = parse_qs(request.body.decode("ascii", errors="replace")).get("do", [""])[-1]
        acts: dict[str, Callable[[], object]] = {
            "pay": lambda: self._world.pay(trade),
            "decline": lambda: self._world.decline(trade),
            "later": lambda: None,
        }
        if said not in acts:
            return Answer(400)
        if not self._ran_out(trade):
            acts[said]()
        more = "?said=later" if said == "later" else ""
        return Answer(303, b"", {"Location": f"/{self.token}/{trade.code}{more}"})

    def _payment(self, texts: PhoneTexts, trade: Trade, said: str) -> str:
        if self._ran_out(trade):
            return page(texts, trade.asked.platform, _main(note(texts.expired)))
        self._world.scan(trade)
        bill = bill_of(self._shop, yuan(trade.asked.amount), trade.asked.subject)
        return page(texts, trade.asked.platform, _rest(texts, trade, bill, said))

    def _ran_out(self, trade: Trade) -> bool:
        """Whether the QR is too old to be scanned for the first time."""
        return trade.state is TradeState.MADE and self._world.now() >= trade.asked.code_expires_at

    def _wallet(self, texts: PhoneTexts, platform: Platform) -> str:
        waiting = [t for t in self._world.trades() if t.state is TradeState.PAYING]
        rows = "".join(
            f'<li><a href="/{self.token}/{trade.code}"><span>{texts.confirm}</span>'
            f"<span>¥{yuan(trade.asked.amount)}</span></a></li>"
            for trade in waiting
        )
        listed = f"<p>{texts.waiting}</p><ul>{rows}</ul>" if rows else note(texts.nothing_waits)
        names = {Platform.WECHAT: texts.wechat, Platform.ALIPAY: texts.alipay}
        links = "".join(
            f'<a href="/{self.token}/{each}"{" aria-current=page" if each is platform else ""}>'
            f"{names[each]}</a>"
            for each in Platform
        )
        code = self.payment_code(platform)
        body = f"<p>{texts.show}</p>{qr_picture(code)}<p>{_grouped(code)}</p>{listed}"
        return page(
            texts,
            platform,
            f"{_main(body)}<nav>{links}</nav>",
            title=texts.wallet,
            refresh=_REFRESH,
        )


def _rest(texts: PhoneTexts, trade: Trade, bill: str, said: str) -> str:
    """Return what follows from where the trade stands."""
    if trade.state is TradeState.PAID:
        return _main(done(texts.paid, texts.paid_more) + bill)
    if trade.state not in PAYABLE:
        failed = trade.state is TradeState.FAILED
        return _main(bill + note(texts.declined if failed else texts.closed))
    if trade.declined:
        return _main(bill + note(texts.declined)) + buttons([("pay", texts.pay_after_all)])
    choices = [("pay", texts.pay), ("decline", texts.decline), ("later", texts.later)]
    remark = note(texts.put_off) if said == "later" else ""
    return _main(bill + remark) + buttons(choices)


def _main(body: str) -> str:
    return f"<main>{body}</main>"


def _grouped(code: str) -> str:
    return " ".join(code[place : place + 4] for place in range(0, len(code), 4))
