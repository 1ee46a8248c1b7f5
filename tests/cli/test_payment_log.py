"""Nothing of a whole conversation about payments that must stay secret gets into the log file."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from microshop_desktop.infra.logging import LOG_NAME, MaskingFormatter, RotatingFile
from microshop_desktop.sandbox.faults import written
from microshop_desktop.sandbox.messages import Answer, Request
from microshop_desktop.sandbox.sandbox import Sandbox
from microshop_desktop.sandbox.trades import Platform
from tests.cli.merchant_shop import WATER, MerchantShop, merchant_shop
from tests.cli.running import Microshop

FAULTS = ("bad-signature:1", "cut:1", "server-error:1", "captive-portal:1", "clock-skew=600:1")


@dataclass
class Wire:
    """Every request and answer, as they went over the wire."""

    requests: list[Request] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    def secrets(self) -> set[str]:
        """Return signatures, nonces and tokens that were said."""
        found: set[str] = set()
        for request in self.requests:
            found.update(
                re.findall(r'signature="([^"]+)"', request.headers.get("authorization", ""))
            )
            form = parse_qs(request.body.decode("utf-8", "replace"))
            found.update(form.get("sign", []))
        for answer in self.answers:
            found.update(re.findall(r'"sign":\s*"([^"]+)"', answer.body.decode("utf-8", "replace")))
            headers = {name.lower(): value for name, value in dict(answer.headers).items()}
            found.add(headers.get("wechatpay-signature", ""))
        return {secret for secret in found if len(secret) > 40}


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    """Listen in on the sandbox from its start."""
    heard = Wire()
    plain = Sandbox.handle

    def handle(self: Sandbox, request: Request) -> Answer:
        heard.requests.append(request)
        answer = plain(self, request)
        heard.answers.append(answer)
        return answer

    monkeypatch.setattr(Sandbox, "handle", handle)
    return heard


@pytest.fixture
def logged(tmp_path: Path) -> Iterator[Path]:
    """All log lines, of libraries too, down to the finest, as a log file would have them."""
    handler = RotatingFile(tmp_path / LOG_NAME)
    handler.setFormatter(MaskingFormatter())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield tmp_path / LOG_NAME
    root.setLevel(before)
    root.removeHandler(handler)
    handler.close()


def talk(merchant: MerchantShop) -> list[str]:
    """Add accounts, take codes with all that may go wrong, give money back; return the codes."""
    used = []
    for kind in ("wechat-pay", "alipay"):
        merchant.add(kind)
    merchant.run("accounts", "check")
    for fault in ("", *FAULTS):
        if fault:
            merchant.sandbox.faults.add(written(fault))
        for platform in Platform:
            used.append(merchant.sandbox.payment_codes()[platform])
            sold = merchant.run("sell", WATER, "--code", used[-1], "--wait", "1")
            merchant.run("refund", sold.out.split(":")[0].removeprefix("Order "))
        merchant.sandbox.faults.clear()
    return used


def test_no_code_key_or_signature_gets_into_the_log(
    microshop: Microshop,
    tmp_path: Path,
    wire: Wire,
    logged: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("microshop_desktop.cli.sell_by_phone.CLOSING_SECONDS", 0.5)
    with merchant_shop(microshop, tmp_path / "keys") as merchant:
        codes = talk(merchant)
        files = [
            Path(path)
            for one in merchant.credentials
            for path in one.options.values()
            if Path(path).is_file()
        ]
    for last in wire.requests[-3:]:
        logging.getLogger("microshop_desktop.test").error("odd: %s %s", last.headers, last.body)
    text = logged.read_text(encoding="utf-8")
    assert text.count("127.0.0.1") > 20
    assert len(wire.secrets()) > 20
    parts = [line for path in files for line in path.read_text().split() if len(line) > 24]
    for secret in (*codes, *wire.secrets(), *parts):
        assert secret not in text
    own = (microshop.data / "log" / LOG_NAME).read_text(encoding="utf-8")
    assert own.count("127.0.0.1") > 20
    assert not any(secret in own for secret in (*codes, *wire.secrets(), *parts))
