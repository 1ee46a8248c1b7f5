"""Whatever is typed, a command ends with a sentence and an exit code, never with a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from microshop_desktop.infra.clock import SystemClock
from microshop_desktop.persistence.migrate import open_database
from microshop_desktop.services.catalogue import Catalogue
from microshop_desktop.services.catalogue_records import ProductForm, SkuForm
from microshop_desktop.services.shop import open_shop
from tests.cli.running import Microshop

HARD = [
    "",
    "-1",
    "0",
    "1e308",
    "NaN",
    "9" * 30,
    "9999999999999.99",
    "１，０００",
    "\u202e6901\u202c",
    "\udcff",
    "'; DROP TABLE sku; --",
    '%_/*"',
    "a" * 60_000,
]


@pytest.fixture
def stocked(microshop: Microshop) -> Microshop:
    """A shop with one product, as dear as can be, and one order of it."""
    assert microshop("init", "--name", "Corner shop", "--currency", "CNY").code == 0
    database = open_database(microshop.data / "shop.sqlite")
    shop = open_shop(database, SystemClock())
    sku = SkuForm(price=10**12, codes=("6901",))
    Catalogue(shop).create(shop.owner(), ProductForm(name="Jet", skus=(sku,)))
    database.close()
    assert microshop("sell", "6901").code == 0
    return microshop


@pytest.mark.parametrize("text", HARD, ids=range(len(HARD)))
def test_no_text_is_too_hard(stocked: Microshop, text: str) -> None:
    for arguments in (
        ("sell", "--json", "--", text),
        ("sell", f"6901*{text}", "--json"),
        ("sell", "6901", f"--cash={text}", "--json"),
        ("sell", "6901", f"--customer={text}", "--json"),
        ("find", "--json", "--", text),
        ("refund", "--json", "--", text),
        ("refund", "1", f"--line=1*{text}", "--json"),
        ("orders", "show", "--json", "--", text),
        ("orders", "list", f"--text={text}", "--limit=1", "--json"),
        ("movements", "list", f"--sku={text}", "--json"),
        ("stock", "list", "--json", f"--text={text}"),
        ("import", "undo", "--json", "--", text),
    ):
        said = stocked(*arguments)
        assert said.code in {0, 1, 2}, arguments
        assert "Traceback" not in said.err, arguments
        if said.code == 1:
            assert said.document["error"]["code"] != "unexpected", arguments
            assert len(said.err.strip().splitlines()) == 1, arguments
    assert stocked("doctor", "--json").document["ok"]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.characters(blacklist_characters="\0"), max_size=40))
def test_any_code_sells_or_is_refused(stocked: Microshop, text: str) -> None:
    said = stocked("sell", "--json", "--", text)
    assert said.code in {0, 1}
    assert "number" in said.document or said.document["error"]["code"] != "unexpected"


@pytest.mark.parametrize("limit", ["0", "-1", "9" * 20, "x"])
def test_a_limit_nobody_means_is_wrong_usage(stocked: Microshop, limit: str) -> None:
    for command in (("orders", "list"), ("payments", "list"), ("find", "jet")):
        assert stocked(*command, f"--limit={limit}").code == 2


def test_a_terminal_without_our_signs_is_no_failure(stocked: Microshop) -> None:
    done = _run(stocked, "orders", "list", encoding="ascii")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"A-000001" in done.stdout


def test_a_fault_of_ours_is_a_sentence_and_its_details_are_in_the_log(
    stocked: Microshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        message = "a fault"
        raise ZeroDivisionError(message)

    monkeypatch.setattr("microshop_desktop.services.search.Search.find", fail)
    said = stocked("find", "jet", "--json")
    assert (said.code, said.document["error"]["code"]) == (1, "unexpected")
    log = stocked.data / "log" / "microshop.log"
    assert str(log) in said.err
    assert "ZeroDivisionError: a fault" in log.read_text(encoding="utf-8")


def _run(shop: Microshop, *arguments: str, encoding: str) -> subprocess.CompletedProcess[bytes]:
    call = [sys.executable, "-m", "microshop_desktop", "--data", str(shop.data), "--lang", "zh"]
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    root = Path(__file__).resolve().parents[2]
    return subprocess.run(
        [*call, *arguments], cwd=root, env=environment, capture_output=True, check=False, timeout=60
    )
