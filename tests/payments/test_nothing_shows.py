"""No customer's code, key or answer of a platform shows where a value is printed by accident.

A new field that may hold one is found by its name, here, before it reaches a log or a report.
"""

import dataclasses
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import microshop_desktop
from microshop_desktop.app.crash import details_of
from microshop_desktop.cli.sell_by_phone import PhoneWish
from microshop_desktop.devices.code_pictures import ReadCode
from microshop_desktop.devices.scan_filter import Outcome as ScanOutcome
from microshop_desktop.domain.basket import Method
from microshop_desktop.domain.payment import AttemptKind, AttemptState
from microshop_desktop.infra.http import HttpAnswer, HttpRequest
from microshop_desktop.infra.logging import LOG_NAME, start_logging, stop_logging
from microshop_desktop.infra.secrets import Masked
from microshop_desktop.payments.account_setup import AccountWish
from microshop_desktop.payments.collector import Collector, Gateways
from microshop_desktop.payments.gateway import BillFile
from microshop_desktop.payments.key_intake import Intake
from microshop_desktop.payments.registry import make_gateway
from microshop_desktop.services.payment_accounts import AccountForm
from microshop_desktop.ui.sell.entry import Ask, Entry
from microshop_desktop.ui.sell.phone_desk import PhoneAsk
from tests.payments.conftest import Counter
from tests.payments.platform_fakes import clock as platform_clock
from tests.payments.test_accounts import ALIPAY, ALIPAY_KEYS, V2, WECHAT, WECHAT_KEYS

CODES = (
    "134567890123456789",
    "101234567890123456",
    "2812345678901234",
    "281234567890123456789012",
    "305678901234567890",
    "6212345678901234567",
    "fp0123456789abcdefghijklmnopqrstuvw",
)
PARTS = (
    "payments",
    "infra",
    "devices",
    "cli",
    "app",
    "channels",
    "ui.sell",
    "ui.settings",
    "ui.connect",
)
SPEAKS_OF_SECRETS = re.compile(
    r"codes?|keys?|secrets?|password|tokens?|pem|headers|body|content|scan|raw|replay|chosen"
)
HARMLESS = {
    "channels.channel.Courier.code": "of a courier",
    "channels.channel.OnlineSku.code": "of goods",
    "channels.channel.StockResult.code": "the platform's word for trouble",
    "channels.needs.Need.secret": "whether a value is one",
    "channels.needs.Transport.key": "of a choice",
    "channels.needs.Way.key": "of a choice",
    "cli.demo_phone.PhoneFolders.secrets": "a folder",
    "cli.demo_story.Place.keys": "a folder",
    "devices.printer_connection.PrinterKind.key": "of a choice",
    "infra.settings.Setting.key": "of a setting",
    "payments.asking.Reply.code": "the platform's word for trouble",
    "payments.gateway.Checked.code": "the platform's word for trouble",
    "payments.gateway.NoBill.code": "the platform's word for trouble",
    "payments.wechat_keys._DatedKey.key": "public",
    "ui.sell.desk.Hit.code": "of goods",
    "ui.sell.hand_page.HandKind.key": "of a keyboard",
    "ui.sell.news.UnknownGoods.code": "of goods: payment codes are taken for themselves before",
    "ui.sell.news.WhichGoods.code": "of goods",
    "ui.settings.payments_section_fields.Platform.keys": "what fields a form has",
    "ui.settings.service_desk.ProgramAround.keys": "a way to them",
    "ui.settings.payments_section_fields.ValueField.secret": "whether a field hides what is typed",
}


def classes() -> Iterator[tuple[str, type]]:
    """Every class of the parts that payment codes and keys go through, by its whole name."""
    for part in PARTS:
        package = importlib.import_module(f"microshop_desktop.{part}")
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(found.name)
            for name, value in vars(module).items():
                if inspect.isclass(value) and value.__module__ == found.name:
                    whole = f"{found.name}.{name}"
                    yield whole.removeprefix(f"{microshop_desktop.__name__}."), value


def shown_fields(kind: type) -> Iterator[str]:
    """The fields that the `repr` of a value shows."""
    if dataclasses.is_dataclass(kind):
        has_own = "__repr__" in vars(kind) and "recursive_repr" not in kind.__repr__.__qualname__
        params = kind.__dataclass_params__  # type: ignore[attr-defined]
        if has_own and not params.repr:
            return
        yield from (each.name for each in dataclasses.fields(kind) if each.repr)
    elif issubclass(kind, tuple):
        yield from getattr(kind, "_fields", ())


def test_no_field_that_may_hold_a_code_or_a_key_is_shown() -> None:
    shown = {
        f"{whole}.{name}"
        for whole, kind in classes()
        for name in shown_fields(kind)
        if SPEAKS_OF_SECRETS.fullmatch(name)
    }
    assert shown - set(HARMLESS) == set(), "hide it by field(repr=False), or say why it may show"
    assert set(HARMLESS) - shown == set(), "no longer there, or hidden by now"


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    "made",
    [
        lambda code: PhoneAsk(Method.WECHAT, 100, code),
        lambda code: PhoneWish(Method.WECHAT, code),
        lambda code: ReadCode(code, is_qr=True),
        lambda code: ScanOutcome(scan=code, replay=(code,)),
        lambda code: Entry(Ask.GOODS, code),
        lambda code: HttpRequest(
            "POST", f"https://x/y?auth_code={code}", {"a": code}, code.encode()
        ),
        lambda code: HttpAnswer(200, {"a": code}, code.encode()),
        lambda code: BillFile("bill.csv", code.encode()),
        lambda code: AccountWish(AccountForm("alipay", "A"), {"private_key": code}),
        lambda code: Intake({"private_key": code}),
        lambda code: Masked({"private_key": code}),
    ],
)
def test_values_that_carry_it_do_not_show_it(made: Callable[[str], object], code: str) -> None:
    value = made(code)
    for text in (repr(value), str(value), f"{[value]}", f"{value}"):
        assert code not in text


class TellTale:
    """A network that fails as nobody foresaw, and says all that it was given."""

    def send(self, request: HttpRequest) -> HttpAnswer:
        message = f"{request!r} {request.url} {dict(request.headers)} {request.body!r}"
        raise RuntimeError(message)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    ("kind", "settings", "keys"),
    [
        (Method.WECHAT, WECHAT, WECHAT_KEYS),
        (Method.WECHAT, {**WECHAT, "code_api": "v2"}, {**WECHAT_KEYS, **V2}),
        (Method.ALIPAY, ALIPAY, ALIPAY_KEYS),
    ],
    ids=["wechat", "wechat-v2", "alipay"],
)
def test_a_failure_nobody_foresaw_keeps_code_and_keys_out_of_the_log_and_the_report(
    counter: Counter,
    tmp_path: Path,
    *,
    code: str,
    kind: Method,
    settings: dict[str, str],
    keys: dict[str, str],
) -> None:
    gateway = make_gateway(kind, settings, keys, http=TellTale(), clock=platform_clock())
    counter.collector = Collector(counter.shop, counter.actor, Gateways(lambda _: gateway))
    placed = counter.place(AttemptKind.CODE)
    start_logging(tmp_path)
    try:
        assert counter.send(placed, code).attempt.state is AttemptState.UNKNOWN
    finally:
        stop_logging()
    logged = (tmp_path / LOG_NAME).read_text(encoding="utf-8")
    with pytest.raises(RuntimeError) as failed:
        TellTale().send(HttpRequest("POST", f"https://x/y?c={code}", keys, code.encode()))
    report = details_of(RuntimeError, failed.value, failed.tb)
    lines = [line for key in keys.values() for line in key.split("\n") if len(line) > 24]
    for text in (logged, report):
        assert "RuntimeError" in text
        assert not any(secret in text for secret in (code, *lines))
