"""A clock that a test moves, and a sandbox that lives by it."""

import random
from datetime import UTC, datetime, timedelta

from microshop_desktop.sandbox.faults import written
from microshop_desktop.sandbox.sandbox import SHOP, Sandbox

START = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
"""Noon in China."""


class MovedClock:
    """Stands still until a test moves it."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        return self.time

    def pass_by(self, seconds: float = 0, **more: float) -> None:
        self.time += timedelta(seconds=seconds, **more)


class Practice:
    """A sandbox on a moved clock."""

    def __init__(self, shop: str = SHOP) -> None:
        self.clock = MovedClock()
        self.sandbox = Sandbox(
            now=self.clock, wait=self.clock.pass_by, rng=random.Random(7), shop=shop
        )
        self.world = self.sandbox.world
        self.rules = self.sandbox.world.rules

    def fault(self, text: str) -> None:
        self.sandbox.faults.add(written(text))
