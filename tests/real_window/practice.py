"""The platforms of practice in a process of their own, with what a customer can do there."""

import json
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.real_window.network import Network


class Practice:
    """`microshop sandbox` while it runs; `told` is the document that it printed."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        """Take a sandbox that was just started, and read how to reach it."""
        assert process.stdout is not None
        self._process = process
        self.told: dict[str, Any] = json.loads(process.stdout.readline())

    @property
    def address(self) -> str:
        """Where the platforms answer."""
        return str(self.told["wechat_pay"])

    def account_commands(self, network: Network) -> list[list[str]]:
        """Return the printed commands that add an account of each platform, behind a network."""
        return [
            [part.replace(self.address, network.address) for part in each["command"]]
            for each in self.told["accounts"]
            if each["mode"] == "public_key"
        ]

    def code(self, platform: str) -> str:
        """Return the payment code that the customer's wallet shows now."""
        return str(self._control("")["codes"][platform])

    def trades(self) -> list[dict[str, Any]]:
        """Return the platforms' own book of payments, oldest first."""
        listed: list[dict[str, Any]] = self._control("trades")
        return listed

    def trade(self, number: object) -> dict[str, Any]:
        """Return what the platform knows of one number."""
        return next(each for each in self.trades() if each["out_trade_no"] == number)

    def rule(self, **rules: object) -> None:
        """Change what the platforms do of their own accord."""
        self._control("rules", rules)

    def freeze(self) -> None:
        """Stop the platforms in the middle of whatever they do: connections hang."""
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let them go on where they stopped."""
        self._process.send_signal(signal.SIGCONT)

    def _control(self, path: str, given: object = None) -> Any:
        body = None if given is None else json.dumps(given).encode()
        headers = {} if body is None else {"Content-Type": "application/json"}
        address = f"{self.told['control']}{path}"
        request = urllib.request.Request(address, body, headers)  # noqa: S310
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=10) as answer:
            return json.load(answer)


@contextmanager
def practice_platforms(folder: Path) -> Iterator[Practice]:
    """Start the platforms on a free port and end them afterwards, frozen or not."""
    command = [sys.executable, "-m", "microshop_desktop", "sandbox", "--json", "--port", "0"]
    with subprocess.Popen(
        [*command, "--folder", str(folder)], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield Practice(process)
        finally:
            process.send_signal(signal.SIGCONT)
            process.terminate()
