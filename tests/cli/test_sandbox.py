"""`microshop sandbox`, run as a program of its own until it is told to end."""

import json
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Microshop

Start = Callable[..., Any]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start the command; returns its JSON document and leaves it running until the test ends."""
    running: list[subprocess.Popen[bytes]] = []

    def begin(*arguments: str) -> tuple[Any, subprocess.Popen[bytes]]:
        command = [sys.executable, "-m", "microshop_desktop", "--data", str(tmp_path / "shop")]
        process = subprocess.Popen(
            [*command, "sandbox", "--port", "0", "--json", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        running.append(process)
        assert process.stdout is not None
        return json.loads(process.stdout.readline()), process

    yield begin
    for process in running:
        process.kill()
        process.communicate()


def _get(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 (our own address)
        return json.load(answer)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has another Ctrl+C")
def test_it_says_how_to_reach_it_and_runs_until_the_end(start: Start) -> None:
    document, process = start("--fault", "slow=2:3@wechat.*")
    state = _get(document["control"])
    (fault,) = state["faults"]
    assert (fault["name"], fault["seconds"], fault["times"]) == ("slow", 2.0, 3)
    assert document["alipay"] == document["wechat_pay"] + "/gateway.do"
    assert document["phone"].startswith(state["phone"])
    assert document["codes"] == state["codes"]
    process.send_signal(signal.SIGINT)
    assert process.wait(10) == 0
    assert process.stderr.read() == b""


def test_accounts_stay_the_same_over_runs(start: Start) -> None:
    (first, one), (second, other) = start(), start()
    assert one.poll() is None
    assert other.poll() is None
    for before, after in zip(first["accounts"], second["accounts"], strict=True):
        assert before["options"] | {"base-url": ""} == after["options"] | {"base-url": ""}
        assert Path(after["options"]["key-file"]).is_file()


def test_every_practice_shop_can_be_added_and_synced(
    start: Start, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    document, _ = start("--orders", "0", "--fault", "slow=0.1:1@*.orders.list")
    capfd.readouterr()
    microshop = Microshop(tmp_path / "shop", capfd)
    assert microshop("init", "--name", "Learning", "--sample").code == 0
    for online in document["shops"]:
        said = microshop(*online["command"])
        assert (said.code, online["kind"]) == (0, online["kind"]), said.err
    listed = json.loads(microshop("accounts", "list", "--json").out)
    assert len(document["shops"]) > 6
    names = {each["name"] for each in listed if each["kind"] in _kinds(document)}
    assert all("practice" in name for name in names), names
    assert microshop("sync", "woocommerce").code == 0


def _kinds(document: Any) -> set[str]:
    return {online["kind"] for online in document["shops"]}


def test_a_fault_that_does_not_exist_is_wrong_usage(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    said = Microshop(tmp_path, capfd)("sandbox", "--port", "0", "--fault", "unheard-of")
    assert said.code == 2
    assert "paid-twice" in said.err
    assert "pages-shift" in said.err


def test_a_taken_port_is_said(
    start: Start, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    document, _ = start()
    port = document["wechat_pay"].rpartition(":")[2]
    said = Microshop(tmp_path, capfd)("sandbox", "--port", port)
    assert said.code == 2
    assert f"Port {port} is taken by another program." in said.err
